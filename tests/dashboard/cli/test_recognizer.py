"""Another recognizer of names on the command line: what is not there is said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.cli import main as cli

SEEDS = str(Path(__file__).parents[3] / "seeds")


def test_recognizer_that_is_not_installed_gives_2_and_tells_which_are(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["entities", SEEDS, "--recognizer", "ckip"]) == 2
    said = capfd.readouterr().err
    assert "ckip" in said
    assert "net" in said
