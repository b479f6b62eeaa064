"""Who said what: quotations found, beside those that readers marked, and what finding them costs.

    python -m tests.bench.quotations                        every set, and the seconds
    python -m tests.bench.quotations --set news01-12 --errors
    python -m tests.bench.quotations --set news13-24 --gold-names   by the names that readers marked

A quotation is right where its first and last letter are those of the truth, it is direct or not as
there, and its speaker is the same: any written form of the entity, or nobody in both. A quotation
that the text breaks in several counts once, by any of its parts. `newsroom a` is the half of the
newsroom's articles that rules were written by, `b` the other half, by a hash of their ids; nobody
who wrote rules read the quotations of `newsroom b` or the texts of news13 to 24.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from components import quotations
from components.entities import Entity, EntityIndex, Mention
from components.reading import AS_IS, Source, read
from components.text import Corpus, Span, sentences_in
from dashboard.pipeline import Analysis, Choices
from tests.bench import passages as written
from tests.bench.gold import gold_file
from tests.bench.planted import plant
from tests.newsroom.measure import Key, Letters, Newsroom

GOLD = Path(__file__).parents[1] / "gold" / "news-quotations.jsonl"
UNREAD = ("newsroom b", "news13-24")
NOBODY = "None"


@dataclass(frozen=True)
class Row:
    """A quotation of either side.

    Attributes:
        article: its article.
        keys: first and last letter of it, or of each of its parts.
        speakers: the written forms of who said it; `NOBODY` among them where nobody is named.
        cue: its verb.
    """

    article: str
    keys: frozenset[Key]
    speakers: frozenset[str]
    cue: str
    direct: bool
    certain: bool
    text: str


_NONE = Row("", frozenset(), frozenset(), "", False, False, "")
Sides = tuple[list[Row], list[Row]]


@cache
def _newsroom() -> Newsroom:
    return Newsroom()


def newsroom(half: int) -> Sides:
    """Return what is true of half of the newsroom's articles, and what is found there."""
    pairs = {
        pair.truth["article"]: pair
        for pair in _newsroom().pairs
        if int(hashlib.sha256(pair.truth["id"].encode()).hexdigest(), 16) % 2 == half
    }
    want = [
        _wanted(article, pair.truth["text"], row, pair.truth_key, _forms(pair.truth["names"]))
        for article, pair in pairs.items()
        for row in pair.truth["quotations"]
    ]
    have = [
        _found(quotation, _newsroom().every.source, pairs[quotation.span.article_id].key)
        for quotation in _newsroom().every.quotations.quotations
        if quotation.span.article_id in pairs
    ]
    return want, have


@cache
def _news() -> Analysis:
    """Analyse all gold articles as one corpus, as they were read."""
    names = [f"news{number:02d}" for number in range(1, 25)]
    data = [gold_file(f"news/{name}.txt").read_bytes() for name in names]
    sources = (Source(n, d, settings=AS_IS) for n, d in zip(names, data, strict=True))
    return Analysis(read(sources), Choices(copies="all"))


@cache
def _by_gold_names() -> quotations.QuotationIndex:
    """Find the quotations of the gold articles by the names that readers marked in them."""
    corpus, marks = _news().counted, json.loads(gold_file("news/entities.json").read_text("utf-8"))
    entities, mentions = dict[str, Entity](), list[Mention]()
    for article in corpus.articles:
        for start, end, kind, name in marks[article.id]:
            own = f"{kind}:{name}"
            entities.setdefault(own, Entity(own, name, kind))
            mentions.append(Mention(Span(article.id, start, end), own))
    index = EntityIndex(tuple(entities.values()), mentions, sentences_in(corpus))
    return quotations.find(corpus, index)


def news(numbers: range, *, gold_names: bool = False) -> Sides:
    """Return what a second reader marked in gold articles, and what is found there."""
    corpus = _news().source
    found = _by_gold_names() if gold_names else _news().quotations
    wanted = {f"news{number:02d}" for number in numbers}
    names = json.loads(gold_file("news/entities.json").read_text("utf-8"))
    letters = {a.id: Letters.of(a.text) for a in corpus.articles if a.id in wanted}
    rows = map(json.loads, GOLD.read_text("utf-8").splitlines())
    want = []
    for row in rows:
        name = row["article"]
        if name in wanted:
            text = corpus.article(name).text
            marks = ((*mark[:3], text[mark[0] : mark[1]], mark[3]) for mark in names[name])
            want.append(_wanted(name, text, row, letters[name].key, _forms(marks)))
    have = [
        _found(quotation, corpus, letters[quotation.span.article_id].key)
        for quotation in found.quotations
        if quotation.span.article_id in wanted
    ]
    return want, have


