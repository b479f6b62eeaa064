"""Duplicates: what a corpus says more than once, and the text that counts."""

from components.duplicates.analysis import find, regroup, unique, unique_text
from components.duplicates.markup import mark_pair
from components.duplicates.minhash import number_components
from components.duplicates.report import (
    DuplicateReport,
    DuplicateSettings,
    Group,
    GroupKind,
    LeftOut,
    Member,
    Passage,
    Prefer,
    Repeat,
    SentencePlaces,
    list_origins,
)
from components.duplicates.sentences import (
    find_repeated_sentences,
    find_similar_sentences,
)

__all__ = [
    "DuplicateReport",
    "DuplicateSettings",
    "Group",
    "GroupKind",
    "LeftOut",
    "Member",
    "Passage",
    "Prefer",
    "Repeat",
    "SentencePlaces",
    "find",
    "find_repeated_sentences",
    "find_similar_sentences",
    "list_origins",
    "mark_pair",
    "number_components",
    "regroup",
    "unique",
    "unique_text",
]
