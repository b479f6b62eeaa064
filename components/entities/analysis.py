"""From corpus to entities: find names, agree on kind and span, gather aliases.

The net reads the aligned Simplified copy: on Traditional text as it stands its F1 is 25 points
lower (UNER GSD dev, 36 against 61), since its vocabulary knows few Traditional characters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from components.entities import net
from components.entities.aliases import Name, keys_of
from components.entities.gazetteer import gazetteer
from components.entities.index import Entity, EntityFilter, EntityIndex, Mention
from components.entities.languages import name_within
from components.entities.recognizers import NET, names_of
from components.entities.rules import Word, lowered, names_in
from components.entities.votes import Reading, agreed, recall, tally
from components.lexicon import Kind
from components.text import (
    Corpus,
    Scheduler,
    Span,
    digest_of,
    norm_of,
    norms_of,
    run_here,
    sentences_of,
    simplify,
)

if TYPE_CHECKING:
    from components.lexicon import Lexicon

FIND_VERSION = 2


def find(
    corpus: Corpus,
    *,
    lexicon: Lexicon | None = None,
    recognizer: str = NET,
    scheduler: Scheduler = run_here,
) -> EntityIndex:
    """Find who and what is named in the sentences that count.

    Each different sentence is read once, on an aligned Simplified copy, and its names are
    placed wherever it stands.

    Args:
        corpus: the texts; only their counted stretches are read.
        lexicon: the reader's corrections; words it forbids are no entities.
        recognizer: what reads: the net, or what another package brings (`recognizer_names`).
        scheduler: where the net reads.

    Returns:
        Entities most mentioned first, and mentions in reading order, which never overlap. A
        corpus without sentences gives none.

    Raises:
        RecognizerError: another recognizer is not installed, or fails.
    """
    spans = tuple(span for article in corpus.articles for span in sentences_of(article))
    texts = [corpus.text_of(span) for span in spans]
    different = tuple(dict.fromkeys(texts))
    copies = simplify(different)
    used = recognizer
    notice = ""
    try:
        if recognizer == NET:
            readings = scheduler(read_copies, copies)
        else:
            readings = _read_by(recognizer, different, copies)
    except net.NetUnavailableError as error:
        readings, used = _readings(copies, [[] for _ in copies]), "rules"
        notice = f"entities.net_{error.reason}"
    readings = recall(readings)
    forbidden = norms_of(lexicon.taken_apart) if lexicon else frozenset()
    placed = [
        (span, kind, confidence)
        for span, kind, confidence in _place(
            spans, texts, dict(zip(different, readings, strict=True))
        )
        if not forbidden or norm_of(corpus.text_of(span)) not in forbidden
    ]
    traditional = any(copy != text for copy, text in zip(copies, different, strict=True))
    entities, mentions = _gather(corpus, placed, traditional=traditional)
    digest = digest_of("entities", FIND_VERSION, corpus.digest, used, sorted(forbidden))
    copies_counted = corpus.settings.copies
    return EntityIndex(entities, mentions, spans, copies_counted, used, notice, digest)


def read_copies(copies: Sequence[str]) -> list[Reading]:
    """Read names in Simplified copies of sentences, each by itself, by net and rules.

    Raises:
        NetUnavailableError: the net's files are missing or changed.
    """
    model = net.load()
    return _readings(copies, [words_of(p, model.tags) for p in model.posteriors(copies)])


def places(index: EntityIndex, entity_id: str) -> tuple[Span, ...]:
    """Return where an entity is named, in reading order; nothing for an unknown id."""
    return tuple(m.span for m in index.mentions if m.entity_id == entity_id)


def select(index: EntityIndex, settings: EntityFilter) -> EntityIndex:
    """Return the entities that a filter lets through, with their mentions.

    Mentions that are not sure enough are left out first, and do not count for the minimum.
    """
    sure = [m for m in index.mentions if m.confidence >= settings.min_confidence]
    counts = Counter(mention.entity_id for mention in sure)
    kept = [
        entity
        for entity in index.entities
        if entity.kind in settings.kinds and counts[entity.id] >= max(1, settings.min_mentions)
    ]
    # The order of the keys breaks ties; sorting is stable.
    kept.sort(key=lambda entity: -counts[entity.id])
    ids = {entity.id for entity in kept}
    return replace(
        index,
        entities=tuple(kept),
        mentions=tuple(mention for mention in sure if mention.entity_id in ids),
        digest=digest_of("select", index.digest, settings),
    )


def words_of(posterior: net.Floats, tags: Sequence[str]) -> list[Word]:
    """Cut a sentence into words at the most probable tag of each character."""
    best = posterior.argmax(axis=1)
    sure = posterior[np.arange(len(best)), best].tolist()
    words: list[Word] = []
    begin, name, low = 0, "", 1.0
    for i, (tag, p) in enumerate(zip(best.tolist(), sure, strict=True)):
        this, _, place = tags[tag].rpartition("-")
        if place == "I" and this == name:
            low = min(low, p)
            continue
        if i:
            words.append(Word(begin, i, name, low))
        begin, name, low = i, this, p
    if len(best):
        words.append(Word(begin, len(best), name, low))
    return words


def _readings(copies: Sequence[str], words: Sequence[list[Word]]) -> list[Reading]:
    return [
        Reading(lowered(copy), tuple(cut), tuple(names_in(copy, cut)))
        for copy, cut in zip(copies, words, strict=True)
    ]


def _read_by(recognizer: str, texts: Sequence[str], copies: Sequence[str]) -> list[Reading]:
    """Read names by a recognizer alone: it knows titles and suffixes without our rules."""
    return [
        Reading(lowered(copy), (), tuple(names))
        for copy, names in zip(copies, names_of(recognizer, texts, copies), strict=True)
    ]


_Placed = tuple[Span, Kind, float]


def _place(
    spans: Sequence[Span], texts: Sequence[str], readings: Mapping[str, Reading]
) -> Iterator[_Placed]:
    """Put the names of each sentence where it stands, in the kind its article agrees on."""
    of_article: dict[str, dict[str, Reading]] = defaultdict(dict)
    for span, text in zip(spans, texts, strict=True):
        of_article[span.article_id][text] = readings[text]
    corpus_tally = tally(readings.values())
    kinds = {
        article_id: agreed(tally(own.values()), corpus_tally)
        for article_id, own in of_article.items()
    }
    for span, text in zip(spans, texts, strict=True):
        reading = readings[text]
        for m in reading.names:
            if not (within := name_within(text, m.start, m.end)):
                continue
            place = Span(span.article_id, span.start + within[0], span.start + within[1])
            yield place, kinds[span.article_id][reading.copy[m.start : m.end]], m.confidence


def _gather(
    corpus: Corpus, placed: Sequence[_Placed], *, traditional: bool
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Make entities of the names, most mentioned first, ties in order of key and kind."""
    forms = [corpus.text_of(span) for span, _, _ in placed]
    norm = {form: norm_of(form) for form in set(forms)}
    articles: dict[str, set[Name]] = defaultdict(set)
    for form, (span, kind, _) in zip(forms, placed, strict=True):
        articles[span.article_id].add((kind, norm[form]))
    key_of = keys_of(articles)
    keys = [
        (kind, key_of[span.article_id, kind, norm[form]])
        for form, (span, kind, _) in zip(forms, placed, strict=True)
    ]
    written: dict[Name, Counter[str]] = defaultdict(Counter)
    for key, form in zip(keys, forms, strict=True):
        written[key][form] += 1
    ordered = sorted(written, key=lambda key: (-written[key].total(), key[1], key[0]))
    entities = {key: _entity(key, written[key], traditional=traditional) for key in ordered}
    mentions = tuple(
        Mention(span, entities[key].id, round(confidence, 3))
        for key, (span, _, confidence) in zip(keys, placed, strict=True)
    )
    return tuple(entities.values()), mentions


def _entity(key: Name, written: Counter[str], *, traditional: bool) -> Entity:
    """Show the most common form, the longer one of two.

    A person is shown by the full name, a country known by one character by its name.
    """
    kind, norm = key
    shown = [form for form in written if len(form) > 1]
    if kind == "PER":
        shown = [form for form in written if norm_of(form) == norm]
    known = gazetteer().names.get(norm)
    if not shown and known:
        shown = [known.name if traditional else norm]
    name = min(shown or written, key=lambda form: (-written[form], -len(form), form))
    aliases = tuple(sorted(set(written) - {name}, key=lambda form: (-written[form], form)))
    return Entity(f"{kind}:{name}", name, kind, aliases)
