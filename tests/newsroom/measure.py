"""How well Wenmai reads the invented newsroom: its truth and what the product finds, compared.

Texts are laid side by side by their letters and digits, since a product joins lines in its own
way and may leave out or add what is no letter. A name, a sentence or a quotation is right where
its first and its last letter are.
"""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

from components.reading import read, sources_in
from components.text import Article, Corpus
from dashboard.pipeline import Analysis, Choices

FOLDER = Path(__file__).parents[2] / "seeds" / "newsroom"
EXPECTED = Path(__file__).with_name("expected.json")
BYLINES = ("head", "opening", "tail")
KINDS = ("PER", "LOC", "ORG")

Key = tuple[int, int]
Named = tuple[str, int, int, str, bool]


@dataclass(frozen=True)
class Figure:
    """One figure of the table.

    Attributes:
        name: what was measured.
        value: how the product does.
        of: the value of a perfect product.
        better: whether a better product has the higher or the lower value.
    """

    name: str
    value: float
    of: float
    better: str = "higher"

    def beats(self, other: float) -> bool:
        """Tell whether this is better than another value."""
        return self.value > other if self.better == "higher" else self.value < other


@dataclass(frozen=True)
class Letters:
    """The letters and digits of a text, and where each stands in it."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Letters:
        """Take the letters out of a text, wide and narrow ones as one form."""
        found = [
            (letter, place)
            for place, char in enumerate(text)
            for letter in unicodedata.normalize("NFKC", char).lower()[:1]
            if letter.isalnum()
        ]
        return cls("".join(letter for letter, _ in found), tuple(place for _, place in found))

    def key(self, start: int, end: int) -> Key | None:
        """Return the first and last letter of a stretch; None where it holds none."""
        within = [i for i, place in enumerate(self.places) if start <= place < end]
        return (within[0], within[-1]) if within else None


@dataclass
class Pair:
    """An article of the truth beside the product's article of the same id."""

    truth: dict[str, Any]
    article: Article | None
    letters: Letters = field(init=False)
    found: Letters = field(init=False)
    there: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.letters = Letters.of(self.truth["text"])
        self.found = Letters.of(self.article.text if self.article else "")
        self.there = dict(self._aligned())

    def _aligned(self) -> Iterator[tuple[int, int]]:
        """Yield the letters of the product's text with those of the truth that they are."""
        at = 0
        for start, end, _ in self.truth["stretches"]:
            own = [i for i, place in enumerate(self.letters.places) if start <= place < end]
            if not own:
                continue
            text = self.letters.text[own[0] : own[-1] + 1]
            found = self.found.text.find(text, at)
            if found >= 0:
                at = found + len(text)
                yield from ((found + i, own[i]) for i in range(len(text)))
                continue
            matcher = SequenceMatcher(None, text, self.found.text[at:], autojunk=False)
            for block in matcher.get_matching_blocks():
                if block.size > 1:
                    pairs = ((at + block.b + i, own[block.a + i]) for i in range(block.size))
                    yield from pairs

    def key(self, start: int, end: int) -> Key | None:
        """Return the truth's letters for a stretch of the product's text; None outside it."""
        own = self.found.key(start, end)
        if own is None or own[0] not in self.there or own[1] not in self.there:
            return None
        return self.there[own[0]], self.there[own[1]]

    def truth_key(self, start: int, end: int) -> Key | None:
        """Return the letters of a stretch of the truth."""
        return self.letters.key(start, end)

    def in_byline(self, key: Key) -> bool:
        """Tell whether a letter of the truth stands where it is said who wrote the text."""
        place = self.letters.places[key[0]]
        return any(
            start <= place < end and kind in BYLINES for start, end, kind in self.truth["stretches"]
        )

    def counted(self, corpus: Corpus) -> set[int]:
        """Return the letters of the truth that count in a corpus."""
        if self.article is None:
            return set()
        stretches = corpus.article(self.article.id).counted
        letters = (
            i
            for i, place in enumerate(self.found.places)
            if any(start <= place < end for start, end in stretches)
        )
        return {self.there[i] for i in letters if i in self.there}


