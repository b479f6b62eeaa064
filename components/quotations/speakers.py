"""Tells who speaks: the subject of a verb of saying, by name, by pronoun, or told before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from components.lexicon import Kind


@dataclass(frozen=True, slots=True)
class Naming:
    """A place where an entity is named, in one article; `is_sure` that it is, with these ends."""

    start: int
    end: int
    entity: int
    kind: Kind
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something.

    Attributes:
        start: where the subject stands.
        end: one past it.
        name: the name that tells who it is, which may stand elsewhere; None without one.
        certain: the grammar leaves no doubt.
    """

    start: int
    end: int
    name: Naming | None = None
    certain: bool = False


# Whoever stands behind these is spoken to or spoken of.
_GOVERNED = re.compile(
    r"(?:(?:[向对替为被把由给遭叫]|(?<![运少中上大名健主老良干])将)(?!外)|跟(?!着|进)|告诉|陪同|邀请|会见|拜会|访问|力挺|质疑|批评|点名|指控|质询|委托|接替|"
    r"接受|询问|反驳|回应|感谢|针对|根据|依据|(?<!占)据|透过|通过|经由|报考|回到|来到|前往|抵达|设在|位于|来自|毕业于|任职|服务于|"
    r"(?<![现存所])在|到|于|从|至|受|(?<!顾)问|追问|告知|雇用|提告|控告|状告|起诉|逮捕|抓|救出|陪|送|请|找|用|因|由于|以及)$"
)
_PREFIX_TITLE = re.compile(r"[\u4e00-\u9fff]{0,8}$")
_PRONOUN = re.compile(
    r"(?<![其吉])(?:[他她渠佢](?!们|人|国|日|杀|的[^,]*(?<!经验)(?<!回答)(?<!理由)$)|本人(?=[^,]{0,4}$))"
)
_PRONOUN_AT_START = re.compile(
    r"(?:对此|随后|后来|不过|但|但是|而|因此|同时|会后|当天|至于|如今|如果|由于|因为|虽然|去年|之后|此外|另外|最后)?[他她渠佢](?!们|人|国|的)"
)
_JOINED = re.compile(r"^[^,。]{0,10}?(?:、|及|和|与|暨|跟)[^,。的]{0,12}$")
# What may stand between a subject and its verb.
_ADVERBIAL = re.compile(
    r"(?:[则也亦仍又再还并卻却就才便即更都皆均曾已且而但只地表痛怒笑苦特昨今可能后时上里]|随即|随后|稍后|后来|昨[天日晚夜]|今[天日早晨晚]|"
    r"[明前][天日]|日前|先前|稍[早晚]|近[日来]|当[天日时场众]|早[前上]|晚[间上]|[上中下]午|傍晚|凌晨|清晨|深夜|夜间|散?[事会赛席庭][前后中间上]|场边|"
    r"\d+[日月年时分点]?|受访|(?:接受[^,]{0,16}(?:访问|采访|专访|访谈|联访))|(?:回[覆复应答]|答[覆复]|出席|主持|参加|视察|接受|[谈提]到|[谈提]及|面对|走出|步出|离开|抵达)[^,]{0,12}[时后前]|发[表布出]?(?:书面)?声明稿?|改口|转而|"
    r"被(?![告害保选访])[^,]{1,16}|"
    r"[在于](?:[^,的]{1,18}|[^,]{1,18}[上中时后里下前内间外场])|[向对跟与][^,]{1,14}|针对[^,]{1,20}|透过[^,]{1,10}|以[^,]{0,8}(?:书面|方式|口吻|身分|声明|视讯|简讯|语气)|"
    r"(?:到案|落网|投案|被捕|归案|求情|庭讯|侦讯|应讯|受讯|警讯|作证|出庭|到庭|赛后|致词|致辞|发言)(?:[后时中上]|期间)|"
    r"[\u4e00-\u9fff]着[^,]{0,6}|(?:高兴|开心|激动|得意|兴奋|平静|诚恳|感慨|无奈|自豪|难过|气愤|骄傲|乐呵呵|笑呵呵|乐)[地的]|进一步|特别|哽咽|无奈|感慨|激动|语重心长|坦率|直率|气愤|愤怒|沉痛|严正|郑重|语带[^,]{1,4}|同时|同样|一再|再三|多次|反复|不断|明确|公开|共同|"
    r"最后|首先|纷纷|相继|陆续|其次|接着|甚至|反而|一度|仅|依[旧然]|从旁|不满|[发贴]文|留言|致[词辞]|发言|书面|回应|解释|补充|分析|回忆|强调|说明|缓颊|反驳|感叹|抱怨|"
    r"批评|呼吁|[直坦]言|苦笑|开玩笑|不忘|随口|马上|立刻|隔天|翌日|指出|透露|介绍|\([^)]*\)|表态|证实|其实|认真|低调|大方|幽默|淡淡|"
    r"忍不住|终于|主动|亲自|独家|率先|私下|私底下|事实上|另外|此外|另|对此|因此|所以|而是)$"
)
_HAN = "\u4e00-\u9fff"
# What people and bodies without a name are called ends so.
_NOUN = (
    "[犯僚板男妇女嫌某翁妪迷员长官师警医民者商客友农工手人方府署局部处会院校厂店司社所队党团组函台网]|先生|小姐|太太|[男女]子|学生|考生|医生|童|婆婆|婆|"
    "[父母]亲?|[工公办][作公关]室|公司|集团|书|状|报告|声明|协议|公报|文件|资料|研究|论文|调查|中心|单位|当局|议员|家属|媒体|专家|学者|主任|经理|"
    "妻子?|丈夫|夫妻|夫妇|家长|同事|警消|判决|部门|合议庭|教授|人士|骑士|护士|博士|姐|哥|弟|妹|叔|伯|姨|嬷|公|爷|奶奶|妈妈?|爸爸?|孙女|儿子|女儿|居民|代表"
)
_UNNAMED = re.compile(rf"(?:(?![的一])[{_HAN}〓「」]){{0,4}}?(?:{_NOUN})们?$")
_ON_STAGE = ("上台", "登台", "下台", "同台", "到场", "登场", "上场", "下场")
# 父親的店: what belongs to them is not them.
_KIN = (
    "(?:[父母]亲|爸爸|妈妈|爷爷|奶奶|[阿外祖][公嬷婆父母妈爸姨]|妻子|丈夫|女儿|儿子|"
    "哥哥|姐姐|弟弟|妹妹|伯伯|叔叔|舅舅|孙女|孙子)(?![的们])"
)
_UNNAMED_AT_START = re.compile(
    rf"(?:这就?是)?(?:(?:[一两三多数几]|\d+)?名[^,]{{0,10}}?|这[家间所个名位][^,]{{0,14}}?|该|[{_HAN}]{{0,3}}?)(?P<noun>[{_HAN}](?:男|妇|女|嫌|翁|妪|童|某)|{_KIN}|公司|警方|检方|校方|院方|业者|店家|家属|"
    r"官员|民众|住户|居民|法官|市府|县府|球团|馆方|厂方|署方|局方|会方|医院|学校|集团)"
)
_TITLE_WORDS = (
    "[长员授师席总理官任监委相](?:经理|干事|编辑|教练|召集人|[裁统召长员授师席理事官任监委])*|[妻子友]|"
    "[专作画业术乐学论藏险动山船行]家|[言责办理伙始主经持证护评诗夫病]人|[学作患目业译倡存害]者|"
    "[学医考女男]生|护士|博士|人士|记者|先生|小姐|太太|女士|选手|歌手|导演|翻译|司机|农友|老板娘?|"
    "居民|民众|[里村渔农股乡市]民|[果茶蚵菜花]农|旅客|乘客|游客|球迷|邻居|志工|社工"
)
_TITLED = re.compile(
    rf"(?:{_TITLE_WORDS})(?P<name>(?![由会工])(?:(?!的)[{_HAN}]){{2,4}}|[{_HAN}]+(?:[・·‧．.•][{_HAN}]+)+"
    "|[A-Za-z][A-Za-z .'-]+)$"
)
_NICKNAMED = re.compile(rf"(?:{_TITLE_WORDS}|网友|网红)「(?P<name>[^」]{{1,8}})」$")
_NICKNAME = 20  # letters of a title and of a name in marks behind it
_COMMON = re.compile(
    rf"(?:{_TITLE_WORDS}|公司|单位|中心|部门|团队|代表|委员会|报告|声明|家属|居民)$"
)
_CITED = re.compile("引述|援引|转述|引用")  # 彭博引述知情人士說: not 彭博 speaks
_FORM_OF_ADDRESS = re.compile(
    "(?:先生|女士|小姐|太太|老师|教授|医师|律师|医生|博士|委员|议员|总统|总裁|总经理|董事长|执行长|总|董|[阿老]?(?:婆婆|奶奶|爷爷|伯伯|叔叔|妈妈|嬷|公|婆|伯|叔|姨|妈|嫂|姐|哥)|同学|师傅|老板娘?|大[姐哥妈爷叔婶]|(?:[局所处科课组队院校馆署部厅会班店厂社站董市县乡镇区里村]|秘书|理事|董事|检察)长|主任|处座|检察官|法官|经理|总?教练|发言人)$"
)
# Words for a body that is named nearby: what its name ends with, or has inside.
_ROLES: tuple[tuple[str, str], ...] = (
    (
        "公司|业者|厂方|资方|集团",
        r"公司|集团|企业|海运|电子|科技|航运|航空|工业|建设|银行|饭店|巴士|厂$|团膳|"
        r"能源|电力|开发|营造|物流|客运|食品|餐饮|生技|制药|半导体|外送|租车|娱乐",
    ),
    ("警方|警", r"警|分局|派出所"),
    ("检方", r"检"),
    ("校方", r"学|国中|国小|高中|[高中小大]$"),
    ("院方", r"医院|[荣总长庚]$|诊所"),
    ("判决书|判决|合议庭|法院|法官|理由书|主文", r"法[院庭]|[高地]院$|[中北雄南士林]院$"),
    ("府方|市府", r"市政府|市府"),
    ("县府", r"县政府|县府"),
    ("署方", r"署"),
    ("局方", r"局"),
    ("部方", r"部"),
    ("会方|学会|协会", r"会$"),
    ("馆方", r"馆"),
    ("球团", r"[\u4e00-\u9fff]"),
)


