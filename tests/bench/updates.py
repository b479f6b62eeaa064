"""What unique text counts: chains of updates, and changes beside corrections, all planted.

    python -m tests.bench.updates [--chains 1000] [--before FOLDER]

`--before` names a checkout of an earlier commit with its `.venv`; the time of the duplicates step
on 10,000 planted articles is then measured there and here in turns.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from components.duplicates import DuplicateSettings, find, regroup, unique
from components.reading import join_lines
from components.text import Article, Corpus, fold_letters, split_sentences
from tests.bench.gold import gold_file
from tests.bench.planted import gold_sentences, simplify

ROOT = Path(__file__).parents[2]
SETTINGS = tuple(
    DuplicateSettings(similarity=similarity, edit=edit, prefer=prefer)
    for similarity, edit, prefer in product(
        (0.36, 0.7, 1.0), (0.0, 0.05, 0.15, 0.2), ("earliest", "latest")
    )
)
NEGATIONS = (
    ("是", "不是"), ("會", "不會"), ("可以", "不可以"), ("能夠", "不能夠"), ("同意", "不同意"),
    ("有", "沒有"), ("已經", "尚未"), ("已", "未"), ("增加", "減少"), ("上升", "下降"),
    ("支持", "反對"), ("成功", "失敗"), ("高", "低"), ("開始", "結束"),
)  # fmt: skip
VARIANTS = str.maketrans({"台": "臺", "臺": "台", "裡": "裏", "群": "羣", "峰": "峯", "線": "綫"})


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chains", type=int, default=1000)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    six_updates()
    chains(options.chains, options.seed)
    edits(options.seed)
    if options.before:
        time_beside(options.before)


def row(name: str, value: str, note: str = "") -> None:
    """Print a row of the table."""
    print(f"{name:<34}{value:>16}   {note}", flush=True)


def corpus_of(texts: Sequence[str], days: Sequence[str | None]) -> Corpus:
    """Make a corpus of texts and their days."""
    return Corpus(
        tuple(
            Article(str(i), "", text, text, counted=((0, len(text)),), published=day)
            for i, (text, day) in enumerate(zip(texts, days, strict=True))
        )
    )


def counted(corpus: Corpus, report: object) -> Counter[str]:
    """How often each folded sentence stands in unique text."""
    once = unique(corpus, report)  # type: ignore[arg-type]
    pieces = (once.text_of(span) for a in once.articles for span in a.counted_spans())
    return Counter(
        fold_letters(t[start:end]).text for t in pieces for start, end in split_sentences(t)
    )


def six_updates() -> None:
    """Six versions of one story, each with two new sentences and without two old ones."""
    said = long_sentences()[:18]
    texts = ["".join(said[2 * n : 2 * n + 8]) for n in range(6)]
    corpus = corpus_of(texts, [f"2024-01-0{n}" for n in range(1, 7)])
    report = find(corpus)
    by_hand = 1 - len("".join(said)) / len("".join(texts))
    row("six updates, sentences", f"{report.unique_sentences} of 18", f"{report.sentences} in all")
    row("  share repeated", f"{report.share_repeated:.4f}", f"by hand {by_hand:.4f}")


# --- chains -----------------------------------------------------------------------------------


@cache
def long_sentences() -> tuple[str, ...]:
    """Gold sentences of 24 to 60 letters with one stop, none like another."""
    seen: set[str] = set()
    found = []
    for text in gold_sentences():
        letters = fold_letters(text).text
        one = len(list(split_sentences(text * 2))) == 2 and text.endswith("。")
        one &= len(list(split_sentences(simplify(text)))) == 1 and text[0] not in "「『（《“"
        grams = {letters[i : i + 12] for i in range(len(letters) - 11)}
        if one and 24 <= len(letters) <= 60 and not seen & grams:
            seen |= grams
            found.append(text)
    return tuple(found)


@dataclass
class Place:
    """A sentence in a version: its class, and how it is written there."""

    name: int
    text: str


def chain(rng: random.Random) -> tuple[Corpus, Counter[str], dict[str, int]]:
    """Write versions of a story and of others that cut, merge and turn it about.

    Returns:
        The corpus; for each folded form how often it stands there; and its class.
    """
    pool = rng.sample(long_sentences(), 24)
    said = [Place(i, text) for i, text in enumerate(pool)]
    fresh = iter(said[8:])
    versions = [said[:8]]
    for _ in range(rng.randint(2, 8)):
        version = list(rng.choice(versions[-2:]))
        for step in rng.sample(("drop", "add", "cut", "merge", "turn"), rng.randint(1, 3)):
            if step == "drop" and len(version) > 3:
                del version[rng.randrange(len(version))]
            elif step == "add" and (new := next(fresh, None)):
                version.insert(rng.randrange(len(version) + 1), new)
            elif step == "cut" and len(version) > 4:
                version = version[: rng.randint(3, len(version))]
            elif step == "merge":
                version += [p for p in rng.choice(versions) if p not in version]
            elif step == "turn":
                rng.shuffle(version)
        versions.append(version)
    # One form each with one letter changed, in some of its places.
    forms = {place.name: slip(rng, place.text) for place in said}
    texts, names = [], {}
    for version in versions:
        written = [forms[p.name] if rng.random() < 0.15 else p.text for p in version]
        text = "".join(written)
        other = dressed(rng, text)
        # A dress that changes sentences or letters would change what is counted.
        if fold_letters(other).text == fold_letters(text).text and len(
            [*split_sentences(other)]
        ) == len(version):
            text = other
        for place, (start, end) in zip(version, split_sentences(text), strict=True):
            names[fold_letters(text[start:end]).text] = place.name
        texts.append(text)
    days = [rng.choice((None, f"2024-01-{n:02}")) for n in range(1, len(texts) + 1)]
    order = list(range(len(texts)))
    rng.shuffle(order)
    corpus = corpus_of([texts[i] for i in order], [days[i] for i in order])
    places = Counter(
        fold_letters(a.text[start:end]).text
        for a in corpus.articles
        for start, end in split_sentences(a.text)
    )
    return corpus, places, names


def dressed(rng: random.Random, text: str) -> str:
    """Wrap, restyle or simplify a text, or leave it."""
    dress = rng.random()
    if dress < 0.2:
        return join_lines("\n".join(text[i : i + 32] for i in range(0, len(text), 32))).text
    if dress < 0.3:
        return text.translate(str.maketrans("，。「」", ",！“”"))
    if dress < 0.45:
        return simplify(text)
    return text


def slip(rng: random.Random, text: str) -> str:
    """Change one letter of a sentence that is neither a numeral nor a negation."""
    from components.duplicates.edits import count_edits

    for _ in range(50):
        at = rng.randrange(len(text) - 1)
        if not "\u4e00" <= text[at] <= "\u9fff":
            continue
        other = text[:at] + rng.choice("的了也就再都並仍") + text[at + 1 :]
        if count_edits(fold_letters(text).text, fold_letters(other).text) == 1:
            return other
    return text


def chains(n: int, seed: int) -> None:
    """Count the classes of random chains that count exactly once, at every setting."""
    right = wrong = lost = again = 0
    for number in range(n):
        corpus, places, names = chain(random.Random(seed * 1_000_003 + number))
        report = find(corpus)
        for chosen in SETTINGS:
            seen = counted(corpus, regroup(corpus, report, chosen))
            # Without edits each form is a sentence of its own.
            by_class: Counter[object] = Counter()
            for form in places:
                key = names.get(form, form) if chosen.edit else form
                by_class[key] += seen[form]
            for n_counted in by_class.values():
                right += n_counted == 1
                lost += n_counted == 0
                again += n_counted > 1
                wrong += n_counted != 1
    total = right + wrong
    row(
        "chains, classes counted once",
        f"{right / total:.5f}",
        f"{n} chains x {len(SETTINGS)}; bar 1",
    )
    row("  lost / counted again", f"{lost} / {again}", f"of {total}")


# --- changes and corrections ------------------------------------------------------------------


def edits(seed: int) -> None:
    """Plant changes that make another sentence, and corrections that do not."""
    rng = random.Random(seed)
    for label, made, times in (
        ("changes kept as different", list(changes(rng, 500)), 2),
        ("corrections counted once", list(corrections(rng, 500)), 1),
    ):
        kinds: Counter[str] = Counter()
        right: Counter[str] = Counter()
        lost = 0
        for kind, one, two in made:
            around = rng.sample(long_sentences(), 3)
            texts = [around[0] + one + around[1], around[0] + two + around[2]]
            corpus = corpus_of(texts, ["2024-01-01", "2024-01-02"])
            seen = counted(corpus, find(corpus))
            there = sum(seen[form] for form in {fold_letters(one).text, fold_letters(two).text})
            kinds[kind] += 1
            right[kind] += there == times
            lost += there == 0
        share = right.total() / kinds.total()
        row(label, f"{share:.4f}", f"{kinds.total()} planted, {lost} lost; bar .98 and .95")
        for kind in sorted(kinds):
            row(f"  {kind}", f"{right[kind]} of {kinds[kind]}")


def is_whole(text: str) -> bool:
    """Tell whether a text is one sentence with its stop: others run into what follows them."""
    return len(text) >= 14 and text.endswith("。") and len([*split_sentences(text * 2)]) == 2


@cache
def whole_sentences() -> tuple[str, ...]:
    """Gold sentences that are one sentence."""
    return tuple(filter(is_whole, gold_sentences()))


@cache
def named() -> tuple[tuple[str, str, str], ...]:
    """Sentences with a name in them: text, name, kind."""
    found = []
    for block in gold_file("uner-gsd-train.iob2").read_text("utf-8").split("\n\n"):
        lines = block.splitlines()
        text = next((x.removeprefix("# text = ") for x in lines if x.startswith("# text")), "")
        rows = [line.split("\t") for line in lines if line and line[0].isdigit()]
        for i, parts in enumerate(rows):
            if parts[2].startswith("B-"):
                name = parts[1]
                for more in rows[i + 1 :]:
                    if not more[2].startswith("I-"):
                        break
                    name += more[1]
                if len(fold_letters(name).text) >= 2 and text.count(name) == 1 and is_whole(text):
                    found.append((text, name, parts[2][2:]))
    return tuple(found)


def changes(rng: random.Random, n: int) -> Iterator[tuple[str, str, str]]:
    """Yield sentences and versions of them with another number, name or negation."""
    numerals = "0123456789一二三四五六七八九十百千萬"
    plain = [s for s in gold_sentences() if len(s) >= 14 and len(list(split_sentences(s))) == 1]
    names = {kind: [name for _, name, k in named() if k == kind] for kind in ("PER", "LOC", "ORG")}
    made = 0
    while made < n:
        kind = ("number", "name", "negation")[made % 3]
        if kind == "number":
            text = rng.choice(plain)
            at = [i for i, c in enumerate(text) if c in numerals]
            if not at:
                continue
            i = rng.choice(at)
            wide = "0123456789" if text[i] in "0123456789" else "一二三四五六七八九"
            other = text[:i] + rng.choice([c for c in wide if c != text[i]]) + text[i + 1 :]
        elif kind == "name":
            text, name, label = rng.choice(named())
            new = rng.choice(names[label])
            if fold_letters(new).text == fold_letters(name).text:
                continue
            other = text.replace(name, new)
        else:
            text = rng.choice(plain)
            pairs = [(a, b) for a, b in (*NEGATIONS, *((b, a) for a, b in NEGATIONS)) if a in text]
            if not pairs:
                continue
            a, b = rng.choice(pairs)
            other = text.replace(a, b, 1)
        if is_whole(other):
            made += 1
            yield kind, text, other


def corrections(rng: random.Random, n: int) -> Iterator[tuple[str, str, str]]:
    """Yield sentences and versions of them that say the same."""
    plain = [s for s in gold_sentences() if len(s) >= 14 and len(list(split_sentences(s))) == 1]
    letters = sorted({c for s in plain for c in s if "\u4e00" <= c <= "\u9fff"})
    made = 0
    while made < n:
        kind = ("a letter", "的", "punctuation", "variant", "script")[made % 5]
        text = rng.choice(plain)
        at = rng.randrange(1, len(text) - 1)
        if kind == "a letter":
            if not "\u4e00" <= text[at] <= "\u9fff":
                continue
            other = text[:at] + rng.choice(letters) + text[at + 1 :]
        elif kind == "的":
            other = text[:at] + "的" + text[at:]
        elif kind == "punctuation":
            other = text.translate(str.maketrans("，、；：「」", ",,,,“”"))
        elif kind == "variant":
            other = text.translate(VARIANTS)
        else:
            other = simplify(text)
        if other != text and is_whole(other):
            made += 1
            yield kind, text, other


# --- time -------------------------------------------------------------------------------------

TIMED = """
import sys, time
sys.path.insert(0, "")
from components.duplicates import find
from tests.bench import planted
from tests.bench.duplicates import corpus_of
corpus = corpus_of(planted.plant(10_000).texts)
for line in sys.stdin:
    began = time.perf_counter()
    find(corpus)
    print(time.perf_counter() - began, flush=True)
"""


def time_beside(before: Path) -> None:
    """Time the duplicates step in two checkouts, in turns; the best of seven counts."""
    runs = []
    for folder in (before, ROOT):
        python = str(folder / ".venv/bin/python")
        runs.append(
            subprocess.Popen(
                [python, "-c", TIMED], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True,
            )
        )  # fmt: skip
    best = [float("inf"), float("inf")]
    for _ in range(7):
        for i, run in enumerate(runs):
            assert run.stdin and run.stdout
            run.stdin.write("go\n")
            run.stdin.flush()
            best[i] = min(best[i], float(run.stdout.readline()))
    for run in runs:
        run.communicate()
    row("find, 10,000 planted, before", f"{best[0]:.2f} s")
    row("find, 10,000 planted, now", f"{best[1]:.2f} s", f"x {best[1] / best[0]:.2f}; bar 1.5")


if __name__ == "__main__":
    sys.exit(main())
