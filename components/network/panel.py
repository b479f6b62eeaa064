"""Shows the network on a page: its settings, the picture, the table of links, downloads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, Literal, get_args

import streamlit as st

from components import ui
from components.figure_cache import figures
from components.i18n import number, t
from components.lexicon import KINDS, Kind
from components.network.analysis import communities, ego
from components.network.arrangement import Arrangement, arrange
from components.network.canvas import panel as canvas
from components.network.canvas.panel import Hands as Hands
from components.network.canvas.scene import scene_of
from components.network.centrality import centralities
from components.network.describe import alt, caption, caveat, label, omissions
from components.network.drawing import Colour, EdgeInk, KeyPart
from components.network.export import (
    edges_csv,
    nodes_table,
    to_file,
    to_gexf,
    to_graphml,
    to_pajek,
    to_table,
)
from components.network.figure import figure, matrix
from components.network.layout import layout as lay_out
from components.network.network import (
    CooccurrenceNetwork,
    Edge,
    EdgeMeasure,
    Layout,
    LayoutShape,
    NetworkSettings,
    Node,
    Pruning,
    SizeMeasure,
    Unit,
)
from components.network.pruning import shortest_path
from components.network.slices import slice_network
from components.text import PERIODS, Grouping, Period, choose_period
from components.theme import SIGNS
from components.words import PosFamily

_SHARES = ("betweenness", "closeness", "eigenvector")
_MOST_LINKS = 500
_MOST_COUNT, _MOST_NODES, _WIDEST_ASKED, _TABLE_HEIGHT = 20, 500, 50, 380
_JOINING: tuple[PosFamily, ...] = ("noun", "name", "verb", "adjective")  # words that may join
_CROWDED_PHONE = 20  # more nodes than this, and a phone begins with one name's links
NetworkView = Literal["all", "ego", "path", "matrix"]


def ask_settings(*, key: str) -> NetworkSettings:
    """Ask what counts as together and what to show; every answer stands in the address."""
    unit, window = _ask_unit(key)
    measure: EdgeMeasure = ui.bind_choice(
        st.selectbox, t("network.measure"), get_args(EdgeMeasure), default="dice",
        name_of=lambda value: t(f"network.measure_{value}"), key=f"{key}_measure",
    )  # fmt: skip
    st.caption(t(f"network.measure_{measure}_help"))
    min_count, min_mentions, min_weight, top = _ask_thresholds(key)
    kinds, words = _ask_nodes(key)
    return replace(
        _ask_picture(key),
        unit=unit,
        measure=measure,
        min_count=min_count,
        top_nodes=top,
        kinds=kinds,
        window=window,
        min_mentions=min_mentions,
        min_weight=min_weight,
        words=words,
    )


def _ask_unit(key: str) -> tuple[Unit, int]:
    """Ask what being together means, and how wide a window is."""
    unit: Unit = ui.bind_choice(
        st.segmented_control, t("network.unit"), get_args(Unit), default="sentence",
        name_of=lambda value: t(f"network.unit_{value}_short"), key=f"{key}_unit", required=True,
    )  # fmt: skip
    st.caption(t(f"network.unit_{unit}_help"))
    if unit != "window":
        return unit, NetworkSettings().window
    window = ui.bind_value(
        st.slider, t("network.window"), 2, _WIDEST_ASKED, NetworkSettings().window,
        key=f"{key}_window", help=t("network.window_help"),
    )  # fmt: skip
    return unit, min(max(2, int(window)), _WIDEST_ASKED)


def _ask_thresholds(key: str) -> tuple[int, int, float | None, int]:
    """Ask how often together, how often named, how strong, and how many names."""
    counts = [
        ui.bind_value(
            st.slider, t(f"network.{name}"), 1, _MOST_COUNT, 1,
            key=f"{key}_{short}",
            help=t(f"network.{name}_help"),
        )
        for name, short in (("min_count", "min"), ("min_mentions", "mentions"))
    ]  # fmt: skip
    weight = ui.bind_value(
        st.number_input, t("network.min_weight"), value=None, step=0.05, format="%g",
        key=f"{key}_weight", help=t("network.min_weight_help"),
        placeholder=t("network.min_weight_any"),
    )  # fmt: skip
    top = ui.bind_value(
        st.slider, t("network.top_nodes"), 5, _MOST_NODES, 40, 5,
        key=f"{key}_top", help=t("network.top_nodes_help"),
    )  # fmt: skip
    at_least = [min(max(1, int(count)), _MOST_COUNT) for count in counts]
    return at_least[0], at_least[1], weight, min(max(5, int(top)), _MOST_NODES)


def _ask_picture(key: str) -> NetworkSettings:
    """Ask what is thinned out, what sizes tell and how nodes are placed."""
    usual = NetworkSettings()
    pruning: Pruning = ui.bind_choice(
        st.selectbox, t("network.pruning"), get_args(Pruning), default="none",
        name_of=lambda value: t(f"network.pruning_{value}"), key=f"{key}_pruning",
    )  # fmt: skip
    st.caption(t(f"network.pruning_{pruning}_help"))
    alpha, core = usual.alpha, usual.core
    if pruning == "backbone":
        alpha = ui.bind_value(
            st.slider, t("network.alpha"), 0.01, 0.5, usual.alpha, 0.01, key=f"{key}_alpha",
            help=t("network.alpha_help"),
        )  # fmt: skip
    if pruning == "core":
        core = ui.bind_value(
            st.slider, t("network.core"), 1, 10, usual.core, key=f"{key}_core",
            help=t("network.core_help"),
        )  # fmt: skip
    links = ui.bind_value(
        st.slider, t("network.top_links"), 0, _MOST_LINKS, 0, 10, key=f"{key}_links",
        help=t("network.top_links_help"),
    )  # fmt: skip
    size: SizeMeasure = ui.bind_choice(
        st.selectbox, t("network.size"), get_args(SizeMeasure), default="mentions",
        name_of=lambda value: t(f"network.size_{value}"), key=f"{key}_size",
        help=t("network.size_help"),
    )  # fmt: skip
    shape: LayoutShape = ui.bind_choice(
        st.segmented_control, t("network.shape"), get_args(LayoutShape), default="force",
        name_of=lambda value: t(f"network.shape_{value}"), key=f"{key}_shape",
        required=True, help=t("network.shape_help"),
    )  # fmt: skip
    return NetworkSettings(
        pruning=pruning,
        alpha=min(max(0.01, float(alpha)), 0.5),
        core=min(max(1, int(core)), 10),
        top_links=min(max(0, int(links)), _MOST_LINKS),
        size=size,
        shape=shape,
    )


def asked_colour(*, key: str) -> Colour:
    """Return what colour tells, as it was last asked."""
    return "community" if st.query_params.get(f"{key}_colour") == "community" else "kind"


def ask_period(published: Iterable[str | None], *, key: str) -> Period:
    """Ask how long a step of the slider through time is; by default as the dates' span has it."""
    asked: Period | Literal["auto"] = ui.bind_choice(
        st.segmented_control, t("network.period"), ("auto", *PERIODS), default="auto",
        name_of=lambda value: t(f"network.period_{value}"), key=f"{key}_by", required=True,
        help=t("network.period_help"),
    )  # fmt: skip
    return choose_period(published) if asked == "auto" else asked


