"""Corrections by the reader: in a file for the command line, in a session with undo."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from components.lexicon import Lexicon
from dashboard.cli import main as cli
from dashboard.state.history import MOST_STEPS, History, LexiconChange

ROOT = Path(__file__).parents[3]
SEEDS = str(ROOT / "seeds")
LEXICON = """wenmai-lexicon 1
[words]
科索夫獨立案
[forbidden]
維和部隊
[entities]
rename 科索夫 = 科索沃
kind 布魯塞爾 = ORG
drop 俄羅斯   # 不看
add 高峰會 = ORG
"""


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(list(arguments))
    return code, *capfd.readouterr()


def entities(out: str) -> set[tuple[str, str]]:
    rows: list[Any] = [json.loads(line) for line in out.splitlines()]
    return {(kind, name) for row in rows for _, _, kind, name in row["mentions"]}


@pytest.fixture
def lexicon(tmp_path: Path) -> str:
    path = tmp_path / "mine.txt"
    path.write_text(LEXICON, encoding="utf-8")
    return str(path)


@pytest.fixture(autouse=True)
def _no_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")


def test_lexicon_file_corrects_names_everywhere(
    capfd: pytest.CaptureFixture[str], lexicon: str
) -> None:
    before = entities(run(capfd, "entities", SEEDS)[1])
    assert {("LOC", "科索夫"), ("LOC", "布魯塞爾"), ("LOC", "俄羅斯")} <= before
    code, out, _ = run(capfd, "entities", SEEDS, "--lexicon", lexicon)
    assert code == 0
    after = entities(out)
    assert {("LOC", "科索沃"), ("ORG", "布魯塞爾"), ("ORG", "高峰會")} <= after
    assert not {"科索夫", "俄羅斯"} & {name for _, name in after}
    nodes = json.loads(run(capfd, "network", SEEDS, "--lexicon", lexicon)[1])["nodes"]
    assert "LOC:科索沃" in {node["id"] for node in nodes}


def test_lexicon_file_forms_and_forbids_words(
    capfd: pytest.CaptureFixture[str], lexicon: str
) -> None:
    rows = json.loads(run(capfd, "words", SEEDS, "--lexicon", lexicon)[1])["rows"]
    words = {row["word"] for row in rows}
    assert "維和部隊" not in words
    assert {"維和", "部隊"} <= words


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("wenmai-lexicon 9\n", "第 1 行：這個檔案的格式版本讀不懂"),
        ("[words]\n甲\n[forbidden]\n甲\n", "第 4 行：這個詞同時在兩個互相矛盾的段落裡"),
        ("[entities]\n\nforget 科索夫\n", "第 3 行：沒有這種更正"),
        ("[entities]\nkind 科索夫 = GPE\n", "第 2 行：類別只能是"),
        ("[entities]\n\\# rename\n", "第 2 行：寫法不對"),
        ("科索夫\n", "第 1 行：第一個 [段落] 之前"),
    ],
)
def test_lexicon_file_that_is_wrong_gives_2_and_the_sentence(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text(text, encoding="utf-8")
    code, out, err = run(capfd, "words", SEEDS, "--lexicon", str(path))
    assert (code, out) == (2, "")
    assert "wrong.txt" in err
    assert sentence in err


def test_lexicon_file_must_be_utf_8(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "big5.txt"
    path.write_bytes("[words]\n科索夫\n".encode("big5"))
    code, _, err = run(capfd, "words", SEEDS, "--lexicon", str(path))
    assert code == 2
    assert "UTF-8" in err


def step(n: int) -> LexiconChange:
    return LexiconChange(Lexicon(words=(f"{n}",)), Lexicon(words=(f"{n + 1}",)), "words")


def test_history_goes_back_and_forth() -> None:
    one, two = step(1), step(2)
    done = History().did(one).did(two)
    assert done.past == (one, two)
    back = done.undone().undone()
    assert back == History((), (two, one))
    assert back.redone().redone() == done


def test_history_forgets_what_was_undone_when_something_new_is_done() -> None:
    assert History().did(step(1)).undone().did(step(2)) == History((step(2),), ())


def test_history_keeps_the_last_steps_only() -> None:
    done = History()
    for n in range(MOST_STEPS + 5):
        done = done.did(step(n))
    assert done.past[0] == step(5)
    assert len(done.past) == MOST_STEPS
