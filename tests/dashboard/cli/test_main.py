"""The commands print what they promise; messages go to stderr, the code says how it went."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main as cli

ROOT = Path(__file__).parents[3]
SEEDS = str(ROOT / "seeds")
SAMPLE = "000_80ad649c2af6f234.txt"
EXPECTED = json.loads((ROOT / "tests/gold/seed-entities.json").read_text(encoding="utf-8"))


class Run:
    """One command and what it printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def wenmai(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def run(*arguments: str, stdin: bytes = b"") -> Run:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.main(list(arguments))
        out, err = capfd.readouterr()
        return Run(code, out, err)

    return run


def test_read_prints_the_joined_article(wenmai) -> None:
    [row] = wenmai("read", SEEDS).lines
    assert list(row) == [
        "id", "title", "text", "source", "encoding", "joined_lines",
        "published", "outlet", "authors", "place", "steps", "refused",
    ]  # fmt: skip
    assert row["steps"] == {"joined_lines": 272}
    assert (row["id"], len(row["text"]), row["joined_lines"]) == (SAMPLE, 8712, 272)
    assert row["refused"] is None


def test_duplicates_of_the_sample(wenmai) -> None:
    found = wenmai("duplicates", SEEDS, "--json").document
    assert list(found) == [
        "characters", "unique_characters", "sentences", "unique_sentences", "passages", "groups",
    ]  # fmt: skip
    assert (found["characters"], found["unique_characters"]) == (8712, 726)
    assert (found["sentences"], found["unique_sentences"]) == (144, 12)
    [passage] = found["passages"]
    assert list(passage) == ["article", "period", "copies", "spans"]
    assert (passage["article"], passage["period"], passage["copies"]) == (SAMPLE, 726, 12)
    assert passage["spans"] == [[726 * n, 726 * (n + 1)] for n in range(12)]


def test_duplicates_between_articles(wenmai, tmp_path: Path) -> None:
    text = "北約各國外長七號在高峰會上已經同意，維和部隊將會繼續駐守當地。" * 1
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    [group] = wenmai("duplicates", str(tmp_path)).document["groups"]
    assert list(group) == ["kind", "kept", "members"]
    assert (group["kind"], group["kept"]) == ("exact", "a.txt")
    assert [(m["article"], m["span"], m["similarity"]) for m in group["members"]] == [
        ("a.txt", [0, len(text)], 1.0),
        ("b.txt", [0, len(text)], 1.0),
    ]


@pytest.mark.parametrize(("copies", "factor"), [("unique", 1), ("all", 12)])
def test_tokens_tile_the_counted_text(wenmai, copies: str, factor: int) -> None:
    text = wenmai("read", SEEDS).lines[0]["text"][: 726 * factor]
    [row] = wenmai("tokens", SEEDS, "--copies", copies).lines
    assert row["article"] == SAMPLE
    assert "".join(text[start:end] for start, end, _ in row["tokens"]) == text


@pytest.mark.parametrize(("copies", "factor"), [("unique", 1), ("all", 12)])
def test_words_count_every_token_once(wenmai, copies: str, factor: int) -> None:
    found = wenmai("words", SEEDS, "--copies", copies).document
    assert list(found) == ["rows", "n_tokens"]
    assert found["n_tokens"] == sum(row["count"] for row in found["rows"])
    rows = {row["word"]: row for row in found["rows"]}
    assert list(rows["北約"]) == ["word", "count", "articles", "pos"]
    assert rows["北約"]["count"] == 6 * factor
    assert rows["科索夫"]["count"] == 11 * factor


def test_entities_of_the_sample_are_those_a_reader_marked(wenmai) -> None:
    text = wenmai("read", SEEDS).lines[0]["text"]
    [row] = wenmai("entities", SEEDS).lines
    found = {(text[start:end], kind) for start, end, kind, _ in row["mentions"]}
    for kind in ("PER", "LOC", "ORG"):
        assert {(name, kind) for name in EXPECTED[kind]} <= found
    assert not {name for name, _ in found} & set(EXPECTED["never"])
    assert not {name for *_, name in row["mentions"]} & set(EXPECTED["never"])


def test_entities_all_copies_are_twelve_times_one(wenmai) -> None:
    def counts(copies: str) -> dict[str, int]:
        [row] = wenmai("entities", SEEDS, "--copies", copies).lines
        names = [name for *_, name in row["mentions"]]
        return {name: names.count(name) for name in names}

    one, twelve = counts("unique"), counts("all")
    assert one["科索夫"] in (10, 11)
    assert twelve == {name: 12 * count for name, count in one.items()}


def test_network_dice_does_not_depend_on_copies(wenmai) -> None:
    def dice(copies: str) -> dict[tuple[str, str], float]:
        found = wenmai("network", SEEDS, "--copies", copies).document
        assert list(found) == ["unit", "measure", "nodes", "edges"]
        assert (found["unit"], found["measure"]) == ("sentence", "dice")
        return {(e["source"], e["target"]): e["weight"] for e in found["edges"]}

    one, twelve = dice("unique"), dice("all")
    assert one
    assert one == pytest.approx(twelve)


def test_network_edges_hold_their_evidence(wenmai) -> None:
    found = wenmai("network", SEEDS).document
    [row] = wenmai("entities", SEEDS).lines
    names = {node["id"]: node["name"] for node in found["nodes"]}
    assert all(list(node) == ["id", "name", "kind", "count"] for node in found["nodes"])
    for edge in found["edges"]:
        assert list(edge) == ["source", "target", "count", "weight", "evidence"]
        assert edge["count"] == len(edge["evidence"]) > 0
        for article, start, end in edge["evidence"]:
            assert article == SAMPLE
            inside = {name for s, e, _, name in row["mentions"] if start <= s and e <= end}
            assert {names[edge["source"]], names[edge["target"]]} <= inside


def test_network_is_thinned_sized_placed_and_divided(wenmai, tmp_path: Path) -> None:
    rows = [f"島聞報,總統第{i}天到了日本。" for i in "一二三四五六七"]
    rows += [f"北岸報,總統第{i}天到了法國。" for i in "一二三四五六七"]
    table = tmp_path / "news.csv"
    table.write_text("\n".join(["outlet,text", *rows]), "utf-8")
    options = ("--columns", "text=text,outlet=outlet", "--copies", "all", "--kinds", "LOC",
               "--words", "noun")  # fmt: skip
    whole = wenmai("network", str(table), *options, "--by", "outlet", "--groups", "島聞報,北岸報",
                   "--size", "degree", "--shape", "circular").document  # fmt: skip
    assert [len(group["edges"]) > 0 for group in whole["groups"]] == [True, True]
    assert {"size", "x", "y"} <= whole["nodes"][0].keys()
    turns = {(e["source"], e["turn"], e["sure"]) for e in whole["difference"]["edges"]}
    assert {("LOC:日本", "only_here", True), ("LOC:法國", "only_there", True)} <= turns
    assert whole["difference"]["stories"] == [7, 7]
    alone = wenmai("network", str(table), *options, "--ego", "日本", "--top-links", "1").document
    assert {end for e in alone["edges"] for end in (e["source"], e["target"])} >= {"LOC:日本"}
    for wrong in (("--ego", "月球"), ("--groups", "甲,乙"), ("--by", "outlet", "--groups", "甲,乙"),
                  ("--by", "outlet", "--groups", "島聞報")):  # fmt: skip
        assert wenmai("network", str(table), *options, *wrong).code == 2


def test_analyse_is_all_of_it(wenmai) -> None:
    found = wenmai("analyse", SEEDS, "--json").document
    assert list(found) == [
        "version", "settings", "articles", "duplicates", "tokens", "words", "entities", "network",
        "stories",
        "quotations",
    ]  # fmt: skip
    assert found["duplicates"] == wenmai("duplicates", SEEDS).document
    assert found["network"] == wenmai("network", SEEDS).document
    assert found["words"] == wenmai("words", SEEDS).document


def test_stories_tell_who_had_which_sentence_first(wenmai, tmp_path: Path) -> None:
    flood = "縣政府昨天深夜宣布，沿海三個鄉鎮今天停止上班上課一天。"
    school = "國中禮堂改成收容所，村民帶著棉被和寵物在裡面過了夜。"
    (tmp_path / "2024-03-07 甲報.txt").write_text(flood, encoding="utf-8")
    (tmp_path / "2024-03-08 乙報.txt").write_text(flood + school, encoding="utf-8")
    [story] = wenmai("stories", str(tmp_path)).document["stories"]
    first, second = story["articles"]
    assert second == {
        "article": "2024-03-08 乙報.txt", "published": "2024-03-08", "source": second["source"],
        "new": len(school), "inherited": len(flood), "edited": 0, "shared": 0,
        "parent": "2024-03-07 甲報.txt", "taken": len(flood), "kind": "copy", "credit": None,
        "undecided": 0,
    }  # fmt: skip
    assert (first["parent"], first["kind"]) == (None, "original")
    assert [s["state"] for s in story["sentences"]] == ["new", "inherited", "new"]
    taken = story["sentences"][1]
    assert taken["span"] == ["2024-03-08 乙報.txt", 0, len(flood)]
    assert taken["first"] == ["2024-03-07 甲報.txt", 0, len(flood)]
    assert taken["holders"] == [taken["first"]]


def test_stories_of_one_article_are_none(wenmai) -> None:
    assert wenmai("stories", SEEDS).document == {"stories": []}


def test_wire_copy_is_counted_or_not(wenmai, tmp_path: Path) -> None:
    flood = "縣政府昨天深夜宣布，沿海三個鄉鎮今天停止上班上課一天。"
    school = "國中禮堂改成收容所，村民帶著棉被和寵物在裡面過了夜。"
    text = f"三鄉鎮停班停課\n（中央社記者王小明花蓮7日電）{flood}"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"收容所\n{school}", encoding="utf-8")

    def words_with(wire: str) -> set[str]:
        rows = wenmai("words", str(tmp_path), "--wire", wire).document["rows"]
        return {row["word"] for row in rows}

    assert {"縣政府", "禮堂"} <= words_with("with")
    assert "禮堂" in words_with("without")
    assert "縣政府" not in words_with("without")


