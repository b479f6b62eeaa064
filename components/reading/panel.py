"""Takes files and pasted texts in, and shows what was repaired or refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from components import ui
from components.i18n import number, t
from components.reading.document import Limits
from components.reading.line_joining import EDGE, LINE_END
from components.reading.refusal_messages import describe_refusal
from components.reading.sources import Source, is_dust
from components.text import Article, Corpus, Refusal, Step

_PREVIEW_LINES = 8
_MEGABYTE = 2**20
_COMPARED = 100_000  # characters looked through for the first change


Beside = Literal["nothing", "sample", "articles"]


@dataclass(frozen=True, slots=True)
class Intake:
    """What the reader hands over.

    Attributes:
        sources: files and pasted text, in this order.
        clear: what goes once the new articles are there: the sample, or all others.
    """

    sources: tuple[Source, ...]
    clear: Literal["sample", "others"] | None


def ask_files(*, key: str, beside: Beside, file_bytes: int = Limits().file_bytes) -> Intake | None:
    """Ask for files or a paste; return them once the reader says so.

    Files of any kind are taken: what cannot be read is refused with a reason and a way out,
    which the widget's own refusal has not.

    Args:
        key: names the form.
        beside: what is there already.
        file_bytes: size a file may have, to be told beforehand.
    """
    with st.form(key, border=False, clear_on_submit=True):
        files = st.file_uploader(
            t("reading.files"),
            accept_multiple_files=True,
            key=f"{key}_files",
        )
        st.caption(t("reading.formats", limit=number(file_bytes // _MEGABYTE)))
        paste = st.text_area(t("reading.paste"), height=160, key=f"{key}_paste")
        clear = _what_goes(beside, key=key)
        if not st.form_submit_button(t("reading.submit"), type="primary"):
            return None
    sources = [Source(file.name, file.getvalue()) for file in files or () if not is_dust(file.name)]
    if paste.strip():
        sources.append(Source(t("reading.pasted"), paste.encode("utf-8", "replace")))
    if not sources:
        st.warning(t("reading.nothing_given"))
        return None
    return Intake(tuple(sources), clear)


def _what_goes(beside: Beside, *, key: str) -> Literal["sample", "others"] | None:
    if beside == "sample":
        away = st.checkbox(
            t("reading.sample_away"), value=True, key=f"{key}_away", help=t("reading.away_help")
        )
        return "sample" if away else None
    if beside == "articles":
        kept = st.radio(
            t("reading.beside"),
            ("add", "replace"),
            format_func=lambda how: t(f"reading.{how}"),
            horizontal=True,
            key=f"{key}_beside",
            help=t("reading.away_help"),
        )
        return "others" if kept == "replace" else None
    return None


def show_refusals(refusals: tuple[Refusal, ...]) -> None:
    """Say which inputs were refused, why, and what to do."""
    for refusal in refusals:
        st.warning(describe_refusal(refusal, source=ui.escape_markdown(refusal.source)))


def show_repair(corpus: Corpus, *, key: str) -> None:
    """Say what was done while reading, how often, and show an article before and after.

    Args:
        corpus: the articles as they were read.
        key: names the choice of the article.
    """
    repaired = [article for article in corpus.articles if article.steps]
    if not repaired:
        st.caption(t("reading.not_wrapped"))
        return
    st.caption(t("reading.steps"))
    st.markdown("\n".join(f"- {line}" for line in _sums(repaired)))
    article = repaired[0]
    if len(repaired) > 1:
        titles = {a.id: a.title for a in repaired}
        chosen = st.selectbox(
            t("reading.article"),
            list(titles),
            format_func=lambda i: titles.get(i, i),
            key=f"{key}_article",
        )
        article = corpus.article(chosen)
        st.markdown("\n".join(f"- {_line(step, 1)}" for step in article.steps))
    show_article(article)


def show_article(article: Article) -> None:
    """Show where an article was changed first, before and after, and its bylines."""
    was, now = before_and_after(article)
    if was != now:
        before, after = st.columns(2)
        with before:
            st.caption(t("reading.before"))
            st.code(was, language=None)
        with after:
            st.caption(t("reading.after"))
            st.code(now, language=None, wrap_lines=True)
    if article.bylines:
        st.caption(t("reading.bylines"))
        shown = article.bylines[:_PREVIEW_LINES]
        st.code("\n".join(article.text[start:end] for start, end in shown), language=None)


def before_and_after(article: Article) -> tuple[str, str]:
    """Return some lines of the raw text from its first change on, and what they became."""
    raw = LINE_END.sub("\n", article.raw).strip(EDGE + "\n")
    text = article.text.strip(EDGE + "\n")
    pairs = zip(raw[:_COMPARED], text[:_COMPARED], strict=False)
    change = next((at for at, (was, now) in enumerate(pairs) if was != now), 0)
    start = raw.rfind("\n", 0, change) + 1
    lines = raw[start:].split("\n", _PREVIEW_LINES)
    was = "\n".join(lines[:_PREVIEW_LINES])
    now = text[start:] if len(lines) <= _PREVIEW_LINES else text[start : start + len(was)]
    return was, now


def _sums(articles: list[Article]) -> list[str]:
    """Say each step once, with how often it was taken in all articles together."""
    names = dict.fromkeys(step.name for article in articles for step in article.steps)
    lines = []
    for name in names:
        counts = [step.count for a in articles for step in a.steps if step.name == name]
        lines.append(_line(Step(name, sum(counts)), len(counts)))
    return lines


def _line(step: Step, articles: int) -> str:
    if step.name == "joined_lines":
        return t("reading.joined", lines=number(step.count), articles=number(articles))
    if step.name == "split":
        articles = max(articles, step.count) if articles == 1 else articles
    return t(f"reading.step_{step.name}", count=number(step.count), articles=number(articles))
