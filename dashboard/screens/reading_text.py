"""Shows one article to be read: names by kind, copies at the margin, steps between hits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

import streamlit as st

from components import concordance, duplicates, theme, ui
from components.concordance import Findings, MarginNote, Mark
from components.concordance import panel as concordance_panel
from components.duplicates import LeftOut
from components.i18n import number, t
from components.lexicon import KINDS
from components.text import Article, Corpus, Span
from dashboard.pipeline import Analysis
from dashboard.report.redacted_text import FILLER

_KINDS = KINDS
_SOURCES = 12  # buttons to where copies come from; more are a wall
_MARKS = 5_000  # of a search; more would be a coloured text
_TITLE = 24  # characters of a title in the margin


def show_head(article: Article) -> None:
    """Show headline, day, outlet and authors."""
    st.header(ui.escape_markdown(article.title), anchor=False)
    told = [concordance_panel.describe_source(article.published, article.outlet)]
    told += [ui.escape_markdown("、".join(article.authors))]
    if any(told):
        st.caption(" · ".join(filter(None, told)))


def show_titles(corpus: Corpus, query: str, *, on_turn: Callable[[str], None]) -> None:
    """Lead to the articles that have a text in their title alone."""
    found = concordance.find_titles(corpus, query)
    if not found:
        return
    st.caption(t("reader.in_titles", n=number(len(found))))
    for article_id in found[:_SOURCES]:
        st.button(
            ui.escape_markdown(corpus.article(article_id).title), key=f"titled_{article_id}",
            type="tertiary", icon=":material/article:", on_click=on_turn, args=(article_id,),
        )  # fmt: skip


def marks_of(findings: Findings) -> tuple[Mark, ...]:
    """Return what a full text makes visible of a search, also where it does not count."""
    sides = ((findings.counted, "word"), (findings.uncounted, concordance.UNCOUNTED))
    return tuple(Mark(span, kind) for spans, kind in sides for span in spans[:_MARKS])


def ask_kinds() -> tuple[str, ...]:
    """Ask which kinds of names are coloured; all of them until the reader says otherwise."""
    chosen: tuple[str, ...] = ui.bind_choice(
        st.pills, t("reader.names"), _KINDS, key="names", default=_KINDS, selection_mode="multi",
        name_of=lambda kind: f"{theme.SIGNS[kind]} {t(f'entities.kind_{kind}')}",
    )  # fmt: skip
    return chosen


def colour_names(
    analysis: Analysis, article: Article, marks: tuple[Mark, ...], kinds: Sequence[str]
) -> tuple[Mark, ...]:
    """Return marks with those of names added, where nothing else is marked."""
    return marks + concordance.marks_in(analysis.index, article, kinds=kinds, besides=marks)


def offer_hits(
    corpus: Corpus, marks: Sequence[Mark], place: Span, *, on_step: Callable[[Span], None]
) -> None:
    """Offer the hit before and the hit after a place, through all articles."""
    if not marks:
        return
    ranks = {article.id: n for n, article in enumerate(corpus.articles)}
    hits = sorted({m.span for m in marks}, key=lambda span: (ranks[span.article_id], span.start))
    keys = [(ranks[span.article_id], span.start) for span in hits]
    here = (ranks[place.article_id], place.start)
    at = bisect_left(keys, here)
    is_hit = at < len(keys) and keys[at] == here
    total = number(len(hits))
    told = t("reader.hit.nth", n=number(at + 1), total=total) if is_hit else ""
    ui.offer_steps(
        hits[:at], hits[at + is_hit :], told or t("concordance.hits", total=total),
        words="reader.hit", on_step=on_step,
    )  # fmt: skip


def show_text(
    analysis: Analysis,
    article: Article,
    marks: tuple[Mark, ...],
    at: Span,
    *,
    on_open: Callable[[Span], None],
) -> None:
    """Show the text; copied stretches have a note in the margin and a way to where they stand."""
    origins = duplicates.list_origins(analysis.report, article.id)
    corpus = analysis.source
    notes = [MarginNote(o.span, describe_origin(corpus, o, short=True)) for o in origins]
    filler = FILLER if analysis.gaps else ""
    concordance_panel.show_text(article, marks, at=at, key="reader", filler=filler, notes=notes)
    if not origins:
        return
    st.caption(t("reader.origins", n=number(len(origins))))
    for n, origin in enumerate(origins[:_SOURCES], start=1):
        told = ui.escape_markdown(describe_origin(corpus, origin))
        st.button(
            f"{n} {told}", key=f"origin_{n}", type="tertiary", icon=":material/content_copy:",
            on_click=on_open, args=(origin.repeats,),
        )  # fmt: skip


def describe_origin(corpus: Corpus, origin: LeftOut, *, short: bool = False) -> str:
    """Say where a copied stretch stands as well, and whether it was edited.

    Args:
        corpus: both articles.
        origin: the stretch and what it repeats.
        short: leave out the title of an article whose outlet is known.
    """
    source = corpus.article(origin.repeats.article_id)
    if source.id == origin.span.article_id:
        told = t("reader.from_here", start=number(origin.repeats.start + 1))
    else:
        title = source.title if len(source.title) <= _TITLE else source.title[:_TITLE] + "…"
        titled = () if short and source.outlet else (t("reader.from_there", title=title),)
        where = (ui.format_moment(source.published)[:10], source.outlet)
        told = " ".join(filter(None, (*titled, *where)))
    return told if origin.similarity == 1 else told + t("reader.edited")
