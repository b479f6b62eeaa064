"""Shows when and by whom was published: the timeline of the overview, with a line of the pick."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from components import timeline
from components.duplicates import DuplicateReport
from components.i18n import t
from components.text import norm_of
from components.timeline import Followed, Timeline
from components.timeline import panel as timeline_panel
from components.timeline.panel import Actions, Pinned
from dashboard.cache import call_cached
from dashboard.jobs.result_cache import ResultMissingError
from dashboard.library.filters import EVERYTHING
from dashboard.pipeline import Analysis
from dashboard.screens import evidence
from dashboard.state import pick as picks
from dashboard.state import pins, session
from dashboard.state.pick import Pick

_WORDS, _NAMES = 200, 200  # to choose from; any other can be typed


def show(analysis: Analysis) -> None:
    """Draw the timeline of all articles, those outside of what is pinned pale.

    Args:
        analysis: what the page shows, narrowed to what is pinned.
    """
    is_narrowed = pins.current() != EVERYTHING
    whole = session.current(pinned=False) if is_narrowed else analysis
    made = lay(whole, picks.current())
    if not made.untimed:
        _ask_what_to_follow(analysis)
    where, may, pick = pins.current(), session.may_change(), picks.current()
    timeline_panel.show(
        made,
        key="time",
        pinned=Pinned(where.since, where.until, where.outlets),
        actions=Actions(
            pins.pin_period if may else None, pins.pin_outlet if may else None, _open_period
        ),
        picked=pick.parts[0] if pick and pick.kind == "during" else "",
    )


def lay(analysis: Analysis, pick: Pick | None) -> Timeline:
    """Lay out the timeline of an analysis with a line of what is picked.

    While a job is still at work there are no copies, or no line.
    """
    report, mentions = DuplicateReport(), None
    with suppress(ResultMissingError):
        report = analysis.report
    with suppress(ResultMissingError):
        mentions = _mentions(analysis, picks.whole_of(pick)) if pick else None
    made: Timeline = call_cached(timeline.lay, analysis.source, report, mentions=mentions)
    return made


def _mentions(analysis: Analysis, pick: Pick) -> Followed | None:
    places = evidence.find_places(analysis, pick) if pick.kind != "place" else None
    if places is None:
        return None
    return Followed(places.name, frozenset(mark.span.article_id for mark in places.marks))


def _open_period(period: str) -> None:
    if pick := picks.current():
        picks.choose(picks.in_period(period, pick))


def _ask_what_to_follow(analysis: Analysis) -> None:
    """Ask for a word or a name; it is picked, so that every page shows it."""
    with suppress(ResultMissingError):
        known = {f"n:{entity.id}": entity.name for entity in analysis.index.entities[:_NAMES]} | {
            f"w:{row.norm}": row.word for row in analysis.content_words.rows[:_WORDS]
        }
        pick = picks.current()
        now = picks.whole_of(pick).code if pick else None
        asked = st.selectbox(
            t("timeline.look_for"),
            list(known),
            index=list(known).index(now) if now in known else None,
            format_func=lambda code: known.get(code, code),
            accept_new_options=True,
            placeholder=t("timeline.look_hint"),
            label_visibility="collapsed",
            key=f"time_follow_{now}",
        )
        if asked and asked != now:
            picks.choose(_pick_of(analysis, asked, known))
            st.rerun()


def _pick_of(analysis: Analysis, asked: str, known: dict[str, str]) -> Pick | None:
    """Return the pick of an option, or of what was typed: a word where it is one, else a text."""
    if asked in known:
        return picks.parse_pick(asked)
    norm = norm_of(asked.strip())
    if any(row.norm == norm for row in analysis.table.rows):
        return Pick("word", norm)
    return Pick("text", asked.strip()) if asked.strip() else None
