"""Shows the timeline on a page: a chart to brush, and the same choices by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from components import ui
from components.i18n import t
from components.text import days_of
from components.timeline.analysis import days_between
from components.timeline.describe import (
    alt,
    alt_line,
    alt_outlets,
    caption,
    note,
    outlet_name,
    reason,
)
from components.timeline.export import line_table, to_table
from components.timeline.figure import figure, line, outlets
from components.timeline.timeline import OTHERS, Timeline

_ALL = "\u2217"  # no outlet is called so


@dataclass(frozen=True, slots=True)
class Pinned:
    """What all pages are narrowed to: ISO days, both included, and outlets; empty is all."""

    since: str | None = None
    until: str | None = None
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actions:
    """What the chart does when it is used; None where the reader may not.

    Attributes:
        pin_period: hears the first and the last day, or None twice for all.
        pin_outlet: hears an outlet, or None for all.
        open_period: hears the period of a point of the line.
    """

    pin_period: Callable[[str | None, str | None], None] | None
    pin_outlet: Callable[[str | None], None] | None
    open_period: Callable[[str], None]


def show(
    timeline: Timeline, *, key: str, pinned: Pinned, actions: Actions, picked: str = ""
) -> None:
    """Draw a timeline with its caption, its controls and its table.

    Args:
        timeline: what to show.
        key: names the widgets.
        pinned: what all pages are narrowed to.
        actions: what a click or a brush does.
        picked: the period of the line whose sentences are shown.
    """
    if timeline.untimed:
        st.caption(reason(timeline))
        return
    chosen = _inside(timeline, pinned)
    printed: dict[str, Any] = {
        "note": partial(note, timeline),
        "table": partial(to_table, timeline),
    }

    def brush(periods: Sequence[str]) -> None:
        if actions.pin_period:
            actions.pin_period(*days_between(min(periods), max(periods)))

    # A box that was drawn stays in the browser until the chart has another name.
    name = f"{key}_chart_{pinned.since}_{pinned.until}"
    may_brush = actions.pin_period is not None
    draw = partial(figure, timeline, chosen=chosen, pinned=pinned.outlets)
    ui.show_chart(
        draw, narrow=partial(draw, narrow=True),
        key=name, name=f"{key}_chart", alt=alt(timeline),
        on_brush=brush if may_brush else None, is_first=True, **printed,
    )  # fmt: skip
    if timeline.line:
        st.caption(t("timeline.caption_line", name=ui.escape_markdown(timeline.name)))
        ui.show_chart(
            partial(line, timeline, picked=picked),
            narrow=partial(line, timeline, picked=picked, narrow=True),
            key=f"{key}_line", alt=alt_line(timeline), note=partial(note, timeline),
            table=partial(line_table, timeline), on_pick=actions.open_period,
        )  # fmt: skip
    _show_outlets(timeline, key, pinned, actions)
    st.caption(caption(timeline))
    with st.container(horizontal=True, vertical_alignment="center"):
        if actions.pin_period and actions.pin_outlet:
            with st.popover(t("timeline.narrow"), icon=":material/date_range:"):
                _ask_narrower(timeline, chosen, pinned, actions, key)
            st.caption(t("timeline.brush"), width="content")
        with st.popover(t("timeline.table_short"), icon=":material/table:"):
            _show_table(timeline, key)


def _show_outlets(timeline: Timeline, key: str, pinned: Pinned, actions: Actions) -> None:
    pin = actions.pin_outlet

    def tell(outlet: str) -> None:
        if pin and outlet != OTHERS:
            pin(None if pinned.outlets == (outlet,) else outlet)

    ui.show_chart(
        partial(outlets, timeline, pinned=pinned.outlets),
        key=f"{key}_outlets", alt=alt_outlets(timeline), note=partial(note, timeline),
        table=partial(to_table, timeline), on_pick=tell if pin else None,
    )  # fmt: skip


def _inside(timeline: Timeline, pinned: Pinned) -> tuple[str, ...]:
    """Return the periods that a pinned one touches; none where none is pinned."""
    if not (pinned.since or pinned.until):
        return ()
    since, until = pinned.since or "", pinned.until or "9999"
    ends = {period: days_of(period) for period in timeline.periods}
    return tuple(p for p, (first, last) in ends.items() if last >= since and first <= until)


def _ask_narrower(
    timeline: Timeline, chosen: Sequence[str], pinned: Pinned, actions: Actions, key: str
) -> None:
    """Ask for a period and an outlet without pointing at the chart."""
    periods = timeline.periods
    whole = (periods[0], periods[-1])
    now = (chosen[0], chosen[-1]) if chosen else whole
    asked = st.select_slider(
        t("timeline.period"), periods, value=now, help=t("timeline.period_help"),
        key=f"{key}_period_{now}",
    )  # fmt: skip
    choices = [_ALL, *(one.outlet for one in timeline.series if one.outlet != OTHERS)]
    held = pinned.outlets[0] if pinned.outlets else _ALL
    outlet = st.selectbox(
        t("timeline.outlet"), choices, index=choices.index(held) if held in choices else 0,
        format_func=lambda one: t("timeline.all_outlets") if one == _ALL else outlet_name(one),
        key=f"{key}_outlet_{held}",
    )  # fmt: skip
    if actions.pin_period and tuple(asked) != now:
        days = (None, None) if tuple(asked) == whole else days_between(*asked)
        actions.pin_period(*days)
        st.rerun()
    if actions.pin_outlet and outlet != held:
        actions.pin_outlet(None if outlet == _ALL else outlet)
        st.rerun()


def _show_table(timeline: Timeline, key: str) -> None:
    frame = ui.frame_of(to_table(timeline), titled=True)
    st.dataframe(
        frame, key=f"{key}_table", hide_index=True, alt=t("timeline.table"),
        height=ui.table_height(len(frame), 420),
    )  # fmt: skip
    ui.download(
        t("timeline.download"), partial(ui.to_csv, frame), name="timeline.csv", mime="text/csv",
        key=f"{key}_csv",
    )  # fmt: skip
