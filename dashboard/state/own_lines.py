"""The lines around charts that the reader wrote: kept with the workspace, where there is one."""

from __future__ import annotations

from dataclasses import replace

from components.text import digest_of
from dashboard.library import printed_lines
from dashboard.pipeline import OwnLine, PrintedLine
from dashboard.state import shared, workspace
from dashboard.state.memory import memory


def load() -> None:
    """Let this session know the lines that the workspace keeps; once for each workspace."""
    own, found = memory(), workspace.find()
    if shared.is_here() or found is None or own.lines_of == found.id:
        return
    kept = printed_lines.load(workspace.current())
    own.asked = replace(own.asked, lines=(*kept, *own.asked.lines))
    own.lines_of = found.id


def find(chart: str, line: PrintedLine, usual: str) -> str | None:
    """Return what the reader wrote in place of a usual line; None where nothing."""
    digest = digest_of(usual)
    wanted = (chart, line, digest)
    texts = [x.text for x in memory().asked.lines if (x.chart, x.line, x.usual) == wanted]
    return texts[-1] if texts else None


def keep(chart: str, line: PrintedLine, *, shown: str, usual: str, text: str) -> None:
    """Keep what the reader wrote in place of a usual line; the usual line itself is no own one.

    Args:
        chart: names the chart on its page.
        line: which line.
        shown: what the chart shows, in a sentence.
        usual: the line that it stands for.
        text: what the reader wrote.
    """
    own = memory()
    made = OwnLine(chart, line, digest_of(shown), digest_of(usual), text)
    others = tuple(
        x for x in own.asked.lines if (x.chart, x.line, x.usual) != (chart, line, made.usual)
    )
    is_usual = text == usual
    own.asked = replace(own.asked, lines=others if is_usual else (*others, made))
    if shared.is_here() or workspace.find() is None:
        return
    if is_usual:
        printed_lines.forget(workspace.current(), made)
    else:
        printed_lines.keep(workspace.current(), made)
