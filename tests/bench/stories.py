"""Who had it first: planted cascades, and the sources that the newsroom's truth names.

    python -m tests.bench.stories [--cascades 200] [--articles 10000] [--seed 0]

A cascade is a text that travels: each article takes its text from an earlier one, leaves
sentences out, corrects, changes, rewords and merges some, and adds its own. A fifth of the times
is missing, some say only the day, some are equal. A source can be known where both times are
known and one certainly lies before the other.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from components import duplicates, stories
from components.stories import Stories
from components.text import Article, Corpus
from tests.bench import planted
from tests.newsroom.measure import Newsroom

_BEGIN = datetime(2024, 3, 7, 6, 0)
_OUTLETS = tuple(f"{name}日報" for name in "東南西北中海山河")
_NUMERALS = "一二三四五六七八九"


@dataclass
class Sentence:
    """A sentence of a cascade.

    Attributes:
        classes: the sentences it goes back to; several where some were merged.
        new: whether its article wrote it.
    """

    text: str
    classes: tuple[int, ...]
    new: bool


@dataclass
class Told:
    """An article of a cascade: what it says, where it took it from, when, and what is printed."""

    parent: int | None
    sentences: list[Sentence]
    moment: datetime
    published: str | None = None
    outlet: str | None = None

    @property
    def text(self) -> str:
        """The text as it is printed."""
        return "".join(sentence.text for sentence in self.sentences)


@dataclass
class Cascade:
    """Articles in the order in which they were written."""

    articles: list[Told] = field(default_factory=list)


class _Writer:
    """Writes and edits sentences; each new one has a class of its own."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.classes = rng, 0

    def write(self, n: int) -> list[Sentence]:
        """Write so many new sentences."""
        made = []
        for _ in range(n):
            self.classes += 1
            clauses = self.rng.choices(planted.clauses(), k=self.rng.randint(2, 5))
            made.append(Sentence("，".join(clauses) + "。", (self.classes,), True))
        return made

    def take(self, parent: Told, share: float) -> list[Sentence]:
        """Take the sentences of an article over, and edit a share of them."""
        made: list[Sentence] = []
        for old in parent.sentences:
            own = Sentence(old.text, old.classes, False)
            if self.rng.random() >= share:
                made.append(own)
                continue
            kind = self.rng.choices(
                ("cut", "corrected", "changed", "reworded", "merged", "replaced"),
                (3, 3, 2, 2, 1, 2),
            )[0]
            made += self._edit(own, kind, made)
        for _ in range(sum(self.rng.random() < share / 2 for _ in parent.sentences)):
            made[self.rng.randint(0, len(made)) : 0] = self.write(1)
        return made or self.write(3)

    def _edit(self, own: Sentence, kind: str, before: list[Sentence]) -> list[Sentence]:
        if kind == "cut":
            return []
        if kind == "replaced":
            return self.write(1)
        if kind == "merged" and before and not before[-1].new:
            last = before.pop()
            joined = re.sub("。$", "，", last.text) + own.text
            return [Sentence(joined, last.classes + own.classes, False)]
        edits = {"corrected": self._correct, "changed": self._change, "reworded": self._reword}
        own.text = edits.get(kind, self._correct)(own.text)
        return [own]

    def _correct(self, text: str) -> str:
        """Put 的 in, or change one letter."""
        at = self.rng.randrange(1, max(2, len(text) - 1))
        return text[:at] + self.rng.choice(("的", "也")) + text[at + self.rng.randint(0, 1) :]

    def _change(self, text: str) -> str:
        """Say another number, or put one in."""
        found = [m.start() for m in re.finditer(r"[\d一二三四五六七八九]", text)]
        if not found:
            at = self.rng.randrange(1, max(2, len(text) - 1))
            return f"{text[:at]}{self.rng.randint(2, 99)}人{text[at:]}"
        at = self.rng.choice(found)
        kind = "123456789" if text[at].isascii() else _NUMERALS
        return text[:at] + self.rng.choice([c for c in kind if c != text[at]]) + text[at + 1 :]

    def _reword(self, text: str) -> str:
        """Say one clause otherwise, at most two fifths of the sentence."""
        clauses = text.rstrip("。").split("，")
        short = [i for i, c in enumerate(clauses) if len(c) <= 0.4 * len(text)]
        if not short:
            return self._correct(text)
        clauses[self.rng.choice(short)] = self.rng.choice(planted.clauses())[:8]
        return "，".join(clauses) + "。"


