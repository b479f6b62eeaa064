"""The newsroom's files are what its sources give, and its truth agrees with itself."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from components.reading import read, sources_in
from tests.newsroom.measure import FOLDER, Pair

SOUND = """=== oil-01
outlet: 北岸日報
time: 2026-10-12T14:20+08:00
authors: 林育安
place: 基隆
kind: original
layout: plain
title: [L 基隆]外海漏油
head: 2026-10-12 14:20　[O 北岸日報]　記者[P 林育安]／[L 基隆]報導
---
‹oil.1›[L 基隆]外海12日上午有油輪漏油約40公秉。
‹›船長[P 陳金合]說：{Q:oil-q1 陳金合 說 d|「看不到岸。」}

=== oil-02
outlet: 全景新聞網
time: none
authors: none
place: none
kind: copy
from: oil-01
layout: plain
title: 快訊／[L 基隆]外海漏油
opening: 綜合報導
---
‹oil.1+oil.2<oil-01›[L 基隆]外海12日上午有油輪漏油約40公秉，風浪很大。
"""


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """The script, which is part of no package."""
    spec = importlib.util.spec_from_file_location("newsroom_build", FOLDER / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def truth() -> list[dict[str, Any]]:
    text = (FOLDER / "truth" / "articles.json").read_text(encoding="utf-8")
    return list(json.loads(text)["articles"])


def problems_of(builder: ModuleType, folder: Path, text: str) -> Any:
    (folder / "source").mkdir(exist_ok=True)
    (folder / "source" / "oil.txt").write_text(text, encoding="utf-8")
    problems = builder.Problems()
    builder.build(folder, problems)
    return problems


def test_newsroom_files_are_what_the_sources_give(builder: ModuleType) -> None:
    problems = builder.Problems()
    _, files = builder.build(FOLDER, problems)
    assert problems.errors == []
    assert builder.differences(FOLDER, files) == []


def test_newsroom_is_no_part_of_the_sample() -> None:
    assert [a.id for a in read(sources_in(FOLDER.parent)).articles] == ["000_80ad649c2af6f234.txt"]


def test_newsroom_reads_its_articles_and_nothing_else(truth: list[dict[str, Any]]) -> None:
    names = {source.name for source in sources_in(FOLDER)}
    assert names == {article["file"] for article in truth}


def test_newsroom_truth_points_into_its_text(truth: list[dict[str, Any]]) -> None:
    for article in truth:
        text = article["text"]
        between = "".join(
            text[a[1] : b[0]]
            for a, b in zip(article["stretches"], article["stretches"][1:], strict=False)
        )
        assert set(between) <= {"\n"}
        assert all(text[s:e] == surface for s, e, _, surface, _ in article["names"])
        for sentence in article["sentences"]:
            parts = [sentence["start"], *(end for _, end, _ in sentence["parts"])]
            assert parts == sorted(set(parts))
            assert parts[-1] == sentence["end"]
        for quotation in article["quotations"]:
            for start, end in quotation["spans"]:
                assert text[start:end].strip(" \n，。") or quotation["direct"]


def test_newsroom_letters_are_found_in_what_is_read(truth: list[dict[str, Any]]) -> None:
    known = {article.id: article for article in read(sources_in(FOLDER)).articles}
    for article in truth:
        pair = Pair(article, known[article["article"]])
        body = [
            pair.truth_key(sentence["start"], sentence["end"]) for sentence in article["sentences"]
        ]
        there = set(pair.there.values())
        missing = [key for key in body if key and not {*range(key[0], key[1] + 1)} <= there]
        assert not missing, article["id"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("[P 陳金合]說", "[P 陳金合說", "[ is no mark here"),
        ("[P 陳金合]說", "[X 陳金合]說", "[ is no mark here"),
        ("岸。」}", "岸。」", "quotation oil-q1 is never closed"),
        ("岸。」}", "岸。」}}", "} is no mark here"),
        ("‹›船長", "船長", "a sentence begins with ‹class› or ‹›"),
        ("‹oil.1›", "‹Oil 1›", "Oil 1 is no name of a class"),
        ("‹oil.1›", "‹oil.3~oil.9›", "changes oil.9, which stands nowhere"),
        ("‹oil.1+oil.2<oil-01›", "‹oil.1<oil-07›", "taken from oil-07, which is not here"),
        ("‹oil.1+oil.2<oil-01›", "‹oil.2<oil-01›", "oil-01 does not hold oil.2"),
        ("，風浪很大。", "。", "no clause ends between"),
        ("kind: copy", "kind: theft", "kind theft is none of"),
        ("time: none", "time: 2026-13-01", "is neither 2026-10-12 nor"),
        ("place: none\n", "", "no place:"),
        ("outlet: 全景新聞網", "outlet: 全景", "unknown outlet 全景"),
        ("=== oil-02", "=== oil-01", "oil-01 stands already at"),
        ("from: oil-01", "from: oil-03", "is from oil-03, which is not here"),
        ("from: oil-01", "form: oil-01", "no key of an article"),
    ],
)
def test_build_tells_what_is_wrong_with_a_source(
    builder: ModuleType, tmp_path: Path, before: str, after: str, told: str
) -> None:
    assert SOUND.count(before) == 1
    problems = problems_of(builder, tmp_path, SOUND.replace(before, after))
    source = "oil.txt:"
    assert [e for e in problems.errors if told in e and e.startswith(source)], problems.errors


def test_build_finds_equal_sentences_of_two_classes(builder: ModuleType, tmp_path: Path) -> None:
    text = SOUND.replace("‹oil.1+oil.2<oil-01›", "‹oil.3›").replace("，風浪很大", "")
    [error] = problems_of(builder, tmp_path, text).errors
    assert error.endswith("oil.3 is the same sentence as oil.1")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("‹›船長[P 陳金合]說", "‹›船長陳金合和[P 陳金合]說", "陳金合 is not marked in"),
        ("40公秉，風", "60公秉，風", "oil.1 with another number? 4→6"),
        ("{Q:oil-q1 陳金合 說", "{Q:oil-q1 陳金合 指出", "the cue 指出 of oil-q1 is not near it"),
        ("{Q:oil-q1 陳金合", "{Q:oil-q1 陳阿合", "陳阿合 is no name of the corpus"),
        ("authors: 林育安", "authors: 林育平", "the author 林育平 is not marked"),
        ("公秉。\n", "公秉。停電。\n", "a stop inside a sentence"),
    ],
)
def test_build_warns_of_what_should_be_looked_at(
    builder: ModuleType, tmp_path: Path, before: str, after: str, told: str
) -> None:
    assert problems_of(builder, tmp_path, SOUND).warnings == []
    problems = problems_of(builder, tmp_path, SOUND.replace(before, after))
    assert any(told in warning for warning in problems.warnings), problems.warnings


def test_build_divides_a_merged_sentence_where_its_parts_meet(
    builder: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "oil.txt").write_text(SOUND, encoding="utf-8")
    _, files = builder.build(tmp_path, builder.Problems())
    _, merged = json.loads(files["truth/articles.json"])["articles"]
    [sentence] = merged["sentences"]
    said = [(merged["text"][start:end], name) for start, end, name in sentence["parts"]]
    assert said == [("基隆外海12日上午有油輪漏油約40公秉，", "oil.1"), ("風浪很大。", "oil.2")]
    counts = json.loads(files["truth/counts.json"])
    assert (counts["sentences"], counts["distinct"]) == (3, 3)
    assert counts["characters"]["repeated"] == len("基隆外海12日上午有油輪漏油約40公秉，")
