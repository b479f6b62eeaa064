"""Which language a sentence is in: told by its letters, and by libraries beside them.

    python -m tests.bench languages

Twenty sentences of Cantonese and twenty of Japanese, written for this as newsrooms quote them, and
400 gold sentences of Mandarin (`gold.py`), half of them Simplified. What is right of each, and
microseconds a sentence. Two libraries are no part of the bench's requirements: lingua (Apache 2.0)
weighs 96 MB, and canto-filter (MIT) installs a package `tests` that hides ours. Where one is
missing, the line says how to bring it.
"""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable, Iterator
from typing import Any

from components.entities.languages import is_cantonese, is_japanese
from tests.bench.gold import gold_file
from tests.bench.words import FILES, read_gold

_EACH = 200  # gold sentences of each script
Tell = Callable[[str], str]

CANTONESE = (
    "佢話自己完全唔知件事點解會搞成咁。",
    "街坊講嗰晚落大雨，啲水一路浸到上嚟。",
    "我哋幾時先可以返屋企瞓覺？",
    "議員問政府點解到而家都未有答覆。",
    "佢哋嘅代表話聽日會再開會傾。",
    "司機話當時冇留意到有人衝出嚟。",
    "老闆娘笑住話呢間舖頭開咗三十年喇。",
    "個仔喺學校畀同學蝦，返嚟成日喊。",
    "你哋唔好再呃啲老人家喇。",
    "嗰個男人攞住把刀企喺門口。",
    "搭咗成個鐘頭車先至到到醫院。",
    "食環署啲人話跟住會再嚟睇。",
    "佢冇諗過自己會中獎，開心到訓唔著。",
    "啲租金咁貴，邊個捱得住吖。",
    "主席話大家唔使急，有嘢慢慢講。",
    "巴士公司話壞咗架車已經拖走咗。",
    "阿婆話佢喺度住咗五十幾年，唔捨得搬。",
    "而家啲後生仔都唔鍾意做呢行。",
    "聽日先至知有冇得賠。",
    "點知一開門就見到成屋都係水。",
)
JAPANESE = (
    "首相は記者会見で物価対策を急ぐと述べた。",
    "警視庁は容疑者の男を逮捕したと発表した。",
    "東京都内では昨夜から雪が降り続いている。",
    "会社側は事実関係を調査中だと説明している。",
    "台風の影響で新幹線の運転を見合わせた。",
    "知事は県民に不要不急の外出を控えるよう求めた。",
    "被害者の家族は「真相を知りたい」と話した。",
    "政府は来年度の予算案を閣議決定した。",
    "専門家は津波の危険があると警告した。",
    "選手たちは笑顔で金メダルを掲げた。",
    "同社の株価は一時ストップ安となった。",
    "住民らは避難所で眠れない夜を過ごした。",
    "裁判所は原告の訴えを退ける判決を言い渡した。",
    "この問題について野党は説明を求めている。",
    "日銀は金利を据え置くことを決めた。",
    "気象庁は大雨への警戒を呼びかけている。",
    "大学の研究チームが新しい治療法を開発した。",
    "地元の漁師は「魚が減った」と嘆く。",
    "日本銀行総裁会見要旨",
    "東京株式市場続落、円高進行",
)


def main() -> None:
    """Print a line for each way of telling languages apart."""
    asked = {
        "cantonese": CANTONESE,
        "japanese": JAPANESE,
        "mandarin": tuple(_mandarin()),
    }
    for name, install, make in _WAYS:
        if install and importlib.util.find_spec(name) is None:
            print(f"{name}: not here; {install}")
            continue
        tell = make()
        begun = time.process_time()
        right = {
            language: sum(tell(sentence) == language for sentence in sentences)
            for language, sentences in asked.items()
        }
        spent = (time.process_time() - begun) / sum(map(len, asked.values()))
        told = "   ".join(f"{own} {right[own]} of {len(asked[own])}" for own in asked)
        print(f"{name:15} {told}   {1e6 * spent:.0f} µs a sentence")


def _mandarin() -> Iterator[str]:
    for name in FILES.values():
        yield from (sentence.text for sentence in read_gold(gold_file(name))[:_EACH])


def _by_letters() -> Tell:
    def tell(sentence: str) -> str:
        if is_japanese(sentence):
            return "japanese"
        return "cantonese" if is_cantonese(sentence) else "mandarin"

    return tell


def _by_lingua() -> Tell:
    lingua: Any = importlib.import_module("lingua")
    detector = lingua.LanguageDetectorBuilder.from_all_languages().build()
    detector.detect_language_of("新聞")  # loads its models
    names = {"CHINESE": "mandarin", "JAPANESE": "japanese"}
    return lambda sentence: names.get(
        getattr(detector.detect_language_of(sentence), "name", ""), "other"
    )


def _by_langid() -> Tell:
    langid: Any = importlib.import_module("py3langid")
    langid.classify("新聞")
    names = {"zh": "mandarin", "ja": "japanese"}
    return lambda sentence: names.get(langid.classify(sentence)[0], "other")


def _by_cantofilter() -> Tell:
    judge: Any = importlib.import_module("cantofilter").judge
    spoken = ("cantonese", "cantonese_quotes_in_swc", "mixed")
    return lambda sentence: "cantonese" if judge(sentence).value in spoken else "mandarin"


_APART = "uv pip install --no-deps --target build/libs"
_SET = "PYTHONPATH=build/libs"
_WAYS: tuple[tuple[str, str, Callable[[], Tell]], ...] = (
    ("letters", "", _by_letters),
    ("lingua", f"{_APART} lingua-language-detector; then {_SET}", _by_lingua),
    ("py3langid", "make .venv/bench.done", _by_langid),
    ("cantofilter", f"{_APART} canto-filter; rm -r build/libs/tests; then {_SET}", _by_cantofilter),
)


if __name__ == "__main__":
    main()
