"""Stronger engines for names, each an extra of its own; none is installed by default.

An engine reads sentences and says where names stand; what follows (one kind a name, aliases,
forbidden words) is the same as for the net. No engine downloads anything: models must lie on
this machine, else `EngineMissing` says what to install.

CKIP Transformers is under the GPL 3.0; HanLP under the Apache License 2.0, its models under
CC BY-NC-SA 4.0; spaCy and its Chinese models under the MIT License.
"""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

from components.entities.index import Kind
from components.entities.rules import Found

EngineName = Literal["net", "ckip", "hanlp", "spacy"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)
# Engines give no probability; this is as sure as a listed name.
CONFIDENCE = 0.9

_BATCH = 64
_LOCK = threading.Lock()
_KIND_OF_LABEL: Mapping[str, Kind] = {
    "PERSON": "PER", "PER": "PER", "NR": "PER",
    "GPE": "LOC", "LOC": "LOC", "LOCATION": "LOC", "FAC": "LOC", "NS": "LOC",
    "ORG": "ORG", "ORGANIZATION": "ORG", "NT": "ORG",
}  # fmt: skip

Label = tuple[int, int, str]


class EngineMissing(RuntimeError):  # noqa: N818 - says what is the matter
    """An engine that cannot be used here.

    Attributes:
        name: the engine.
        what: the package or the model that is missing.
        reason: `package` (install the extra of the engine's name) or `model`.
    """

    def __init__(self, name: str, what: str, reason: Literal["package", "model"]) -> None:
        self.name, self.what, self.reason = name, what, reason
        step = f"install wenmai[{name}]" if reason == "package" else "put it on this machine first"
        super().__init__(f"{name} needs the {reason} {what}: {step}")


class Engine(Protocol):
    """What finds names in sentences.

    Attributes:
        reads: the sentences as they are, or their aligned Simplified copies.
    """

    reads: Literal["original", "simplified"]

    def labels(self, texts: Sequence[str]) -> list[list[Label]]:
        """Return (start, end, label) of each text, in code points, half-open; never of none."""
        ...


class Ckip:
    """CKIP Transformers' BERT, made for Traditional text; reads it as it is."""

    reads: Literal["original", "simplified"] = "original"
    _MODEL = "ckiplab/bert-base-chinese-ner"

    def __init__(self) -> None:
        _stay_offline()
        nlp = _module("ckip", "ckip_transformers.nlp")
        hub = _module("ckip", "huggingface_hub")
        try:
            path = hub.snapshot_download(self._MODEL, local_files_only=True)
        except OSError as error:
            raise EngineMissing("ckip", self._MODEL, "model") from error
        self._chunker = nlp.CkipNerChunker(model_name=path, device=-1)

    def labels(self, texts: Sequence[str]) -> list[list[Label]]:
        """Return what the model calls names, in its own labels."""
        found = self._chunker(list(texts), batch_size=_BATCH, show_progress=False)
        return [[(*name.idx, name.ner) for name in names] for names in found]


class Hanlp:
    """HanLP's small multi-task model; reads the Simplified copy, as it was trained."""

    reads: Literal["original", "simplified"] = "simplified"
    _MODEL = "CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH"
    _TASK = "ner/msra"

    def __init__(self) -> None:
        _stay_offline()
        hanlp = _module("hanlp", "hanlp")
        files = _module("hanlp", "hanlp.utils.io_util")
        url = getattr(hanlp.pretrained.mtl, self._MODEL)
        path, _ = files.split_if_compressed(files.path_from_url(url))
        if not Path(path).is_dir():
            raise EngineMissing("hanlp", self._MODEL, "model")
        self._model = hanlp.load(path)

    def labels(self, texts: Sequence[str]) -> list[list[Label]]:
        """Return what the model calls names; its places are words, ours characters."""
        document = self._model(list(texts), tasks=self._TASK)
        return [
            _by_character(text, words, names)
            for text, words, names in zip(
                texts, document["tok/fine"], document[self._TASK], strict=True
            )
        ]


class Spacy:
    """spaCy's Chinese pipeline, the largest that is installed; reads the Simplified copy."""

    reads: Literal["original", "simplified"] = "simplified"
    _MODELS = ("zh_core_web_trf", "zh_core_web_lg", "zh_core_web_md", "zh_core_web_sm")

    def __init__(self) -> None:
        spacy = _module("spacy", "spacy")
        installed = [name for name in self._MODELS if spacy.util.is_package(name)]
        if not installed:
            raise EngineMissing("spacy", self._MODELS[-1], "model")
        self._nlp = spacy.load(installed[0], exclude=["tagger", "parser", "attribute_ruler"])

    def labels(self, texts: Sequence[str]) -> list[list[Label]]:
        """Return what the pipeline calls names, in its own labels."""
        documents = self._nlp.pipe(texts, batch_size=_BATCH)
        return [
            [(name.start_char, name.end_char, name.label_) for name in document.ents]
            for document in documents
        ]


_CLASSES: dict[str, type[Engine]] = {"ckip": Ckip, "hanlp": Hanlp, "spacy": Spacy}


def engine_of(name: EngineName) -> Engine:
    """Return the engine of that name, loaded once per process.

    Raises:
        EngineMissing: its package or its model is not on this machine.
    """
    with _LOCK:
        return _loaded(name)


def names_of(engine: Engine, texts: Sequence[str], copies: Sequence[str]) -> list[list[Found]]:
    """Return the people, places and organisations an engine finds.

    Labels for anything else are left out, and of names that overlap the first one stays.

    Args:
        engine: what reads.
        texts: sentences as they are.
        copies: their Simplified copies, of equal lengths.
    """
    read = texts if engine.reads == "original" else copies
    if not read:
        return []
    found = engine.labels(read)
    return [_names(labels, len(text)) for labels, text in zip(found, read, strict=True)]


def _names(labels: Iterable[Label], length: int) -> list[Found]:
    names: list[Found] = []
    for start, end, label in sorted(labels):
        kind = _KIND_OF_LABEL.get(label.upper())
        behind = names[-1].end if names else 0
        if kind and behind <= start < end <= length:
            names.append(Found(start, end, kind, CONFIDENCE))
    return names


def _by_character(
    text: str, words: Sequence[str], names: Iterable[tuple[str, str, int, int]]
) -> list[Label]:
    """Turn places counted in words into places in the text; blanks belong to no word."""
    places, at = [], 0
    for word in words:
        start = text.find(word, at)
        if start < 0:
            return []
        at = start + len(word)
        places.append((start, at))
    return [(places[first][0], places[last - 1][1], label) for _, label, first, last in names]


def _stay_offline() -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")


@cache
def _loaded(name: str) -> Engine:
    return _CLASSES[name]()


def _module(engine: str, name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise EngineMissing(engine, name.partition(".")[0], "package") from error
