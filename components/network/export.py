"""Gives a network as tables, JSON, CSV, GEXF for Gephi, GraphML and Pajek."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import asdict
from typing import Any
from xml.sax.saxutils import escape

from components.cells import disarm_cell
from components.i18n import t
from components.network.describe import community_names, decimals
from components.network.network import CooccurrenceNetwork, Edge, Node
from components.network.slices import Slices, slice_network
from components.table import Cell, Column, Table
from components.text import Grouping, days_of

# XML 1.0 has no place for these, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
COLUMNS = (
    "source", "source_name", "source_kind", "target", "target_name", "target_kind",
    "count", "weight", "measure", "unit", "evidence", "settings",
)  # fmt: skip


def to_table(network: CooccurrenceNetwork, *, limit: int | None = None) -> Table:
    """Return the links with the times both are together and the strength."""
    nodes = {node.id: node for node in network.nodes}
    return Table(
        "links",
        t("report.table_links"),
        (
            Column("source", t("network.col_source")),
            Column("target", t("network.col_target")),
            Column("count", t("network.col_count"), numeric=True),
            Column("weight", t(f"network.measure_{network.settings.measure}"), numeric=True),
        ),
        tuple(_cells(edge, nodes, decimals(network)) for edge in network.edges[:limit]),
        len(network.edges),
    )


def nodes_table(network: CooccurrenceNetwork, *, limit: int | None = None) -> Table:
    """Return the nodes with their mentions, centralities and communities."""
    names = community_names(network)
    titles = ("mentions", "units", "degree", "betweenness", "closeness", "eigenvector")
    return Table(
        "nodes",
        t("network.nodes_table"),
        (
            Column("name", t("network.col_source")),
            *(Column(name, t(f"network.size_{name}"), numeric=True) for name in titles),
            Column("community", t("network.colour_community")),
        ),
        tuple(_node_cells(node, names) for node in network.nodes[:limit]),
        len(network.nodes),
    )


def _node_cells(node: Node, names: dict[int, str]) -> tuple[Cell, ...]:
    measured = (node.betweenness, node.closeness, node.eigenvector)
    return (
        Cell(node.name, key=node.mark, kind=node.kind),
        *(Cell(n) for n in (node.count, node.units, node.degree)),
        *(Cell(value, digits=3) for value in measured),
        Cell(names.get(node.community, "")),
    )


def to_json(network: CooccurrenceNetwork) -> dict[str, Any]:
    """Return nodes and edges as plain values; evidence is `[article, start, end]`."""
    values: dict[str, Any] = {
        "unit": network.settings.unit_code,
        "measure": network.settings.measure,
        "nodes": [
            {"id": node.id, "name": node.name, "kind": node.kind, "count": node.count}
            for node in network.nodes
        ],
        "edges": [
            {
                "source": edge.source,
                "target": edge.target,
                "count": edge.count,
                "weight": edge.weight,
                "evidence": [[s.article_id, s.start, s.end] for s in edge.evidence],
            }
            for edge in network.edges
        ],
    }
    if network.n_crowded:
        values["left_out"] = {"units": network.n_crowded, "pairs": network.n_unlinked}
    return values


def slices_json(network: CooccurrenceNetwork, grouping: Grouping) -> dict[str, Any]:
    """Return how often each link is in each group, links in the network's order, zeros left out."""
    slices = slice_network(network, grouping)
    ends = [edge.ends for edge in network.edges]
    return {
        "by": slices.by,
        "without": slices.without,
        "groups": [
            {
                "group": label,
                "articles": size,
                "edges": [
                    {"source": source, "target": target, "count": n}
                    for (source, target), n in zip(ends, counts, strict=True)
                    if n
                ],
            }
            for label, size, counts in zip(
                slices.labels, slices.sizes, slices.counts.T.tolist(), strict=True
            )
        ],
    }


def settings_json(network: CooccurrenceNetwork) -> str:
    """Return what a network was made with, as every file of it carries it: one line of JSON."""
    made = asdict(network.settings) | {"copies": network.copies, "units": network.n_units}
    return json.dumps(made, ensure_ascii=False)


