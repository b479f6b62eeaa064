"""The fields that divide the articles of a page into groups."""

from __future__ import annotations

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
    if shared.is_here() or samples.current_sample() != "own" or workspace.find() is None:
        return Grouping("selection")
    own = workspace.current()
    kept = {one.name: session.ids_in(one.where) for one in selections.list_selections(own)}
    return group_articles(analysis.source, "selection", selections=kept)
