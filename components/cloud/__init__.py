"""The word cloud: turns a table of words into a picture."""

from components.cloud.analysis import lay_out
from components.cloud.cloud import (
    CANVAS,
    Cloud,
    CloudSettings,
    CloudWord,
    ColourBy,
    Rotate,
    Size,
    Typeface,
)
from components.cloud.export import to_json
from components.cloud.fonts import FontMissingError
from components.cloud.picture import Background, to_png, to_svg

__all__ = [
    "CANVAS",
    "Background",
    "Cloud",
    "CloudSettings",
    "CloudWord",
    "ColourBy",
    "FontMissingError",
    "Rotate",
    "Size",
    "Typeface",
    "lay_out",
    "to_json",
    "to_png",
    "to_svg",
]
