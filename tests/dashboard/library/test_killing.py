"""What was acknowledged outlasts a kill, wherever it falls."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.load.kill_server_while_saving import Victim, kill_and_look
from tests.load.uploads import Asked, upload_at_once
from tests.postgres import running


@pytest.mark.slow
@pytest.mark.parametrize("kills", [5, pytest.param(30, marks=pytest.mark.soak)])
def test_killing_a_process_that_saves_loses_and_tears_nothing(tmp_path: Path, kills: int) -> None:
    figures = kill_and_look(kills, tmp_path, seed=7)
    assert (figures.lost, figures.torn, figures.unsound) == (0, 0, 0)
    assert figures.kills == kills
    assert figures.acknowledged >= kills  # the kills fell into saving, not into starting
    assert figures.unasked <= figures.kills


@pytest.mark.soak
@pytest.mark.parametrize("victim", ["server", "worker", "database"])
def test_killing_parts_beside_postgresql_loses_and_tears_nothing(
    tmp_path: Path, victim: Victim
) -> None:
    """The clocks of the processes differ by up to an hour."""
    with running(durable=True) as server:
        figures = kill_and_look(10, tmp_path, seed=7, victim=victim, server=server, clock=True)
    assert (figures.lost, figures.torn, figures.unsound) == (0, 0, 0)
    assert figures.acknowledged > 0


@pytest.mark.soak
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("asked", "kill_after"),
    [
        (Asked(60), None),
        (Asked(60), 5.0),
        (Asked(60, shared=True, quota=1_000_000), None),
        (Asked(60, total=3_000_000), None),
    ],
)
def test_killing_or_not_sixty_uploads_at_once_lose_nothing_and_keep_quotas(
    tmp_path: Path, database: str, asked: Asked, kill_after: float | None
) -> None:
    with ExitStack() as stack:
        url = ""
        if database == "postgresql":
            server = stack.enter_context(running(durable=True))
            url = server.url(server.create())
        figures = upload_at_once(asked, tmp_path, url, kill_after=kill_after)
    assert figures.is_good, figures
    assert figures.acknowledged > 0 or kill_after is not None
    assert bool(figures.refused) == bool(asked.quota or asked.total)
