"""Defines corrections of names, and reads them from lines that people can write.

They name entities by a written form or by id (`LOC:科索夫`), so that one file serves any corpus:

    rename 科索夫 = 科索沃
    kind 布魯塞爾 = LOC
    merge 塞國 = 塞爾維亞
    split 塞國
    drop 高峰會
    add 王小明 = PER
    apart 央行 = 中央銀行
    speaker 路燈壞了三個月 = 周阿滿
    unquote 沒有這回事

The last two put quotations right, which they name by their first words: another speaker, or none
at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["PER", "LOC", "ORG"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CorrectionVerb = Literal[
    "rename", "kind", "merge", "split", "drop", "add", "apart", "speaker", "unquote"
]
CorrectionReason = Literal["form", "verb", "value", "kind"]

_LINE = re.compile(r"(?P<verb>\w+)\s+(?P<name>[^=\s][^=]*?)\s*(?:=\s*(?P<value>.*?)\s*)?$")
_NEEDS_VALUE = ("rename", "kind", "merge", "add", "apart", "speaker")
QUOTATION_VERBS: tuple[CorrectionVerb, ...] = ("speaker", "unquote")
MAX_QUOTED = 60  # characters by which a correction names a quotation


class CorrectionError(ValueError):
    """A line that is no correction; the message does not hold it.

    Attributes:
        reason: `form` (not `verb name = value`), `verb`, `value` (missing, or not wanted) or
            `kind` (not PER, LOC or ORG).
    """

    def __init__(self, reason: CorrectionReason) -> None:
        super().__init__(f"no correction: wrong {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing put right.

    Attributes:
        verb: what is done.
        name: the entity it is done to, by a written form or by id; for `add`, the form; of a
            quotation its first words.
        value: the new name, the kind, the entity merged into, the one that is another, or the
            speaker; empty for `split`, `drop` and `unquote`.
    """

    verb: CorrectionVerb
    name: str
    value: str = ""

    def __str__(self) -> str:
        return (
            f"{self.verb} {self.name} = {self.value}" if self.value else f"{self.verb} {self.name}"
        )


def parse_correction(line: str) -> Correction:
    """Read one correction; `str` writes it again.

    Raises:
        CorrectionError: the line is none.
    """
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise CorrectionError("form")
    verb, name, value = match["verb"], match["name"], match["value"] or ""
    if verb not in get_args(CorrectionVerb):
        raise CorrectionError("verb")
    if bool(value) != (verb in _NEEDS_VALUE):
        raise CorrectionError("value")
    if verb in ("kind", "add") and value not in KINDS:
        raise CorrectionError("kind")
    return Correction(verb, name, value)  # type: ignore[arg-type]
