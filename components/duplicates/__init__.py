"""Duplicates: what a corpus says more than once, and the text that counts."""

from components.duplicates.analysis import find, unique, unique_text
from components.duplicates.fold import Folded, fold
from components.duplicates.report import (
    DuplicateReport,
    DuplicateSettings,
    Group,
    GroupKind,
    LeftOut,
    Member,
    Part,
    Passage,
    Repeat,
)

__all__ = [
    "DuplicateReport",
    "DuplicateSettings",
    "Folded",
    "Group",
    "GroupKind",
    "LeftOut",
    "Member",
    "Part",
    "Passage",
    "Repeat",
    "find",
    "fold",
    "unique",
    "unique_text",
]
