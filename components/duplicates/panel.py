"""Duplicates on a page: how much is repeated, where, what changed, and which copy counts."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Literal, get_args

import pandas as pd
import streamlit as st

from components import theme, ui
from components.duplicates.analysis import unique, unique_text
from components.duplicates.diff import Dress, Piece, diff
from components.duplicates.edits import MOST_EDIT
from components.duplicates.exchange import as_json, rows
from components.duplicates.figure import self_similarity
from components.duplicates.figure import strip as strip_figure
from components.duplicates.report import (
    DuplicateReport,
    DuplicateSettings,
    Group,
    LeftOut,
    Passage,
    Prefer,
    Repeat,
)
from components.duplicates.sentences import repeated_sentences, similar_sentences
from components.duplicates.strip import Strip, strip_of
from components.i18n import number, share, t
from components.reading import Corpus, Span

May = Literal["choose", "look", "count"]
KEY = "dup"  # of the widgets, and so of their names in the address
_SETTINGS = "duplicates_settings"  # chosen here, followed by every page
_KEEP = "duplicates_keep"  # ids of the articles the reader wants to count
_LEAST_SIMILARITY = 0.3
_PASSAGE_LENGTHS = (20, 30, 40, 60, 100, 200)
_ARTICLE_COUNTS = (2, 3, 5, 10, 20)
_TABLE_HEIGHT = 320
_LISTED = 200  # groups, members, sentences in a list
_DIFF_CHARACTERS = 20_000
_GAP = re.compile(r"░(?:[░\s]*░)?")  # what stands for text left out of a share
_QUIET_RUN = 120  # characters both versions share before the middle of them is folded away


def controls(*, key: str = KEY) -> DuplicateSettings:
    """Ask what counts as a copy and what is left out; every answer stands in the address.

    Other pages follow the answers by `settings_in_use`.
    """
    usual = DuplicateSettings()
    st.slider(
        t("duplicates.similarity"), _LEAST_SIMILARITY, 1.0, usual.similarity, 0.02,
        format="percent", key=f"{key}_similarity", bind="query-params",
        help=t("duplicates.similarity_help"),
    )  # fmt: skip
    st.slider(
        t("duplicates.edit"), 0.0, MOST_EDIT, usual.edit, 0.01,
        format="percent", key=f"{key}_edit", bind="query-params", help=t("duplicates.edit_help"),
    )  # fmt: skip
    ui.linked(
        st.segmented_control, t("duplicates.prefer"), get_args(Prefer), key=f"{key}_prefer",
        default=usual.prefer, name_of=lambda prefer: t(f"duplicates.prefer_{prefer}"),
        help=t("duplicates.prefer_help"),
    )  # fmt: skip
    st.select_slider(
        t("duplicates.min_passage"), _PASSAGE_LENGTHS, usual.min_passage,
        key=f"{key}_passage", bind="query-params", help=t("duplicates.min_passage_help"),
    )  # fmt: skip
    st.select_slider(
        t("duplicates.min_articles"), _ARTICLE_COUNTS, usual.min_articles,
        key=f"{key}_articles", bind="query-params", help=t("duplicates.min_articles_help"),
    )  # fmt: skip
    settings = settings_in_use(key=key)
    st.session_state[_SETTINGS] = settings
    if settings.keep:
        st.caption(t("duplicates.kept_by_you", n=number(len(settings.keep))))
        st.button(t("duplicates.keep_reset"), key=f"{key}_reset", on_click=_forget_choices)
    return settings


def settings_in_use(*, key: str = KEY) -> DuplicateSettings:
    """Return what the reader chose, also on pages without these widgets.

    The widgets know best, then what this session remembers, then the address.
    """
    state = st.session_state
    known = state[_SETTINGS] if _SETTINGS in state else _from_address(key)
    return DuplicateSettings(
        similarity=state.get(f"{key}_similarity", known.similarity),
        min_passage=state.get(f"{key}_passage", known.min_passage),
        min_articles=state.get(f"{key}_articles", known.min_articles),
        edit=state.get(f"{key}_edit", known.edit),
        prefer=state.get(f"{key}_prefer", known.prefer) or known.prefer,
        keep=state.get(_KEEP, ()),
    )


def _from_address(key: str) -> DuplicateSettings:
    """Read the settings of a shared address; what makes no sense is passed over."""
    usual, address = DuplicateSettings(), st.query_params
    passage, articles = address.get(f"{key}_passage"), address.get(f"{key}_articles")
    prefer = address.get(f"{key}_prefer")
    return DuplicateSettings(
        similarity=_share_of(
            address.get(f"{key}_similarity"), _LEAST_SIMILARITY, 1.0, usual.similarity
        ),
        min_passage=next((n for n in _PASSAGE_LENGTHS if str(n) == passage), usual.min_passage),
        min_articles=next((n for n in _ARTICLE_COUNTS if str(n) == articles), usual.min_articles),
        edit=_share_of(address.get(f"{key}_edit"), 0.0, MOST_EDIT, usual.edit),
        prefer=next((name for name in get_args(Prefer) if name == prefer), usual.prefer),
    )


def _share_of(text: str | None, least: float, most: float, otherwise: float) -> float:
    """Return the share an address names, where it is one between two bounds."""
    try:
        value = float(text or "")
    except ValueError:
        return otherwise
    return value if least <= value <= most else otherwise


def show(
    corpus: Corpus,
    report: DuplicateReport,
    *,
    key: str,
    evidence: Callable[[Span], None] | None = None,
    may: May = "choose",
) -> Span | None:
    """Show what is repeated; return the stretch the reader asked to read, if any.

    Args:
        corpus: the corpus as it was read.
        report: what was found in it.
        key: names the widgets.
        evidence: shows the text of that stretch, between the map and the lists.
        may: `look` where the reader decides nothing: no choice of the copy that counts, no
            search among the texts, no files of them; `count` where texts were left out as
            well: no comparison of them either.
    """
    if not corpus.articles:
        st.info(t("duplicates.empty"))
        return None
    st.subheader(finding(report), anchor=False)
    metrics(report)
    picked = {"strip": _strip(corpus, report, key)}
    st.caption(_settings_line(report))
    place = st.container()
    if report.copies > 1 or report.shared or report.unique_sentences < report.sentences:
        picked |= _levels(corpus, report, key, may)
    if may == "choose":
        _downloads(corpus, report, key)
    chosen = _newest(picked, key)
    if chosen and evidence:
        with place:
            evidence(chosen)
    return chosen


def glimpse(corpus: Corpus, report: DuplicateReport, *, key: str) -> Span | None:
    """Draw the map alone; return the stretch that was clicked."""
    return _strip(corpus, report, key)


def finding(report: DuplicateReport) -> str:
    """Say in one sentence what is repeated, in the reader's words."""
    if len(report.passages) == 1 and not report.groups:
        passage = report.passages[0]
        key = "finding_pasted" if passage.kind == "exact" else "finding_pasted_edited"
        return t(
            f"duplicates.{key}",
            copies=number(len(passage.copies)),
            period=number(passage.period),
        )
    parts = []
    if report.groups:
        members = sum(len(group.members) for group in report.groups)
        parts.append(
            t("duplicates.finding_groups", groups=number(len(report.groups)), n=number(members))
        )
    if report.passages:
        parts.append(t("duplicates.finding_pastes", n=number(len(report.passages))))
    if report.shared:
        parts.append(t("duplicates.finding_shared", n=number(len(report.shared))))
    if not parts and report.unique_sentences < report.sentences:
        return t("duplicates.finding_sentences")
    return t("duplicates.and").join(parts) + t("duplicates.stop") if parts else t(
        "duplicates.finding_none"
    )  # fmt: skip


