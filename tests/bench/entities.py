"""Entity F1 (exact span and kind), errors by class, honesty, and speed beside jieba.posseg.

`python -m tests.bench.entities` prints all tables. `--set NAME` takes one set of texts, `--errors
KIND` lists what went wrong in it, `--ablate` leaves out what helps the net, one at a time,
`--speed` measures texts cut, named and locked beside jieba.posseg, in seconds of the processor.

Sets: `dev`, the articles by which the training stopped; `news01-12`, whose errors were read for
templates; `news13-24`, which nobody reads: its errors are counted and never listed; `gsd` and
`gsd-simplified`, Wikipedia as it was annotated, and `gsd-mapped` by the conventions of the news.
An article of the news is one line, as `--lines` reads it, and a corpus by itself, or all together
are one; a sentence of GSD is an article.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np

from components import words
from components.entities import as_names, candidates, find, net, scoring
from components.lexicon import KINDS
from components.reading import AS_IS, Source, read
from components.text import simplify, split_sentences
from tests.bench import passages
from tests.bench.conventions import mapped
from tests.bench.gold import gold_file
from tests.training.names.articles import FOLDER, read_articles

Name = tuple[int, int, str]
Read = Callable[[Sequence[str]], list[dict[Name, float]]]
CORRECTIONS = Path(__file__).parents[1] / "gold" / "news-corrections.json"
_POSSEG = {"nr": "PER", "nrt": "PER", "nrfg": "PER", "ns": "LOC", "nt": "ORG"}
_ROUNDS = 5
_UNREAD = "news13-24"
_EDGES = (0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.001)


class Sample(NamedTuple):
    """A gold text and its names."""

    text: str
    names: frozenset[Name]


def gold(path: Path) -> Iterator[Sample]:
    """Read an IOB2 file; words are put together without spaces, as Chinese is written."""
    text, names = "", list[list[object]]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip() and text:
            yield Sample(text, frozenset((a, b, k) for a, b, k in names if k in KINDS))  # type: ignore[misc]
            text, names = "", []
        elif line.strip() and not line.startswith("#"):
            word, tag = line.split("\t")[1:3]
            if tag.startswith("B"):
                names.append([len(text), 0, tag[2:]])
            text += word
            if tag != "O":
                names[-1][1] = len(text)


def news(numbers: range) -> Iterator[Sample]:
    """Read gold articles of the news, put right where somebody who marked them anew found so."""
    folder = gold_file("news/entities.json").parent
    names = json.loads((folder / "entities.json").read_text("utf-8"))
    if CORRECTIONS.exists():
        names |= json.loads(CORRECTIONS.read_text("utf-8"))
    for number in numbers:
        name = f"news{number:02d}"
        text = (folder / f"{name}.txt").read_text("utf-8").strip().replace("\n", " ")
        yield Sample(text, frozenset((a, b, k) for a, b, k, *_ in names[name]))


def development() -> Iterator[Sample]:
    """Read the articles by which the training stopped."""
    for text, names in read_articles(sorted(FOLDER.glob("dev*.txt"))):
        yield Sample(text.replace("\n", " "), frozenset(names))


def gsd_mapped() -> Iterator[Sample]:
    """Read GSD by the conventions of the news."""
    for text, names in gold(gold_file("uner-gsd-dev.iob2")):
        yield Sample(text, mapped(text, names))


def written(name: str) -> Iterator[Sample]:
    """Read short passages of many genres, whose names are known by their written forms."""
    rows = passages.load(name)
    index = passages.index_of(rows, passages.corpus_of(rows))
    kinds = {entity.id: entity.kind for entity in index.entities}
    names: dict[str, set[Name]] = {row.id: set() for row in rows}
    for mention in index.mentions:
        span = mention.span
        names[span.article_id].add((span.start, span.end, kinds[mention.entity_id]))
    for row in rows:
        yield Sample(row.text, frozenset(names[row.id]))


SETS: dict[str, Callable[[], Iterator[Sample]]] = {
    "dev": development,
    "news01-12": lambda: news(range(1, 13)),
    _UNREAD: lambda: news(range(13, 25)),
    **{f"passages {name}": partial(written, name) for name in passages.NAMED},
    "gsd": lambda: gold(gold_file("uner-gsd-dev.iob2")),
    "gsd-simplified": lambda: gold(gold_file("uner-gsdsimp-dev.iob2")),
    "gsd-mapped": gsd_mapped,
}


def by_posseg(texts: Sequence[str]) -> list[dict[Name, float]]:
    """Return what jieba.posseg tags nr, ns, nt on the aligned Simplified copy."""
    import jieba.posseg

    results: list[dict[Name, float]] = []
    for copy in simplify(texts):
        at, names = 0, dict[Name, float]()
        for word, flag in jieba.posseg.lcut(copy):
            if flag in _POSSEG:
                names[at, at + len(word), _POSSEG[flag]] = 1.0
            at += len(word)
        results.append(names)
    return results


def by_net(texts: Sequence[str]) -> list[dict[Name, float]]:
    """Return what the net alone says of each sentence: nothing else weighs."""
    bounds = [list(split_sentences(text, 0, len(text))) for text in texts]
    sentences = [text[a:b] for text, own in zip(texts, bounds, strict=True) for a, b in own]
    copies, model = simplify(sentences), net.load()
    found = candidates.find_candidates(copies, model.posteriors(copies), model.tags)
    rows = iter(scoring._best(found))
    return [
        {(a + n.start, a + n.end, n.kind): n.confidence for a, _ in own for n in next(rows)}
        for own in bounds
    ]


def by_us(texts: Sequence[str]) -> list[dict[Name, float]]:
    """Return what `find` finds, each text a corpus by itself."""
    return [names for text in texts for names in by_us_together([text])]


def by_us_together(texts: Sequence[str]) -> list[dict[Name, float]]:
    """Return what `find` finds, each text an article of one corpus."""
    sources = (Source(str(i), text.encode(), settings=AS_IS) for i, text in enumerate(texts))
    index = find(read(sources))
    kinds = {entity.id: entity.kind for entity in index.entities}
    results: list[dict[Name, float]] = [{} for _ in texts]
    for m in index.mentions:
        own = results[int(m.span.article_id)]
        own[m.span.start, m.span.end, kinds[m.entity_id]] = m.confidence
    return results


MODES: dict[str, Read] = {
    "jieba.posseg": by_posseg,
    "net alone": by_net,
    "find": by_us,
    "find, together": by_us_together,
}


def scores(wanted: Iterable[Iterable[Name]], found: Iterable[Iterable[Name]]) -> list[float]:
    """Return precision, recall and F1 in per cent."""
    right = n_gold = n_found = 0
    for want, have in zip(map(set, wanted), map(set, found), strict=True):
        right, n_gold, n_found = right + len(want & have), n_gold + len(want), n_found + len(have)
    p, r = right / max(n_found, 1), right / max(n_gold, 1)
    return [100 * p, 100 * r, 200 * p * r / max(p + r, 1e-9)]


def report(samples: Sequence[Sample]) -> None:
    """Print a line for each mode: P R F1 in all, F1 by kind, characters per second."""
    texts, wanted = [s.text for s in samples], [s.names for s in samples]
    for name, mode in MODES.items():
        mode(texts[:5])
        start = time.perf_counter()
        found = mode(texts)
        speed = sum(map(len, texts)) / (time.perf_counter() - start)
        kinds = "".join(f"  {k} {scores(_only(k, wanted), _only(k, found))[2]:4.1f}" for k in KINDS)
        p, r, f = scores(wanted, found)
        print(f"  {name:14} P {p:4.1f} R {r:4.1f} F1 {f:4.1f} {kinds}  {speed:9,.0f} chars/s")
    errors = Counter(
        (what, name[2]) for sample, have in zip(samples, found, strict=True)
        for what, name in _errors(sample.names, have)
    )  # fmt: skip
    for what in ("missed", "boundary", "kind", "invented"):
        print(f"  {what:9}" + "".join(f"  {k} {errors[what, k]:3}" for k in KINDS))
    report_sources(wanted, by_net(texts), found)
    report_reliability(wanted, found)


def _only(kind: str, found: Iterable[Iterable[Name]]) -> list[list[Name]]:
    return [[name for name in names if name[2] == kind] for names in found]


def _errors(wanted: Iterable[Name], found: Iterable[Name]) -> Iterator[tuple[str, Name]]:
    """Yield names that only one side has: a wrong one counts once, as what was wanted."""
    want, have = set(wanted), set(found)
    for name in sorted(want - have):
        near = [o for o in have if o[0] < name[1] and name[0] < o[1]]
        same = any(o[:2] == name[:2] for o in near)
        yield ("kind" if same else "boundary" if near else "missed"), name
    for name in sorted(have - want):
        if not any(o[0] < name[1] and name[0] < o[1] for o in want):
            yield "invented", name


def report_sources(
    wanted: Sequence[frozenset[Name]],
    alone: Sequence[dict[Name, float]],
    found: Sequence[dict[Name, float]],
) -> None:
    """Print how many names come from where, and how many of them are right."""
    tally: Counter[tuple[str, bool]] = Counter()
    for want, own, have in zip(wanted, alone, found, strict=True):
        for name in have:
            seen = "the sentence by itself" if name in own else "lists and other sentences"
            tally[seen, name in want] += 1
        for name in own:
            if name not in have:
                tally["taken back by them", name in want] += 1
    for source in dict.fromkeys(source for source, _ in tally):
        right, wrong = tally[source, True], tally[source, False]
        print(f"  {source:26} {right + wrong:5} names, {right} right")


def report_reliability(
    wanted: Sequence[frozenset[Name]], found: Sequence[dict[Name, float]]
) -> None:
    """Print how often names of like confidence are right."""
    told = np.array([sure for have in found for sure in have.values()])
    right = np.array(
        [name in want for want, have in zip(wanted, found, strict=True) for name in have], float
    )
    off = 0.0
    for low, high in pairwise(_EDGES):
        own = (told >= low) & (told < high)
        if own.any():
            said, was = told[own].mean(), right[own].mean()
            off += own.sum() * abs(said - was)
            print(
                f"  confidence {low:.2f} to {min(high, 1):.2f} {own.sum():5} names, {was:.2f} right"
            )
    print(f"  expected calibration error {off / max(1, len(told)):.3f}")


@contextmanager
def _without(what: str) -> Iterator[None]:
    if what == "lists":
        model = net.load()
        with patch.object(model, "_mark", lambda text: np.zeros(len(text), np.uint8)):
            yield
    elif what == "other sentences":
        with patch.object(scoring, "_find_attested", lambda *_: {}):
            yield
    else:
        yield


def ablate(samples: Sequence[Sample]) -> None:
    """Print what F1 becomes without what helps the net."""
    for what in ("", "lists", "other sentences"):
        with _without(what):
            f = scores([s.names for s in samples], by_us([s.text for s in samples]))[2]
        print(f"  {f:5.2f}  {'all' if not what else 'without ' + what}")


def measure_speed() -> None:
    """Print seconds of one core from text to words that end where names do, beside jieba.posseg."""
    samples = [s for name in ("news01-12", "news13-24", "gsd") for s in SETS[name]()]
    texts = [sample.text for sample in samples]
    best: dict[str, float] = {}
    for _ in range(_ROUNDS):
        for name, step in (("jieba.posseg", by_posseg), ("cut, named, locked", cut_and_name)):
            begun = time.process_time()
            step(texts)
            best[name] = min(best.get(name, math.inf), time.process_time() - begun)
    size, peer = sum(map(len, texts)), best["jieba.posseg"]
    for name, taken in best.items():
        print(f"{name:20} {taken:6.2f} s   {size / taken:9,.0f} chars/s   {peer / taken:.2f} x")


def cut_and_name(texts: Sequence[str]) -> words.Tokens:
    """Find words and names of texts, each an article, and lock the words by the names."""
    corpus = read(Source(str(i), text.encode(), settings=AS_IS) for i, text in enumerate(texts))
    index = find(corpus)
    return words.lock(corpus, words.cut(corpus), as_names(index, corpus))


def list_errors(samples: Sequence[Sample], kind: str) -> None:
    """List what is wrong with names of a kind, with their context."""
    for sample, have in zip(samples, by_us([s.text for s in samples]), strict=True):
        for what, name in _errors(sample.names, have):
            if name[2] == kind:
                a, b, _ = name
                text = sample.text
                near = " ".join(f"{text[x:y]}:{k}" for x, y, k in sorted(have) if x < b and a < y)
                shown = f"{text[max(0, a - 8) : a]}[{text[a:b]}]{text[b : b + 8]}"
                print(f"  {what:9} {shown}" + (f"   found {near}" if near != text[a:b] else ""))


def main() -> None:
    """Measure the sets asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, action="append")
    parser.add_argument("--errors", choices=KINDS)
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--speed", action="store_true")
    args = parser.parse_args()
    if args.errors and _UNREAD in (args.set or SETS):
        parser.error(f"the errors of {_UNREAD} are counted and never listed: give another --set")
    if args.speed:
        measure_speed()
    for name in () if args.speed else args.set or SETS:
        samples = list(SETS[name]())
        print(f"{name}: {len(samples)} texts, {sum(len(s.names) for s in samples)} names")
        if args.errors:
            list_errors(samples, args.errors)
        elif args.ablate:
            ablate(samples)
        else:
            report(samples)


if __name__ == "__main__":
    main()
