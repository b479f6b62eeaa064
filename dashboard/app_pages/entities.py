"""The names page: people, places and organisations; each opens its sentences."""

from components import entities
from components.entities import panel as entities_panel
from dashboard.screens import evidence, layout, progress
from dashboard.screens.blocks import guard_block

layout.show_heading("entities")
analysis = progress.analysis_or_stop()
main, side = layout.split_main_and_side()
settings = entities.EntityFilter()
with side, guard_block("controls"):
    settings = entities_panel.ask_filter(key="ent")
with main, guard_block("names"):
    shown = analysis.call(entities.select, analysis.index, settings)
    entities_panel.show(
        shown,
        key="ent",
        evidence=lambda chosen: evidence.show_entity(
            analysis, chosen, index=shown, key="ent_evidence"
        ),
    )
