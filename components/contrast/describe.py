"""Describes a contrast in words: caption, alt texts, hover, method, and why there is none."""

from __future__ import annotations

from components import theme
from components.contrast.contrast import FALSE_SHARE, Contrast, ContrastRow, MapPoint
from components.i18n import number, share, t
from components.timeline import outlet_name

# What articles lack that make no groups, by the field; days, weeks and months lack dates.
_MISSING = {"outlet": "outlet", "tag": "tag", "file": "file", "selection": "selection"}


def reason(contrast: Contrast) -> str:
    """Say why nothing was compared, what it takes and how much there is."""
    values = {"needs": number(contrast.needs), "has": number(contrast.has)}
    told = t(f"contrast.unfit_{contrast.unfit}", **values)
    if contrast.unfit == "few_groups":
        return told + t(f"contrast.missing_{_MISSING.get(contrast.settings.by, 'time')}")
    sizes = {"few_units": contrast.units, "few_words": contrast.sizes}.get(contrast.unfit)
    if not sizes:
        return told
    smallest = contrast.settings.labels[sizes.index(min(sizes))]
    return told + t("contrast.smallest", name=outlet_name(smallest))


def finding(contrast: Contrast) -> str:
    """Say how many words or names differ by more than chance."""
    found, tested = len(contrast.distinctive), number(len(contrast.rows))
    key = "contrast.found" if found else "contrast.found_none"
    subject = t(f"contrast.subject_{contrast.settings.subject}")
    return t(key, n=number(found), tested=tested, subject=subject)


def caption(contrast: Contrast) -> str:
    """Say what was compared, in which units, and where the line of chance was drawn."""
    settings = contrast.settings
    sides = t("contrast.comma").join(
        t("contrast.side", name=outlet_name(label), units=number(units), words=number(size))
        for label, units, size in zip(settings.labels, contrast.units, contrast.sizes, strict=True)
    )
    parts = [
        sides,
        t(f"contrast.caption_{settings.within}", stories=number(contrast.stories)),
        t("contrast.caption_test", min=number(settings.min_count), prior=number(settings.prior),
          shuffles=number(settings.shuffles), fdr=share(FALSE_SHARE)),
        t(f"copies.caption_{contrast.copies}"),
    ]  # fmt: skip
    return " · ".join(parts)


def times(row: ContrastRow) -> str:
    """Say how many times as often, with its interval."""
    low, high = (number(2**value, digits=1) for value in (row.low, row.high))
    return t("contrast.times", times=number(2**row.log_ratio, digits=1), low=low, high=high)


def hover(row: ContrastRow) -> str:
    """Say all numbers of a row, escaped for plotly."""
    return t(
        "contrast.hover", word=theme.escape(row.word), group=theme.escape(outlet_name(row.label)),
        times=times(row), count=number(row.count), other=number(row.other),
        units=number(row.units), q=number(row.q, digits=3),
    )  # fmt: skip


def hover_point(point: MapPoint) -> str:
    """Say what a point of the map is, escaped for plotly."""
    key = "contrast.hover_group" if point.is_group else "contrast.hover_word"
    return t(key, name=theme.escape(outlet_name(point.name)), share=share(point.weight))


def alt(contrast: Contrast) -> str:
    """Say in one sentence what the bars show; there is a distinctive row."""
    first = contrast.distinctive[0]
    return t("contrast.alt", word=first.word, group=outlet_name(first.label), times=times(first))


def method(contrast: Contrast) -> str:
    """Say what was compared by which measure and test, from the settings in use."""
    field = t(f"contrast.by_{contrast.settings.by}")
    subject = t(f"contrast.subject_{contrast.settings.subject}")
    if contrast.unfit:
        return t("contrast.method_none", field=field, subject=subject, what=reason(contrast))
    return t("contrast.method", field=field, subject=subject, what=caption(contrast))
