"""Knows sentences that stand below articles and are no part of their news: terms, hotlines."""

from __future__ import annotations

import re

from components.text import fold_letters

# What newspapers and sites set below their texts in Chinese, beside what is found by its place.
_CUES = (
    r"(?:未|非)經.{0,14}(?:授權|同意|許可).{0,24}(?:轉載|重製|翻印|引用|轉貼|散布|公開播送)",
    r"(?:不得|禁止|請勿|嚴禁).{0,8}轉載", r"轉載.{0,6}(?:註明|授權|必究|請洽)",
    "版權所有", "著作權所有", "保留(?:一切|所有)權利", "(?:翻印|侵權|盜用|盜版)必究",
    "all ?rights ?reserved", "不構成.{0,8}投資.{0,4}(?:建議|邀約)",
    "不代表本[報網台社刊站].{0,4}立場",
    r"(?:安心專線|生命線|張老師).{0,12}19\d\d", "自殺不能解決", "飲酒過量有害",
    "[酒喝]後?[酒不].{0,2}開車.{0,12}(?:健康|未成年|禁止)",
    "(?:訂閱|追蹤|加入|下載).{0,8}(?:電子報|粉絲團|粉絲專頁|好友|官方帳號|app$)",
    "點[我擊]看更多", "看更多.{0,6}新聞$",
)  # fmt: skip
_NOTICE = re.compile("|".join("".join(fold_letters(c).text or c for c in cue) for cue in _CUES))
_LONGEST = 160  # letters; a longer sentence tells something beside the words of a notice


def is_notice(letters: str) -> bool:
    """Tell whether a sentence, as folded letters, is a notice by its words."""
    return len(letters) <= _LONGEST and bool(_NOTICE.search(letters))
