"""The co-occurrence network: who appears with whom, and in which sentences."""

from components.network.analysis import (
    communities,
    cooccur,
    ego,
)
from components.network.arrangement import (
    Arrangement,
    PinnedPlace,
    arrange,
    read_arrangement,
    write_hidden,
    write_places,
)
from components.network.centrality import centralities
from components.network.export import edges_csv, to_gexf, to_graphml
from components.network.layout import layout, place
from components.network.measures import weigh, weight_of
from components.network.network import (
    NODE_KINDS,
    CooccurrenceNetwork,
    Edge,
    EdgeMeasure,
    Edges,
    Layout,
    NetworkSettings,
    Node,
    NodeKind,
    Unit,
)
from components.network.occurrences import WORD, TextNeededError, units_of
from components.network.pruning import prune, shortest_path

__all__ = [
    "NODE_KINDS",
    "WORD",
    "Arrangement",
    "CooccurrenceNetwork",
    "Edge",
    "EdgeMeasure",
    "Edges",
    "Layout",
    "NetworkSettings",
    "Node",
    "NodeKind",
    "PinnedPlace",
    "TextNeededError",
    "Unit",
    "arrange",
    "centralities",
    "communities",
    "cooccur",
    "edges_csv",
    "ego",
    "layout",
    "place",
    "prune",
    "read_arrangement",
    "shortest_path",
    "to_gexf",
    "to_graphml",
    "units_of",
    "weigh",
    "weight_of",
    "write_hidden",
    "write_places",
]