# 內政部官員: somebody of a body, whose name nobody tells; a spokesman speaks for it.
_MEMBER = re.compile(
    "(?:高层|资深|匿名|一名|某)?(?:官员|员工|人员|[\u4e00-\u9fff]{2}人员|消息人士|人士|干部|成员|学生|家长)"
)
_ADDRESSED_AS = re.compile("阿([公嬷伯婆姨])")
_CLAUSE = re.compile("[,。;:!?」\n]")
_NEAR = 40  # letters before a name that tell whether it is spoken to
_APART = 8  # letters between a title and its name: 老闆娘、58歲的林美惠


class Namings:
    """The names of one article in reading order, looked up by place."""

    def __init__(self, names: Sequence[Naming]) -> None:
        self.names = names
        self._starts = [name.start for name in names]

    def between(self, start: int, end: int) -> Sequence[Naming]:
        """Return the names that begin in a stretch."""
        return self.names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, at: int) -> Iterator[Naming]:
        """Yield the names that begin before a place, the nearest first."""
        yield from reversed(self.names[: bisect_left(self._starts, at)])


def subject_in(bare: str, names: Namings, start: int, end: int) -> Speaker | None:
    """Return who a clause is about, where the verb stands at its end; None where nobody is named.

    Of several people the last, whose name is nearest to the verb, and the first of a list; an
    organisation where no person is named, since in 環保局長葉書齊 it belongs to a title.
    """
    named = [n for n in names.between(start, end) if not is_governed(bare, start, n)]
    people = [n for n in named if n.kind == "PER"]
    bodies = [n for n in named if n.kind == "ORG" and not bare.startswith("长", n.end)]
    places = [n for n in named if n.kind == "LOC" and _stands_for_state(bare, n, end)]
    for group in (people, bodies, places):
        if group:
            return _nearest(bare, group, end)
    return None


