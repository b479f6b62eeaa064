"""Shows duplicates on a page: how much is repeated, where, what changed, which copy counts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, TypeVar, get_args

import pandas as pd
import streamlit as st

from components import ui
from components.duplicates.analysis import unique, unique_text
from components.duplicates.describe import (
    finding,
    name_of,
    settings_line,
    share_new,
    sources,
    strip_alt,
    strip_note,
)
from components.duplicates.diff import Dress, diff
from components.duplicates.edits import MOST_EDIT
from components.duplicates.export import to_json, to_rows, to_table
from components.duplicates.figure import strip as strip_figure
from components.duplicates.margin import Margin, Pair
from components.duplicates.markup import change_html, diff_html, version_html
from components.duplicates.report import (
    DuplicateReport,
    DuplicateSettings,
    Group,
    Passage,
    Prefer,
    Repeat,
)
from components.duplicates.sentences import find_repeated_sentences, find_similar_sentences
from components.duplicates.strip import Strip
from components.duplicates.versions import Changed, Version, find_changes, make_versions
from components.i18n import number, share, t
from components.text import Corpus, Span

T = TypeVar("T")
May = Literal["choose", "look", "count"]
KEY = "dup"  # of the widgets, and so of their names in the address
_SETTINGS = "duplicates_settings"  # chosen here, followed by every page
_KEPT = "kept"  # the parameter
_MOST_KEPT = 20  # that an address names
_KEEP = "duplicates_keep"  # ids of the articles the reader wants to count
_LEAST_SIMILARITY = 0.3
_PASSAGE_LENGTHS = (20, 30, 40, 60, 100, 200)
_ARTICLE_COUNTS = (2, 3, 5, 10, 20)
_TABLE_HEIGHT = 320
_LISTED = 200  # groups, members, sentences in a list
_VERSIONS = 8  # articles of a group shown at once
_DIFF_CHARACTERS = 20_000
_DAY = len("2026-10-12")
# Pixels of the list of groups: all columns fit beside the panel of a window of 1,440.
_GROUP_WIDTHS = {
    "copies": 44, "kept": 230, "kind": 48, "new": 58, "similarity": 62, "sources": 58,
    "first": 58, "last": 58,
}  # fmt: skip
_GAP = re.compile(r"░(?:[░\s]*░)?")  # what stands for text left out of a share


def ask_settings(*, key: str = KEY) -> DuplicateSettings:
    """Ask what counts as a copy and what is left out; every answer stands in the address.

    Other pages follow the answers by `settings_in_use`.
    """
    usual = DuplicateSettings()
    ui.bind_value(
        st.slider,
        t("duplicates.similarity"), _LEAST_SIMILARITY, 1.0, usual.similarity, 0.02,
        format="percent", key=f"{key}_similarity",
        help=t("duplicates.similarity_help"),
    )  # fmt: skip
    ui.bind_choice(
        st.segmented_control, t("duplicates.prefer"), get_args(Prefer), key=f"{key}_prefer",
        default=usual.prefer, name_of=lambda prefer: t(f"duplicates.prefer_{prefer}"),
        help=t("duplicates.prefer_help"),
    )  # fmt: skip
    ui.bind_value(
        st.select_slider,
        t("duplicates.min_passage"), _PASSAGE_LENGTHS, usual.min_passage,
        key=f"{key}_passage", help=t("duplicates.min_passage_help"),
    )  # fmt: skip
    ui.bind_value(
        st.select_slider,
        t("duplicates.min_articles"), _ARTICLE_COUNTS, usual.min_articles,
        key=f"{key}_articles", help=t("duplicates.min_articles_help"),
    )  # fmt: skip
    _tell_kept()
    if kept := _kept():
        st.caption(t("duplicates.kept_by_you", n=number(len(kept))))
        st.button(t("duplicates.keep_reset"), key=f"{key}_reset", on_click=_forget_choices)
    ui.bind_value(
        st.slider,
        t("duplicates.edit"), 0.0, MOST_EDIT, usual.edit, 0.01,
        format="percent", key=f"{key}_edit", help=t("duplicates.edit_help"),
    )  # fmt: skip
    settings = settings_in_use(key=key)
    st.session_state[_SETTINGS] = settings
    return settings


def show_edit_examples(corpus: Corpus, margin: Margin) -> None:
    """Show sentences that are just still the same and some that just are not, below the bar."""
    if not corpus.articles:
        return
    if not margin.same and not margin.different:
        st.caption(t("duplicates.margin_none"))
        return
    for name, pairs in (("same", margin.same), ("different", margin.different)):
        st.caption(t(f"duplicates.margin_{name}" if pairs else f"duplicates.margin_no_{name}"))
        for pair in pairs:
            _show_example(corpus, pair)


def show_change(before: str, after: str) -> None:
    """Show two versions of one sentence, what went struck through, what came underlined."""
    st.html(change_html(before, after, ui.mode()))


def _show_example(corpus: Corpus, pair: Pair) -> None:
    show_change(corpus.text_of(pair.one), corpus.text_of(pair.two))
    st.caption(t("duplicates.margin_share", share=share(pair.share)))


def settings_in_use(*, key: str = KEY) -> DuplicateSettings:
    """Return what the reader chose, also on pages without these widgets.

    The widgets know best, then what this session remembers, then the address; what makes no
    sense there is passed over.
    """
    known: DuplicateSettings | None = st.session_state.get(_SETTINGS)
    usual = known or DuplicateSettings()

    def read(name: str, parse: Callable[[str], T | None], otherwise: T) -> T:
        return ui.read_bound(f"{key}_{name}", _pass_over if known else parse, otherwise)

    return DuplicateSettings(
        similarity=read(
            "similarity", partial(_parse_share, least=_LEAST_SIMILARITY, most=1.0), usual.similarity
        ),
        min_passage=read("passage", partial(_parse_option, _PASSAGE_LENGTHS), usual.min_passage),
        min_articles=read("articles", partial(_parse_option, _ARTICLE_COUNTS), usual.min_articles),
        edit=read("edit", partial(_parse_share, least=0.0, most=MOST_EDIT), usual.edit),
        prefer=read("prefer", partial(_parse_option, get_args(Prefer)), usual.prefer),
        keep=_kept(),
    )


def _kept() -> tuple[str, ...]:
    """Return the copies that the reader chose to count: of this session, else of the address."""
    known: tuple[str, ...] | None = st.session_state.get(_KEEP)
    if known is None:
        asked = st.query_params.get(_KEPT, "")
        known = tuple(map(ui.name_of_code, asked.split(",")[:_MOST_KEPT])) if asked else ()
    return known


def _tell_kept() -> None:
    """Let the address say which copies count, as long as an address may be."""
    kept = _kept()
    if kept and len(kept) <= _MOST_KEPT:
        st.query_params[_KEPT] = ",".join(map(ui.code_of, kept))
    else:
        st.query_params.pop(_KEPT, None)


def _pass_over(text: str) -> None:
    """Know nothing of what an address says."""


def _parse_option(options: tuple[T, ...], text: str) -> T | None:
    """Return the option that an address names, if any."""
    return next((option for option in options if str(option) == text), None)


def _parse_share(text: str, *, least: float, most: float) -> float | None:
    """Return the share that an address names, where it is one between two bounds."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if least <= value <= most else None


