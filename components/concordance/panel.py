"""Shows lines, sentences and whole texts on a page, with what was asked for marked."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise
from typing import Any, get_args

import pandas as pd
import streamlit as st

from components import theme, ui
from components.concordance.analysis import lines, marks_within
from components.concordance.concordance import (
    UNCOUNTED,
    ArticlePlaces,
    Concordance,
    Evidence,
    Findings,
    MarginNote,
    Mark,
    Neighbour,
    Order,
    SearchSettings,
    Sentence,
)
from components.concordance.describe import caption, dispersion_alt, fault
from components.concordance.export import neighbours_to_table, places_table, to_table
from components.concordance.figure import dispersion
from components.concordance.query import QueryError
from components.i18n import number, t
from components.lexicon import KINDS
from components.table import to_csv
from components.text import Article, Corpus, Span, digest_of, split_sentences
from components.theme import ColourMode

PAGE = 20  # sentences shown at once
WINDOW = 20_000  # characters of a text shown at once
_LEAD = 120  # characters shown before the place asked for, so that it has its context
_PHONE_WIDTH = 8
_SIDE = 290  # pixels of the text on each side of a hit
_WHOLE = 12  # a mark of at most so many characters is not broken over two lines
GROUND = 0.22  # share of its colour in the ground of a mark, so that ink stays readable on it
_SHOWN = 200  # lines
_ROWS = 30  # articles of the dispersion plot
_DAY = len("2026-10-12")
_LONG = 300  # characters of a copied stretch that stands in a paragraph of its own
REPEATED = "repeated"  # the kind of stretches that stand elsewhere and were not counted
# Kind is told without colour too: by the line under the name.
_LINES = {"PER": "solid", "LOC": "dashed", "ORG": "double"}


def show(
    corpus: Corpus,
    concordance: Concordance,
    *,
    key: str,
    on_open: Callable[[Span], None],
    filler: str = "",
    uncounted: Concordance | None = None,
) -> None:
    """Show key words in context.

    Args:
        corpus: the corpus the lines come from, for the titles of its articles.
        concordance: what to show.
        key: names the widgets.
        on_open: hears the place of the line clicked.
        filler: the character that stands for text left out; each stretch of it is one sign.
        uncounted: what stands in text that does not count; shown apart, and at once where
            nothing that counts was found.
    """
    aside = uncounted if uncounted and uncounted.lines else None
    if concordance.lines:
        _lines(corpus, concordance, key, filler, on_open, mark=theme.PALETTES[ui.mode()].accent)
    else:
        _say_nothing(concordance, aside)
    if aside:
        _aside(corpus, aside, key, filler, on_open, opened=not concordance.lines)


def ask_search(corpus: Corpus, query: str, *, key: str) -> SearchSettings:
    """Ask in which order places are listed and which are left out; answers are in the address.

    Args:
        corpus: what is searched; its outlets, days and articles can be chosen.
        query: what is looked for.
        key: names the widgets; the order is `<key>_order`.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = ui.bind_choice(
            st.segmented_control, t("concordance.order"), get_args(Order), default="position",
            name_of=lambda value: t(f"concordance.order_{value}"), key=f"{key}_order",
            required=True,
        )  # fmt: skip
        with st.popover(t("concordance.filters"), icon=":material/filter_alt:", key=f"{key}_only"):
            kinds = ui.bind_choice(
                st.pills, t("concordance.filter_kinds"), KINDS, selection_mode="multi",
                default=(), key=f"{key}_kinds",
                name_of=lambda kind: f"{theme.SIGNS[kind]} {t(f'entities.kind_{kind}')}",
            )  # fmt: skip
            outlets = _ask_outlets(corpus, key)
            since, until = _ask_days(corpus, key)
            articles = _ask_article(corpus, key)
    return SearchSettings(query, order, articles=articles, outlets=outlets, since=since,
                          until=until, kinds=tuple(kinds))  # fmt: skip


def _ask_outlets(corpus: Corpus, key: str) -> tuple[str, ...]:
    outlets = sorted({a.outlet for a in corpus.articles if a.outlet})
    if len(outlets) < 2:
        return ()
    chosen: tuple[str, ...] = ui.bind_choice(
        st.pills, t("concordance.filter_outlets"), outlets, selection_mode="multi", default=(),
        key=f"{key}_outlets", name_of=str,
    )  # fmt: skip
    return chosen


