"""Entities: people, places and organisations, and where each is named."""

from components.entities.analysis import by_kind, find, places
from components.entities.index import KINDS, Entity, EntityIndex, Kind, Mention

__all__ = ["KINDS", "Entity", "EntityIndex", "Kind", "Mention", "by_kind", "find", "places"]
