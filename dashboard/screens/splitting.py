"""Gives the pages of words, cloud and names columns: a group of articles each, side by side."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from components import split, ui
from components.cloud import CloudSettings
from components.entities import EntityIndex
from components.i18n import t
from components.split import Split, SplitSettings
from components.split import panel as split_panel
from components.text import Grouping
from components.words import WordFilter
from dashboard.cache import call_cached
from dashboard.pipeline import Analysis, lay_out_columns
from dashboard.screens import evidence, share_dialog
from dashboard.state import pick as picks
from dashboard.state.groupings import divide, list_fields
from dashboard.state.pages import page_path
from dashboard.state.pick import Pick, PickedGroup

_CLOUD_WORDS = 40  # of each of several clouds, at most


def ask(analysis: Analysis) -> SplitSettings | None:
    """Ask by which field the page has columns; None for none, or where nothing divides it.

    Where texts were left out of a share the words between those shown are missing: what a group
    says cannot be counted.
    """
    fields = () if analysis.gaps else list_fields(analysis)
    if not fields:
        return None
    with (
        st.popover(split_panel.describe_choice(fields), icon=":material/view_column:",
                   key="split_open"),
        ui.guard_block("columns"),
    ):  # fmt: skip
        settings = split_panel.ask_settings(
            fields, partial(divide, analysis), has_stories=lambda: bool(analysis.story_ids)
        )
        share_dialog.remember_split(settings)
        return settings
    return None


def show_words(
    analysis: Analysis, shown: WordFilter, settings: SplitSettings, *, top: int
) -> Split:
    """Show the words of each group side by side."""
    made = count_words(analysis, shown, settings)
    picked = picks.current()
    split_panel.show_bars(
        made, key="words", top=top,
        on_pick=lambda label, norm: _pick(made, label, Pick("word", norm)),
        on_row=picks.chooser("word"),
        picked=evidence.picked_norms(analysis, picked), column=_column_of(picked, settings),
    )  # fmt: skip
    _lead_to_contrast(made)
    return made


def show_names(
    analysis: Analysis, index: EntityIndex, settings: SplitSettings, *, top: int
) -> Split:
    """Show the names of each group side by side."""
    grouping, stories = _groups_of(analysis, settings)
    made: Split = call_cached(
        split.split_names, index, analysis.tokens, grouping, settings=settings, stories=stories
    )
    picked = picks.current()
    split_panel.show_bars(
        made, key="ent", top=top,
        on_pick=lambda label, name: _pick(made, label, Pick("name", name)),
        on_row=picks.chooser("name"),
        picked=evidence.picked_names(analysis, picked), column=_column_of(picked, settings),
    )  # fmt: skip
    _lead_to_contrast(made)
    return made


def show_clouds(analysis: Analysis, cloud: CloudSettings, settings: SplitSettings) -> Split:
    """Show the clouds of each group side by side, on one scale."""
    shown = analysis.content_words.settings
    cloud = replace(cloud, size="tall", max_words=min(cloud.max_words, _CLOUD_WORDS))
    made = count_words(analysis, shown, settings)
    grouping, stories = _groups_of(analysis, settings)
    laid = call_cached(
        lay_out_columns, analysis.counted, analysis.tokens, grouping, analysis.index,
        picture=cloud, settings=settings, shown=shown, stories=stories,
    )  # fmt: skip
    picked = picks.current()
    split_panel.show_clouds(
        made, laid, cloud, key="cloud",
        on_pick=lambda label, norm: _pick(made, label, Pick("word", norm)),
        on_row=picks.chooser("word"),
        picked=evidence.picked_norms(analysis, picked), column=_column_of(picked, settings),
    )  # fmt: skip
    _lead_to_contrast(made)
    return made


def count_words(analysis: Analysis, shown: WordFilter, settings: SplitSettings) -> Split:
    """Count the words of each group."""
    grouping, stories = _groups_of(analysis, settings)
    made: Split = call_cached(
        split.split_words, analysis.counted, analysis.tokens, grouping,
        settings=settings, shown=shown, stories=stories,
    )  # fmt: skip
    return made


def _groups_of(
    analysis: Analysis, settings: SplitSettings
) -> tuple[Grouping, tuple[tuple[str, ...], ...]]:
    """Return the groups of a field, and the stories where only these count."""
    stories = analysis.story_ids if settings.within == "stories" else ()
    return divide(analysis, settings.by), stories


def _pick(made: Split, label: str, pick: Pick) -> None:
    settings = made.settings
    shared = settings.labels if settings.within == "stories" else ()
    picks.choose(picks.in_group(PickedGroup(settings.by, label, shared), pick))


def _column_of(pick: Pick | None, settings: SplitSettings) -> str:
    """Return the label of the column in which something is picked; "" for all columns."""
    group = picks.group_of(pick) if pick else None
    fits = group is not None and group.by == settings.by and group.label in settings.labels
    return group.label if group and fits else ""


def _lead_to_contrast(made: Split) -> None:
    """Lead to the test of which of these differences are more than chance."""
    if len(made.columns) > 1 and st.button(
        t("split.test"), key="split_test", type="tertiary", icon=":material/query_stats:"
    ):
        st.switch_page(
            page_path("statistics"),
            query_params={"view": "groups", "contrast_by": made.settings.by},
        )
