"""The lexicon: the reader's own words and corrections, in one file format."""

from components.lexicon.corrections import (
    KINDS,
    MAX_QUOTED,
    QUOTATION_VERBS,
    Correction,
    CorrectionError,
    CorrectionVerb,
    Kind,
    parse_correction,
)
from components.lexicon.file_format import (
    MAX_WORD,
    LexiconError,
    dump_lexicon,
    parse_lexicon,
    split_words,
)
from components.lexicon.lexicon import (
    SECTIONS,
    WORD_SECTIONS,
    Lexicon,
    Section,
    WordSection,
    settle,
)

__all__ = [
    "KINDS",
    "MAX_QUOTED",
    "MAX_WORD",
    "QUOTATION_VERBS",
    "SECTIONS",
    "WORD_SECTIONS",
    "Correction",
    "CorrectionError",
    "CorrectionVerb",
    "Kind",
    "Lexicon",
    "LexiconError",
    "Section",
    "WordSection",
    "dump_lexicon",
    "parse_correction",
    "parse_lexicon",
    "settle",
    "split_words",
]