def metrics(report: DuplicateReport) -> None:
    """Show four numbers, each beside what it is compared to."""
    repeated = t("duplicates.repeated", share=share(report.share_repeated))
    of_all = t("duplicates.of_sentences", n=number(report.sentences))
    values = (
        ("characters", report.characters, ""),
        ("unique_characters", report.unique_characters, repeated),
        ("unique_sentences", report.unique_sentences, of_all),
        ("copies", report.copies, ""),
    )
    ui.cards(
        ui.Card(t(f"duplicates.{name}"), number(value), t(f"duplicates.{name}_help"), note)
        for name, value, note in values
    )


def diff_html(pieces: Sequence[Piece], mode: theme.Mode) -> str:
    """Return two versions side by side as HTML; everything of the texts is escaped.

    What was left out is struck through, what was added is underlined twice, so that colour
    is never needed. On a narrow screen the versions of a stretch stand one below the other.
    """
    palette = theme.PALETTES[mode]
    cell = f"padding:.35em .2em;border-bottom:1px solid {palette.line};overflow-wrap:anywhere"
    block = (
        f"font-family:{theme.SERIF};font-size:1rem;line-height:1.8;color:{palette.ink};"
        "white-space:pre-wrap"
    )
    lines = []
    for before, after in _diff_rows(pieces, palette):
        lines.append(
            '<div style="display:grid;gap:0 1.6em;'
            'grid-template-columns:repeat(auto-fit,minmax(min(16em,100%),1fr))">'
            f'<div style="{cell}">{before}</div><div style="{cell}">{after}</div></div>'
        )
    return f'<div style="{block}">{"".join(lines)}</div>'


