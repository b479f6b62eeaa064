"""The co-occurrence network: who appears with whom, and in which sentences."""

from components.network.analysis import (
    communities,
    cooccur,
    ego,
    units_of,
    weight_of,
)
from components.network.export import edges_csv, to_gexf, to_graphml
from components.network.layout import layout
from components.network.network import (
    CooccurrenceNetwork,
    Edge,
    EdgeMeasure,
    Layout,
    NetworkSettings,
    Node,
    Unit,
)

__all__ = [
    "CooccurrenceNetwork",
    "Edge",
    "EdgeMeasure",
    "Layout",
    "NetworkSettings",
    "Node",
    "Unit",
    "communities",
    "cooccur",
    "edges_csv",
    "ego",
    "layout",
    "to_gexf",
    "to_graphml",
    "units_of",
    "weight_of",
]
