"""From corpus to entities: find names, agree on kind and span, gather aliases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from components.entities import net, rules
from components.entities.gazetteer import Gazetteer, gazetteer
from components.entities.index import Entity, EntityIndex, Kind, Mention
from components.entities.rules import Found
from components.reading import Corpus, Span, digest_of, sentences
from components.words import norm_of, simplified

if TYPE_CHECKING:
    from components.words import Lexicon

FIND_VERSION = 1


def find(corpus: Corpus, *, lexicon: Lexicon | None = None) -> EntityIndex:
    """Find who and what is named in the sentences that count.

    Each different sentence is read once, on an aligned Simplified copy, and its names are
    placed wherever it stands.

    Args:
        corpus: the texts; only their counted stretches are read.
        lexicon: the reader's corrections; words it forbids are no entities.

    Returns:
        Entities most mentioned first, and mentions in reading order, which never overlap. A
        corpus without sentences gives none.
    """
    spans = tuple(span for article in corpus.articles for span in sentences(article))
    texts = [corpus.text_of(span) for span in spans]
    different = tuple(dict.fromkeys(texts))
    copies = simplified(different)
    engine, notice = "net", ""
    try:
        raw = _read(net.load(), copies)
    except net.NetUnavailableError as error:
        raw, engine, notice = [[] for _ in copies], "rules", f"entities.net_{error.reason}"
    known = gazetteer()
    found = [
        rules.with_gazetteer(rules.tidy(names, copy), copy, known)
        for names, copy in zip(raw, copies, strict=True)
    ]
    by_text = dict(zip(different, found, strict=True))
    placed = [
        (Span(span.article_id, span.start + m.start, span.start + m.end), m.kind, m.confidence)
        for span, text in zip(spans, texts, strict=True)
        for m in by_text[text]
    ]
    entities, mentions = _gather(corpus, placed, known)
    digest = digest_of("entities", FIND_VERSION, corpus.digest, engine, lexicon)
    copies_counted = corpus.settings.copies
    return EntityIndex(entities, mentions, spans, copies_counted, engine, notice, digest)


def places(index: EntityIndex, entity_id: str) -> tuple[Span, ...]:
    """Return where an entity is named, in reading order; nothing for an unknown id."""
    return tuple(m.span for m in index.mentions if m.entity_id == entity_id)


def by_kind(index: EntityIndex, kind: Kind) -> tuple[Entity, ...]:
    """Return the entities of one kind, most mentioned first."""
    return tuple(entity for entity in index.entities if entity.kind == kind)


_KINDS: tuple[Kind, ...] = ("PER", "LOC", "ORG")


def _read(model: net.Net, copies: Sequence[str]) -> list[list[Found]]:
    """Read names off the most probable tag of each character."""
    return [_decode(p, model.tags) for p in model.posteriors(copies)]


def _decode(posterior: net.Floats, tags: Sequence[str]) -> list[Found]:
    best = posterior.argmax(axis=1).tolist()
    sure = posterior.max(axis=1).tolist()
    names: list[Found] = []
    begin, kind, low = 0, "", 1.0
    for i, (tag, p) in enumerate(zip([*best, -1], [*sure, 0.0], strict=True)):
        name, _, place = tags[tag].rpartition("-") if tag >= 0 else ("", "", "")
        if kind and place == "I" and name == kind:
            low = min(low, p)
            continue
        if kind:
            names.append(Found(begin, i, kind, low))  # type: ignore[arg-type]
        begin, kind, low = i, name if name in _KINDS else "", p
    return names


_Placed = tuple[Span, Kind, float]


def _gather(
    corpus: Corpus, placed: Sequence[_Placed], known: Gazetteer
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Make entities of the names: one for each kind and norm, aliases together."""
    forms = [corpus.text_of(span) for span, _, _ in placed]
    norm = {form: norm_of(form) for form in set(forms)}
    keys = [
        (kind, entry.key if (entry := known.names.get(norm[form])) else norm[form])
        for form, (_, kind, _) in zip(forms, placed, strict=True)
    ]
    written: dict[tuple[Kind, str], Counter[str]] = defaultdict(Counter)
    for key, form in zip(keys, forms, strict=True):
        written[key][form] += 1
    ordered = sorted(written, key=lambda k: (-written[k].total(), k[1], k[0]))
    entities = {key: _entity(key[0], written[key]) for key in ordered}
    mentions = tuple(
        Mention(span, entities[key].id, round(confidence, 3))
        for key, (span, _, confidence) in zip(keys, placed, strict=True)
    )
    return tuple(entities.values()), mentions


def _entity(kind: Kind, written: Counter[str]) -> Entity:
    """Show the most common form, the longer one where two are equally common."""
    name = min(written, key=lambda form: (-written[form], -len(form), form))
    aliases = tuple(sorted(set(written) - {name}, key=lambda form: (-written[form], form)))
    return Entity(f"{kind}:{name}", name, kind, aliases)
