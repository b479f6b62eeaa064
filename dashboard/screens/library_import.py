"""Adds files to the library: stored first, then read at once or by a job.

A little plain text is read at once. Everything else is read by a job: the page shows how far it
is, may be left, and tells what became of it when the reader comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from components import ui
from components.i18n import number, t
from components.reading import ReadingSettings, Source, process_pool
from components.reading import panel as reading_panel
from components.text import Refusal
from dashboard import jobs
from dashboard.jobs.queue import Job
from dashboard.jobs.tasks import READ, ask_to_read
from dashboard.library import articles, files, import_report, ingest, workspaces
from dashboard.library.access import Workspace
from dashboard.library.errors import NotFoundError, QuotaExceededError
from dashboard.library.import_report import ImportOutcome
from dashboard.screens import flash, import_review, import_settings, progress
from dashboard.settings import settings
from dashboard.state import samples, session, workspace
from dashboard.state.memory import memory

_AT_ONCE_FILES, _AT_ONCE_BYTES = 20, 200_000
_LOOK = 0.5  # seconds between two looks at a job
_SHOWN = 8  # refusals in full view
_MEGABYTE = 2**20


def show_tab() -> None:
    """Ask for files, show how far their reading is, and what became of it."""
    show_reading()
    outcome = _latest()
    if outcome:
        _tell(outcome)
        st.subheader(t("library.add_more"), anchor=False)
    if taken := reading_panel.ask_files(
        key="intake", beside=_beside(), file_bytes=settings().limits.file_bytes
    ):
        with st.spinner(t("library.receiving")):
            import_files(taken)
        st.rerun()
    _show_room_left()


def show_reading() -> None:
    """Show the jobs that read files into this workspace, if there are any."""
    if workspace.find() is None:
        return
    live = [job.id for job in jobs.list_jobs(workspace.current(), kind=READ) if job.live]
    if live:
        _watch(tuple(live))


def import_files(taken: reading_panel.Intake) -> None:
    """Store the reader's files, and read them now or in a job."""
    try:
        workspace.ensure(with_sample=False)
    except QuotaExceededError as error:
        flash.add_quota(error)
        return
    samples.choose("own")
    _forget_reports()
    received, refused = _receive(taken.sources)
    if not received:
        memory().import_outcome = ImportOutcome((), tuple(refused))
    elif _is_little(taken.sources):
        memory().import_outcome = _read_here(received, taken.clear, refused)
    else:
        memory().import_outcome = ImportOutcome((), tuple(refused)) if refused else None
        _ask(received, taken.clear)
    workspace.refresh()


