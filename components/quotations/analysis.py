"""Finds who said what: verbs of saying, their subjects, and what follows or goes before them."""

from __future__ import annotations

from collections import defaultdict

from components.entities import EntityIndex
from components.quotations.quotation import Quotation, QuotationIndex, Quotations
from components.quotations.reader import Said, read_quotations
from components.quotations.speakers import Naming, Speaker
from components.text import Article, Corpus, Span, digest_of

FIND_VERSION = 4
_SURE_OF_NAME = 0.6  # a quotation is certain only where its speaker's name is at least so probable


def find(corpus: Corpus, index: EntityIndex) -> QuotationIndex:
    """Find the quotations in the stretches of a corpus that count.

    Args:
        corpus: the texts.
        index: who and what is named in them; speakers are among these.

    Returns:
        Quotations in reading order; none for a corpus without any.
    """
    names = _names_of(index)
    rows = (
        _quotation(article, said, index)
        for article in corpus.articles
        if article.counted
        for said in read_quotations(article.text, names[article.id], article.counted)
    )
    digest = digest_of("quotations", FIND_VERSION, corpus.digest, index.digest)
    return QuotationIndex(Quotations.of(rows), corpus.settings.copies, digest)


def _names_of(index: EntityIndex) -> defaultdict[str, list[Naming]]:
    """Return the names of each article in reading order."""
    mentions, number = index.mentions, {e.id: i for i, e in enumerate(index.entities)}
    numbers = [number[entity_id] for entity_id in mentions.ids]
    found: defaultdict[str, list[Naming]] = defaultdict(list)
    spans = mentions.spans
    columns = (spans.articles, spans.starts, spans.ends, mentions.entity_codes)
    sure = (mentions.confidences >= _SURE_OF_NAME).tolist()
    for article, start, end, code, is_sure in zip(
        *(c.tolist() for c in columns), sure, strict=True
    ):
        own = numbers[code]
        naming = Naming(start, end, own, index.entities[own].kind, is_sure)
        found[spans.ids[article]].append(naming)
    return found


def _quotation(article: Article, said: Said, index: EntityIndex) -> Quotation:
    name = said.speaker.name if said.speaker else None
    return Quotation(
        Span(article.id, said.start, said.end),
        _name_of(article.text, said.speaker),
        index.entities[name.entity].id if name else "",
        article.text[slice(*said.cue)] if said.cue else "",
        said.direct,
        said.certain,
    )


def _name_of(text: str, speaker: Speaker | None) -> str:
    if speaker is None:
        return ""
    if speaker.name:
        return text[speaker.name.start : speaker.name.end]
    words = text[speaker.start : speaker.end]
    return "" if words in _PRONOUNS else words


_PRONOUNS = frozenset(("他", "她", "其", "渠", "佢", "本人"))
