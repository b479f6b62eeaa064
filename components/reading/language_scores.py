"""Scores how likely a text is in a language, to decide between encodings.

The same bytes read as Big5, GB 18030 or EUC-KR give different characters, and only one reading
gives those that people write. Which Han characters are common is told by the standards
themselves (level 1 of Big5 and of GB 2312, of JIS X 0208 and of KS X 1001) and by the 400 most
frequent characters of jieba's dictionary (MIT). ASCII costs the same in every language, so that
a page that is half markup is told by its other half.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import log2
from typing import Literal

Language = Literal["zh_Hant", "zh_Hans", "ja", "ko", "cyrillic", "latin"]
LANGUAGES: tuple[Language, ...] = ("zh_Hant", "zh_Hans", "ja", "ko", "cyrillic", "latin")

BAD_BYTE = -20.0  # bits for a byte that an encoding cannot read
_CONTROL = -30.0
_UNSEEN = -27.0
# What characters alone do not tell: a pattern, and the bits that each place costs.
_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3041-\u30ff]")
_NO_KANA = -1.0  # each ideograph of a Japanese text without a single kana
_GLUED = (
    (re.compile("(?<=[a-z])[\u3400-\u9fff]|[\u3400-\u9fff](?=[a-z])"), -4.0),
    (re.compile("(?<=[A-Za-z])[\u3400-\u9fff](?=[A-Za-z])"), -6.0),
)
_ODDITIES: dict[str, tuple[tuple[re.Pattern[str], float], ...]] = {
    "cyrillic": (
        (re.compile("(?<![\u0400-\u045f])[\u0400-\u045f](?![\u0400-\u045f])"), -6.0),
        (re.compile("(?<=[A-Za-z])[\u0400-\u045f]|[\u0400-\u045f](?=[A-Za-z])"), -8.0),
        (re.compile("[а-яё](?=[А-ЯЁ])"), -4.0),
        (re.compile("[а-яё]{20}"), -4.0),
    ),
    "latin": (
        (re.compile("[À-ÿ]{2}(?=[À-ÿ])"), -4.0),
        (re.compile("[ß-ÿ](?=[À-Þ])"), -4.0),
    ),
}

# The most frequent first; the variants of Taiwan and of the mainland lie side by side below.
_FREQUENT = (
    "的一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主"
    "长可过天作分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然"
    "起种所如现理机体表力好外与文当两实重新三么只山水关明从化平建又制南内西没此将员名手最东头者月间无安"
    "看见各城十相但已些正口通想度加第她合院物性战由位常点海意场武使次二向治因立数样身情入原问把路被并利"
    "石老教万知级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己"
    "儿司太目基领队直计别女权话少流命至报米给打变果书清活几州华解议更称程今决张导术府才保交放管结师便走"
    "达族反再题色五京河接条规式县白它改风光运信受什组听布百济党指论强做取技黄神选记斯真却职号界件花类何"
    "眼兵传带空干农边据集联古广完质阳难增历史专官每住商即步认车台林必死游举线言皇土团收考求德叫近备研争"
    "非具李众连调感转笑"
)
_FREQUENT_TRADITIONAL = (
    "國為這個來會時學說們於後發對長過著業裡經門動進區開產軍還種現機體與當兩實麼關從內沒將員東頭間無見戰"
    "點場數樣問並萬級應資務氣漢總電聲設義統處馬兒領隊計別權話報給變書幾華議稱決張導術結師達題條規縣風運"
    "組聽濟黨論強黃選記卻職號類傳帶幹農邊據聯廣質陽難歷專認車臺遊舉線團備爭眾連調轉"
)
_CANTONESE = "嘅啲喺咗嚟冇嘢唔佢哋噉咁嗰咩㗎喇啦囉嘞乜嘥攞揾睇"
_FREQUENT_HANGUL = "".join(
    dict.fromkeys(
        "이다는을에의가고하지한도를로은인사기자대나어시정일리아수그서전부보해과장제상들주원적스국으구성동공있"
        "여라관조소선만신위경계생산연중개비안우유방세학내문무분통당면모화물간발실체용결재트러오회치행거등된되"
        "했것니까습때년월민미진영금명심업교환현설표출입양후외식군력법데드크르야마바터더져"
    )
)
_MARKS = "，。、「」『』；：！？（）《》〈〉【】“”‘’…—─·‧～％　．"
_CYRILLIC_MARKS = "«»—–…„“”№\u00a0"
_LATIN_MARKS = "«»—–…“”‘’„€°·§©®ºª¿¡\u00a0"


@lru_cache(maxsize=4096)
def _ascii_bits(char: str) -> float:
    """Roughly what a character costs in running English or markup; the same everywhere."""
    if char in " \n\r\t":
        return -3.0
    if char < " " or char == "\x7f":
        return _CONTROL
    return -4.5 if "a" <= char <= "z" else -6.5


def score_language(text: str, language: Language) -> float:
    """Return the log2 likelihood of a text, character by character; 0 for an empty one.

    Lone surrogates stand for bytes that could not be read. Only differences between readings of
    the same bytes mean anything.
    """
    table = _table(language)
    total = sum(n * _cost(char, table) for char, n in Counter(text).items())
    if language == "ja" and not _KANA.search(text):
        total += _NO_KANA * len(_HAN.findall(text))
    for pattern, each in _ODDITIES.get(language, _GLUED):
        total += each * len(pattern.findall(text))
    return total


def _cost(char: str, table: dict[str, float]) -> float:
    if char < "\x80":
        return _ascii_bits(char)
    if "\ud800" <= char <= "\udfff":
        return BAD_BYTE
    if char < "\xa0" or "\ue000" <= char <= "\uf8ff":
        return _CONTROL
    return table.get(char, _UNSEEN)


@lru_cache(maxsize=8)
def _table(language: Language) -> dict[str, float]:
    """Bits of every character a language is written with; later shares win over earlier ones."""
    table: dict[str, float] = {}
    for chars, share in _shares(language):
        each = log2(share / len(chars))
        table.update(dict.fromkeys(chars, each))
    return table


def _shares(language: Language) -> Iterator[tuple[str, float]]:
    """Yield characters and their share of a text's characters beyond ASCII, the rare ones first."""
    if language in ("zh_Hant", "zh_Hans"):
        yield from _chinese_shares(language)
    elif language == "ja":
        yield _plane("euc_jp", 0xA1, 0xA8), 0.004
        yield _range(0xFF61, 0xFFA0), 0.002
        yield _plane("euc_jp", 0xD0, 0xF4), 0.006
        yield _plane("euc_jp", 0xB0, 0xCF), 0.28
        yield _range(0x30A1, 0x30FB) + "ー", 0.18
        yield _range(0x3041, 0x3094), 0.42
        yield "、。「」・（）　", 0.08
    elif language == "ko":
        yield _range(0xAC00, 0xD7A4), 0.004
        yield _plane("euc_kr", 0xA1, 0xAC), 0.003
        yield _plane("euc_kr", 0xCA, 0xFD), 0.006
        yield _plane("euc_kr", 0xB0, 0xC8), 0.36
        yield _FREQUENT_HANGUL, 0.60
        yield "·‘’“”…「」『』《》", 0.02
    elif language == "cyrillic":
        yield _range(0x0400, 0x0460), 0.01
        yield "іїєґўІЇЄҐЎ", 0.03
        yield _range(0x0410, 0x0430) + "Ё", 0.05
        yield _range(0x0430, 0x0450) + "ё", 0.85
        yield _CYRILLIC_MARKS, 0.02
    else:
        yield _range(0x00A1, 0x0180) + _LATIN_MARKS, 0.001
        yield _range(0x00C0, 0x00E0), 0.012
        yield _range(0x00E0, 0x0100), 0.05
        yield _LATIN_MARKS, 0.03