def to_file(network: CooccurrenceNetwork) -> bytes:
    """Write the network as JSON: what the command prints, with its settings."""
    made = {"settings": json.loads(settings_json(network)), **to_json(network)}
    return json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def to_pajek(network: CooccurrenceNetwork) -> bytes:
    """Write the network for Pajek, links by their strength; its name is the settings."""
    number = {node.id: i for i, node in enumerate(network.nodes, 1)}
    lines = [f"*Network {settings_json(network)}", f"*Vertices {len(number)}"]
    lines += [f'{i} "{_pajek(node.name)}"' for i, node in enumerate(network.nodes, 1)]
    lines.append("*Edges")
    lines += [f"{number[e.source]} {number[e.target]} {e.weight:.17g}" for e in network.edges]
    return "\n".join([*lines, ""]).encode("utf-8", "replace")


def to_gexf(network: CooccurrenceNetwork, periods: Grouping | None = None) -> bytes:
    """Write the network as GEXF 1.2, nodes with name, kind, count, units and community.

    Args:
        network: what to write.
        periods: the articles by time, where it is known. A link then has a spell of days for
            each stretch of periods it is in, and `together` through time, so that Gephi plays it.
    """
    from networkx import write_gexf

    graph = _graph(network)
    if periods and periods.groups:
        graph.graph["mode"] = "dynamic"
        _add_times(graph, network, slice_network(network, periods))
    file = io.BytesIO()
    write_gexf(graph, file, version="1.2draft")
    told = f"<description>{escape(_xml(settings_json(network)))}</description>"
    return file.getvalue().replace(b"</creator>", b"</creator>" + told.encode(), 1)


def _add_times(graph: Any, network: CooccurrenceNetwork, slices: Slices) -> None:
    """Give links and nodes the days on which they are there, links how often they are."""
    days = [days_of(label) for label in slices.labels]
    there: dict[str, set[int]] = {}
    for edge, counts in zip(network.edges, slices.counts.tolist(), strict=True):
        at = [i for i, n in enumerate(counts) if n]
        own = graph.edges[_xml(edge.source), _xml(edge.target)]
        own["spells"] = _spells(at, days)
        own["together"] = [(counts[i], *days[i]) for i in at]
        for end in edge.ends:
            there.setdefault(end, set()).update(at)
    for id, periods in there.items():
        graph.nodes[_xml(id)]["spells"] = _spells(sorted(periods), days)


def _spells(at: list[int], days: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join periods that follow each other into one spell, from its first day to its last."""
    spells: list[tuple[str, str]] = []
    for before, i in zip([None, *at], at, strict=False):
        joined = before is not None and before + 1 == i
        first = spells.pop()[0] if joined else days[i][0]
        spells.append((first, days[i][1]))
    return spells


def _pajek(name: str) -> str:
    """Return a name in one line and without the quotes that would end it."""
    return " ".join(name.replace('"', "\u201d").split())


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
    made = settings_json(network)
    for edge in network.edges:
        source, target = nodes[edge.source], nodes[edge.target]
        evidence = " ".join(f"{s.article_id}:{s.start}-{s.end}" for s in edge.evidence)
        texts = (source.id, source.name, source.kind, target.id, target.name, target.kind)
        numbers = (str(edge.count), f"{edge.weight:.6g}")
        plain = (network.settings.measure, network.settings.unit_code, evidence)
        row = [*map(disarm_cell, texts), *numbers, *map(disarm_cell, plain)]
        writer.writerow([*row, disarm_cell(made)])
    return file.getvalue().encode("utf-8-sig")


def _cells(edge: Edge, nodes: dict[str, Node], digits: int) -> tuple[Cell, ...]:
    source, target = nodes[edge.source], nodes[edge.target]
    return (
        Cell(source.name, key=edge.mark, kind=source.kind),
        Cell(target.name, kind=target.kind),
        Cell(edge.count),
        Cell(edge.weight, digits=digits),
    )


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _graph(network: CooccurrenceNetwork) -> Any:
    from networkx import Graph

    settings = network.settings
    graph = Graph(
        settings=_xml(settings_json(network)),
        unit=settings.unit_code,
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
            degree=node.degree,
            betweenness=node.betweenness,
            closeness=node.closeness,
            eigenvector=node.eigenvector,
        )
    for edge in network.edges:
        graph.add_edge(
            _xml(edge.source), _xml(edge.target), weight=edge.weight, count=edge.count,
            evidence=len(edge.evidence),
        )  # fmt: skip
    return graph
