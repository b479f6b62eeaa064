"""The page of names on the sample, and corrections made on it as a reader makes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.lexicon import Lexicon
from dashboard.state.memory import Memory
from dashboard.state.session import sample_analysis
from tests.pages import open_app, turn

ROOT = Path(__file__).parents[2]
PICK = "n:LOC:科索夫"


def visit(page: str = "entities", pick: str = "", **state: object) -> AppTest:
    return turn(open_app({"pick": pick} if pick else None, **state), page)


def names(app: AppTest) -> list[str]:
    [table] = [frame.value for frame in app.dataframe if "mentions" in frame.value]
    return list(table["name"])


def lexicon(app: AppTest) -> Lexicon:
    """The own words of the reader, as the session holds them."""
    own: Memory = app.session_state["memory"]
    return own.lexicon.lexicon if own.lexicon else Lexicon()


def headings(app: AppTest) -> str:
    return " ".join(heading.value for heading in app.subheader)


def widget(app: AppTest, kind: str, ending: str):
    [found] = [w for w in app.get(kind) if str(w.key or "").endswith(ending)]
    return found


def press(app: AppTest, label: str) -> AppTest:
    [button] = [b for b in app.button if b.label == label and "lexicon" not in str(b.key)]
    button.click().run()
    assert not app.exception
    return app


def test_entities_page_shows_the_names_of_the_sample() -> None:
    app = visit()
    assert app.title[0].value == "人物・地點・組織"
    assert {"科索夫", "北約", "潘基文"} <= set(names(app))
    assert lexicon(app) == Lexicon()


def test_entities_page_opens_the_notices() -> None:
    app = press(visit(), "授權與來源")
    said = " ".join(text.value for text in app.markdown)
    assert "components/entities/data/cities.txt" in said
    assert "CC-BY-4.0" in said


def test_entities_page_filters_by_kind_and_confidence() -> None:
    app = visit()
    before = names(app)
    app.slider(key="ent_min").set_value(4).run()
    fewer = names(app)
    assert set(fewer) < set(before)
    app.slider(key="ent_sure").set_value(95).run()
    assert set(names(app)) <= set(fewer)


def test_entities_page_shows_the_sentences_of_a_choice() -> None:
    app = visit(pick=PICK)
    assert "「科索夫」出現 10 次，在 8 句裡" in headings(app)


def test_entities_page_renames_and_keeps_the_choice() -> None:
    app = visit(pick=PICK)
    widget(app, "text_input", "_name").set_value(" 科索沃 ")
    press(app, "改名")
    assert "科索沃" in names(app)
    assert "科索夫" not in names(app)
    assert "「科索沃」出現 10 次" in headings(app)
    assert app.toast[0].value == "「科索夫」改名為「科索沃」。"
    assert lexicon(app).entities == ("rename 科索夫 = 科索沃",)
    press(app, "復原")
    assert "科索夫" in names(app)
    assert "「科索夫」出現 10 次" in headings(app)
    press(app, "重做")
    assert "「科索沃」出現 10 次" in headings(app)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("  ", "請先寫上名字或詞"),
        ("長" * 41, "最多 40 個字，現在有 41 個"),
        ("甲=乙", "不能有「=」"),
        ("甲\u200b乙", "看不見的符號"),
        ("科索夫", "和原來的一樣"),
    ],
)
def test_entities_page_says_what_is_wrong_with_a_name(typed: str, sentence: str) -> None:
    app = visit(pick=PICK)
    widget(app, "text_input", "_name").set_value(typed)
    press(app, "改名")
    assert sentence in app.error[0].value
    assert "科索夫" in names(app)
    assert lexicon(app) == Lexicon()


def test_entities_page_changes_the_kind_and_follows() -> None:
    app = visit(pick="n:ORG:北約")
    widget(app, "button_group", "_kind").set_value("PER").run()
    assert not app.exception
    assert app.session_state["memory"].pick == "n:PER:北約"
    assert "「北約」出現 6 次" in headings(app)


def test_entities_page_merges_into_another_name() -> None:
    app = visit(pick="n:ORG:國際法庭")
    select = widget(app, "selectbox", "_merge")
    select.set_value("ORG:國際戰犯法庭").run()
    assert not app.exception
    assert lexicon(app).entities == ("merge 國際法庭 = 國際戰犯法庭",)
    assert "「國際戰犯法庭」出現 2 次" in headings(app)
    # The other way to write it can be split off again.
    widget(app, "selectbox", "_split").set_value("國際法庭").run()
    assert "國際法庭" in names(app)


def test_entities_page_drops_what_is_no_name_and_brings_it_back() -> None:
    app = visit(pick=PICK)
    press(app, "這不是名字")
    assert "科索夫" not in names(app)
    assert "不再算是名字" in app.toast[0].value
    press(app, "復原")
    assert "科索夫" in names(app)


def test_entities_page_asks_about_what_is_doubtful() -> None:
    app = visit(ent_view="review")
    assert "把「國際法庭」併入「國際戰犯法庭」？" in headings(app)
    app.button(key="review_skip").click().run()
    assert "「國際戰犯法庭」是組織的名字嗎？" in headings(app)
    app.button(key="review_undo").click().run()
    app.button(key="review_no").click().run()
    assert lexicon(app).entities == ("apart 國際法庭 = 國際戰犯法庭",)
    assert "「國際戰犯法庭」是組織的名字嗎？" in headings(app)
    app.button(key="review_PER").click().run()
    assert lexicon(app).entities[1:] == ("kind 國際戰犯法庭 = PER",)
    assert not app.exception
    assert "都確認過了" in app.success[0].value
    app.button(key="review_undo").click().run()
    assert "「國際戰犯法庭」是組織的名字嗎？" in headings(app)


def test_corrections_of_one_reader_are_never_seen_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WENMAI_MODE", "hosted")
    one, other = visit(pick=PICK), visit(pick=PICK)
    press(one, "這不是名字")
    other.run()
    assert "科索夫" not in names(one)
    assert "科索夫" in names(other)
    assert lexicon(other) == Lexicon()
    assert "corrections" not in other.session_state
    assert "科索夫" in names(visit())


def test_corrections_reach_every_page() -> None:
    app = visit(pick=PICK)
    widget(app, "text_input", "_name").set_value("科索沃")
    press(app, "改名")
    app.switch_page("app_pages/network.py").run()
    assert not app.exception
    links = next(frame.value for frame in app.dataframe if "source" in frame.value)
    ends = {*links["source"], *links["target"]}
    assert "◆ 科索沃" in ends
    assert "◆ 科索夫" not in ends


def test_corrections_offer_both_ends_of_a_link() -> None:
    edge = sample_analysis().network.edges[0]
    app = visit("network", pick=f"e:{edge.source}|{edge.target}")
    fields = [field.value for field in app.text_input if str(field.key).endswith("_name")]
    assert fields == [end.partition(":")[2] for end in (edge.source, edge.target)]
    [first, _] = [field for field in app.text_input if str(field.key).endswith("_name")]
    first.set_value("丁")
    [button, _] = [button for button in app.button if button.label == "改名"]
    button.click().run()
    assert not app.exception
    assert "「丁」" in headings(app)


def test_words_are_put_right_beside_their_sentences() -> None:
    app = visit("words", pick="w:科索夫")
    assert "「科索夫」出現" in headings(app)
    widget(app, "toggle", "_fix_科索夫_stop").set_value(True).run()
    assert not app.exception
    assert lexicon(app).stop_words == ("科索夫",)
    assert app.text_area(key="words_own_stop_words").value == "科索夫"
    press(app, "復原")
    assert lexicon(app) == Lexicon()
    assert app.text_area(key="words_own_stop_words").value == ""


def test_words_become_names_and_words() -> None:
    app = visit("words", pick="w:高峰会")
    assert "「高峰會」出現" in headings(app)
    widget(app, "button_group", "_kind").set_value("ORG").run()
    assert lexicon(app).entities == ("add 高峰會 = ORG",)
    widget(app, "text_input", "_word").set_value("在高峰會上")
    press(app, "加進詞典")
    assert lexicon(app).words == ("在高峰會上",)
    assert app.text_area(key="words_own_words").value == "在高峰會上"
    app.text_area(key="words_own_forbidden").set_value("在高峰會上").run()
    assert lexicon(app).forbidden == ("在高峰會上",)
    assert lexicon(app).words == ()


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "請先寫上"), ("科索夫 獨立", "中文詞裡不能有空格")]
)
def test_words_say_what_is_wrong_with_what_was_typed(typed: str, sentence: str) -> None:
    app = visit("words", pick="w:科索夫")
    widget(app, "text_input", "_word").set_value(typed)
    press(app, "加進詞典")
    assert sentence in app.error[0].value


def test_reader_corrects_what_it_was_asked_for() -> None:
    app = visit("reader", pick="t:外界所料")
    assert widget(app, "text_input", "_word").value == "外界所料"
    widget(app, "button_group", "_kind").set_value("PER").run()
    assert lexicon(app).entities == ("add 外界所料 = PER",)
    app.switch_page("app_pages/entities.py").run()
    assert "外界所料" in names(app)


def lexicon_file(app: AppTest, data: bytes) -> AppTest:
    app.file_uploader(key="lexicon_file").set_value(("mine.txt", data, "text/plain")).run()
    assert not app.exception
    return app


def test_lexicon_goes_out_and_comes_in_again() -> None:
    text = "wenmai-lexicon 1\n\n[words]\n高峰會上\n\n[entities]\nrename 科索夫 = 科索沃\n"
    app = lexicon_file(visit(), text.encode())
    assert "科索沃" in names(app)
    assert lexicon(app) == Lexicon(words=("高峰會上",), entities=("rename 科索夫 = 科索沃",))
    said = [element.value for element in app.text]
    assert {"「高峰會上」當成一個詞。", "「科索夫」改名為「科索沃」。"} <= set(said)
    app.selectbox(key="lexicon_drop_one").select_index(1).run()
    assert lexicon(app) == Lexicon(words=("高峰會上",))
    assert "科索夫" in names(app)
    app.button(key="lexicon_undo").click().run()
    assert "科索沃" in names(app)
    app.button(key="lexicon_drop_all").click().run()
    assert lexicon(app) == Lexicon()
    assert "科索夫" in names(app)
    app.button(key="lexicon_undo").click().run()
    assert "科索沃" in names(app)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("[entities]\nrename 科索夫\n".encode(), "第 2 行：rename"),
        ("[words]\n科索夫".encode("big5"), "UTF-8"),
        (b"#" * 400_001, "最多 400 KB"),
    ],
)
def test_lexicon_that_is_wrong_changes_nothing(data: bytes, sentence: str) -> None:
    app = lexicon_file(visit(), data)
    assert sentence in app.error[0].value
    assert "科索夫" in names(app)
    assert lexicon(app) == Lexicon()