def _ask_days(corpus: Corpus, key: str) -> tuple[str, str]:
    days = sorted({a.published[:_DAY] for a in corpus.articles if a.published})
    if len(days) < 2:
        return "", ""
    chosen = [
        ui.bind_choice(
            st.selectbox, t(f"concordance.filter_{side}"), ("any", *days), default="any",
            key=f"{key}_{side}",
            name_of=lambda day: t("concordance.filter_any") if day == "any" else day,
        )
        for side in ("since", "until")
    ]  # fmt: skip
    since, until = ("" if day == "any" else day for day in chosen)
    return since, until


def _ask_article(corpus: Corpus, key: str) -> tuple[str, ...]:
    if len(corpus.articles) < 2:
        return ()
    ids = [article.id for article in corpus.articles]
    chosen = ui.bind_choice(
        st.selectbox, t("concordance.filter_article"), ("any", *ids), default="any",
        key=f"{key}_article",
        name_of=lambda own: t("concordance.filter_any") if own == "any"
        else corpus.article(own).title,
    )  # fmt: skip
    return () if chosen == "any" else (chosen,)


def show_fault(error: QueryError) -> None:
    """Say what is wrong with a query, and at which character."""
    st.error(ui.escape_markdown(fault(error)))


def show_findings(
    corpus: Corpus,
    findings: Findings,
    *,
    key: str,
    on_open: Callable[[Span], None],
    on_pick: Callable[[str], None],
    near: Callable[[], tuple[Neighbour, ...]],
    by_article: Callable[[], tuple[ArticlePlaces, ...]],
    filler: str = "",
) -> None:
    """Show the places of a search: as lines, by article, or by the words around them.

    Args:
        corpus: what was searched.
        findings: its places, in the order asked for.
        key: names the widgets; the view stands in the address as `<key>_view`.
        on_open: hears the place that is clicked.
        on_pick: hears the norm of the word that is clicked.
        near: ranks the words around, when they are asked for.
        by_article: gives the places by article, when they are asked for.
        filler: the character that stands for text left out.
    """
    query, settings = findings.settings.query, findings.settings
    if not len(findings.counted) and not len(findings.uncounted) and findings.left_out:
        st.info(t("concordance.all_left_out", n=number(findings.left_out)))
        return
    view = "lines"
    if len(findings.counted) or len(findings.uncounted):
        view = ui.bind_choice(
            st.segmented_control, t("concordance.view"), ("lines", "spread", "near"),
            default="lines", key=f"{key}_view", required=True, label_visibility="collapsed",
            name_of=lambda name: t(f"concordance.view_{name}"),
        )  # fmt: skip
    if view == "spread":
        _show_spread(by_article(), key, on_open)
    elif view == "near":
        _show_near(near(), key, on_pick)
    else:
        sides = (findings.counted, findings.uncounted)
        shown, aside = (
            replace(lines(corpus, spans, width=settings.width, limit=_SHOWN), query=query)
            for spans in sides
        )
        show(corpus, shown, key=key, on_open=on_open, filler=filler, uncounted=aside)
    if len(findings.counted) or len(findings.uncounted):
        st.caption(caption(corpus, findings))
        ui.download(
            t("concordance.download"), lambda: to_csv(to_table(corpus, findings)),
            name="concordance.csv", mime="text/csv", key=f"{key}_csv",
        )  # fmt: skip


def _show_spread(
    places: tuple[ArticlePlaces, ...], key: str, on_open: Callable[[Span], None]
) -> None:
    """Draw where the places lie, in the articles that have most of them."""
    least = sorted((own.n_places for own in places), reverse=True)[:_ROWS][-1]
    rows = [own for own in places if own.n_places >= least][:_ROWS]
    spans = [span for own in rows for span in own.counted]
    spans += [span for own in rows for span in own.uncounted]
    alt = dispersion_alt(places)
    ui.show_chart(
        partial(dispersion, rows), key=f"{key}_spread", alt=alt,
        table=partial(places_table, places),
        on_pick=lambda mark: on_open(spans[int(mark)]),
    )  # fmt: skip
    st.caption(alt)
    if len(places) > len(rows):
        left = number(len(places) - len(rows))
        st.caption(t("concordance.spread_left", shown=number(len(rows)), left=left))


