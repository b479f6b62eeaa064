"""What rules add to the net, case by case; [名字 KIND] marks what is to be found."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from components.entities import find
from components.entities.aliases import keys_of
from components.entities.gazetteer import gazetteer
from components.entities.vocabulary import ABBREVIATIONS
from components.reading import AS_IS, Source, read
from components.text import Corpus, norm_of

_MARK = re.compile(r"\[([^\] ]+) (PER|LOC|ORG)\]")


def corpus_of(*texts: str) -> Corpus:
    return read([Source(f"{i}.txt", text.encode(), settings=AS_IS) for i, text in enumerate(texts)])


def marked(text: str) -> str:
    """Write the names found into the text, as the cases are written."""
    corpus = corpus_of(text)
    index = find(corpus)
    kinds = {entity.id: entity.kind for entity in index.entities}
    for m in reversed(index.mentions):
        start, end = m.span.start, m.span.end
        text = f"{text[:start]}[{text[start:end]} {kinds[m.entity_id]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    "text",
    [
        # Listed names say their kind, whatever the net takes them for.
        "七號在[北約 ORG]總部[布魯塞爾 LOC]達成共識。",
        "人口以[阿爾巴尼亞 LOC]裔為主的[科索夫自治區 LOC]",
        # 會 before a verb is 'will', 所 a particle.
        "但是[俄羅斯 LOC]宣稱，[科索夫 LOC]獨立會激勵區域內其他分離主義團體跟進",
        "[美 LOC][歐 LOC]都支持[聯合國 ORG]特使所提出的建議。",
        # Nested names are one, a place and a world body are two.
        "外長也特地前往[紐約 LOC][聯合國 ORG]總部，向[潘基文 PER]表達希望。",
        "[江苏省南京市玄武区人民法院 ORG]昨日开庭审理此案。",
        "[南投縣仁愛鄉 LOC]發生規模6.2地震。",
        # Titles are no part of a name, and give a surname back.
        "[民進黨 ORG]立委[管碧玲 PER]質疑，[陳 PER]總統昨天接見外賓。",
        "[李登輝 PER]前總統日前赴[沖繩 LOC]訪問，[李 PER]前總統說明行程。",
        "[英國 LOC]首相[布朗 PER]與[法國 LOC]總統[薩科奇 PER]在[倫敦 LOC][唐寧街 LOC]會談。",
        # The list's 台北市 does not cut 市長.
        "[台北 LOC]市長[柯文哲 PER]說，[新竹縣 LOC]縣長也到場。",
        # What stands in a place, and what a firm's name goes on with.
        "昨晚在[新莊棒球場 LOC]舉行，[福島第一核電廠 LOC]的輻射外洩已獲控制。",
        "[微軟公司 ORG]創辦人[比爾·蓋茲 PER]與[蘋果 ORG]執行長[賈伯斯 PER]同台。",
        # The place itself.
        "[聯合國安理會 ORG]五個常任理事國加[德國 LOC]將在[紐約 LOC]開會。",
        # Short names in a row, and before what two have in common.
        "[美 LOC]、[英 LOC]、[法 LOC]、[俄 LOC]、[中 LOC]五国外长昨日在[日内瓦 LOC]举行会议。",
        "[美国 LOC]国务卿说，[美 LOC][伊 LOC]关系不会很快改善。",
        "[溫哥華 LOC]、[蒙特利爾 LOC]等城市",
        # What the net cuts in two.
        "[联合国 ORG]秘书长[安南 PER]的特使[普里马科夫 PER]访问了[巴格达 LOC]。",
        "[广东省深圳市宝安区西乡镇党委 ORG]书记[李小明 PER]接受了采访。",
        "[中国队 ORG]在[大连金州体育场 LOC]以2比4负于[伊朗队 ORG]。",
        "[WHO ORG]與[NATO ORG]今天開會",
        # A meeting of two is no person, an afternoon neither.
        "[賴 PER]主委強調，江陳會談將如期舉行。",
        "今天下午維和部隊將會繼續駐守當地。",
    ],
)
def test_rules_read_the_news(text: str) -> None:
    assert marked(_MARK.sub(r"\1", text)) == text


@pytest.mark.parametrize("text", ["印度東北部的城市", "印度政府宣布", "印度"])
def test_rules_name_the_place_itself(text: str) -> None:
    assert marked(text).startswith("[印度 LOC]")


@pytest.mark.parametrize("text", ["Europe and Asia", "TVBS", "Chris", "FBIs", "who is un eu"])
def test_rules_find_no_listed_name_inside_a_latin_word(text: str) -> None:
    names = {entity.name.lower() for entity in find(corpus_of(text)).entities}
    assert not {"eu", "is", "fbi", "un", "who"} & names


@pytest.mark.parametrize("text", ["Hello world", "他說Hello world", "Hello, world!", "The Test"])
def test_rules_find_nobody_in_plain_english(text: str) -> None:
    assert marked(text) == text


@pytest.mark.parametrize("text", ["", "。", "123", "……「」", "a" * 500, "，" * 300, "İstanbul İ"])
def test_rules_survive_text_without_names(text: str) -> None:
    assert all(len(m.span) > 0 for m in find(corpus_of(text)).mentions)


def test_names_lie_inside_their_sentence_and_never_overlap() -> None:
    corpus = corpus_of(
        "中美日三國外長在東京會晤。" * 3, "布希、布希與喬治·布希！歐盟EU，歐洲聯盟。"
    )
    index = find(corpus)
    for sentence in index.sentences:
        inside = [
            (m.span.start, m.span.end)
            for m in index.mentions
            if m.span.article_id == sentence.article_id
            and sentence.start <= m.span.start < sentence.end
        ]
        assert all(end <= sentence.end for _, end in inside)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(inside))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("科索夫", "科索沃"),
        ("北約", "北大西洋公約組織"),
        ("歐盟", "歐洲聯盟"),
        ("臺灣", "台湾"),
        ("雪梨", "悉尼"),
        ("義大利", "意大利"),
        ("沙烏地阿拉伯", "沙特阿拉伯"),
    ],
)
def test_gazetteer_knows_the_forms_of_one_name(one: str, other: str) -> None:
    names = gazetteer().names
    assert names[norm_of(one)].key == names[norm_of(other)].key


@pytest.mark.parametrize("name", ["歐元區", "未知地區", "世界", "中美"])
def test_gazetteer_leaves_out_what_is_no_place(name: str) -> None:
    assert norm_of(name) not in gazetteer().names


def test_gazetteer_knows_what_abbreviations_stand_for() -> None:
    names = gazetteer().names
    assert [full for full in ABBREVIATIONS.values() if full and full not in names] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北約同意，北大西洋公約組織也同意，NATO同意。", {"北大西洋公約組織"}),
        ("臺灣代表說，台灣、台湾。", {"臺灣", "台灣", "台湾"}),
    ],
)
def test_aliases_of_listed_names_are_one_entity(text: str, expected: set[str]) -> None:
    index = find(corpus_of(text))
    first = index.entities[0]
    assert expected <= {first.name, *first.aliases}
    assert index.counts[first.id] == 3


def test_aliases_of_a_person_hold_in_one_article() -> None:
    one = "馬英九總統今天出訪。馬總統說，一切順利。"
    index = find(corpus_of(one, "馬總統沒有回應。"))
    assert [(e.name, index.counts[e.id]) for e in index.entities if e.kind == "PER"] == [
        ("馬英九", 2),
        ("馬", 1),
    ]


def test_votes_recall_a_name_that_one_sentence_misses() -> None:
    from components.entities.rules import FoundName, FoundRows
    from components.entities.votes import RECALLED, Readings, recall

    def recalled(sure: float) -> tuple[FoundName, ...]:
        """Two sentences; the net sees a name in one of them, and two words in the other."""
        words, bounds = np.array([3, 5], np.int32), np.array([0, 0, 2], np.int32)
        names = FoundRows.of([[FoundName(0, 3, "PER", sure)], []])
        return recall(["米拉迪", "米拉迪出庭"], Readings(words, bounds, names))[1]

    assert recalled(1.0) == (FoundName(0, 3, "PER", RECALLED),)
    assert recalled(0.5) == ()


def test_votes_of_an_article_decide_the_kind() -> None:
    from components.entities.votes import Ballot, decide_kinds

    # Into KINDS: 0 is PER, 1 LOC, 2 ORG.
    codes, kinds = np.array([0, 0, 1], np.int32), np.array([0, 1, 2], np.int32)
    everywhere = Ballot(("a", "科索沃"), codes, kinds, np.array([1.0, 1.0, 5.0]))
    own = np.array([[0.9, 1.6, 0.0], [0.0, 0.0, 5.0], [1.7, 1.6, 0.0]])
    assert decide_kinds(own, np.array([0, 1, 0], np.int32), everywhere).tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("people", "short", "full"),
    [
        ({"马英九", "马"}, "马", "马英九"),
        ({"马英九", "英九"}, "英九", "马英九"),
        ({"乔治·布什", "布什"}, "布什", "乔治·布什"),
        ({"欧阳文风", "欧阳"}, "欧阳", "欧阳文风"),
        # Two people fit, or none: the short form stays by itself.
        ({"马英九", "马友友", "马"}, "马", "马"),
        ({"乔治·布什", "芭芭拉·布什", "布什"}, "布什", "布什"),
        ({"陈水扁", "马"}, "马", "马"),
    ],
)
def test_aliases_stand_for_the_one_person_they_fit(people: set[str], short: str, full: str) -> None:
    keys = keys_of({"a": [("PER", name) for name in people], "b": [("PER", short)]})
    assert keys["a", "PER", short] == full
    assert keys["b", "PER", short] == short


def test_aliases_of_a_city_and_its_office_are_one_place() -> None:
    keys = keys_of({"a": [("LOC", "甲乙"), ("LOC", "甲乙市"), ("ORG", "甲乙")]})
    assert keys["a", "LOC", "甲乙"] == keys["a", "LOC", "甲乙市"] == "甲乙市"
    assert keys["a", "ORG", "甲乙"] == "甲乙"
