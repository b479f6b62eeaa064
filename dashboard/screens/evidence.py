"""Shows the sentences of what was picked, in a panel beside the chart, with the full text in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from components import concordance, statistics, timeline, ui, words
from components.concordance import Concordance, Evidence, Mark
from components.concordance import panel as concordance_panel
from components.entities import EntityIndex, NameCard, Sighting, make_card
from components.entities import panel as entities_panel
from components.i18n import number, t
from components.network import WORD, Edge, NetworkSettings, TextNeededError
from components.quotations import LedgerLine, Quotation
from components.quotations import panel as quotations_panel
from components.split import SplitSettings, keep_shared
from components.stories import Story
from components.stories import describe as stories_describe
from components.stories import panel as stories_panel
from components.text import (
    Corpus,
    SentenceIndex,
    Span,
    Spans,
    norm_of,
    period_of,
    unit_of,
)
from dashboard.cache import call_cached
from dashboard.jobs.result_cache import ResultMissingError
from dashboard.pipeline import Analysis
from dashboard.report.redacted_text import FILLER, keep_legible
from dashboard.screens import corrections
from dashboard.state import pick as picks
from dashboard.state import pins
from dashboard.state.groupings import divide
from dashboard.state.memory import memory
from dashboard.state.pages import page_path
from dashboard.state.pick import Pick

_MARKS = 5_000  # highlights in one text; more would be a coloured page
_PANEL = "panel"


@dataclass(frozen=True, slots=True)
class PickedPlaces:
    """Where what was picked stands.

    Attributes:
        name: how it is written, for lists and headings.
        title: the heading over its sentences.
        corpus: what the places point into.
        units: the sentences to show, in reading order.
        marks: what to make visible in them.
        names: ids of the entities that can be put right.
        word: how a word is written that can be put right; "" for none.
        inside: the articles that are looked at, by id; None for all.
    """

    name: str
    title: str
    corpus: Corpus
    units: Spans
    marks: tuple[Mark, ...]
    names: tuple[str, ...] = ()
    word: str = ""
    inside: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class EvidenceSide:
    """Articles whose sentences are shown apart from those of another side."""

    name: str
    articles: frozenset[str]


def find_places(
    analysis: Analysis, pick: Pick, *, index: EntityIndex | None = None
) -> PickedPlaces | None:
    """Return where what was picked stands; None where it stands nowhere (any more).

    Args:
        analysis: where to look.
        pick: what was picked.
        index: the mentions that count, where they are fewer than those of the analysis.
    """
    if pick.kind == "name":
        found = _find_name(analysis, pick, index or analysis.index)
    elif pick.kind == "within":
        found = _find_within(analysis, pick, index)
    else:
        found = _FINDERS[pick.kind](analysis, pick)
    return found or _find_only_uncounted(analysis, pick)


def picked_word(analysis: Analysis, pick: Pick) -> str:
    """Return the word that a pick is about, as it is written; "" where it is about none."""
    pick = picks.whole_of(pick)
    if pick.kind == "near":
        return pick.parts[1] if len(pick.parts) > 1 else ""
    places = find_places(analysis, pick) if pick.kind == "word" else None
    return places.name if places else ""


def picked_norms(analysis: Analysis, pick: Pick | None) -> frozenset[str]:
    """Return the norms of the words that a pick names, to bring them out among words."""
    if pick is None:
        return frozenset()
    pick = picks.whole_of(pick)
    if pick.kind == "word":
        return frozenset((pick.value,))
    if pick.kind not in ("name", "pair") or not _has_names(analysis):
        return frozenset()
    ids = {corrections.follow_id(analysis, part) for part in pick.parts}
    named = (e for e in analysis.index.entities if e.id in ids)
    return frozenset(norm_of(form) for e in named for form in (e.name, *e.aliases))


def picked_names(analysis: Analysis, pick: Pick | None) -> tuple[str, ...]:
    """Return the ids of the entities that a pick names, to bring them out among names."""
    if pick is None or not _has_names(analysis):
        return ()
    pick = picks.whole_of(pick)
    if pick.kind in ("name", "pair"):
        return tuple(corrections.follow_id(analysis, part) for part in pick.parts)
    if pick.kind != "word":
        return ()
    return tuple(
        entity.id
        for entity in analysis.index.entities
        if pick.value in map(norm_of, (entity.name, *entity.aliases))
    )


def picked_mark(analysis: Analysis, pick: Pick | None) -> str:
    """Return the mark of the node or edge that a pick names, to bring it out in a network."""
    pick = picks.whole_of(pick) if pick else None
    names = picked_names(analysis, pick)
    if len(names) == 2:
        return Pick("pair", "|".join(sorted(names))).code
    if names:
        return Pick("name", names[0]).code
    return pick.code if pick and pick.kind == "word" else ""


def _has_names(analysis: Analysis) -> bool:
    """Tell whether names are found; not while a job still looks for them."""
    with suppress(ResultMissingError):
        return analysis.index is not None
    return False


def find_marks(analysis: Analysis, pick: Pick | None) -> tuple[Mark, ...]:
    """Return what a full text makes visible for a pick, also where it does not count."""
    places = find_places(analysis, pick) if pick else None
    if places is None:
        return ()
    found = _find_elsewhere(analysis, places)
    return (*places.marks, *(Mark(line.span, concordance.UNCOUNTED) for line in found.lines))


@ui.guard_block("pin")
def show_pin(analysis: Analysis) -> None:
    """Show what is pinned below the title of a page, with the ways to let go of it.

    What is picked stands behind the period and the outlet that all pages are narrowed to. The
    place is there also with nothing pinned: where it came and went, what follows would be another
    element to the browser, which draws it anew and takes the keyboard's focus from it.
    """
    place = st.container(horizontal=True, vertical_alignment="center", key="pin")
    held = list(_held_filters())
    pick = picks.current()
    places = _found_or_none(analysis, pick) if pick else None
    if places is not None:
        held.append(("pin_drop", places.name, t("evidence.unpin"), partial(picks.choose, None)))
    if not held:
        return
    with place:
        st.caption(t("evidence.pinned"), width="content")
        for key, name, help_, drop in held:
            st.button(
                ui.escape_markdown(name), key=key, icon=":material/close:",
                help=help_, on_click=drop,
            )  # fmt: skip


def _held_filters() -> Iterator[tuple[str, str, str, Callable[[], None]]]:
    """Yield key, name, help and end of the period and the outlet that are pinned."""
    where = pins.current()
    if period := pins.describe_period(where):
        yield "pin_period", period, t("evidence.unpin_period"), partial(pins.pin_period, None, None)
    for outlet in where.outlets:
        name = timeline.outlet_name(outlet)
        yield "pin_outlet", name, t("evidence.unpin_outlet"), partial(pins.pin_outlet, None)


def _found_or_none(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    """Return where a pick stands; a search that fails leaves the other pins in their place."""
    with ui.guard_block("pin"):
        return find_places(analysis, pick)
    return None


@ui.guard_block("evidence")
def show_panel(
    analysis: Analysis, *, index: EntityIndex | None = None, sides: Sequence[EvidenceSide] = ()
) -> None:
    """Show the sentences of what is picked, or the full text around one of them.

    Args:
        analysis: what is shown.
        index: the mentions that count, where they are fewer than those of the analysis.
        sides: two sides that are compared; the sentences of a pair are shown side by side.
    """
    ui.head_unseen(t("evidence.panel"))
    pick = picks.current()
    if pick is None:
        st.caption(t("evidence.click"))
        return
    places = find_places(analysis, pick, index=index)
    if places is None:
        st.caption(t("evidence.gone"))
        st.button(t("evidence.unpin"), key="panel_drop", on_click=picks.choose, args=(None,))
        return
    if pick.kind == "lineage":
        _show_lineage(analysis, pick)
        return
    with st.container(key="panel_filled"):
        shown = _evidence_of(analysis, places)
        opened = memory().opened_place
        if opened is not None and any(opened in s.places for s in shown.sentences):
            _show_text(analysis, places, shown, opened)
        else:
            compared = sides if pick.kind == "pair" else ()
            _show_sentences(analysis, places, shown, index or analysis.index, compared)


def show_card(analysis: Analysis, entity_id: str, *, key: str, index: EntityIndex) -> None:
    """Show what is known of a name; its partners and its mentions can be clicked.

    Args:
        analysis: where it stands.
        entity_id: which name.
        key: names the widgets.
        index: the mentions that count.
    """
    card = _card_of(analysis, entity_id, index)
    if card is not None:
        entities_panel.show_card(
            card,
            key=key,
            on_pick=picks.chooser("name"),
            on_open=lambda sighting: _open_sighting(analysis, sighting),
        )


def _card_of(analysis: Analysis, entity_id: str, index: EntityIndex) -> NameCard | None:
    marks = concordance.marks_of(index, [entity_id])
    forms = tuple(dict.fromkeys(analysis.counted.text_of(mark.span) for mark in marks))
    found = _find_uncounted(analysis, tuple(form for form in forms if FILLER not in form))
    elsewhere = tuple(line.span for line in found.lines)
    card: NameCard | None = call_cached(
        make_card, index, analysis.counted, entity_id, uncounted=elsewhere
    )
    return card


def show_said(analysis: Analysis, entity_id: str, *, key: str) -> None:
    """Show what a name said, if anything; a quotation opens its text."""
    lines = [line for line in analysis.ledger if line.quotation.entity_id == entity_id]
    quotations_panel.show_said(
        lines,
        analysis.counted,
        key=key,
        on_open=pick_quotation,
        on_all=lambda: st.switch_page(
            page_path("quotations"), query_params={"said_speaker": entity_id}
        ),
    )


def show_ledger(analysis: Analysis, story: Story, *, key: str) -> None:
    """Show what the articles of a story quote, each quotation once."""
    own = {article.article_id for article in story.articles}
    lines = [line for line in analysis.ledger if own & set(line.articles)]
    if not lines:
        st.info(t("quotations.nothing_in_story"))
        return
    quotations_panel.show(
        lines, analysis.counted, analysis.index, key=f"{key}_{story.id}", on_pick=pick_line
    )


def show_picked_line(analysis: Analysis, *, key: str) -> None:
    """Show who said what is picked, its other versions, and the way to put it right."""
    line = picked_line(analysis, picks.current())
    if line is None:
        return
    quotations_panel.show_line(
        line, analysis.counted, analysis.index, on_open=pick_quotation, key=key
    )
    corrections.offer_quotation(analysis, line.quotation, key=key)


def pick_line(line: LedgerLine) -> None:
    """Pick the first place of a quotation."""
    pick_quotation(line.quotation)


def picked_line(analysis: Analysis, pick: Pick | None) -> LedgerLine | None:
    """Return the quotation whose place is picked, if any."""
    span = picks.place_of(pick) if pick and pick.kind == "place" else None
    lines = analysis.ledger if span else ()
    return next((own for own in lines if span in _spans_of(own)), None)


def _spans_of(line: LedgerLine) -> list[Span]:
    return [line.quotation.span, *(version.span for version in line.versions)]


def pick_speakers(mark: str) -> None:
    """Pick what one or two said by the mark of a node or an edge."""
    picks.choose(Pick("said", mark.partition(":")[2]))


def picked_speakers(analysis: Analysis, pick: Pick | None) -> str:
    """Return the mark of the node or edge of speakers that is picked, to bring it out."""
    if pick and pick.kind == "said":
        return f"{'e' if len(pick.parts) > 1 else 'n'}:{pick.value}"
    return picked_mark(analysis, pick)


def pick_quotation(quotation: Quotation) -> None:
    """Pick the place of a quotation."""
    picks.choose(picks.at_place(quotation.span))


def _open_sighting(analysis: Analysis, sighting: Sighting) -> None:
    """Open the text at a mention: within its sentences, or as a place that does not count."""
    if not sighting.counts:
        picks.choose(picks.at_place(sighting.span))
        return
    for sentence in SentenceIndex(analysis.index.sentences).holding([sighting.span]):
        _open_place(sentence)


def offer_correction(analysis: Analysis, places: PickedPlaces, *, key: str) -> None:
    """Offer to put right what was picked: a word, a name, or both ends of a pair."""
    for name in places.names:
        corrections.offer_entity(analysis, name, key=key, several=len(places.names) > 1)
    if places.word and corrections.check_word(places.word) is None:
        corrections.offer_word(analysis, places.word, key=key)


def open_reader(span: Span) -> None:
    """Go to the full text at a span, on the page for reading."""
    st.session_state["article"] = span.article_id
    st.switch_page(page_path("reader"), query_params={"at": str(span.start)})


def _show_sentences(
    analysis: Analysis,
    places: PickedPlaces,
    shown: Evidence,
    index: EntityIndex,
    sides: Sequence[EvidenceSide],
) -> None:
    st.subheader(ui.escape_markdown(places.title), anchor=False)
    with st.container(horizontal=True):
        offer_correction(analysis, places, key=_PANEL)
    # Stands below the sentences where the panel is a sheet, and is made after them everywhere.
    profile = st.container(key="panel_profile") if len(places.names) == 1 else None
    if len(places.units) > shown.total and analysis.gaps:
        st.caption(t("sharing.left_out", n=number(len(places.units) - shown.total)))
    if sides:
        _show_sides(analysis, places, sides)
    elif places.units:
        concordance_panel.show_sentences(shown, key=_PANEL, on_open=_open_place)
    _show_uncounted(analysis, places)
    if profile:
        with profile:
            show_card(analysis, places.names[0], key=_PANEL, index=index)
            show_said(analysis, places.names[0], key=_PANEL)


def _show_sides(analysis: Analysis, places: PickedPlaces, sides: Sequence[EvidenceSide]) -> None:
    """Show the sentences of each side under its name."""
    for number_of, side in enumerate(sides):
        units = Spans.of(span for span in places.units if span.article_id in side.articles)
        told = "difference.evidence_side" if units else "difference.evidence_none"
        text = t(told, name=side.name, n=number(len(units)))
        st.markdown(f"**{ui.escape_markdown(text)}**")
        if units:
            own = _evidence_of(analysis, replace(places, units=units))
            concordance_panel.show_sentences(own, key=f"{_PANEL}_{number_of}", on_open=_open_place)


def _show_text(analysis: Analysis, places: PickedPlaces, shown: Evidence, opened: Span) -> None:
    """Show the full text at a place, with the way back and to the places before and after."""
    order = sorted(span for sentence in shown.sentences for span in sentence.places)
    article = places.corpus.article(opened.article_id)
    st.button(
        t("evidence.back"), key="panel_back", icon=":material/arrow_back:", on_click=_close_place
    )
    ui.show_steps(order, opened, words="evidence", on_step=_open_place)
    st.subheader(ui.escape_markdown(article.title), anchor=False)
    if told := concordance_panel.describe_source(article.published, article.outlet):
        st.caption(told)
    filler = FILLER if analysis.gaps else ""
    concordance_panel.show_text(article, places.marks, at=opened, key="panel_text", filler=filler)
    if st.button(t("evidence.read"), key="panel_read", icon=":material/menu_book:"):
        open_reader(opened)


def _open_place(span: Span | None) -> None:
    memory().opened_place = span


def _close_place() -> None:
    _open_place(None)


def _evidence_of(analysis: Analysis, places: PickedPlaces) -> Evidence:
    """Return the sentences of what was picked; those that were left out of a share are not."""
    units = places.units
    shown = keep_legible(places.corpus, units) if analysis.gaps else units
    return concordance.evidence(places.corpus, shown, places.marks)


def _find_uncounted(analysis: Analysis, forms: tuple[str, ...]) -> Concordance:
    """Find where forms stand in text that does not count."""
    if analysis.gaps or not forms:
        return Concordance()  # most of that text was left out of the share
    found: Concordance = analysis.call(
        concordance.find_uncounted, analysis.counted, forms, limit=_MARKS
    )
    return found


def _find_elsewhere(analysis: Analysis, places: PickedPlaces) -> Concordance:
    """Find where what was picked stands in text that does not count, where that is looked at."""
    found, inside = _find_uncounted(analysis, _forms(analysis, places)), places.inside
    if inside is None:
        return found
    lines = tuple(line for line in found.lines if line.span.article_id in inside)
    return replace(found, lines=lines, total=len(lines))


def _show_uncounted(analysis: Analysis, places: PickedPlaces) -> None:
    """Say in how many places it stands that do not count, and show these when asked to."""
    found = _find_elsewhere(analysis, places)
    if not found.total:
        return
    nothing_else = not places.units
    with concordance_panel.show_uncounted_places(
        found.total, key=_PANEL, opened=nothing_else
    ) as place:
        if place.open:
            marks = [Mark(line.span, concordance.UNCOUNTED) for line in found.lines]
            units = SentenceIndex(analysis.sentences).holding(mark.span for mark in marks)
            shown = concordance.evidence(analysis.source, units, marks)
            concordance_panel.show_sentences(shown, key=f"{_PANEL}_uncounted")


def _forms(analysis: Analysis, places: PickedPlaces) -> tuple[str, ...]:
    """Return how a word, a name or a text is written, each form once; nothing for others."""
    if not places.word and len(places.names) != 1:
        return ()
    if not places.marks:
        return (places.word,) if places.word else ()
    forms = dict.fromkeys(places.corpus.text_of(mark.span) for mark in places.marks)
    return tuple(form for form in forms if FILLER not in form)


# --- where each kind of thing stands --------------------------------------------------------


def _find_word(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    marks = _mark(words.places(analysis.tokens, pick.value))
    if not marks:
        return None
    name = _find_written(analysis, marks)
    return _of_marks(analysis, analysis.tokens.sentences, marks, name=name, word=name)


def _find_name(analysis: Analysis, pick: Pick, index: EntityIndex) -> PickedPlaces | None:
    entity_id = corrections.follow_id(analysis, pick.value)
    marks = concordance.marks_of(index, [entity_id])
    name = next((e.name for e in index.entities if e.id == entity_id), "")
    if not marks or not name:
        return None
    return _of_marks(analysis, index.sentences, marks, name=name, names=(entity_id,))


def _find_pair(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    """Return the units that name both, as the network in use counts them."""
    ends = sorted(corrections.follow_id(analysis, part) for part in pick.parts)
    found = [_find_end(analysis, end) for end in ends]
    edge = _find_edge(analysis, ends) if len(ends) == 2 and all(found) else None
    if edge is None:
        return None
    (one, marks), (other, more) = filter(None, found)
    return PickedPlaces(
        f"{one} – {other}",
        t("evidence.together", one=one, other=other, count=number(edge.count)),
        analysis.counted,
        edge.evidence,
        tuple(sorted((*marks, *more), key=lambda mark: mark.span)),
        names=tuple(end for end in ends if not end.startswith(WORD)),
    )


def _find_only_uncounted(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    """Return the places of a word, a name or a text that stands in no text that counts."""
    if pick.kind not in ("word", "name", "text"):
        return None
    written = pick.value.partition(":")[2] if pick.kind == "name" else pick.value
    if call_cached(concordance.find, analysis.counted, written).total:
        return None  # it is there, but no such word or name any more
    total = _find_uncounted(analysis, (written,)).total
    if not total:
        return None
    title = t("concordance.only_uncounted", query=written, total=number(total))
    return PickedPlaces(written, title, analysis.counted, Spans(), (), word=written)


def _find_edge(analysis: Analysis, ends: list[str]) -> Edge | None:
    """Look for a link among those drawn, then without filters, then in sentences."""
    drawn = memory().drawn_network or NetworkSettings()
    for settings in dict.fromkeys((drawn, drawn.unfiltered)):
        with suppress(TextNeededError):
            if edge := analysis.network_of(settings).edges.between(*ends):
                return edge
    return analysis.network.edges.between(*ends)


def _find_end(analysis: Analysis, end: str) -> tuple[str, tuple[Mark, ...]] | None:
    """Return what one end of a link is called, and where it stands."""
    if end.startswith(WORD):
        marks = _mark(words.places(analysis.tokens, end.removeprefix(WORD)))
        return (_find_written(analysis, marks), marks) if marks else None
    name = next((e.name for e in analysis.index.entities if e.id == end), "")
    return (name, concordance.marks_of(analysis.index, [end])) if name else None


def _find_text(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    # Title, panel and full text ask in one run.
    found = call_cached(concordance.find, analysis.counted, pick.value, limit=_MARKS)
    marks = _mark(line.span for line in found.lines)
    if not marks:
        return None
    sentences = analysis.tokens.sentences
    return _of_marks(analysis, sentences, marks, name=pick.value, word=pick.value)


def _find_phrase(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    marks = _mark(statistics.phrase_places(analysis.tokens, pick.value.split(" ")))
    if not marks:
        return None
    name = _find_written(analysis, marks)
    return _of_marks(analysis, analysis.tokens.sentences, marks, name=name)


def _find_near(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    """Return where a word stands near another: `middle|norm|window`."""
    middle, norm, window = (*pick.parts, "", "", "")[:3]
    if not norm or not window.isdecimal():
        return None
    count, spans = call_cached(
        statistics.meeting_places, analysis.tokens, middle, norm, window=int(window)
    )
    marks = _mark(spans)
    if not marks:
        return None
    written = {norm_of(form): form for form in map(analysis.counted.text_of, spans)}
    name = f"{written.get(middle, middle)} … {written.get(norm, norm)}"
    return _of_marks(analysis, analysis.tokens.sentences, marks, name=name, count=count)


def _find_said(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    """Return what one said, or what two said in the articles that quote both."""
    ends = tuple(corrections.follow_id(analysis, part) for part in pick.parts)
    names = {entity.id: entity.name for entity in analysis.index.entities}
    rows = [q for q in analysis.quotations.quotations if q.entity_id in ends]
    quoted = [{q.span.article_id for q in rows if q.entity_id == end} for end in ends]
    both = set.intersection(*quoted)
    marks = _mark(q.span for q in rows if q.span.article_id in both)
    if not marks or not set(ends) <= names.keys():
        return None
    name = " – ".join(names[end] for end in ends)
    return _of_marks(analysis, analysis.sentences, marks, name=name, names=ends)


def _find_place(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    span = picks.place_of(pick)
    known = {article.id for article in analysis.source.articles}
    if span is None or span.article_id not in known:
        return None
    units = SentenceIndex(analysis.sentences).holding([span])
    article = analysis.source.article(span.article_id)
    name = t("concordance.place", title=article.title, start=number(span.start + 1))
    return PickedPlaces(name, name, analysis.source, units, (Mark(span, "word"),))


def _find_during(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    """Return where something stands in the articles of one period."""
    period, inner = pick.parts[0], picks.whole_of(pick)
    places = find_places(analysis, inner) if inner is not pick else None
    if places is None:
        return None
    unit = unit_of(period)
    inside = {a.id for a in places.corpus.articles if period_of(a.published, unit) == period}
    name = t("evidence.during", name=places.name, period=period)
    kept = _keep_inside(places, frozenset(inside), name)
    if inner.kind != "pair":
        return kept
    one, other = places.name.split(" – ", 1)
    n = number(len(kept.units))
    title = t("evidence.together_during", one=one, other=other, period=period, count=n)
    return replace(kept, title=title)


def _find_within(analysis: Analysis, pick: Pick, index: EntityIndex | None) -> PickedPlaces | None:
    """Return where something stands in the articles of one group."""
    group, inner = picks.group_of(pick), picks.whole_of(pick)
    places = find_places(analysis, inner, index=index) if group and inner is not pick else None
    if group is None or places is None:
        return None
    grouping = divide(analysis, group.by)
    settings = SplitSettings(
        group.by, group.shared or (group.label,), "stories" if group.shared else "all"
    )
    kept, _ = keep_shared(grouping, settings, analysis.story_ids if group.shared else ())
    told = timeline.outlet_name(group.label)
    name = t("evidence.within", name=places.name, group=told)
    return _keep_inside(places, frozenset(kept.ids_of(group.label)), name)


def _keep_inside(places: PickedPlaces, inside: frozenset[str], name: str) -> PickedPlaces:
    """Return what of some places stands in some articles alone, under another name."""
    marks = tuple(mark for mark in places.marks if mark.span.article_id in inside)
    units = Spans.of(span for span in places.units if span.article_id in inside)
    title = _count_places(name, len(marks), len(units))
    return replace(places, name=name, title=title, units=units, marks=marks, inside=inside)


def _count_places(name: str, n: int, n_sentences: int) -> str:
    return t("evidence.places", name=name, count=number(n), sentences=number(n_sentences))


def _find_lineage(analysis: Analysis, pick: Pick) -> PickedPlaces | None:
    """Return an article of a story; the panel shows it beside its source."""
    found = _story_of(analysis, pick)
    if found is None:
        return None
    story, place = found
    article = analysis.source.article(story.articles[place].article_id)
    name = t("stories.pinned", n=number(place + 1), name=stories_describe.name_of(article))
    return PickedPlaces(name, name, analysis.source, Spans(), ())


def _story_of(analysis: Analysis, pick: Pick) -> tuple[Story, int] | None:
    """Return the story that a pick names, and the place of the article in it."""
    story_id, place = (*pick.parts, "", "")[:2]
    at = analysis.stories.number_of(story_id)
    if at is None or not place.isdecimal():
        return None
    story = analysis.stories.story(at)
    return (story, int(place)) if int(place) < len(story.articles) else None


def picked_article(analysis: Analysis, story: Story) -> int | None:
    """Return the place of the article of a story that is picked, to bring it out."""
    pick = picks.current()
    found = _story_of(analysis, pick) if pick and pick.kind == "lineage" else None
    return found[1] if found and found[0].id == story.id else None


def _show_lineage(analysis: Analysis, pick: Pick) -> None:
    """Show an article of a story beside the one most of it comes from."""
    found = _story_of(analysis, pick)
    if found is None:
        return
    with st.container(key="panel_filled"):
        stories_panel.show_pair(
            analysis.source,
            analysis.stories,
            *found,
            key=_PANEL,
            on_read=open_reader,
            index=analysis.index if _has_names(analysis) else None,
            gaps=analysis.gaps,
        )


_FINDERS: dict[picks.PickKind, Callable[[Analysis, Pick], PickedPlaces | None]] = {
    "word": _find_word,
    "pair": _find_pair,
    "text": _find_text,
    "phrase": _find_phrase,
    "near": _find_near,
    "place": _find_place,
    "said": _find_said,
    "during": _find_during,
    "lineage": _find_lineage,
}


def _mark(spans: Iterable[Span]) -> tuple[Mark, ...]:
    return tuple(Mark(span, "word") for span in spans)


def _of_marks(
    analysis: Analysis,
    sentences: Spans,
    marks: tuple[Mark, ...],
    *,
    name: str,
    names: tuple[str, ...] = (),
    word: str = "",
    count: int | None = None,
) -> PickedPlaces:
    units = SentenceIndex(sentences).holding(mark.span for mark in marks)
    n = len(marks) if count is None else count
    title = _count_places(name, n, len(units))
    return PickedPlaces(name, title, analysis.counted, units, marks, names, word)


def _find_written(analysis: Analysis, marks: Sequence[Mark]) -> str:
    """Return how something is written where it stands first, and is shown."""
    spans = [mark.span for mark in marks]
    first = keep_legible(analysis.counted, spans)[:1] if analysis.gaps else spans[:1]
    return analysis.counted.text_of((first or spans)[0])
