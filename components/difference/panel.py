"""Shows a difference of networks on a page: its sides, the picture, the table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from components import ui
from components.difference.describe import alt, caption, finding, omissions, reason
from components.difference.difference import DifferenceSettings, NetworkDifference
from components.difference.drawing import ink_changes, make_key, take_changed
from components.difference.export import to_table
from components.i18n import number, t
from components.network import CooccurrenceNetwork, Layout
from components.network import figure as network_figure
from components.network import panel as network_panel
from components.text import PERIODS, Grouping
from components.theme import ColourMode
from components.timeline import outlet_name

_TABLE_HEIGHT = 380


def ask_sides(grouping: Grouping, *, key: str) -> DifferenceSettings:
    """Ask which two groups are compared; the two largest by default, periods in their order."""
    sizes = {group.label: len(group.ids) for group in grouping.groups}
    labels = list(sizes)
    largest = sorted(labels, key=lambda label: -sizes[label])[:2]
    usual = sorted(largest, key=labels.index) if grouping.by in PERIODS else largest
    with st.container(horizontal=True, width=560):
        here, there = (
            ui.bind_choice(
                st.selectbox, t(f"difference.ask_{side}"), labels, default=usual[nth],
                name_of=lambda label: f"{outlet_name(label)} · {number(sizes[label])}",
                key=f"{key}_{side}_{grouping.by}", index=labels.index(usual[nth]),
            )
            for nth, side in enumerate(("here", "there"))
        )  # fmt: skip
    return DifferenceSettings(grouping.by, here, there)


def show(
    difference: NetworkDifference,
    network: CooccurrenceNetwork,
    layout: Layout | None,
    hands: network_panel.Hands,
    *,
    key: str,
    on_pick: Callable[[str], None],
    picked: str = "",
) -> None:
    """Draw a difference with its table.

    Args:
        difference: what to show.
        network: the network that was compared.
        layout: where its nodes stand; None where that failed, and the table stands alone.
        hands: what may be done to the picture by hand.
        key: names the widgets.
        on_pick: hears the mark of the node or link clicked.
        picked: the mark to bring out.
    """
    if difference.unfit:
        st.info(reason(difference), icon=":material/hourglass_empty:")
        return
    st.markdown(f"**{ui.escape_markdown(finding(difference))}**")
    if layout is not None:
        with ui.guard_block("picture of a difference"):
            drawn, place = take_changed(network, layout, difference)
            mode = ui.mode()
            network_panel.show_inked(
                drawn, place, hands, ink_changes(difference, mode), make_key(difference, mode),
                key=key, picked=picked, alt_text=alt(difference),
            )  # fmt: skip
            ui.offer_beside(
                ui.PageChart(
                    f"{key}_difference", partial(draw_figure, difference, drawn, place),
                    alt(difference), partial(caption, difference), partial(to_table, difference),
                )
            )  # fmt: skip
    st.caption("  \n".join([caption(difference), *omissions(difference)]))
    with ui.guard_block("table of a difference"):
        _show_table(difference, key, on_pick)


def draw_figure(
    difference: NetworkDifference,
    network: CooccurrenceNetwork,
    layout: Layout,
    *,
    mode: ColourMode,
) -> Any:
    """Draw a difference for paper: `take_changed` of its network, in the inks of the screen."""
    return network_figure.figure(
        network, layout, mode=mode,
        inks=ink_changes(difference, mode), key=make_key(difference, mode),
    )  # fmt: skip


def _show_table(difference: NetworkDifference, key: str, on_pick: Callable[[str], None]) -> None:
    table = to_table(difference)
    ui.show_rows(
        ui.frame_of(table, titled=True, signed=("source", "target")),
        key=f"{key}_table_{difference.digest[:8]}",
        marks=[change.mark for change in difference.changes],
        on_pick=on_pick,
        tallest=_TABLE_HEIGHT,
        alt=table.title,
        column_config={
            column.title: st.column_config.NumberColumn(
                format="%.3f" if column.name == "q" else "%.2f" if i > 4 else "localized",
                width="small",
            )
            for i, column in enumerate(table.columns)
            if column.numeric
        },
    )  # fmt: skip
    ui.download(
        t("network.download_csv"), lambda: ui.to_csv(ui.frame_of(table, titled=True)),
        name="difference.csv", mime="text/csv", key=f"{key}_csv",
    )  # fmt: skip
