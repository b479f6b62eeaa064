"""Shows quotations on a page: the filter, the ledger, other versions, and who speaks with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import streamlit as st

from components import ui
from components.duplicates import panel as duplicates_panel
from components.entities import EntityIndex
from components.i18n import number, t
from components.network import CooccurrenceNetwork, Layout
from components.network import panel as network_panel
from components.quotations.actors import RELATIONS, Relation
from components.quotations.describe import (
    caption,
    certainty,
    form,
    source,
    source_of,
    speaker,
    words,
)
from components.quotations.export import to_table
from components.quotations.ledger import FORMS, LedgerLine, QuotationFilter
from components.quotations.quotation import Quotation
from components.text import Corpus

_MOST_OFFERED = 300  # speakers in the list to choose from
_COPIES = 12  # places of copies that are named
# Pixels: all columns together fit beside the panel of a window that is 1,440 wide, and over it in
# one of 1,024.
_WIDTHS = {"cue": 56, "words": 170, "when": 86, "outlet": 78, "sure": 46}
_SAID = 6  # quotations on a card


def ask_filter(
    lines: Sequence[LedgerLine], corpus: Corpus, index: EntityIndex, *, key: str
) -> QuotationFilter:
    """Ask which quotations to show; every answer stands in the address."""
    names = {entity.id: entity.name for entity in index.entities}
    spoken = Counter(line.quotation.entity_id for line in lines if line.quotation.entity_id)
    speakers = {i: f"{names[i]}（{number(n)}）" for i, n in spoken.most_common(_MOST_OFFERED)}
    articles = [corpus.article(id) for id in {id for line in lines for id in line.articles}]
    outlets = sorted({article.outlet for article in articles if article.outlet})
    days = sorted({article.published[:10] for article in articles if article.published})
    cues = [c for c, _ in Counter(line.quotation.cue for line in lines).most_common() if c]
    form: str = ui.bind_choice(
        st.segmented_control, t("quotations.form"), FORMS, default="all", required=True,
        name_of=lambda value: t(f"quotations.form_{value}"), key=f"{key}_form",
    )  # fmt: skip
    certain = ui.bind_choice(
        st.segmented_control, t("quotations.sure"), ("all", "certain"), default="all",
        required=True, key=f"{key}_sure", help=t("quotations.sure_help"),
        name_of=lambda value: t(f"quotations.sure_{value}"),
    )  # fmt: skip
    return QuotationFilter(
        speaker=_ask_one("speaker", speakers, key),
        outlet=_ask_one("outlet", {outlet: outlet for outlet in outlets}, key),
        day=_ask_one("day", {day: day for day in days}, key),
        cue=_ask_one("cue", {cue: cue for cue in cues}, key),
        form=next(own for own in FORMS if own == form),
        certain=certain == "certain",
    )


def _ask_one(name: str, options: dict[str, str], key: str) -> str:
    """Ask for one of some options; "" for all of them."""
    chosen: str = ui.bind_choice(
        st.selectbox, t(f"quotations.{name}"), ("all", *options), default="all",
        name_of=lambda code: options.get(code) or t("quotations.all"), key=f"{key}_{name}",
    )  # fmt: skip
    return "" if chosen == "all" else chosen


def show(
    lines: Sequence[LedgerLine],
    corpus: Corpus,
    index: EntityIndex,
    *,
    key: str,
    on_pick: Callable[[LedgerLine], None],
) -> None:
    """Draw the ledger and the way to download it.

    Args:
        lines: what to show.
        corpus: the texts.
        index: who is named in them.
        key: names the widgets.
        on_pick: hears the line clicked.
    """
    if not lines:
        st.info(t("quotations.nothing"))
        return
    columns = st.column_config
    shown = lines[: ui.MOST_ROWS]
    frame = ui.frame_of(to_table(shown, corpus, index), signed=("speaker",)).assign(
        when=ui.drop_year(_moments_of(shown, corpus)),
        sure=["✓" if line.quotation.certain else "？" for line in shown],
    )
    # Quotation marks in the words say which are direct; the file has a column for it.
    order = ["speaker", "cue", "words", "when", "outlet", "outlets", "sure"]
    if ui.on_phone():
        order = ["speaker", "words", "cue", *order[3:]]
    ui.show_rows(
        frame,
        key=f"{key}_table_{len(lines)}_{hash(tuple(shown)) & 0xFFFFFF:x}",
        marks=[str(i) for i in range(len(shown))],
        on_pick=lambda mark: on_pick(lines[int(mark)]),
        alt=t("quotations.table"),
        tallest=620,
        column_order=order,
        column_config={
            **{
                name: columns.TextColumn(t(f"quotations.col_{name}"), width=width)
                for name, width in _WIDTHS.items()
            },
            "speaker": columns.TextColumn(
                t("quotations.col_speaker"), width=96 if ui.on_phone() else 100
            ),
            "outlets": columns.NumberColumn(
                t("quotations.col_outlets"), width=56, help=t("quotations.col_outlets_help")
            ),
        },
    )
    ui.tell_first_rows(len(shown), len(lines))
    st.caption(caption(lines, corpus.settings.copies))

    def write() -> bytes:
        return ui.to_csv(ui.frame_of(to_table(lines, corpus, index), titled=True))

    ui.download(
        t("quotations.download"), write, name="quotations.csv", mime="text/csv", key=f"{key}_csv"
    )


def _moments_of(lines: Sequence[LedgerLine], corpus: Corpus) -> list[str]:
    """Return when the article of each line was published, to the minute; "" for unknown."""
    articles = (corpus.article(line.quotation.span.article_id) for line in lines)
    return [ui.format_moment(article.published) for article in articles]


@ui.guard_block("a quotation")
def show_line(
    line: LedgerLine,
    corpus: Corpus,
    index: EntityIndex,
    *,
    on_open: Callable[[Quotation], None],
    key: str,
) -> None:
    """Show who said it and how, and every other place that has it, with altered words marked."""
    own = line.quotation
    names = {entity.id: entity.name for entity in index.entities}
    told = (speaker(own, names), own.cue, form(own), certainty(own))
    st.caption(ui.escape_markdown("　".join(filter(None, told))))
    if not line.versions and len(line.articles) < 2:
        return
    with st.expander(t("quotations.versions", count=number(len(line.articles))), expanded=True):
        for number_of_version, version in enumerate(line.versions):
            st.button(
                ui.escape_markdown(source(corpus, version)), type="tertiary",
                key=f"{key}_version_{number_of_version}", on_click=on_open, args=(version,),
            )  # fmt: skip
            duplicates_panel.show_change(words(corpus, own), words(corpus, version))
        counted = {own.span.article_id, *(version.span.article_id for version in line.versions)}
        copies = [article for article in line.articles if article not in counted]
        if copies:
            st.caption(
                t(
                    "quotations.copies",
                    count=number(len(copies)),
                    where=t("quotations.join").join(
                        ui.escape_markdown(source_of(corpus, article))
                        for article in copies[:_COPIES]
                    ),
                )
            )


@ui.guard_block("what a name said")
def show_said(
    lines: Sequence[LedgerLine],
    corpus: Corpus,
    *,
    key: str,
    on_open: Callable[[Quotation], None],
    on_all: Callable[[], None],
) -> None:
    """List what a picked name said, for a place that is one third of a page wide.

    Args:
        lines: what the name said.
        corpus: the texts.
        key: names the widgets.
        on_open: hears the quotation clicked.
        on_all: goes to the page of all of them, where more are said than are listed.
    """
    if not lines:
        return
    with st.expander(t("quotations.said", count=number(len(lines))), key=f"{key}_said"):
        for at, line in enumerate(lines[:_SAID]):
            st.button(
                ui.escape_markdown(words(corpus, line.quotation)), type="tertiary",
                key=f"{key}_said_{at}", on_click=on_open, args=(line.quotation,),
                help=ui.escape_markdown(source(corpus, line.quotation)),
            )  # fmt: skip
        if len(lines) > _SAID and st.button(
            t("quotations.said_more", count=number(len(lines) - _SAID)),
            key=f"{key}_said_all", icon=":material/arrow_forward:",
        ):  # fmt: skip
            on_all()


def ask_relation(*, key: str) -> Relation:
    """Ask whether to link those who speak together, or against each other."""
    chosen: Relation = ui.bind_choice(
        st.segmented_control, t("quotations.relation"), RELATIONS, default="together",
        name_of=lambda value: t(f"quotations.relation_{value}"), key=f"{key}_relation",
        required=True,
    )  # fmt: skip
    st.caption(t(f"quotations.relation_{chosen}_help"))
    return chosen


def show_network(
    network: CooccurrenceNetwork,
    layout: Layout,
    *,
    key: str,
    on_pick: Callable[[str], None],
    picked: str = "",
) -> None:
    """Draw who speaks with whom; arguments as those of `components.network.panel.show`."""
    if not network.edges:
        st.info(t("quotations.no_links"))
        return
    network_panel.show_glimpse(network, layout, key=key, on_pick=on_pick, picked=picked)
