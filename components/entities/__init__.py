"""Entities: people, places and organisations, and where each is named."""

from components.entities.analysis import find, places, read_sentences, select
from components.entities.card import NameCard, Partner, Sighting, TimelinePeriod, Title
from components.entities.cards import make_card
from components.entities.corrections import correct
from components.entities.doubts import Answer, Doubt, doubts
from components.entities.index import Entity, EntityFilter, EntityIndex, Mention, Mentions
from components.entities.recognizers import NET, RecognizerError, recognizer_names
from components.entities.sentence_names import FoundRows
from components.entities.wording import as_names

__all__ = [
    "NET",
    "Answer",
    "Doubt",
    "Entity",
    "EntityFilter",
    "EntityIndex",
    "FoundRows",
    "Mention",
    "Mentions",
    "NameCard",
    "Partner",
    "RecognizerError",
    "Sighting",
    "TimelinePeriod",
    "Title",
    "as_names",
    "correct",
    "doubts",
    "find",
    "make_card",
    "places",
    "read_sentences",
    "recognizer_names",
    "select",
]
