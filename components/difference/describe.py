"""Describes a difference of networks in words: finding, caption, hover, and why there is none."""

from __future__ import annotations

from components import theme
from components.contrast import FALSE_SHARE
from components.difference.difference import TURNS, EdgeChange, NetworkDifference, Turn
from components.i18n import number, share, t
from components.network import unit_name
from components.timeline import outlet_name

_PER = 1000  # sentences that a rate is told of


def reason(difference: NetworkDifference) -> str:
    """Say why nothing was compared, what it takes and how much there is."""
    values = {"needs": number(difference.needs), "has": number(difference.has)}
    return t(f"difference.unfit_{difference.unfit}", **values)


def finding(difference: NetworkDifference) -> str:
    """Say how many links differ by more than chance, and in which way."""
    tested = len(difference.changes) - difference.n_too_little
    if not tested:
        return t("difference.found_too_little")
    if not difference.sure:
        return t("difference.found_none", tested=number(tested))
    parts = [
        t("difference.n_of_turn", turn=turn_name(turn, difference), n=number(n))
        for turn in TURNS
        if (n := sum(change.turn == turn for change in difference.sure))
    ]
    found, listed = number(len(difference.sure)), t("difference.comma").join(parts)
    return t("difference.found", n=found, tested=number(tested), parts=listed)


def turn_name(turn: Turn, difference: NetworkDifference) -> str:
    """Say on which side a link is there, or more often."""
    settings = difference.settings
    here, there = outlet_name(settings.here), outlet_name(settings.there)
    return t(f"difference.{turn}", here=here, there=there)


def caption(difference: NetworkDifference) -> str:
    """Say what was compared, in which units, and where the line of chance was drawn."""
    settings = difference.settings
    sides = t("difference.against").join(
        t("difference.side", name=outlet_name(name), stories=number(n), sentences=number(size))
        for name, n, size in zip(
            (settings.here, settings.there), difference.stories, difference.sentences, strict=True
        )
    )
    parts = [
        sides,
        unit_name(difference.network),
        t("difference.caption_test", draws=number(settings.draws),
          shuffles=number(settings.shuffles), fdr=share(FALSE_SHARE)),
        t(f"copies.caption_{difference.copies}"),
    ]  # fmt: skip
    return " · ".join(parts)


def omissions(difference: NetworkDifference) -> list[str]:
    """Say how many links have too little text, and how many were not looked at."""
    missing = {"too_little": difference.n_too_little, "beyond": difference.n_beyond}
    return [t(f"difference.caption_{why}", n=number(n)) for why, n in missing.items() if n]


def times(change: EdgeChange) -> str:
    """Say how many times as often, with its interval; an open end is infinite."""
    ends = [
        number(2**end, digits=1) if end is not None else open_end
        for end, open_end in ((change.low, "0"), (change.high, "∞"))
    ]
    low, high = ends
    if change.log_ratio < 0:  # told from the side that has it more often
        low, high = (
            number(2**-end, digits=1) if end is not None else open_end
            for end, open_end in ((change.high, "0"), (change.low, "∞"))
        )
    often = number(2 ** abs(change.log_ratio), digits=1)
    return t("difference.times", times=often, low=low, high=high)


def verdict(change: EdgeChange, difference: NetworkDifference) -> str:
    """Say on which side a link is there or more often, or that this may be chance."""
    if change.has_too_little_text:
        return t("difference.too_little")
    named = turn_name(change.turn, difference)
    return named if change.is_sure else t("difference.unsure", turn=named)


def hover(change: EdgeChange, difference: NetworkDifference, names: dict[str, str]) -> str:
    """Say all numbers of a link, escaped for plotly."""
    settings = difference.settings
    counts = [
        t("difference.hover_side", name=theme.escape(outlet_name(name)), count=number(count),
          stories=number(stories), rate=number(_PER * count / max(size, 1), digits=1))
        for name, count, stories, size in (
            (settings.here, change.here, change.here_stories, difference.sentences[0]),
            (settings.there, change.there, change.there_stories, difference.sentences[1]),
        )
    ]  # fmt: skip
    ends = (theme.escape(names[id]) for id in (change.source, change.target))
    told = [
        " – ".join(f"<b>{name}</b>" for name in ends),
        theme.escape(verdict(change, difference)),
        *counts,
    ]
    if change.q is not None:
        told.append(f"{times(change)}　q = {number(change.q, digits=3)}")
    return "<br>".join(told)


def alt(difference: NetworkDifference) -> str:
    """Say in one sentence what the picture shows."""
    return finding(difference)


def method(difference: NetworkDifference) -> str:
    """Say which sides were compared and how, from the settings in use."""
    what = reason(difference) if difference.unfit else caption(difference)
    return t("difference.method", what=what.rstrip("。."))
