"""The whole analysis, step by step: what a command prints and a page shows is made here.

Each step is made when it is first asked for, from the steps before it, so that a page or a
verb pays for what it shows and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, ParamSpec, Protocol, TypeVar

import numpy as np

from components import duplicates, stories, words
from components.duplicates import DuplicateSettings
from components.i18n import number, t
from components.lazy import lazy
from components.lexicon import QUOTATION_VERBS, Lexicon, LexiconError, parse_lexicon
from components.statistics import NameUses, Statistic, StatisticSettings
from components.stories import Stories
from components.text import (
    Copies,
    Corpus,
    Scheduler,
    Spans,
    Wire,
    Workers,
    group_articles,
    norm_of,
    run_here,
    sentences_in,
)
from components.words import (
    Candidates,
    SegmenterName,
    TokenRows,
    Tokens,
    WordFilter,
    WordTable,
)

if TYPE_CHECKING:
    from components.cloud import Cloud, CloudSettings
    from components.concordance import Findings, Neighbour, SearchSettings
    from components.contrast import Contrast, ContrastSettings
    from components.difference import NetworkDifference
    from components.duplicates import DuplicateReport
    from components.entities import EntityIndex
    from components.network import (
        Arrangement,
        Colour,
        CooccurrenceNetwork,
        Layout,
        NetworkSettings,
    )
    from components.quotations import LedgerLine, QuotationIndex
    from components.split import Split, SplitSettings
    from components.text import Grouping
    from components.timeline import Timeline

_GLIMPSE_WORDS = 40
_FOLLOWED = 100  # names that a trend or a contrast knows

P = ParamSpec("P")
R = TypeVar("R")


class WrongChoiceError(ValueError):
    """A choice that cannot be followed; its message says which, and what to do."""


class VerbCaller(Protocol):
    """Calls a verb: directly, through a cache, in a job, or by a stored snapshot."""

    def __call__(self, verb: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the result of the verb for these arguments."""


