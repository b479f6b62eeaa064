"""Taking texts in, and showing what was repaired or refused while reading them."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from components import ui
from components.i18n import number, t
from components.reading.analysis import TEXT_SUFFIXES, Source
from components.reading.corpus import Article, Corpus, Refusal

_PREVIEW_LINES = 8


@dataclass(frozen=True, slots=True)
class Intake:
    """What the reader hands over.

    Attributes:
        sources: files and pasted text, in this order.
        join_lines: repair hard-wrapped lines.
        add: keep the articles that are there.
    """

    sources: tuple[Source, ...]
    join_lines: bool
    add: bool


def intake(*, key: str, may_add: bool) -> Intake | None:
    """Ask for files or a paste; return them once the reader says so.

    Args:
        key: names the form.
        may_add: there are articles that can be kept beside the new ones.
    """
    with st.form(key, border=False):
        files = st.file_uploader(
            t("reading.files"),
            type=[suffix.removeprefix(".") for suffix in TEXT_SUFFIXES],
            accept_multiple_files=True,
            key=f"{key}_files",
            help=t("reading.files_help"),
        )
        paste = st.text_area(t("reading.paste"), height=160, key=f"{key}_paste")
        join = st.checkbox(t("reading.join"), value=True, help=t("reading.join_help"))
        add = may_add and st.checkbox(t("reading.add"), value=True)
        if not st.form_submit_button(t("reading.submit"), type="primary"):
            return None
    sources = [Source(file.name, file.getvalue()) for file in files or ()]
    if paste.strip():
        sources.append(Source(t("reading.pasted"), paste.encode("utf-8", "replace")))
    if not sources:
        st.warning(t("reading.nothing_given"))
        return None
    return Intake(tuple(sources), join, add)


def show_refusals(refusals: tuple[Refusal, ...]) -> None:
    """Say which inputs were refused, why, and what to do."""
    for refusal in refusals:
        st.warning(
            t(f"refused.{refusal.reason}", source=ui.plain(refusal.source), **dict(refusal.detail))
        )


def show_repair(corpus: Corpus, *, key: str) -> None:
    """Say how many lines were joined, and show a stretch before and after."""
    repaired = [article for article in corpus.articles if article.joins]
    if not repaired:
        st.caption(t("reading.not_wrapped"))
        return
    joined = sum(len(article.joins) for article in repaired)
    st.markdown(t("reading.joined", lines=number(joined), articles=number(len(repaired))))
    article = repaired[0]
    if len(repaired) > 1:
        article = st.selectbox(
            t("reading.article"), repaired, format_func=lambda a: a.title, key=f"{key}_article"
        )
    before, after = st.columns(2)
    with before:
        st.caption(t("reading.before"))
        st.code("\n".join(article.raw.splitlines()[:_PREVIEW_LINES]), language=None)
    with after:
        st.caption(t("reading.after"))
        st.code(_preview(article), language=None, wrap_lines=True)


def _preview(article: Article) -> str:
    shown = article.joins[: _PREVIEW_LINES - 1]
    end = article.joins[len(shown)] if len(article.joins) > len(shown) else len(article.text)
    return article.text[:end]
