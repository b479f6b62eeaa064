"""Names as words see them, so that both pages speak of the same 柯文哲."""

from __future__ import annotations

from collections.abc import Iterable

from components.entities.gazetteer import gazetteer
from components.entities.index import EntityIndex
from components.lexicon import Correction, Kind
from components.text import Corpus, digest_of, norms
from components.words import Name, NamePos, Names

_POS: dict[Kind, NamePos] = {"PER": "nr", "LOC": "ns", "ORG": "nt"}


def as_names(
    index: EntityIndex, corpus: Corpus, *, corrections: Iterable[Correction] = ()
) -> Names:
    """Return the mentions of an index as names that words may lock to.

    Args:
        index: what was found, and put right.
        corpus: the texts it was found in.
        corrections: what the reader did; names that were added are known, as listed ones are.

    Returns:
        A name a mention, in the order of the index; none for an empty one.
    """
    added = tuple(c.name for c in corrections if c.verb == "add")
    written = [corpus.text_of(mention.span) for mention in index.mentions]
    forms = norms([*written, *added])
    known = gazetteer().names.keys() | {forms[name] for name in added}
    kinds = {entity.id: entity.kind for entity in index.entities}
    names = tuple(
        Name(mention.span, _POS[kinds[mention.entity_id]], forms[form] in known)
        for mention, form in zip(index.mentions, written, strict=True)
    )
    return Names(names, digest_of("names", index.digest, added))