def _ask_nodes(key: str) -> tuple[tuple[Kind, ...], tuple[PosFamily, ...]]:
    """Ask which kinds of names are linked, and which words with them."""
    kinds = ui.bind_choice(
        st.pills, t("network.kinds"), KINDS, default=KINDS, selection_mode="multi", wrap=True,
        name_of=lambda kind: f"{SIGNS[kind]} {t(f'entities.kind_{kind}')}", key=f"{key}_kinds",
    )  # fmt: skip
    words: tuple[PosFamily, ...] = ui.bind_choice(
        st.pills, t("network.words"), _JOINING, default=(), selection_mode="multi", wrap=True,
        name_of=lambda family: t(f"words.family_{family}"), key=f"{key}_words",
        help=t("network.words_help"),
    )  # fmt: skip
    return tuple(k for k in KINDS if k in kinds), tuple(f for f in _JOINING if f in words)


def show(
    network: CooccurrenceNetwork,
    layout: Layout | None,
    *,
    key: str,
    on_pick: Callable[[str], None],
    picked: str = "",
    hands: Hands | None = None,
    periods: Grouping | None = None,
) -> None:
    """Draw a network with its table.

    Args:
        network: what to draw.
        layout: `layout(network)`; None where that failed, and the table stands alone.
        key: names the widgets.
        on_pick: hears the mark of the node or edge clicked.
        picked: the mark of a node or an edge to bring out; one that is not drawn changes nothing.
        hands: what may be done to the picture by hand; without them it is a figure.
        periods: the articles by time, for the slider and for files.
    """
    if not network.edges:
        st.info(t("network.nothing"))
        return
    things = _things(network)
    chosen = picked if picked in things else None
    if layout is not None:
        with ui.guard_block("picture of the network"):
            _show_picture(network, layout, chosen, key, on_pick, hands, periods)
    _show_caption(network)
    _offer_list(network, things, chosen, key, on_pick)
    with ui.guard_block("table of the network"):
        links, nodes = st.tabs([t("network.table"), t("network.nodes_table")])
        with links:
            _show_table(network, key, on_pick)
        with nodes:
            _show_nodes(network, key, on_pick)
    _offer_downloads(network, key, periods)