def plant(rng: random.Random) -> Cascade:
    """Let a text travel through 5 to 40 articles, 5 to 40 % of the sentences edited each time."""
    share, n = rng.uniform(0.05, 0.4), rng.randint(5, 40)
    writer, moment = _Writer(rng), _BEGIN + timedelta(days=rng.randint(0, 300))
    told = [Told(None, writer.write(rng.randint(8, 20)), moment)]
    while len(told) < n:
        moment += timedelta(minutes=rng.randint(0, 240))
        parent = rng.randrange(len(told))
        told.append(Told(parent, writer.take(told[parent], share), moment))
    for article in told:
        article.outlet = rng.choice(_OUTLETS) if rng.random() < 0.9 else None
        article.published = _print(article.moment, rng)
    return Cascade(told)


def _print(moment: datetime, rng: random.Random) -> str | None:
    chance = rng.random()
    if chance < 0.2:
        return None
    return moment.date().isoformat() if chance < 0.3 else moment.strftime("%Y-%m-%dT%H:%M+08:00")


def corpus_of(cascade: Cascade) -> Corpus:
    """Make a corpus of a cascade; the number of each article is its id."""
    return Corpus(
        tuple(
            Article(
                str(i), "", told.text, told.text, counted=((0, len(told.text)),),
                published=told.published, outlet=told.outlet,
            )
            for i, told in enumerate(cascade.articles)
        )
    )  # fmt: skip


def comes_before(one: str | None, other: str | None) -> bool:
    """Tell whether one printed time certainly lies before another; a check of its own."""
    if not one or not other:
        return False
    if len(one) == len(other):
        return one < other
    return one[:10] < other[:10]


@dataclass
class Score:
    """What was right and wrong in all cascades."""

    counts: Counter[str] = field(default_factory=Counter)

    def add_parents(self, cascade: Cascade, found: Stories) -> None:
        """Compare the sources."""
        parents = {a.article_id: a.parent for s in found for a in s.articles}
        told = cascade.articles
        for i, article in enumerate(told):
            claimed = parents.get(str(i))
            if claimed is not None:
                known = comes_before(told[int(claimed)].published, article.published)
                self.counts["against the clock"] += not known
            truth = article.parent
            if truth is None:
                self.counts["first articles with a source"] += claimed is not None
            elif comes_before(told[truth].published, article.published):
                self.counts["known"] += 1
                self.counts["right"] += claimed == str(truth)
                self.counts["none named"] += claimed is None
            else:
                self.counts["not to be known"] += 1
                self.counts["another named"] += claimed is not None

    def add_sentences(self, cascade: Cascade, found: Stories) -> None:
        """Compare which sentences are inherited."""
        states = {
            (s.span.article_id, s.span.start): s.state for story in found for s in story.sentences
        }
        holders: dict[int, list[int]] = {}
        for i, article in enumerate(cascade.articles):
            for c in {c for sentence in article.sentences for c in sentence.classes}:
                holders.setdefault(c, []).append(i)
        for i, article in enumerate(cascade.articles):
            at = 0
            for sentence in article.sentences:
                state = states.get((str(i), at), "new")
                at += len(sentence.text)
                said = state in ("inherited", "edited")
                known = self._is_known(cascade, i, sentence, holders)
                for name in ("every", "known")[: 1 + known]:
                    self.counts[f"{name} {not sentence.new} {said}"] += 1
                if known and sentence.new == said:
                    self.counts[f"wrong {'new' if sentence.new else 'inherited'} {state}"] += 1

    def _is_known(
        self, cascade: Cascade, i: int, sentence: Sentence, holders: dict[int, list[int]]
    ) -> bool:
        own = cascade.articles[i].published
        others = {j for c in sentence.classes for j in holders[c]} - {i}
        times = [cascade.articles[j].published for j in others]
        if sentence.new:
            return all(comes_before(own, other) for other in times)
        return any(comes_before(other, own) for other in times)

    def f1(self, name: str) -> float:
        """F1 of the sentences called inherited."""
        right = self.counts[f"{name} True True"]
        wrong = self.counts[f"{name} False True"] + self.counts[f"{name} True False"]
        return 2 * right / max(1, 2 * right + wrong)


def row(name: str, value: str, note: str = "") -> None:
    """Print a row of the table."""
    print(f"{name:<42}{value:>12}   {note}", flush=True)


