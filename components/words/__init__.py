"""Words: where they begin and end in the original text, and how often each stands there."""

from components.words.analysis import count, cut, family_of, is_shown, is_word, places
from components.words.candidates import (
    FEWEST_CHARACTERS,
    Candidate,
    CandidateFilter,
    Candidates,
    drop_decided,
    propose,
)
from components.words.dictionary import frequency as dictionary_frequency
from components.words.dictionary import total as dictionary_total
from components.words.locking import Name, NamePos, Names, lock
from components.words.segmenters import (
    MisalignedError,
    Segmenter,
    SegmenterMissingError,
    segmenter_of,
)
from components.words.stopwords import stop_forms, stop_words
from components.words.tokens import (
    CONTENT,
    PosFamily,
    Row,
    SegmenterName,
    Token,
    Tokens,
    WordFilter,
    WordTable,
)

__all__ = [
    "CONTENT",
    "FEWEST_CHARACTERS",
    "Candidate",
    "CandidateFilter",
    "Candidates",
    "MisalignedError",
    "Name",
    "NamePos",
    "Names",
    "PosFamily",
    "Row",
    "Segmenter",
    "SegmenterMissingError",
    "SegmenterName",
    "Token",
    "Tokens",
    "WordFilter",
    "WordTable",
    "count",
    "cut",
    "dictionary_frequency",
    "dictionary_total",
    "drop_decided",
    "family_of",
    "is_shown",
    "is_word",
    "lock",
    "places",
    "propose",
    "segmenter_of",
    "stop_forms",
    "stop_words",
]
