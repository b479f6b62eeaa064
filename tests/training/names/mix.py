"""What the net is taught: lines of templates, names beside free clauses, articles renamed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from components.text import simplify
from tests.training.names import templates
from tests.training.names.articles import Name, Text, sentences_of
from tests.training.names.lac import lac
from tests.training.names.slots import WORDS, R
from tests.training.names.swap import substituted
from tests.training.names.tagged import words_of

_TEMPLATES = Path(__file__).parent / "templates"
_HARD = ("particles", "short", "shapes", "shapes")
_FAMILY = ("PER", "LOC", "ORG", "nr", "ns", "nt")
_AFTER = re.compile("[在對向跟從由被讓給為與和]")
Clauses = dict[str, list[str]]


def lines_of_templates(n: int, seed: int, clauses: Clauses | None = None) -> Iterator[Text]:
    """Yield lines with invented names; some stand beside free clauses where there are any."""
    R.seed(seed)
    every = templates.load(*sorted(_TEMPLATES.glob("*.txt")))
    heads = [t[1:] for t in every if t.startswith("@")]
    bodies = [t for t in every if not t.startswith("@")]
    opens = [t for t in bodies if t[0] in "（〔【記文"]
    parts = [
        clause
        for t in bodies
        if "「" not in t and "（" not in t
        for clause in re.split(r"，(?![^\[]*\])", t.rstrip("。"))
        if ":" not in clause
    ]
    for _ in range(n):
        chance = R.random()
        if chance < 0.12:
            yield _headline(heads, opens if R.random() < 0.8 else bodies)
        elif clauses and chance < 0.4:
            yield Text(*templates.expand(_wild(clauses)))
        elif chance < 0.54:
            line = "，".join(R.choice(parts) for _ in range(R.randint(1, 4)))
            yield _stopped(Text(*templates.expand(line)))
        else:
            yield _stopped(Text(*templates.expand(R.choice(bodies))))


def lines_of_hard_templates(n: int, seed: int) -> Iterator[Text]:
    """Yield lines, and clauses of lines, of the templates for what an earlier net got wrong."""
    R.seed(seed)
    every = templates.load(*(_TEMPLATES / f"{name}.txt" for name in _HARD))
    for _ in range(n):
        line = R.choice(every)
        if R.random() < 0.5:
            clauses = re.split(r"(?<=，)(?![^\[]*\])", line)
            first = R.randrange(len(clauses))
            line = "".join(clauses[first : first + R.randint(1, 2)])
        yield Text(*templates.expand(line))


def _headline(heads: Sequence[str], bodies: Sequence[str]) -> Text:
    text, names = templates.expand(R.choice(heads))
    if R.random() < 0.6:
        more, others = templates.expand(R.choice(bodies))
        shift = len(text) + 2
        text, names = f"{text}  {more}", names + [(a + shift, b + shift, k) for a, b, k in others]
    return Text(text, names)


def _stopped(line: Text) -> Text:
    stop = "。" if line.text[-1] not in "。」！？" and R.random() < 0.6 else ""
    return Text(line.text + stop, line.names)


def clauses_of(articles: Iterable[Text]) -> Clauses:
    """Return clauses without names, by the part of speech that they begin with."""
    found: dict[str, None] = {}
    for article in articles:
        for match in re.finditer("[^，；：。！？\n 　]+[，；：。！？]", article.text):
            a, b = match.span()
            named = any(s < b and a < e for s, e, _ in article.names)
            if 5 <= b - a <= 40 and not named and not re.search("[「」『』《》（）()]", match[0]):
                found[match[0]] = None
    clauses: Clauses = {"v": [], "d": [], "p": [], "n": [], "other": []}
    model = lac()
    rows = [words_of(p, model.tags) for p in model.posteriors(simplify(list(found)))]
    families = {"vd": "v", "ad": "d", "c": "d", "vn": "n", "a": "n", "an": "n"}
    for clause, words in zip(found, rows, strict=True):
        if not any(word.tag in _FAMILY for word in words):
            first = families.get(words[0].tag, words[0].tag)
            clauses[first if first in clauses else "other"].append(clause)
    return clauses


def _wild(clauses: Clauses) -> str:
    """Put names before and into clauses of free text: any word may stand beside a name."""
    who, links = WORDS["who"], ["", *WORDS["link"]]
    out = []
    for _ in range(R.randint(1, 3)):
        chance = R.random()
        clause = R.choice(clauses[R.choice(["v", "v", "d", "d", "p", "other"])])
        if chance < 0.55:
            clause = R.choice(who) + clause
        elif chance < 0.68:
            clause = R.choice(who) + R.choice(links) + R.choice(who) + clause
        elif chance < 0.8:
            clause = R.choice(who) + "的" + R.choice(clauses["n"])
        elif places := [
            m.end() for m in _AFTER.finditer(clause) if 0 < m.start() < len(clause) - 3
        ]:
            at = R.choice(places)
            clause = clause[:at] + R.choice(who) + R.choice(["，", "的", ""]) + clause[at:]
        out.append(clause)
    return "".join(out)


def with_new_names(articles: Sequence[Text], draws: int, seed: int) -> Iterator[Text]:
    """Yield the sentences of articles: once as they are, then with other names of the same sort."""
    R.seed(seed)
    for article in articles:
        yield from sentences_of(article)
        for _ in range(draws):
            share = R.choice([0.3, 0.6, 0.9])
            yield from sentences_of(_in_other_case(Text(*substituted(*article, share=share))))


def _in_other_case(text: Text) -> Text:
    """Now and then, write the Latin letters of names in capitals, or without."""
    chance = R.random()
    if chance > 0.1:
        return text
    letters = list(text.text)
    for start, end, _ in text.names:
        own = text.text[start:end]
        other = own.upper() if chance < 0.06 else own.lower()
        if own.isascii() and len(other) == len(own):
            letters[start:end] = other
    return Text("".join(letters), text.names)


__all__ = [
    "Name",
    "clauses_of",
    "lines_of_hard_templates",
    "lines_of_templates",
    "with_new_names",
]