def cascades(n: int, seed: int) -> None:
    """Plant cascades and measure each by itself."""
    score = Score()
    for number in range(n):
        cascade = plant(random.Random(seed * 1_000_003 + number))
        corpus = corpus_of(cascade)
        found = stories.trace(corpus, duplicates.find(corpus))
        score.add_parents(cascade, found)
        score.add_sentences(cascade, found)
    counts = score.counts
    known = max(1, counts["known"])
    row("parent right", f"{counts['right'] / known:.4f}", f"of {known} to be known; bar .90")
    row("  none named", f"{counts['none named'] / known:.4f}")
    row("direction claimed against the times", str(counts["against the clock"]), "bar 0")
    row("first articles with a source", str(counts["first articles with a source"]), "bar 0")
    row(
        "  the true one undated, another named",
        str(counts["another named"]),
        f"of {counts['not to be known']}; that one certainly came before",
    )
    row("sentences inherited / new, F1", f"{score.f1('known'):.4f}", "to be known; bar .95")
    row("  all sentences", f"{score.f1('every'):.4f}", "also where no time tells")
    for name, value in sorted(counts.items()):
        if name.startswith("wrong"):
            row(f"  {name}", str(value))


def newsroom() -> None:
    """Compare with the sources that the truth of the newsroom names."""
    room = Newsroom()
    found = stories.trace(room.every.source, room.every.report)
    articles = {a.article_id: a for story in found for a in story.articles}
    ids = {truth["id"]: truth["article"] for truth in room.truth}
    times = {truth["article"]: truth["published"] for truth in room.truth}
    counts: Counter[str] = Counter()
    for truth in room.truth:
        own = articles.get(truth["article"])
        source = ids.get(truth["from"])
        if source and comes_before(times[source], times[truth["article"]]):
            counts["known"] += 1
            counts["right"] += bool(own and own.parent == source)
        if own:
            counts["in stories"] += 1
            kinds = {"update": ("original", "wire")}.get(truth["kind"], (truth["kind"],))
            counts["kind"] += own.kind in kinds
    row("newsroom: parent right", f"{counts['right']} of {counts['known']}", "to be known")
    row("newsroom: kind right", f"{counts['kind']} of {counts['in stories']}", "in stories")
    right, wanted, claimed = _newsroom_sentences(room, found)
    score = 2 * right / max(1, wanted + claimed)
    row("newsroom: sentences taken, F1", f"{score:.4f}", f"{right} of {wanted}, {claimed} said")


def _newsroom_sentences(room: Newsroom, found: Stories) -> tuple[int, int, int]:
    """Sentences with a source or an older version that came before, and those said to have one."""
    ids = {truth["id"]: truth["article"] for truth in room.truth}
    times = {truth["article"]: truth["published"] for truth in room.truth}
    said = {
        (s.span.article_id, s.span.start, s.span.end): s.state in ("inherited", "edited")
        for story in found
        for s in story.sentences
    }
    right = wanted = claimed = 0
    for pair in room.pairs:
        article = pair.truth["article"]
        by_letters = {
            pair.key(start, end): value
            for (own, start, end), value in said.items()
            if own == article
        }
        for sentence in pair.truth["sentences"]:
            source = ids.get(sentence["source"])
            if sentence["changes"] and not source:
                continue  # of which article it is another version the truth does not say
            if source and not comes_before(times[source], times[article]):
                continue
            key = pair.truth_key(sentence["start"], sentence["end"])
            value = by_letters.get(key, False)
            wanted += bool(source)
            claimed += value
            right += bool(source) and value
    return right, wanted, claimed


def scale(n: int, seed: int) -> None:
    """Time stories beside the near-duplicate step on n articles, in cascades and alone."""
    rng = random.Random(seed)
    texts: list[Article] = []
    while len(texts) < n:
        corpus = corpus_of(plant(rng))
        base = len(texts)
        texts += [
            Article(f"{base}-{a.id}", "", a.text, a.raw, counted=a.counted,
                    published=a.published, outlet=a.outlet)
            for a in corpus.articles
        ]  # fmt: skip
        for _ in range(len(corpus.articles)):
            text = planted.article(rng)
            texts.append(Article(f"{len(texts)}-s", "", text, text, counted=((0, len(text)),)))
    corpus = Corpus(tuple(texts[:n]))
    times = [time.process_time()]
    report = duplicates.find(corpus)
    times.append(time.process_time())
    found = stories.trace(corpus, report)
    times.append(time.process_time())
    near, own = (b - a for a, b in pairwise(times))
    row(f"{n} articles, near duplicates", f"{near:.2f} s", "CPU seconds, one core")
    row(f"{n} articles, stories", f"{own:.2f} s", f"x {own / near:.2f}; bar 10; {len(found)}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row("  peak of the process", f"{peak:.0f} MB", "bar 1024")


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cascades", type=int, default=200)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    scale(options.articles, options.seed)
    cascades(options.cascades, options.seed)
    newsroom()


if __name__ == "__main__":
    sys.exit(main())