def show_glimpse(
    network: CooccurrenceNetwork,
    layout: Layout,
    *,
    key: str,
    on_pick: Callable[[str], None],
    picked: str = "",
) -> None:
    """Draw the picture and its caption alone; arguments as those of `show`."""
    if not network.edges:
        st.info(t("network.nothing"))
        return
    draw = partial(figure, network, layout, selected=picked)
    _show_figure(draw, network, f"{key}_chart", on_pick)
    _show_caption(network)


def _show_figure(
    draw: Callable[..., Any], network: CooccurrenceNetwork, key: str, on_pick: Callable[[str], None]
) -> None:
    ui.show_chart(
        draw, key=key, alt=alt(network), note=partial(caption, network),
        table=partial(to_table, network), on_pick=on_pick,
    )  # fmt: skip


def _show_picture(
    network: CooccurrenceNetwork,
    layout: Layout,
    picked: str | None,
    key: str,
    on_pick: Callable[[str], None],
    hands: Hands | None,
    periods: Grouping | None,
) -> None:
    colour, view = _looks(network, key)
    if view == "matrix":
        _show_figure(partial(matrix, network, selected=picked), network, f"{key}_matrix", on_pick)
        return
    if view == "path":
        _show_path(network, layout, picked, key, on_pick)
        return
    shown, place = _choose_shown(_find_communities(network, colour), layout, picked, view)
    arrangement = hands.arrangement if hands and hands.arrangement != Arrangement() else None
    if arrangement:
        shown, place = arrange(shown, place, arrangement)
    draw = partial(figure, shown, place, colour=colour, selected=picked)
    if hands:
        several = periods is not None and len(periods.groups) > 1
        parts = partial(slice_network, shown, periods) if periods and several else None
        scene = figures.draw(
            partial(
                scene_of, shown, place, colour=colour, arrangement=arrangement,
                slices=figures.draw(parts) if parts else None,
            ),
            mode=ui.mode(),
        )  # fmt: skip
        canvas.show(scene, hands, key=f"{key}_canvas", picked=picked or "")
        table, hidden = partial(to_table, shown), len(hands.arrangement.hidden_in(network))
        note = partial(caption, shown, hidden=hidden)
        ui.offer_beside(ui.PageChart(f"{key}_chart", draw, alt(shown), note, table))
        return
    _show_figure(draw, shown, f"{key}_chart", on_pick)


