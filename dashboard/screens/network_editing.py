"""What hands do to the picture of the network: arranging it, putting names right, undo of both."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components import ui
from components.entities import Entity
from components.i18n import number, t
from components.network import Arrangement, CooccurrenceNetwork
from components.network.canvas.acts import Act
from components.network.canvas.panel import Hands
from dashboard.pipeline import Analysis
from dashboard.screens import corrections
from dashboard.state import network_arrangement, pick, session
from dashboard.state.memory import memory

_MOST_NAMED = 12  # hidden names that have a button of their own
_REFUSED = "net refused"


def offer_hands(analysis: Analysis) -> Hands:
    """Return what this reader may do with the picture of the network."""
    own, done = memory(), corrections.history()
    may_correct = session.may_change()
    return Hands(
        current_arrangement(analysis),
        partial(_follow, analysis),
        may_correct=may_correct,
        may_undo=bool(own.arranged.past or (may_correct and done.past)),
        may_redo=bool(own.arranged.future or (may_correct and done.future)),
        period=own.shown_period,
    )


def current_arrangement(analysis: Analysis) -> Arrangement:
    """Return how the picture is arranged, names under the ids they have after corrections."""
    kept = network_arrangement.current()
    hidden = tuple(corrections.find_renamed(analysis, id) for id in kept.hidden)
    places = tuple((corrections.find_renamed(analysis, id), x, y) for id, x, y in kept.places)
    return Arrangement().hide(*hidden).pin(*places)


def show_arrangement(analysis: Analysis, graph: CooccurrenceNetwork) -> None:
    """Say below the picture what is hidden of it, each with the way back, and what went wrong.

    Args:
        analysis: what is shown.
        graph: the network with all that is hidden.
    """
    if wrong := st.session_state.pop(_REFUSED, None):
        reason, values = wrong
        st.error(t(f"correcting.fault_{reason}", **values))
    arrangement = current_arrangement(analysis)
    names = {node.id: node.name for node in graph.nodes}
    hidden = [id for id in arrangement.hidden if id in names]
    if hidden:
        _show_hidden(hidden, names)
    if not network_arrangement.fits_address(network_arrangement.current()):
        st.caption(t("network.arranged_here"))


def _show_hidden(hidden: list[str], names: dict[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="net_hidden_names"):
        st.caption(t("network.hidden", n=number(len(hidden))), width="content")
        for id in hidden[:_MOST_NAMED]:
            st.button(
                ui.escape_markdown(names[id]), key=f"net_reveal_{id}", icon=":material/visibility:",
                type="tertiary", help=t("network.reveal"), on_click=_reveal, args=(id,),
            )  # fmt: skip
        if len(hidden) > 1:
            st.button(
                t("network.reveal_all"), key="net_reveal_all", type="tertiary",
                on_click=_reveal, args=tuple(hidden),
            )  # fmt: skip


def _reveal(*ids: str) -> None:
    network_arrangement.change(network_arrangement.current().reveal(*ids))


def _follow(analysis: Analysis, act: Act) -> None:
    """Do what hands did."""
    kept = network_arrangement.current()
    match act.verb:
        case "pick":
            memory().shown_period = act.period
            _pick(act.ids[0] if act.ids else "", act.period)
        case "slide":
            memory().shown_period = act.period
        case "hide":
            network_arrangement.change(kept.hide(*act.ids))
        case "pin":
            network_arrangement.change(kept.pin(*act.places))
        case "free":
            network_arrangement.change(kept.free(*act.ids))
        case "undo":
            if not network_arrangement.undo() and session.may_change():
                corrections.undo()
        case "redo":
            if not network_arrangement.redo() and session.may_change():
                corrections.redo()
        case "rename" | "merge" if session.may_change():
            _correct(analysis, act)


def _pick(mark: str, period: str) -> None:
    """Pick a name at all times; a link in the period that the picture shows."""
    chosen = pick.parse_pick(mark)
    if chosen and chosen.kind == "pair" and period:
        chosen = pick.in_period(period, chosen)
    pick.choose(chosen)


def _correct(analysis: Analysis, act: Act) -> None:
    known = {entity.id: entity for entity in analysis.index.entities}
    named = [known[id] for id in act.ids if id in known]
    wrong = _find_fault(named)
    if wrong is None and act.verb == "rename" and len(named) == 1:
        wrong = corrections.rename_entity(analysis, named[0], act.name)
    elif wrong is None and act.verb == "merge" and len(named) > 1:
        corrections.merge_entities(analysis, named[:-1], named[-1])
    if wrong:
        st.session_state[_REFUSED] = wrong


def _find_fault(named: list[Entity]) -> tuple[str, dict[str, str]] | None:
    """Say why names cannot be put right at all; None where they can."""
    return ("sign", {}) if any("=" in entity.name for entity in named) else None
