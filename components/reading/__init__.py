"""Reading: bytes become a corpus of joined texts."""

from components.reading.analysis import (
    MAX_BYTES,
    Source,
    accepted,
    line_sources,
    read,
    sources_in,
    title_of,
)
from components.reading.corpus import (
    Article,
    Copies,
    Corpus,
    CorpusSettings,
    Refusal,
    Span,
    digest_of,
)
from components.reading.dates import date_in
from components.reading.lines import JoinedText, join_lines
from components.reading.splitting import sentence_at, sentences, split_sentences
from components.reading.spread import Spread, at_once

__all__ = [
    "MAX_BYTES",
    "Article",
    "Copies",
    "Corpus",
    "CorpusSettings",
    "JoinedText",
    "Refusal",
    "Source",
    "Span",
    "Spread",
    "accepted",
    "at_once",
    "date_in",
    "digest_of",
    "join_lines",
    "line_sources",
    "read",
    "sentence_at",
    "sentences",
    "sources_in",
    "split_sentences",
    "title_of",
]
