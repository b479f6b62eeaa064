"""What a snapshot holds: the results of an analysis, and what pages draw from them."""

from __future__ import annotations

from dataclasses import dataclass

from components.cloud import Cloud
from components.difference import NetworkDifference
from components.duplicates import DuplicateReport
from components.entities import EntityIndex
from components.network import CooccurrenceNetwork, Layout
from components.quotations import QuotationIndex
from components.stories import Stories
from components.text import Copies, Corpus
from components.words import Tokens, WordTable


@dataclass(frozen=True, slots=True)
class Counted:
    """The stretches of each article that count, the only part of the corpus that choices change."""

    stretches: tuple[tuple[tuple[int, int], ...], ...] = ()
    copies: Copies = "all"
    digest: str = ""


@dataclass(frozen=True, slots=True)
class PlacedNetwork:
    """The layout of a network; `based` when it kept the places of the one without filters."""

    network: str
    layout: Layout
    based: bool = False


@dataclass(frozen=True, slots=True)
class Drawings:
    """What pages draw, so that a reader sees the same picture as the sender."""

    networks: tuple[CooccurrenceNetwork, ...] = ()
    layouts: tuple[PlacedNetwork, ...] = ()
    clouds: tuple[Cloud, ...] = ()


@dataclass(frozen=True, slots=True)
class SnapshotContents:
    """The nouns of an analysis, as a snapshot keeps them; no difference where none was asked."""

    read: Corpus
    counted: Counted
    report: DuplicateReport
    stories: Stories
    tokens: Tokens
    table: WordTable
    index: EntityIndex
    drawings: Drawings
    quotations: QuotationIndex
    difference: NetworkDifference
