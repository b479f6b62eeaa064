"""Gives entities as names that words keep whole, so that both pages agree on 柯文哲."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from components.entities.gazetteer import gazetteer
from components.entities.index import EntityIndex
from components.lexicon import Correction, Kind
from components.text import Corpus, digest_of, norms, number_texts, texts_of
from components.words import NAME_TAGS, NamePos, NameRows, Names

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
        A name a mention, in the order of the index; none for an empty one.
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
    names = NameRows(mentions.spans, tags[mentions.entity_codes], listed[codes])
    return Names(names, digest_of("names", index.digest, added))
