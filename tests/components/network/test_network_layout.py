"""A picture in which nothing covers anything, and which stays the same."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from components.entities import Entity, EntityIndex, Mention
from components.network import (
    CooccurrenceNetwork,
    NetworkSettings,
    communities,
    cooccur,
    layout,
)
from components.network.layout import FONT, FRAMES, diameters, label_box, text_width
from components.text import Span

ROOT = Path(__file__).parents[3]


def boxes(network, placed, frame):
    """Each node's square and each label's box in pixels, y downwards."""
    scale = np.asarray(frame) / 2 * [1, -1]
    nodes, labels = [], []
    for node, width, at, anchor in zip(
        network.nodes, diameters(network), placed.positions, placed.anchors, strict=True
    ):
        x, y = np.asarray(at) * scale
        r = width / 2
        nodes.append((x - r, y - r, x + r, y + r))
        size = np.asarray([text_width(node.name), FONT])
        labels.append(label_box(np.asarray([x, y]), r, size, anchor) if anchor else None)
    return nodes, labels


def cover(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5


def crowd(n, seed=1):
    """`n` names that meet at random in groups of three."""
    rng = random.Random(seed)
    entities = tuple(Entity(f"PER:{i:03}", "某" * rng.choice([2, 3, 4]), "PER") for i in range(n))
    units = [[i, (i + 1) % n, rng.randrange(n)] for i in range(n)]
    mentions = tuple(
        Mention(Span("x", 50 * u + 5 * j, 50 * u + 5 * j + 4), entities[i].id)
        for u, unit in enumerate(units)
        for j, i in enumerate(unit)
    )
    spans = tuple(Span("x", 50 * u, 50 * u + 49) for u in range(n))
    return cooccur(EntityIndex(entities, mentions, spans), NetworkSettings(top_nodes=0))


@pytest.mark.parametrize("frame", FRAMES)
def test_layout_of_the_sample_covers_nothing_on_any_screen(one_index, frame):
    network = cooccur(one_index)
    placed = layout(network)
    assert all(placed.anchors), "every label of the sample is shown"
    nodes, labels = boxes(network, placed, frame)
    for i in range(len(nodes)):
        for j in range(i):
            assert not cover(nodes[i], nodes[j])
            assert not cover(labels[i], labels[j])
        assert not any(cover(labels[i], nodes[j]) for j in range(len(nodes)) if j != i)


@pytest.mark.parametrize("frame", FRAMES)
def test_layout_of_the_sample_stays_inside_the_frame(one_index, frame):
    network = cooccur(one_index)
    half = (frame[0] / 2, frame[1] / 2)
    for box in boxes(network, layout(network), frame)[1]:
        assert all(abs(at) <= limit for at, limit in zip(box, half * 2, strict=True))


@pytest.mark.parametrize("n", [2, 25, 40])
def test_layout_shows_every_label_up_to_forty_names(n):
    network = crowd(n)
    placed = layout(network)
    assert all(placed.anchors)
    nodes, labels = boxes(network, placed, FRAMES[1])
    for i in range(n):
        assert not any(cover(nodes[i], nodes[j]) or cover(labels[i], labels[j]) for j in range(i))


def test_layout_of_many_names_leaves_out_only_labels_of_the_less_mentioned():
    network = crowd(90)
    placed = layout(network)
    assert all(placed.anchors[:40])
    nodes, _ = boxes(network, placed, FRAMES[1])
    assert not any(cover(nodes[i], nodes[j]) for i in range(90) for j in range(i))


def test_layout_is_the_same_every_time_and_for_every_number_of_copies(one_index, all_index):
    network = cooccur(one_index)
    assert layout(network) == layout(network)
    assert layout(cooccur(all_index)) == layout(network)
    assert layout(network, seed=1) != layout(network)


def test_layout_and_communities_do_not_depend_on_the_process():
    """Libraries may go through hashed tables, whose order changes from process to process."""
    script = (
        "from components.network import communities, layout\n"
        "from tests.components.network.test_network_layout import crowd\n"
        "network = crowd(60)\n"
        "print([n.community for n in communities(network).nodes], layout(network).positions)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    network = crowd(60)
    found = [node.community for node in communities(network).nodes]
    assert said == f"{found} {layout(network).positions}\n"


def test_layout_keeps_places_when_a_filter_changes(one_index):
    base = layout(cooccur(one_index))
    place = dict(zip(base.ids, base.positions, strict=True))
    for settings in (NetworkSettings(min_count=2), NetworkSettings(top_nodes=8)):
        placed = layout(cooccur(one_index, settings), base=base)
        moved = [
            np.abs(np.subtract(place[id], at)).max()
            for id, at in zip(placed.ids, placed.positions, strict=True)
        ]
        assert max(moved) < 0.05


def test_layout_handles_lie_on_their_edges_and_clear_of_nodes(one_index):
    network = cooccur(one_index)
    placed = layout(network)
    at = dict(zip(placed.ids, map(np.asarray, placed.positions), strict=True))
    scale = np.asarray(FRAMES[1]) / 2
    for edge, handle in zip(network.edges, placed.handles, strict=True):
        a, b = at[edge.source], at[edge.target]
        along = np.dot(handle - a, b - a) / np.dot(b - a, b - a)
        assert 0.15 < along < 0.85
        assert np.abs(a + along * (b - a) - handle).max() < 1e-3
        for position, width in zip(placed.positions, diameters(network), strict=True):
            assert np.linalg.norm((np.asarray(position) - handle) * scale) > width / 2


def test_layout_positions_stay_in_their_units(one_index):
    positions = np.asarray(layout(cooccur(one_index)).positions)
    assert positions.shape == (17, 2)
    assert np.abs(positions).max() <= 1


def test_layout_of_nothing():
    assert layout(CooccurrenceNetwork()).positions == ()
