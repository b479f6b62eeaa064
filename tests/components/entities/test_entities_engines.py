"""Stronger engines: absent by default; small fakes of their packages prove the wiring."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

import pytest

from components.entities import ENGINES, EngineMissing, engines, find
from components.entities.engines import Found, engine_of, names_of
from components.reading import Corpus, Source, read

TEXT = "聯合國秘書長潘基文在紐約。潘基文星期五 離開紐約。"
KNOWN = {"潘基文": "PERSON", "紐約": "GPE", "纽约": "GPE", "聯合國": "ORG", "联合国": "ORG"}


@pytest.fixture
def corpus() -> Corpus:
    return read([Source("a.txt", TEXT.encode())])


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.setenv(name, "1")
    engines._loaded.cache_clear()
    yield
    engines._loaded.cache_clear()


def labels(text: str) -> list[tuple[int, int, str]]:
    found = [(text.find(form), form, label) for form, label in KNOWN.items()]
    dates = [(text.find("星期五"), "星期五", "DATE")]
    return [(at, at + len(form), label) for at, form, label in [*found, *dates] if at >= 0]


def install(monkeypatch: pytest.MonkeyPatch, **modules: Any) -> None:
    for name, content in modules.items():
        module = ModuleType(name.replace("__", "."))
        for key, value in content.items():
            setattr(module, key, value)
        monkeypatch.setitem(sys.modules, module.__name__, module)


class NerToken(NamedTuple):
    word: str
    ner: str
    idx: tuple[int, int]


def fake_ckip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Chunker:
        def __init__(self, *, model_name: str, device: int) -> None:
            assert (model_name, device) == (str(tmp_path), -1)

        def __call__(self, texts: list[str], *, batch_size: int, show_progress: bool) -> Any:
            assert batch_size > 0
            assert not show_progress
            assert any("聯合國" in text for text in texts), "it reads the text as it is"
            return [[NerToken(t[a:b], name, (a, b)) for a, b, name in labels(t)] for t in texts]

    def snapshot_download(name: str, *, local_files_only: bool) -> str:
        assert local_files_only
        return str(tmp_path)

    install(
        monkeypatch,
        ckip_transformers={},
        ckip_transformers__nlp={"CkipNerChunker": Chunker},
        huggingface_hub={"snapshot_download": snapshot_download},
    )


def fake_hanlp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def cut(text: str) -> list[str]:
        """Single characters, blanks left out, as a tokenizer leaves them out."""
        return [c for c in text if not c.isspace()]

    def entities(text: str) -> list[tuple[str, str, int, int]]:
        words = [i for i, c in enumerate(text) if not c.isspace()]
        names = {"PERSON": "PERSON", "GPE": "LOCATION", "ORG": "ORGANIZATION", "DATE": "DATE"}
        return [
            (text[a:b], names[label], words.index(a), words.index(b - 1) + 1)
            for a, b, label in labels(text)
        ]

    def model(texts: list[str], *, tasks: str) -> dict[str, Any]:
        assert any("联合国" in text for text in texts), "it reads the Simplified copy"
        return {"tok/fine": list(map(cut, texts)), tasks: list(map(entities, texts))}

    files = {
        "path_from_url": lambda url: f"{tmp_path}{url}.zip",
        "split_if_compressed": lambda path: (path.removesuffix(".zip"), ".zip"),
    }
    mtl = SimpleNamespace(CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH="/model")
    (tmp_path / "model").mkdir()
    install(
        monkeypatch,
        hanlp={"pretrained": SimpleNamespace(mtl=mtl), "load": lambda path: model},
        hanlp__utils={},
        hanlp__utils__io_util=files,
    )


def fake_spacy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Pipeline:
        def pipe(self, texts: list[str], *, batch_size: int) -> Iterator[Any]:
            for text in texts:
                yield SimpleNamespace(
                    ents=[
                        SimpleNamespace(start_char=a, end_char=b, label_=label)
                        for a, b, label in labels(text)
                    ]
                )

    def load(name: str, *, exclude: list[str]) -> Pipeline:
        assert name == "zh_core_web_md"
        return Pipeline()

    installed = ("zh_core_web_sm", "zh_core_web_md")
    install(
        monkeypatch,
        spacy={"util": SimpleNamespace(is_package=installed.__contains__), "load": load},
    )


FAKES = {"ckip": fake_ckip, "hanlp": fake_hanlp, "spacy": fake_spacy}


@pytest.mark.parametrize("name", FAKES)
def test_engines_find_names_where_they_stand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, corpus: Corpus, name: engines.EngineName
) -> None:
    FAKES[name](monkeypatch, tmp_path)
    index = find(corpus, engine=name)
    assert index.counts == {"LOC:紐約": 2, "PER:潘基文": 2, "ORG:聯合國": 1}
    assert [corpus.text_of(m.span) for m in index.mentions] == [
        "聯合國", "潘基文", "紐約", "潘基文", "紐約",
    ]  # fmt: skip
    assert {m.confidence for m in index.mentions} == {engines.CONFIDENCE}
    assert index.engine == name
    assert index.digest != find(corpus).digest
    assert find(Corpus(), engine=name).entities == ()


@pytest.mark.parametrize("name", FAKES)
def test_engines_are_absent_by_default_and_say_what_to_install(
    monkeypatch: pytest.MonkeyPatch, name: engines.EngineName
) -> None:
    for package in ("ckip_transformers.nlp", "hanlp", "spacy"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(EngineMissing) as caught:
        engine_of(name)
    assert (caught.value.name, caught.value.reason) == (name, "package")
    assert f"wenmai[{name}]" in str(caught.value)


def test_engines_never_fetch_a_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def absent(name: str, *, local_files_only: bool) -> str:
        raise FileNotFoundError(name)

    fake_ckip(monkeypatch, tmp_path)
    monkeypatch.setattr(sys.modules["huggingface_hub"], "snapshot_download", absent)
    fake_hanlp(monkeypatch, tmp_path)
    (tmp_path / "model").rmdir()
    fake_spacy(monkeypatch, tmp_path)
    monkeypatch.setattr(sys.modules["spacy"].util, "is_package", lambda name: False)
    for name in FAKES:
        with pytest.raises(EngineMissing) as caught:
            engine_of(name)  # type: ignore[arg-type]
        assert caught.value.reason == "model"


def test_engines_are_loaded_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_spacy(monkeypatch, tmp_path)
    assert engine_of("spacy") is engine_of("spacy")
    assert ENGINES[0] == "net"


def test_engines_names_never_overlap_and_stay_in_the_text() -> None:
    class Wild:
        reads = "original"

        def labels(self, texts: list[str]) -> list[list[tuple[int, int, str]]]:
            return [[(1, 3, "ORG"), (0, 2, "PERSON"), (2, 9, "GPE"), (2, 4, "loc"), (3, 3, "ORG")]]

    assert names_of(Wild(), ["甲乙丙丁"], ["甲乙丙丁"]) == [  # type: ignore[arg-type]
        [Found(0, 2, "PER", 0.9), Found(2, 4, "LOC", 0.9)]
    ]
