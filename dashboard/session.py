"""What belongs to one reader's browser session: language, corpus, choices.

Nothing here is shared; what is shared is the memo, named by content alone.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components import i18n
from components.duplicates import panel as duplicates_panel
from components.i18n import t
from components.reading import Copies, Corpus, Source, read, sources_in
from components.words import Lexicon
from dashboard.memo import memo
from dashboard.pipeline import Analysis, Choices
from dashboard.settings import seeds_dir


def speak() -> None:
    """Use the language of the address, of this session, or of the browser, in this order."""
    chosen = st.session_state.get("lang") or st.query_params.get("lang")
    i18n.use(chosen if chosen in i18n.LOCALES else i18n.match(st.context.locale))


def corpus_read() -> Corpus:
    """Return this session's corpus as it was read; the sample until something is uploaded."""
    corpus: Corpus | None = st.session_state.get("corpus")
    return corpus if corpus is not None else memo(_sample)


def shows_sample() -> bool:
    """Tell whether the session still shows the sample."""
    return st.session_state.get("corpus") is None


def take(sources: list[Source], *, join_lines: bool, add: bool) -> Corpus:
    """Read sources and make them this session's corpus, unless all were refused.

    Args:
        sources: uploads and pastes.
        join_lines: repair hard-wrapped lines.
        add: keep the articles that are there already.
    """
    kept: tuple[Source, ...] = st.session_state.get("sources", ()) if add else ()
    new = (replace(s, settings=replace(s.settings, join_lines=join_lines)) for s in sources)
    together = (*kept, *new)
    corpus = read(together)
    if corpus.articles:
        st.session_state["corpus"] = corpus
        st.session_state["sources"] = tuple(s for s in together if _gave_text(s, corpus))
    return corpus


def _gave_text(source: Source, corpus: Corpus) -> bool:
    inside = f"{source.name}!"
    return any(a.source == source.name or a.source.startswith(inside) for a in corpus.articles)


def back_to_sample() -> None:
    """Forget the uploads of this session."""
    st.session_state.pop("corpus", None)
    st.session_state.pop("sources", None)


def lexicon() -> Lexicon:
    """Return this session's own words; empty until the reader adds some."""
    own: Lexicon = st.session_state.get("lexicon", Lexicon())
    return own


def current() -> Analysis:
    """Return the analysis that every page shows, with the reader's choices."""
    copies: Copies = "all" if st.session_state.get("copies") == "all" else "unique"
    own = duplicates_panel.settings_in_use()
    choices = Choices(copies=copies, duplicates=own, lexicon=lexicon())
    return Analysis(corpus_read(), choices, call=memo)


def current_or_stop() -> Analysis:
    """Return the analysis of this session; without any article say what to do and stop."""
    analysis = current()
    if not analysis.read.articles:
        st.info(t("frame.empty"))
        st.stop()
    return analysis


def use_lexicon(lexicon: Lexicon) -> None:
    """Keep this session's own words for every page."""
    st.session_state["lexicon"] = lexicon


def sample_analysis() -> Analysis:
    """Return the analysis of the sample, as a first visitor sees it."""
    return Analysis(memo(_sample), call=memo)


def _sample() -> Corpus:
    return read(sources_in(seeds_dir()))
