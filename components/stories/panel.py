"""Shows stories on a page: the stream, its list, the versions of one story, two side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from components import ui
from components.entities import EntityIndex
from components.i18n import number, t
from components.stories.comparison import ComparedRow, Comparison, compare
from components.stories.describe import (
    alt,
    caption,
    describe_article,
    kind_name,
    label_of,
    list_outlets,
    name_of,
    percent,
    summary,
)
from components.stories.export import COUNTS, story_table
from components.stories.figure import stream as stream_figure
from components.stories.markup import compare_html, lineage_html
from components.stories.moments import print_moment
from components.stories.names import find_first_names
from components.stories.story import Stories, Story, StoryArticle
from components.stories.stream import lay_out_stream
from components.text import Corpus, Span
from components.theme import SIGNS

_LISTED = 200  # stories to choose from
_TABLE_HEIGHT = 420
_CHANGES = 8  # changed sentences that stand above the whole texts
_ROWS = 120  # sentences of a comparison shown at once


def choose_story(corpus: Corpus, stories: Stories, *, key: str) -> Story:
    """Ask which story to show; the answer stands in the address. There is at least one."""
    ids = stories.ids[:_LISTED]
    sizes = dict(zip(ids, stories.sizes.tolist(), strict=False))
    first = {
        own: stories.places.ids[stories.members[low]]
        for own, low in zip(ids, stories.bounds.tolist(), strict=False)
    }

    def name_of_story(own: str) -> str:
        title = corpus.article(first[own]).title
        return t("stories.choice", title=title, n=number(sizes[own]))

    chosen = ids[0]
    if len(ids) > 1:
        chosen = ui.bind_choice(
            st.selectbox, t("stories.choose"), ids, key=f"{key}_id", default=ids[0],
            name_of=name_of_story,
        )  # fmt: skip
    if len(stories) > len(ids):
        st.caption(t("stories.list_cut", n=number(len(ids)), all=number(len(stories))))
    return stories.story(stories.number_of(chosen) or 0)


def show(
    corpus: Corpus,
    stories: Stories,
    story: Story,
    *,
    key: str,
    on_pick: Callable[[int], None],
    on_read: Callable[[Span], None],
    names: Callable[[], EntityIndex],
    said: Callable[[Story], None],
    picked: int | None = None,
    gaps: bool = False,
) -> None:
    """Show one story: numbers, the stream with its list, its versions, its names, who said what.

    Args:
        corpus: the corpus as it was read.
        stories: all of them.
        story: the one to show.
        key: names the widgets.
        on_pick: hears the number of the article clicked.
        on_read: opens the full text of an article.
        names: gives who is named, asked only when names are shown.
        said: shows what its articles quote, which rooms after this one know.
        picked: the article to bring out.
        gaps: texts were left out of what is shown, so that none is compared.
    """
    # A day is not broken at its hyphens: a word joiner, which nobody sees, holds it together.
    heading = ui.escape_markdown(summary(corpus, story).replace("-", "\u2060-\u2060"))
    st.header(heading, anchor=False)
    with ui.guard_block("numbers of a story"):
        show_metrics(corpus, story)
    tabs = ("flow", "versions", "names", "said")
    labels = [t(f"stories.tab_{name}") for name in tabs]
    for tab, name in zip(
        st.tabs(labels, key=f"{key}_tab_{story.id}", on_change="rerun"), tabs, strict=True
    ):
        if not tab.open:
            continue
        with tab, ui.guard_block(f"story: {name}"):
            if name == "flow":
                _show_flow(corpus, story, key, on_pick, picked)
            elif name == "versions":
                _show_versions(corpus, stories, story, key, on_read, gaps=gaps)
            elif name == "said":
                said(story)
            else:
                _show_names(corpus, story, names(), key, on_pick)


def show_metrics(corpus: Corpus, story: Story) -> None:
    """Show four numbers, each beside what it is compared to."""
    total = sum(article.length for article in story.articles)
    taken = sum(article.inherited + article.edited for article in story.articles)
    shared = sum(article.shared for article in story.articles)
    wire = sum(article.kind == "wire" for article in story.articles)
    outlets = len(list_outlets(corpus, story))
    ui.show_cards(
        (
            ui.Card(t("stories.articles"), number(len(story.articles)), t("stories.articles_help"),
                    t("stories.of_which_wire", n=number(wire))),
            ui.Card(t("stories.outlets"), number(outlets), t("stories.outlets_help")),
            ui.Card(t("stories.taken"), percent(taken / max(1, total)), t("stories.taken_help"),
                    t("stories.of_characters", n=number(total))),
            ui.Card(t("stories.unsure"), percent(shared / max(1, total)), t("stories.unsure_help")),
        )
    )  # fmt: skip


def _show_flow(
    corpus: Corpus, story: Story, key: str, on_pick: Callable[[int], None], picked: int | None
) -> None:
    """The stream with its list; on a phone the list alone."""

    def pick(mark: str) -> None:
        on_pick(int(float(mark)))

    if not ui.on_phone():
        with ui.guard_block("stream"):
            laid = lay_out_stream(corpus, story)
            titles = [label_of(corpus.article(a.article_id)) for a in story.articles]
            ui.show_chart(
                partial(stream_figure, laid, titles, picked=picked),
                key=f"{key}_stream_{story.id}",
                name=f"{key}_stream",
                alt=alt(corpus, story),
                note=partial(caption, story),
                table=partial(story_table, corpus, story),
                on_pick=pick,
            )
            if laid.merged:
                st.caption(t("stories.merged_columns"))
    st.caption(caption(story))
    with ui.guard_block("list of a story"):
        ui.show_rows(
            articles_frame(corpus, story),
            key=f"{key}_list_{story.id}",
            marks=[str(n) for n in range(len(story.articles))],
            on_pick=pick,
            tallest=_TABLE_HEIGHT,
            alt=t("stories.table"),
            column_config=_list_columns(),
        )


def articles_frame(corpus: Corpus, story: Story) -> pd.DataFrame:
    """Return the articles of a story with the numbers of the stream."""
    place = {article.article_id: n for n, article in enumerate(story.articles, 1)}
    own = [corpus.article(article.article_id) for article in story.articles]
    counts = {
        t(f"stories.short_{name}"): [getattr(article, name) for article in story.articles]
        for name in COUNTS
    }
    return pd.DataFrame(
        {
            t("stories.col_number"): list(place.values()),
            t("stories.col_published"): ui.drop_year([print_moment(a.published) for a in own]),
            t("stories.col_outlet"): [a.outlet or "" for a in own],
            t("stories.col_kind"): [kind_name(a) for a in story.articles],
            t("stories.short_parent"): [_parent_text(a, place) for a in story.articles],
            **counts,
            t("stories.col_title"): [a.title for a in own],
        }
    )


def _parent_text(article: StoryArticle, place: dict[str, int]) -> str:
    """The number of the main source, and which share comes from it."""
    if article.parent is None:
        return ""
    return f"{number(place[article.parent])} · {percent(article.share_taken)}"


def _list_columns() -> dict[str, object]:
    """Columns as wide as they need be: all but the title are seen beside the panel at 1,440."""
    text, count = st.column_config.TextColumn, st.column_config.NumberColumn
    widths = {"col_published": 104, "col_outlet": 88, "col_kind": 88, "col_title": 260}
    return {
        t("stories.col_number"): count(width=42),
        **{t(f"stories.{name}"): text(width=width) for name, width in widths.items()},
        t("stories.short_parent"): text(width=84, help=t("stories.short_parent_help")),
        **{
            t(f"stories.short_{name}"): count(
                format="localized", width=56, help=t(f"stories.col_{name}")
            )
            for name in COUNTS
        },
    }


# --- the versions of a story ------------------------------------------------------------------


def _show_versions(
    corpus: Corpus,
    stories: Stories,
    story: Story,
    key: str,
    on_read: Callable[[Span], None],
    *,
    gaps: bool,
) -> None:
    """Step through the versions in the order of time, and compare any two."""
    labels = [
        f"{number(n)} · {label_of(corpus.article(a.article_id))}"
        for n, a in enumerate(story.articles, 1)
    ]
    places = range(len(story.articles))
    at = st.select_slider(
        t("stories.version"), places, format_func=lambda n: number(n + 1),
        key=f"{key}_version_{story.id}",
    )  # fmt: skip
    article = story.articles[at]
    own = corpus.article(article.article_id)
    st.markdown(f"**{ui.escape_markdown(labels[at])}**")
    told = describe_article(corpus, article, story.sentences_of(own.id))
    st.caption(ui.escape_markdown(told))
    if gaps:
        st.caption(t("stories.texts_left_out"))
        return
    st.html(lineage_html(own, story.sentences_of(own.id), ui.mode()))
    st.caption(t("stories.lineage_note"))
    if st.button(
        t("stories.read"), key=f"{key}_read", icon=":material/menu_book:", type="tertiary"
    ):
        on_read(Span(own.id, 0, len(own.text)))
    with st.expander(t("stories.compare"), on_change="rerun", key=f"{key}_compare") as opened:
        if opened.open:
            _compare_any(corpus, stories, story, labels, at, key)


def _compare_any(
    corpus: Corpus, stories: Stories, story: Story, labels: list[str], at: int, key: str
) -> None:
    places = list(range(len(story.articles)))
    before = _source_place(story, at)
    left, right = st.columns(2)
    one = left.selectbox(
        t("stories.compare_one"),
        places,
        before,
        labels.__getitem__,
        key=f"{key}_one_{story.id}_{at}",
    )
    two = right.selectbox(
        t("stories.compare_two"), places, at, labels.__getitem__, key=f"{key}_two_{story.id}_{at}"
    )
    ids = [story.articles[place].article_id for place in (one, two)]
    compared = compare(corpus, stories, *ids)
    st.caption(describe_comparison(compared))
    heads = tuple(name_of(corpus.article(i)) for i in ids)
    _show_rows(corpus, compared, (heads[0], heads[1]), key=f"{key}_any")


def _source_place(story: Story, at: int) -> int:
    """Return the main source of an article, else the article before it."""
    parent = story.articles[at].parent
    place = story.number_of(parent) if parent is not None else None
    return place if place is not None else max(0, at - 1) if at else min(1, len(story.articles) - 1)


def describe_comparison(compared: Comparison) -> str:
    """Say how many characters are the same, changed, added and cut."""
    parts = (
        t(f"stories.compared_{state}", n=number(compared.characters(state)))
        for state in ("same", "changed", "added", "cut")
        if compared.characters(state)
    )
    return " · ".join(parts) or t("stories.compared_nothing")


def _show_rows(corpus: Corpus, compared: Comparison, heads: tuple[str, str], *, key: str) -> None:
    """Show two articles side by side, the first sentences first."""
    pages = -(-len(compared.rows) // _ROWS)
    page = min(int(st.session_state.get(f"{key}_page") or 1), max(1, pages))
    rows = compared.rows[_ROWS * (page - 1) : _ROWS * page]
    st.html(compare_html(corpus, compared, heads, ui.mode(), rows=rows))
    if pages > 1:
        st.pagination(pages, key=f"{key}_page")


# --- two articles beside the stream -----------------------------------------------------------


def show_pair(
    corpus: Corpus,
    stories: Stories,
    story: Story,
    number_of_article: int,
    *,
    key: str,
    on_read: Callable[[Span], None],
    index: EntityIndex | None = None,
    gaps: bool = False,
) -> None:
    """Show an article beside the one most of it comes from, what was changed first.

    Args:
        corpus: the corpus as it was read.
        stories: all of them.
        story: the one it belongs to.
        number_of_article: its place in the order of time, from 0.
        key: names the widgets.
        on_read: opens the full text of an article.
        index: who is named, so that changed names are told.
        gaps: texts were left out of what is shown.
    """
    article = story.articles[number_of_article]
    own = corpus.article(article.article_id)
    st.subheader(ui.escape_markdown(own.title), anchor=False)
    st.caption(ui.escape_markdown(name_of(own)))
    told = describe_article(corpus, article, story.sentences_of(own.id))
    st.markdown(ui.escape_markdown(told))
    if gaps:
        st.caption(t("stories.texts_left_out"))
    else:
        _show_beside(corpus, stories, story, article, key=f"{key}_{story.id}", index=index)
        if st.button(t("stories.read"), key=f"{key}_read", icon=":material/menu_book:"):
            on_read(Span(own.id, 0, len(own.text)))
    st.caption(t("stories.caution"))


def _show_beside(
    corpus: Corpus,
    stories: Stories,
    story: Story,
    article: StoryArticle,
    *,
    key: str,
    index: EntityIndex | None,
) -> None:
    """Show the text of an article beside the one that it is nearest to; alone without one."""
    own = corpus.article(article.article_id)
    other = article.parent or _nearest(stories, story, own.id)
    if other is None:
        st.html(lineage_html(own, story.sentences_of(own.id), ui.mode()))
        return
    if article.parent is None:
        st.caption(t("stories.beside_unknown"))
    compared = compare(corpus, stories, other, own.id, index=index)
    heads = (name_of(corpus.article(other)), name_of(own))
    _show_changes(corpus, compared, heads)
    st.caption(describe_comparison(compared))
    _show_rows(corpus, compared, heads, key=f"{key}_{story.number_of(own.id)}")


def _nearest(stories: Stories, story: Story, article_id: str) -> str | None:
    """Return the article that shares most text with one, whatever the times."""
    letters: dict[str, int] = {}
    for sentence in story.sentences_of(article_id):
        for holder in {span.article_id for span in stories.holders_of(sentence.row)}:
            letters[holder] = letters.get(holder, 0) + len(sentence.span)
    order = {article.article_id: n for n, article in enumerate(story.articles)}
    return max(letters, key=lambda own: (letters[own], -order[own]), default=None)


def _show_changes(corpus: Corpus, compared: Comparison, heads: tuple[str, str]) -> None:
    """Show what was changed, numbers and names first."""
    changes = compared.changes
    if not changes:
        return
    st.markdown(f"**{t('stories.changes', n=number(len(changes)))}**")
    for n, row in enumerate(changes[:_CHANGES]):
        if told := _what_changed(row):
            st.caption(told)
        st.html(compare_html(corpus, compared, None if n else heads, ui.mode(), rows=(row,)))
    if len(changes) > _CHANGES:
        st.caption(t("stories.changes_more", n=number(len(changes) - _CHANGES)))


def _what_changed(row: ComparedRow) -> str:
    parts = [t("stories.changed_numbers")] if row.numbers else []
    if row.names:
        parts.append(t("stories.changed_names", names=t("stories.comma").join(row.names)))
    return ui.escape_markdown(" · ".join(parts))


# --- names ------------------------------------------------------------------------------------


def _show_names(
    corpus: Corpus, story: Story, index: EntityIndex, key: str, on_pick: Callable[[int], None]
) -> None:
    """List where each name first appears; a click opens that article."""
    found = find_first_names(corpus, story, index)
    if not found:
        st.info(t("stories.no_names"))
        return
    place = {article.article_id: n for n, article in enumerate(story.articles)}
    articles = [corpus.article(name.span.article_id) for name in found]
    frame = pd.DataFrame(
        {
            t("stories.col_name"): [f"{SIGNS.get(n.kind, '')} {n.name}" for n in found],
            t("stories.col_first"): [f"{number(place[a.id] + 1)} · {name_of(a)}" for a in articles],
            t("stories.col_certain"): ["✓" if n.certain else "？" for n in found],
            t("stories.col_articles"): [n.articles for n in found],
        }
    )
    ui.show_rows(
        frame,
        key=f"{key}_names_{story.id}",
        marks=[str(place[a.id]) for a in articles],
        on_pick=lambda mark: on_pick(int(mark)),
        tallest=_TABLE_HEIGHT,
        alt=t("stories.tab_names"),
    )
    st.caption(t("stories.names_note"))
