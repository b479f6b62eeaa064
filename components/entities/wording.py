"""Gives entities as names that words keep whole, so that both pages agree on 柯文哲."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from components.entities.gazetteer import gazetteer
from components.entities.index import EntityIndex
from components.entities.lists import DOTS
from components.lexicon import Correction, Kind
from components.text import Corpus, Ints, Numbers, Spans, digest_of, norms, number_texts, texts_of
from components.words import NAME_TAGS, NamePos, NameRows, Names

_PART = re.compile(f"[^{DOTS}]+")
_POS: dict[Kind, NamePos] = {"PER": "nr", "LOC": "ns", "ORG": "nt"}


def as_names(
    index: EntityIndex, corpus: Corpus, *, corrections: Iterable[Correction] = ()
) -> Names:
    """Return the mentions of an index as names that words may lock to.

    Args:
        index: what was found, and put right.
        corpus: the texts it was found in.
        corrections: what the reader did; names that were added, given or merged into are known,
            as listed ones are.

    Returns:
        A name a mention, in the order of the index, and of people with dots in their names one
        for each part: 艾尔肯 and 吐尼亚孜 of 艾尔肯·吐尼亚孜. None for an empty index.
    """
    added = tuple(
        c.name if c.verb == "add" else c.value.split(":", 1)[-1]
        for c in corrections
        if c.verb in ("add", "rename", "merge")
    )
    mentions = index.mentions
    forms, codes = number_texts(texts_of(corpus, mentions.spans))
    norm_of_form = norms((*forms, *added))
    known = gazetteer().names.keys() | {norm_of_form[name] for name in added}
    listed = np.array([norm_of_form[form] in known for form in forms], bool)
    kinds = {entity.id: NAME_TAGS.index(_POS[entity.kind]) for entity in index.entities}
    tags = np.array([kinds[entity_id] for entity_id in mentions.ids], np.int32)
    pos_codes = tags[mentions.entity_codes]
    people = pos_codes == NAME_TAGS.index("nr")
    parted = people & ~listed[codes]
    spans, rows = _part(mentions.spans, forms, np.where(parted, codes, -1))
    names = NameRows(spans, pos_codes[rows], listed[codes][rows])
    return Names(names, digest_of("names", index.digest, added))


def _part(spans: Spans, forms: Sequence[str], codes: Ints) -> tuple[Spans, Numbers]:
    """Return spans divided at dots, and the number of the span that each is of.

    Args:
        spans: where names stand.
        forms: the different names.
        codes: (n_spans,), which form each is; -1 where it stays whole.
    """
    parts = [[match.span() for match in _PART.finditer(form)] for form in forms]
    counts = np.array([len(own) for own in parts] + [1], np.int64)  # -1 is the last
    counts = np.where(counts == 0, 1, counts)[codes]
    dotted = counts > 1
    rows = np.repeat(np.arange(len(codes)), counts)
    starts, ends = spans.starts[rows].copy(), spans.ends[rows].copy()
    if dotted.any():
        places = np.array([p for i in codes[dotted].tolist() for p in parts[i]], np.int32)
        own = dotted[rows]
        ends[own] = starts[own] + places[:, 1]
        starts[own] += places[:, 0]
    return Spans(spans.ids, spans.articles[rows], starts, ends), rows