def test_standard_input_by_lines(wenmai) -> None:
    run = wenmai("read", "-", "--lines", stdin="甲乙。\n\n丙丁。\n".encode())
    assert [(row["id"], row["text"]) for row in run.lines] == [("-:1", "甲乙。"), ("-:3", "丙丁。")]
    run = wenmai("read", "-", stdin="甲乙。".encode())
    assert [row["id"] for row in run.lines] == ["-"]


def test_a_refused_file_gives_1_and_the_rest_is_done(wenmai, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0\1\2")
    (tmp_path / "b.txt").write_text("北約同意。", encoding="utf-8")
    run = wenmai("read", str(tmp_path), str(tmp_path / "missing.txt"))
    assert run.code == 1
    assert [row["id"] for row in run.lines] == ["b.txt", "a.txt", "missing.txt"]
    assert "text" not in run.lines[1]
    assert "“a.txt” was not read" in run.lines[1]["refused"]
    assert "a.txt" in run.err
    assert "missing.txt" in run.err
    assert wenmai("words", str(tmp_path)).code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["words"],
        ["unknown"],
        ["words", SEEDS, "--copies", "some"],
        ["words", SEEDS, "--segmenter", "x"],
    ],
)
def test_wrong_usage_gives_2(wenmai, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        wenmai(*arguments)
    assert stop.value.code == 2


def test_a_lexicon_that_is_missing_or_wrong_gives_2(wenmai, tmp_path: Path) -> None:
    assert wenmai("words", SEEDS, "--lexicon", str(tmp_path / "no.txt")).code == 2
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("words = 3 [", encoding="utf-8")
    run = wenmai("words", SEEDS, "--lexicon", str(wrong))
    assert run.code == 2
    assert "wrong.toml" in run.err


@pytest.mark.parametrize(
    "verb",
    ["read", "duplicates", "tokens", "words", "entities", "network", "quotations", "analyse"],
)
def test_every_verb_accepts_a_folder_without_texts(wenmai, tmp_path: Path, verb: str) -> None:
    run = wenmai(verb, str(tmp_path))
    assert run.code == 0
    assert all(json.loads(line) is not None for line in ([run.out] if run.out.strip() else []))


@pytest.mark.parametrize("scheduler", ["nowhere", "udp://x:1"])
def test_an_unknown_scheduler_gives_2(wenmai, scheduler: str) -> None:
    assert wenmai("tokens", SEEDS, "--scheduler", scheduler).code == 2


def test_ids_are_unique_among_articles_and_refusals(wenmai, tmp_path: Path) -> None:
    for folder, data in (("d1", "北約。".encode()), ("d2", b"\0"), ("d3", "歐盟。".encode())):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_bytes(data)
    run = wenmai("read", *(str(tmp_path / folder / "a.txt") for folder in ("d1", "d2", "d3")))
    assert sorted(row["id"] for row in run.lines) == ["a.txt", "a.txt (2)", "a.txt (3)"]


def test_standard_input_twice_is_wrong_usage(wenmai) -> None:
    assert wenmai("read", "-", "-").code == 2


def test_a_folder_without_texts_is_said_so(wenmai, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"x")
    assert ".txt" in wenmai("read", str(tmp_path)).err


def test_files_of_a_folder_that_are_passed_over_are_told_in_one_sentence(
    wenmai, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.doc", "c.DOC", "d.png", "Makefile", "README.doc", ".hidden.doc"):
        (tmp_path / name).write_text("北約同意。", encoding="utf-8")
    run = wenmai("read", str(tmp_path))
    [said] = [line for line in run.err.splitlines() if "Skipped" in line]
    assert "Skipped 4 files" in said
    assert ".doc, no suffix, .png" in said
    assert (run.code, len(run.lines)) == (0, 1)
    assert "Skipped" not in wenmai("read", str(tmp_path / "a.txt")).err


def test_files_that_a_folder_asks_to_leave_out_are_told(wenmai, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.doc"):
        (tmp_path / name).write_text("北約同意。", encoding="utf-8")
    (tmp_path / ".wenmaiignore").write_text("b.txt\n*.doc\n", encoding="utf-8")
    run = wenmai("read", str(tmp_path))
    assert "Left out 2 files that a .wenmaiignore names" in run.err
    assert "Skipped" not in run.err
    assert [row["id"] for row in run.lines] == ["a.txt"]


def test_limits_of_the_environment_hold(
    wenmai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMAI_LIMIT_FILE_BYTES", str(2**20))
    monkeypatch.setenv("WENMAI_LIMIT_CHARACTERS", "10")
    (tmp_path / "large.txt").write_bytes(b"x" * (2**20 + 1))
    (tmp_path / "long.txt").write_text("北約同意。" * 3, encoding="utf-8")
    (tmp_path / "short.txt").write_text("北約同意。", encoding="utf-8")
    rows = wenmai("read", str(tmp_path)).lines
    assert [row["id"] for row in rows if row["refused"] is None] == ["short.txt"]
    [large] = [row["refused"] for row in rows if row["id"] == "large.txt"]
    assert "1 MB" in large


TABLE = "編號,內文,標題\n1,北約各國同意駐軍，歐盟沒有異議。,同意駐軍\n".replace("，", "；")


@pytest.mark.parametrize("columns", ["text=內文,title=標題", "text=2,title=3"])
def test_columns_are_chosen_by_name_or_number(wenmai, tmp_path: Path, columns: str) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    [row] = wenmai("read", str(tmp_path / "t.csv"), "--columns", columns).lines
    assert (row["title"], row["text"]) == ("同意駐軍", "北約各國同意駐軍；歐盟沒有異議。")


def test_columns_are_looked_for_in_the_encoding_that_was_chosen(wenmai, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("title,Κείμενο\n1,Οι χώρες συμφώνησαν.\n".encode("cp1253"))
    asked = ("--encoding", "cp1253", "--columns", "text=Κείμενο")
    [row] = wenmai("read", str(tmp_path / "t.csv"), *asked).lines
    assert row["text"] == "Οι χώρες συμφώνησαν."


def test_columns_by_number_hold_for_tables_in_a_zip(wenmai, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("t.csv", TABLE)
    [row] = wenmai("read", str(tmp_path), "--columns", "text=2,title=3").lines
    assert (row["title"], row["id"].split(":")[0]) == ("同意駐軍", "x.zip!t.csv")


def test_a_column_that_is_not_there_gives_2_and_the_names(wenmai, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    run = wenmai("read", str(tmp_path / "t.csv"), "--columns", "text=本文")
    assert (run.code, run.out) == (2, "")
    assert "編號, 內文, 標題" in run.err


@pytest.mark.parametrize("columns", ["內文", "title=標題", "text=", "body=內文", ""])
def test_columns_written_otherwise_give_2(wenmai, columns: str) -> None:
    assert wenmai("read", SEEDS, "--columns", columns).code == 2


def test_an_encoding_can_be_given(wenmai, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("北約".encode("gb18030"))
    [row] = wenmai("read", str(tmp_path), "--encoding", "gbk").lines
    assert (row["text"], row["encoding"]) == ("北約", "gb18030")
    assert wenmai("read", str(tmp_path), "--encoding", "klingon").code == 2


def test_a_close_call_is_told_and_the_likelier_taken(wenmai, tmp_path: Path, monkeypatch) -> None:
    from components.text import Article, Corpus, Rival

    article = Article("a", "a", "北約", "北約", source="a.txt", encoding="cp950",
                      rivals=(Rival("gb18030", "x"),))  # fmt: skip
    monkeypatch.setattr(cli, "read", lambda sources, **_: Corpus((article,)))
    run = wenmai("read", str(tmp_path))
    assert (run.code, run.lines[0]["encoding"]) == (0, "cp950")
    assert "a.txt" in run.err and "gb18030" in run.err and "--encoding" in run.err


def test_members_of_a_zip_and_parts_of_a_bundle_have_ids(wenmai, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("m.txt", "北約同意駐軍。")
        archive.writestr("bad.txt", b"\0\1\2")
    run = wenmai("read", str(tmp_path))
    assert [row["id"] for row in run.lines] == ["x.zip!m.txt", "x.zip!bad.txt"]
    assert run.code == 1
    run = wenmai("read", "-", stdin="北約同意駐軍。\n-----\n歐盟沒有異議。".encode())
    assert [row["id"] for row in run.lines] == ["-:1", "-:2"]
    assert run.lines[0]["steps"] == {"split": 2}


def test_a_file_name_that_is_no_text_is_printed(wenmai, tmp_path: Path) -> None:
    (tmp_path / "\udcff.txt").write_bytes("北約。".encode())
    assert wenmai("read", str(tmp_path)).lines[0]["id"] == "\udcff.txt"


NEWSROOM = str(ROOT / "seeds/newsroom")


def test_statistics_of_the_sample_name_what_they_rest_on(wenmai) -> None:
    found = wenmai("statistics", SEEDS, "--measure", "ngrams").document
    assert list(found) == [
        "measure", "settings", "n_tokens", "n_articles", "copies", "refused", "rows",
    ]  # fmt: skip
    assert (found["settings"], found["refused"]) == ({"size": 2, "min_count": 2}, None)
    text = wenmai("read", SEEDS).lines[0]["text"]
    for row in found["rows"]:
        assert row["count"] == len(row["spans"]) >= 2
        assert {text[start:end] for _, start, end in row["spans"]} >= {row["text"]}


def test_statistics_refuse_with_the_true_cause(wenmai, tmp_path: Path) -> None:
    for day in ("2026-10-12", "2026-10-13", "2026-10-14"):
        (tmp_path / f"{day}.txt").write_text("油輪撞上漁船。", encoding="utf-8")
    for by, reason in (("day", "few_words"), ("week", "few_dates")):
        found = wenmai("statistics", str(tmp_path), "--measure", "trend", "--by", by).document
        assert found["refused"]["reason"] == reason
        assert str(found["refused"]["needs"]) in found["refused"]["message"]
    dateless = wenmai("statistics", "-", "--measure", "trend", stdin="油輪撞上漁船。".encode())
    assert dateless.document["refused"]["reason"] == "no_dates"


def test_statistics_by_outlet_measure_each_against_the_others(wenmai) -> None:
    found = wenmai("statistics", NEWSROOM, "--by", "outlet").document
    groups = {group["group"]: group for group in found["groups"]}
    assert (found["by"], found["without"]) == ("outlet", 0)
    assert sum(group["articles"] for group in groups.values()) == 61
    assert "晶禾" in [row["word"] for row in groups["青石財經"]["rows"]]
    assert len({group["n_tokens"] for group in groups.values()}) == 1  # both sides together


def test_statistics_by_tag_reads_the_column_that_is_named(wenmai, tmp_path: Path) -> None:
    table = tmp_path / "news.csv"
    table.write_text("內文,類別\n" + "油輪撞上漁船。,社會、海事\n" * 2, encoding="utf-8")
    columns = ("--columns", "text=內文,tags=類別")
    found = wenmai("statistics", str(table), *columns, "--measure", "dispersion", "--by", "tag")
    groups = [(group["group"], group["articles"]) for group in found.document["groups"]]
    assert groups == [("海事", 2), ("社會", 2)]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--measure", "collocates"),
        ("--measure", "trend", "--by", "outlet"),
        ("--here", "nowhere.txt"),
    ],
)
def test_statistics_say_what_is_missing(wenmai, wrong: tuple[str, ...]) -> None:
    run = wenmai("statistics", SEEDS, *wrong)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("wenmai: ")


def test_cloud_prints_what_it_draws(wenmai, tmp_path: Path) -> None:
    svg, png = tmp_path / "c.svg", tmp_path / "c.png"
    drawn = ("--output", str(svg), "--output", str(png))
    found = wenmai("cloud", SEEDS, "--max-words", "30", "--size", "square", *drawn).document
    assert (found["width"], found["height"], found["left_out"]) == (540, 540, 0)
    assert len(found["words"]) == 30
    assert found["words"][0]["word"] == "科索夫"
    assert all(f"{w['word']} {w['count']}" in svg.read_text("utf-8") for w in found["words"])
    assert png.read_bytes().startswith(b"\x89PNG")
    assert wenmai("cloud", SEEDS, "--output", str(tmp_path / "c.gif")).code == 2


def test_cloud_by_outlet_prints_a_cloud_for_each_on_one_scale(wenmai, tmp_path: Path) -> None:
    asked = (
        "--by",
        "outlet",
        "--groups",
        "北岸日報,島聞通訊社",
        "--size",
        "tall",
        "--max-words",
        "20",
    )
    drawn = tmp_path / "c.svg"
    found = wenmai("cloud", NEWSROOM, *asked, "--output", str(drawn)).document
    assert [(one["group"], one["articles"]) for one in found["clouds"]] == [
        ("北岸日報", 9), ("島聞通訊社", 17),
    ]  # fmt: skip
    first = [(one, one["words"][0]) for one in found["clouds"]]
    areas = [w["font_size"] ** 2 / (w["count"] / one["n_tokens"]) for one, w in first]
    assert max(areas) / min(areas) < 1.2
    assert b"<path" in drawn.read_bytes()
    assert wenmai("cloud", NEWSROOM, "--by", "outlet", "--groups", "甲報").code == 2


def test_cloud_of_nothing_has_no_words(wenmai) -> None:
    run = wenmai("cloud", "-", stdin=b"12 34")
    assert (run.code, run.document["words"]) == (0, [])


def test_concordance_prints_what_counts_and_what_does_not(wenmai, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("外長昨天在記者會上明白表示遺憾。記者追問，外長沒說。", "utf-8")
    (tmp_path / "b.txt").write_text("外長昨天在記者會上明白表示遺憾。另一件事與此無關。", "utf-8")
    found = wenmai("concordance", "外長*表示", str(tmp_path), "--width", "2")
    told = [(r["article"], r["hit"], r["after"], r["counts"]) for r in found.lines]
    hit = "外長昨天在記者會上明白表示"
    assert told == [("a.txt", hit, "遺憾", True), ("b.txt", hit, "遺憾", False)]
    limited = wenmai("concordance", "外長", str(tmp_path), "--limit", "1").lines
    assert [row["counts"] for row in limited] == [True, False]


def test_concordance_ranks_the_words_around(wenmai) -> None:
    text = "外長反對罷工。工會支持罷工。外長要求罷工。".encode()
    [first, *_] = wenmai("concordance", "外長", "-", "--collocates", "3", stdin=text).lines
    told = {name: first[name] for name in ("word", "before", "after", "frequency")}
    assert told == {"word": "罷工", "before": 0, "after": 2, "frequency": 3}


def test_concordance_says_at_which_character_a_query_is_wrong(wenmai) -> None:
    run = wenmai("concordance", "外交部(長|次長", SEEDS)
    assert (run.code, run.out) == (2, "")
    assert "At character 4" in run.err


def test_statistics_contrast_groups_with_stories_as_units(wenmai) -> None:
    asked = ("statistics", NEWSROOM, "--measure", "contrast", "--groups", "島聞通訊社,北岸日報")
    found = wenmai(*asked).document
    assert found["settings"]["labels"] == ["島聞通訊社", "北岸日報"]
    assert found["refused"] is None
    assert max(found["units"]) < 17  # articles of one story are one
    assert [row["q"] for row in found["rows"]] == sorted(row["q"] for row in found["rows"])
    for row in found["rows"]:
        assert row["low"] <= row["log_ratio"] <= row["high"]
        assert row["distinctive"] == (row["q"] <= 0.05)
    assert wenmai(*asked[:-1], "無此報").code == 2


def test_analyse_writes_a_result_folder_and_prints_what_it_always_prints(
    wenmai, tmp_path: Path
) -> None:
    for n, day in enumerate(("2026-10-12", "2026-10-13")):
        row = {"date": day, "content": f"外交部今天說明第{n}件事。"}
        (tmp_path / f"{n}.jsonl").write_text(f"{json.dumps(row)}\n{json.dumps(row)}\n", "utf-8")
    (tmp_path / "2.jsonl").write_text('{"content": ', "utf-8")
    pattern, output = str(tmp_path / "*.jsonl"), tmp_path / "result"
    plain = wenmai("analyse", pattern)
    made = wenmai("analyse", pattern, "--output", f"{output}/")
    assert (made.code, made.out) == (plain.code, plain.out) == (1, plain.out)
    assert "2.jsonl" in made.err
    told = json.loads((output / "result.json").read_text("utf-8"))
    assert told["counts"]["articles"] == 4
    assert wenmai("analyse", str(tmp_path / "none*"), "--output", f"{output}/").code == 2
    busy = tmp_path / "thesis"
    busy.mkdir()
    (busy / "a.docx").touch()
    refused = wenmai("analyse", pattern, "--output", str(busy))
    assert refused.code == 2
    assert "other files" in refused.err
    nowhere = wenmai(
        "analyse", pattern, "--output", f"{output}/", "--scheduler", "tcp://127.0.0.1:9"
    )
    assert nowhere.code == 2
    assert "no answer" in nowhere.err


def test_serve_refuses_a_folder_that_is_no_result(wenmai, tmp_path: Path) -> None:
    refused = wenmai("serve", str(tmp_path), "--no-browser")
    assert refused.code == 2
    assert "no result folder" in refused.err
