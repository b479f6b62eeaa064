"""Shows how a file was read and lets the reader change it: encoding, columns, clean-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

import pandas as pd
import streamlit as st

from components import ui
from components.i18n import number, t
from components.reading import (
    CLEANING,
    ReadingSettings,
    Source,
    TableColumns,
    TablePreview,
    UnreadableError,
    process_pool,
    read,
)
from components.reading import panel as reading_panel
from components.reading.encodings import ENCODINGS
from components.text import Corpus, digest_of
from dashboard.cache import Shelf
from dashboard.jobs.tasks import ask_to_read
from dashboard.library import articles, files, ingest
from dashboard.library.import_report import FileRead
from dashboard.screens import flash
from dashboard.settings import settings
from dashboard.state import workspace

CHOOSABLE = ("bad_bytes", "no_text_column", "unknown_encoding", "binary", "not_text")
_TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".json", ".jsonl", ".ndjson")
_FIELDS = ("text", "title", "published", "outlet", "authors")
_AT_ONCE = 2**20  # bytes: what is larger is read again by a job
_ROWS = 5
_NONE = -1  # no column
_TITLES = 30
_NAMES = {
    "cp950": "Big5 / CP950",
    "cp949": "EUC-KR / CP949",
    "cp932": "Shift_JIS / CP932",
    "gb18030": "GB18030 / GBK",
}
# A step as it is taken, and the setting that switches it off.
_SWITCHES = {
    "joined_lines": "join_lines",
    "split": "split",
    "page_doubtful": "article",
} | {name: name for name in CLEANING}
_STEP_OF = {switch: step for step, switch in _SWITCHES.items()}
_looked_at = Shelf(max_entries=64)


def review_priority(file: FileRead) -> int:
    """Return how much a file needs review; 0 if nothing in it was doubtful."""
    names = {step.name for step in file.steps}
    if file.rivals:
        return 5
    if _may_be_table(file):
        return 4
    if names & {"bad_bytes", "page_doubtful", "page_furniture"}:
        return 3
    if "split" in names:
        return 2
    return 1 if names or file.settings != ReadingSettings() else 0


def choose(files: Sequence[FileRead], *, key: str) -> None:
    """Show how one of some files was read; the reader chooses which.

    Args:
        files: at least one.
        key: names the widgets.
    """
    shown = files[0]
    if len(files) > 1:
        names = {f"{n}": file for n, file in enumerate(files)}
        chosen = st.selectbox(
            t("library.which_file", n=number(len(files))), list(names), key=f"{key}_which",
            format_func=lambda n: _label(names[n]),
        )  # fmt: skip
        shown = names.get(chosen or "0", shown)
    show(shown, key=key)


def show(file: FileRead, *, key: str) -> None:
    """Show how a file was read, and every choice that can be changed."""
    key = f"{key}_{digest_of(file.original, file.file, file.settings)[:10]}"
    with st.container(border=True):
        st.markdown(f"**{ui.escape_markdown(file.file)}**")
        st.caption(_summary(file))
        _show_rivals(file, key)
        _show_answers(file, key)
        table = _table_of(file) if _may_be_table(file) else None
        with st.form(f"{key}_form", border=False):
            wanted = _ask(file, table, key)
            again = st.form_submit_button(t("library.read_again"), icon=":material/refresh:")
        if file.settings != ReadingSettings():
            st.button(
                t("library.read_automatic"), key=f"{key}_auto", icon=":material/undo:",
                on_click=read_again, args=(file, ReadingSettings()),
            )  # fmt: skip
        if again and wanted != file.settings:
            with st.spinner(t("library.reading_again")):
                read_again(file, wanted)
            st.rerun()
        _show_parts(file)
        _show_before_and_after(file, key)


def read_again(file: FileRead, wanted: ReadingSettings) -> None:
    """Read a kept file in another way; a large one by a job."""
    if not flash.attempt(lambda: _read_again(file, wanted)):
        return
    workspace.refresh()


def _read_again(file: FileRead, wanted: ReadingSettings) -> None:
    own, quotas = workspace.current(), workspace.quotas()
    if file.size > _AT_ONCE:
        ask_to_read(own, [(file.original, file.file, wanted)], again=True)
        return
    done = ingest.read_again(
        own, file.original, wanted, file=file.file, quotas=quotas, reader=read_within_limits
    )
    if done.added:
        flash.add("library.was_read_again", name=file.file, n=number(len(done.added.articles)))
    else:
        flash.add("library.not_read_again", name=file.file, wrong=True)


def read_within_limits(source: Source) -> Corpus:
    """Read one file, as this server allows."""
    return read([source], limits=settings().limits)


def _label(file: FileRead) -> str:
    sign = t("library.look_first") if review_priority(file) >= 5 or not file.articles else ""
    return f"{file.file} {sign}".strip()


def _summary(file: FileRead) -> str:
    if not file.articles:
        return t("library.unread")
    said = [t("library.n_articles", n=number(file.articles))]
    if file.encoding:
        said.append(name_encoding(file.encoding))
    if file.settings != ReadingSettings():
        said.append(t("library.own_reading"))
    counts = {step.name: step.count for step in file.steps}
    for name in ("page_furniture", "bad_bytes"):
        if name in counts:
            said.append(f"{t(f'library.step_{name}')} {number(counts[name])}")
    return " · ".join(said)


def name_encoding(encoding: str) -> str:
    """Return an encoding as people know it."""
    return _NAMES.get(encoding, encoding.upper().replace("_", "-").replace("BIG5", "Big5"))


def _show_rivals(file: FileRead, key: str) -> None:
    """Show how the bytes look in each encoding that comes close, side by side."""
    if not file.rivals:
        return
    st.warning(t("library.which_encoding"))
    shown = [(file.encoding, file.opening), *((r.encoding, r.preview) for r in file.rivals[:2])]
    for n, (place, (encoding, opening)) in enumerate(
        zip(st.columns(len(shown)), shown, strict=True)
    ):
        with place:
            st.caption(name_encoding(encoding))
            st.code(opening[:120], language=None, wrap_lines=True)
            if n == 0:
                st.caption(t("library.read_so"))
            else:
                st.button(
                    t("library.use_encoding", name=name_encoding(encoding)),
                    key=f"{key}_rival_{encoding}", on_click=read_again,
                    args=(file, replace(file.settings, encoding=encoding)),
                )  # fmt: skip


def _show_answers(file: FileRead, key: str) -> None:
    """Offer other answers where it is not certain what the article of a page is."""
    own = file.settings
    is_doubtful = any(step.name == "page_doubtful" for step in file.steps)
    if not is_doubtful and own.article and not own.other_answer:
        return
    offered = {
        "article": replace(own, article=True, other_answer=False),
        "other": replace(own, article=True, other_answer=True),
        "whole": replace(own, article=False, other_answer=False),
    }
    st.warning(t("library.which_answer"))
    with st.container(horizontal=True):
        for name, wanted in offered.items():
            st.button(
                t(f"library.answer_{name}"), key=f"{key}_answer_{name}", disabled=wanted == own,
                on_click=read_again, args=(file, wanted),
            )  # fmt: skip


def _ask(file: FileRead, table: TablePreview | None, key: str) -> ReadingSettings:
    """Return how the reader wants a file read, as the widgets stand."""
    columns = _ask_columns(table, file.settings.columns, key) if table else file.settings.columns
    encoding = file.settings.encoding
    if file.encoding or not file.articles:
        encoding = st.selectbox(
            t("library.encoding"),
            ["", *dict.fromkeys((*((encoding,) if encoding else ()), *ENCODINGS))],
            index=1 if encoding else 0,
            format_func=lambda name: name_encoding(name) if name else t("library.automatic"),
            key=f"{key}_encoding",
        )
    switches = _ask_switches(file, key)
    return replace(
        file.settings,
        encoding=encoding or None,
        columns=columns,
        join_lines="join_lines" in switches,
        split="split" in switches,
        article="article" in switches,
        clean=tuple(name for name in CLEANING if name in switches),
    )


def _ask_switches(file: FileRead, key: str) -> frozenset[str]:
    """Ask which steps are taken; one that found nothing stays as it is."""
    own = file.settings
    whole = ("join_lines", "split", "article")
    now: set[str] = {*own.clean, *(name for name in whole if getattr(own, name))}
    counts = {_SWITCHES[s.name]: s.count for s in file.steps if s.name in _SWITCHES}
    offered = [name for name in _SWITCHES.values() if name in counts or name not in now]
    if not offered:
        return frozenset(now)
    chosen = st.pills(
        t("library.steps"), offered, selection_mode="multi",
        default=[name for name in offered if name in now], key=f"{key}_steps",
        format_func=lambda name: _step_label(name, counts.get(name)), help=t("library.steps_help"),
    )  # fmt: skip
    return frozenset(now - set(offered) | set(chosen))


def _step_label(switch: str, count: int | None) -> str:
    name = t(f"library.step_{_STEP_OF[switch]}")
    return name if count is None else f"{name} {number(count)}"


def _ask_columns(table: TablePreview, chosen: TableColumns | None, key: str) -> TableColumns | None:
    told = t("library.columns", n=number(table.n_rows))
    st.caption(told)
    header = [name or t("library.column_n", n=number(n + 1)) for n, name in enumerate(table.header)]
    unique = [name if header.count(name) == 1 else f"{name} ({n + 1})"
              for n, name in enumerate(header)]  # fmt: skip
    rows = [row[: len(unique)] for row in table.rows[:_ROWS]]
    st.dataframe(pd.DataFrame(rows, columns=unique), hide_index=True, key=f"{key}_rows", alt=told)
    now = chosen or table.guess
    values: dict[str, int] = {}
    for place, field in zip(st.columns(len(_FIELDS)), _FIELDS, strict=True):
        at = getattr(now, field)
        values[field] = place.selectbox(
            t(f"library.column_{field}"), [_NONE, *range(len(unique))],
            index=0 if at is None or at >= len(unique) else at + 1,
            format_func=lambda n: t("library.no_column") if n == _NONE else unique[n],
            key=f"{key}_{field}",
        )  # fmt: skip
    asked = TableColumns(**{field: None if n == _NONE else n for field, n in values.items()})
    return chosen if asked == now else asked


def _may_be_table(file: FileRead) -> bool:
    return PurePath(file.file).suffix.lower() in _TABLES


def _table_of(file: FileRead) -> TablePreview | None:
    """Return the first rows of a table; looked at once in each encoding."""
    own = workspace.current()
    encoding = file.settings.encoding

    def look() -> TablePreview | None:
        kept = files.download(own, file.original)
        try:
            return process_pool.preview_table(
                file.file, kept.data, settings().limits, encoding=encoding
            )
        except UnreadableError:
            return None

    table: TablePreview | None = _looked_at.get((own.id, file.original, file.file, encoding), look)
    return table


def _show_parts(file: FileRead) -> None:
    """List the articles of a file that holds several."""
    if file.articles < 2:
        return
    with st.expander(t("library.parts", n=number(file.articles))):
        titles = [
            f"{n}. {ui.escape_markdown(title)}" for n, title in enumerate(file.titles[:_TITLES], 1)
        ]
        st.markdown("\n".join(titles))
        if file.articles > _TITLES:
            st.caption(t("library.and_more", n=number(file.articles - _TITLES)))


def _show_before_and_after(file: FileRead, key: str) -> None:
    if file.changed is None:
        return
    with st.expander(t("library.before_after"), on_change="rerun", key=f"{key}_changed") as place:
        if place.open:
            reading_panel.show_article(articles.get(workspace.current(), file.changed).article)