def _forget_choices() -> None:
    st.session_state.pop(_KEEP, None)


def _keep(article_id: str) -> None:
    chosen: tuple[str, ...] = st.session_state.get(_KEEP, ())
    others = tuple(i for i in chosen if i != article_id)
    st.session_state[_KEEP] = (*others, article_id)


def _strip(corpus: Corpus, report: DuplicateReport, key: str) -> Span | None:
    """Draw the map; the click is the segment's place, so that it survives a redraw."""
    strip = strip_of(corpus, report)
    fig = strip_figure(strip, mode=ui.mode())
    picked = ui.chart(fig, key=f"{key}_strip_{report.digest[:8]}", alt=_alt(strip, report))
    note = t("duplicates.strip_note")
    if strip.not_shown:
        note += t("duplicates.strip_not_shown", n=number(strip.not_shown))
    st.caption(note)
    segments = strip.segments
    place = int(picked) if isinstance(picked, int | float) else -1
    return segments[place].span if 0 <= place < len(segments) else None


def _alt(strip: Strip, report: DuplicateReport) -> str:
    return t(
        "duplicates.strip_alt",
        rows=number(len(strip.rows)),
        share=share(report.share_repeated),
        copies=number(report.copies),
    )


def _settings_line(report: DuplicateReport) -> str:
    settings = report.settings
    parts = [
        t("duplicates.caption_similarity", share=f"{round(100 * settings.similarity)}%"),
        t("duplicates.caption_edit", share=f"{round(100 * settings.edit)}%"),
        t(f"duplicates.caption_{settings.prefer}"),
    ]
    kinds = Counter(_kind_of(out) for out in report.left_out)
    parts += [
        t(f"duplicates.left_out_{kind}", n=number(kinds[kind]))
        for kind in ("pasted", "same", "edited")
        if kinds[kind]
    ]
    return " · ".join(parts)


def _kind_of(out: LeftOut) -> str:
    if out.span.article_id == out.repeats.article_id:
        return "pasted"
    return "same" if out.similarity == 1 else "edited"


def _levels(corpus: Corpus, report: DuplicateReport, key: str, may: May) -> dict[str, Span | None]:
    """A tab for each level that has something; only the open one is made."""
    levels: dict[str, tuple[int, Callable[[Corpus, DuplicateReport, str], Span | None]]] = {
        "groups": (len(report.groups), partial(_groups, may=may)),
        "pastes": (len(report.passages), partial(_pastes, may=may)),
        "shared": (len(report.shared), partial(_shared, may=may)),
        "sentences": (
            report.sentences - report.unique_sentences,
            partial(_sentences, may=may),
        ),
    }
    held = {name: level for name, level in levels.items() if level[0]}
    labels = [t(f"duplicates.tab_{name}", n=number(count)) for name, (count, _) in held.items()]
    tabs = st.tabs(labels, key=f"{key}_tab_{'_'.join(held)}", on_change="rerun")
    picked: dict[str, Span | None] = {}
    for tab, (name, (_, draw)) in zip(tabs, held.items(), strict=True):
        if tab.open:
            with tab:
                picked[name] = draw(corpus, report, f"{key}_{name}")
    return picked


def _groups(corpus: Corpus, report: DuplicateReport, key: str, *, may: May) -> Span | None:
    shown = report.groups[:_LISTED]
    frame = pd.DataFrame([_group_row(corpus, group) for group in shown])
    st.caption(t("duplicates.groups_hint"))
    chosen = _row_of(frame, key=f"{key}_list_{report.digest[:8]}")
    if len(report.groups) > len(shown):
        st.caption(t("duplicates.list_cut", n=number(len(shown)), all=number(len(report.groups))))
    group = shown[chosen if chosen is not None else 0]
    return _group(corpus, group, f"{key}_{group.members[0].span.article_id}", may)


