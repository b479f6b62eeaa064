"""Reads what hands did to a picture, as the page tells it: nothing it says is taken on trust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal, get_args

from components.network.arrangement import PinnedPlace

ActVerb = Literal["pick", "hide", "pin", "free", "rename", "merge", "undo", "redo", "slide"]
_VERBS: dict[Any, ActVerb] = {verb: verb for verb in get_args(ActVerb)}
_MOST_IDS, _LONGEST = 2000, 400
_PERIOD = r"\d{4}(-W\d\d|-\d\d(-\d\d)?)?"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that hands did.

    Attributes:
        verb: what.
        ids: of the entities it was done to; of a merger the last is what the others become.
            What is picked is a mark, of a node or an edge; none lets go.
        places: where nodes were pinned.
        name: the new one of a name that was put right.
        period: the one that the picture shows; "" for all times.
    """

    verb: ActVerb
    ids: tuple[str, ...] = ()
    places: tuple[PinnedPlace, ...] = ()
    name: str = ""
    period: str = ""


def read_acts(told: Any) -> Iterator[tuple[int, Act]]:
    """Yield the acts with their numbers; what is none is passed over."""
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict) and isinstance(one.get("n"), int):
            act = _read_act(one)
            if act is not None:
                yield one["n"], act


def _read_act(told: dict[str, Any]) -> Act | None:
    verb = _VERBS.get(str(told.get("verb")))
    if verb is None:
        return None
    marks = [mark for mark in _list(told.get("ids")) if _is_mark(mark)]
    ids = marks if verb == "pick" else [mark[2:] for mark in marks]
    places = (_read_place(place) for place in _list(told.get("places")))
    name, period = told.get("name"), told.get("period")
    return Act(
        verb,
        tuple(ids),
        tuple(place for place in places if place),
        name[:_LONGEST] if isinstance(name, str) else "",
        period if isinstance(period, str) and re.fullmatch(_PERIOD, period) else "",
    )


def _list(told: Any) -> list[Any]:
    return told[:_MOST_IDS] if isinstance(told, list) else []


def _is_mark(told: Any) -> bool:
    return isinstance(told, str) and told[:2] in ("n:", "e:") and 2 < len(told) <= _LONGEST


def _read_place(told: Any) -> PinnedPlace | None:
    if not isinstance(told, list) or len(told) != 3 or not _is_mark(told[0]):
        return None
    _, x, y = told
    numbers = all(isinstance(value, (int, float)) and isfinite(value) for value in (x, y))
    return (told[0][2:], float(x), float(y)) if numbers else None
