"""The duplicates page: what is repeated in the current corpus, and where."""

from components import ui
from components.duplicates import describe as duplicates_describe
from components.duplicates import panel as duplicates_panel
from components.duplicates.margin import find_margin
from components.duplicates.strip import strip_of
from dashboard.screens import evidence, layout, progress
from dashboard.state import pick, session

method = layout.show_heading("duplicates")
analysis = progress.analysis_or_stop(early=True)
stage, panel = layout.open_bench(analysis)
with stage:
    if session.may_change():  # what was shared is grouped as it was
        with layout.controls_bar():
            with ui.guard_block("controls"):
                duplicates_panel.ask_settings()
            analysis = session.current()  # with the choices just made
            with ui.guard_block("examples"):
                duplicates_panel.show_edit_examples(
                    analysis.source, analysis.call(find_margin, analysis.report)
                )
with panel:
    evidence.show_panel(analysis)
with stage, ui.guard_block("copies"):
    duplicates_panel.show(
        analysis.source,
        analysis.report,
        analysis.call(strip_of, analysis.source, analysis.report),
        key="dup",
        on_pick=lambda span: pick.choose(pick.at_place(span)),
        on_read=evidence.open_reader,
        may="choose" if session.may_change() else "count" if analysis.gaps else "look",
    )
    layout.tell_method(method, analysis, duplicates_describe.method(analysis.report))
