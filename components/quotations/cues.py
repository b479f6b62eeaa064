"""Finds verbs of saying in folded text, where what follows them is what somebody said."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from components.quotations.marks import BLANK
from components.text import fold

Follow = Literal["clause", "mark", "quote", "short"]

# 小說, 據說, 名稱, 手指, 訪問: one letter that ends another word is no verb of saying.
_INSIDE = {
    "说": "法小据听传学解演游论访劝来话可是说再众图申",
    "称": "名俗简对职统号堪合昵通暱全又并尊总别代匀相人宣声",
    "指": "手食拇戒中弹染屈五十大股期",
    "问": "访学顾慰请疑试自不难过提查审询质追反发",
    "讲": "演听开主",
    "话": "电对神笑说实童通谈听国官废假插白华闽空大好狠撂放喊训真",
    "答": "问解回抢应报作",
    "批": "审大一分首整这那每多两三第成",
    "写": "手改编抒撰书填特描大小",
    "酸": "心辛硫胺碳乳尿盐寒",
    "赞": "点称按大盛",
    "促": "督仓敦急催匆",
    "骂": "挨打",
    "喊": "",
    "叹": "",
    "呛": "",
}
_LEARNERS = ("同学", "大学", "中学", "小学")  # 田同學說 and no 學說
_NEVER_SAYS = "小传学演劝"  # 小說：「…」, while 對信眾說：「…」 is a verb
# Behind the verb: 說法, 指數, 批評聲浪, 說明會 are things, and 表示過的 describes; 認為人手不足,
# 強調和平, 要求員警 begin a clause.
_NOUN = (
    r"[的之、。!?)」》函]|起(?![初先火因码])|或(?!许)|以?及(?![早时格第])|[和与](?![平解谐谈睦泰美缓信会其众论])|者(?!也)|"
    r"员(?!工|警|林|山|额)|师(?!生|资|长|傅|大|铎)|书(?!籍|店|本|展|记)|值(?![得班勤此])|"
    r"人(?![、\d]|手|民|类|们|心|口|命|权|潮|力|生|才|数|行|都|人|在|不|没|是|就|会)|声浪|声音|湖|"
    r"内容|重点|部分|事项|机制|结果|报告|方式|空间|能力|过程|余地|服务|文$|照(?![顾样常亮射护])|信(?!用|心|任|众|徒)|模型"
)
# 他的主張是…: verbs that are things as well.
_THINGS = frozenset(
    ["主张", "建议", "批评", "要求", "警告", "回忆", "承诺", "提议", "呼吁", "质疑", "抱怨", "预测"]
)
_NEGATED = re.compile(
    r"(?:(?:没有|没|未|无法|难以|拒绝|拒|不愿|不便|不想|不敢|不肯|不再|不曾|避免|毋须|无须|不必|不用|不予|不)"
    r"(?:正面|公开|具体|进一步|多做|多作|多加|明确|明白|对此|立即|再|曾|有|主动|出面|能|做|作|任何|直接)*"
    r"|(?:遭|被(?![告害保选访])|饱受|受到|备受|挨|引发|引来|引起|招来|惹来|招致|面对|面临|回应(?!$)|成为|外界|舆论)[^,时後后前]{0,14}"
    r"|[的之项番该]|(?<![对就为因据在从藉借])此|这|种|些|各界|任何)$"
)
# 將說明, 請說明, 以示: what is to be said has not been said.
_MODAL = re.compile(
    r"(?:(?<![少中上大准名老小])将|(?<![回响反供])应|应该|可|可以|能|能够|请|欲|拟|需|需要|须|必须|希望|打算|准备|计划|来|去|得|想|愿|愿意|要|该|为|为了|以便|"
    r"如何|为何|若|如|如果|一旦|(?<![者议员大委协法晨座明社总理说宴晚年例茶餐动策商国工公农渔学金事教联机讨谈证布唱乐动面聚舞功思别览拜社都展论])会)$"
)
ASKING = ("追问", "反问", "质问", "询问", "问")  # and then a question without any mark
# 對於質疑，他說…: what is answered, and nobody's words.
_TOPIC = re.compile(
    r"(?:^|[,。;:\n])(?:对于?|针对|关于|面对|至于|就)(?![此着手方岸象面])[^,]{0,14}$"
)
# 發出黑色暴雨警告，多處水浸: a thing that was issued, and no words of anybody.
_ISSUED = re.compile("发[出布][^,。;:]{0,10}$")
_ISSUED_WORDS = frozenset(("警告", "预告", "呼吁", "声明", "建议", "批评", "预测", "预估"))
_GRANTED = re.compile("(?:应|依|按|配合|符合|满足)[^,]{1,12}$")
_THANKS = re.compile(
    "感谢|谢意|欢迎|歉意|遗憾|尊重|支持|关切|哀悼|不满|同意|反对|肯定|敬意|赞同|理解|愤怒|慰问|抗议|强烈|高度|关注|满意|异议"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying.

    Attributes:
        start: where it begins.
        end: one past its last letter.
        content: where what is said begins, behind the mark and whoever is told.
        marked: a comma, a colon or a quotation mark stands before what is said.
        loose: a verb of one letter before no mark, which counts beside its subject alone.
        word: the verb, folded.
        stop: where what is said ends, if earlier than its sentence; else 0.
    """

    start: int
    end: int
    content: int
    marked: bool
    loose: bool
    word: str
    stop: int = 0


