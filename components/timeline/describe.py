"""Describes a timeline in words: caption, alt text, hover, and why there is none."""

from __future__ import annotations

from components import theme
from components.i18n import number, t
from components.text import unit_of
from components.timeline.timeline import OTHERS, OutletSeries, Timeline


def reason(timeline: Timeline) -> str:
    """Say why there is no timeline, and what to do."""
    period = timeline.periods[0] if timeline.periods else ""
    return t(
        f"timeline.untimed_{timeline.untimed}", articles=number(timeline.n_articles), period=period
    )


def alt(timeline: Timeline) -> str:
    """Say in one sentence what the figure shows."""
    totals = timeline.totals
    most = totals.index(max(totals))
    return t(
        "timeline.alt",
        articles=number(sum(totals)),
        first=timeline.periods[0],
        last=timeline.periods[-1],
        period=timeline.periods[most],
        most=number(totals[most]),
    )


def caption(timeline: Timeline) -> str:
    """Say what a bar, its hatching and the line count, and what is not drawn."""
    return _tell("timeline.caption", timeline)


def note(timeline: Timeline) -> str:
    """Say the same where nothing can be clicked."""
    return _tell("timeline.note", timeline)


def _tell(key: str, timeline: Timeline) -> str:
    parts = [
        t(key, period=t(f"timeline.by_{timeline.by}")),
        t("timeline.caption_copies") if timeline.n_copies else "",
        t("timeline.undated", n=number(timeline.undated)) if timeline.undated else "",
    ]
    return " · ".join(part for part in parts if part)


def outlet_name(outlet: str) -> str:
    """Return how an outlet is called; there are words for the others, and for none."""
    return {OTHERS: t("timeline.others"), "": t("timeline.no_outlet")}.get(outlet, outlet)


def period_label(period: str) -> str:
    """Return a period as an axis writes it: no year, where a month or a day says enough."""
    if unit_of(period) == "week":
        return t("timeline.week", n=number(int(period[-2:])))
    return period if len(period) < 10 else f"{int(period[5:7])}/{int(period[8:])}"


def hover(timeline: Timeline, one: OutletSeries, at: int, *, copies: bool) -> str:
    """Say all of a bar, escaped for plotly."""
    counts = one.copies if copies else one.own
    key = "timeline.hover_copies" if copies else "timeline.hover"
    outlet = theme.escape(outlet_name(one.outlet))
    return t(key, period=timeline.periods[at], outlet=outlet, count=number(counts[at]))


def hover_line(timeline: Timeline, at: int) -> str:
    """Say all of a point of the line, escaped for plotly."""
    name = theme.escape(timeline.name)
    total = number(timeline.totals[at])
    count = number(timeline.line[at])
    return t("timeline.hover_line", period=timeline.periods[at], name=name, count=count, all=total)


def hover_outlet(one: OutletSeries) -> str:
    """Say how many articles an outlet has, escaped for plotly."""
    copies = number(sum(one.copies))
    outlet = theme.escape(outlet_name(one.outlet))
    return t("timeline.hover_outlet", outlet=outlet, count=number(one.total), copies=copies)


def alt_line(timeline: Timeline) -> str:
    """Say in one sentence what the line shows."""
    return t("timeline.alt_line", name=timeline.name, articles=number(sum(timeline.line)))


def alt_outlets(timeline: Timeline) -> str:
    """Say in one sentence what the bars of the outlets show."""
    first = timeline.series[0]
    outlets, most = number(len(timeline.series)), number(first.total)
    return t("timeline.alt_outlets", outlets=outlets, name=outlet_name(first.outlet), most=most)


def method(timeline: Timeline) -> str:
    """Say in which periods articles were counted, or why they were not."""
    return reason(timeline) if timeline.untimed else t("timeline.method", what=note(timeline))