def _group_row(corpus: Corpus, group: Group) -> dict[str, Any]:
    articles = [corpus.article(member.span.article_id) for member in group.members]
    dates = sorted(article.published for article in articles if article.published)
    lowest = min(member.similarity for member in group.members)
    return {
        t("duplicates.col_copies"): len(group.members),
        t("duplicates.col_kept"): corpus.article(group.kept.article_id).title,
        t("duplicates.col_kind"): t(f"duplicates.kind_{group.kind}"),
        t("duplicates.col_similarity"): share(lowest),
        t("duplicates.col_sources"): len({article.source for article in articles}),
        t("duplicates.col_first"): dates[0] if dates else "",
        t("duplicates.col_last"): dates[-1] if dates else "",
    }


def _group(corpus: Corpus, group: Group, key: str, may: May) -> Span | None:
    """Show the members of a group, the difference of two of them, and whose copy counts."""
    _first_published(corpus, group)
    members = group.members[:_LISTED]
    frame = pd.DataFrame(
        [
            {
                t("duplicates.col_counts"): "✓" if member.span == group.kept else "",
                t("duplicates.col_title"): corpus.article(member.span.article_id).title,
                t("duplicates.col_similarity"): share(member.similarity),
                t("duplicates.col_characters"): len(member.span),
                t("duplicates.col_source"): corpus.article(member.span.article_id).source,
                t("duplicates.col_published"): corpus.article(member.span.article_id).published
                or "",
            }
            for member in members
        ]
    )
    st.dataframe(frame, hide_index=True, height=_height(len(frame)), key=f"{key}_members")
    spans = [member.span for member in members]
    left, right = st.columns(2)
    names = {span: _name(corpus, span, i) for i, span in enumerate(spans, 1)}
    kept_at = spans.index(group.kept) if group.kept in spans else 0
    far = min((i for i in range(len(spans)) if i != kept_at), key=lambda i: members[i].similarity)
    one = left.selectbox(
        t("duplicates.compare_one"), spans, kept_at, names.__getitem__, key=f"{key}_one"
    )
    two = right.selectbox(
        t("duplicates.compare_two"), spans, far, names.__getitem__, key=f"{key}_two"
    )
    with st.container(horizontal=True):
        if may == "choose":
            _keep_button(group, one, t("duplicates.keep_one"), f"{key}_keep_one")
            _keep_button(group, two, t("duplicates.keep_two"), f"{key}_keep_two")
        asked = st.button(t("duplicates.read_two"), key=f"{key}_read", icon=":material/menu_book:")
    if may != "count":
        _show_diff(corpus.text_of(one), corpus.text_of(two), key)
    return two if asked else None


def _keep_button(group: Group, span: Span, label: str, key: str) -> None:
    st.button(
        label,
        key=key,
        icon=":material/check:",
        disabled=span == group.kept,
        on_click=_keep,
        args=(span.article_id,),
        help=t("duplicates.keep_help"),
    )


def _first_published(corpus: Corpus, group: Group) -> None:
    """Say who published first, where dates are known."""
    dated = [
        (article.published, article)
        for member in group.members
        if (article := corpus.article(member.span.article_id)).published
    ]
    if not dated:
        st.caption(t("duplicates.no_dates"))
        return
    date, first = min(dated, key=lambda pair: str(pair[0]))
    name = first.source or first.title
    st.caption(t("duplicates.first_published", name=ui.plain(name), date=str(date)))


def _show_diff(before: str, after: str, key: str) -> None:
    script = st.checkbox(t("duplicates.show_dress"), key=f"{key}_dress")
    dress: Dress = "show" if script else "ignore"
    pieces = diff(before[:_DIFF_CHARACTERS], after[:_DIFF_CHARACTERS], dress=dress)
    if all(piece.change == "same" for piece in pieces):
        st.success(t("duplicates.diff_same"))
    else:
        st.caption(t("duplicates.diff_note"))
    st.html(diff_html(pieces, ui.mode()))
    if max(len(before), len(after)) > _DIFF_CHARACTERS:
        st.caption(t("duplicates.diff_cut", n=number(_DIFF_CHARACTERS)))


