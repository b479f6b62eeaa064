"""The co-occurrence network: who appears with whom, and in which sentences."""

from components.network.analysis import (
    communities,
    cooccur,
    ego,
)
from components.network.export import edges_csv, to_gexf, to_graphml
from components.network.layout import layout
from components.network.measures import weigh, weight_of
from components.network.network import (
    NODE_KINDS,
    CooccurrenceNetwork,
    Edge,
    EdgeMeasure,
    Layout,
    NetworkSettings,
    Node,
    NodeKind,
    Unit,
)
from components.network.occurrences import WORD, TextNeededError, units_of

__all__ = [
    "NODE_KINDS",
    "WORD",
    "CooccurrenceNetwork",
    "Edge",
    "EdgeMeasure",
    "Layout",
    "NetworkSettings",
    "Node",
    "NodeKind",
    "TextNeededError",
    "Unit",
    "communities",
    "cooccur",
    "edges_csv",
    "ego",
    "layout",
    "to_gexf",
    "to_graphml",
    "units_of",
    "weigh",
    "weight_of",
]
