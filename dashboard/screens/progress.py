"""Shows how far a job is while a page waits for its results, and lets the reader stop it."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from components.i18n import number, t
from dashboard import jobs
from dashboard.jobs.queue import Job
from dashboard.jobs.result_cache import ResultFetcher, ResultMissingError, make_all
from dashboard.jobs.tasks import ANALYSE, ask_to_analyse
from dashboard.library.errors import NotFoundError, QuotaExceededError
from dashboard.library.filters import Filter
from dashboard.pipeline import Analysis
from dashboard.screens import flash
from dashboard.state import pins, session, workspace
from dashboard.state.memory import memory
from dashboard.state.pages import page_path

EARLY = ("overview", "duplicates", "reader")
"""The pages that show something before words and names are found."""

_LOOK = 0.5  # seconds between two looks


def current_analysis(*, early: bool = False) -> Analysis:
    """Return the analysis of a page; while a job makes it, show the progress.

    Args:
        early: the page shows what is there as soon as copies are found, and lets each part
            that needs words or names wait by itself. Any other page stops here.
    """
    analysis = session.current()
    if isinstance(analysis.call, ResultFetcher):
        try:
            make_all(analysis)
        except ResultMissingError:
            has_copies = _has_copies(analysis)
            _ask(analysis, session.scope(), waits_for_copies=not has_copies)
            if not (early and has_copies):
                if has_copies:
                    _lead_to_early_pages()
                st.stop()
    return analysis


def analysis_or_stop(*, early: bool = False) -> Analysis:
    """Return the analysis of a page; without any article say what to do and stop.

    Args:
        early: as `current_analysis` takes it.
    """
    analysis = current_analysis(early=early)
    if not analysis.source.articles:
        _tell_of_nothing()
        st.stop()
    return analysis


def _has_copies(analysis: Analysis) -> bool:
    """Tell whether a job has already found what is repeated."""
    with suppress(ResultMissingError):
        return bool(analysis.report)
    return False


def _lead_to_early_pages() -> None:
    """Lead to the pages that show something before words and names are found."""
    st.caption(t("waiting.meanwhile"))
    with st.container(horizontal=True):
        for name in EARLY:
            st.page_link(page_path(name), label=t(f"page.{name}_nav"))


def _tell_of_nothing() -> None:
    """Say why there is nothing to see, and offer what to do."""
    if session.scope() == Filter():
        st.info(t("frame.empty"))
        return
    st.info(t("frame.empty_selection"))
    st.button(t("frame.read_all"), icon=":material/select_all:", on_click=_read_all)


def _read_all() -> None:
    st.session_state[session.SELECTION] = "all"
    pins.drop_all()


def _ask(analysis: Analysis, where: Filter, *, waits_for_copies: bool) -> None:
    asked = (analysis.source.digest, analysis.choices)
    ended = memory().ended_analysis
    if ended is not None and ended[0] == asked:
        _tell(ended[1])
        return
    try:
        job = ask_to_analyse(workspace.current(), where, analysis.choices)
    except QuotaExceededError as error:
        st.warning(t("waiting.too_many", limit=number(error.limit)))
        return
    st.subheader(t("waiting.title"), anchor=False)
    size = number(analysis.source.n_characters)
    st.caption(t("waiting.why", articles=number(len(analysis.source.articles)), characters=size))
    _watch(job.id, asked, waits_for_copies)


@st.fragment(run_every=_LOOK)
def _watch(job_id: str, asked: object, waits_for_copies: bool) -> None:
    session.use_language()
    own = workspace.current()
    try:
        job = jobs.get_job(own, job_id)
    except NotFoundError:
        st.rerun()
    if not job.live:
        memory().ended_analysis = (asked, job)
        st.rerun()
    if waits_for_copies and job.message in ("stories", "words", "names", "views"):
        st.rerun()  # what is repeated can be shown now
    draw(job)
    if st.button(t("waiting.cancel"), icon=":material/stop_circle:"):
        jobs.cancel(own, job_id)


def _tell(job: Job) -> None:
    """Say why there is no result, and offer another attempt."""
    if job.state == "cancelled":
        st.info(t("waiting.cancelled"))
    elif job.message == "disk_full":
        st.error(t("library.fault_full"))
    elif job.message == QuotaExceededError.__name__:
        st.error(flash.quota_sentence(str(job.fields["what"]), int(job.fields["limit"])))
    else:
        st.error(t("waiting.failed", code=job.fields.get("code") or job.message or job.state))
    if st.button(t("waiting.again"), icon=":material/refresh:"):
        memory().ended_analysis = None
        st.rerun()


def draw(job: Job) -> None:
    """Draw how far a job is, with a sentence that says what it is at."""
    if job.state == "queued":
        sentence = t("waiting.queued")
    elif job.kind == ANALYSE:
        sentence = t(f"waiting.{job.message or 'copies'}")
    else:
        sentence = _reading(job)
    share = _done(job) / job.total if job.total else 0.0
    st.progress(min(share, 1.0), text=sentence)


def _reading(job: Job) -> str:
    """Say which file is being read, and how far an archive is."""
    at = number(min(job.done + 1, job.total))
    sentence = t("waiting.reading", n=at, all=number(job.total))
    members = int(job.fields.get("members") or 0)
    if members > 1:
        sentence += t("waiting.member", m=number(job.fields["member"]), k=number(members))
    return sentence


def _done(job: Job) -> float:
    members = int(job.fields.get("members") or 0)
    return job.done + (job.fields["member"] / members if members > 1 else 0)
