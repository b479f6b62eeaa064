"""Chinese sentences end where a reader would say so."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reading import Source, read
from components.text import Corpus, sentences_of, split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("。", ["。"]),
        ("甲乙。丙丁。", ["甲乙。", "丙丁。"]),
        ("沒有句號的一句", ["沒有句號的一句"]),
        ("真的嗎？！不會吧……是的。", ["真的嗎？！", "不會吧……", "是的。"]),
        ("他說：「走。」然後離開。", ["他說：「走。」", "然後離開。"]),
        ("「走吧！」，他說。", ["「走吧！」，他說。"]),
        ("（見附圖。）下一句。", ["（見附圖。）", "下一句。"]),
        ("他喊『快跑！』」她也跑。", ["他喊『快跑！』」", "她也跑。"]),
        ("網址是a.tw/?b=c 沒錯!好", ["網址是a.tw/?b=c 沒錯!", "好"]),
        ("標題一行\n內文一句。  下一句", ["標題一行", "內文一句。", "下一句"]),
        (
            "他說他將會慎重思考並且行使權責國際法庭也擔心。",
            ["他說他將會慎重思考並且行使權責國際法庭也擔心。"],
        ),
        (
            "他說：「我問她『幾點？』她答『六點！』我等到七點。」然後離開。",
            ["他說：「我問她『幾點？』她答『六點！』我等到七點。」", "然後離開。"],
        ),
        ("“外层‘内层？’外层”也一样。好。", ["“外层‘内层？’外层”也一样。", "好。"]),
        ("「走嗎？」他問。「走。」她點頭。", ["「走嗎？」他問。", "「走。」", "她點頭。"]),
        ("「甲。乙。」丙。", ["「甲。", "乙。」", "丙。"]),
        ("營收8.5億元.法人看好.股價漲。", ["營收8.5億元.", "法人看好.", "股價漲。"]),
        ("約翰.甘迺迪來訪。他說好。", ["約翰.甘迺迪來訪。", "他說好。"]),
        ("They met in Tokyo. 東京都知事。", ["They met in Tokyo.", "東京都知事。"]),
        ("根據U.S. News報導，Apple Inc. 獲利。", ["根據U.S. News報導，Apple Inc. 獲利。"]),
        (
            "「真的嗎？」林添財說，「我不信！」眾人大笑。",
            ["「真的嗎？」林添財說，「我不信！」", "眾人大笑。"],
        ),
        (
            "「加油！」「撐住！」現場民眾高喊。隊伍出發。",
            ["「加油！」「撐住！」現場民眾高喊。", "隊伍出發。"],
        ),
        ("“谁来负责？”村民质问道。镇里不答。", ["“谁来负责？”村民质问道。", "镇里不答。"]),
        # What stands on a board is nobody's word, and who acts behind a quote does not speak.
        ("標語寫著「還地！」居民說，他們不走。", ["標語寫著「還地！」", "居民說，他們不走。"]),
        ("「停止開發！」環團上午到總統府前。", ["「停止開發！」", "環團上午到總統府前。"]),
        ("《誰是接班人？》今晚首播。收視看好。", ["《誰是接班人？》今晚首播。", "收視看好。"]),
        ("Yahoo!奇摩今天公布。網友叫好。", ["Yahoo!奇摩今天公布。", "網友叫好。"]),
        ("營收成長3.5%.股價上漲.", ["營收成長3.5%.", "股價上漲."]),
        ("約翰.甘迺迪到訪。約翰.甘迺迪離開。", ["約翰.甘迺迪到訪。", "約翰.甘迺迪離開。"]),
        ("蘇打綠 feat. 徐佳瑩登場。", ["蘇打綠 feat. 徐佳瑩登場。"]),
        (
            "Mr. Chen met U.S. officials in 2024. “Why?” he asked. No. 7 Co. Ltd. fell.",
            ["Mr. Chen met U.S. officials in 2024.", "“Why?” he asked.", "No. 7 Co. Ltd. fell."],
        ),
        (
            "1. The port opens. J. K. Lin said, “Go.” Crowds cheered.",
            ["1. The port opens.", "J. K. Lin said, “Go.”", "Crowds cheered."],
        ),
        (" \n \n", []),
        ("走！！！，好。", ["走！！！，好。"]),
        # Each further stop of a run once took longer than all before it.
        ("走" + "！" * 30_000 + "，好。", ["走" + "！" * 30_000 + "，好。"]),
    ],
)
def test_splitting_end_at_stops_with_their_closing_marks(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == expected


def test_splitting_sample_has_144(sample: Corpus) -> None:
    assert len(list(sentences_of(sample.articles[0]))) == 144


def test_splitting_stay_inside_what_counts() -> None:
    corpus = read([Source("a", "甲乙。丙丁。戊己。".encode())])
    counted = corpus.counting({"a": ((0, 3), (6, 9))}, "unique")
    assert [counted.text_of(s) for s in sentences_of(counted.articles[0])] == ["甲乙。", "戊己。"]


def test_splitting_sees_nothing_behind_the_end() -> None:
    assert list(split_sentences("走！，好。", 0, 2)) == [(0, 2)]


@given(st.text(alphabet="甲乙。！？」』…，\n a?", max_size=200))
def test_splitting_tile_everything_but_blanks(text: str) -> None:
    spans = list(split_sentences(text))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    left_out = "".join(
        text[a:b]
        for a, b in zip(
            [0, *(end for _, end in spans)],
            [*(start for start, _ in spans), len(text)],
            strict=True,
        )
    )
    assert not left_out.strip()