def show(
    corpus: Corpus,
    report: DuplicateReport,
    strip: Strip,
    *,
    key: str,
    on_pick: Callable[[Span], None],
    on_read: Callable[[Span], None],
    may: May = "choose",
) -> None:
    """Show what is repeated: a map, and a list for each level that has something.

    Args:
        corpus: the corpus as it was read.
        report: what was found in it.
        strip: `strip_of(corpus, report)`.
        key: names the widgets.
        on_pick: hears the stretch clicked, in the map or in a list.
        on_read: opens the full text of an article.
        may: `look` where the reader decides nothing: no choice of the copy that counts, no
            search among the texts, no files of them; `count` where texts were left out as
            well: no comparison of them either.
    """
    if not corpus.articles:
        st.info(t("duplicates.empty"))
        return
    with ui.guard_block("numbers of copies"):
        st.header(finding(report), anchor=False)
        show_metrics(report)
    with ui.guard_block("map of copies"):
        show_glimpse(corpus, report, strip, key=key, on_pick=on_pick)
    st.caption(settings_line(report))
    if report.left_out or report.groups or report.shared or report.passages:
        _levels(corpus, report, _Desk(key, may, on_pick, on_read))
    if may == "choose":
        _offer_downloads(corpus, report, key)


def show_glimpse(
    corpus: Corpus,
    report: DuplicateReport,
    strip: Strip,
    *,
    key: str,
    on_pick: Callable[[Span], None],
) -> None:
    """Draw the map alone; a click tells the segment's place, so that it survives a redraw."""
    if strip.rows:
        ui.show_chart(
            partial(strip_figure, strip),
            key=f"{key}_strip_{report.digest[:8]}",
            name=f"{key}_strip",
            alt=strip_alt(strip, report),
            note=lambda: f"{strip_note(strip)} {settings_line(report)}",
            table=partial(to_table, corpus, report),
            on_pick=lambda number: on_pick(strip.segments[int(float(number))].span),
            is_first=True,
        )
    st.caption(strip_note(strip))


