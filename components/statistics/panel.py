"""Shows word statistics on a page: the measure, its definition, a figure and a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, get_args

import streamlit as st

from components import ui
from components.i18n import number, t
from components.statistics.analysis import CRITICAL
from components.statistics.dates import dates_of
from components.statistics.describe import alt, caption, caveat, middle, refusal
from components.statistics.export import to_table
from components.statistics.figure import figure
from components.statistics.statistic import (
    FEWEST,
    Against,
    Association,
    Measure,
    NameUses,
    Statistic,
    StatisticSettings,
    mark_of,
)
from components.table import Column
from components.text import PERIODS, Corpus, Period, norm_of
from components.words import WordTable

_TYPED = 40  # characters of a word
_MOST_WINDOW, _MOST_COUNT, _MOST_LINES, _MOST_CHOICES = 10, 20, 6, 300
_SIZES = ("2", "3", "4", "5")
_FORMATS = {"tf_idf": "%.4f", "g2": "%.1f", "per_10k": "%.1f"}
_FORMATS |= dict.fromkeys(("dp", "dp_norm", "log_ratio", "log_dice", "npmi"), "%.2f")


def choose(*, key: str) -> Measure:
    """Ask which measure, and say in one sentence what it is; the rest of it stands behind."""
    measure: Measure = ui.bind_choice(
        st.segmented_control, t("statistics.measure"), get_args(Measure), default="keyness",
        name_of=lambda value: t(f"statistics.measure_{value}"), key=key, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t(f"statistics.what_{measure}"), width="content")
        with st.popover(t("statistics.how"), icon=":material/function:", type="tertiary"):
            for part in ("unit", "formula", "direction", "limits", "source"):
                st.markdown(f"**{t(f'statistics.{part}')}**　{t(f'statistics.{part}_{measure}')}")
    return measure


def ask_settings(
    measure: Measure,
    corpus: Corpus,
    table: WordTable,
    *,
    key: str,
    stop_words: frozenset[str] = frozenset(),
    names: Sequence[NameUses] = (),
) -> StatisticSettings:
    """Ask for the options of a measure; every answer stands in the address.

    Args:
        measure: what was chosen.
        corpus: the articles to choose from.
        table: the words to choose from, most frequent first.
        key: names the widgets.
        stop_words: the norms the reader may leave out.
        names: the names that a trend may follow.
    """
    ask: dict[Measure, Callable[..., dict[str, Any]]] = {
        "keyness": _ask_keyness, "ngrams": _ask_ngrams,
        "collocates": _ask_collocates, "trend": partial(_ask_trend, named=names),
    }  # fmt: skip
    options = ask[measure](corpus, table, key) if measure in ask else {}
    if measure in FEWEST:
        least = ui.bind_value(
            st.slider,
            t("statistics.min_count"), 2, _MOST_COUNT, FEWEST[measure],
            key=f"{key}_min_{measure}",
        )  # fmt: skip
        options["min_count"] = min(max(2, int(least)), _MOST_COUNT)
    if measure != "trend" and ui.bind_value(
        st.toggle, t("statistics.stop"), value=True, key=f"{key}_stop",
        help=t(f"statistics.stop_help_{'ngrams' if measure == 'ngrams' else 'rows'}"),
    ):  # fmt: skip
        options["stop_words"] = stop_words
    return StatisticSettings(measure, **options)


def show(
    statistic: Statistic[Any],
    corpus: Corpus,
    *,
    key: str,
    on_pick: Callable[[Any], None],
    picked: str = "",
) -> None:
    """Draw a measure with its table.

    Args:
        statistic: what to show.
        corpus: the articles, for their titles.
        key: names the widgets.
        on_pick: hears the row clicked.
        picked: what `mark_of` calls the row to bring out.
    """
    settings = statistic.settings
    if statistic.refused:
        st.info(refusal(statistic), icon=":material/hourglass_empty:")
        return
    if settings.measure == "trend" and not (settings.words or settings.names):
        st.info(t("statistics.choose_words"))
        return
    if not statistic.rows:
        values = {"min": number(settings.min_count), "g2": number(CRITICAL, digits=2)}
        st.info(t(f"statistics.nothing_{settings.measure}", **values))
        return
    article = _article(statistic, corpus, key)
    rows = tuple(row for row in statistic.rows if not article or row.article_id == article)
    if settings.measure == "collocates":
        word = ui.escape_markdown(middle(statistic, corpus))
        st.subheader(t("statistics.word_now", word=word), anchor=False)
    by_mark = {mark_of(row): row for row in reversed(rows)}

    def tell(mark: str) -> None:
        on_pick(by_mark[mark])

    with ui.guard_block("chart of a measure"):
        ui.show_chart(
            partial(figure, statistic, article=article, picked=picked),
            key=f"{key}_chart_{settings.measure}", alt=alt(statistic, rows),
            note=partial(caption, statistic), table=partial(to_table, statistic, corpus),
            on_pick=tell,
        )  # fmt: skip
        st.caption(caption(statistic))
        if warning := caveat(statistic):
            st.warning(warning)
    with ui.guard_block("table of a measure"):
        _show_table(statistic, rows, corpus, key, tell)


def offer_recentre(word: str, *, key: str) -> None:
    """Offer the collocates of a word."""
    name = t("statistics.recentre", word=ui.escape_markdown(word))
    st.button(
        name, icon=":material/join_inner:", key=f"{key}_recentre", on_click=_change_centre,
        args=(word, key),
    )  # fmt: skip


def _ask_keyness(corpus: Corpus, table: WordTable, key: str) -> dict[str, Any]:
    days = sorted(set(dates_of(corpus).values()))
    options: list[Against] = ["general"]
    options += ["articles"] if len(corpus.articles) > 1 else []
    options += ["dates"] if len(days) > 1 else []
    against: Against = ui.bind_choice(
        st.selectbox, t("statistics.against"), options, default="general",
        name_of=lambda value: t(f"statistics.against_{value}"), key=f"{key}_against",
    )  # fmt: skip
    if len(options) == 1:
        st.caption(t("statistics.against_more"))
    if against == "articles":
        return {"against": against, **_ask_articles(corpus, key)}
    if against == "dates":
        since = ui.bind_choice(
            st.selectbox, t("statistics.since"), days[1:], default=days[len(days) // 2],
            name_of=str, key=_forget_unknown(f"{key}_since", days[1:]),
            help=t("statistics.since_help"),
        )  # fmt: skip
        return {"against": against, "since": since}
    return {}


def _ask_articles(corpus: Corpus, key: str) -> dict[str, Any]:
    titles = {article.id: _title(article.title, article.id) for article in corpus.articles}
    chosen = {
        side: ui.bind_choice(
            st.multiselect, t(f"statistics.{side}"), list(titles),
            default=tuple(titles)[:1] if side == "here" else (),
            name_of=titles.__getitem__, key=_forget_unknown(f"{key}_{side}", titles),
            placeholder=t(f"statistics.{side}_hint"),
        )
        for side in ("here", "there")
    }  # fmt: skip
    return {**chosen}


def _ask_ngrams(corpus: Corpus, table: WordTable, key: str) -> dict[str, Any]:
    size = ui.bind_choice(
        st.segmented_control, t("statistics.size"), _SIZES, default="2", name_of=str,
        key=f"{key}_size", required=True,
    )  # fmt: skip
    return {"size": int(size)}


def _ask_collocates(corpus: Corpus, table: WordTable, key: str) -> dict[str, Any]:
    first = table.rows[0].word if table.rows else ""
    typed = ui.bind_value(
        st.text_input, t("statistics.word"), key=f"{key}_word", max_chars=_TYPED,
        placeholder=first, help=t("statistics.word_help"),
    )  # fmt: skip
    association: Association = ui.bind_choice(
        st.segmented_control, t("statistics.association"), get_args(Association),
        default="log_dice", name_of=lambda value: t(f"statistics.col_{value}"),
        key=f"{key}_rank", required=True, help=t("statistics.association_help"),
    )  # fmt: skip
    window = ui.bind_value(
        st.slider, t("statistics.window"), 1, _MOST_WINDOW, 5, key=f"{key}_window",
        help=t("statistics.window_help"),
    )  # fmt: skip
    word = norm_of((typed or "").strip()[:_TYPED] or first)
    window = min(max(1, int(window)), _MOST_WINDOW)
    return {"word": word, "association": association, "window": window}


def _ask_trend(
    corpus: Corpus, table: WordTable, key: str, *, named: Sequence[NameUses]
) -> dict[str, Any]:
    names = {row.norm: row.word for row in table.rows[:_MOST_CHOICES]}
    first = tuple(names)[:3]
    names |= {one.mark: t("statistics.name", name=one.name) for one in named}
    words = ui.bind_choice(
        st.multiselect, t("statistics.words"), list(names), default=first,
        name_of=names.__getitem__, key=_forget_unknown(f"{key}_words", names),
        max_selections=_MOST_LINES, placeholder=t("statistics.choose_words"),
    )  # fmt: skip
    by: Period = ui.bind_choice(
        st.segmented_control, t("statistics.by"), PERIODS, default="month",
        name_of=lambda value: t(f"statistics.by_{value}"), key=f"{key}_by", required=True,
    )  # fmt: skip
    chosen = words[:_MOST_LINES]
    followed = tuple(one for one in named if one.mark in chosen)
    marks = {one.mark for one in followed}
    return {"words": tuple(w for w in chosen if w not in marks), "names": followed, "by": by}


def _change_centre(word: str, key: str) -> None:
    st.session_state[key] = "collocates"
    st.session_state[f"{key}_word"] = word[:_TYPED]


def _forget_unknown(key: str, options: Any) -> str:
    """Forget choices that another corpus offered; return the key."""
    chosen = st.session_state.get(key)
    if isinstance(chosen, list):
        st.session_state[key] = [value for value in chosen if value in options]
    elif chosen is not None and chosen not in options:
        del st.session_state[key]
    return key


def _title(title: str, article_id: str) -> str:
    return f"{title}（{article_id}）" if title != article_id else title


def _article(statistic: Statistic[Any], corpus: Corpus, key: str) -> str:
    """Ask whose TF-IDF to show; "" for measures of the whole corpus."""
    if statistic.settings.measure != "tf_idf":
        return ""
    ids = list(dict.fromkeys(row.article_id for row in statistic.rows))
    titles = {name: _title(corpus.article(name).title, name) for name in ids}
    return str(
        ui.bind_choice(
            st.selectbox, t("statistics.article"), ids, default=ids[0],
            name_of=titles.__getitem__, key=_forget_unknown(f"{key}_article", ids),
        )
    )  # fmt: skip


def _show_table(
    statistic: Statistic[Any],
    rows: tuple[Any, ...],
    corpus: Corpus,
    key: str,
    on_pick: Callable[[str], None],
) -> None:
    table = to_table(statistic, corpus)
    whole = ui.frame_of(table)
    drawn = set(map(id, rows))
    inside = [i for i, row in enumerate(statistic.rows) if id(row) in drawn]
    shown = whole.iloc[inside].drop(columns="article", errors="ignore")
    measure = statistic.settings.measure
    ui.show_rows(
        shown,
        key=f"{key}_table_{statistic.digest[:8]}_{len(rows)}_{mark_of(rows[0])}",
        marks=[mark_of(row) for row in rows],
        on_pick=on_pick,
        placeholder="—",
        alt=t("statistics.table", measure=t(f"statistics.measure_{measure}")),
        column_config={column.name: _column(column) for column in table.columns},
    )
    csv = ui.to_csv(whole)
    ui.download(
        t("statistics.download"), csv, name=f"{measure}.csv", mime="text/csv",
        key=f"{key}_csv_{measure}",
    )  # fmt: skip


def _column(column: Column) -> Any:
    if not column.numeric:
        pinned = column.name in ("word", "text")
        return st.column_config.TextColumn(column.title, pinned=pinned)
    form = _FORMATS.get(column.name, "localized")
    return st.column_config.NumberColumn(column.title, format=form)