def _receive(
    sources: Sequence[Source],
) -> tuple[list[tuple[str, Source]], list[Refusal]]:
    """Store files, except those too large to be read."""
    received: list[tuple[str, Source]] = []
    refused: list[Refusal] = []
    limit = settings().limits.file_bytes
    for source in sources:
        name = source.name
        if len(source.data) > limit:
            refused.append(Refusal(name, "too_large", (("limit", limit // _MEGABYTE),), name))
            continue
        try:
            kept = files.keep_unread(
                workspace.current(), name, source.data, quotas=workspace.quotas()
            )
        except QuotaExceededError as error:
            flash.add_quota(error)
            break
        received.append((kept.id, source))
    return received, refused


def _is_little(sources: Sequence[Source]) -> bool:
    size = sum(len(source.data) for source in sources)
    small = len(sources) <= _AT_ONCE_FILES and size <= _AT_ONCE_BYTES
    return small and all(process_pool.is_plain(source.name, source.data) for source in sources)


def _read_here(
    received: Sequence[tuple[str, Source]], clear: ingest.Clear | None, refused: list[Refusal]
) -> ImportOutcome:
    new = 0
    for _, source in received:
        try:
            done = ingest.ingest(
                workspace.current(),
                source,
                quotas=workspace.quotas(),
                reader=import_settings.read_within_limits,
            )
        except QuotaExceededError as error:
            flash.add_quota(error)
            break
        new += len(done.added.articles) if done.added else 0
        refused += done.refusals
    if clear and new:
        ingest.clear(workspace.current(), clear, besides=[original for original, _ in received])
    return ImportOutcome(tuple((o, source.name) for o, source in received), tuple(refused))


def _ask(received: Sequence[tuple[str, Source]], clear: ingest.Clear | None) -> None:
    files = [(original, source.name, ReadingSettings()) for original, source in received]
    try:
        job = ask_to_read(workspace.current(), files, clear=clear)
        memory().asked_jobs.add(job.id)
    except QuotaExceededError as error:
        flash.add("waiting.too_many", wrong=True, limit=number(error.limit))


@st.fragment(run_every=_LOOK)
def _watch(ids: tuple[str, ...]) -> None:
    session.use_language()
    own = workspace.current()
    for job_id in ids:
        try:
            job = jobs.get_job(own, job_id)
        except NotFoundError:
            st.rerun()
        if not job.live:
            st.rerun()
        with st.container(border=True, key=f"reading_{job_id}"):
            progress.draw(job)
            st.caption(t("library.may_leave"))
            st.button(
                t("waiting.cancel"), icon=":material/stop_circle:", key=f"stop_{job_id}",
                on_click=_stop, args=(own, job_id),
            )  # fmt: skip


def _stop(own: Workspace, job_id: str) -> None:
    jobs.cancel(own, job_id)


def _latest() -> ImportOutcome | None:
    """Return what became of the last files: this session's, or else of the workspace."""
    here = memory().import_outcome
    if workspace.find() is None:
        return here
    ended = [job for job in jobs.list_jobs(workspace.current(), kind=READ) if not job.live]
    if not ended:
        return here
    last = next((job for job in ended if job.id in memory().asked_jobs), ended[0])
    memory().told_jobs.add(last.id)
    outcome = _outcome_of(last)
    return outcome if here is None else _together(outcome, here)


def _together(outcome: ImportOutcome, here: ImportOutcome) -> ImportOutcome:
    return ImportOutcome(
        outcome.files + here.files, here.refused + outcome.refused, outcome.state, outcome.code,
        outcome.job,
    )  # fmt: skip


def _outcome_of(job: Job) -> ImportOutcome:
    files = tuple((file["original"], file["name"]) for file in job.payload["files"])
    refused = tuple(
        Refusal(one["source"], one["reason"], tuple(map(tuple, one["detail"])), one["id"])
        for one in job.fields.get("refused", ())
    )
    code = str(job.fields.get("code") or job.message)
    return ImportOutcome(files, refused, job.state, code, job.id)


def _tell(outcome: ImportOutcome) -> None:
    found = (
        import_report.list_imports(workspace.current(), [o for o, _ in outcome.files])
        if outcome.files
        else ()
    )
    _show_sums(outcome, sum(one.articles for one in found), len(found))
    whole = {one.file for one in found}
    refused = [one for one in outcome.refused if one.id not in whole]
    _show_refusals(refused)
    if found:
        with ui.guard_block("understood"):
            import_review.show([one.original for one in found], on_done=_forget_reports)
    open_files = _worth_a_look(outcome, found, refused)
    if open_files:
        st.subheader(t("library.how_read"), anchor=False)
        import_settings.choose(open_files, key="taken")
    st.button(t("library.done"), on_click=_forget_reports, icon=":material/check:")


def _show_sums(outcome: ImportOutcome, n_articles: int, n_files: int) -> None:
    if n_articles:
        n = {"articles": number(n_articles), "files": number(n_files)}
        st.success(t("library.added", **n), icon=":material/check:")
    if outcome.state == "cancelled":
        st.info(t("library.stopped"))
    if outcome.state == "failed":
        full = outcome.code == "disk_full"
        sentence = t("library.failed", code=ui.escape_markdown(outcome.code))
        st.error(t("library.fault_full") if full else sentence)


def _show_refusals(refused: Sequence[Refusal]) -> None:
    full = [one for one in refused if one.reason.startswith("quota_")]
    for one in full:
        what, detail = one.reason.removeprefix("quota_"), dict(one.detail)
        st.warning(flash.quota_sentence(what, int(detail["limit"])))
    rest = tuple(one for one in refused if one not in full)
    reading_panel.show_refusals(rest[:_SHOWN])
    if len(rest) > _SHOWN:
        with st.expander(t("library.more_refused", n=number(len(rest) - _SHOWN))):
            reading_panel.show_refusals(rest[_SHOWN:])


def _worth_a_look(
    outcome: ImportOutcome, found: Sequence[import_report.FileRead], refused: Sequence[Refusal]
) -> tuple[import_report.FileRead, ...]:
    """Return the files that may need other settings, the most doubtful first."""
    choosable = {one.id for one in refused if one.reason in import_settings.CHOOSABLE}
    unread = [import_report.FileRead(o, name) for o, name in outcome.files if name in choosable]
    read_ones = [one for one in found if import_settings.review_priority(one) > 0]
    return (*unread, *sorted(read_ones, key=import_settings.review_priority, reverse=True))


def _forget_reports() -> None:
    """Dismiss the reports on earlier files, and delete files without an article.

    A file that a job is still to read stays: the same bytes may have come again. A report that
    was not shown here stays as well: somebody else in this workspace waits for it.
    """
    here, memory().import_outcome = memory().import_outcome, None
    if workspace.find() is None:
        return
    own = workspace.current()
    ids = [original for original, _ in here.files] if here else []
    awaited: set[str] = set()
    for job in jobs.list_jobs(own, kind=READ):
        held = [file["original"] for file in job.payload["files"]]
        if job.live:
            awaited.update(held)
        elif job.id in memory().told_jobs:
            ids += held
            with suppress(NotFoundError):  # somebody else dismissed it
                jobs.dismiss(own, job.id)
    memory().told_jobs.clear()
    if gone := [original for original in ids if original not in awaited]:
        files.delete_unused(own, gone)


def _beside() -> reading_panel.Beside:
    if workspace.find() is None:
        return "nothing"
    found = articles.find(workspace.current(), limit=20)
    if not found.n:
        return "nothing"
    only_sample = found.n == len(found.cards) and all(card.sample for card in found.cards)
    return "sample" if only_sample else "articles"


def _show_room_left() -> None:
    """Say how much of a hosted workspace is used."""
    most = workspace.quotas()
    if workspace.find() is None or most.bytes is None or most.articles is None:
        return
    used = workspaces.usage(workspace.current())
    st.caption(
        t(
            "library.room",
            articles=number(used.articles),
            most=number(most.articles),
            used=number(used.bytes // _MEGABYTE),
            limit=number(most.bytes // _MEGABYTE),
        )
    )
