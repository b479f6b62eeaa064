"""Compares the network on two sides: outlets, periods, tags, files or the reader's selections."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from components import difference, ui
from components.contrast import panel as contrast_panel
from components.difference import panel as difference_panel
from components.i18n import t
from components.network import CooccurrenceNetwork, Layout
from components.text import Grouping
from components.timeline import outlet_name
from dashboard.pipeline import Analysis
from dashboard.screens import evidence, network_editing
from dashboard.screens.evidence import EvidenceSide
from dashboard.state import pick
from dashboard.state.groupings import find_groupings
from dashboard.state.memory import memory

NetworkMode = Literal["whole", "sides"]


def ask_mode(analysis: Analysis) -> NetworkMode:
    """Ask whether one network is looked at, or two sides of it; not where nothing divides it."""
    if not find_groupings(analysis):
        return "whole"
    mode: NetworkMode = ui.bind_choice(
        st.segmented_control, t("difference.mode"), get_args(NetworkMode), default="whole",
        name_of=lambda value: t(f"difference.mode_{value}"), key="net_mode", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    return mode


def show(
    analysis: Analysis, graph: CooccurrenceNetwork, layout: Layout | None
) -> tuple[EvidenceSide, EvidenceSide]:
    """Ask for two sides, show how the network differs between them, and return the sides.

    Args:
        analysis: what is shown; two groups of articles can be told apart in it.
        graph: the network that is compared.
        layout: where its nodes stand.
    """
    groupings = find_groupings(analysis)
    st.caption(t("difference.what"))
    with st.container(horizontal=True):
        field = contrast_panel.ask_field(tuple(groupings), key="net_sides")
        grouping = groupings[field]
        settings = difference_panel.ask_sides(grouping, key="net_sides")
    found = analysis.call(
        difference.compare_sides,
        graph,
        analysis.index.sentences,
        grouping,
        stories=analysis.story_ids,
        settings=settings,
    )
    memory().compared = found
    difference_panel.show(
        found, graph, layout, network_editing.offer_hands(analysis), key="net",
        on_pick=pick.choose_mark, picked=evidence.picked_mark(analysis, pick.current()),
    )  # fmt: skip
    return _side_of(grouping, settings.here), _side_of(grouping, settings.there)


def _side_of(grouping: Grouping, label: str) -> EvidenceSide:
    return EvidenceSide(outlet_name(label), frozenset(grouping.ids_of(label)))
