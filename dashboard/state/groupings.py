"""The fields that divide the articles of a page into groups."""

from __future__ import annotations

from collections.abc import Sequence

from components.text import GroupField, Grouping, group_articles
from dashboard.cache import call_cached
from dashboard.library import selections
from dashboard.pipeline import Analysis
from dashboard.state import samples, session, shared, workspace

FIELDS: tuple[GroupField, ...] = ("outlet", "day", "week", "month", "tag", "file", "selection")


def find_groupings(analysis: Analysis) -> dict[GroupField, Grouping]:
    """Return the fields that divide the articles of an analysis into two groups or more."""
    return {name: made for name in FIELDS if len((made := divide(analysis, name)).groups) > 1}


def divide(analysis: Analysis, field: GroupField) -> Grouping:
    """Divide the articles of an analysis by a field; selections are those of the library.

    In a share these are the two that the sender compared.
    """
    if field != "selection":
        made: Grouping = call_cached(group_articles, analysis.source, field)
        return made
    compared = analysis.compared if shared.is_here() else None
    if compared and compared.settings.by == "selection":
        return Grouping("selection", compared.sides)
    kept = {one.name: session.ids_in(one.where) for one in _list_selections()}
    if not kept:
        return Grouping("selection")
    return group_articles(analysis.source, "selection", selections=kept)


def list_fields(analysis: Analysis) -> tuple[GroupField, ...]:
    """Return the fields that may divide an analysis; what selections hold is not looked at."""
    plain = (name for name in FIELDS if name != "selection")
    fields = tuple(name for name in plain if len(divide(analysis, name).groups) > 1)
    return (*fields, "selection") if len(_list_selections()) > 1 else fields


def _list_selections() -> Sequence[selections.Selection]:
    """Return the selections of the library, where its own articles are looked at."""
    if shared.is_here() or samples.current_sample() != "own" or workspace.find() is None:
        return ()
    return selections.list_selections(workspace.current())
