"""Who wrote a text is marked and not counted; what the text says is never taken for it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reading import ReadingSettings, Source, find_bylines, read
from components.reading.bylines import cut_out, opens_article
from components.text import sentences_of


@pytest.mark.parametrize(
    ("text", "bylines"),
    [
        ("（記者王小明／台北報導）北約同意。", ["（記者王小明／台北報導）"]),
        ("〔記者王小明／台北報導〕北約同意。", ["〔記者王小明／台北報導〕"]),
        ("［記者王小明台北報導］北約同意。", ["［記者王小明台北報導］"]),
        ("【本報記者王小明台北報導】\n北約同意。", ["【本報記者王小明台北報導】"]),
        ("（中央社記者王小明台北十日電）北約同意。", ["（中央社記者王小明台北十日電）"]),
        ("（中央社記者王小明，台北10日電）北約", ["（中央社記者王小明，台北10日電）"]),
        ("【大紀元12月10日訊】北約同意。", ["【大紀元12月10日訊】"]),
        ("【明報專訊】北約同意。", ["【明報專訊】"]),
        ("（本報訊）北約同意。", ["（本報訊）"]),
        ("新华社北京12月10日电（记者 王小明）北约", ["新华社北京12月10日电（记者 王小明）"]),
        ("中新社贝尔格莱德12月10日电 北约", ["中新社贝尔格莱德12月10日电"]),
        ("（记者 李明）北约同意。", ["（记者 李明）"]),
        ("(Reuters) 北約同意。", ["(Reuters)"]),
        ("PRISTINA (Reuters) - NATO agreed.", ["PRISTINA (Reuters) -"]),
        ("北約同意。（路透社）", ["（路透社）"]),
        ("北約。（譯者：王小明/核稿：李大華）0961210", ["（譯者：王小明/核稿：李大華）0961210"]),
        ("北約同意。\n編輯：陳大文", ["編輯：陳大文"]),
        ("北約同意。\n责任编辑：陈大文", ["责任编辑：陈大文"]),
        ("北約同意。\n來源：自由時報", ["來源：自由時報"]),
        ("標題\n記者王小明／台北報導\n北約同意。", ["記者王小明／台北報導"]),
        ("文／王小明\n北約同意。", ["文／王小明"]),
        ("發布日期：2007-12-10 10:30\n北約", ["發布日期：2007-12-10 10:30"]),
        ("他（記者王小明的弟弟）說同意。", []),
        ("記者問總統是否同意，總統說不。", []),
        ("記者：你好嗎", []),
        ("記者們都在報導", []),
        ("北約同意。（記者會後）", []),
        ("据新华社北京12月10日电，北约同意。", []),
        ("路透社指出，北約同意。", []),
        ("【社論】北約同意。", []),
        ("（北約，路透社記者說）的", []),
        ("編輯：這件事我們再想想好了，因為還沒有人同意。", []),
        ("日期：12月10日", []),
        ("來源", []),
        ("", []),
    ],
)  # fmt: skip
def test_bylines_are_brackets_and_lines_of_their_own(text: str, bylines: list[str]) -> None:
    assert [text[start:end] for start, end in find_bylines(text).stretches] == bylines


@pytest.mark.parametrize(
    ("text", "outlet", "published"),
    [
        ("（中央社台北2007年12月10日電）北約", "中央社", "2007-12-10"),
        ("（中央社記者王小明台北十日電）北約", "中央社", None),
        ("新华社北京12月10日电 北约", "新华社", None),
        ("北約。\n來源：自由時報", "自由時報", None),
        ("北約。\n來源：https://example.org/a", None, None),
        ("（中央社台北10日電）北約。\n來源：自由時報", "自由時報", None),
        ("北約。（譯者：王小明/核稿：李大華）0961210", None, "2007-12-10"),
        ("北約。（編輯：王小明）960230", None, None),
        ("（本報訊）北約", None, None),
        ("【明報專訊】北約", "明報", None),
        ("北約在2007年12月10日同意。", None, None),
    ],
)
def test_bylines_tell_outlet_and_day_where_they_agree(
    text: str, outlet: str | None, published: str | None
) -> None:
    found = find_bylines(text)
    assert (found.outlet, found.published) == (outlet, published)


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("（中央社台北十日電）北約同意。", True),
        ("〔記者王小明／台北報導〕", True),
        ("新华社北京12月10日电 北约同意。", True),
        ("（路透社）北約同意。", True),
        ("（路透社）", False),
        ("（中央社記者王小明攝）", False),
        ("（編輯：王小明）", False),
        ("北約同意。", False),
        ("", False),
    ],
)
def test_bylines_some_open_an_article(line: str, opens: bool) -> None:
    assert opens_article(line) is opens


def test_bylines_stay_in_the_text_and_are_not_counted() -> None:
    text = "（中央社記者王小明台北十日電）北約同意。歐盟反對。\n責任編輯：陳大文"
    [article] = read([Source("a.txt", text.encode())]).articles
    assert article.text == text
    assert article.bylines == ((0, 15), (26, 34))
    assert article.counted == ((15, 26),)
    assert [text[s.start : s.end] for s in sentences_of(article)] == ["北約同意。", "歐盟反對。"]
    assert (article.title, article.outlet) == ("北約同意", "中央通訊社")
    assert [(s.name, s.count) for s in article.steps] == [("bylines", 2)]


def test_bylines_can_be_switched_off() -> None:
    settings = ReadingSettings(clean=())
    [article] = read([Source("a", "（本報訊）北約。".encode(), settings)]).articles
    assert (article.bylines, article.counted) == ((), ((0, 8),))


def test_bylines_alone_leave_nothing_to_count() -> None:
    [article] = read([Source("a", "編輯：陳大文".encode())]).articles
    assert (article.counted, list(sentences_of(article)), article.title) == ((), [], "編輯")


@given(
    st.lists(
        st.sampled_from(["（本報訊）", "北約同意。", "\n", "編輯：陳大文", " ", "（記者", "）"])
    )
)
def test_bylines_stretches_ascend_and_the_rest_tiles(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = find_bylines(text).stretches
    rest = cut_out(len(text), found)
    assert all(a < b <= len(text) for a, b in found)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    assert sorted(i for a, b in (*found, *rest) for i in range(a, b)) == list(range(len(text)))
