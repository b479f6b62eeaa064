"""The names page: people, places and organisations; each opens its sentences."""

from components import entities
from components.entities import panel as entities_panel
from dashboard.screens import evidence, layout, progress

layout.show_heading("entities")
analysis = progress.analysis_or_stop()
main, side = layout.split_main_and_side()
with side:
    settings = entities_panel.controls(key="ent")
shown = analysis.call(entities.select, analysis.index, settings)

with main:
    entities_panel.show(
        shown,
        key="ent",
        evidence=lambda chosen: evidence.show_entity(
            analysis, chosen, index=shown, key="ent_evidence"
        ),
    )
