"""The options of the network on the command line: the definition of the page, word for word."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, get_args

from components.i18n import t
from components.lexicon import KINDS
from components.text import GroupField, Grouping, group_articles
from components.words import PosFamily
from dashboard.pipeline import Analysis, WrongChoiceError

if TYPE_CHECKING:
    from components.network import CooccurrenceNetwork, NetworkSettings

_UNITS = ("sentence", "paragraph", "article")
_MEASURES = ("count", "dice", "logdice", "jaccard", "npmi", "g2")
_PRUNINGS = ("none", "backbone", "tree", "core", "largest")
_SIZES = ("mentions", "degree", "betweenness", "closeness", "eigenvector")
_SHAPES = ("force", "circular", "layered")
_FIELDS = tuple(field for field in get_args(GroupField) if field != "selection")
_WIDEST = 100  # words; `components.network.WIDEST`, which costs a moment to import


def add_options(verb: argparse.ArgumentParser) -> None:
    """Let a verb ask what counts as together, and which names and links are wanted."""
    group = verb.add_argument_group("network")
    group.add_argument(
        "--unit",
        type=_unit,
        default=("sentence", 0),
        metavar="sentence|paragraph|window:K|article",
        help="two names are together when one such unit names both; K words from 2 to 100",
    )
    group.add_argument("--measure", choices=_MEASURES, default="dice", help="strength of a link")
    group.add_argument(
        "--top", type=_whole_number, default=0, help="the most mentioned names alone (0: all)"
    )
    group.add_argument(
        "--min-count", type=_whole_number, default=1, help="together at least so often"
    )
    group.add_argument(
        "--min-mentions", type=_whole_number, default=1, help="named at least so often"
    )
    group.add_argument("--min-weight", type=float, help="a link is at least so strong")
    group.add_argument(
        "--kinds",
        type=lambda text: _several(text, KINDS),
        default=KINDS,
        metavar="PER,LOC,ORG",
        help="kinds of names; none, as '', where words replace them",
    )
    group.add_argument(
        "--words",
        type=lambda text: _several(text, get_args(PosFamily)),
        default=(),
        metavar="noun,verb,…",
        help="parts of speech whose words join the names",
    )
    _add_picture(group)


def _add_picture(group: argparse._ArgumentGroup) -> None:
    """Add what is thinned out, and how a picture is drawn."""
    group.add_argument("--pruning", choices=_PRUNINGS, default="none", help="which links stay")
    group.add_argument(
        "--alpha", type=_share, default=0.05, help="backbone: how improbable a link is there"
    )
    group.add_argument(
        "--core", type=_whole_number, default=2, help="core: links that each name has there"
    )
    group.add_argument(
        "--top-links", type=_whole_number, default=0, help="the strongest links alone (0: all)"
    )
    group.add_argument("--size", choices=_SIZES, default="mentions", help="what sizes tell")
    group.add_argument("--shape", choices=_SHAPES, help="how names are placed: force by default")


def add_views(verb: argparse.ArgumentParser) -> None:
    """Let the network be looked at in parts: around one name, by group, two sides compared."""
    group = verb.add_argument_group("parts of the network")
    group.add_argument("--ego", metavar="NAME", help="one name, by itself or its id, and its links")
    group.add_argument("--by", choices=_FIELDS, help="count each link in each group of articles")
    group.add_argument(
        "--groups", metavar="A,B", help="compare these two groups of --by with each other"
    )


def make_document(analysis: Analysis, options: argparse.Namespace) -> dict[str, Any]:
    """Return the network as it was asked for, its parts and its difference.

    Raises:
        WrongChoiceError: a name or a group is not there, or not two groups were named.
    """
    from components.network import ego, export

    network = analysis.asked_network
    if options.ego:
        network = ego(network, _find_node(network, options.ego))
    document = export.to_json(network)
    _tell_nodes(document, analysis, network, options)
    if options.groups and not options.by:
        raise WrongChoiceError(t("cli.groups_by"))
    if options.by:
        grouping = group_articles(analysis.source, options.by)
        document |= export.slices_json(network, grouping)
        if options.groups:
            document["difference"] = _compare(analysis, network, grouping, options.groups)
    return document


def _tell_nodes(
    document: dict[str, Any],
    analysis: Analysis,
    network: CooccurrenceNetwork,
    options: argparse.Namespace,
) -> None:
    """Add sizes and places to the nodes, where they were asked for."""
    from components.network import size_values

    if options.size != "mentions":
        for node, value in zip(document["nodes"], size_values(network).tolist(), strict=True):
            node["size"] = value
    if options.shape:
        for node, (x, y) in zip(
            document["nodes"], analysis.layout_of(network).positions, strict=True
        ):
            node |= {"x": round(x, 4), "y": round(y, 4)}


def _find_node(network: CooccurrenceNetwork, asked: str) -> str:
    found = next((node.id for node in network.nodes if asked in (node.id, node.name)), None)
    if found is None:
        raise WrongChoiceError(t("cli.no_node", name=asked))
    return found


def _compare(
    analysis: Analysis, network: CooccurrenceNetwork, grouping: Grouping, asked: str
) -> dict[str, Any]:
    from components.difference import DifferenceSettings, compare_sides
    from components.difference.export import to_json

    labels = [name.strip() for name in asked.split(",") if name.strip()]
    for name in labels:
        if name not in grouping.labels:
            known = ", ".join(grouping.labels)
            raise WrongChoiceError(t("cli.no_group", group=name, known=known))
    if len(labels) != 2:
        raise WrongChoiceError(t("cli.two_groups", n=len(labels)))
    here, there = labels
    found = compare_sides(
        network, analysis.index.sentences, grouping, stories=analysis.story_ids,
        settings=DifferenceSettings(grouping.by, here, there),
    )  # fmt: skip
    return to_json(found)


def settings_of(options: argparse.Namespace) -> NetworkSettings | None:
    """Return what was asked for as the settings of a network; None for a verb without one."""
    if not hasattr(options, "unit"):
        return None
    from components.network import NetworkSettings

    unit, window = options.unit
    return NetworkSettings(
        unit=unit,
        measure=options.measure,
        min_count=options.min_count,
        top_nodes=options.top,
        kinds=options.kinds,
        window=window or NetworkSettings().window,
        min_mentions=options.min_mentions,
        min_weight=options.min_weight,
        words=options.words,
        pruning=options.pruning,
        alpha=options.alpha,
        core=max(1, options.core),
        top_links=options.top_links,
        size=options.size,
        shape=options.shape or "force",
    )


def _unit(text: str) -> tuple[str, int]:
    """Read a unit: its name, and the words of a window."""
    name, _, words = text.partition(":")
    if text in _UNITS:
        return text, 0
    if name == "window" and words.isdecimal() and 2 <= int(words) <= _WIDEST:
        return name, int(words)
    raise argparse.ArgumentTypeError(
        f"{text!r}: sentence, paragraph, article, or window:K with K from 2 to {_WIDEST}"
    )


def _several(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Read several of some codes, with commas between them, in their own order."""
    asked = [part.strip() for part in text.split(",") if part.strip()]
    if wrong := [part for part in asked if part not in known]:
        raise argparse.ArgumentTypeError(f"{wrong[0]!r}: choose from {', '.join(known)}")
    return tuple(code for code in known if code in asked)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if 0 < value < 1:
        return value
    raise argparse.ArgumentTypeError(f"{text!r}: a share between 0 and 1")


def _whole_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r}: a whole number, 0 or more")
