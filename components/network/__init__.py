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
from components.network.centrality import centralities, size_values
from components.network.describe import unit_name
from components.network.drawing import Colour, EdgeInk, KeyPart
from components.network.export import edges_csv, to_gexf, to_graphml
from components.network.layout import LINE_WIDTHS, layout, place
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
from components.network.slices import Slices, slice_network

__all__ = [
    "LINE_WIDTHS",
    "NODE_KINDS",
    "WORD",
    "Arrangement",
    "Colour",
    "CooccurrenceNetwork",
    "Edge",
    "EdgeInk",
    "EdgeMeasure",
    "Edges",
    "KeyPart",
    "Layout",
    "NetworkSettings",
    "Node",
    "NodeKind",
    "PinnedPlace",
    "Slices",
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
    "size_values",
    "slice_network",
    "to_gexf",
    "to_graphml",
    "unit_name",
    "units_of",
    "weigh",
    "weight_of",
    "write_hidden",
    "write_places",
]
