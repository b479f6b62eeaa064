"""Names in sentences of the news, case by case; [名字 KIND] marks what is to be found."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from components.entities import find
from components.entities.aliases import Joined, KindAndName, keys_of
from components.entities.gazetteer import gazetteer
from components.entities.vocabulary import ABBREVIATIONS
from components.lexicon import Kind
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
        # Dots and hyphens, transliterations, names of peoples with names of their own.
        "導演[伊萬．佩特羅維奇 PER]與歌手[馬耀・卡照 PER]昨天抵達[台北 LOC]。",
        "[法國 LOC]極右派創辦人[尚-馬利．勒龐 PER]週日在[馬賽 LOC]演說。",
        "[法國 LOC]左派領袖[讓-呂克·梅朗雄 PER]週日在[馬賽 LOC]演說。",
        "[越南 LOC]籍移工[阮氏蘭 PER]說，雇主[林美惠 PER]待她很好。",
        # Bodies with their place, also inside a title; short forms.
        "[新北市政府消防局 ORG]昨晚獲報，[勞動部 ORG]長[何佩珊 PER]今天到場關心。",
        "[北檢 ORG]今天約談[張大明 PER]，[台北地院 ORG]裁定羈押。",
        "[台電 ORG]與[台積電 ORG]簽約，[NVIDIA ORG]也有意加入。",
        # Addresses and levels are one name.
        "火警發生在[台南市東區中華東路三段 LOC]一間鐵皮屋。",
        "[南投縣仁愛鄉 LOC]發生規模6.2地震。",
        "[江苏省南京市玄武区人民法院 ORG]昨日开庭审理此案。",
        # Openings.
        "〔記者[陳建宏 PER]／[屏東 LOC]報導〕",
        "（[中央社 ORG]記者[王映潔 PER][花蓮 LOC]9日電）",
        # A surname alone counts with a title, and not with 姓, 男, 女.
        "[民進黨 ORG]立委[管碧玲 PER]質疑，[陳 PER]總統昨天接見外賓。",
        "張姓男子與李女昨天在[板橋 LOC]被捕，黃嫌在逃。",
        # The place itself, before a title and before what lies around it.
        "[苗栗 LOC]縣長[鍾東錦 PER]說，[宜蘭 LOC]外海風浪大。",
        "[英國 LOC]首相[布朗 PER]與[法國 LOC]總統[薩科奇 PER]在[倫敦 LOC]會談。",
        "[印度 LOC]政府宣布，[印度 LOC]東北部的城市停電。",
        # 會 before a verb is 'will', 所 a particle.
        "但是[俄羅斯 LOC]宣稱，[科索夫 LOC]獨立會激勵區域內其他分離主義團體跟進。",
        "[美 LOC][歐 LOC]都支持[聯合國 ORG]特使所提出的建議。",
        # A place and a world body are two names.
        "外長也特地前往[紐約 LOC][聯合國 ORG]總部，向[潘基文 PER]表達希望。",
        # What is no name: typhoons, diseases, holidays, ships, currencies, peoples.
        "海葵颱風逼近，德國麻疹與流感疫苗在端午節前開打，新台幣升值。",
        "排灣族與阿美族的長老搭玉山艦出海，今天下午維和部隊將會繼續駐守當地。",
    ],
)
def test_names_of_the_news(text: str) -> None:
    assert marked(_MARK.sub(r"\1", text)) == text


@pytest.mark.parametrize("text", ["Europe and Asia", "TVBS", "Chris", "FBIs", "who is un eu"])
def test_names_find_no_listed_name_inside_a_latin_word(text: str) -> None:
    names = {entity.name.lower() for entity in find(corpus_of(text)).entities}
    assert not {"eu", "is", "fbi", "un", "who"} & names


@pytest.mark.parametrize("text", ["Hello world", "他說Hello world", "Hello, world!", "The Test"])
def test_names_find_nobody_in_plain_english(text: str) -> None:
    assert marked(text) == text


@pytest.mark.parametrize("text", ["", "。", "123", "……「」", "a" * 500, "，" * 300, "İstanbul İ"])
def test_names_survive_text_without_names(text: str) -> None:
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
        ({"乔治·丹杜夫", "丹杜夫"}, "丹杜夫", "乔治·丹杜夫"),
        ({"欧阳文风", "欧阳"}, "欧阳", "欧阳文风"),
        # Two people fit, or none: the short form stays by itself.
        ({"马英九", "马友友", "马"}, "马", "马"),
        ({"乔治·丹杜夫", "芭芭拉·丹杜夫", "丹杜夫"}, "丹杜夫", "丹杜夫"),
        ({"陈水扁", "马"}, "马", "马"),
    ],
)
def test_aliases_stand_for_the_one_person_they_fit(people: set[str], short: str, full: str) -> None:
    keys = keys_of({"a": [("PER", name) for name in people], "b": [("PER", short)]})
    assert keys["a", "PER", short].key == full
    assert keys["b", "PER", short].key == short


def test_aliases_of_a_city_and_its_office_are_one_place() -> None:
    keys = keys_of({"a": [("LOC", "甲乙"), ("LOC", "甲乙市"), ("ORG", "甲乙")]})
    assert keys["a", "LOC", "甲乙"] == Joined("甲乙市", "short")
    assert keys["a", "LOC", "甲乙市"] == Joined("甲乙市")
    assert keys["a", "ORG", "甲乙"].key == "甲乙"


def joined(kind: Kind, *norms: str, bracketed: tuple[str, str] | None = None) -> dict[str, Joined]:
    """Return what the names of one article stand for."""
    pairs: dict[str, set[tuple[KindAndName, KindAndName]]] = {}
    if bracketed:
        pairs["a"] = {((kind, bracketed[0]), (kind, bracketed[1]))}
    keys = keys_of({"a": [(kind, norm) for norm in norms]}, pairs)
    return {norm: keys["a", kind, norm] for norm in norms}


@pytest.mark.parametrize(
    ("kind", "long", "short", "reason"),
    [
        ("ORG", "某某发展委员会", "某发会", "short"),
        ("ORG", "新北市政府消防局", "消防局", "part"),
        ("ORG", "晶禾电子", "晶禾", "part"),
        ("LOC", "苗栗县头份市", "头份市", "part"),
        ("PER", "欧阳靖宇", "欧阳", "part"),
        ("PER", "Tim Cook", "Cook", "part"),
        ("PER", "让-吕克·梅朗雄", "梅朗雄", "part"),
        ("PER", "川普", "特朗普", "listed"),
        ("PER", "泽伦斯基", "澤倫斯基", "spelling"),
    ],
)
def test_aliases_tell_why(kind: Kind, long: str, short: str, reason: str) -> None:
    long, short = norm_of(long), norm_of(short)
    found = joined(kind, long, short)
    assert found[long].key == found[short].key == long
    assert found[short].reason == reason


def test_aliases_in_brackets_hold_in_every_article() -> None:
    long, short = ("ORG", "甲乙丙协会"), ("ORG", "丁会")
    keys = keys_of({"a": [long, short], "b": [short]}, {"a": {(long, short)}})
    assert keys["b", "ORG", "丁会"] == Joined("甲乙丙协会", "bracketed")


def test_aliases_that_texts_explain_in_two_ways_stay_apart() -> None:
    one, two, short = ("ORG", "甲乙协会"), ("ORG", "丙丁学会"), ("ORG", "己会")
    keys = keys_of(
        {"a": [one, short], "b": [two, short]}, {"a": {(one, short)}, "b": {(two, short)}}
    )
    assert keys["a", "ORG", "己会"].key == keys["b", "ORG", "己会"].key == "己会"


@pytest.mark.parametrize(
    ("kind", "norms", "short"),
    [
        ("PER", ("陈大明", "陈小华", "陈"), "陈"),
        ("ORG", ("新北市政府消防局", "台中市政府消防局", "消防局"), "消防局"),
        ("ORG", ("禾大医院", "禾大"), "禾大"),
        ("ORG", ("新北市政府消防局", "新北市政府"), "新北市政府"),
        ("LOC", ("甲乙市丙丁区", "甲乙市"), "甲乙市"),
    ],
)
def test_aliases_leave_two_entities_two(kind: Kind, norms: tuple[str, ...], short: str) -> None:
    assert joined(kind, *norms)[short].key == short


@pytest.mark.parametrize("dot", "·‧・•．")
def test_aliases_write_a_name_with_any_dot(dot: str) -> None:
    index = find(corpus_of(f"作家皮耶{dot}勒費佛抵達台北。", "作家皮耶·勒費佛今天離開。"))
    [person] = [entity for entity in index.entities if entity.kind == "PER"]
    assert index.counts[person.id] == 2


def test_aliases_in_brackets_are_one_entity_with_the_reason() -> None:
    text = "國家通訊傳播委員會（通傳會）昨天開會。通傳會說，國家通訊傳播委員會將公布。"
    index = find(corpus_of(text))
    [body] = [entity for entity in index.entities if entity.kind == "ORG"]
    assert (body.name, body.aliases, body.reasons) == (
        "國家通訊傳播委員會", ("通傳會",), ("bracketed",),
    )  # fmt: skip
    assert index.counts[body.id] == 4