class Newsroom:
    """The truth and what the product makes of the same files."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        load = folder / "truth"
        self.truth = json.loads((load / "articles.json").read_text(encoding="utf-8"))["articles"]
        self.counts = json.loads((load / "counts.json").read_text(encoding="utf-8"))
        self.every = Analysis(read(sources_in(folder)), Choices(copies="all"))
        self.once = Analysis(self.every.source, Choices(copies="unique"))

    @cached_property
    def pairs(self) -> list[Pair]:
        """The articles, side by side."""
        known = {article.id: article for article in self.every.source.articles}
        return [Pair(truth, known.get(truth["article"])) for truth in self.truth]

    def figures(self) -> list[Figure]:
        """Measure everything, in the order of the table."""
        return [
            *self._fields(),
            *self._sentences(),
            *self._names(),
            *self._quotations(),
            *self._numbers(),
        ]

    def _fields(self) -> Iterator[Figure]:
        n = len(self.pairs)
        for name in ("title", "outlet", "published", "authors", "place"):
            right = sum(_field_is_right(pair, name) for pair in self.pairs)
            yield Figure(f"fields.{name}", right, n)
        yield Figure("fields.day", sum(map(_day_is_right, self.pairs)), n)
        read_in = sum(pair.article is not None for pair in self.pairs)
        extra = len(self.every.source.articles) - read_in + len(self.every.source.refusals)
        yield Figure("articles.read", read_in, n)
        yield Figure("articles.not in the truth", extra, 0, "lower")

    def _sentences(self) -> Iterator[Figure]:
        counted = Counter[str]()
        for pair in self.pairs:
            letters = pair.counted(self.once.counted)
            for sentence in pair.truth["sentences"]:
                for start, end, name in sentence["parts"]:
                    key = pair.truth_key(start, end)
                    own = range(key[0], key[1] + 1) if key else range(0)
                    counted[name] += 2 * sum(i in letters for i in own) >= len(own)
        n = len(counted)
        yield Figure("sentences.once", sum(v == 1 for v in counted.values()), n)
        yield Figure("sentences.lost", sum(v == 0 for v in counted.values()), 0, "lower")
        yield Figure("sentences.counted again", sum(v > 1 for v in counted.values()), 0, "lower")

    def _names(self) -> Iterator[Figure]:
        want, have = self.names_of_truth(), self.names_of_product()
        yield from _scores("names with bylines", want, have)
        want, have = ([name for name in side if not name[4]] for side in (want, have))
        yield from _scores("names", want, have)
        for kind in KINDS:
            *_, f1 = _scores(f"names.{kind}", *(_of_kind(side, kind) for side in (want, have)))
            yield f1

    def names_of_truth(self) -> list[Named]:
        """Return article, first and last letter, kind, and whether it stands in a byline."""
        rows = []
        for pair in self.pairs:
            for start, end, kind, *_ in pair.truth["names"]:
                if key := pair.truth_key(start, end):
                    rows.append((pair.truth["article"], *key, kind, pair.in_byline(key)))
        return rows

    def names_of_product(self) -> list[Named]:
        """Return the same of what the product finds; letters below 0 are not in the truth."""
        kinds = {entity.id: entity.kind for entity in self.every.index.entities}
        pairs = {pair.truth["article"]: pair for pair in self.pairs}
        rows = []
        for mention in self.every.index.mentions:
            span, kind = mention.span, kinds[mention.entity_id]
            pair = pairs.get(span.article_id)
            key = pair.key(span.start, span.end) if pair else None
            in_byline = bool(pair and key and pair.in_byline(key))
            own = key or (-1 - span.start, -1 - span.end)
            rows.append((span.article_id, *own, kind, in_byline))
        return rows

    def _quotations(self) -> Iterator[Figure]:
        found = _quotations_of_product(self.folder)
        pairs = {pair.truth["article"]: pair for pair in self.pairs}
        said_by: dict[tuple[str, Key], set[str]] = {}
        for row in found:
            pair = pairs.get(row["article"])
            if pair and (key := pair.key(*row["span"])):
                said_by[row["article"], key] = {str(row.get("entity")), str(row.get("speaker"))}
        n = right = spoken = 0
        for article, pair in pairs.items():
            surfaces = _surfaces(pair.truth["names"])
            for quotation in pair.truth["quotations"]:
                own = ((article, pair.truth_key(*span)) for span in quotation["spans"])
                hits = [said_by[place] for place in own if place in said_by]
                speaker = str(quotation["speaker"])
                n, right = n + 1, right + bool(hits)
                spoken += any(said & {speaker, *surfaces.get(speaker, ())} for said in hits)
        yield Figure("quotations.span", right, n)
        yield Figure("quotations.span and speaker", spoken, n)
        yield Figure("quotations.too many", max(len(found) - right, 0), 0, "lower")

    def _numbers(self) -> Iterator[Figure]:
        articles, truth = self.every.source.articles, self.counts
        days = Counter((article.published or "undated")[:10] for article in articles)
        outlets = Counter(article.outlet for article in articles)
        for label, counted, wanted in (
            ("days", days, truth["by_day"]),
            ("outlets", outlets, truth["by_outlet"]),
        ):
            right = sum(counted[key] == n for key, n in wanted.items())
            yield Figure(f"numbers.{label}", right, len(wanted))
        share = truth["characters"]["repeated"] / truth["characters"]["text"]
        off = abs(self.once.report.share_repeated - share)
        yield Figure("numbers.share repeated is off by", round(off, 4), 0, "lower")
        for label, analysis in (("every", self.every), ("once", self.once)):
            yield self._top_names(label, analysis)

    def _top_names(self, label: str, analysis: Analysis) -> Figure:
        """Count the ten most frequent names of the truth that are among the product's ten."""
        surfaces = _surfaces(name for pair in self.pairs for name in pair.truth["names"])
        ours = {
            (name, entity.kind)
            for entity in analysis.index.entities[:10]
            for name in (entity.name, *entity.aliases)
        }
        wanted = self.counts["top_names"][label]
        right = sum(
            any((surface, kind) in ours for surface in surfaces[entity] | {entity})
            for entity, kind, _ in wanted
        )
        return Figure(f"numbers.top names, {label}", right, len(wanted))


