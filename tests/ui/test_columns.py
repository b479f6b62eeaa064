"""Columns: one control for words, cloud and names, and sentences of one column alone."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from dashboard.state.pick import Pick, PickedGroup, in_group
from tests.pages import open_app, turn

CAPTION = re.compile(r"按媒體分欄：島聞通訊社（17 篇、[\d,]+ 詞）、.*另有 4 組（26 篇）沒有成欄")


def said(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def count_of(app: AppTest) -> int:
    """Return how often what is picked stands in the articles that are looked at."""
    found = [re.search(r"出現 (\d+) 次", one.value) for one in app.subheader]
    return int(next(match[1] for match in found if match))


def test_columns_are_the_same_on_three_pages_and_go_away() -> None:
    app = open_app({"sample": "newsroom"})
    for page in ("words", "entities", "cloud"):
        turn(app, page)
        app.selectbox(key="split").set_value("outlet").run()
        assert CAPTION.search(said(app)), page
        assert app.query_params["split"] in ("outlet", ["outlet"])
    app.segmented_control(key="split_within").set_value("stories").run()
    assert "只算兩欄以上都報的" in said(app)
    app.multiselect(key="split_outlet").set_value(["島聞通訊社"]).run()
    assert "至少要兩欄" in " ".join(one.value for one in app.info)
    app.selectbox(key="split").set_value("none").run()
    assert "分欄：" not in said(app)


def test_a_pick_in_a_column_shows_its_sentences_alone() -> None:
    word, outlets = Pick("word", "渔船"), ("島聞通訊社", "全景新聞網", "北岸日報")
    app = turn(open_app({"sample": "newsroom", "split": "outlet", "pick": word.code}), "words")
    everywhere = count_of(app)
    frame = app.dataframe[0].value
    [row] = frame[frame.iloc[:, 0] == "漁船"].to_dict("records")
    for outlet in outlets:
        app.query_params["pick"] = in_group(PickedGroup("outlet", outlet), word).code
        app.run()
        assert count_of(app) == row[f"{outlet} 次數"]
    assert sum(row[f"{outlet} 次數"] for outlet in outlets) < everywhere


def test_columns_are_not_offered_where_nothing_divides_the_articles() -> None:
    app = turn(open_app({"split": "outlet"}), "words")
    assert "split" not in {one.key for one in app.selectbox}
    assert "分欄：" not in said(app)