def _nearest(bare: str, group: Sequence[Naming], end: int) -> Speaker | None:
    at = len(group) - 1
    gap = bare[group[at].end : end]
    about = None  # 邱澤的經紀人, 彭博引述知情人士
    if group[at].kind == "PER" and gap.startswith("的"):
        about = unnamed_in(bare, group[at].end + 1, end)
    elif cited := _CITED.search(gap):
        about = unnamed_in(bare, group[at].end + cited.end(), end)
    if about:
        return Speaker(*about)
    if group[at].kind != "PER" and (person := titled_in(bare, group[at].end, end)):
        return person
    rest = strip_adverbials(gap)
    if group[at].kind == "ORG" and _MEMBER.fullmatch(rest):
        return Speaker(group[at].start, group[at].end + len(rest))
    tight = not rest or (group[at].kind == "PER" and is_title(rest))
    joined = False
    while at and _JOINED.match(bare[group[at - 1].end : group[at].start]):
        at, joined = at - 1, True
    name = group[at]
    return Speaker(name.start, name.end, name, tight and not joined and name.is_sure)


def titled_in(bare: str, start: int, end: int) -> Speaker | None:
    """Return whoever stands behind a title in a clause, though no name was found there."""
    words = strip_adverbials(bare[start:end])
    if not words and bare.startswith("」", max(0, start - 1)):
        return _find_nicknamed(bare, start)
    match = _TITLED.search(words)
    if match is None or _COMMON.search(match["name"]):
        return None
    return Speaker(start + match.start("name"), start + match.end("name"))