def expected() -> dict[str, list[float]]:
    """Return the figures that stand in the file of expectations: value and perfect value."""
    return dict(json.loads(EXPECTED.read_text(encoding="utf-8")))


def write_expected(figures: Sequence[Figure]) -> None:
    """Make the figures of today those that are expected from now on."""
    rows = ",\n".join(f" {json.dumps(f.name)}: {json.dumps([f.value, f.of])}" for f in figures)
    EXPECTED.write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")


def _field_is_right(pair: Pair, name: str) -> bool:
    if pair.article is None or not hasattr(pair.article, name):
        return False
    own, want = getattr(pair.article, name), pair.truth[name]
    return (list(own or ()) if name == "authors" else own or None) == want


def _day_is_right(pair: Pair) -> bool:
    found = pair.article.published if pair.article else "none"
    return (found or "")[:10] == (pair.truth["published"] or "")[:10]


def _of_kind(names: Iterable[Named], kind: str) -> list[Named]:
    return [name for name in names if name[3] == kind]


def _surfaces(names: Iterable[Sequence[Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for _, _, _, surface, entity in names:
        found.setdefault(entity, set()).add(surface)
    return found


def _scores(label: str, want: Iterable[Any], have: Iterable[Any]) -> Iterator[Figure]:
    """Yield precision, recall and F1 in per cent."""
    wanted, found = set(want), set(have)
    right = len(wanted & found)
    precision, recall = right / max(len(found), 1), right / max(len(wanted), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    for name, value in (("precision", precision), ("recall", recall), ("F1", f1)):
        yield Figure(f"{label}.{name}", round(100 * value, 2), 100)


def _quotations_of_product(folder: Path) -> list[dict[str, Any]]:
    """Return what `wenmai quotations` prints; nothing where there is no such command."""
    command = Path(sys.executable).with_name("wenmai")
    done = subprocess.run(
        [command, "quotations", folder, "--copies", "all"], capture_output=True, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()] if done.returncode < 2 else []
