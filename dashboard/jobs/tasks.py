"""The kinds of jobs: reading files into the library, and analysing a large selection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from components.duplicates import DuplicateSettings
from components.lexicon import dump_lexicon, parse_lexicon
from components.reading import ReadingSettings, Source, read
from components.text import Corpus, Refusal, from_plain, portions, to_plain
from dashboard.jobs import queue
from dashboard.jobs.result_cache import ResultMaker, make_views
from dashboard.jobs.runner import Outcome, RunningJob, Task
from dashboard.jobs.stages import Stage
from dashboard.library import articles, files, ingest, lexicons
from dashboard.library.access import Workspace
from dashboard.library.errors import ConflictError, QuotaExceededError
from dashboard.library.filters import Filter
from dashboard.library.quotas import quotas_for
from dashboard.pipeline import Analysis, Choices
from dashboard.settings import settings
from dashboard.sharing import bundle_reading

R = TypeVar("R")

READ, ANALYSE = "read", "analyse"
MOST_REFUSED = 500  # refusals that a job remembers with their reasons


def ask_to_read(
    workspace: Workspace,
    files: Sequence[tuple[str, str, ReadingSettings]],
    *,
    again: bool = False,
    clear: ingest.Clear | None = None,
) -> queue.Job:
    """Put the reading of received files into the queue.

    Args:
        workspace: where the files are and the articles will be.
        files: original id, name and reading settings of each.
        again: they were read before, and are to be read in another way.
        clear: what goes into the bin once there is something new.
    """
    payload: dict[str, Any] = {
        "again": again,
        "clear": clear,
        "files": [
            {"original": original, "name": name, "settings": to_plain(how)}
            for original, name, how in files
        ],
    }
    most = quotas_for(settings(), workspace.actor).jobs
    return queue.enqueue(workspace, READ, payload, total=len(files), most=most)


def ask_to_analyse(workspace: Workspace, where: Filter, choices: Choices) -> queue.Job:
    """Put the analysis of a selection into the queue, as the reader chose it."""
    payload = {
        "where": to_plain(where),
        "copies": choices.copies,
        "wire": choices.wire,
        "segmenter": choices.segmenter,
        "recognizer": choices.recognizer,
        "duplicates": to_plain(choices.duplicates),
        # Results are named by the words in use; other words want another job.
        "words": choices.lexicon.digest,
    }
    most = quotas_for(settings(), workspace.actor).jobs
    return queue.enqueue(workspace, ANALYSE, payload, total=100, most=most)


def read_files(work: RunningJob) -> Outcome:
    """Read received files one by one; each is kept, even if a later one fails."""
    job = work.job
    files = job.payload["files"]
    # A second attempt goes on where the first one ended.
    refused: list[dict[str, Any]] = list(job.fields.get("refused", ()))
    new = int(job.fields.get("new", 0))
    for n, file in enumerate(files):
        if n < job.done:
            continue
        fields = {"name": file["name"], "refused": refused, "new": new}
        work.tell_progress(n, len(files), "reading", **fields)
        try:
            done = _read_file(work, file, partial(_report_member, work, n, len(files), fields))
        except QuotaExceededError as error:
            refused.append(_full(file["name"], error))
            break
        # Also those that were there: a first attempt that died left its articles behind.
        new += len(done.added.articles) if done.added else 0
        refused += map(to_plain, done.refusals)
        del refused[MOST_REFUSED:]
    if job.payload.get("clear") and new:
        ids = [file["original"] for file in files]
        ingest.clear(work.workspace, job.payload["clear"], besides=ids)
    return Outcome("read", {"new": new, "refused": refused, "files": len(files)})


def _report_member(
    work: RunningJob, n: int, files: int, fields: Mapping[str, Any], member: int, members: int
) -> None:
    """Tell how far the reading of one file is; the job may stop here."""
    work.tell_progress(n, files, "reading", **fields, member=member, members=members)


def _read_file(
    work: RunningJob, file: Mapping[str, Any], on_progress: Callable[[int, int], None]
) -> ingest.Ingested:
    """Read one received file, and report progress after each member of an archive."""
    limits = settings().limits
    how = from_plain(file["settings"], ReadingSettings)
    quotas = quotas_for(settings(), work.job.actor)

    def reader(source: Source) -> Corpus:
        if bundle_reading.is_bundle(source.data):
            return _from_bundle(work, source)
        return read([source], limits=limits, on_progress=on_progress)

    if work.job.payload.get("again"):
        return ingest.read_again(
            work.workspace, file["original"], how,
            file=file["name"], quotas=quotas, reader=reader,
        )  # fmt: skip
    kept = files.download(work.workspace, file["original"])
    source = Source(file["name"], kept.data, settings=how)
    return ingest.ingest(work.workspace, source, quotas=quotas, reader=reader)


def _from_bundle(work: RunningJob, source: Source) -> Corpus:
    """Return the articles of a bundle; its lexicon is taken over if the workspace has none."""
    try:
        opened = bundle_reading.open_bundle(source.data, limits=settings().limits)
    except bundle_reading.BundleError:
        broken = Refusal(source.name, "broken", (("name", source.name),), source.name)
        return Corpus(refusals=(broken,))
    if opened.lexicon.n_corrections and not lexicons.load(work.workspace).version:
        with suppress(ConflictError):  # somebody saved words of their own in the meantime
            own = dump_lexicon(opened.lexicon)
            quotas = quotas_for(settings(), work.job.actor)
            lexicons.save(work.workspace, own, expected=0, quotas=quotas)
    return bundle_reading.join_bundle(Corpus(), opened, name=source.name)


def analyse(work: RunningJob) -> Outcome:
    """Find copies, cut words and find names of a selection, and keep the results."""
    asked = work.job.payload
    corpus = articles.read_corpus(work.workspace, from_plain(asked["where"], Filter))
    own = parse_lexicon(lexicons.load(work.workspace).text)
    choices = Choices(
        copies=asked["copies"],
        wire=asked.get("wire", "with"),  # of a job that an older version put there
        segmenter=asked["segmenter"],
        recognizer=asked["recognizer"],
        duplicates=from_plain(asked["duplicates"], DuplicateSettings),
        lexicon=own,
    )
    progress = _StageProgress(work)
    quotas = quotas_for(settings(), work.job.actor)
    maker = ResultMaker(work.workspace, progress.begin, quotas)
    make_views(Analysis(corpus, choices, call=maker, scheduler=progress))
    return Outcome("analysed", {"articles": len(corpus.articles)})


TASKS: Mapping[str, Task] = {READ: read_files, ANALYSE: analyse}


class _StageProgress:
    """Runs a verb in portions and reports progress after each."""

    def __init__(self, work: RunningJob) -> None:
        self._work = work
        self._stage: Stage[Any] | None = None

    def begin(self, stage: Stage[Any]) -> None:
        """Take note of which stage begins."""
        self._stage = stage
        self._work.tell_progress(stage.begins, 100, stage.name)

    def __call__(self, verb: Callable[[Sequence[str]], R], texts: Sequence[str]) -> list[R]:
        """Return what the verb gives for each portion; the job may stop between two."""
        found: list[R] = []
        parts = portions(texts)
        for n, part in enumerate(parts):
            found.append(verb(part))
            if stage := self._stage:
                done = stage.begins + (stage.ends - stage.begins) * (n + 1) // len(parts)
                self._work.tell_progress(min(done, 99), 100, stage.name)
        return found


def _full(name: str, error: QuotaExceededError) -> dict[str, Any]:
    detail = [["limit", error.limit], ["used", error.used]]
    return {"source": name, "reason": f"quota_{error.what}", "detail": detail, "id": name}