def _find_nicknamed(bare: str, end: int) -> Speaker | None:
    """Return whoever stands in marks behind a title: 網友「小明」; their clause ends with them."""
    start = max(0, end - _NICKNAME)
    match = _NICKNAMED.search(bare[start:end])
    return Speaker(start + match.start("name"), start + match.end("name")) if match else None


def _stands_for_state(bare: str, name: Naming, end: int) -> bool:
    rest = bare[name.end : end]
    state = re.match("政府|当局|官方|军方|方面|方", rest)
    return not strip_adverbials(rest[state.end() :] if state else rest)


def is_governed(bare: str, start: int, name: Naming) -> bool:
    """Tell whether a name is spoken to, or belongs to where and how: 向記者, 在市政府."""
    before = bare[max(start, name.start - _NEAR) : name.start]
    if before.count("(") > before.count(")") or before.count("【") > before.count("】"):
        return True
    if before.count("〔") > before.count("〕"):
        return True
    return any(
        _GOVERNED.search(before[: len(before) - k])
        for k in ((0,) if len(before) < 2 else range(0, min(10, len(before))))
        if k == 0 or is_title(before[len(before) - k :])
    )


def is_object(bare: str, start: int, at: int) -> bool:
    """Tell whether what stands at a place is told or spoken of: 記者 in 向記者."""
    return _GOVERNED.search(bare[start:at]) is not None


_TITLE = re.compile(
    r"(?:(?!的)[\u4e00-\u9fff]){0,7}(?:长|员|授|师|席|总|理|官|任|监|委|家|人|者|生|士|妻|夫|子|友|记者|总统|市长|县长|议员)$"
)


def is_title(words: str) -> bool:
    """Tell whether words are what stands before or behind a name: 立法委員, 教練."""
    return _TITLE.fullmatch(words) is not None