def passages(name: str, *, gold_names: bool = False) -> Sides:
    """Return what is marked in short passages, and what is found there."""
    rows = written.load(name)
    analysis = Analysis(written.corpus_of(rows), Choices(copies="all"))
    corpus, found = analysis.source, analysis.quotations
    if gold_names:
        found = quotations.find(analysis.counted, written.index_of(rows, analysis.counted))
    letters = {a.id: Letters.of(a.text) for a in corpus.articles}
    want = [
        _written(passage, spoken, corpus.article(passage.id).text, letters[passage.id].key)
        for passage in rows
        for spoken in passage.spoken
    ]
    have = [_found(q, corpus, letters[q.span.article_id].key) for q in found.quotations]
    return want, have


def _written(
    passage: written.Passage,
    spoken: written.Spoken,
    text: str,
    key: Callable[[int, int], Key | None],
) -> Row:
    forms = passage.forms()
    spans = list(spoken.spans(text))
    return Row(
        passage.id,
        frozenset(k for span in spans if (k := key(*span))),
        spoken.speakers.union(*(forms.get(who, ()) for who in spoken.speakers)),
        min(spoken.cues),
        spoken.direct,
        True,
        " … ".join(spoken.parts),
    )


SETS: dict[str, Callable[[], Sides]] = {
    "newsroom a": lambda: newsroom(0),
    "newsroom b": lambda: newsroom(1),
    "news01-12": lambda: news(range(1, 13)),
    "news13-24": lambda: news(range(13, 25)),
    "passages first": lambda: passages("first"),
    "passages second": lambda: passages("second"),
    "passages third": lambda: passages("third"),
    "passages fourth": lambda: passages("fourth"),
    "passages fifth": lambda: passages("fifth"),
    "passages sixth": lambda: passages("sixth"),
}
MARKED: dict[str, Callable[[], Sides]] = {
    "news01-12": lambda: news(range(1, 13), gold_names=True),
    "news13-24": lambda: news(range(13, 25), gold_names=True),
    "passages first": lambda: passages("first", gold_names=True),
    "passages second": lambda: passages("second", gold_names=True),
    "passages third": lambda: passages("third", gold_names=True),
    "passages fourth": lambda: passages("fourth", gold_names=True),
    "passages fifth": lambda: passages("fifth", gold_names=True),
    "passages sixth": lambda: passages("sixth", gold_names=True),
}


