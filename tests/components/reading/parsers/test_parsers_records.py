"""Records: JSON in the shapes that exports have."""

import json

import pytest

from components import reading
from components.reading.document import (
    Document,
    Limits,
    TableColumns,
)
from components.reading.parsers import preview_table
from components.text import Step
from tests.parsing import read_rows, refuse_rows

ONE = {
    "title": "談判破裂",
    "body": "總統表示。",
    "date": "2007-12-10",
    "source": {"name": "中央社"},
}
TWO = {"title": "歐盟表態", "body": "歐盟說。", "date": "2007-12-11"}


def read(data: object, name: str = "a.json", columns: TableColumns | None = None,
         limits: Limits | None = None) -> tuple[Document, ...]:  # fmt: skip
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return read_rows(raw, name, columns, limits)


def refusal(
    data: object, name: str = "a.json", limits: Limits | None = None
) -> tuple[str, dict[str, str | int]]:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return refuse_rows(raw, name, limits=limits)


@pytest.mark.parametrize(
    "data",
    [
        [ONE, TWO],
        {"articles": [ONE, TWO]},
        {"status": "ok", "total": 2, "tags": ["a", "b", "c"], "articles": [ONE, TWO]},
        {"data": {"page": 1, "items": [ONE, TWO]}},
        "\n".join(json.dumps(record) for record in (ONE, TWO)).encode(),
    ],
)
def test_records_are_found_in_lists_within(data: object) -> None:
    first, second = read(data)
    assert (first.name, first.text, first.title, first.published, first.outlet) == (
        "1", "總統表示。", "談判破裂", "2007-12-10", "中央社")  # fmt: skip
    assert (second.name, second.text, second.outlet) == ("2", "歐盟說。", None)


def test_records_alone_are_one_article() -> None:
    (document,) = read({**ONE, "images": [{"url": "a"}, {"url": "b"}]})
    assert (document.name, document.text, document.outlet) == ("1", "總統表示。", "中央社")


@pytest.mark.parametrize("end", ["", "\n"])
def test_records_of_json_lines_go_by_their_line(end: str) -> None:
    lines = f"{json.dumps(ONE)}\r\n\r\n{json.dumps(TWO)}{end}".encode()
    assert [document.name for document in read(lines, "a.jsonl")] == ["1", "3"]


def test_records_that_are_strings_are_texts() -> None:
    assert [document.text for document in read(["總統表示。", "歐盟說。"])] == [
        "總統表示。",
        "歐盟說。",
    ]


def test_records_with_paragraphs_join_them_as_lines() -> None:
    assert read([{"title": "甲", "content": ["一", "二"]}])[0].text == "一\n二"


def test_records_show_their_fields_as_columns() -> None:
    table = preview_table(
        json.dumps([ONE, {**TWO, "url": "x"}]).encode(), name="a.json", limits=Limits()
    )
    assert table is not None
    assert table.header == ("title", "body", "date", "source.name", "url")
    assert table.rows[0] == ("談判破裂", "總統表示。", "2007-12-10", "中央社", "")
    assert (table.n_rows, table.guess) == (2, TableColumns(1, 0, 2, 3))
    assert preview_table(b"[]", name="a.json", limits=Limits()) is None


def test_records_use_the_fields_the_reader_chose() -> None:
    assert read([ONE], columns=TableColumns(text=0, title=1))[0].text == "談判破裂"


def test_records_with_half_a_character_count_it() -> None:
    text = "總統表示科索夫的前途" * 20
    (document,) = read([{"title": "甲\ud800", "text": text + "\ud800\0"}])
    assert document.text == text + "\ufffd\ufffd"
    assert document.title == "甲\ufffd"
    assert document.steps == (Step("bad_bytes", 2),)
    assert refusal([{"text": "總統" + "\ud800" * 50}])[0] == "bad_bytes"


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (b"", ("empty", {})),
        (b" \n", ("empty", {})),
        (b"[]", ("empty", {})),
        (b"{}", ("empty", {})),
        (b"[{}]", ("empty", {})),
        (b'[{"text": ""}]', ("empty", {})),
        (b'[{"id": 1}]', ("no_text_column", {"count": 1})),
        (b"123", ("not_text", {"format": "json"})),
        (b'{"a": ', ("broken", {"format": "json", "position": 1})),
        (b'[\n{"text": "a"},\n{"te', ("broken", {"format": "json", "position": 3})),
        (b'{"text": "a"}\n{"text":', ("broken", {"format": "json", "position": 2})),
        (b"[" + b"1" * 5000 + b"]", ("broken", {"format": "json", "position": 1})),
        (b"[" * 100_000, ("too_deep", {"format": "json"})),
        (b'{"a":' * 100_000, ("too_deep", {"format": "json"})),
        (b'{"text": "a"}\n' + b"[" * 100_000, ("too_deep", {"format": "json"})),
    ],
)
def test_records_that_give_no_text_are_refused(data: bytes, refused: object) -> None:
    assert refusal(data) == refused


