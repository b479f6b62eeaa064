"""The timeline: how many articles who published when, and who mentions what is looked for."""

from components.timeline.analysis import days_between, find_copies, lay
from components.timeline.describe import outlet_name
from components.timeline.export import to_json, to_table
from components.timeline.timeline import OTHERS, Followed, OutletSeries, Timeline

__all__ = [
    "OTHERS",
    "Followed",
    "OutletSeries",
    "Timeline",
    "days_between",
    "find_copies",
    "lay",
    "outlet_name",
    "to_json",
    "to_table",
]