def show_metrics(report: DuplicateReport) -> None:
    """Show four numbers, each beside what it is compared to."""
    repeated = t("duplicates.repeated", share=share(report.share_repeated))
    of_all = t("duplicates.of_sentences", n=number(report.sentences))
    values = (
        ("characters", report.characters, ""),
        ("unique_characters", report.unique_characters, repeated),
        ("unique_sentences", report.unique_sentences, of_all),
        ("copies", report.copies, ""),
    )
    ui.show_cards(
        ui.Card(t(f"duplicates.{name}"), number(value), t(f"duplicates.{name}_help"), note)
        for name, value, note in values
    )


def _forget_choices() -> None:
    st.session_state[_KEEP] = ()


def _keep(article_id: str) -> None:
    others = tuple(i for i in _kept() if i != article_id)
    st.session_state[_KEEP] = (*others, article_id)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every list of the page needs: names for its widgets, what may be done, who hears."""

    key: str
    may: May
    on_pick: Callable[[Span], None]
    on_read: Callable[[Span], None]

    def at(self, name: str) -> _Desk:
        """Return the same with widgets of its own."""
        return replace(self, key=f"{self.key}_{name}")


def _levels(corpus: Corpus, report: DuplicateReport, desk: _Desk) -> None:
    """Draw a tab for each level that has something; only the open one is made."""
    levels: dict[str, tuple[int, Callable[[Corpus, DuplicateReport, _Desk], None]]] = {
        "groups": (len(report.groups), _groups),
        "pastes": (len(report.passages), _pastes),
        "shared": (len(report.shared), _show_shared),
        "sentences": (report.sentences - report.unique_sentences, _sentences),
    }
    held = {name: level for name, level in levels.items() if level[0]}
    labels = [t(f"duplicates.tab_{name}", n=number(count)) for name, (count, _) in held.items()]
    tabs = st.tabs(labels, key=f"{desk.key}_tab_{'_'.join(held)}", on_change="rerun")
    for tab, (name, (_, draw)) in zip(tabs, held.items(), strict=True):
        if tab.open:
            with tab, ui.guard_block(f"copies: {name}"):
                draw(corpus, report, desk.at(name))


def _groups(corpus: Corpus, report: DuplicateReport, desk: _Desk) -> None:
    shown = report.groups[:_LISTED]
    chosen = 0
    if len(shown) > 1:
        frame = _frame_groups(corpus, shown)
        st.caption(t("duplicates.groups_hint"))
        told = t("duplicates.tab_groups", n=number(len(report.groups)))
        listed = f"{desk.key}_list_{report.digest[:8]}"
        chosen = _row_of(frame, key=listed, alt=told, widths=_GROUP_WIDTHS) or 0
    if len(report.groups) > len(shown):
        st.caption(t("duplicates.list_cut", n=number(len(shown)), all=number(len(report.groups))))
    group = shown[chosen]
    _group(corpus, report, group, desk.at(group.members[0].span.article_id))


def _frame_groups(corpus: Corpus, groups: Sequence[Group]) -> pd.DataFrame:
    """Return a row for each group, with the days of its first and its last article."""
    days = ui.drop_year([day for group in groups for day in _outer_days(corpus, group)])
    frame = pd.DataFrame([_group_row(corpus, group) for group in groups])
    return frame.assign(
        **{t("duplicates.col_first"): days[::2], t("duplicates.col_last"): days[1::2]}
    )


def _outer_days(corpus: Corpus, group: Group) -> tuple[str, str]:
    """Return the first and the last day of a group; empty where none is known."""
    articles = (corpus.article(member.span.article_id) for member in group.members)
    days = sorted(article.published[:_DAY] for article in articles if article.published)
    return (days[0], days[-1]) if days else ("", "")


def _group_row(corpus: Corpus, group: Group) -> dict[str, Any]:
    articles = [corpus.article(member.span.article_id) for member in group.members]
    lowest = min(member.similarity for member in group.members)
    return {
        t("duplicates.col_copies"): len(group.members),
        t("duplicates.col_kept"): corpus.article(group.kept.article_id).title,
        t("duplicates.col_kind"): t(f"duplicates.kind_{group.kind}"),
        t("duplicates.col_new"): share(_new(group)),
        t("duplicates.col_similarity"): share(lowest),
        t("duplicates.col_sources"): len({a.outlet or a.source for a in articles}),
    }


def _new(group: Group) -> float:
    """Share of a group's characters that count."""
    characters = sum(len(member.span) for member in group.members)
    return sum(member.new for member in group.members) / characters if characters else 0.0


