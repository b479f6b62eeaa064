"""Words: where they begin and end in the text, and how often each of them stands there."""

from components.words.analysis import (
    count,
    cut,
    cut_texts,
    family_of,
    forms_of,
    is_shown,
    is_word,
    name_cut,
    places,
    places_of,
    select,
    tabulate,
)
from components.words.candidates import (
    FEWEST_CHARACTERS,
    Candidate,
    CandidateFilter,
    Candidates,
    drop_decided,
    propose,
)
from components.words.cuts import MisalignedError
from components.words.describe import describe_filters
from components.words.dictionary import frequency as dictionary_frequency
from components.words.dictionary import total as dictionary_total
from components.words.locking import NAME_TAGS, Name, NamePos, NameRows, Names, lock, name_lock
from components.words.segmenters import Segmenter, SegmenterMissingError, segmenter_of
from components.words.stopwords import stop_forms, stop_words
from components.words.tally import WordTally, add_up, tally, word_marks
from components.words.tokens import (
    CONTENT,
    PosFamily,
    Row,
    SegmenterName,
    Token,
    TokenRows,
    Tokens,
    WordFilter,
    WordTable,
)

__all__ = [
    "CONTENT",
    "FEWEST_CHARACTERS",
    "NAME_TAGS",
    "Candidate",
    "CandidateFilter",
    "Candidates",
    "MisalignedError",
    "Name",
    "NamePos",
    "NameRows",
    "Names",
    "PosFamily",
    "Row",
    "Segmenter",
    "SegmenterMissingError",
    "SegmenterName",
    "Token",
    "TokenRows",
    "Tokens",
    "WordFilter",
    "WordTable",
    "WordTally",
    "add_up",
    "count",
    "cut",
    "cut_texts",
    "describe_filters",
    "dictionary_frequency",
    "dictionary_total",
    "drop_decided",
    "family_of",
    "forms_of",
    "is_shown",
    "is_word",
    "lock",
    "name_cut",
    "name_lock",
    "places",
    "places_of",
    "propose",
    "segmenter_of",
    "select",
    "stop_forms",
    "stop_words",
    "tabulate",
    "tally",
    "word_marks",
]
