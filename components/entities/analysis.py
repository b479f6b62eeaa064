"""Finds the entities of a corpus: finds names, agrees on kind and span, gathers aliases.

The net reads the aligned Simplified copy: one script is enough for it to learn.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from components.entities import net
from components.entities.aliases import Joined, KindAndName, Reason, key_of, keys_of
from components.entities.candidates import TAGS, find_candidates
from components.entities.gazetteer import find_listed, gazetteer
from components.entities.index import Entity, EntityFilter, EntityIndex, Mentions
from components.entities.languages import name_within
from components.entities.lists import as_listed_all
from components.entities.proof import prove_short
from components.entities.recognizers import NET, names_of
from components.entities.scoring import settle
from components.entities.sentence_names import FoundRows
from components.entities.votes import Ballot, decide_kinds
from components.lexicon import KINDS, Kind
from components.text import (
    Corpus,
    DifferentSentences,
    Ints,
    Numbering,
    Rows,
    Scheduler,
    Spans,
    digest_of,
    each_portion,
    join_ranges,
    norm_of,
    norms,
    norms_of,
    number_spans,
    run_here,
    simplify,
)

if TYPE_CHECKING:
    from components.lexicon import Lexicon

FIND_VERSION = 7
_AT_ONCE = 200_000  # characters of sentences that are made plain together


def find(
    corpus: Corpus,
    *,
    lexicon: Lexicon | None = None,
    recognizer: str = NET,
    scheduler: Scheduler = run_here,
    read: FoundRows | None = None,
) -> EntityIndex:
    """Find who and what is named in the sentences that count.

    Each different sentence is read once, on an aligned Simplified copy, and its names are
    placed wherever it stands.

    Args:
        corpus: the texts; only their counted stretches are read.
        lexicon: the reader's corrections; words it forbids are no entities.
        recognizer: what reads: the net, or what another package brings (`recognizer_names`).
        scheduler: where the net reads.
        read: what `read_sentences` gave for the same corpus, so that nothing is read again.

    Returns:
        Entities most mentioned first, and mentions in reading order, which never overlap. A
        corpus without sentences gives none.

    Raises:
        RecognizerError: another recognizer is not installed, or fails.
    """
    different = DifferentSentences(corpus)
    plain, traditional = _as_lists_have(different)
    used, notice = recognizer, ""
    try:
        if recognizer == NET:
            if read is None:
                read = FoundRows.concatenate(scheduler(read_copies, _Copies(different)))
            found = settle(plain, read)
        else:
            texts = different[:]
            found = FoundRows.of(names_of(recognizer, texts, simplify(texts)))
    except net.NetUnavailableError as error:
        found, used = find_listed(_Copies(different)[:]), "rules"
        notice = f"entities.net_{error.reason}"
    placed = _place(different, plain, found)
    placed = placed.take(prove_short(corpus, placed.spans, placed.kinds))
    forbidden = norms_of(lexicon.taken_apart) if lexicon else frozenset()
    entities, mentions = _gather(corpus, placed, forbidden, traditional=traditional)
    digest = digest_of("entities", FIND_VERSION, corpus.digest, used, sorted(forbidden))
    copies_counted = corpus.settings.copies
    return EntityIndex(
        entities, mentions, different.sentences, copies_counted, used, notice, digest
    )


def read_sentences(corpus: Corpus, *, scheduler: Scheduler = run_here) -> FoundRows | None:
    """Return what may be a name in the different sentences that count, as the net reads them.

    Settling what is a name takes all of them together: `find` does that with what this gives.
    None where the net cannot be used, of which `find` makes the best.
    """
    try:
        copies = _Copies(DifferentSentences(corpus))
        return FoundRows.concatenate(scheduler(read_copies, copies))
    except net.NetUnavailableError:
        return None


class _Copies(Sequence[str]):
    """Simplified copies of sentences, made when they are asked for.

    Attributes:
        lengths: (n,), characters of each, as of its sentence.
    """

    def __init__(self, texts: DifferentSentences) -> None:
        self._texts, self.lengths = texts, texts.lengths

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        """Make one of them, or some."""
        return (
            simplify(self._texts[at]) if isinstance(at, slice) else simplify([self._texts[at]])[0]
        )


def _as_lists_have(different: DifferentSentences) -> tuple[list[str], bool]:
    """Return copies of sentences as lists have names, and whether any text is Traditional."""
    plain: list[str] = []
    traditional = False
    for texts in each_portion(different, size=_AT_ONCE):
        copies = simplify(texts)
        traditional = traditional or copies != texts
        plain += as_listed_all(copies)
    return plain, traditional


def read_copies(copies: Sequence[str]) -> FoundRows:
    """Return what may be a name in Simplified copies of sentences, each read by itself.

    Raises:
        NetUnavailableError: the net's file is missing or broken.
    """
    return find_candidates(copies, net.load().posteriors(copies, TAGS), TAGS)


def places(index: EntityIndex, entity_id: str) -> Spans:
    """Return where an entity is named, in reading order; nothing for an unknown id."""
    return index.mentions.of_entities((entity_id,)).spans


def select(index: EntityIndex, settings: EntityFilter) -> EntityIndex:
    """Return the entities that a filter lets through, with their mentions.

    Mentions that are not sure enough are left out first, and do not count for the minimum.
    """
    mentions = index.mentions
    sure = mentions.take(np.flatnonzero(mentions.confidences >= settings.min_confidence))
    counts = replace(index, mentions=sure).counts
    kept = [
        entity
        for entity in index.entities
        if entity.kind in settings.kinds and counts[entity.id] >= max(1, settings.min_mentions)
    ]
    # The order of the keys breaks ties; sorting is stable.
    kept.sort(key=lambda entity: -counts[entity.id])
    return replace(
        index,
        entities=tuple(kept),
        mentions=sure.of_entities(entity.id for entity in kept),
        digest=digest_of("select", index.digest, settings),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """Names where they stand: of each its span, its kind into `KINDS`, how sure it is."""

    spans: Spans
    kinds: Ints
    confidences: NDArray[np.float64]

    def take(self, rows: Rows) -> _Placed:
        return _Placed(self.spans.take(rows), self.kinds[rows], self.confidences[rows])


def _place(different: DifferentSentences, copies: Sequence[str], found: FoundRows) -> _Placed:
    """Put the names of each sentence where it stands, in the kind its article agrees on.

    Args:
        different: the different sentences.
        copies: their aligned copies, as lists have them.
        found: the names in them.
    """
    sentences, which = different.sentences, different.which
    ballot = Ballot.of(copies, found)
    chosen = join_ranges(found.bounds[:-1][which], np.diff(found.bounds)[which])
    stands = np.repeat(np.arange(len(which)), np.diff(found.bounds)[which])
    articles = sentences.articles[stands]
    keys = articles.astype(np.int64) << 32 | ballot.codes[chosen]
    names, pair = np.unique(keys, return_inverse=True)
    # A sentence that an article repeats has one vote in it.
    votes = ballot.confidences[chosen] * _is_first(sentences.articles, which)[stands]
    cells = pair * len(KINDS) + ballot.kinds[chosen]
    own = np.bincount(cells, votes, len(names) * len(KINDS)).astype(np.float64)
    kinds = decide_kinds(own.reshape(-1, len(KINDS)), (names & 0xFFFFFFFF).astype(np.int32), ballot)
    starts, ends = _trim(different, found)
    begins = sentences.starts[stands]
    spans = Spans(sentences.ids, articles, begins + starts[chosen], begins + ends[chosen])
    placed = _Placed(spans, kinds[pair], found.confidences[chosen])
    return placed.take(np.flatnonzero(starts[chosen] < ends[chosen]))


def _trim(different: DifferentSentences, found: FoundRows) -> tuple[Ints, Ints]:
    """Return where names begin and end as `name_within` has it; at one place where there is none.

    Args:
        different: sentences as they are written.
        found: what was taken for names in them.
    """
    parts = [np.zeros((0, 2), np.int32)]
    for low, high in found.runs():
        texts, some = different[low:high], found.between(low, high)
        columns = (some.rows.tolist(), some.starts.tolist(), some.ends.tolist())
        places = [
            name_within(texts[row], start, end) or (0, 0)
            for row, start, end in zip(*columns, strict=True)
        ]
        parts.append(np.array(places, np.int32).reshape(-1, 2))
    starts, ends = np.ascontiguousarray(np.concatenate(parts).T)
    return starts, ends


def _is_first(articles: Ints, which: Ints) -> NDArray[np.bool_]:
    """Tell which sentences stand for the first time in their article."""
    marks = np.zeros(len(which), bool)
    marks[np.unique(articles.astype(np.int64) << 32 | which, return_index=True)[1]] = True
    return marks


def _gather(
    corpus: Corpus, placed: _Placed, forbidden: frozenset[str], *, traditional: bool
) -> tuple[tuple[Entity, ...], Mentions]:
    """Make entities of the names, most mentioned first, ties in order of key and kind."""
    forms, codes = number_spans(corpus, placed.spans)
    norm_of_form = norms(forms)
    if forbidden:
        allowed = np.array([norm_of_form[form] not in forbidden for form in forms], bool)
        kept = np.flatnonzero(allowed[codes])
        placed, codes = placed.take(kept), codes[kept]
    numbers = Numbering()
    form_norms = numbers.codes(norm_of_form[form] for form in forms)
    keys = _keys(corpus, placed, form_norms[codes], numbers.table)
    pairs, counts = np.unique(keys.codes.astype(np.int64) << 32 | codes, return_counts=True)
    written: dict[KindAndName, Counter[str]] = {key: Counter() for key in keys.names}
    for pair, n in zip(pairs.tolist(), counts.tolist(), strict=True):
        written[keys.names[pair >> 32]][forms[pair & 0xFFFFFFFF]] = n
    written = {key: own for key, own in written.items() if own}
    ordered = sorted(written, key=lambda key: (-written[key].total(), key[1], key[0]))
    entities = {
        key: _entity(key, written[key], keys.reasons, traditional=traditional) for key in ordered
    }
    ids = Numbering()
    entity_codes = ids.codes(entities[key].id for key in keys.names)[keys.codes]
    confidences = np.array([round(sure, 3) for sure in placed.confidences.tolist()], np.float64)
    return tuple(entities.values()), Mentions(placed.spans, entity_codes, confidences, ids.table)


@dataclass(frozen=True, slots=True, eq=False)
class _Keys:
    """The entities that names stand for: different keys, and which each name has.

    Attributes:
        names: the keys.
        codes: (n,), the key of each name, into `names`.
        reasons: why a norm counts as an entity, by kind, key and norm; spelling is not said.
    """

    names: tuple[KindAndName, ...]
    codes: Ints
    reasons: dict[tuple[Kind, str, str], Reason]


def _keys(corpus: Corpus, placed: _Placed, name_codes: Ints, names: Sequence[str]) -> _Keys:
    """Let aliases share an entity, as `keys_of` says, article by article.

    Args:
        corpus: the texts.
        placed: names where they stand.
        name_codes: (n,), the norm of each, into `names`.
        names: different norms.
    """
    kinds = placed.spans.articles.astype(np.int64) * len(KINDS) + placed.kinds
    rows, inverse = np.unique(kinds << 32 | name_codes, return_inverse=True)
    ids = placed.spans.ids
    columns = (*np.divmod(rows >> 32, len(KINDS)), rows & 0xFFFFFFFF)
    triples = [
        (ids[article], KINDS[kind], names[name])
        for article, kind, name in zip(*(c.tolist() for c in columns), strict=True)
    ]
    articles: dict[str, set[KindAndName]] = defaultdict(set)
    for article_id, kind, norm in triples:
        articles[article_id].add((kind, norm))
    key_of_name: dict[tuple[str, Kind, str], Joined] = keys_of(
        articles, _find_bracketed(corpus, placed, name_codes, names)
    )
    numbers: dict[KindAndName, int] = {}
    reasons: dict[tuple[Kind, str, str], Reason] = {}
    codes = []
    for triple in triples:
        _, kind, norm = triple
        joined = key_of_name[triple]
        codes.append(numbers.setdefault((kind, joined.key), len(numbers)))
        if joined.reason != "spelling":
            reasons.setdefault((kind, joined.key, norm), joined.reason)
    return _Keys(tuple(numbers), np.array(codes, np.int32)[inverse], reasons)


_OPEN, _CLOSE = (
    re.compile("[（(](?:以?下?簡稱|以?下?简称|簡稱為)?[：:「『]?"),
    re.compile("[」』]?[）)]"),
)


def _find_bracketed(
    corpus: Corpus, placed: _Placed, name_codes: Ints, names: Sequence[str]
) -> dict[str, set[tuple[KindAndName, KindAndName]]]:
    """Return, by article, names with what stands in brackets behind them."""
    spans = placed.spans
    gaps = spans.starts[1:] - spans.ends[:-1]
    near = (spans.articles[1:] == spans.articles[:-1]) & (gaps >= 1) & (gaps <= 6)
    found: dict[str, set[tuple[KindAndName, KindAndName]]] = defaultdict(set)
    for at in np.flatnonzero(near).tolist():
        article_id = spans.ids[int(spans.articles[at])]
        text = corpus.article(article_id).text
        end, start, after = int(spans.ends[at]), int(spans.starts[at + 1]), int(spans.ends[at + 1])
        opened = _OPEN.match(text, end)
        if opened and opened.end() == start and _CLOSE.match(text, after):
            long, short = ((KINDS[placed.kinds[i]], names[name_codes[i]]) for i in (at, at + 1))
            found[article_id].add((long, short))
    return found


def _entity(
    key: KindAndName,
    written: Counter[str],
    reasons: Mapping[tuple[Kind, str, str], Reason],
    *,
    traditional: bool,
) -> Entity:
    """Show the most common form, the longer one of two.

    A person or a body is shown by the full name, a country known by one character by its name.
    """
    kind, norm = key
    shown = [form for form in written if len(form) > 1]
    if kind != "LOC":
        shown = [form for form in written if key_of(norm_of(form)) == norm] or shown
    known = gazetteer().names.get(norm)
    if not shown and known:
        shown = [known.name if traditional else norm]
    name = min(shown or written, key=lambda form: (-written[form], -len(form), form))
    aliases = tuple(sorted(set(written) - {name}, key=lambda form: (-written[form], form)))
    why = tuple(reasons.get((kind, norm, norm_of(form)), "spelling") for form in aliases)
    return Entity(f"{kind}:{name}", name, kind, aliases, why)