def _group(corpus: Corpus, report: DuplicateReport, group: Group, desk: _Desk) -> None:
    """Show what each article of a group adds, repeats and changed."""
    key, may = desk.key, desk.may
    st.subheader(ui.escape_markdown(corpus.article(group.kept.article_id).title), anchor=False)
    _tell_first_published(corpus, group)
    versions = make_versions(corpus, report, group)
    with ui.guard_block("table of versions"):
        _show_members(corpus, group, versions, key)
    changes: dict[str, list[Changed]] = {}
    if may != "count":
        st.caption(t("duplicates.versions_note"))
        for change in find_changes(corpus, versions):
            changes.setdefault(change.span.article_id, []).append(change)
    names = {v.member.span.article_id: i for i, v in enumerate(versions, 1)}

    def name(article_id: str, beside: str = "") -> str:
        known = name_of(corpus.article(article_id), beside=beside)
        place = names.get(article_id)
        return f"{number(place)} · {known}" if place else known

    pages = -(-len(versions) // _VERSIONS)
    page = min(int(st.session_state.get(f"{key}_page") or 1), pages)
    for version in versions[_VERSIONS * (page - 1) : _VERSIONS * page]:
        article_id = version.member.span.article_id
        within = partial(name, beside=corpus.article(article_id).title)
        with st.container(border=True):
            st.markdown(f"**{ui.escape_markdown(name(article_id))}**")
            said = share_new(version, report, first=names[article_id] == 1)
            length = t("duplicates.of_characters", n=number(len(version.member.span)))
            st.markdown(f"{said}　:gray[{length}]")
            if may != "count":
                _show_version(corpus, version, changes.get(article_id, []), within)
            if repeats := sources(version, within):
                st.caption(ui.escape_markdown(repeats))
            _version_buttons(group, version, desk)
    if pages > 1:
        st.pagination(pages, key=f"{key}_page")
    if may != "count":
        with ui.guard_block("comparison of versions"):
            _show_comparison(corpus, group, versions, key, name)


def _show_members(corpus: Corpus, group: Group, versions: tuple[Version, ...], key: str) -> None:
    articles = [corpus.article(version.member.span.article_id) for version in versions]
    members = [version.member for version in versions]
    frame = pd.DataFrame(
        {
            t("duplicates.col_number"): range(1, len(members) + 1),
            t("duplicates.col_title"): [article.title for article in articles],
            t("duplicates.col_new"): [100 * member.share_new for member in members],
            t("duplicates.col_characters"): [len(member.span) for member in members],
            t("duplicates.col_source"): [a.outlet or a.source for a in articles],
            t("duplicates.col_published"): ui.drop_year(
                [ui.format_moment(a.published) for a in articles]
            ),
            t("duplicates.col_counts"): [
                "✓" if member.span == group.kept else "" for member in members
            ],
        }
    )
    number_column, text = st.column_config.NumberColumn, st.column_config.TextColumn
    bar = st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100, width=96)
    st.dataframe(
        frame,
        hide_index=True,
        height=ui.table_height(len(frame), _TABLE_HEIGHT),
        key=f"{key}_members",
        alt=t("duplicates.members_table"),
        column_config={
            t("duplicates.col_number"): number_column(width=36),
            t("duplicates.col_title"): text(width=200 if ui.on_phone() else 232),
            t("duplicates.col_new"): bar,
            t("duplicates.col_characters"): number_column(width=54),
            t("duplicates.col_source"): text(width=88),
            t("duplicates.col_published"): text(width=94),
            t("duplicates.col_counts"): text(width=60),
        },
    )


