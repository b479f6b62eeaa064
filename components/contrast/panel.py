"""Shows a contrast on a page: what is compared, the charts, and the table."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any, get_args

import streamlit as st

from components import ui
from components.contrast.contrast import Contrast, ContrastSettings, Subject, Within
from components.contrast.describe import alt, caption, finding, reason
from components.contrast.export import to_table
from components.contrast.figure import bars, cloud, group_map
from components.i18n import number, t
from components.text import GroupField, Grouping
from components.timeline import outlet_name

_MOST_GROUPS = 8
_MOST_COUNT = 20
_PHONE, _WIDE = 300, 600  # pixels of a chart


def ask_field(fields: Collection[GroupField], *, key: str) -> GroupField:
    """Ask by which field articles are divided."""
    field: GroupField = ui.bind_choice(
        st.segmented_control, t("contrast.by"), tuple(fields), default=next(iter(fields)),
        name_of=lambda name: t(f"contrast.by_{name}"), key=f"{key}_by", required=True,
    )  # fmt: skip
    return field


def ask_settings(grouping: Grouping, *, key: str) -> ContrastSettings:
    """Ask which groups are compared, and how; the two largest by default."""
    sizes = {group.label: len(group.ids) for group in grouping.groups}
    largest = sorted(sizes, key=lambda label: -sizes[label])[:2]
    first = tuple(label for label in sizes if label in largest)
    labels = ui.bind_choice(
        st.multiselect, t("contrast.groups"), list(sizes), default=first,
        name_of=lambda label: f"{outlet_name(label)} · {number(sizes[label])}",
        key=f"{key}_groups_{grouping.by}", max_selections=_MOST_GROUPS,
    )  # fmt: skip
    subject: Subject = _choice("subject", get_args(Subject), key)
    within: Within = _choice("within", get_args(Within), key)
    least = ui.bind_value(st.slider, t("contrast.min_count"), 2, _MOST_COUNT, 5, key=f"{key}_least")
    chosen = tuple(label for label in sizes if label in labels)
    return ContrastSettings(
        grouping.by, chosen, subject, within, min_count=min(max(2, int(least)), _MOST_COUNT)
    )


def _choice(name: str, options: tuple[Any, ...], key: str) -> Any:
    return ui.bind_choice(
        st.segmented_control, t(f"contrast.{name}"), options, default=options[0],
        name_of=lambda option: t(f"contrast.{name}_{option}"), key=f"{key}_{name}",
        required=True, help=t(f"contrast.{name}_help"),
    )  # fmt: skip


def show(
    contrast: Contrast,
    *,
    key: str,
    on_pick: Callable[[str], None],
    picked: Collection[str] = (),
) -> None:
    """Draw a contrast.

    Args:
        contrast: what to show.
        key: names the widgets.
        on_pick: hears the mark of the word or name clicked.
        picked: the marks to bring out.
    """
    if contrast.unfit:
        st.info(reason(contrast), icon=":material/hourglass_empty:")
        return
    st.header(finding(contrast), anchor=False)
    told: dict[str, Any] = {
        "note": partial(caption, contrast),
        "table": partial(to_table, contrast),
        "on_pick": on_pick,
    }
    if contrast.distinctive:
        with ui.guard_block("chart of a contrast"):
            draw = partial(bars, contrast, picked=picked)
            ui.show_chart(draw, key=f"{key}_bars", alt=alt(contrast), **told)
    if contrast.rows and len(contrast.settings.labels) == 2:
        with ui.guard_block("cloud of a contrast"):
            width = _PHONE if ui.on_phone() else _WIDE
            draw = partial(cloud, contrast, picked=picked, width=width)
            ui.show_chart(draw, key=f"{key}_cloud", alt=t("contrast.alt_cloud"), **told)
            st.caption(t("contrast.caption_cloud"))
    if contrast.points:
        with ui.guard_block("map of a contrast"):
            draw = partial(group_map, contrast)
            ui.show_chart(draw, key=f"{key}_map", alt=t("contrast.alt_map"), **told)
            st.caption(t("contrast.caption_map"))
    st.caption(caption(contrast))
    if contrast.rows:
        with ui.guard_block("table of a contrast"):
            _show_table(contrast, key, on_pick)


def _show_table(contrast: Contrast, key: str, on_pick: Callable[[str], None]) -> None:
    frame = ui.frame_of(to_table(contrast), titled=True)
    ui.show_rows(
        frame, key=f"{key}_table_{contrast.digest[:8]}",
        marks=[row.mark for row in contrast.rows], on_pick=on_pick, alt=t("contrast.table"),
    )  # fmt: skip
    ui.download(
        t("contrast.download"), ui.to_csv(frame), name="contrast.csv", mime="text/csv",
        key=f"{key}_csv",
    )  # fmt: skip
