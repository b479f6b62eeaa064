"""A network to take home: GEXF for Gephi, GraphML for the rest, CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from components.cells import safe_cell
from components.network.network import CooccurrenceNetwork

# XML 1.0 has no place for these, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
COLUMNS = (
    "source", "source_name", "source_kind", "target", "target_name", "target_kind",
    "count", "weight", "measure", "unit", "evidence",
)  # fmt: skip


def to_gexf(network: CooccurrenceNetwork) -> bytes:
    """Write the network as GEXF 1.2, nodes with name, kind, count, units and community."""
    from networkx import write_gexf

    file = io.BytesIO()
    write_gexf(_graph(network), file, version="1.2draft")
    return file.getvalue()


def to_graphml(network: CooccurrenceNetwork) -> bytes:
    """Write the network as GraphML with the same attributes."""
    from networkx import write_graphml_xml

    file = io.BytesIO()
    write_graphml_xml(_graph(network), file, named_key_ids=True)
    return file.getvalue()


def edges_csv(network: CooccurrenceNetwork) -> bytes:
    """Write the edges as CSV that Excel opens as UTF-8 and in which no cell is a formula.

    `evidence` lists the units as `article:start-end`, separated by spaces. A network without
    edges gives the header alone.
    """
    nodes = {node.id: node for node in network.nodes}
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for edge in network.edges:
        source, target = nodes[edge.source], nodes[edge.target]
        evidence = " ".join(f"{s.article_id}:{s.start}-{s.end}" for s in edge.evidence)
        texts = (source.id, source.name, source.kind, target.id, target.name, target.kind)
        numbers = (str(edge.count), f"{edge.weight:.6g}")
        plain = (network.settings.measure, network.settings.unit, evidence)
        writer.writerow([*map(safe_cell, texts), *numbers, *map(safe_cell, plain)])
    return file.getvalue().encode("utf-8-sig")


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _graph(network: CooccurrenceNetwork) -> Any:
    from networkx import Graph

    settings = network.settings
    graph = Graph(
        unit=settings.unit,
        measure=settings.measure,
        min_count=settings.min_count,
        copies=network.copies,
        units=network.n_units,
    )
    for node in network.nodes:
        graph.add_node(
            _xml(node.id),
            label=_xml(node.name),
            name=_xml(node.name),
            kind=node.kind,
            count=node.count,
            units=node.units,
            community=node.community,
        )
    for edge in network.edges:
        graph.add_edge(
            _xml(edge.source), _xml(edge.target), weight=edge.weight, count=edge.count,
            evidence=len(edge.evidence),
        )  # fmt: skip
    return graph