def show_inked(
    network: CooccurrenceNetwork,
    layout: Layout,
    hands: Hands,
    inks: Mapping[str, EdgeInk],
    key_parts: Sequence[KeyPart],
    *,
    key: str,
    picked: str,
    alt_text: str,
) -> None:
    """Draw a network whose links tell something other than their strength.

    Args:
        network: what to draw.
        layout: where.
        hands: what may be done to the picture by hand.
        inks: how links are drawn, by their marks.
        key_parts: what the key tells of them.
        key: names the widgets.
        picked: the mark to bring out.
        alt_text: what the picture shows.
    """
    shown, place = arrange(network, layout, hands.arrangement)
    scene = scene_of(
        shown, place, mode=ui.mode(), arrangement=hands.arrangement,
        inks=inks, key=key_parts, alt_text=alt_text,
    )  # fmt: skip
    canvas.show(scene, hands, key=f"{key}_canvas", picked=picked)


def _show_path(
    network: CooccurrenceNetwork,
    layout: Layout,
    picked: str | None,
    key: str,
    on_pick: Callable[[str], None],
) -> None:
    """Ask for two names, and show the shortest way between them with its links to click."""
    names = {node.id: label(node, network) for node in network.nodes}
    with st.container(horizontal=True):
        start, end = (
            ui.bind_choice(
                st.selectbox, t(f"network.path_{side}"), list(names), default=list(names)[nth],
                name_of=names.__getitem__, key=f"{key}_{side}",
            )
            for nth, side in enumerate(("from", "to"))
        )  # fmt: skip
    way = shortest_path(network, start, end)
    if not way.edges:
        st.info(t("network.path_none" if start != end else "network.path_same"))
        return
    place = lay_out(way, base=layout)
    _show_figure(partial(figure, way, place, selected=picked), way, f"{key}_path", on_pick)
    with st.container(horizontal=True):
        for one, other in pairwise(way.nodes):
            edge = way.edges.between(*sorted((one.id, other.id)))
            if edge is not None:
                st.button(
                    ui.escape_markdown(f"{one.name} – {other.name}  ×{number(edge.count)}"),
                    key=f"{key}_step_{edge.mark}", on_click=on_pick, args=(edge.mark,),
                )  # fmt: skip


def _things(network: CooccurrenceNetwork) -> dict[str, Node | Edge]:
    """Map the mark of everything that can be picked to it, nodes first."""
    nodes: dict[str, Node | Edge] = {node.mark: node for node in network.nodes}
    return nodes | {edge.mark: edge for edge in network.edges}


def _offer_list(
    network: CooccurrenceNetwork,
    things: dict[str, Node | Edge],
    picked: str | None,
    key: str,
    on_pick: Callable[[str], None],
) -> None:
    """Offer the same marks as a list: the way to them for a keyboard."""
    name = f"{key}_list"
    st.session_state[name] = picked
    st.selectbox(
        t("network.pick"), list(things), placeholder=t("network.pick_hint"),
        format_func=lambda mark: label(things[mark], network), key=name,
        on_change=lambda: on_pick(st.session_state[name] or ""),
    )  # fmt: skip


def _looks(network: CooccurrenceNetwork, key: str) -> tuple[Colour, NetworkView]:
    with st.container(horizontal=True):
        colour: Colour = ui.bind_choice(
            st.segmented_control, t("network.colour"), get_args(Colour), default="kind",
            name_of=lambda value: t(f"network.colour_{value}"), key=f"{key}_colour",
            required=True, help=t("network.colour_help"),
        )  # fmt: skip
        crowded = ui.on_phone() and len(network.nodes) > _CROWDED_PHONE
        view: NetworkView = ui.bind_choice(
            st.segmented_control, t("network.view"), get_args(NetworkView),
            default="ego" if crowded else "all",
            name_of=lambda value: t(f"network.view_{value}"), key=f"{key}_view",
            required=True, help=t("network.view_help"),
        )  # fmt: skip
    return colour, view


