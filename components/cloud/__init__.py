"""The word cloud: turns a table of words into a picture."""

from components.cloud.analysis import lay_out
from components.cloud.cloud import CANVAS, Cloud, CloudSettings, CloudWord
from components.cloud.fonts import FontMissingError
from components.cloud.picture import to_png, to_svg

__all__ = [
    "CANVAS",
    "Cloud",
    "CloudSettings",
    "CloudWord",
    "FontMissingError",
    "lay_out",
    "to_png",
    "to_svg",
]
