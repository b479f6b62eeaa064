"""A result folder opens before all other pages, part by part, with sentences by click."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.reading import Limits, Source, cut_into_pieces
from components.text import run_here
from dashboard.pipeline import Choices
from dashboard.results.writer import make_result

ROOT = Path(__file__).parents[2]
TEXTS = (
    "外交部長林佳龍今天在布魯塞爾會見北約秘書長呂特。歐盟也派人參加。",
    "外交部長林佳龍今天在布魯塞爾會見北約秘書長呂特。會後發表聲明。",
    "行政院今天說明預算。",
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("result") / "year"
    sources = [
        (Source(f"2026-10-1{n} 島聞社.txt", text.encode()), None) for n, text in enumerate(TEXTS)
    ]
    pieces = cut_into_pieces(sources, Limits())
    make_result(pieces, Choices(), folder, workers=run_here, tell=lambda _: None)
    return folder


def open_app(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("WENMAI_RESULT", str(folder))
    return AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)


def test_result_page_shows_each_part_and_the_sentences_of_a_pick(
    result: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(result, monkeypatch).run()
    assert app.metric[0].value == "3"
    assert not app.exception
    offered = {str(one.proto.popover.label) for one in app.get("popover")}
    assert offered == {"拿去刊登"}
    app.query_params["found"] = "n:PER:林佳龍"
    for part in ("words", "names", "network", "duplicates", "stories"):
        app.session_state["part"] = part
        app.run()
        assert not app.exception
        assert not app.error
        assert [one for one in app.subheader if one.value == "林佳龍"]
        if part == "names":
            assert "林佳龍" in set(app.dataframe[0].value.iloc[:, 0])


def test_result_page_says_why_a_folder_cannot_be_opened(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(result, broken)
    (broken / "names.parquet").write_bytes(b"PAR1")
    app = open_app(broken, monkeypatch).run()
    assert not app.exception
    assert "names.parquet" in app.error[0].value
    assert str(tmp_path) not in app.error[0].value
