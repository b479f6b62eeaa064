"""Planted duplicates: articles made of real sentences, and copies of which all is known.

Every kind of copy a desk meets is made from the gold sentences by a seeded generator, so that
what should be found is known to the pair.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from tests.bench.gold import gold_file

EDITS = (1, 3, 5, 10, 15)
WHOLE = ("exact", "wrapped", "punctuation", "script", "dropped", "replaced", "truncated", "pasted")
KINDS = (*WHOLE, *(f"edits {percent} %" for percent in EDITS))
CERTAIN = ("exact", "wrapped", "punctuation", "script", "truncated", "pasted")

_WIDTH = 32
_PUNCTUATION = str.maketrans({"，": ",", "。": ".", "、": ",", "「": "“", "」": "”", "：": ":"})


@dataclass
class Planted:
    """Texts, and what was planted in them.

    Attributes:
        texts: the articles in a shuffled order.
        pairs: (place, place, kind) of each copy and its original.
        families: place -> number of the original it is a version of.
        boilerplate: place -> (start, end) of planted boilerplate, and which one.
    """

    texts: list[str]
    pairs: list[tuple[int, int, str]]
    families: list[int]
    boilerplate: list[tuple[int, int, int, int]] = field(default_factory=list)


@cache
def gold_sentences() -> tuple[str, ...]:
    """Read the sentences of the gold corpora; a clear message where they are missing."""
    lines = gold_file("uner-gsd-train.iob2").read_text("utf-8").splitlines()
    texts = (line.removeprefix("# text = ").strip() for line in lines if line.startswith("# text"))
    return tuple(dict.fromkeys(text for text in texts if len(text) >= 8))


@cache
def clauses() -> tuple[str, ...]:
    """Return the clauses of the gold sentences, without their punctuation."""
    parts = (part for text in gold_sentences() for part in re.split(r"[，。！？；：,;!?]", text))
    return tuple(dict.fromkeys(part.strip() for part in parts if 4 <= len(part.strip()) <= 20))


def article(rng: random.Random, *, letters: int = 640, unit: str = "clause") -> str:
    """Write an article of about so many characters.

    Sentences mixed from clauses share no long passage by chance; whole gold `sentence`s do,
    as there are only some thousands of them.
    """
    sentences: list[str] = []
    length = 0
    target = rng.uniform(0.5, 1.5) * letters
    while length < target:
        if unit == "sentence":
            sentence = rng.choice(gold_sentences())
        else:
            sentence = "，".join(rng.choices(clauses(), k=rng.randint(2, 6))) + "。"
        sentences.append(sentence)
        length += len(sentence)
    return "".join(sentences)


def plant(n: int, *, seed: int = 0, letters: int = 640, unit: str = "clause") -> Planted:
    """Make n articles: half of them originals without copies, the rest families of 2 to 4."""
    rng = random.Random(seed)
    texts: list[str] = []
    families: list[int] = []
    pairs: list[tuple[int, int, str]] = []
    kinds = 0
    while len(texts) < n:
        family, origin = len(texts), article(rng, letters=letters, unit=unit)
        texts.append(origin)
        families.append(family)
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3))):
            kind = KINDS[kinds % len(KINDS)]
            kinds += 1
            pairs.append((family, len(texts), kind))
            texts.append(version(rng, origin, kind, unit=unit))
            families.append(family)
    order = list(range(len(texts)))
    rng.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    return Planted(
        [texts[old] for old in order],
        [(place[a], place[b], kind) for a, b, kind in pairs],
        [families[old] for old in order],
    )


def version(rng: random.Random, text: str, kind: str, *, unit: str = "clause") -> str:
    """Make a version of a text; see KINDS."""
    if kind.startswith("edits"):
        return edited(rng, text, float(kind.split()[1]) / 100)
    sentences = re.findall(r"[^。]*。?", text)[:-1]
    if kind in {"dropped", "replaced"}:
        n = max(1, len(sentences) // 5)
        gone = set(rng.sample(range(len(sentences)), n)) if len(sentences) > n else set()
        fresh = re.findall(r"[^。]*。?", article(rng, unit=unit))[:-1]
        filling = (fresh * (n + 1)) if kind == "replaced" else [""] * len(sentences)
        return "".join(filling.pop() if i in gone else s for i, s in enumerate(sentences))
    if kind == "truncated":
        return text[: int(len(text) * rng.uniform(0.6, 0.95))]
    if kind == "pasted":
        return text * rng.randint(2, 12)
    return {"exact": str, "wrapped": wrapped, "punctuation": restyled, "script": simplify}[kind](
        text
    )


def edited(rng: random.Random, text: str, share: float) -> str:
    """Change a share of the characters: half replaced, a quarter dropped, a quarter added."""
    letters = "".join(clauses())
    out = []
    for character in text:
        if rng.random() >= share:
            out.append(character)
            continue
        action = rng.random()
        if action < 0.5:
            out.append(rng.choice(letters))
        elif action < 0.75:
            out += [character, rng.choice(letters)]
    return "".join(out)


def wrapped(text: str, width: int = _WIDTH) -> str:
    """Break lines after so many characters, in the middle of words."""
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


def restyled(text: str) -> str:
    """Change punctuation, width and blanks, and no letter."""
    wide = {c: chr(ord(c) + 0xFEE0) for c in "0123456789abcdefghijklmnopqrstuvwxyz"}
    text = unicodedata.normalize("NFC", text).translate(_PUNCTUATION)
    return " ".join(text.translate(str.maketrans(wide)).split("."))


def simplify(text: str) -> str:
    """Convert to Simplified Chinese."""
    return str(_t2s().convert(text))


@cache
def _t2s():  # type: ignore[no-untyped-def]
    import opencc

    return opencc.OpenCC("tw2s")


def pastes(*, seed: int = 0, share: float = 0.0, letters: int = 640) -> list[tuple[str, int, int]]:
    """Make texts pasted 2 to 21 times with edits: (text, length of the first copy, copies)."""
    rng = random.Random(seed)
    made = []
    for copies in range(2, 22):
        origin = article(rng, letters=letters)
        versions = [origin, *(edited(rng, origin, share) for _ in range(copies - 1))]
        made.append(("".join(versions), len(origin), copies))
    return made


def with_boilerplate(n: int, *, seed: int = 0, kinds: int = 10, wrap: bool = True) -> Planted:
    """Make n articles of which half hold one of some boilerplate passages, then wrap them.

    Offsets of `boilerplate` point into the text before it was wrapped.
    """
    rng = random.Random(seed)
    passages = [article(rng, letters=rng.randint(70, 140)) for _ in range(kinds)]
    texts, places = [], []
    for number in range(n):
        sentences = re.findall(r"[^。]*。", article(rng))
        if number % 2:
            which = rng.randrange(kinds)
            at = rng.randint(0, len(sentences))
            start = len("".join(sentences[:at]))
            places.append((number, start, start + len(passages[which]), which))
            sentences.insert(at, passages[which])
        text = "".join(sentences)
        texts.append(wrapped(text) if wrap else text)
    return Planted(texts, [], list(range(n)), places)
