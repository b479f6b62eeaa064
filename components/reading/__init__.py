"""Reading: bytes become a corpus of joined texts."""

from components.reading.analysis import articles_of, read, title_of
from components.reading.bylines import Bylines, find_bylines
from components.reading.cleaning import Cleaned, clean
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
from components.reading.document import (
    AS_IS,
    CLEANING,
    CleanName,
    Columns,
    Document,
    Limits,
    ReadingSettings,
    Reason,
    Rival,
    Step,
    StepName,
    Table,
    UnreadableError,
)
from components.reading.lines import CLOSERS, STOPS, JoinedText, join_lines
from components.reading.refusing import sentence_of
from components.reading.sources import (
    MAX_BYTES,
    Source,
    ignored_in,
    line_sources,
    passed_over,
    readable_suffixes,
    sources_in,
)
from components.reading.splitting import sentence_at, sentences, split_sentences
from components.reading.spread import Spread, at_once

__all__ = [
    "AS_IS",
    "CLEANING",
    "CLOSERS",
    "MAX_BYTES",
    "STOPS",
    "Article",
    "Bylines",
    "CleanName",
    "Cleaned",
    "Columns",
    "Copies",
    "Corpus",
    "CorpusSettings",
    "Document",
    "JoinedText",
    "Limits",
    "ReadingSettings",
    "Reason",
    "Refusal",
    "Rival",
    "Source",
    "Span",
    "Spread",
    "Step",
    "StepName",
    "Table",
    "UnreadableError",
    "articles_of",
    "at_once",
    "clean",
    "date_in",
    "digest_of",
    "find_bylines",
    "ignored_in",
    "join_lines",
    "line_sources",
    "passed_over",
    "read",
    "readable_suffixes",
    "sentence_at",
    "sentence_of",
    "sentences",
    "sources_in",
    "split_sentences",
    "title_of",
]
