"""Describes a network in words: alt text, caption, omissions, texts of nodes and links."""

from __future__ import annotations

from components import theme
from components.i18n import number, t
from components.network.measures import dice_weights
from components.network.network import (
    MOST_TOGETHER,
    CooccurrenceNetwork,
    Edge,
    NetworkSettings,
    Node,
    NodeKind,
)

_ENOUGH_UNITS = 100  # below, an association measure that estimates chance says little
_NEEDS_UNITS = ("npmi", "g2")


def alt(network: CooccurrenceNetwork) -> str:
    """Say in one sentence what the picture shows; `network` has an edge."""
    name = {node.id: node.name for node in network.nodes}
    strongest = network.edges[0]
    return t(
        "network.alt",
        nodes=number(len(network.nodes)),
        edges=number(len(network.edges)),
        first=network.nodes[0].name,
        source=name[strongest.source],
        target=name[strongest.target],
    )


def caption(network: CooccurrenceNetwork, *, hidden: int = 0) -> str:
    """Say what counts as together, how strength is measured, what was counted and what is drawn.

    Args:
        network: what is drawn.
        hidden: names that the reader hid.
    """
    settings = network.settings
    counted = t(
        "network.caption",
        unit=unit_name(settings),
        min=number(settings.min_count),
        copies=t(f"copies.caption_{network.copies}"),
        **_values(network),
    )
    parts = [counted, *_choices(settings)]
    return " · ".join([*parts, t("network.caption_hidden", n=number(hidden))] if hidden else parts)


def _choices(settings: NetworkSettings) -> list[str]:
    """Say what was chosen of that which is otherwise left as it is."""
    usual, weight = NetworkSettings(), settings.min_weight
    values = {"alpha": f"{settings.alpha:g}", "core": number(settings.core)}
    chosen = {
        "chosen_mentions": settings.min_mentions > usual.min_mentions,
        "chosen_weight": weight is not None,
        "chosen_links": settings.top_links > 0,
        f"chosen_{settings.pruning}": settings.pruning != usual.pruning,
        "chosen_size": settings.size != usual.size,
    }
    return [
        t(
            f"network.{name}",
            mentions=number(settings.min_mentions),
            weight=f"{weight or 0:g}",
            links=number(settings.top_links),
            size=t(f"network.size_{settings.size}"),
            **values,
        )
        for name, is_chosen in chosen.items()
        if is_chosen
    ]


def omissions(network: CooccurrenceNetwork) -> list[str]:
    """Say how many names and links the picture leaves out, and why; nothing when it has all."""
    missing = {
        "isolated": network.n_isolated,
        "rare": network.n_rare,
        "beyond": network.n_beyond,
        "weak": network.n_weak,
    }
    if network.n_pruned:
        missing_links, names = number(network.n_pruned), number(network.n_cut)
        how = t(f"network.pruning_{network.settings.pruning}")
        pruned = [t("network.caption_pruned", n=missing_links, names=names, how=how)]
    else:
        pruned = []
    notes = pruned + [t(f"network.caption_{why}", n=number(n)) for why, n in missing.items() if n]
    if network.n_crowded:
        notes.append(
            t(
                "network.caption_crowded",
                n=number(network.n_crowded),
                noun=unit_noun(network.settings, network.n_crowded),
                most=number(MOST_TOGETHER),
                pairs=number(network.n_unlinked),
            )
        )
    return notes


def unit_name(settings: NetworkSettings) -> str:
    """Say what counts as together, as captions and forms write it."""
    return t(f"network.unit_{settings.unit}", words=number(settings.window))


def unit_noun(settings: NetworkSettings, count: int) -> str:
    """Return the noun of that many units: sentences, paragraphs, words of a window, articles."""
    return t(f"network.unit_{settings.unit}_noun", n=number(count))


def kind_name(kind: NodeKind) -> str:
    """Say what a node is: a person, a place, an organisation, or a word."""
    return t("network.kind_word") if kind == "word" else t(f"entities.kind_{kind}")


