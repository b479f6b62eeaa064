"""Snapshots: a finished analysis kept as it is, opened without computing anything again.

A snapshot holds the nouns, what they were made with, and the sender's view. It may leave the
texts out: then it shows the sentences that are evidence and a gap of the same length for all
else, so that every offset stays valid.

Snapshots are made and opened on this server alone. One that came from outside must never be
opened here: its digests would name another reader's results. See `bundle_reading.open_bundle`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal, ParamSpec, TypeVar, cast

from components import difference, i18n, network, words
from components.cloud import Cloud, CloudSettings, FontMissingError
from components.difference import DifferenceSettings, NetworkDifference
from components.duplicates import DuplicateReport
from components.entities import EntityIndex
from components.lazy import lazy
from components.network import CooccurrenceNetwork, Layout, NetworkSettings
from components.quotations import QuotationIndex
from components.stories import Stories
from components.text import Corpus, Spans, codec
from components.words import Tokens, WordFilter, WordTable
from dashboard import __version__
from dashboard.guard import Guard
from dashboard.pipeline import Analysis, Asked, Choices, VerbCaller, call_plainly, lay_out_cloud
from dashboard.report.finding import finding
from dashboard.sharing.contents import Counted, Drawings, PlacedNetwork, SnapshotContents
from dashboard.sharing.redaction import redact

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Texts = Literal["all", "evidence"]

# What the overview, the cloud page and the report draw before anybody chose anything.
_NETWORKS = (NetworkSettings(), NetworkSettings(top_nodes=12), NetworkSettings(top_nodes=0))
_CLOUDS = (CloudSettings(max_words=40, size="square"), CloudSettings(), CloudSettings(max_words=60))
_TITLE = 200  # characters


@dataclass(frozen=True, slots=True)
class View:
    """What the sender was looking at.

    Attributes:
        page: the name of the page.
        query: the parameters of its address, in their order.
        language: the language of the sender.
        network: what the network page showed; None where it was not asked.
        cloud: what the cloud page showed.
    """

    page: str = "overview"
    query: tuple[tuple[str, str], ...] = ()
    language: str = "zh_Hant"
    network: NetworkSettings | None = None
    cloud: CloudSettings | None = None


@dataclass(frozen=True, slots=True)
class SnapshotPart:
    """A noun of a snapshot, packed; it is unpacked when a page asks for it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An analysis as it was; nothing in it changes.

    Attributes:
        title: what the sender calls it; by default the finding.
        texts: `evidence` when all but the evidence is left out.
        view: what the sender had before them.
        choices: what the sender chose for the whole analysis.
        digests: the names of what went in, as pairs: corpus, duplicates, tokens, names.
        version: the version of the program that made it.
        parts: the nouns.
    """

    title: str = ""
    texts: Texts = "all"
    view: View = View()
    choices: Choices = field(default_factory=Choices)
    digests: tuple[tuple[str, str], ...] = ()
    version: str = ""
    parts: tuple[SnapshotPart, ...] = ()


_KINDS: dict[str, type[Any]] = {
    "read": Corpus,
    "counted": Counted,
    "report": DuplicateReport,
    "stories": Stories,
    "tokens": Tokens,
    "table": WordTable,
    "index": EntityIndex,
    "drawings": Drawings,
    "quotations": QuotationIndex,
    "difference": NetworkDifference,
}


def take_snapshot(
    analysis: Analysis, *, view: View | None = None, texts: Texts = "all", title: str = ""
) -> Snapshot:
    """Keep an analysis as it is; steps not made yet are made now.

    Args:
        analysis: what to keep.
        view: what the sender has before them.
        texts: `evidence` leaves out every character but those of the evidence, the texts as
            they came, the names of files, and what is not shown; see `redaction`. Titles stay.
        title: what to call it; the finding in the language in use by default.
    """
    view = view or View(language=i18n.current(), network=analysis.drawn)
    choices = analysis.choices
    made = _make_contents(analysis, view)
    if texts == "evidence":
        made, names = redact(made, analysis)
        view = replace(view, query=tuple(_rename_query(view.query, names)))
        kept = tuple(names[id] for id in choices.duplicates.keep if id in names)
        choices = replace(choices, duplicates=replace(choices.duplicates, keep=kept))
    return Snapshot(
        title=(title or finding(analysis))[:_TITLE],
        texts=texts,
        view=view,
        choices=replace(choices, scheduler="local"),  # whose cluster it was is nobody's business
        digests=_digests(analysis),
        version=__version__,
        parts=tuple(SnapshotPart(name, codec.pack(getattr(made, name))) for name in _KINDS),
    )


def open_snapshot(
    snapshot: Snapshot, *, call: VerbCaller = call_plainly, asked: Asked | None = None
) -> Opened:
    """Return the analysis of a snapshot; its steps are those that were kept.

    Args:
        snapshot: what `take_snapshot` gave.
        call: how a verb is called whose answer is not kept, such as another filter.
        asked: what is to be measured and compared.
    """
    read, drawn = _part(snapshot, "read", Corpus), snapshot.view.network
    query = dict(snapshot.view.query)
    arrangement = network.read_arrangement(query.get("net_hidden", ""), query.get("net_places", ""))
    colour: network.Colour = "community" if query.get("net_colour") == "community" else "kind"
    asked = replace(asked or Asked(), cloud=snapshot.view.cloud, network_colour=colour)
    opened = Opened(
        read, snapshot.choices, snapshot=snapshot, drawn=drawn, arrangement=arrangement,
        asked=asked, compared=_read_difference(snapshot),
    )  # fmt: skip
    object.__setattr__(opened, "call", _Answers(opened, call))
    return opened


@dataclass(frozen=True)
class Opened(Analysis):
    """A stored analysis: every step is read, none is computed."""

    snapshot: Snapshot = Snapshot()

    @property
    def gaps(self) -> bool:
        """Whether texts were left out."""
        return self.snapshot.texts == "evidence"

    @lazy
    def report(self) -> DuplicateReport:
        """What is repeated; it cannot be grouped anew."""
        return _part(self.snapshot, "report", DuplicateReport)

    @lazy
    def stories(self) -> Stories:
        """Articles that share text; a snapshot of an older version has none."""
        if not any(part.name == "stories" for part in self.snapshot.parts):
            return Stories()
        return _part(self.snapshot, "stories", Stories)

    @lazy
    def sentences(self) -> Spans:
        """Every sentence that was read, also where its text is left out."""
        return self.report.places.sentences

    @lazy
    def counted(self) -> Corpus:
        """The corpus with the stretches that count."""
        counted = _part(self.snapshot, "counted", Counted)
        pairs = zip(self.source.articles, counted.stretches, strict=True)
        return Corpus(
            tuple(replace(article, counted=stretches) for article, stretches in pairs),
            self.source.refusals,
            replace(self.source.settings, copies=counted.copies),
            counted.digest,
        )

    @lazy
    def tokens(self) -> Tokens:
        """The words; without texts those that are shown."""
        return _part(self.snapshot, "tokens", Tokens)

    @lazy
    def table(self) -> WordTable:
        """How often each word is used."""
        return _part(self.snapshot, "table", WordTable)

    @lazy
    def found(self) -> EntityIndex:
        """Who and what is named; what was found before corrections is not kept."""
        return self.index

    @lazy
    def index(self) -> EntityIndex:
        """Who and what is named."""
        return _part(self.snapshot, "index", EntityIndex)

    def layout_of(self, graph: CooccurrenceNetwork) -> Layout:
        """Return where the sender saw a network; another is placed anew."""
        kept = (
            p.layout for p in self.drawings.layouts if (p.network, p.based) == (graph.digest, True)
        )
        found = next(kept, None)
        if found is None and self.gaps and graph.settings.needs_texts:
            return self.call(network.layout, graph)
        return found or super().layout_of(graph)

    @lazy
    def quotations(self) -> QuotationIndex:
        """Who said what; nothing in a snapshot made before quotations were found."""
        if all(part.name != "quotations" for part in self.snapshot.parts):
            return QuotationIndex()
        return _part(self.snapshot, "quotations", QuotationIndex)

    @lazy
    def drawings(self) -> Drawings:
        """What was drawn."""
        return _part(self.snapshot, "drawings", Drawings)


class _Answers:
    """Calls a verb, or gives its stored result."""

    def __init__(self, opened: Opened, call: VerbCaller) -> None:
        self._opened, self._call = opened, call

    def __call__(self, verb: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        kept: dict[Any, Callable[..., Any]] = {
            words.count: self._count,
            words.select: words.select,  # of rows that are stored
            network.cooccur: self._cooccur,
            network.layout: self._layout,
            difference.compare_sides: self._compare,
            lay_out_cloud: self._cloud,
        }
        # Each takes what its verb takes, and gives what it gives or None.
        look_up = cast("Callable[P, R | None] | None", kept.get(verb))
        answer = look_up(*args, **kwargs) if look_up else None
        return self._call(verb, *args, **kwargs) if answer is None else answer

    def _count(
        self, corpus: Corpus, tokens: Tokens, *, settings: WordFilter | None = None
    ) -> WordTable | None:
        if tokens.digest != self._opened.tokens.digest:
            return None
        return words.select(self._opened.table, settings or WordFilter())

    def _cooccur(
        self, index: EntityIndex, settings: NetworkSettings | None = None, **_: object
    ) -> CooccurrenceNetwork | None:
        if index.digest != self._opened.index.digest:
            return None
        wanted = settings or NetworkSettings()
        return next((n for n in self._opened.drawings.networks if n.settings == wanted), None)

    def _layout(
        self, graph: CooccurrenceNetwork, *, seed: int = 0, base: Layout | None = None
    ) -> Layout | None:
        wanted = (graph.digest, base is not None)
        kept = self._opened.drawings.layouts if not seed else ()
        return next((p.layout for p in kept if (p.network, p.based) == wanted), None)

    def _compare(
        self, graph: CooccurrenceNetwork, *_: object, settings: DifferenceSettings, **__: object
    ) -> NetworkDifference | None:
        kept = self._opened.compared
        known = kept and (kept.network, kept.settings) == (graph.settings, settings)
        return kept if known else None

    def _cloud(self, table: WordTable, index: EntityIndex, settings: CloudSettings) -> Cloud | None:
        if table.settings != self._opened.content_words.settings:
            return None
        return next((c for c in self._opened.drawings.clouds if c.settings == settings), None)


def _part(snapshot: Snapshot, name: str, kind: type[T]) -> T:
    data = next((part.data for part in snapshot.parts if part.name == name), b"")
    return codec.unpack(data, kind)


def _read_difference(snapshot: Snapshot) -> NetworkDifference | None:
    """Return the two sides that the sender compared; None where they did not."""
    if not any(part.name == "difference" for part in snapshot.parts):
        return None  # of an older version
    found = _part(snapshot, "difference", NetworkDifference)
    return found if found.settings.here else None


def _make_contents(analysis: Analysis, view: View) -> SnapshotContents:
    corpus, nothing = analysis.counted, DuplicateReport()
    return SnapshotContents(
        read=analysis.source,
        counted=Counted(
            tuple(article.counted for article in corpus.articles),
            corpus.settings.copies,
            corpus.digest,
        ),
        # What only serves to group anew is as large as the texts, and tells them.
        report=replace(
            analysis.report,
            likeness=nothing.likeness,
            letters=nothing.letters,
            units=nothing.units,
            alike=nothing.alike,
        ),
        stories=analysis.stories,
        tokens=analysis.tokens,
        table=analysis.table,
        index=analysis.index,
        drawings=_drawings(analysis, view),
        quotations=analysis.quotations,
        difference=analysis.compared or NetworkDifference(),
    )


def _drawings(analysis: Analysis, view: View) -> Drawings:
    """Make what is drawn; what cannot be is left out, and its page says so."""
    guard = Guard("a snapshot", passes=(FontMissingError,))
    asked = dict.fromkeys((*_NETWORKS, *filter(None, [view.network])))
    graphs: dict[NetworkSettings, CooccurrenceNetwork] = {}
    placed: list[PlacedNetwork] = []
    with guard.part("networks"):
        graphs = {s: analysis.network_of(s) for s in asked}
        placed = list(_lay_out_networks(analysis, view, graphs))
    return Drawings(tuple(graphs.values()), tuple(placed), tuple(_clouds(analysis, view, guard)))


def _lay_out_networks(
    analysis: Analysis, view: View, graphs: dict[NetworkSettings, CooccurrenceNetwork]
) -> Iterator[PlacedNetwork]:
    whole = graphs[NetworkSettings()]
    yield PlacedNetwork(whole.digest, analysis.call(network.layout, whole))
    few = graphs[NetworkSettings(top_nodes=12)]
    yield PlacedNetwork(few.digest, analysis.call(network.layout, few))
    for settings in dict.fromkeys([NetworkSettings(), *filter(None, [view.network])]):
        graph = graphs[settings]
        yield PlacedNetwork(graph.digest, analysis.layout_of(graph), based=True)


def _clouds(analysis: Analysis, view: View, guard: Guard) -> Iterator[Cloud]:
    for settings in dict.fromkeys((*_CLOUDS, *filter(None, [view.cloud]))):
        try:
            with guard.part("cloud"):
                yield analysis.call(lay_out_cloud, analysis.content_words, analysis.index, settings)
        except FontMissingError:
            return  # the page says so, here as there


def _digests(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    return (
        ("corpus", analysis.counted.digest),
        ("duplicates", analysis.report.digest),
        ("stories", analysis.stories.digest),
        ("tokens", analysis.tokens.digest),
        ("names", analysis.index.digest),
    )


def _rename_query(
    query: Iterable[tuple[str, str]], names: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Put the new name of an article in an address; one that is not there is left out."""
    for key, value in query:
        if key != "article":
            yield key, value
        elif value in names:
            yield key, names[value]
