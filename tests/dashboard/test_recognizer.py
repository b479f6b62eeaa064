"""Another engine for names on the command line: absent by default, and said so."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dashboard import cli

SEEDS = str(Path(__file__).parents[2] / "seeds")


@pytest.mark.parametrize("name", ["ckip", "hanlp", "spacy"])
def test_recognizer_that_is_not_installed_gives_2_and_names_the_extra(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for package in ("ckip_transformers.nlp", "hanlp", "spacy"):
        monkeypatch.setitem(sys.modules, package, None)
    assert cli.main(["entities", SEEDS, "--recognizer", name]) == 2
    assert f"wenmai[{name}]" in capfd.readouterr().err