def pronoun_in(bare: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a pronoun stands that is no object; the last one of a clause."""
    for match in reversed(list(_PRONOUN.finditer(bare, start, end))):
        if not _GOVERNED.search(bare[start : match.start()]):
            return match.span()
    return None


def governed_pronoun(bare: str, start: int, end: int) -> str:
    """Return the pronoun in a stretch that somebody speaks to or of: 她 of 問她; "" without any."""
    for match in _PRONOUN.finditer(bare, start, end):
        if _GOVERNED.search(bare[start : match.start()]):
            return match[0]
    return ""


def begins_with_pronoun(bare: str, start: int) -> bool:
    """Tell whether a sentence goes on about whom the one before was about."""
    return _PRONOUN_AT_START.match(bare, start) is not None


def unnamed_in(bare: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a speaker without a name stands: 警方, 一名住戶, 判決書."""
    words = strip_adverbials(bare[start:end])
    match = None if words.endswith(_ON_STAGE) else _UNNAMED.search(words)
    return (start + match.start(), start + match.end()) if match else None


def unnamed_at(bare: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a clause begins with somebody without a name: 陳男, 這家公司."""
    match = _UNNAMED_AT_START.match(bare, start, end)
    return match.span("noun") if match else None


def strip_adverbials(words: str) -> str:
    """Return what stands before when, where, how and to whom something is said."""
    while match := _ADVERBIAL.search(words):
        words = words[: match.start()]
    return words


def _elsewhere(name: Naming, text: str) -> bool:
    """Tell whether a court is the one that is asked next: 上訴最高法院."""
    return text.endswith(("上诉", "抗告", "发回", "移送", "由"), 0, name.start)


def resolve_role(role: str, names: Iterable[Naming], text: str) -> Naming | None:
    """Return the body that 公司, 校方 or 判決 stands for: the nearest one of that sort before."""
    for words, ending in _ROLES:
        if re.fullmatch(f"(?:.*?)(?:{words})", role):
            bodies = (n for n in names if n.kind == "ORG" and not _elsewhere(n, text))
            return next((n for n in bodies if re.search(ending, text[n.start : n.end])), None)
    return None


def _lead(text: str, name: Naming) -> str:
    return text[max(0, name.start - _APART) : name.start]


def _leads(title: str, lead: str) -> bool:
    """Tell whether a title stands before a name: 老闆娘、58歲的林美惠, and not in 讀者問林美惠."""
    _, found, between = lead.rpartition(title)
    return found != "" and not _GOVERNED.search(between)


def find_titled(title: str, names: Iterable[Naming], text: str) -> Naming | None:
    """Return who has a title in an article: 校長 after 校長鄔佩真; None where several have."""
    if len(title) < 2:
        return None
    people = [n for n in names if n.kind == "PER"]
    beside = [
        n for n in people if text.endswith(title, 0, n.start) or text.startswith(title, n.end)
    ]
    near = beside or [n for n in people if _leads(title, _CLAUSE.split(_lead(text, n))[-1])]
    if not near and (kin := _ADDRESSED_AS.fullmatch(title)):
        near = [n for n in people if text.endswith(kin[1], n.start, n.end)]  # 阿蕊嬤
    return near[0] if len({n.entity for n in near}) == 1 else None


def longest_form(name: Naming, names: Sequence[Naming], text: str) -> Naming:
    """Return where an article writes the same entity longest: 中央氣象署 for 氣象署.

    Letters of another script are an addition: in 羅伯茲（Dave Roberts） it is 羅伯茲 who speaks.
    """
    own = text[name.start : name.end]
    same = (
        n
        for n in names
        if n.entity == name.entity and (n.kind == "PER" or text.endswith(own, n.start, n.end))
    )
    return max(
        same,
        key=lambda n: (not text[n.start : n.end].isascii(), n.end - n.start),
        default=name,
    )


def fullest(name: Naming, names: Sequence[Naming], text: str) -> Naming:
    """Return where an article has the full form of a short name: 麥 of 麥英傑; itself if unsure."""
    own = text[name.start : name.end]
    longer = {
        n.entity: n
        for n in reversed(names)
        if n.kind == name.kind and n.entity != name.entity and _is_short_for(own, n, text)
    }
    found = next(iter(longer.values())) if len(longer) == 1 else name
    return longest_form(found, names, text)


def _is_short_for(own: str, name: Naming, text: str) -> bool:
    form = text[name.start : name.end]
    if len(own) >= len(form):
        return False
    if name.kind != "PER":
        return len(own) > 1 and form.endswith(own)
    if len(own) == 1:
        return form.startswith(own) and len(form) <= 4
    if own in re.split("[・·‧．.•]", form) or (len(own) == 2 and form.endswith(own)):
        return True
    if len(form) > 3 and form.startswith(own):
        return True  # 歐陽 for 歐陽子健, 吉永 for 吉永惠美子
    return own[0] in "小阿老大" and own[1:] in form  # 小陳, 阿翰


_TOLD = re.compile(
    rf"(?:[他她我你]们?|大家|本报|本刊|[{_HAN}]{{0,8}}(?:记者|媒体|家属|民众|警方|员|长|人|者|社|报|刊|台|客|友|师|方|们|妈|爸|亲|子|女|众|官|生|警|局|院|会|单位|团体|机构|政府|当局))"
)


def is_told(words: str, names: Sequence[Naming], at: int) -> bool:
    """Tell whether words between a verb and a mark are whoever is told: 記者, 葉局長."""
    if names and names[0].start - at <= 6:
        rest = words[names[-1].end - at :]
        return not rest or is_title(rest) or len(rest) <= 1
    return _TOLD.fullmatch(words) is not None


def stands_beside(bare: str, speaker: Speaker, at: int) -> bool:
    """Tell whether nothing but a title and adverbs stands between a subject and its verb."""
    gap = strip_adverbials(bare[speaker.end : at])
    return not gap or is_title(gap)


def by_form_of_address(words: str, names: Sequence[Naming], text: str) -> Naming | None:
    """Return whom 吉永女士 means, after 吉永惠美子."""
    short = _FORM_OF_ADDRESS.sub("", words)
    if short in ("", words):
        return None
    found = {
        n.entity: n
        for n in reversed(names)
        if n.kind == "PER" and text.startswith(short, n.start, n.end)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def by_short_form(short: str, names: Sequence[Naming], text: str) -> Naming | None:
    """Return whom a part of a name means that was not found as one: 吉永 after 吉永惠美子."""
    found = {
        n.entity: n for n in reversed(names) if n.kind == "PER" and _is_short_for(short, n, text)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def doubtful(speaker: Speaker) -> Speaker:
    """Return the same speaker, less sure."""
    return replace(speaker, certain=False)