def _pastes(corpus: Corpus, report: DuplicateReport, key: str, *, may: May) -> Span | None:
    """One text's copies: the arcs, the list, and what changed in a copy."""
    passage = report.passages[0]
    if len(report.passages) > 1:
        passage = st.selectbox(
            t("duplicates.pick_article"),
            report.passages[:_LISTED],
            format_func=lambda p: _paste_name(corpus, p),
            key=f"{key}_article",
        )
    length = len(corpus.article(passage.article_id).text)
    st.caption(t("duplicates.arcs_note"))
    name = f"{key}_arcs_{report.digest[:8]}_{report.passages.index(passage)}"
    fig = self_similarity(passage, mode=ui.mode(), length=length)
    picked = ui.chart(fig, key=name, alt=_paste_name(corpus, passage))
    copy = int(picked) if isinstance(picked, int | float) else None
    likeness = passage.similarities or (1.0,) * len(passage.copies)
    frame = pd.DataFrame(
        {
            t("duplicates.col_copy"): range(1, len(passage.copies) + 1),
            t("duplicates.col_start"): [span.start + 1 for span in passage.copies],
            t("duplicates.col_characters"): [len(span) for span in passage.copies],
            t("duplicates.col_similarity"): [share(value) for value in likeness],
        }
    )
    st.dataframe(frame, hide_index=True, height=_height(len(frame)), key=f"{name}_table")
    if passage.kind == "near" and may != "count":
        number_of = st.selectbox(
            t("duplicates.compare_copy"),
            range(2, len(passage.copies) + 1),
            format_func=lambda i: t("duplicates.copy_number", n=number(i)),
            key=f"{name}_two",
        )
        first, other = passage.copies[0], passage.copies[number_of - 1]
        _show_diff(corpus.text_of(first), corpus.text_of(other), name)
    return passage.copies[copy] if copy is not None and copy < len(passage.copies) else None


def _paste_name(corpus: Corpus, passage: Passage) -> str:
    return t(
        "duplicates.paste_name",
        title=corpus.article(passage.article_id).title,
        copies=number(len(passage.copies)),
        period=number(passage.period),
    )


def _shared(corpus: Corpus, report: DuplicateReport, key: str, *, may: May) -> Span | None:
    """Passages that articles share without being copies of each other."""
    st.caption(t("duplicates.shared_note"))
    shown = report.shared[:_LISTED]
    frame = pd.DataFrame(
        [
            {
                t("duplicates.col_articles"): len({m.span.article_id for m in group.members}),
                t("duplicates.col_places"): len(group.members),
                t("duplicates.col_characters"): len(group.kept),
                t("duplicates.col_text"): _quoted(corpus, group.kept, may),
            }
            for group in shown
        ]
    )
    chosen = _row_of(frame, key=f"{key}_list_{report.digest[:8]}")
    if chosen is None:
        return None
    spans = [member.span for member in shown[chosen].members[:_LISTED]]
    return st.selectbox(
        t("duplicates.pick_place"), spans, 0,
        lambda span: _name(corpus, span, spans.index(span) + 1),
        key=f"{key}_place_{chosen}",
    )  # fmt: skip


def _sentences(corpus: Corpus, report: DuplicateReport, key: str, *, may: May) -> Span | None:
    """Sentences that stand more than once, word for word; on request nearly so."""
    repeats = repeated_sentences(report, limit=_LISTED)
    frame = pd.DataFrame([_sentence_row(corpus, repeat, may) for repeat in repeats])
    chosen = _row_of(frame, key=f"{key}_list_{report.digest[:8]}")
    if may == "choose" and st.toggle(t("duplicates.similar_sentences"), key=f"{key}_similar"):
        groups = _similar(corpus, report, key)
        if not groups:
            st.info(t("duplicates.similar_none"))
        for group in groups[:20]:
            st.html(
                "".join(
                    diff_html(
                        diff(corpus.text_of(group.kept), corpus.text_of(member.span)), ui.mode()
                    )
                    for member in group.members[:6]
                    if member.span != group.kept
                )
            )
    return repeats[chosen].places[0] if chosen is not None else None


def _similar(corpus: Corpus, report: DuplicateReport, key: str) -> tuple[Group, ...]:
    """Look for similar sentences once, not at every click while the list is open."""
    name = f"{key}_similar_{report.digest[:8]}"
    if name not in st.session_state:
        with st.spinner(t("duplicates.similar_wait")):
            st.session_state[name] = similar_sentences(corpus, report)
    groups: tuple[Group, ...] = st.session_state[name]
    return groups


def _sentence_row(corpus: Corpus, repeat: Repeat, may: May) -> dict[str, Any]:
    return {
        t("duplicates.col_places"): len(repeat.places),
        t("duplicates.col_articles"): repeat.articles,
        t("duplicates.col_text"): _quoted(corpus, repeat.places[0], may),
    }


def _quoted(corpus: Corpus, span: Span, may: May) -> str:
    """Return a text; where some was left out one sign stands for it."""
    text = corpus.text_of(span)
    return _GAP.sub(t("concordance.gap"), text) if may == "count" else text


