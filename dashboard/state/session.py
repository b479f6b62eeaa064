"""The choices of one browser session: language, selection, copies, the reader's own words.

What lasts is in the library, see `workspace`; what readers share is in the cache, named by content
alone.
"""

from __future__ import annotations

import streamlit as st

from components import i18n, ui
from components.duplicates import panel as duplicates_panel
from components.lexicon import Lexicon, dump_lexicon, parse_lexicon
from components.text import Copies, Corpus, Wire
from components.words import SegmenterName
from dashboard.cache import Shelf, call_cached, weight_of
from dashboard.jobs.result_cache import LARGE, ResultFetcher
from dashboard.library import articles, lexicons, selections
from dashboard.library.errors import ConflictError, NotFoundError
from dashboard.library.filters import EVERYTHING, Filter, holds
from dashboard.pipeline import Analysis, Choices
from dashboard.sample_cache import call_kept
from dashboard.state import pins, samples, shared, workspace
from dashboard.state.memory import LexiconInUse, memory

SELECTION = "sel"
SEGMENTER = "cut"
SEGMENTERS: tuple[SegmenterName, ...] = ("jieba", "wapic")  # rjieba cuts as jieba does
_corpora = Shelf(max_entries=16)  # the last ones in use: each holds whole texts


def use_language() -> None:
    """Use the language of the address, of this session, or of the browser, in this order."""
    chosen = ui.read_bound("lang", str, "")
    i18n.use(chosen if chosen in i18n.LOCALES else i18n.match(st.context.locale))


def source_corpus(*, pinned: bool = True) -> Corpus:
    """Return the articles of the sample that is looked at, or of the selection in use.

    Who keeps nothing yet reads the first sample.

    Args:
        pinned: only those of the period and the outlet that are pinned, if any.
    """
    if shared.is_here():
        return shared.analysis().source
    look = samples.current_sample()
    if look == "own" and workspace.find() is not None:
        return _own_corpus(scope() if pinned else selection())
    whole = samples.corpus("report" if look == "own" else look)
    where = pins.current() if pinned else EVERYTHING
    if where == EVERYTHING:
        return whole
    return _narrow(whole, where)


def ids_in(where: Filter) -> tuple[str, ...]:
    """Return the ids of the own articles that a filter finds, in reading order."""
    return tuple(article.id for article in _own_corpus(where).articles)


def _narrow(corpus: Corpus, where: Filter) -> Corpus:
    """Return the articles of a corpus that meet a filter's outlets and days."""
    kept = tuple(article for article in corpus.articles if holds(where, article))
    return Corpus(kept, settings=corpus.settings)


def _own_corpus(where: Filter) -> Corpus:
    own = workspace.find()
    if own is None:
        return samples.corpus("report")
    key = (own.id, own.version, where)
    return _corpora.get(
        key,
        lambda: articles.read_corpus(workspace.current(), where),
        weight_of,
    )


def shows_sample() -> bool:
    """Tell whether only a sample is shown."""
    return not shared.is_here() and (samples.current_sample() != "own" or has_only_sample())


def has_only_sample() -> bool:
    """Tell whether the reader's own articles are the first sample and nothing else."""
    own = workspace.find()
    return own is None or _own_corpus(selection()).digest == samples.corpus("report").digest


def selection() -> Filter:
    """Return which articles the reader chose; all of them if that selection is gone."""
    code = ui.read_bound(SELECTION, str, "")
    if not code.startswith("n:") or workspace.find() is None or samples.current_sample() != "own":
        return Filter()
    try:
        return selections.get(workspace.current(), code[2:]).where
    except NotFoundError:
        return Filter()


def scope() -> Filter:
    """Return which articles are read: the selection in use, narrowed to what is pinned."""
    return pins.add_to(selection())


def lexicon() -> Lexicon:
    """Return the reader's own words as the library has them; empty until some are added."""
    if shared.is_here():
        return shared.analysis().choices.lexicon
    own = workspace.find()
    if own is None:
        return Lexicon()
    kept = memory().lexicon
    if kept is not None and (kept.workspace_id, kept.workspace_version) == (own.id, own.version):
        return kept.lexicon
    saved = lexicons.load(workspace.current())
    if kept is not None and (kept.workspace_id, kept.saved_version) == (own.id, saved.version):
        return _remember(own.id, own.version, saved.version, kept.lexicon)
    return _remember(own.id, own.version, saved.version, parse_lexicon(saved.text))


def use_lexicon(lexicon: Lexicon) -> None:
    """Keep the reader's own words in the library.

    Raises:
        NotFoundError: a guest keeps nothing.
        ConflictError: they were changed elsewhere, in another tab perhaps; those are in use now.
        QuotaExceededError: the library has no room for them.
    """
    own = workspace.ensure(with_sample=True)
    kept = memory().lexicon
    read_as = kept.saved_version if kept is not None and kept.workspace_id == own.id else 0
    try:
        text = dump_lexicon(lexicon)
        saved = lexicons.save(
            workspace.current(), text, expected=read_as, quotas=workspace.quotas()
        )
    except ConflictError:
        memory().lexicon = None
        workspace.refresh()
        raise
    now = workspace.refresh()
    # As a job will read them, so that both name their results alike.
    _remember(now.id, now.version, saved.version, parse_lexicon(text))


def may_change() -> bool:
    """Tell whether the reader may change what is counted and correct words and names."""
    return not shared.is_here()


def current(*, pinned: bool = True) -> Analysis:
    """Return the analysis of this session, with the reader's choices.

    A guest gets what was shared, with the choices of the sender. Of a large corpus the steps
    that take long are made by a job: pages wait for them, see `screens.progress`.

    Args:
        pinned: only of the period and the outlet that are pinned, if any.
    """
    if shared.is_here():
        return shared.analysis()
    copies: Copies = "all" if st.session_state.get("copies") == "all" else "unique"
    own = duplicates_panel.settings_in_use()
    cut: SegmenterName = "wapic" if st.session_state.get(SEGMENTER) == "wapic" else "jieba"
    wire: Wire = "without" if st.session_state.get("wire") == "without" else "with"
    choices = Choices(copies, cut, wire=wire, duplicates=own, lexicon=lexicon())
    corpus = source_corpus(pinned=pinned)
    is_own = workspace.find() is not None and samples.current_sample() == "own"
    if not is_own or corpus.n_characters < LARGE:
        return Analysis(corpus, choices, call=call_cached)
    return Analysis(corpus, choices, call=ResultFetcher(workspace.current()))


def sample_analysis() -> Analysis:
    """Return the analysis of the first sample, as a first visitor sees it."""
    return Analysis(samples.corpus("report"), call=call_kept)


def _remember(workspace: str, version: int, saved: int, own: Lexicon) -> Lexicon:
    memory().lexicon = LexiconInUse(workspace, version, saved, own)
    return own