def _show_version(
    corpus: Corpus, version: Version, changes: list[Changed], name: Callable[[str], str]
) -> None:
    """Show the text of a version where it has something new, and the sentences it changed."""
    if version.member.new:
        st.html(version_html(corpus, version, ui.mode()))
    for change in changes:
        before, after = corpus.text_of(change.before), corpus.text_of(change.span)
        where = name(change.before.article_id)
        st.caption(ui.escape_markdown(t("duplicates.changed_from", name=where)))
        st.html(diff_html(diff(before.strip(), after.strip()), ui.mode()))


def _version_buttons(group: Group, version: Version, desk: _Desk) -> None:
    """Offer to count a version first, and to read it."""
    span = version.member.span
    with st.container(horizontal=True):
        if desk.may == "choose":
            st.button(
                t("duplicates.counts_first" if span == group.kept else "duplicates.keep"),
                key=f"{desk.key}_keep_{span.article_id}",
                icon=":material/check:",
                type="tertiary",
                disabled=span == group.kept,
                on_click=_keep,
                args=(span.article_id,),
                help=t("duplicates.keep_help"),
            )
        if st.button(
            t("duplicates.read"),
            key=f"{desk.key}_read_{span.article_id}",
            icon=":material/menu_book:",
            type="tertiary",
        ):
            desk.on_read(span)


def _show_comparison(
    corpus: Corpus,
    group: Group,
    versions: tuple[Version, ...],
    key: str,
    name: Callable[[str], str],
) -> None:
    """Compare any two articles of a group letter by letter, when asked to."""
    with st.expander(t("duplicates.compare"), on_change="rerun", key=f"{key}_compare") as opened:
        if not opened.open:
            return
        ids = [version.member.span.article_id for version in versions[:_LISTED]]
        alike = {v.member.span.article_id: v.member.similarity for v in versions}
        kept = group.kept.article_id
        far = min((i for i in ids if i != kept), key=alike.__getitem__)
        left, right = st.columns(2)
        one = left.selectbox(
            t("duplicates.compare_one"), ids, ids.index(kept) if kept in ids else 0, name,
            key=f"{key}_one",
        )  # fmt: skip
        two = right.selectbox(
            t("duplicates.compare_two"), ids, ids.index(far), name, key=f"{key}_two"
        )
        _show_diff(corpus.article(one).text, corpus.article(two).text, key)