def _row_of(frame: pd.DataFrame, *, key: str) -> int | None:
    """Show a list; return the number of the row the reader chose."""
    event: Any = st.dataframe(
        frame,
        hide_index=True,
        height=_height(len(frame)),
        on_select="rerun",
        selection_mode="single-row",
        key=key,
    )
    chosen = [row for row in event["selection"]["rows"] if row < len(frame)]
    return chosen[0] if chosen else None


def _height(n_rows: int) -> int:
    return min(_TABLE_HEIGHT, 36 * (n_rows + 1) + 2)


def _name(corpus: Corpus, span: Span, place: int) -> str:
    article = corpus.article(span.article_id)
    parts = [number(place), article.title, article.source, article.published or ""]
    return " · ".join(part for part in parts if part)


def _newest(picked: dict[str, Span | None], key: str) -> Span | None:
    """Return the last thing clicked: a chart keeps its selection while another is clicked."""
    state = st.session_state
    before: dict[str, Span | None] = state.get(f"{key}_picked", {})
    fresh = [span for name, span in picked.items() if span and span != before.get(name)]
    state[f"{key}_picked"] = picked
    if fresh:
        state[f"{key}_place"] = fresh[-1]
    elif not any(picked.values()):
        state.pop(f"{key}_place", None)
    place: Span | None = state.get(f"{key}_place")
    return place


def _downloads(corpus: Corpus, report: DuplicateReport, key: str) -> None:
    """Files are made when they are asked for."""
    files: tuple[tuple[str, str, str, Callable[[], bytes | str]], ...] = (
        ("unique_text", "unique.txt", "text/plain", lambda: unique_text(unique(corpus, report))),
        ("csv", "duplicates.csv", "text/csv", lambda: _csv(corpus, report)),
        (
            "json",
            "duplicates.json",
            "application/json",
            lambda: json.dumps(as_json(report), ensure_ascii=False, indent=1),
        ),
    )
    with st.container(horizontal=True):
        for name, file, mime, make in files:
            st.download_button(
                t(f"duplicates.download_{name}"),
                make,
                file_name=file,
                mime=mime,
                key=f"{key}_{name}",
                on_click="ignore",
                icon=":material/download:",
            )


def _csv(corpus: Corpus, report: DuplicateReport) -> bytes:
    return ui.csv_bytes(pd.DataFrame(rows(corpus, report)))


def _diff_rows(pieces: Sequence[Piece], palette: theme.Palette) -> Iterator[tuple[str, str]]:
    """Cut a comparison into rows at sentence ends that both versions share."""
    before: list[str] = []
    after: list[str] = []
    for place, piece in enumerate(pieces):
        if piece.change != "same":
            before.append(_marked("del", piece.before, palette))
            after.append(_marked("ins", piece.after, palette))
            continue
        first, last = place == 0, place == len(pieces) - 1
        for old, new, ends in _sentences_of(piece, first=first, last=last):
            before.append(html.escape(old))
            after.append(html.escape(new))
            if ends:
                yield "".join(before), "".join(after)
                before, after = [], []
    if before or after:
        yield "".join(before), "".join(after)


def _sentences_of(piece: Piece, *, first: bool, last: bool) -> Iterator[tuple[str, str, bool]]:
    """Cut an equal stretch at its stops; the middle of a long one is folded away."""
    old, new = piece.before, piece.after
    cuts = [match.end() for match in re.finditer(r"[。！？!?\n]+[」』”’）)]*", old)]
    cuts = [cut for cut in cuts if cut < len(old)] if len(old) == len(new) else []
    if len(cuts) < 2 or cuts[-1] - cuts[0] < _QUIET_RUN:
        at = 0
        for cut in cuts:
            yield old[at:cut], new[at:cut], True
            at = cut
        yield old[at:], new[at:], False
        return
    head, tail = 0 if first else cuts[0], len(old) if last else cuts[-1]
    if head:
        yield old[:head], new[:head], True
    folded = t("duplicates.diff_equal", n=number(tail - head))
    yield folded, folded, True
    if tail < len(old):
        yield old[tail:], new[tail:], False


def _marked(tag: str, text: str, palette: theme.Palette) -> str:
    if not text:
        return ""
    colour = palette.groups[1] if tag == "del" else palette.groups[2]
    line = "line-through" if tag == "del" else "underline double"
    style = (
        f"background:{colour}38;color:{palette.ink};"
        f"text-decoration:{line};text-decoration-color:{colour}"
    )
    return f'<{tag} style="{style}">{html.escape(text)}</{tag}>'