def _show_near(words: tuple[Neighbour, ...], key: str, on_pick: Callable[[str], None]) -> None:
    if not words:
        st.info(t("concordance.near_nothing"))
        return
    table = neighbours_to_table(words)
    ui.show_rows(
        ui.frame_of(table, titled=True),
        key=f"{key}_near_{digest_of(words)[:8]}",
        marks=[word.norm for word in words],
        on_pick=on_pick,
        alt=table.title,
    )
    st.caption(t("concordance.near_help"))


def _say_nothing(concordance: Concordance, uncounted: Concordance | None) -> None:
    """Say that nothing was found, or that all of it stands in text that does not count."""
    query = ui.escape_markdown(concordance.query)
    if uncounted:
        found = number(uncounted.total)
        st.info(t("concordance.only_uncounted", query=query, total=found))
    else:
        empty = "concordance.nothing" if concordance.query else "concordance.empty_query"
        st.info(t(empty, query=query))


def _aside(
    corpus: Corpus,
    uncounted: Concordance,
    key: str,
    filler: str,
    on_open: Callable[[Span], None],
    *,
    opened: bool,
) -> None:
    """Show what stands in text that does not count, in quiet ink."""
    with show_uncounted_places(uncounted.total, key=key, opened=opened) as place:
        if place.open:
            quiet = theme.PALETTES[ui.mode()].quiet
            name = f"{key}_uncounted"
            _lines(corpus, uncounted, name, filler, on_open, mark=quiet)


def show_uncounted_places(total: int, *, key: str, opened: bool = False) -> Any:
    """Say how many places stand in text that does not count; draw into it when it is open."""
    return st.expander(
        t("concordance.uncounted", total=number(total)),
        expanded=opened,
        on_change="rerun",
        key=f"{key}_uncounted_places",
        icon=":material/content_copy:",
    )


def _lines(
    corpus: Corpus,
    concordance: Concordance,
    key: str,
    filler: str,
    on_open: Callable[[Span], None],
    *,
    mark: str,
) -> None:
    lines = concordance.lines
    titles = [corpus.article(line.span.article_id).title for line in lines]
    frame = lines_frame(concordance, titles)
    if filler:
        for side in ("before", "after"):
            frame[side] = [_gap(filler).sub(t("concordance.gap"), text) for text in frame[side]]
    if ui.on_phone():
        frame["before"] = frame["before"].str[-_PHONE_WIDTH:]
        frame["after"] = frame["after"].str[:_PHONE_WIDTH]
    ui.show_rows(
        frame.style.set_properties(subset=["hit"], color=mark),
        # Another order or query must not inherit the row that was selected.
        key=f"{key}_lines_{digest_of(concordance)[:8]}",
        marks=[str(i) for i in range(len(lines))],
        on_pick=lambda number: on_open(lines[int(number)].span),
        alt=t("concordance.hits", total=number(concordance.total)),
        column_config=_columns(several=len(set(titles)) > 1),
        # A phone has room for the hit with its context; whose it is stands behind them.
        column_order=("before", "hit", "after", "article", "position") if ui.on_phone() else None,
    )
    st.caption(f"{_describe_hits(concordance)}　{t('concordance.pick_line')}")