def call_plainly(verb: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a verb and keep nothing."""
    return verb(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the reader chose for the whole analysis.

    Attributes:
        copies: count repeated stretches once or each time.
        segmenter: what cuts the words.
        recognizer: what finds names.
        scheduler: where the work is done.
        duplicates: what counts as a copy, and which copies are left out.
        lexicon: the reader's own words and corrections.
        wire: whether the text of news agencies counts.
    """

    copies: Copies = "unique"
    segmenter: SegmenterName = "jieba"
    recognizer: str = "net"
    scheduler: str = "local"
    duplicates: DuplicateSettings = field(default_factory=DuplicateSettings)
    lexicon: Lexicon = field(default_factory=Lexicon)
    wire: Wire = "with"

    @property
    def counting(self) -> Copies:
        """What counts, as captions name it."""
        if self.wire == "with":
            return self.copies
        return "all_without_wire" if self.copies == "all" else "unique_without_wire"

    def as_json(self) -> dict[str, Any]:
        """Return the choices as they are printed beside the results."""
        return {
            "copies": self.copies,
            "wire": self.wire,
            "segmenter": self.segmenter,
            "recognizer": self.recognizer,
            "scheduler": self.scheduler,
            "lexicon": self.lexicon.digest,
        }


PrintedLine = Literal["title", "note", "source"]


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line around a chart in print that the reader wrote in place of the usual one.

    Attributes:
        chart: names the chart on its page.
        line: which line.
        shown: digest of what the chart shows, in a sentence: another content has no own lines.
        usual: digest of the line that it stands for, which settings change.
        text: what the reader wrote; "" for a line that is left out.
    """

    chart: str
    line: PrintedLine
    shown: str
    usual: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader measured, compared, split, coloured and drew last, for what is printed.

    None is the usual measure, comparison and cloud, and no split; `lines` are those around charts
    that the reader wrote.
    """

    statistic: StatisticSettings | None = None
    contrast: ContrastSettings | None = None
    split: SplitSettings | None = None
    cloud: CloudSettings | None = None
    lines: tuple[OwnLine, ...] = ()
    network_colour: Colour = "kind"


@dataclass(frozen=True)
class Analysis:
    """The steps from a corpus to its network.

    Attributes:
        source: the corpus as it was read, every stretch counted.
        choices: what the reader chose.
        call: how a verb is called; the dashboard passes its memo.
        scheduler: where sentences are read; results are the same everywhere.
        drawn: the network as the reader defined it, for what is printed and taken away.
        arrangement: how the reader arranged its picture by hand, likewise.
        compared: the difference of its two sides where the reader looks at one, likewise.
        asked: the measure and the comparison that the reader defined, likewise.
    """

    source: Corpus
    choices: Choices = field(default_factory=Choices)
    call: VerbCaller = call_plainly
    scheduler: Scheduler = run_here
    drawn: NetworkSettings | None = None
    arrangement: Arrangement | None = None
    compared: NetworkDifference | None = None
    asked: Asked = field(default_factory=Asked)

    @property
    def gaps(self) -> bool:
        """Whether texts were left out, so that a sentence may be a gap; see sharing."""
        return False

    @lazy
    def report(self) -> DuplicateReport:
        """What is repeated, grouped as the reader chose.

        Texts are read once for each length of a passage; the similarity and the kept copies
        only group anew what was found.
        """
        own, found = self.choices.duplicates, self.repeated
        if own == found.settings:
            return found
        return self.call(duplicates.regroup, self.source, found, own)

    @lazy
    def repeated(self) -> DuplicateReport:
        """What is repeated, whatever the reader chose of it."""
        own = self.choices.duplicates
        reading = DuplicateSettings(min_passage=own.min_passage, min_articles=own.min_articles)
        return self.call(duplicates.find, self.source, settings=reading)

    @lazy
    def stories(self) -> Stories:
        """Articles that share text, and who had it first; how copies are grouped plays no part."""
        return self.call(stories.trace, self.source, self.repeated)

    @lazy
    def sentences(self) -> Spans:
        """Every sentence that was read, copies included."""
        return sentences_in(self.source)

    @lazy
    def counted(self) -> Corpus:
        """The corpus with the stretches that count by the reader's choice."""
        counted = self.source
        if self.choices.copies != "all":
            counted = self.call(duplicates.unique, self.source, self.report)
        if self.choices.wire == "with":
            return counted
        return self.call(stories.leave_out_wire, counted, self.stories)

    def cut(self) -> Tokens:
        """Return the words of the counted stretches as the segmenter cuts them."""
        try:
            return self.call(
                words.cut,
                self.counted,
                segmenter=self.choices.segmenter,
                lexicon=self.choices.lexicon.only("words", "forbidden"),
                scheduler=self.scheduler,
            )
        except words.SegmenterMissingError as error:
            raise WrongChoiceError(str(error)) from error

    @lazy
    def tokens(self) -> Tokens:
        """The words of the counted stretches, none across the border of a name."""
        lexicon = self.choices.lexicon.only("words", "forbidden")
        digest = words.name_cut(self.counted, segmenter=self.choices.segmenter, lexicon=lexicon)
        promised = Promised(digest, self.cut)
        own = self.choices.lexicon.only("entities")
        return self.call(lock, self.counted, promised, self.index, lexicon, own)

    @lazy
    def table(self) -> WordTable:
        """How often each word is used, no word left out."""
        return self.call(words.count, self.counted, self.tokens)

    @lazy
    def content_words(self) -> WordTable:
        """The words that say what the text is about: no stop words, numbers, single characters."""
        stop = words.stop_words(self.choices.lexicon)
        shown = words.WordFilter(families=words.CONTENT, min_length=2, stop_words=stop)
        return self.table_of(shown)

    def table_of(self, settings: WordFilter) -> WordTable:
        """Return the words that a filter shows, with the totals of all."""
        if "address" in settings.families:  # the table of all has none
            return self.call(words.count, self.counted, self.tokens, settings=settings)
        return self.call(words.select, self.table, settings)

    @lazy
    def empty_norms(self) -> frozenset[str]:
        """Words that say nothing of a subject: stop words as the reader has them, and numbers."""
        numbers = (row.norm for row in self.table.rows if words.family_of(row.pos) == "number")
        return words.stop_words(self.choices.lexicon) | frozenset(numbers)

    @lazy
    def story_ids(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the articles of each story, as contrasts take them for one unit."""
        return tuple(tuple(one.article_id for one in story.articles) for story in self.stories)

    @lazy
    def name_uses(self) -> tuple[NameUses, ...]:
        """The most mentioned names with their mentions by article, for trends and contrasts."""
        entities, mentions = self.index.entities[:_FOLLOWED], self.index.mentions
        numbers = {entity.id: i for i, entity in enumerate(entities)}
        followed = np.array([numbers.get(id, -1) for id in mentions.ids], np.int64)
        own = followed[mentions.entity_codes]
        places = np.stack([own, mentions.spans.articles])[:, own >= 0]
        uses: list[list[tuple[str, int]]] = [[] for _ in entities]
        pairs, counts = np.unique(places, axis=1, return_counts=True)
        for entity, article, count in np.vstack([pairs, counts]).T.tolist():
            uses[entity].append((mentions.spans.ids[article], count))
        return tuple(
            NameUses(f"n:{one.id}", one.name, tuple(used))
            for one, used in zip(entities, uses, strict=True)
        )

    @lazy
    def timeline(self) -> Timeline:
        """Articles through time by outlet, copies told apart."""
        from components import timeline

        return self.call(timeline.lay, self.source, self.report)

    @lazy
    def measured(self) -> Statistic[Any]:
        """The measure that was asked for; the words that stand out from general Chinese else."""
        from components import statistics

        usual = StatisticSettings("keyness", stop_words=self.empty_norms)
        settings = self.asked.statistic or usual
        return self.call(statistics.measure, self.counted, self.tokens, settings)

    @lazy
    def contrasted(self) -> Contrast:
        """The comparison that was asked for; the two largest outlets else, if there are two."""
        from components import contrast

        asked = self.asked.contrast
        settings = asked if asked and asked.by != "selection" else contrast.ContrastSettings()
        grouping = group_articles(self.source, settings.by)
        if len(grouping.groups) < 2:
            return contrast.Contrast()
        return self.call(
            contrast.compare,
            self.counted,
            self.tokens,
            grouping,
            stories=self.story_ids,
            names=self.name_uses if settings.subject == "names" else (),
            stop_words=self.empty_norms,
            settings=replace(settings, labels=settings.labels or grouping.labels[:2]),
        )

    @property
    def cloud_settings(self) -> CloudSettings:
        """How the cloud was drawn; with fewer words than on its page where nobody drew it."""
        from components.cloud import CloudSettings

        return self.asked.cloud or CloudSettings(max_words=60)

    @lazy
    def columns(self) -> Split | None:
        """The words in the columns that were asked for, if any were."""
        from components import split

        asked = self.asked.split
        if asked is None or asked.by == "selection" or self.gaps:
            return None
        grouping = group_articles(self.source, asked.by)
        return self.call(
            split.split_words,
            self.counted,
            self.tokens,
            grouping,
            settings=asked,
            shown=self.content_words.settings,
            stories=self.story_ids if asked.within == "stories" else (),
        )

    @lazy
    def candidates(self) -> Candidates:
        """Possible new words, as the text has them before the reader added any."""
        own = Lexicon()
        plain = (
            self
            if self.choices.lexicon == own
            else replace(self, choices=replace(self.choices, lexicon=own))
        )
        return self.call(words.propose, self.counted, plain.tokens)

    @lazy
    def found(self) -> EntityIndex:
        """Who and what was found, before the reader put names right."""
        from components import entities

        try:
            return self.call(
                entities.find,
                self.counted,
                lexicon=self.choices.lexicon.only("forbidden"),
                recognizer=self.choices.recognizer,
                scheduler=self.scheduler,
            )
        except entities.RecognizerError as error:
            known = ", ".join(entities.recognizer_names())
            message = t(f"entities.recognizer_{error.reason}", name=error.name, known=known)
            raise WrongChoiceError(message) from error

    @lazy
    def index(self) -> EntityIndex:
        """Who and what is named, as the reader put it right."""
        from components import entities

        corrections = self.choices.lexicon.corrections
        names = tuple(c for c in corrections if c.verb not in QUOTATION_VERBS)
        if not names:
            return self.found
        return self.call(entities.correct, self.found, self.counted, names)

    @lazy
    def network(self) -> CooccurrenceNetwork:
        """Who appears with whom, by sentence and Dice; every pair, none left out."""
        from components.network import NetworkSettings

        return self.network_of(NetworkSettings(top_nodes=0))

    @property
    def asked_network(self) -> CooccurrenceNetwork:
        """Who appears with whom as was asked for; every pair where nothing was."""
        return self.network_of(self.drawn) if self.drawn else self.network

    @property
    def drawn_network(self) -> CooccurrenceNetwork:
        """Who appears with whom as the reader drew it: with all names there is nothing to see."""
        from components.network import NetworkSettings

        usual = NetworkSettings()
        asked = self.drawn or usual
        return self.network_of(replace(asked, top_nodes=asked.top_nodes or usual.top_nodes))

    def layout_of(self, graph: CooccurrenceNetwork) -> Layout:
        """Place a network; what its definition draws without filters keeps its place."""
        from components import network

        whole = self.network_of(graph.settings.base)
        return self.call(network.layout, graph, base=self.call(network.layout, whole))

    def arrange(self, graph: CooccurrenceNetwork) -> tuple[CooccurrenceNetwork, Layout]:
        """Place a network and arrange it as the reader did by hand.

        Where colour tells communities, they are told apart.
        """
        from components import network

        if self.asked.network_colour == "community":
            graph = self.call(network.communities, graph)
        laid = self.layout_of(graph)
        return network.arrange(graph, laid, self.arrangement) if self.arrangement else (graph, laid)

    def network_of(self, settings: NetworkSettings) -> CooccurrenceNetwork:
        """Return who appears with whom as the reader defines it.

        Raises:
            TextNeededError: texts are looked at, and were left out of a share.
        """
        from components import network

        if not settings.needs_texts or self.gaps:
            return self.call(network.cooccur, self.index, settings)
        given: dict[str, Any] = {"corpus": self.counted, "tokens": self.tokens}
        if settings.words:
            stop = words.stop_words(self.choices.lexicon)
            joining = words.WordFilter(families=settings.words, min_length=2, stop_words=stop)
            given["table"] = self.table_of(joining)
        return self.call(network.cooccur, self.index, settings, **given)

    @lazy
    def quotations(self) -> QuotationIndex:
        """Who said what, in the stretches that count, as the reader put it right."""
        from components import quotations

        found = self.call(quotations.find, self.counted, self.index)
        corrections = self.choices.lexicon.corrections
        own = tuple(c for c in corrections if c.verb in QUOTATION_VERBS)
        if not own:
            return found
        return self.call(quotations.correct, found, self.counted, self.index, own)

    @lazy
    def ledger(self) -> tuple[LedgerLine, ...]:
        """Every quotation once, with all the articles that have it."""
        from components import quotations

        return self.call(quotations.make_ledger, self.quotations, self.counted, self.report)

    def make_all(self) -> None:
        """Make every step now, so that a later page finds it made."""
        for step in ("report", "stories", "counted", "tokens", "table", "index", "network"):
            getattr(self, step)


@dataclass(frozen=True, slots=True)
class Promised(Generic[R]):
    """A noun that is made when it is needed: what follows from it may be kept already.

    Attributes:
        digest: of the noun.
        make: gives it.
    """

    digest: str
    make: Callable[[], R]


def lock(
    corpus: Corpus,
    tokens: Promised[Tokens],
    index: EntityIndex,
    lexicon: Lexicon,
    own: Lexicon,
) -> Tokens:
    """Cut words where names end, the reader's own among them.

    Args:
        corpus: the texts.
        tokens: their words.
        index: their names, as the reader put them right.
        lexicon: the reader's own words.
        own: the reader's corrections of names.
    """
    from components import entities

    names = entities.as_names(index, corpus, corrections=own.corrections)
    return words.lock(corpus, tokens.make(), names, lexicon=lexicon)


@dataclass(frozen=True, slots=True)
class SentenceCut:
    """Cuts sentences that are in no analysis yet, such as those that do not count."""

    segmenter: SegmenterName
    lexicon: Lexicon

    def __call__(self, texts: Sequence[str]) -> TokenRows:
        """Return the words of each sentence; their places are offsets into it."""
        return words.cut_texts(texts, segmenter=self.segmenter, lexicon=self.lexicon)


def search(
    analysis: Analysis, settings: SearchSettings, *, call: VerbCaller = call_plainly
) -> Findings:
    """Find all places of a query; words are cut and names found only where it asks for them.

    Args:
        analysis: where to look.
        settings: what to look for.
        call: how a verb is called; pages pass their cache.

    Raises:
        QueryError: the query makes no sense.
    """
    from components import concordance

    texts, made = call(concordance.prepare, analysis.counted), None
    if concordance.parse_query(settings.query).about_words:
        own = analysis.choices
        cut = SentenceCut(own.segmenter, own.lexicon.only("words", "forbidden"))
        made = call(concordance.prepare_words, texts, analysis.tokens, cut)
    index = analysis.index if settings.kinds else None
    found = call(concordance.search, texts, settings, words=made, index=index)
    # Most of what does not count was left out of a share that has gaps.
    return replace(found, uncounted=Spans()) if analysis.gaps else found


def list_near(
    analysis: Analysis, findings: Findings, *, window: int = 5, call: VerbCaller = call_plainly
) -> tuple[Neighbour, ...]:
    """Rank the words around the places of a query, without stop words; see `neighbours`."""
    from components import concordance

    texts = call(concordance.prepare, analysis.counted)
    stop = words.stop_words(analysis.choices.lexicon)
    return call(
        concordance.neighbours, texts, findings, analysis.tokens, window=window, stop_words=stop
    )


def lay_out_cloud(table: WordTable, index: EntityIndex, settings: CloudSettings) -> Cloud:
    """Place the words of a table, each knowing the kind of entity it names, if any."""
    from components import cloud

    return cloud.lay_out(table, settings=settings, kinds=_kinds_of(index))


def lay_out_columns(
    corpus: Corpus,
    tokens: Tokens,
    grouping: Grouping,
    index: EntityIndex,
    *,
    picture: CloudSettings,
    settings: SplitSettings,
    shown: WordFilter,
    stories: Sequence[Sequence[str]] = (),
) -> tuple[Cloud, ...]:
    """Place the words of each column of a split in a cloud of its own, all on one scale."""
    from components import split

    tables = split.split_tables(
        corpus, tokens, grouping, settings=settings, shown=shown, stories=stories
    )
    return split.lay_out_clouds(tables, settings=picture, kinds=_kinds_of(index))


def _kinds_of(index: EntityIndex) -> dict[str, str]:
    """Return the kind of entity that each norm names."""
    return {
        norm_of(form): entity.kind
        for entity in index.entities
        for form in (entity.name, *entity.aliases)
    }


def glimpse_cloud(analysis: Analysis) -> Cloud:
    """Return the small cloud of the overview."""
    from components.cloud import CloudSettings

    settings = CloudSettings(max_words=_GLIMPSE_WORDS, size="square")
    return analysis.call(lay_out_cloud, analysis.content_words, analysis.index, settings)


def fault_sentence(fault: LexiconError) -> str:
    """Say in the language in use what is wrong in which line."""
    return t(
        "correcting.fault", line=number(fault.line), what=t(f"correcting.fault_{fault.reason}")
    )


@contextmanager
def use_scheduler(scheduler: str) -> Iterator[Workers]:
    """Open the place where sentences are read.

    Raises:
        WrongChoiceError: there is no such scheduler, or it cannot be used.
    """
    from components import engine

    try:
        with engine.open_scheduler(scheduler) as opened:
            yield opened
    except engine.EngineError as error:
        message = t(f"engine.{error.reason}", scheduler=scheduler, **error.detail)
        raise WrongChoiceError(message) from error


def read_lexicon(path: Path | None) -> Lexicon:
    """Read a lexicon file; no path gives the empty lexicon.

    Raises:
        WrongChoiceError: the file is missing or not a lexicon.
    """
    if path is None:
        return Lexicon()
    try:
        if path.exists() and not path.is_file():  # a pipe may never end
            raise WrongChoiceError(f"--lexicon {path}: {t('correcting.fault_no_file')}")
        return parse_lexicon(path.read_text(encoding="utf-8"))
    except LexiconError as fault:
        raise WrongChoiceError(f"--lexicon {path}: {fault_sentence(fault)}") from fault
    except UnicodeDecodeError as error:
        raise WrongChoiceError(f"--lexicon {path}: {t('correcting.fault_encoding')}") from error
    except OSError as error:
        raise WrongChoiceError(f"--lexicon {path}: {error.strerror or error}") from error
