"""The names page: people, places and organisations; each opens its sentences."""

from components import entities, ui
from components.entities import describe as entities_describe
from components.entities import panel as entities_panel
from components.split import describe as split_describe
from dashboard.screens import evidence, layout, progress, reviewing, splitting
from dashboard.state import pick

method = layout.show_heading("entities")
analysis = progress.analysis_or_stop()
shown, settings = analysis.index, entities.EntityFilter()
stage, panel = layout.open_bench(analysis)
with stage:
    view = "all"
    with ui.guard_block("view"):
        view = reviewing.choose_view(analysis, key="ent_view")
    columns = None
    if view == "all":
        with layout.open_bar():
            with layout.controls_bar(), ui.guard_block("controls"):
                settings = entities_panel.ask_filter(key="ent")
                shown = analysis.call(entities.select, analysis.index, settings)
            columns = splitting.ask(analysis)
with panel:
    evidence.show_panel(analysis, index=shown)
with stage:
    if view == "review":
        with ui.guard_block("review"):
            reviewing.show(analysis)
    else:
        with ui.guard_block("names"):
            if columns:
                made = splitting.show_names(analysis, shown, columns, top=entities_panel.BARS)
                told = split_describe.method(made)
            else:
                entities_panel.show(
                    shown,
                    key="ent",
                    on_pick=pick.chooser("name"),
                    picked=evidence.picked_names(analysis, pick.current()),
                )
                told = ""
            layout.tell_method(method, analysis, entities_describe.method(shown, settings), told)