def find_cues(bare: str, low: int, high: int, named: Container[int]) -> Iterator[Cue]:
    """Yield the verbs of saying in a sentence of a folded text whose quoted letters are blank.

    Args:
        bare: the text.
        low: where the sentence begins.
        high: one past its end.
        named: where names end; what a name ends with is no word before a verb.
    """
    follows, hearers = _follows(), words_of("hearer")
    for match in _pattern().finditer(bare, low, high):
        start, end = match.span()
        word = match[0]
        core = _core(word, follows)
        aside = bare[max(low, start - 1) : start] == _ASIDE and not bare.startswith("「", end + 1)
        content, marked = (end, False) if aside else _content(bare, end, core in hearers)
        told = _TOLD_LAST.match(bare, end) if core in hearers and not marked else None
        before = bare[max(low, start - 20) : start]
        if start in named:
            before = f"{before[:-1]}{BLANK}"  # 焦敏之說: 之 belongs to the name
        if _is_inside_word(before, word, bare.startswith(":「", end)) or _NEGATED.search(before):
            continue
        if follows[core] != "short" and bare[end : end + 1] == "," and _TOPIC.search(before):
            continue
        if core in ("要求", "请求") and _GRANTED.search(before):
            continue
        if core in _ISSUED_WORDS and _ISSUED.search(before):
            continue
        if core != "要求" and _MODAL.search(before):
            continue
        if _may_follow(bare, end, content, marked, word, core, follows[core]):
            loose = not marked and (follows[core] == "short" or core in ASKING)
            loose = loose and not _ends_clause(bare, end)
            yield Cue(start, end, content, marked, loose, core)
        elif told and follows[core] != "short":
            yield Cue(start, end, told.end(), False, False, core)


def _core(word: str, follows: Mapping[str, Follow]) -> str:
    """Return the verb without what goes before or behind it: 怒批 批, 感嘆道 感嘆."""
    if word in follows:
        return word
    return word[:-1] if word[:-1] in follows else word[-1]


def _is_inside_word(before: str, word: str, quotes: bool) -> bool:
    if len(word) > 1 or before == "" or before[-1] not in _INSIDE.get(word, ""):
        return False
    if before.endswith(_LEARNERS):
        return False
    return word != "说" or not quotes or before[-1] in _NEVER_SAYS


def _may_follow(
    bare: str, end: int, content: int, marked: bool, word: str, core: str, follow: Follow
) -> bool:
    """Tell whether what stands behind a verb can be what was said, or its clause ends there."""
    if _ends_clause(bare, end) and not marked:
        return True
    if core in words_of("judge") and _VERDICT.match(bare, end):
        return True
    if follow == "quote" or (core in "话回" and word not in _ANSWERS):
        return marked and bare[content] == "「"
    if marked or core in ASKING:
        return True
    if core == "表示" and _THANKS.match(bare, end):
        return content > end
    if follow == "short":
        return core in _LOOSE and _LOOSE[core].match(bare, end) is None
    if core in _THINGS and bare.startswith("是", end):
        return False
    return follow == "clause" and _NOUN_BEHIND.match(bare, end) is None


