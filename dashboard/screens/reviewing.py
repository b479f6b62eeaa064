"""Lets a reader settle doubtful names one after the other, each by one key."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components import concordance, ui
from components.concordance import panel as concordance_panel
from components.entities import Answer, Doubt, Entity, doubts
from components.entities import panel as entities_panel
from components.i18n import number, t
from components.lexicon import KINDS, Correction
from components.text import SentenceIndex
from dashboard.cache import call_cached
from dashboard.pipeline import Analysis
from dashboard.screens import corrections
from dashboard.state import session
from dashboard.state.history import LexiconChange, What
from dashboard.state.memory import memory

_VIEWS = ("all", "review")
_SENTENCES = 4  # shown at first, of two names half of them each


def choose_view(analysis: Analysis, *, key: str) -> str:
    """Offer all names or the doubtful ones; who may not correct sees all."""
    if not session.may_change():
        return "all"
    n = number(len(_open_doubts(analysis)))
    view: str = ui.bind_choice(
        st.segmented_control, t("entities.view"), _VIEWS, key=key, default="all", required=True,
        label_visibility="collapsed", name_of=lambda name: t(f"entities.view_{name}", n=n),
    )  # fmt: skip
    return view


def show(analysis: Analysis) -> None:
    """Show the next question with its sentences, and the keys that answer it."""
    fault = st.session_state.pop("review_fault", None)
    if fault:
        reason, values = fault
        st.error(t(f"correcting.fault_{reason}", **values))
    left = _open_doubts(analysis)
    can_undo = bool(corrections.history().past or memory().put_off)
    if not left:
        st.success(t("entities.review_done"))
        entities_panel.offer_undo(key="review", on_undo=_undo, can_undo=can_undo)
        return
    doubt = left[0]
    entities_panel.ask_doubt(
        doubt,
        left=len(left),
        key="review",
        on_answer=lambda asked, answer: _settle(analysis, asked, answer),
        on_undo=_undo,
        can_undo=can_undo,
    )
    asked = [entity for entity in (doubt.entity, doubt.other) if entity]
    for entity in asked:
        with st.container(border=True):
            _show_sentences(analysis, entity, _SENTENCES // len(asked))


def _open_doubts(analysis: Analysis) -> tuple[Doubt, ...]:
    """Return the questions that were neither settled nor put off, and can be written down."""
    found = call_cached(doubts, analysis.index, analysis.choices.lexicon.corrections)
    put_off = {code for code, _ in memory().put_off}
    return tuple(doubt for doubt in found if doubt.code not in put_off and "=" not in doubt.code)


def _show_sentences(analysis: Analysis, entity: Entity, most: int) -> None:
    marks = concordance.marks_of(analysis.index, [entity.id])
    units = SentenceIndex(analysis.index.sentences).holding(mark.span for mark in marks)
    shown = concordance.evidence(analysis.counted, units[:most], marks)
    st.caption(
        t(
            "evidence.places",
            name=ui.escape_markdown(entity.name),
            count=number(len(marks)),
            sentences=number(len(units)),
        )
    )
    concordance_panel.show_sentences(shown, key=f"review_{entity.id}")


def _settle(analysis: Analysis, doubt: Doubt, answer: Answer) -> None:
    """Write down an answer as the correction it is, or put the question off."""
    own = memory()
    if answer == "skip":
        own.put_off = (*own.put_off, (doubt.code, len(corrections.history().past)))
        return
    wrong = corrections.check_name(doubt.entity.name)
    if wrong:
        st.session_state["review_fault"] = wrong
        return
    line, value, moved = _correction_of(analysis, doubt, answer)
    before = session.lexicon()
    after = replace(before, entities=(*before.entities, str(line)))
    what: What = line.verb
    corrections.change(LexiconChange(before, after, what, doubt.entity.name, value, moved))


def _correction_of(
    analysis: Analysis, doubt: Doubt, answer: Answer
) -> tuple[Correction, str, tuple[str, str] | None]:
    """Return what an answer means: the line, its value in words, and where the id went."""
    entity, other = doubt.entity, doubt.other
    meant = corrections.reference(analysis, entity)
    if other is not None:
        target = corrections.reference(analysis, other)
        if answer == "yes":
            return Correction("merge", meant, target), other.name, (entity.id, other.id)
        return Correction("apart", meant, target), other.name, None
    if answer == "no":
        return Correction("drop", meant), "", None
    kind = entity.kind if answer == "yes" else next(k for k in KINDS if k == answer)
    return Correction("kind", meant, kind), kind, (entity.id, f"{kind}:{entity.name}")


def _undo() -> None:
    """Take the last answer back, or bring back the question that was put off last."""
    own = memory()
    if own.put_off and own.put_off[-1][1] == len(corrections.history().past):
        own.put_off = own.put_off[:-1]
    else:
        corrections.undo()
