"""Shows a split on a page: which field has columns, the bars or clouds side by side, the table."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any, get_args

import streamlit as st

from components import ui
from components.cloud import Cloud, CloudSettings
from components.cloud import figure as cloud_figure
from components.cloud import panel as cloud_panel
from components.contrast import Within
from components.i18n import number, t
from components.split.analysis import join_clouds
from components.split.describe import alt, alt_clouds, caption, nothing
from components.split.export import to_table
from components.split.figure import NARROW_ROWS, Measured, bars, cloud_heads, stacked_bars
from components.split.split import MOST_COLUMNS, Split, SplitSettings, code_of, parse_code
from components.text import GroupField, Grouping
from components.timeline import outlet_name

_NONE = "none"
_USUAL = 3  # columns where the reader chose none
_SIDE_BY_SIDE = 2  # clouds beside each other
_KEY = "split"


def describe_choice(fields: Collection[GroupField]) -> str:
    """Say by which field pages have columns, on the control itself."""
    field = st.session_state.get(_KEY) or st.query_params.get(_KEY, _NONE)
    if field not in fields:
        return t("split.open")
    return t("split.opened", field=t(f"contrast.by_{field}"))


def ask_settings(
    fields: Collection[GroupField],
    divide: Callable[[GroupField], Grouping],
    *,
    has_stories: Callable[[], bool],
) -> SplitSettings | None:
    """Ask by which field pages have columns, the same on each page; None for no columns.

    Args:
        fields: those that may divide the articles.
        divide: gives the groups of one; asked for the chosen one alone.
        has_stories: tells whether articles share text, so that only these may be compared;
            likewise.
    """
    field = ui.bind_choice(
        st.selectbox, t("split.by"), (_NONE, *fields), default=_NONE, key=_KEY,
        name_of=lambda name: t("split.none" if name == _NONE else f"contrast.by_{name}"),
        help=t("split.by_help"),
    )  # fmt: skip
    if field == _NONE:
        return None
    grouping = divide(field)
    sizes = {group.label: len(group.ids) for group in grouping.groups}
    largest = sorted(sizes, key=lambda label: -sizes[label])[:_USUAL]
    usual = tuple(label for label in sizes if label in largest)
    labels = ui.bind_choice(
        st.multiselect, t("split.columns"), list(sizes), default=usual,
        name_of=lambda label: f"{outlet_name(label)} · {number(sizes[label])}",
        key=f"{_KEY}_{field}", max_selections=MOST_COLUMNS,
    )  # fmt: skip
    within: Within = "all"
    if has_stories():
        within = ui.bind_choice(
            st.segmented_control, t("split.within"), get_args(Within), default="all",
            name_of=lambda option: t(f"split.within_{option}"), key=f"{_KEY}_within",
            required=True, help=t("split.within_help"),
        )  # fmt: skip
    chosen = tuple(label for label in sizes if label in labels)[:MOST_COLUMNS]
    return SplitSettings(field, chosen, within)


def show_bars(
    split: Split,
    *,
    key: str,
    top: int,
    on_pick: Callable[[str, str], None],
    on_row: Callable[[str], None],
    picked: Collection[str] = (),
    column: str = "",
) -> None:
    """Draw the bars of all columns with their table.

    Args:
        split: what to show.
        key: names the widgets.
        top: rows that are drawn.
        on_pick: hears the label of the column and the mark of the bar clicked.
        on_row: hears the mark of the row of the table clicked: it is of all columns.
        picked: the marks to bring out.
        column: the label of the one column in which they are; all where it is "".
    """
    if not _is_shown(split):
        return
    measured: Measured = ui.bind_choice(
        st.segmented_control, t("split.measured"), get_args(Measured), default="per_10k",
        name_of=lambda value: t(f"split.axis_{value}"), key=f"{_KEY}_measured", required=True,
    )  # fmt: skip
    shown = min(top, NARROW_ROWS) if ui.on_phone() else top
    with ui.guard_block("bars in columns"):
        options: dict[str, Any] = {
            "top": top, "measured": measured, "picked": picked, "column": column,
        }  # fmt: skip
        ui.show_chart(
            partial(bars, split, **options), narrow=partial(stacked_bars, split, **options),
            key=f"{key}_split", alt=alt(split), note=partial(caption, split, shown=shown),
            table=partial(to_table, split), on_pick=partial(_tell, split, on_pick),
        )  # fmt: skip
        st.caption(caption(split, shown=shown))
    with ui.guard_block("table in columns"):
        _show_table(split, key, on_row)


def show_clouds(
    split: Split,
    laid: tuple[Cloud, ...],
    settings: CloudSettings,
    *,
    key: str,
    on_pick: Callable[[str, str], None],
    on_row: Callable[[str], None],
    picked: Collection[str] = (),
    column: str = "",
) -> None:
    """Draw the clouds of all columns in one figure with their table.

    Args:
        split: the same words, counted.
        laid: a cloud for each column.
        settings: of each cloud.
        key: names the widgets.
        on_pick: hears the label of the column and the norm of the word clicked.
        on_row: hears the norm of the row of the table clicked: it is of all columns.
        picked: the norms to bring out.
        column: the label of the one column in which they are; all where it is "".
    """
    if not _is_shown(split):
        return
    held = {
        code_of(i, mark)
        for i, one in enumerate(split.columns)
        for mark in picked
        if not column or column == one.label
    }

    def draw(in_a_row: int, **mode: Any) -> Any:
        joint = join_clouds(laid, in_a_row=in_a_row)
        heads = cloud_heads(split, laid[0], in_a_row=in_a_row)
        return cloud_figure.figure(joint, picked=held, heads=heads, **mode)

    with ui.guard_block("clouds in columns"):
        note = f"{t('split.caption_clouds')} · {caption(split, each=settings.max_words)}"
        ui.show_chart(
            partial(draw, _SIDE_BY_SIDE), narrow=partial(draw, 1),
            key=f"{key}_split", alt=alt_clouds(split), note=lambda: note,
            table=partial(to_table, split), on_pick=partial(_tell, split, on_pick),
        )  # fmt: skip
        cloud_panel.show_legend(word for one in laid for word in one.words)
        st.caption(note)
    with ui.guard_block("table in columns"):
        _show_table(split, key, on_row)


def _is_shown(split: Split) -> bool:
    """Tell whether there is something to show; say else what is missing."""
    if len(split.columns) < 2:
        st.info(t("split.few"))
        return False
    if not split.rows:
        st.info(nothing(split))
        return False
    return True


def _tell(split: Split, on_pick: Callable[[str, str], None], code: str) -> None:
    column, mark = parse_code(code)
    on_pick(split.columns[column].label, mark)


def _show_table(split: Split, key: str, on_row: Callable[[str], None]) -> None:
    table = to_table(split)
    frame = ui.frame_of(table, titled=True)
    ui.show_rows(
        frame, key=f"{key}_split_table_{split.digest[:8]}",
        marks=[row.mark for row in split.rows], on_pick=on_row, alt=table.title,
    )  # fmt: skip
    ui.download(
        t("split.download"), ui.to_csv(frame), name=f"{table.name}.csv", mime="text/csv",
        key=f"{key}_split_csv",
    )  # fmt: skip
