"""What was acknowledged outlasts a kill, wherever it falls."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.load.kill_server_while_saving import kill_and_look


@pytest.mark.slow
@pytest.mark.parametrize("kills", [5, pytest.param(30, marks=pytest.mark.soak)])
def test_killing_a_process_that_saves_loses_and_tears_nothing(tmp_path: Path, kills: int) -> None:
    figures = kill_and_look(kills, tmp_path, seed=7)
    assert (figures.lost, figures.torn, figures.unsound) == (0, 0, 0)
    assert figures.kills == kills
    assert figures.acknowledged >= kills  # the kills fell into saving, not into starting
    assert figures.unasked <= figures.kills
