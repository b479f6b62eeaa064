"""The stories page: how text travels from article to article, and who had it first."""

from functools import partial

import streamlit as st

from components import ui
from components.i18n import t
from components.stories import describe as stories_describe
from components.stories import panel as stories_panel
from dashboard.screens import evidence, layout, progress
from dashboard.state import pick

method = layout.show_heading("stories")
analysis = progress.analysis_or_stop(early=True)
stage, panel = layout.open_bench(analysis)
with panel:
    evidence.show_panel(analysis)
    evidence.show_picked_line(analysis, key="story_said")
with stage, ui.guard_block("stories"):
    found = analysis.stories
    if len(found):
        story = stories_panel.choose_story(analysis.source, found, key="story")
        stories_panel.show(
            analysis.source,
            found,
            story,
            key="story",
            on_pick=partial(pick.choose_article, story.id),
            on_read=evidence.open_reader,
            names=lambda: analysis.index,
            said=lambda own: evidence.show_ledger(analysis, own, key="story_said"),
            picked=evidence.picked_article(analysis, story),
            gaps=analysis.gaps,
        )
    else:
        st.info(t("stories.nothing"))
    layout.tell_method(method, analysis, stories_describe.method(found))
