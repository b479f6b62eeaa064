"""Entities: people, places and organisations, and where each is named."""

from components.entities.analysis import find, places, select
from components.entities.corrections import (
    Correction,
    CorrectionError,
    correct,
    parse,
)
from components.entities.index import (
    KINDS,
    Entity,
    EntityFilter,
    EntityIndex,
    Kind,
    Mention,
)
from components.entities.recognizers import RecognizerError, recognizer_names
from components.entities.wording import as_names

__all__ = [
    "KINDS",
    "Correction",
    "CorrectionError",
    "Entity",
    "EntityFilter",
    "EntityIndex",
    "Kind",
    "Mention",
    "RecognizerError",
    "as_names",
    "correct",
    "find",
    "parse",
    "places",
    "recognizer_names",
    "select",
]
