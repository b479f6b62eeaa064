"""The options of the network on the command line: the definition of the page, word for word."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, get_args

from components.lexicon import KINDS
from components.words import PosFamily

if TYPE_CHECKING:
    from components.network import NetworkSettings

_UNITS = ("sentence", "paragraph", "article")
_MEASURES = ("count", "dice", "logdice", "jaccard", "npmi", "g2")
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


def _whole_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r}: a whole number, 0 or more")