@pytest.mark.parametrize("data", [[TWO] * 4, "\n".join([json.dumps(TWO)] * 4).encode()])
def test_records_have_a_limit(data: object) -> None:
    assert len(read(data, limits=Limits(rows=4))) == 4
    assert refusal(data, limits=Limits(rows=3)) == ("too_many_rows", {"limit": 3})


def test_records_whose_field_of_texts_is_empty_are_read_from_another() -> None:
    row = {"text": None, "maintext": "總統昨天表示，談判應當繼續。", "date_download": "2007-12-20"}
    rows = [row | {"date_publish": f"2007-12-1{n} 06:00:00", "title": "談判"} for n in range(3)]
    found = read(rows)
    assert [document.text for document in found] == [row["maintext"]] * 3
    assert [(document.published or "")[:10] for document in found] == [
        "2007-12-10", "2007-12-11", "2007-12-12"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>總統表示。<p>歐盟說。", "總統表示。\n歐盟說。"),
        ('總統表示。<img src="a.jpg">', "總統表示。"),
        ("總統<span class=x>表示", "總統表示"),
        ("a<b 且 c>d", "a<b 且 c>d"),
        ("&lt;p&gt;總統表示。&lt;/p&gt;&lt;p&gt;歐盟說。", "總統表示。\n歐盟說。"),
        ("3 &lt; 5，總統表示。", "3 &lt; 5，總統表示。"),
        (
            "<!-- wp:paragraph --><p>總統表示。</p><!-- /wp --><figure><figcaption>圖",
            "總統表示。\n圖",
        ),
        ("總統表示。".encode().decode("latin-1"), "總統表示。"),
    ],
)
def test_records_lose_tags_in_their_texts(text: str, shown: str) -> None:
    (document,) = read([{"body": text, "title": "談判"}])
    assert document.text == shown


@pytest.mark.parametrize(
    "body",
    [
        {"blocks": [{"key": "a", "text": "總統表示。"}, {"key": "b", "text": "歐盟說。"}]},
        {"type": "doc", "content": [
            {"type": "paragraph", "content": [{"text": "總統"}, {"text": "表示。"}]},
            {"type": "paragraph", "content": [{"type": "text", "text": "歐盟說。"}]},
        ]},
        {"ops": [{"insert": "總統表示。\n"}, {"insert": "歐盟說。"}]},
        ["總統表示。", "歐盟說。"],
    ],
)  # fmt: skip
def test_records_with_rich_text_of_editors_are_read_block_by_block(body: object) -> None:
    (document,) = read([{"title": "談判", "body": body}])
    assert document.text == "總統表示。\n歐盟說。"


def test_records_of_objects_by_their_ids_and_of_objects_with_names() -> None:
    told = [{"title": "甲", "content": "市府說明。", "author": [{"name": "王小明"}]}]
    told += [{"title": "乙", "content": "議會質詢。"}]
    by_id = json.dumps(dict(zip("12", told, strict=True))).encode()
    found = reading.read([reading.Source("a.json", by_id)]).articles
    assert [(a.text, a.authors) for a in found] == [("市府說明。", ("王小明",)), ("議會質詢。", ())]


def test_records_fields_under_each_other_are_one_article() -> None:
    rows = "標題,步道修復\n媒體,聯合報\n日期,2026/3/5\n內文,市府說明，工程年底完工。\n"
    (article,) = reading.read([reading.Source("a.csv", rows.encode())]).articles
    assert (article.title, article.outlet, article.text) == (
        "步道修復",
        "聯合報",
        "市府說明，工程年底完工。",
    )
