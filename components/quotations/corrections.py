"""Puts quotations right, as the reader's lexicon says.

A correction names a quotation by how its words begin, so that it holds in every outlet that has
them; one that fits nothing in a corpus changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from components.entities import EntityIndex
from components.lexicon import MAX_QUOTED, QUOTATION_VERBS, Correction
from components.quotations.quotation import Quotation, QuotationIndex, Quotations
from components.text import Corpus, digest_of, fold_letters


def words_of(corpus: Corpus, quotation: Quotation) -> str:
    """Return how a correction names a quotation: its first words, on one line."""
    text = corpus.text_of(quotation.span).strip("「」『』“”‘’")
    return " ".join(text.replace("=", " ").split())[:MAX_QUOTED].strip()


def correct(
    found: QuotationIndex, corpus: Corpus, index: EntityIndex, corrections: Sequence[Correction]
) -> QuotationIndex:
    """Put quotations right, one correction after the other.

    Args:
        found: what `find` found in `corpus`.
        corpus: the texts.
        index: who may have said it.
        corrections: in the order the reader made them; those of names are passed over.

    Returns:
        The quotations as the reader wants them; the same ones where there is nothing to do.
    """
    own = [c for c in corrections if c.verb in QUOTATION_VERBS]
    if not own:
        return found
    rows = list(found.quotations)
    letters = [fold_letters(corpus.text_of(row.span)).text for row in rows]
    for correction in own:
        wanted = fold_letters(correction.name).text
        hits = {i for i, text in enumerate(letters) if wanted and text.startswith(wanted)}
        if correction.verb == "speaker":
            name, entity_id = _speaker(index, correction.value)
            rows = [
                replace(row, speaker=name, entity_id=entity_id, certain=True) if i in hits else row
                for i, row in enumerate(rows)
            ]
        else:
            rows = [row for i, row in enumerate(rows) if i not in hits]
            letters = [text for i, text in enumerate(letters) if i not in hits]
    digest = digest_of("correct quotations", found.digest, tuple(map(str, own)))
    return QuotationIndex(Quotations.of(rows), found.copies, digest)


def _speaker(index: EntityIndex, name: str) -> tuple[str, str]:
    """Return how a speaker is called, and the id of their entity, empty where there is none."""
    entity = next((e for e in index.entities if name in (e.id, e.name, *e.aliases)), None)
    return (entity.name, entity.id) if entity else (name, "")