def show_sentences(
    evidence: Evidence, *, key: str, on_open: Callable[[Span], None] | None = None
) -> None:
    """Show sentences below the articles they stand in, names on coloured ground.

    Args:
        evidence: what to show.
        key: names the widgets.
        on_open: hears the place of a sentence whose full text is asked for; without it no
            text can be asked for.
    """
    if not evidence.sentences:
        st.info(t("concordance.nothing_selected"))
        return
    different, total = len(evidence.sentences), evidence.total
    if different < total:
        st.caption(
            t("concordance.sentences_different", total=number(total), different=number(different))
        )
    pages, page = -(-different // PAGE), 1
    page_key = f"{key}_page_{digest_of(evidence.sentences[0].span, total)[:8]}"
    if pages > 1:
        page = min(int(st.session_state.get(page_key) or 1), pages)
    article_id = None
    for sentence in evidence.sentences[PAGE * (page - 1) : PAGE * page]:
        if sentence.span.article_id != article_id:
            article_id = sentence.span.article_id
            _show_article(sentence)
        _show_sentence(sentence, key, on_open)
    if pages > 1:
        st.pagination(pages, key=page_key)


def describe_source(published: str | None, outlet: str | None) -> str:
    """Say when and where an article appeared; "" where neither is known."""
    return ui.escape_markdown(
        " · ".join(part for part in (ui.format_moment(published), outlet) if part)
    )


def show_text(
    article: Article,
    marks: Iterable[Mark],
    *,
    key: str,
    at: Span | None = None,
    filler: str = "",
    notes: Sequence[MarginNote] = (),
) -> None:
    """Show a text with its marks, beginning shortly before a place.

    Repeated stretches that were not counted stand in quiet ink. A text longer than
    20,000 characters is shown in parts.

    Args:
        article: what to read.
        marks: what to make visible; marks of other articles are passed over.
        key: names the widgets.
        at: where to begin; the mark standing there is framed.
        filler: the character that stands for text left out; each stretch of it is one sign.
        notes: what stands in the margin, in the order of the text; each has its number.
    """
    if not article.text.strip():
        st.info(t("concordance.no_text"))
        return
    # A place may be an empty span, which is false.
    focus = at if at is not None and at.article_id == article.id else None
    start = _start(article, focus, key)
    window = Span(article.id, start, _sentence_end(article.text, start + WINDOW))
    marks = list(marks)
    inside = marks_within([*marks, *_mark_uncounted(article, marks)], window)
    framed = focus.start - start if focus is not None else None
    shown = article.text[start : window.end]
    beside = [
        (max(note.span.start - start, 0), note.span.end - start, f"{n} {note.text}")
        for n, note in enumerate(notes, start=1)
        if note.span.start < window.end and note.span.end > start
    ]
    st.html(highlight_html(shown, inside, ui.mode(), framed=framed, filler=filler, notes=beside))
    if any(kind == REPEATED for _, _, kind in inside):
        st.caption(t("concordance.repeated"))
    _offer_turning(article, window, key)


def highlight_html(
    text: str,
    marks: Iterable[tuple[int, int, str]],
    mode: ColourMode,
    *,
    framed: int | None = None,
    filler: str = "",
    notes: Sequence[tuple[int, int, str]] = (),
) -> str:
    """Return a text as HTML, marks on a ground and underlined; everything is escaped.

    Args:
        text: plain text; each line that is not blank is a paragraph.
        marks: (start, end, kind), ascending and not overlapping.
        mode: light or dark.
        framed: the mark that begins here gets a frame as well.
        filler: the character that stands for text left out; each stretch of it is one sign.
        notes: (start, end, note), what stands in the margin beside a stretch.
    """
    palette = theme.PALETTES[mode]
    writer = _Writer(text, palette, framed, partial(_escape, filler=filler, colour=palette.quiet))
    paragraphs, waiting, untold = [], list(marks), list(notes)
    for start, end in _paragraphs(text, notes):
        while waiting and waiting[0][1] <= start:
            waiting.pop(0)
        inside = [(max(s, start), min(e, end), k) for s, e, k in waiting if s < end]
        body = writer.write(start, end, inside)
        if notes:
            barred = any(s < end and e > start for s, e, _ in notes)
            told = [note for s, e, note in untold if s < end and e > start]
            untold = [note for note in untold if note[0] >= end]
            body = _beside(body, told, palette, barred=barred)
        paragraphs.append(f'<div style="margin-bottom:.7em">{body}</div>')
    block = (
        f"font-family:{theme.SERIF};font-size:1.06rem;line-height:1.8;"
        f"max-width:{48 if notes else 38}em;"
        f"white-space:pre-wrap;overflow-wrap:anywhere;color:{palette.ink}"
    )
    return f'<div style="{block}">{"".join(paragraphs)}</div>'


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes stretches of a text as HTML."""

    text: str
    palette: theme.Palette
    framed: int | None
    escape: Callable[[str], str]

    def write(self, start: int, end: int, marks: Iterable[tuple[int, int, str]]) -> str:
        """Return a stretch with the marks in it, which do not overlap."""
        pieces, done = [], start
        for first, last, kind in marks:
            pieces += [self.escape(self.text[done:first]), self._mark(first, last, kind)]
            done = last
        return "".join((*pieces, self.escape(self.text[done:end])))

    def _mark(self, start: int, end: int, kind: str) -> str:
        quiet = kind == REPEATED
        style = _style(kind, self.palette)
        style += ";white-space:nowrap" if not quiet and end - start <= _WHOLE else ""
        framed = start == self.framed and not quiet
        style += f";outline:2px solid {self.palette.accent}" if framed else ""
        tag = "span" if quiet else "mark"
        return f'<{tag} style="{style}">{self.escape(self.text[start:end])}</{tag}>'


def _paragraphs(text: str, notes: Iterable[tuple[int, int, str]] = ()) -> Iterator[tuple[int, int]]:
    """Yield where each line that is not blank begins and ends.

    Where a long stretch has a note, a line is cut: a text pasted several times without a break
    shows each copy beside its own note.
    """
    edges = sorted({at for s, e, _ in notes if e - s >= _LONG for at in (s, e)})
    start = 0
    for line in text.split("\n"):
        cuts = [start, *(at for at in edges if start < at < start + len(line)), start + len(line)]
        yield from ((s, e) for s, e in pairwise(cuts) if text[s:e].strip())
        start += len(line) + 1


def _beside(body: str, notes: Iterable[str], palette: theme.Palette, *, barred: bool) -> str:
    """Return a paragraph with its margin; a bar says that it, or part of it, is copied."""
    told = "".join(f"<div>{html.escape(note)}</div>" for note in notes)
    margin = (
        f"flex:1 0 8rem;max-width:11rem;font-family:{theme.SANS};font-size:.8rem;line-height:1.5;"
        f"color:{palette.quiet};padding-top:.3rem"
    )
    bar = f";border-left:3px solid {palette.quiet};padding-left:.7rem" if barred else ""
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:0 1rem">'
        f'<div style="{margin}">{told}</div>'
        f'<div style="flex:10 1 18rem;max-width:38em{bar}">{body}</div></div>'
    )


def lines_frame(concordance: Concordance, titles: list[str]) -> pd.DataFrame:
    """Return the lines as a table; positions are counted from one, as people do."""
    lines = concordance.lines
    return pd.DataFrame(
        {
            "article": titles,
            "before": [line.before for line in lines],
            "hit": [line.hit for line in lines],
            "after": [line.after for line in lines],
            "position": [line.span.start + 1 for line in lines],
        }
    )


def _escape(text: str, *, filler: str, colour: str) -> str:
    """Escape a text; where some was left out put one sign, whatever its length."""
    escaped = html.escape(text)
    if not filler:
        return escaped
    gap = html.escape(t("concordance.gap"))
    sign = f'<span style="color:{colour};white-space:nowrap">{gap}</span>'
    return _gap(filler).sub(lambda _: sign, escaped)


@cache
def _gap(filler: str) -> re.Pattern[str]:
    return re.compile(rf"{filler}(?:[{filler}\s]*{filler})?")


def _style(kind: str, palette: theme.Palette) -> str:
    if kind == REPEATED:
        return f"color:{palette.quiet}"
    if kind == UNCOUNTED:
        return f"background:none;color:{palette.quiet};border-bottom:2px dotted {palette.accent}"
    colour = palette.kinds.get(kind, palette.accent)
    ground = theme.mix_colours(colour, palette.paper, GROUND)
    return (
        f"background:{ground};color:{palette.ink};padding:0.1em 0.1em;"
        f"border-bottom:{3 if kind == 'ORG' else 2}px {_LINES.get(kind, 'solid')} {colour}"
    )


def _columns(*, several: bool) -> dict[str, Any]:
    side = 130 if ui.on_phone() else _SIDE - 100 * several
    text, count = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "before": text(t("concordance.col_before"), alignment="right", width=side),
        "hit": text(t("concordance.col_hit"), alignment="center", width="small"),
        "after": text(t("concordance.col_after"), alignment="left", width=side),
        "article": text(t("concordance.col_article"), width=150) if several else None,
        "position": count(t("concordance.col_position"), format="localized", width="small"),
    }


def _describe_hits(concordance: Concordance) -> str:
    shown = len(concordance.lines)
    label = "concordance.hits" if shown == concordance.total else "concordance.hits_shown"
    return t(label, total=number(concordance.total), shown=number(shown))


def _show_article(sentence: Sentence) -> None:
    st.markdown(f"**{ui.escape_markdown(sentence.title)}**")
    if source := describe_source(sentence.published, sentence.outlet):
        st.caption(source)


def _show_sentence(sentence: Sentence, key: str, on_open: Callable[[Span], None] | None) -> None:
    span = sentence.span
    st.html(highlight_html(sentence.text, sentence.marks, ui.mode()))
    where = t("concordance.from", start=number(span.start + 1))
    if len(sentence.places) > 1:
        where += " · " + t("concordance.times", n=number(len(sentence.places)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(where, width="content")
        if on_open:
            st.button(
                t("concordance.in_full_text"),
                key=f"{key}_open_{span.article_id}_{span.start}_{span.end}",
                type="tertiary",
                icon=":material/menu_book:",
                on_click=on_open,
                args=(span,),
            )


def _mark_uncounted(article: Article, marks: Iterable[Mark]) -> list[Mark]:
    """Return the stretches that do not count, less what is marked in them."""
    own = {(m.span.start, m.span.end) for m in marks if m.span.article_id == article.id}
    taken = sorted({*article.counted, *own})
    gaps, at = [], 0
    for start, end in [*taken, (len(article.text), len(article.text))]:
        if start > at:
            gaps.append(Mark(Span(article.id, at, start), REPEATED))
        at = max(at, end)
    return gaps


def _start(article: Article, at: Span | None, key: str) -> int:
    """Return where the window begins: at the place asked for, until the reader turns on."""
    asked = (article.id, at.start if at is not None else 0)
    if st.session_state.get(f"{key}_asked") != asked:
        st.session_state[f"{key}_asked"] = asked
        st.session_state[f"{key}_from"] = _sentence_start(article.text, asked[1] - _LEAD)
    return min(int(st.session_state[f"{key}_from"]), max(0, len(article.text) - 1))


def _sentence_start(text: str, near: int) -> int:
    """Return the start of the sentence that holds a place; 0 in the first lines."""
    if near <= _LEAD:
        return 0
    # Sentences far away do not matter, and a text may be millions of characters long.
    low = max(0, near - 1000)
    starts = [start for start, _ in split_sentences(text, low, min(len(text), near + 1000))]
    before = [start for start in starts if start <= near]
    return before[-1] if len(before) > 1 or low == 0 else near


def _sentence_end(text: str, near: int) -> int:
    if near >= len(text):
        return len(text)
    end = next((end for _, end in split_sentences(text, near, min(len(text), near + 1000))), near)
    return min(end, len(text))


def _offer_turning(article: Article, window: Span, key: str) -> None:
    """Offer the parts before and behind the window, if there are any."""
    if window.start == 0 and window.end == len(article.text):
        return
    st.caption(
        t(
            "concordance.window",
            start=number(window.start + 1),
            end=number(window.end),
            total=number(len(article.text)),
        )
    )
    with st.container(horizontal=True):
        earlier = _sentence_start(article.text, window.start - WINDOW)
        _show_turn_button("earlier", earlier, key, disabled=window.start == 0)
        _show_turn_button("later", window.end, key, disabled=window.end == len(article.text))


def _show_turn_button(name: str, start: int, key: str, *, disabled: bool) -> None:
    def turn() -> None:
        st.session_state[f"{key}_from"] = start

    icon = ":material/arrow_upward:" if name == "earlier" else ":material/arrow_downward:"
    label = t(f"concordance.{name}")
    st.button(label, key=f"{key}_{name}", disabled=disabled, icon=icon, on_click=turn)
