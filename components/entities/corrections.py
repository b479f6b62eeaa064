"""Corrects the names that were found, as the reader's lexicon says.

A correction that fits nothing in a corpus changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from components.entities.index import Entity, EntityIndex, Mention, Mentions
from components.entities.lists import lower_aligned
from components.lexicon import KINDS, Correction, Kind
from components.text import Corpus, Span, Spans, digest_of, fold, norm_of, simplify, texts_of


@dataclass(slots=True)
class _Draft:
    """An index while it is put right: entities by a number that no correction changes."""

    corpus: Corpus
    sentences: Spans
    kinds: dict[int, Kind]
    names: dict[int, str]
    mentions: list[tuple[Span, int, float]]

    @classmethod
    def of(cls, index: EntityIndex, corpus: Corpus) -> _Draft:
        number = {entity.id: i for i, entity in enumerate(index.entities)}
        return cls(
            corpus,
            index.sentences,
            {i: entity.kind for i, entity in enumerate(index.entities)},
            {i: entity.name for i, entity in enumerate(index.entities)},
            [(m.span, number[m.entity_id], m.confidence) for m in index.mentions],
        )

    def find_ids(self, name: str) -> set[int]:
        """Return the entities of that id, name or written form."""
        by_id = {i for i, kind in self.kinds.items() if f"{kind}:{self.names[i]}" == name}
        if by_id:
            return by_id
        named = {i for i, shown in self.names.items() if shown == name}
        if named:
            return named
        return {i for span, i, _ in self.mentions if self.corpus.text_of(span) == name}

    def new(self, kind: Kind, name: str) -> int:
        number = len(self.kinds)
        self.kinds[number], self.names[number] = kind, name
        return number


def correct(index: EntityIndex, corpus: Corpus, corrections: Sequence[Correction]) -> EntityIndex:
    """Put an index right, one correction after the other.

    Args:
        index: what `find` found in `corpus`.
        corpus: the texts; added names are looked for in the sentences of the index.
        corrections: in the order the reader made them; later ones see what earlier ones did.

    Returns:
        The index as the reader wants it; the same one where there is nothing to do.
    """
    if not corrections:
        return index
    draft = _Draft.of(index, corpus)
    for correction in corrections:
        _apply(draft, correction)
    entities, mentions = _finish(draft)
    digest = digest_of("correct", index.digest, tuple(map(str, corrections)))
    return replace(index, entities=entities, mentions=mentions, digest=digest)


def _apply(draft: _Draft, correction: Correction) -> None:
    meant = draft.find_ids(correction.name)
    match correction.verb:
        case "rename":
            draft.names |= dict.fromkeys(meant, correction.value)
            _extend(draft, meant, correction.value)
        case "kind":
            draft.kinds |= {i: kind for i in meant for kind in KINDS if kind == correction.value}
            # The reader says that it is a name, and what it names.
            draft.mentions = [(s, i, 1.0 if i in meant else c) for s, i, c in draft.mentions]
        case "merge":
            _merge(draft, meant, draft.find_ids(correction.value))
        case "apart":
            pass  # it keeps a question from being asked again
        case "split":
            _split(draft, correction.name)
        case "drop":
            draft.mentions = [m for m in draft.mentions if m[1] not in meant]
        case "add":
            _add(draft, correction)


def _merge(draft: _Draft, meant: set[int], targets: set[int]) -> None:
    """Merge into the most mentioned entity that the other name means."""
    if targets - meant:
        counts = Counter(i for _, i, _ in draft.mentions)
        target = min(targets - meant, key=lambda i: (-counts[i], i))
        _extend(draft, meant, draft.names[target])
        draft.mentions = [(s, target if i in meant else i, c) for s, i, c in draft.mentions]


def _extend(draft: _Draft, meant: set[int], name: str) -> None:
    """Let mentions cover the whole name where the text has it: 魏哲 in 魏哲家說 is 魏哲家.

    What lies inside it was a part of it and goes; where another name crosses its edge, that
    keeps its place and nothing is extended.
    """
    wanted = fold(name)
    grown: dict[int, Span] = {}
    inside: set[int] = set()
    for at, (span, i, _) in enumerate(draft.mentions):
        if i not in meant or len(span) >= len(name) or at in inside:
            continue
        whole = _whole_name(draft.corpus, span, wanted)
        met = _mentions_met(draft, at, whole) if whole else []
        if whole and all(_covers(whole, draft.mentions[other][0]) for other in met):
            grown[at] = whole
            inside.update(met)
    draft.mentions = [
        (grown.get(at, span), i, c)
        for at, (span, i, c) in enumerate(draft.mentions)
        if at not in inside
    ]


def _mentions_met(draft: _Draft, at: int, whole: Span) -> list[int]:
    """Return the numbers of the other mentions that a span around one meets."""
    found = []
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(draft.mentions) and _meet(draft.mentions[near][0], whole):
            found.append(near)
            near += step
    return found


def _whole_name(corpus: Corpus, span: Span, wanted: str) -> Span | None:
    """Return where a folded name stands around a span that is a part of it."""
    text = corpus.article(span.article_id).text
    low = max(0, span.end - len(wanted))
    around = fold(text[low : span.start + len(wanted)])
    at = around.find(wanted)
    return Span(span.article_id, low + at, low + at + len(wanted)) if at >= 0 else None


def _meet(one: Span, other: Span) -> bool:
    same = one.article_id == other.article_id
    return same and one.start < other.end and other.start < one.end


def _covers(whole: Span, part: Span) -> bool:
    same = whole.article_id == part.article_id
    return same and whole.start <= part.start and part.end <= whole.end


def _split(draft: _Draft, form: str) -> None:
    """Make a written form an entity of its own, of the kind it had."""
    own: dict[int, int] = {}
    for at, (span, i, confidence) in enumerate(draft.mentions):
        if draft.names[i] != form and draft.corpus.text_of(span) == form:
            if i not in own:
                own[i] = draft.new(draft.kinds[i], form)
            draft.mentions[at] = (span, own[i], confidence)


def _add(draft: _Draft, correction: Correction) -> None:
    """Find a form wherever it stands, in either script; it takes the place of what overlaps."""
    kind = next(kind for kind in KINDS if kind == correction.value)
    wanted = norm_of(correction.name)
    texts = list(texts_of(draft.corpus, draft.sentences))
    new = [
        Span(sentence.article_id, sentence.start + at, sentence.start + at + len(wanted))
        for sentence, copy in zip(draft.sentences, simplify(texts), strict=True)
        for at in _occurrences(lower_aligned(copy), wanted)
    ]
    if not new:
        return
    taken: dict[str, list[Span]] = defaultdict(list)
    for span in new:
        taken[span.article_id].append(span)
    kept = [m for m in draft.mentions if not _overlaps(m[0], taken[m[0].article_id])]
    same = {i for i in draft.find_ids(correction.name) if draft.kinds[i] == kind}
    number = min(same) if same else draft.new(kind, correction.name)
    order = {article.id: at for at, article in enumerate(draft.corpus.articles)}
    added = [(span, number, 1.0) for span in new]
    draft.mentions = sorted([*kept, *added], key=lambda m: (order[m[0].article_id], m[0].start))


def _occurrences(copy: str, wanted: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(wanted), copy)]


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a span meets one of others that are sorted and do not overlap."""
    at = bisect_right(others, span.start, key=lambda other: other.end)
    return at < len(others) and others[at].start < span.end


def _finish(draft: _Draft) -> tuple[tuple[Entity, ...], Mentions]:
    """Make entities again: equal name and kind are one, most mentioned first."""
    ids = {i: f"{draft.kinds[i]}:{draft.names[i]}" for i in draft.kinds}
    written: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, int] = {}
    for span, i, _ in draft.mentions:
        written[ids[i]][draft.corpus.text_of(span)] += 1
        first.setdefault(ids[i], i)
    ordered = sorted(written, key=lambda key: (-written[key].total(), first[key]))
    entities = tuple(
        Entity(key, name, draft.kinds[first[key]], _aliases(written[key], name))
        for key in ordered
        for name in [draft.names[first[key]]]
    )
    return entities, Mentions.of(Mention(span, ids[i], c) for span, i, c in draft.mentions)


def _aliases(written: Counter[str], name: str) -> tuple[str, ...]:
    return tuple(sorted(set(written) - {name}, key=lambda form: (-written[form], form)))