def community_names(network: CooccurrenceNetwork) -> dict[int, str]:
    """Name each community after the two of its members that are linked with most others.

    Where links are told apart by strength, those with the strongest; ties in the nodes' order.
    """
    strength = dict.fromkeys((node.id for node in network.nodes), 0.0)
    for edge, dice in zip(network.edges, dice_weights(network), strict=True):
        for end in edge.ends:
            strength[end] += dice
    members: dict[int, list[Node]] = {}
    for node in network.nodes:
        if node.community >= 0:
            members.setdefault(node.community, []).append(node)
    named = {}
    for community, nodes in sorted(members.items()):
        central = sorted(nodes, key=lambda node: -strength[node.id])[:2]
        names = t("network.comma").join(node.name for node in central)
        more = len(nodes) - len(central)
        named[community] = (
            t("network.community_more", names=names, n=number(more)) if more else names
        )
    return named


def caveat(network: CooccurrenceNetwork) -> str:
    """Say why the strengths bear less than they seem to; empty where they do not."""
    settings = network.settings
    if settings.measure in _NEEDS_UNITS and network.n_units < _ENOUGH_UNITS:
        return t("network.too_little", **_values(network))
    if settings.measure == "g2" and network.copies.startswith("all"):
        return t("network.inflated")
    return ""


def label(thing: Node | Edge, network: CooccurrenceNetwork) -> str:
    """Name a node or edge; the address holds this, so no counts and no words of a language."""
    if isinstance(thing, Node):
        return f"{theme.SIGNS[thing.kind]} {thing.name}"
    node = {node.id: node for node in network.nodes}
    return " — ".join(label(node[id], network) for id in thing.ends)


def node_hover(node: Node) -> str:
    """Say how often a node is named, escaped for plotly."""
    return t(
        "network.node_hover",
        name=f"<b>{theme.escape(node.name)}</b>",
        kind=kind_name(node.kind),
        count=number(node.count),
        units=number(node.units),
    )


def edge_hover(edge: Edge, names: dict[str, str], network: CooccurrenceNetwork) -> str:
    """Say how often two are together, and how strongly, escaped for plotly.

    Args:
        edge: the link.
        names: of the nodes, by id.
        network: whose unit and measure it has.
    """
    settings = network.settings
    return t(
        "network.edge_hover",
        source=f"<b>{theme.escape(names[edge.source])}</b>",
        target=f"<b>{theme.escape(names[edge.target])}</b>",
        count=number(edge.count),
        unit=unit_noun(settings, edge.count),
        measure=t(f"network.measure_{settings.measure}"),
        weight=number(edge.weight, digits=decimals(network)),
    )


def decimals(network: CooccurrenceNetwork) -> int:
    """Return with how many decimals a weight is written."""
    return 0 if network.settings.measure == "count" else 2


def _values(network: CooccurrenceNetwork) -> dict[str, str]:
    settings = network.settings
    return {
        "units": number(network.n_units),
        "noun": unit_noun(settings, network.n_units),
        "measure": t(f"network.measure_{settings.measure}"),
    }


def method(network: CooccurrenceNetwork) -> str:
    """Say what is linked, weighed and left out, from the settings in use."""
    settings = network.settings
    kinds = [t(f"entities.kind_{kind}") for kind in settings.kinds]
    kinds += [t(f"words.family_{family}") for family in settings.words]
    return t(
        "network.method",
        kinds=t("network.comma").join(kinds),
        unit=unit_name(settings),
        measure=t(f"network.measure_{settings.measure}"),
        mentions=number(settings.min_mentions),
        least=number(settings.min_count),
        most=number(settings.top_nodes) if settings.top_nodes else t("network.method_all"),
        pruning=t(f"network.pruning_{settings.pruning}"),
        what=caption(network),
        left_out=" ".join(omissions(network)),
    )
