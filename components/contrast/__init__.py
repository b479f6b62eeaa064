"""The contrast of groups: which words and names mark an outlet, a month, a tag, by how much."""

from components.contrast.analysis import MIN_STORIES, MIN_UNITS, MIN_WORDS, compare
from components.contrast.chance import adjust, find_chances, residuals
from components.contrast.contrast import (
    FALSE_SHARE,
    Contrast,
    ContrastRow,
    ContrastSettings,
    MapPoint,
    Subject,
    Within,
)
from components.contrast.export import to_json, to_table

__all__ = [
    "FALSE_SHARE",
    "MIN_STORIES",
    "MIN_UNITS",
    "MIN_WORDS",
    "Contrast",
    "ContrastRow",
    "ContrastSettings",
    "MapPoint",
    "Subject",
    "Within",
    "adjust",
    "compare",
    "find_chances",
    "residuals",
    "to_json",
    "to_table",
]
