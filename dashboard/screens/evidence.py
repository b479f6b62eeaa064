"""Shows the sentences behind anything that was clicked, with a way to the full text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from components import concordance, ui, words
from components.concordance import Concordance, Evidence, Mark
from components.concordance import panel as concordance_panel
from components.entities import EntityIndex
from components.i18n import number, t
from components.network import Edge, Node
from components.text import Corpus, SentenceIndex, Span, Spans
from dashboard.pipeline import Analysis
from dashboard.report.redacted_text import FILLER, keep_legible
from dashboard.screens import corrections
from dashboard.screens.blocks import guard_block
from dashboard.state.pages import page_path

_MARKS = 5_000  # highlights in one text; more would be a coloured page


@guard_block("evidence")
def show_word(analysis: Analysis, norm: str, *, key: str) -> None:
    """Show the sentences of a word."""
    marks = [Mark(span, "word") for span in words.places(analysis.tokens, norm)]
    if marks:
        name = _find_written(analysis, marks)
        _show(analysis, analysis.tokens.sentences, marks, name=name, focus=f"w:{norm}", key=key)


@guard_block("evidence")
def show_entity(
    analysis: Analysis, entity_id: str, *, key: str, index: EntityIndex | None = None
) -> None:
    """Show the sentences that name an entity.

    Args:
        analysis: what was read.
        entity_id: the entity, by its id or by the one it had before it was put right.
        key: names the widgets.
        index: the mentions that count, where they are fewer than those of the analysis.
    """
    index = index or analysis.index
    entity_id = corrections.follow_id(analysis, entity_id)
    marks = concordance.marks_of(index, [entity_id])
    name = next((e.name for e in index.entities if e.id == entity_id), "")
    if marks and name:
        _show(analysis, index.sentences, marks, name=name, focus=f"e:{entity_id}", key=key)


def show_edge(analysis: Analysis, edge: Edge, *, key: str) -> None:
    """Show the sentences that name both ends of an edge."""
    names = {entity.id: entity.name for entity in analysis.index.entities}
    marks = concordance.marks_of(analysis.index, [edge.source, edge.target])
    title = t(
        "evidence.together",
        one=names[edge.source],
        other=names[edge.target],
        count=number(edge.count),
    )
    with _heading(title):
        for end in (edge.source, edge.target):
            corrections.offer_entity(analysis, end, key=key, several=True)
    found = _take_evidence(analysis, analysis.counted, edge.evidence, marks)
    if span := concordance_panel.show_sentences(found, key=key):
        open_reader(span, focus=f"e:{edge.source}")


@guard_block("evidence")
def show_choice(analysis: Analysis, chosen: Node | Edge | None, *, key: str) -> None:
    """Show the sentences behind a node or an edge of the network; nothing for nothing."""
    if isinstance(chosen, Edge):
        show_edge(analysis, chosen, key=key)
    elif isinstance(chosen, Node):
        show_entity(analysis, chosen.id, key=key)


@guard_block("evidence")
def show_places(
    analysis: Analysis, spans: Iterable[Span], *, name: str, count: int, focus: str, key: str
) -> None:
    """Show the sentences of something that is more than a word: a phrase, two words together.

    Args:
        analysis: what is shown.
        spans: what to make visible.
        name: what stands there, for the heading.
        count: how often it does.
        focus: what the reader page highlights, as `find_marks` reads it.
        key: names the widgets.
    """
    marks = tuple(Mark(span, "word") for span in spans)
    units = SentenceIndex(analysis.tokens.sentences).holding(mark.span for mark in marks)
    title = t("evidence.places", name=name, count=number(count), sentences=number(len(units)))
    with _heading(title):
        pass
    found = _take_evidence(analysis, analysis.counted, units, marks)
    if span := concordance_panel.show_sentences(found, key=key):
        open_reader(span, focus=focus)


@guard_block("evidence")
def show_span(analysis: Analysis, span: Span, *, key: str) -> None:
    """Show one stretch, for what has no name: a copy, a passage."""
    units = SentenceIndex(analysis.sentences).holding([span])
    found = _take_evidence(analysis, analysis.source, units, [Mark(span, "word")])
    if chosen := concordance_panel.show_sentences(found, key=key):
        open_reader(chosen, focus="")


def find_marks(analysis: Analysis, focus: str) -> tuple[Mark, ...]:
    """Return what the reader page highlights: `w:<norm>`, `e:<entity id>`, `q:<text>`."""
    kind, _, name = focus.partition(":")
    if kind == "w":
        own = tuple(Mark(span, "word") for span in words.places(analysis.tokens, name))
        return own + _find_uncounted_marks(analysis, _forms(analysis, own))
    if kind == "e":
        own = concordance.marks_of(analysis.index, [corrections.follow_id(analysis, name)])
        return own + _find_uncounted_marks(analysis, _forms(analysis, own))
    if kind == "q":
        found = concordance.find(analysis.counted, name, limit=_MARKS)
        own = tuple(Mark(line.span, "word") for line in found.lines)
        return own + _find_uncounted_marks(analysis, (name,))
    return ()


def _forms(analysis: Analysis, marks: Iterable[Mark]) -> tuple[str, ...]:
    """Return how what is marked is written, each form once."""
    forms = dict.fromkeys(analysis.counted.text_of(mark.span) for mark in marks)
    return tuple(form for form in forms if FILLER not in form)


def _find_uncounted(analysis: Analysis, forms: tuple[str, ...]) -> Concordance:
    """Find where forms stand in text that does not count."""
    found: Concordance = analysis.call(
        concordance.find_uncounted, analysis.counted, forms, limit=_MARKS
    )
    return found


def _find_uncounted_marks(analysis: Analysis, forms: tuple[str, ...]) -> tuple[Mark, ...]:
    found = _find_uncounted(analysis, forms)
    return tuple(Mark(line.span, concordance.UNCOUNTED) for line in found.lines)


def _show_uncounted(analysis: Analysis, forms: tuple[str, ...], *, focus: str, key: str) -> None:
    """Say in how many places forms stand that do not count, and show these when asked to."""
    if analysis.gaps:
        return  # most of that text was left out of the share
    found = _find_uncounted(analysis, forms)
    if not found.total:
        return
    with concordance_panel.show_uncounted_places(found.total, key=key) as place:
        if place.open:
            marks = [Mark(line.span, concordance.UNCOUNTED) for line in found.lines]
            units = SentenceIndex(analysis.sentences).holding(mark.span for mark in marks)
            shown = concordance.evidence(analysis.source, units, marks)
            if span := concordance_panel.show_sentences(shown, key=f"{key}_uncounted"):
                open_reader(span, focus=focus)


def offer_correction(analysis: Analysis, focus: str, *, key: str, name: str = "") -> None:
    """Offer to put right what a focus of `find_marks` names.

    Args:
        analysis: where it stands.
        focus: a word, an entity or a text that was looked for; anything else offers nothing.
        key: names the widgets.
        name: how a word is written; by default as it stands first.
    """
    kind, _, what = focus.partition(":")
    if kind == "e":
        corrections.offer_entity(analysis, corrections.follow_id(analysis, what), key=key)
    elif kind == "w" and not name:
        marks = find_marks(analysis, focus)
        name = _find_written(analysis, marks) if marks else ""
    elif kind == "q":
        name = what
    if kind in ("w", "q") and name and corrections.check_word(name) is None:
        corrections.offer_word(analysis, name, key=key)


def open_reader(span: Span, *, focus: str) -> None:
    """Go to the full text at a span, with what was clicked highlighted."""
    st.session_state["article"] = span.article_id
    st.switch_page(page_path("reader"), query_params={"at": str(span.start), "focus": focus})


def _show(
    analysis: Analysis,
    sentences: Spans,
    marks: Iterable[Mark],
    *,
    name: str,
    focus: str,
    key: str,
) -> None:
    marks = tuple(marks)
    units = SentenceIndex(sentences).holding(mark.span for mark in marks)
    title = t("evidence.places", name=name, count=number(len(marks)), sentences=number(len(units)))
    with _heading(title):
        offer_correction(analysis, focus, name=name, key=key)
    found = _take_evidence(analysis, analysis.counted, units, marks)
    span = concordance_panel.show_sentences(found, key=key)
    _show_uncounted(analysis, _forms(analysis, marks), focus=focus, key=key)
    if span:
        open_reader(span, focus=focus)


def _take_evidence(
    analysis: Analysis, corpus: Corpus, units: Sequence[Span], marks: Iterable[Mark]
) -> Evidence:
    """Return the sentences of units; where texts were left out say of how many they were."""
    shown = keep_legible(corpus, units) if analysis.gaps else units
    if len(shown) < len(units):
        st.caption(t("sharing.left_out", n=number(len(units) - len(shown))))
    return concordance.evidence(corpus, shown, marks)


def _find_written(analysis: Analysis, marks: Sequence[Mark]) -> str:
    """Return how a word is written where it stands first, and is shown."""
    spans = [mark.span for mark in marks]
    first = keep_legible(analysis.counted, spans)[:1] if analysis.gaps else spans[:1]
    return analysis.counted.text_of((first or spans)[0])


@contextmanager
def _heading(title: str) -> Iterator[None]:
    """Write a heading; what is drawn inside stands beside it, below it on a phone."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(ui.escape_markdown(title), anchor=False, width="content")
        yield
