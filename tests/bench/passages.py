"""Short passages written for who said what: the text, its names and its quotations in one file.

A passage begins with `## genre-number`; then its text, the headline first; a line for each entity,
`= KIND form/form`; and one for each quotation, `> speaker | verb | what was said`: a direct one
stands in marks, and its parts are divided by `||`. Where several speakers or verbs are right,
commas divide them; `-` is nobody by name, or no verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from components.entities import Entity, EntityIndex, Mention
from components.reading import AS_IS, Source, read
from components.text import Corpus, Span, sentences_in

FOLDER = Path(__file__).parents[1] / "gold" / "passages"
FILES = ("first", "second", "third", "fourth", "fifth", "sixth")
# Those that mark every name, also in the headline.
NAMED = ("third", "fourth", "fifth", "sixth")
# Those whose errors were read for rules about names.
READ = ("third",)
_OPENS, _CLOSES = '「『“"', '」』”"'


@dataclass(frozen=True)
class Spoken:
    """A quotation of a passage, as its writer marked it.

    Attributes:
        speakers: the names that are right; `None` for nobody by name.
        cues: the verbs that are right.
        parts: what was said; several where the text breaks it.
    """

    speakers: frozenset[str]
    cues: frozenset[str]
    parts: tuple[str, ...]

    @property
    def direct(self) -> bool:
        """Whether it stands in quotation marks."""
        return self.parts[0][0] in _OPENS and self.parts[-1][-1] in _CLOSES

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where its parts stand in the text, each behind the one before."""
        at = text.index("\n")  # what is said in a headline is none
        for part in self.parts:
            start = text.index(part, at)
            at = start + len(part)
            yield start, at


@dataclass(frozen=True)
class Passage:
    """A short text with all its names and quotations."""

    id: str
    text: str
    names: tuple[tuple[str, tuple[str, ...]], ...]
    spoken: tuple[Spoken, ...]

    def forms(self) -> dict[str, frozenset[str]]:
        """Return the written forms of each entity by each of them."""
        return {form: frozenset(forms) for _, forms in self.names for form in forms}


def load(name: str) -> list[Passage]:
    """Read the passages of one file."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return [_passage(part) for part in re.split(r"(?m)^## ", text)[1:]]


def _passage(part: str) -> Passage:
    name, _, rest = part.partition("\n")
    lines = rest.strip().split("\n")
    text = "\n".join(line for line in lines if line[:2] not in ("= ", "> "))
    names = [line[2:].split(" ", 1) for line in lines if line.startswith("= ")]
    spoken = [[p.strip() for p in line[2:].split(" | ")] for line in lines if line[:2] == "> "]
    return Passage(
        name,
        text.strip() + "\n",
        tuple((kind, tuple(forms.split("/"))) for kind, forms in names),
        tuple(_spoken(*row) for row in spoken),
    )


def _spoken(speakers: str, cues: str, said: str) -> Spoken:
    return Spoken(
        frozenset("None" if who == "-" else who for who in speakers.split(",")),
        frozenset("" if cue == "-" else cue for cue in cues.split(",")),
        tuple(part.strip() for part in said.split(" || ")),
    )


def corpus_of(passages: list[Passage]) -> Corpus:
    """Read passages as articles of one corpus."""
    return read(Source(p.id, p.text.encode(), settings=AS_IS) for p in passages)


def index_of(passages: list[Passage], corpus: Corpus) -> EntityIndex:
    """Return the names that the writer marked, in place of those found."""
    entities, mentions = dict[str, Entity](), list[Mention]()
    for passage in passages:
        text, forms = corpus.article(passage.id).text, passage.forms()
        kinds = {form: (kind, own[0]) for kind, own in passage.names for form in own}
        longest = sorted(forms, key=len, reverse=True)
        if not longest:
            continue
        for match in re.finditer("|".join(map(re.escape, longest)), text):
            kind, name = kinds[match[0]]
            own = f"{kind}:{name}"
            entities.setdefault(own, Entity(own, name, kind))
            mentions.append(Mention(Span(passage.id, *match.span()), own))
    return EntityIndex(tuple(entities.values()), mentions, sentences_in(corpus))