def _tell_first_published(corpus: Corpus, group: Group) -> None:
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
    name = first.outlet or first.source or first.title
    st.caption(
        t("duplicates.first_published", name=ui.escape_markdown(name), date=ui.format_moment(date))
    )


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


def _pastes(corpus: Corpus, report: DuplicateReport, desk: _Desk) -> None:
    """One text's copies: the list, and what changed in a copy."""
    passage = report.passages[0]
    if len(report.passages) > 1:
        passage = st.selectbox(
            t("duplicates.pick_article"),
            report.passages[:_LISTED],
            format_func=lambda p: _paste_name(corpus, p),
            key=f"{desk.key}_article",
        )
    name = f"{desk.key}_copies_{report.digest[:8]}_{report.passages.index(passage)}"
    likeness = passage.similarities or (1.0,) * len(passage.copies)
    frame = pd.DataFrame(
        {
            t("duplicates.col_copy"): range(1, len(passage.copies) + 1),
            t("duplicates.col_start"): [span.start + 1 for span in passage.copies],
            t("duplicates.col_characters"): [len(span) for span in passage.copies],
            t("duplicates.col_similarity"): [share(value) for value in likeness],
        }
    )
    st.caption(t("duplicates.pastes_hint"))
    told = t("duplicates.tab_pastes", n=number(len(passage.copies)))
    _list_places(frame, passage.copies, key=f"{name}_table", on_pick=desk.on_pick, alt=told)
    if passage.kind == "near" and desk.may != "count":
        number_of = st.selectbox(
            t("duplicates.compare_copy"),
            range(2, len(passage.copies) + 1),
            format_func=lambda i: t("duplicates.copy_number", n=number(i)),
            key=f"{name}_two",
        )
        first, other = passage.copies[0], passage.copies[number_of - 1]
        _show_diff(corpus.text_of(first), corpus.text_of(other), name)


def _paste_name(corpus: Corpus, passage: Passage) -> str:
    return t(
        "duplicates.paste_name",
        title=corpus.article(passage.article_id).title,
        copies=number(len(passage.copies)),
        period=number(passage.period),
    )


def _show_shared(corpus: Corpus, report: DuplicateReport, desk: _Desk) -> None:
    """Passages that articles share without being copies of each other."""
    st.caption(t("duplicates.shared_note"))
    shown = report.shared[:_LISTED]
    frame = pd.DataFrame(
        [
            {
                t("duplicates.col_articles"): len({m.span.article_id for m in group.members}),
                t("duplicates.col_places"): len(group.members),
                t("duplicates.col_characters"): len(group.kept),
                t("duplicates.col_text"): _quote(corpus, group.kept, desk.may),
            }
            for group in shown
        ]
    )
    key = f"{desk.key}_list_{report.digest[:8]}"
    told = t("duplicates.tab_shared", n=number(len(shown)))
    kept = [group.kept for group in shown]
    _list_places(frame, kept, key=key, on_pick=desk.on_pick, alt=told)
    rows: list[int] = st.session_state[key]["selection"]["rows"]
    if not rows:
        return
    spans = [member.span for member in shown[rows[0]].members[:_LISTED]]
    name = f"{desk.key}_place_{rows[0]}"
    st.selectbox(
        t("duplicates.pick_place"), spans, 0, lambda span: _name(corpus, span, spans),
        key=name, on_change=lambda: desk.on_pick(st.session_state[name]),
    )  # fmt: skip


def _sentences(corpus: Corpus, report: DuplicateReport, desk: _Desk) -> None:
    """Sentences that stand more than once, word for word; on request nearly so."""
    repeats = find_repeated_sentences(report, limit=_LISTED)
    _list_places(
        pd.DataFrame([_sentence_row(corpus, repeat, desk.may) for repeat in repeats]),
        [repeat.places[0] for repeat in repeats],
        key=f"{desk.key}_list_{report.digest[:8]}",
        on_pick=desk.on_pick,
        alt=t("duplicates.tab_sentences", n=number(len(repeats))),
    )
    similar = t("duplicates.similar_sentences")
    if desk.may == "choose" and st.toggle(similar, key=f"{desk.key}_similar"):
        _show_similar(corpus, report, desk.key)