def _forms(names: Iterable[Any]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for _, _, _, form, entity in names:
        found[entity] = found.get(entity, frozenset((entity,))) | {form}
    return found


def _wanted(
    article: str,
    text: str,
    row: dict[str, Any],
    key: Callable[[int, int], Key | None],
    forms: dict[str, frozenset[str]],
) -> Row:
    speaker = str(row["speaker"])
    keys = frozenset(k for span in row["spans"] if (k := key(*span)))
    speakers = forms.get(speaker, frozenset()) | {speaker}
    shown = " … ".join(text[slice(*span)] for span in row["spans"])
    return Row(article, keys, speakers, row["cue"] or "", row["direct"], True, shown)


def _found(
    quotation: quotations.Quotation, corpus: Corpus, key: Callable[[int, int], Key | None]
) -> Row:
    span = quotation.span
    own = key(span.start, span.end) or (-1 - span.start, -1 - span.end)
    entity = quotation.entity_id.partition(":")[2] or NOBODY
    speakers = frozenset((entity, quotation.speaker)) - {""}
    return Row(
        span.article_id, frozenset((own,)), speakers, quotation.cue, quotation.direct,
        quotation.certain, corpus.text_of(span),
    )  # fmt: skip


def pair_up(want: Iterable[Row], have: Iterable[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Yield each quotation of the truth with what was found of it, and what is too much."""
    left = {(row.article, key): row for row in have for key in row.keys}
    for row in want:
        found = [left.pop((row.article, key), None) for key in row.keys]
        yield row, next((own for own in found if own), None)
    for row in left.values():
        yield None, row


def is_right(want: Row | None, have: Row | None) -> bool:
    """Tell whether a quotation was found with its speaker, and as what it is."""
    if want is None or have is None or want.direct != have.direct:
        return False
    return bool(want.speakers & have.speakers)


def report(want: list[Row], have: list[Row]) -> None:
    """Print P, R and F1 of direct and of indirect ones, and what `certain` is worth."""
    pairs = list(pair_up(want, have))
    for label, direct in (("direct", True), ("indirect", False)):
        n_want = sum(row.direct == direct for row in want)
        n_have = sum(have.direct == direct for _, have in pairs if have)
        right = sum(is_right(w, h) for w, h in pairs if w and w.direct == direct)
        spans = sum(bool(w and h and w.direct == h.direct == direct) for w, h in pairs)
        print(
            f"  {label:9} {n_want:4} wanted {n_have:4} found   speaker and span "
            f"{_scores(right, n_have, n_want)}   span alone {_scores(spans, n_have, n_want)}"
        )
    sure = [is_right(w, h) for w, h in pairs if h and h.certain]
    cues = [w.cue == h.cue for w, h in pairs if w and h]
    print(
        f"  certain   {len(sure):4} rows, {sum(sure)} right, precision {_share(sure):.3f}; "
        f"verb right {_share(cues):.3f} of {len(cues)}"
    )


def count_errors(want: list[Row], have: list[Row]) -> None:
    """Print how many errors are of which kind, without a word of any."""
    spoken = {(row.article, who) for row in have for who in row.speakers}
    pairs = list(pair_up(want, have))
    for label, direct in (("direct", True), ("indirect", False)):
        own = ((w, h) for w, h in pairs if (w or h or _NONE).direct == direct)
        kinds = Counter(_error(w, h, spoken) for w, h in own)
        told = ", ".join(f"{n} {kind}" for kind, n in kinds.most_common() if kind)
        print(f"  {label:9} {told}")


def _error(want: Row | None, have: Row | None, spoken: set[tuple[str, str]]) -> str:
    """Say what is wrong with a quotation; "" where nothing is.

    Args:
        want: the truth; None where there is none.
        have: what was found.
        spoken: every article with the speakers that were found in it.
    """
    if want is None:
        return "too much"
    if have is None:
        return "missed or of another span"
    if want.direct != have.direct:
        return "direct for indirect, or the other way"
    if is_right(want, have):
        return ""
    if NOBODY in want.speakers:
        return "a speaker where nobody is named"
    if NOBODY in have.speakers:
        return "nobody where a speaker is named"
    known = any((want.article, who) in spoken for who in want.speakers)
    return "another speaker" if known else "a speaker never found by name"


def _share(right: list[bool]) -> float:
    return sum(right) / max(1, len(right))


def _scores(right: int, found: int, wanted: int) -> str:
    p, r = right / max(1, found), right / max(1, wanted)
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}"


def list_errors(want: list[Row], have: list[Row]) -> None:
    """List what is wrong: missed, too much, another speaker."""
    for wanted, found in pair_up(want, have):
        if is_right(wanted, found) and not (wanted and found and wanted.cue != found.cue):
            continue
        row = wanted or found
        assert row is not None
        what = "missed" if found is None else "too much" if wanted is None else "other"
        print(f"  {what:8} {row.article[:28]}  {row.text[:60]}")
        for side, own in (("want", wanted), ("have", found)):
            if own:
                who = "/".join(sorted(own.speakers))
                print(f"           {side} {who} | {own.cue} | direct {own.direct} | {own.certain}")


def measure_time(n: int) -> None:
    """Print the seconds of finding names and of finding quotations in planted articles."""
    texts = plant(n, unit="sentence").texts
    corpus = read(Source(str(i), text.encode(), settings=AS_IS) for i, text in enumerate(texts))
    analysis = Analysis(corpus, Choices(copies="unique"))
    _ = analysis.counted
    begun = time.process_time()
    index = analysis.index
    named = time.process_time()
    found = quotations.find(analysis.counted, index)
    done = time.process_time()
    names, own = named - begun, done - named
    print(
        f"{n:,} planted articles, {len(found.quotations):,} quotations: names {names:.1f} s, "
        f"quotations {own:.1f} s, {own / names:.2f} of it (seconds of the processor)"
    )


def main() -> None:
    """Measure the sets asked for, and the time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, action="append")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--gold-names", action="store_true", help="of the gold articles only")
    parser.add_argument("--articles", type=int, default=2_000, help="0 measures no time")
    options = parser.parse_args()
    if options.errors and set(UNREAD) & set(options.set or SETS):
        parser.error(f"errors of {' and '.join(UNREAD)} are counted and never listed: give --set")
    for name in options.set or SETS:
        marked = MARKED.get(name) if options.gold_names else None
        want, have = (marked or SETS[name])()
        label = f"{name}, names as marked" if marked else name
        print(f"{label}: {len(want)} quotations by {_speakers(want)} speakers")
        report(want, have)
        count_errors(want, have)
        if options.errors:
            list_errors(want, have)
    if options.articles and not options.errors:
        measure_time(options.articles)


def _speakers(want: Iterable[Row]) -> int:
    return len(Counter(frozenset(row.speakers) for row in want))


if __name__ == "__main__":
    main()