def _chinese_shares(language: Language) -> Iterator[tuple[str, float]]:
    """The other script's characters are there too, but rarer."""
    big5_common = _plane("cp950", 0xA4, 0xC6, 0x40)[:5401]
    gb_common = _plane("gb2312", 0xB0, 0xD7)
    yield _range(0x4E00, 0x9FA6), 0.001
    yield _plane("gb2312", 0xA1, 0xA9) + _plane("cp950", 0xA1, 0xA3, 0x40), 0.004
    if language == "zh_Hans":
        yield _plane("gb2312", 0xD8, 0xF7), 0.012
        yield gb_common, 0.30
    else:
        yield _plane("big5hkscs", 0x87, 0xA0, 0x40) + _plane("big5hkscs", 0xFA, 0xFE, 0x40), 0.002
        yield _plane("cp950", 0xC9, 0xF9, 0x40), 0.008
        yield big5_common, 0.30
        yield _FREQUENT_TRADITIONAL, 0.14
        yield _CANTONESE, 0.01
    yield _FREQUENT[100:], 0.26
    yield _FREQUENT[:100], 0.26
    yield _MARKS, 0.10


def _range(start: int, stop: int) -> str:
    return "".join(map(chr, range(start, stop)))


def _plane(encoding: str, first: int, last: int, trail: int = 0xA1) -> str:
    """All characters of the rows `first` to `last` of a double-byte encoding, in its order."""
    rows = range(first, last + 1)
    pairs = b"".join(bytes((row, cell)) for row in rows for cell in range(trail, 0xFF))
    return "".join(c for c in pairs.decode(encoding, "ignore") if c >= "\x80")