def _content(bare: str, end: int, may_have_hearer: bool) -> tuple[int, bool]:
    """Return where what is said begins, and whether a mark stands before it."""
    match = (
        _MARK.match(bare, end)
        or _BRIEF.match(bare, end)
        or PHRASED.match(bare, end)
        or _THANKED.match(bare, end)
    )
    if match is None and may_have_hearer:
        match = _HEARER.match(bare, end)
    if match is None:
        return end, False
    return match.end(), True


_ANSWERS = ("笑回", "怒回", "酸回", "苦回")  # 她笑回，…: said, also without quotation marks
_ASIDE = "边"  # 他一邊說，一邊…: what follows is what else was done
# 她說不會，「累的是貓」
_BRIEF = re.compile(
    "(?:不[会是用要行知道怕累好可以]{1,2}|没[有事]|会|是|对|好|还好|可以|怕|累|有),(?=「)"
)
_MARK = re.compile(r"(?:[着了过道以](?=[,:「]))?(?:[,:]+ ?(?=[^\s,:。])|(?=「))")
# 表示尊重，但「安全要有大人把關」
_THANKED = re.compile(f"(?:{_THANKS.pattern})[^,。;:「」]{{0,8}},[但也并且]?(?=「)")
# 說了句「拜託」, 說的一句話是「慢慢來」, 只回了四個字：「清者自清」
PHRASED = re.compile(
    r"[了下出过的]?(?:这么|那么|那|这)?[一两三四五六七八九几\d]{0,2}[个句声番段][字话]?"
    r"(?:就?是)?[,:]?(?=「)"
)
_HEARER = re.compile(r"[^,。!?;:「」、\n的]{1,14}(?:[,:](?=[^\s,:。])|(?=「))")


# 「…」他告訴記者。
_TOLD_LAST = re.compile(
    r"(?:[他她我]们?|[\u4e00-\u9fff]{0,4}(?:记者|媒体|本报|警方|法官|家人|员警|人员|员工))(?=[。!?;\n]|$)"
)


def _ends_clause(bare: str, end: int) -> bool:
    """Tell whether a verb is the last of its clause, as behind 「…」他說."""
    return end >= len(bare) or bare[end] in ",。;!?\n"


_VERDICT = re.compile("[^,。;:!?「」]{1,14}「[^」]{3,}」(?=[,。;!?\n]|$)")  # 讚她的詩「比鐵窗更硬」
_NOUN_BEHIND = re.compile(_NOUN)
# 他說這不公平, 警方指車速過快: what is said follows 說, 稱, 指 without a mark; not in 說法, 指數.
_LOOSE = {
    "说": re.compile(
        "[的法明服项唱词出到起完了着过穿不是话谎好道教客書书得句没些什怎「」]|一[句声下番些个]"
    ),
    "问": re.compile("[题答卷世号候责罪津的]"),
    "称": re.compile("[为作呼赞号职谓做的霸王雄病「」]"),
    "指": re.compile("[着挥数标定导派控南引示责名认甲纹针令点望明向的「」]"),
    "促": re.compile("[成进销使的「」]"),
    "批": re.compile("[准发次判量改文覆示的注「」]"),
}


@cache
def _rows() -> list[list[str]]:
    text = fold(files(__package__).joinpath("cues.txt").read_text(encoding="utf-8"))
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _follows() -> dict[str, Follow]:
    kinds: tuple[Follow, ...] = ("quote", "short", "mark", "clause")
    return {word: kind for kind in kinds for row in _rows() if row[0] == kind for word in row[1:]}


@cache
def words_of(kind: str) -> frozenset[str]:
    """Return the verbs, folded, of the lines of `cues.txt` that begin with a word."""
    return frozenset(word for row in _rows() if row[0] == kind for word in row[1:])


@cache
def _pattern() -> re.Pattern[str]:
    """Return what finds verbs; of 緩頰說 the last, of 笑說 and 怒批 both letters."""
    words = sorted(_follows(), key=lambda word: -len(word))
    long = "|".join(word for word in words if len(word) > 1)
    short = "".join(word for word in words if len(word) == 1)
    return re.compile(
        rf"(?:{long})道?(?!说|称|道(?=[,:])|指出|表示|指(?=[,:])|问(?=[,:])|喊(?=[,:]))"
        rf"|[笑怒苦哭酸痛轻低大高急忙叹坦续]?[{short}](?![{short}])"
    )
