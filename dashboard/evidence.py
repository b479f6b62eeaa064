"""From anything that was clicked to the sentences behind it, and on to the full text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import streamlit as st

from components import concordance, words
from components.concordance import Mark
from components.concordance import panel as concordance_panel
from components.i18n import number, t
from components.network import Edge, Node
from components.reading import Span
from dashboard.frame import page_path
from dashboard.pipeline import Analysis

_MARKS = 5_000  # highlights in one text; more would be a coloured page


def of_word(analysis: Analysis, norm: str, *, key: str) -> None:
    """Show the sentences of a word."""
    marks = [Mark(span, "word") for span in words.places(analysis.tokens, norm)]
    if marks:
        name = analysis.corpus.text_of(marks[0].span)
        _show(analysis, analysis.tokens.sentences, marks, name=name, focus=f"w:{norm}", key=key)


def of_entity(analysis: Analysis, entity_id: str, *, key: str) -> None:
    """Show the sentences that name an entity."""
    marks = concordance.marks_of(analysis.index, [entity_id])
    name = next((e.name for e in analysis.index.entities if e.id == entity_id), "")
    if marks and name:
        _show(analysis, analysis.index.sentences, marks, name=name, focus=f"e:{entity_id}", key=key)


def of_edge(analysis: Analysis, edge: Edge, *, key: str) -> None:
    """Show the sentences that name both ends of an edge."""
    names = {entity.id: entity.name for entity in analysis.index.entities}
    marks = concordance.marks_of(analysis.index, [edge.source, edge.target])
    title = t(
        "evidence.together",
        one=names[edge.source],
        other=names[edge.target],
        count=number(edge.count),
    )
    st.subheader(_plain(title), anchor=False)
    found = concordance.evidence(analysis.corpus, edge.evidence, marks)
    if span := concordance_panel.sentences(found, key=key):
        open_reader(span, focus=f"e:{edge.source}")


def of_choice(analysis: Analysis, chosen: Node | Edge | None, *, key: str) -> None:
    """Show the sentences behind a node or an edge of the network; nothing for nothing."""
    if isinstance(chosen, Edge):
        of_edge(analysis, chosen, key=key)
    elif isinstance(chosen, Node):
        of_entity(analysis, chosen.id, key=key)


def of_span(analysis: Analysis, span: Span, *, key: str) -> None:
    """Show one stretch, for what has no name: a copy, a passage."""
    units = _units(analysis.sentences, [span])
    found = concordance.evidence(analysis.read, units, [Mark(span, "word")])
    if chosen := concordance_panel.sentences(found, key=key):
        open_reader(chosen, focus="")


def marks_for(analysis: Analysis, focus: str) -> tuple[Mark, ...]:
    """Return what the reader page highlights: `w:<norm>`, `e:<entity id>`, `q:<text>`."""
    kind, _, name = focus.partition(":")
    if kind == "w":
        return tuple(Mark(span, "word") for span in words.places(analysis.tokens, name))
    if kind == "e":
        return concordance.marks_of(analysis.index, [name])
    if kind == "q":
        found = concordance.find(analysis.corpus, name, limit=_MARKS)
        return tuple(Mark(line.span, "word") for line in found.lines)
    return ()


def open_reader(span: Span, *, focus: str) -> None:
    """Go to the full text at a span, with what was clicked highlighted."""
    st.session_state["article"] = span.article_id
    st.switch_page(page_path("reader"), query_params={"at": str(span.start), "focus": focus})


def _show(
    analysis: Analysis,
    sentences: tuple[Span, ...],
    marks: Iterable[Mark],
    *,
    name: str,
    focus: str,
    key: str,
) -> None:
    marks = tuple(marks)
    units = _units(sentences, (mark.span for mark in marks))
    title = t("evidence.places", name=name, count=number(len(marks)), sentences=number(len(units)))
    st.subheader(_plain(title), anchor=False)
    found = concordance.evidence(analysis.corpus, units, marks)
    if span := concordance_panel.sentences(found, key=key):
        open_reader(span, focus=focus)


def _units(sentences: Iterable[Span], spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the sentences in which spans begin, each once, in reading order."""
    ordered = sorted(sentences)
    found = (
        ordered[i - 1]
        for s in spans
        if (i := bisect_right(ordered, Span(s.article_id, s.start, 1 << 60)))
    )
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    """Keep Markdown in names from being read as such."""
    return "".join("\\" + c if c in r"\`*_{}[]#+!|<>~$:" else c for c in text)