def _choose_shown(
    network: CooccurrenceNetwork, layout: Layout, picked: str | None, view: NetworkView
) -> tuple[CooccurrenceNetwork, Layout]:
    """Return what is drawn: everything, or one name with those it meets, where they stood."""
    if view != "ego":
        return network, layout
    centre = network.nodes[0].id
    if picked:
        thing = _things(network)[picked]
        centre = thing.id if isinstance(thing, Node) else thing.source
    around = ego(network, centre)
    return around, lay_out(around, base=layout)


def _find_communities(network: CooccurrenceNetwork, colour: Colour) -> CooccurrenceNetwork:
    known = all(node.community >= 0 for node in network.nodes)
    return network if colour == "kind" or known else communities(network)


def _show_caption(network: CooccurrenceNetwork) -> None:
    st.caption("  \n".join([caption(network), *omissions(network)]))
    if warning := caveat(network):
        st.warning(warning)


def _show_table(network: CooccurrenceNetwork, key: str, on_pick: Callable[[str], None]) -> None:
    decimals = "%d" if network.settings.measure == "count" else "%.2f"
    ui.show_rows(
        ui.frame_of(to_table(network), signed=("source", "target")),
        key=f"{key}_table_{network.digest[:8]}",
        marks=[edge.mark for edge in network.edges],
        on_pick=on_pick,
        tallest=_TABLE_HEIGHT,
        alt=t("network.table"),
        column_config={
            "source": st.column_config.TextColumn(t("network.col_source")),
            "target": st.column_config.TextColumn(t("network.col_target")),
            "count": st.column_config.NumberColumn(
                t("network.col_count"), format="localized", width="small"
            ),
            "weight": st.column_config.NumberColumn(
                t("network.col_weight"), format=decimals, width="small"
            ),
        },
    )


def _show_nodes(network: CooccurrenceNetwork, key: str, on_pick: Callable[[str], None]) -> None:
    measured = figures.draw(partial(measure_nodes, network))
    table = nodes_table(measured)
    ui.show_rows(
        ui.frame_of(table, signed=("name",)),
        key=f"{key}_nodes_{network.digest[:8]}",
        marks=[node.mark for node in measured.nodes],
        on_pick=on_pick,
        tallest=_TABLE_HEIGHT,
        alt=t("network.nodes_table"),
        column_config={
            column.name: st.column_config.NumberColumn(
                column.title,
                format="%.3f" if column.name in _SHARES else "localized",
                width="small",
                help=t(f"network.size_{column.name}_help"),
            )
            if column.numeric
            else st.column_config.TextColumn(column.title)
            for column in table.columns
        },
    )


def measure_nodes(network: CooccurrenceNetwork) -> CooccurrenceNetwork:
    """Return a network whose nodes know their communities and how central they are."""
    return centralities(communities(network))


def _offer_downloads(
    network: CooccurrenceNetwork,
    key: str,
    periods: Grouping | None,
) -> None:
    files: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
        ("csv", "text/csv", lambda: edges_csv(network)),
        ("json", "application/json", lambda: to_file(network)),
        ("gexf", "application/gexf+xml", lambda: to_gexf(measure_nodes(network), periods)),
        ("graphml", "application/graphml+xml", lambda: to_graphml(measure_nodes(network))),
        ("net", "text/plain", lambda: to_pajek(network)),
    )
    with st.container(horizontal=True):
        for name, mime, make in files:
            # Made when asked for: networkx costs more than the page.
            label = t(f"network.download_{name}")
            ui.download(label, make, name=f"network.{name}", mime=mime, key=f"{key}_{name}")
