"""Describes a split in words: caption, alt texts, hover, heads of columns, and the method."""

from __future__ import annotations

from components import theme
from components.i18n import number, t
from components.split.split import Split, SplitColumn, SplitRow
from components.timeline import outlet_name
from components.words import describe_filters

_LONGEST_HEAD = 10  # characters


def field_name(split: Split) -> str:
    """Say what divides the articles."""
    return t(f"contrast.by_{split.settings.by}")


def head(column: SplitColumn, *, longest: int = _LONGEST_HEAD, counted: bool = True) -> str:
    """Return what stands above a column: its name, and its articles where they are counted."""
    name = theme.shorten(outlet_name(column.label), longest)
    if not counted:
        return name
    return t("split.head", name=name, articles=number(column.articles))


def alt(split: Split) -> str:
    """Say in one sentence what stands side by side; there is a row."""
    names = t("split.comma").join(outlet_name(column.label) for column in split.columns)
    subject = t(f"contrast.subject_{split.subject}")
    return t("split.alt", names=names, subject=subject, first=split.rows[0].word)


def alt_clouds(split: Split) -> str:
    """Say in one sentence what the clouds show."""
    names = t("split.comma").join(outlet_name(column.label) for column in split.columns)
    return t("split.alt_clouds", names=names)


def caption(split: Split, *, shown: int | None = None, each: int = 0) -> str:
    """Say what was counted in which columns, and what has none.

    Args:
        split: the columns.
        shown: how many of its rows are drawn; all by default.
        each: how many words each column draws by itself, where rows are not aligned.
    """
    columns = t("split.comma").join(
        t("split.column", name=outlet_name(column.label), articles=number(column.articles),
          words=number(column.words))
        for column in split.columns
    )  # fmt: skip
    drawn = len(split.rows) if shown is None else min(shown, len(split.rows))
    parts = [
        t("split.caption", field=field_name(split), columns=columns),
        t("split.caption_each", each=number(each)) if each else
        t("split.caption_rows", shown=number(drawn), rows=number(len(split.rows)),
          subject=t(f"contrast.subject_{split.subject}")),
        *describe_filters(split.shown),
        *left_out(split),
        t(f"copies.caption_{split.copies}"),
    ]  # fmt: skip
    return " · ".join(parts)


def left_out(split: Split) -> list[str]:
    """Say which articles stand in no column; nothing where all stand in one."""
    told = []
    if split.settings.within == "stories":
        told.append(t("split.stories", stories=number(split.stories)))
    if split.groups_left:
        told.append(
            t("split.left", groups=number(split.groups_left), articles=number(split.articles_left))
        )
    if split.without:
        told.append(t("split.without", articles=number(split.without), field=field_name(split)))
    return told


def hover(row: SplitRow, split: Split, column: int) -> str:
    """Say how often a row is used in a column, escaped for plotly."""
    return t(
        "split.hover",
        word=theme.escape(row.word),
        name=theme.escape(outlet_name(split.columns[column].label)),
        count=number(row.counts[column]),
        rate=number(split.rate(row, column), digits=1),
    )


def nothing(split: Split) -> str:
    """Say why there is nothing to show."""
    return t("split.nothing_stories" if split.settings.within == "stories" else "split.nothing")


def method(split: Split) -> str:
    """Say how columns were made and compared, from the settings in use."""
    return t("split.method", what=caption(split))