def _show_similar(corpus: Corpus, report: DuplicateReport, key: str) -> None:
    groups = _similar(corpus, report, key)
    if not groups:
        st.info(t("duplicates.similar_none"))
    for group in groups[:20]:
        st.html(
            "".join(
                diff_html(diff(corpus.text_of(group.kept), corpus.text_of(member.span)), ui.mode())
                for member in group.members[:6]
                if member.span != group.kept
            )
        )


def _similar(corpus: Corpus, report: DuplicateReport, key: str) -> tuple[Group, ...]:
    """Look for similar sentences once, not at every click while the list is open."""
    name = f"{key}_similar_{report.digest[:8]}"
    if name not in st.session_state:
        with st.spinner(t("duplicates.similar_wait")):
            st.session_state[name] = find_similar_sentences(corpus, report)
    groups: tuple[Group, ...] = st.session_state[name]
    return groups


def _sentence_row(corpus: Corpus, repeat: Repeat, may: May) -> dict[str, Any]:
    return {
        t("duplicates.col_places"): len(repeat.places),
        t("duplicates.col_articles"): repeat.articles,
        t("duplicates.col_text"): _quote(corpus, repeat.places[0], may),
    }


def _quote(corpus: Corpus, span: Span, may: May) -> str:
    """Return a text; where some was left out one sign stands for it."""
    text = corpus.text_of(span)
    return _GAP.sub(t("concordance.gap"), text) if may == "count" else text


def _row_of(frame: pd.DataFrame, *, key: str, alt: str, widths: Mapping[str, int]) -> int | None:
    """Show a list; return the number of the row the reader chose."""
    columns = {t(f"duplicates.col_{name}"): width for name, width in widths.items()}
    event: Any = st.dataframe(
        frame,
        hide_index=True,
        height=ui.table_height(len(frame), _TABLE_HEIGHT),
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        alt=alt,
        column_config={
            name: st.column_config.Column(width=width) for name, width in columns.items()
        },
    )
    chosen = [row for row in event["selection"]["rows"] if row < len(frame)]
    return chosen[0] if chosen else None


def _list_places(
    frame: pd.DataFrame,
    places: Sequence[Span],
    *,
    key: str,
    on_pick: Callable[[Span], None],
    alt: str,
) -> None:
    """Show a list whose rows are places in a text."""
    ui.show_rows(
        frame,
        key=key,
        marks=[str(i) for i in range(len(places))],
        on_pick=lambda number: on_pick(places[int(number)]),
        tallest=_TABLE_HEIGHT,
        alt=alt,
    )


def _name(corpus: Corpus, span: Span, spans: Sequence[Span]) -> str:
    article = corpus.article(span.article_id)
    parts = [
        number(spans.index(span) + 1),
        article.title,
        article.outlet or article.source,
        ui.format_moment(article.published),
    ]
    return " · ".join(part for part in parts if part)


def _offer_downloads(corpus: Corpus, report: DuplicateReport, key: str) -> None:
    """Files are made when they are asked for."""
    files: tuple[tuple[str, str, str, Callable[[], bytes | str]], ...] = (
        ("unique_text", "unique.txt", "text/plain", lambda: unique_text(unique(corpus, report))),
        ("csv", "duplicates.csv", "text/csv", lambda: _csv(corpus, report)),
        (
            "json",
            "duplicates.json",
            "application/json",
            lambda: json.dumps(to_json(report), ensure_ascii=False, indent=1),
        ),
    )
    with st.container(horizontal=True):
        for name, file, mime, make in files:
            label = t(f"duplicates.download_{name}")
            ui.download(label, make, name=file, mime=mime, key=f"{key}_{name}")


def _csv(corpus: Corpus, report: DuplicateReport) -> bytes:
    return ui.to_csv(pd.DataFrame(to_rows(corpus, report)))
