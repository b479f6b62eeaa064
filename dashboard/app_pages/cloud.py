"""The word cloud page: the most used words as a picture; each opens its sentences."""

from components import ui
from components.cloud import CloudSettings
from components.cloud import describe as cloud_describe
from components.cloud import panel as cloud_panel
from components.split import describe as split_describe
from dashboard.pipeline import lay_out_cloud
from dashboard.screens import evidence, layout, progress, share_dialog, splitting
from dashboard.state import pick

method = layout.show_heading("cloud")
analysis = progress.analysis_or_stop()
settings = CloudSettings()
stage, panel = layout.open_bench(analysis)
with stage, layout.open_bar():
    with layout.controls_bar(), ui.guard_block("controls"):
        settings = cloud_panel.ask_settings(key="cloud")
        share_dialog.remember(cloud=settings)
    columns = splitting.ask(analysis)
with panel:
    evidence.show_panel(analysis)
with stage, ui.guard_block("cloud"):
    if columns:
        told = split_describe.method(splitting.show_clouds(analysis, settings, columns))
    else:
        picture = analysis.call(lay_out_cloud, analysis.content_words, analysis.index, settings)
        cloud_panel.show(
            picture,
            key="cloud",
            on_pick=pick.chooser("word"),
            picked=evidence.picked_norms(analysis, pick.current()),
        )
        told = cloud_describe.method(picture)
    layout.tell_method(method, analysis, told)
