"""The difference of a network between two sides: who meets on one alone, who more often there."""

from components.difference.analysis import compare_sides
from components.difference.difference import (
    TURNS,
    DifferenceSettings,
    EdgeChange,
    NetworkDifference,
    Turn,
)

__all__ = [
    "TURNS",
    "DifferenceSettings",
    "EdgeChange",
    "NetworkDifference",
    "Turn",
    "compare_sides",
]
