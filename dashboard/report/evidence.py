"""Collects the sentences that a click in the report opens, each stored once.

A word, a name, a link, a copy: each is an entry that lists sentences by number, so that a
sentence with ten names is written once in the file, however many marks lead to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from components import concordance, timeline, words
from components.concordance import Mark, marks_within
from components.i18n import number, t
from components.network import Edge
from components.split import Split, code_of, keep_shared
from components.text import Corpus, SentenceIndex, Span, group_articles
from components.words import Row
from dashboard.pipeline import Analysis
from dashboard.report.redacted_text import keep_legible

SHOWN = 20  # different sentences an entry lists
_LOOKED_AT = 400  # sentences looked at for them: a text pasted often repeats its own


@dataclass(frozen=True, slots=True)
class QuotePiece:
    """A run of a sentence; `kind` is PER, LOC or ORG inside a name, else empty."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as it is printed: in pieces, with where it stands and how often."""

    pieces: tuple[QuotePiece, ...]
    place: str
    times: str


@dataclass
class Book:
    """Collects the entries of a report; `as_json` is what the script of its page reads.

    Attributes:
        analysis: where the sentences come from.
        entries: by key: `w:` and a norm, `n:` and an entity, `e:` and two entities, `s:` or
            `d:` and the number of a stretch or of a group, `c:` and a column and its word.
    """

    analysis: Analysis
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    _sentences: dict[str, int] = field(default_factory=dict)
    _stored: list[list[Any]] = field(default_factory=list)
    _titles: dict[str, int] = field(default_factory=dict)
    _all: SentenceIndex = field(init=False)
    _names: _Names = field(init=False)

    def __post_init__(self) -> None:
        self._all = SentenceIndex(self.analysis.sentences)
        self._names = _Names(concordance.marks_of(self.analysis.index))

    def add_words(self, rows: Sequence[Row]) -> None:
        """Add the sentences of words."""
        wanted = {row.norm: row.word for row in rows}
        units = SentenceIndex(self.analysis.tokens.sentences)
        for norm, spans in words.places_of(self.analysis.tokens, wanted).items():
            marks = [Mark(span, "word") for span in spans]
            self._add_places(f"w:{norm}", wanted[norm], marks, units)

    def add_names(self, ids: Iterable[str]) -> None:
        """Add the sentences of entities."""
        names = {entity.id: entity.name for entity in self.analysis.index.entities}
        units = SentenceIndex(self.analysis.index.sentences)
        for id in ids:
            self._add_places(f"n:{id}", names[id], self._names.of(self.analysis, id), units)

    def add_columns(self, made: Split, *, top: int) -> None:
        """Add the sentences of the first words of each column, of its articles alone."""
        settings, analysis = made.settings, self.analysis
        grouping = group_articles(analysis.source, settings.by)
        stories = analysis.story_ids if settings.within == "stories" else ()
        kept, _ = keep_shared(grouping, settings, stories)
        units = SentenceIndex(analysis.tokens.sentences)
        rows = {row.mark: row.word for row in made.rows[:top]}
        places = words.places_of(analysis.tokens, rows)
        for i, column in enumerate(made.columns):
            inside = frozenset(kept.ids_of(column.label))
            group = timeline.outlet_name(column.label)
            for mark, word in rows.items():
                own = [span for span in places.get(mark, ()) if span.article_id in inside]
                name = t("evidence.within", name=word, group=group)
                marks = [Mark(span, "word") for span in own]
                self._add_places(f"c:{code_of(i, mark)}", name, marks, units)

    def add_edges(self, edges: Iterable[Edge]) -> None:
        """Add the sentences that name both ends of links."""
        names = {entity.id: entity.name for entity in self.analysis.index.entities}
        for edge in edges:
            heading = t(
                "evidence.together",
                one=names[edge.source],
                other=names[edge.target],
                count=number(edge.count),
            )
            ends = (self._names.of(self.analysis, id) for id in (edge.source, edge.target))
            marks = sorted(mark for end in ends for mark in end)
            key = f"e:{edge.source}|{edge.target}"
            self._add(key, heading, edge.evidence, marks, self.analysis.counted)

    def add_stretch(self, key: str, heading: str, span: Span) -> None:
        """Add the sentences of a stretch of a text, copies included."""
        self._add(key, heading, self._all.inside(span), (), self.analysis.source)

    def as_json(self) -> dict[str, Any]:
        """Return titles, sentences with their names, and the entries."""
        return {
            "titles": list(self._titles),
            "sentences": self._stored,
            "entries": self.entries,
        }

    def quotes(self, units: Sequence[Span], *, limit: int) -> tuple[Quote, ...]:
        """Return the first different sentences of units as they are printed, names marked."""
        units = self._legible(units, self.analysis.counted)[:_LOOKED_AT]
        marks = [mark for unit in units for mark in self._names.near(unit)]
        found = concordance.evidence(self.analysis.counted, units, marks).sentences[:limit]
        return tuple(
            Quote(
                tuple(_pieces(sentence.text, sentence.marks)),
                t(
                    "concordance.place",
                    title=sentence.title,
                    start=number(sentence.span.start + 1),
                ),
                t("concordance.times", n=number(len(sentence.places)))
                if len(sentence.places) > 1
                else "",
            )
            for sentence in found
        )

    def _add_places(self, key: str, name: str, marks: list[Mark], sentences: SentenceIndex) -> None:
        units = sentences.holding(mark.span for mark in marks)
        heading = t(
            "evidence.places",
            name=name,
            count=number(len(marks)),
            sentences=number(len(units)),
        )
        self._add(key, heading, units, marks, self.analysis.counted)

    def _add(
        self,
        key: str,
        heading: str,
        units: Sequence[Span],
        marks: Sequence[Mark],
        corpus: Corpus,
    ) -> None:
        shown = self._legible(units, corpus)
        found = concordance.evidence(corpus, shown[:_LOOKED_AT], marks).sentences
        cut = len(found) > SHOWN or len(shown) > _LOOKED_AT
        self.entries[key] = {
            "heading": heading,
            "items": [
                [
                    self._number(sentence.text, sentence.span),
                    len(sentence.places),
                    self._title(sentence.title),
                    sentence.span.start + 1,
                    sentence.marks,
                ]
                for sentence in found[:SHOWN]
            ],
            "more": self._more(cut=cut, left_out=len(units) - len(shown)),
        }

    def _legible(self, units: Sequence[Span], corpus: Corpus) -> Sequence[Span]:
        return keep_legible(corpus, units) if self.analysis.gaps else units

    def _more(self, *, cut: bool, left_out: int) -> str:
        notes = [t("report.more_sentences", shown=number(SHOWN))] if cut else []
        if left_out:
            notes.append(t("sharing.left_out", n=number(left_out)))
        return " ".join(notes)

    def _number(self, text: str, span: Span) -> int:
        if text not in self._sentences:
            self._sentences[text] = len(self._stored)
            self._stored.append([text, marks_within(self._names.near(span), span)])
        return self._sentences[text]

    def _title(self, title: str) -> int:
        return self._titles.setdefault(title, len(self._titles))


class _Names:
    """Names by place and by entity; mentions never overlap."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks = sorted(marks)
        self._spans = [mark.span for mark in self._marks]
        self._by_id: dict[str, list[Mark]] = {}

    def near(self, window: Span) -> list[Mark]:
        """Return the names that begin inside a stretch."""
        low = bisect_left(self._spans, Span(window.article_id, window.start, 0))
        high = bisect_left(self._spans, Span(window.article_id, window.end, 0))
        return self._marks[low:high]

    def of(self, analysis: Analysis, entity_id: str) -> list[Mark]:
        """Return the places of an entity, in reading order."""
        if not self._by_id:
            kinds = {entity.id: entity.kind for entity in analysis.index.entities}
            for mention in analysis.index.mentions:
                mark = Mark(mention.span, kinds[mention.entity_id])
                self._by_id.setdefault(mention.entity_id, []).append(mark)
        return self._by_id.get(entity_id, [])


def _pieces(text: str, marks: Iterable[tuple[int, int, str]]) -> Iterator[QuotePiece]:
    done = 0
    for start, end, kind in marks:
        if start > done:
            yield QuotePiece(text[done:start])
        yield QuotePiece(text[start:end], kind)
        done = end
    if done < len(text):
        yield QuotePiece(text[done:])
