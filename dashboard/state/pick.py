"""The one thing that the reader picked: every page shows itself for it until it is let go.

It stands in the address as `pick`, so that a copied link opens with it, and goes along to every
other page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, cast, get_args
from urllib.parse import unquote

import streamlit as st

from components.text import GroupField, Span
from dashboard.state.memory import memory

KEY = "pick"
PickKind = Literal[
    "word", "name", "pair", "text", "phrase", "near", "place", "said", "during", "lineage",
    "within",
]  # fmt: skip
_SIGNS: dict[PickKind, str] = {
    "word": "w", "name": "n", "pair": "e", "text": "t", "phrase": "g", "near": "c", "place": "s",
    "said": "q", "during": "d", "lineage": "v", "within": "b",
}  # fmt: skip
_KINDS = {sign: kind for kind, sign in _SIGNS.items()}
_LONGEST = 400  # characters of a pick that an address may bring
_FIELDS = frozenset(get_args(GroupField))


@dataclass(frozen=True, slots=True)
class Pick:
    """Something that a click can choose.

    Attributes:
        kind: what `value` is: the norm of a `word`, the id of a `name`, the ids of a `pair`,
            any `text`, the norms of a `phrase`, a word `near` another, a `place` in a text, the
            ids of one or two whose quotations are `said`, the period and the code of another
            pick, which counts `during` that period alone, the `lineage` of an article of a
            story, or a group of articles and the code of another pick, which counts `within`
            that group alone.
        value: which one; parts have a `|` between them.
    """

    kind: PickKind
    value: str

    @property
    def code(self) -> str:
        """How the address writes it; nodes and edges of a network have the same marks."""
        return f"{_SIGNS[self.kind]}:{self.value}"

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the value."""
        return tuple(self.value.split("|"))


def parse_pick(code: str) -> Pick | None:
    """Read how an address writes a pick; None for anything else."""
    sign, _, value = code[:_LONGEST].partition(":")
    kind = _KINDS.get(sign)
    return Pick(kind, value) if kind and value else None


def at_place(span: Span) -> Pick:
    """Return the pick of a stretch of an article."""
    return Pick("place", f"{span.start}|{span.end}|{span.article_id}")


def at_article(story_id: str, number: int) -> Pick:
    """Return the pick of an article of a story by its place in the order of time, from 0."""
    return Pick("lineage", f"{story_id}|{number}")


def place_of(pick: Pick) -> Span | None:
    """Return the stretch that a pick of a place names; None where it names none."""
    start, _, rest = pick.value.partition("|")
    end, _, article_id = rest.partition("|")
    known = start.isdecimal() and end.isdecimal() and article_id
    return Span(article_id, int(start), int(end)) if known else None


def in_period(period: str, pick: Pick) -> Pick:
    """Return the pick of what another pick finds, in one period alone."""
    own = whole_of(pick)
    return Pick("during", f"{period}|{own.code}")


@dataclass(frozen=True, slots=True)
class PickedGroup:
    """The articles within which something is picked.

    Attributes:
        by: the field that makes the groups.
        label: the group.
        shared: the groups of which two or more must have a story for its articles to count;
            none where all articles do.
    """

    by: GroupField
    label: str
    shared: tuple[str, ...] = ()


def in_group(group: PickedGroup, pick: Pick) -> Pick:
    """Return the pick of what another pick finds, in one group of articles alone."""
    shared = ",".join(map(_code_label, group.shared))
    own = whole_of(pick)
    return Pick("within", f"{group.by}|{_code_label(group.label)}|{shared}|{own.code}")


def group_of(pick: Pick) -> PickedGroup | None:
    """Return the group that a pick is narrowed to; None where it is to none."""
    field, label, shared, *rest = (*pick.value.split("|", 3), "", "", "")
    if pick.kind != "within" or field not in _FIELDS or not rest[0]:
        return None
    labels = tuple(unquote(one) for one in shared.split(",") if one)
    return PickedGroup(cast("GroupField", field), unquote(label), labels)


def _code_label(label: str) -> str:
    """Write a label so that no sign of it is one between the parts of a pick."""
    return label.replace("%", "%25").replace("|", "%7C").replace(",", "%2C")


def whole_of(pick: Pick) -> Pick:
    """Return what a pick is about at all times and in all groups; itself where it names none."""
    skipped = {"during": 1, "within": 3}.get(pick.kind)
    if skipped is None:
        return pick
    inner = parse_pick((*pick.value.split("|", skipped), "")[skipped])
    return inner if inner and inner.kind not in ("during", "within") else pick


def current() -> Pick | None:
    """Return what is picked, if anything."""
    return parse_pick(memory().pick)


def choose(pick: Pick | None) -> None:
    """Pick something in place of what was picked; None lets go of it."""
    own = memory()
    own.pick = pick.code if pick else ""
    own.opened_place = None


def chooser(kind: PickKind) -> Callable[[str], None]:
    """Return what a chart or a table of one kind of thing tells its clicks to."""
    return partial(_choose_value, kind)


def choose_article(story_id: str, number: int) -> None:
    """Pick an article of a story by its place in the order of time, from 0."""
    choose(at_article(story_id, number))


def choose_mark(mark: str) -> None:
    """Pick a node or an edge of a network by its mark; an empty one lets go."""
    choose(parse_pick(mark))


def rename(old: str, new: str) -> None:
    """Let a name stay picked under its new id, alone or as one of a pair."""
    pick = current()
    inner = whole_of(pick) if pick else None
    if pick is None or inner is None or inner.kind not in ("name", "pair"):
        return
    if old not in inner.parts:
        return
    ends = sorted({new if part == old else part for part in inner.parts})
    renamed = Pick("pair" if len(ends) > 1 else "name", "|".join(ends))
    narrowed = pick.value.removesuffix(inner.code)
    choose(renamed if inner is pick else Pick(pick.kind, f"{narrowed}{renamed.code}"))


def follow_address() -> None:
    """Take over what the address says anew, and let it say what is picked.

    An address is followed when it says something new: on arrival, and when the reader goes back
    on the same page. Another page of ours brings no parameters and changes nothing.
    """
    own = memory()
    asked, page = st.query_params.get(KEY, ""), (st.context.url or "").partition("?")[0]
    told, told_on = own.pick_told
    if asked != told and (asked or page == told_on):
        choose(parse_pick(asked))
    if own.pick:
        st.query_params[KEY] = own.pick
    else:
        st.query_params.pop(KEY, None)
    own.pick_told = (own.pick, page)


def _choose_value(kind: PickKind, value: str) -> None:
    choose(Pick(kind, value))
