"""Detects the encoding of bytes: a byte order mark, UTF-8, then what reads best.

People have Big5 files from old systems beside GB 18030 and UTF-8, and no file says reliably what
it is. So every candidate reads a sample of the bytes; `likelihood` and chardet say which reading
people would write, and where two come close, the reader is asked (`Decoded.rivals`).

Big5 is one encoding here. CP 950 reads it, because Taiwan's files were written by Windows:
A145 is 「‧」, A1E3 「～」, A14E 「﹑」. Python's own CP 950 has two slashes that nobody types, so
A241 and A242 are 「／」 and 「＼」. What CP 950 lacks is looked up in Big5-HKSCS, and the rows
C6A1 to C7FC (kana, circled digits) are read as Eten and HKSCS have them, unless that gives bare
radicals: then the text was written with the older Unicode table, which Python's codec keeps.
GB 2312, GBK and GB 18030 are read as GB 18030, with 80 as 「€」 as in CP 936; EUC-KR as CP 949,
Shift_JIS as CP 932, Latin-1 as CP 1252.

Refusals and the fields of their sentences:

- `empty`: nothing but white space; no fields.
- `binary`: more than 2 % NULs, and more than a few, or 1 % control characters; `position`,
  from 1, in bytes.
- `bad_bytes`: more than 1 % of the bytes mean nothing; `position` of the first, from 1, in
  bytes; `percent`, rounded up, as far as was read; `encoding`.
- `unreadable`: the encoding that was ordered is not known; `encoding`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import inf, log2

from components.reading.document import UnreadableError
from components.reading.language_scores import LANGUAGES, Language, score_language
from components.text import Rival

PREVIEW_CHARACTERS = 60
MAX_BAD_SHARE = 0.01
FEW_NULS = 3  # in whatever is sixteen times as long
MAX_NUL_SHARE = 0.02  # a text of fifty characters may hold one; binary files are full of them

_ONE_ALLOWED = 12  # from so many bytes on, one bad byte never fails a file

_SAMPLE_HEAD = 8192
_SAMPLE_SLICE = 4096
_SAMPLE_SLICES = 6
_CHUNK = 2**16

# Bits added to a reading's likelihood, found on newspaper sentences of 4 to 32 characters.
_CLOSE = 9.0  # readings nearer than this are asked about
_HINTED = 25.0  # what a declaration is worth
_CHARDET = 2.0  # per doubling of chardet's confidence
_UTF16 = -10.0  # without a mark it is rare
_UTF16_FLOOR = -17.5  # a character; anything at all is some sort of UTF-16
_UTF8 = 14.0

_CANDIDATES: dict[str, tuple[Language, ...]] = {
    "big5": ("zh_Hant", "zh_Hans"),
    "gb18030": ("zh_Hans", "zh_Hant"),
    "cp949": ("ko",),
    "cp932": ("ja",),
    "euc_jp": ("ja",),
    "cp1251": ("cyrillic",),
    "koi8-r": ("cyrillic",),
    "koi8-u": ("cyrillic",),
    "cp1252": ("latin",),
    "utf-8": LANGUAGES,
}
_UTF16_CANDIDATES: dict[str, tuple[Language, ...]] = {
    "utf-16-le": LANGUAGES,
    "utf-16-be": LANGUAGES,
}
_CHARDET_NAMES = {
    "big5hkscs": "big5",
    "gb18030": "gb18030",
    "cp949": "cp949",
    "euc_kr": "cp949",
    "cp932": "cp932",
    "shift_jis_2004": "cp932",
    "euc_jis_2004": "euc_jp",
    "cp1251": "cp1251",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "cp1252": "cp1252",
    "iso8859-1": "cp1252",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SUPERSETS = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "cp950": "big5",
    "big5hkscs": "big5",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "shift_jisx0213": "cp932",
    "euc_jis_2004": "euc_jp",
    "euc_jisx0213": "euc_jp",
    "iso8859-1": "cp1252",
}
_ALIASES = {"cp936": "gb18030", "windows-936": "gb18030", "windows-950": "big5", "x-gbk": "gb18030"}
_SEVEN_BIT = (
    (b"\x1b$)C", "iso2022_kr"),
    (b"\x1b$", "iso2022_jp_2"),
    (b"~{", "hz"),
)
_KNOWN = re.compile(
    r"big5|gb18030|hz|cp949|johab|cp932|euc_jp|iso2022_(kr|jp\w*)|utf-(8|16|32)(-[lb]e)?"
    r"|cp125\d|iso8859-\d+|koi8-[rut]|cp(437|85\d|86\d|874)|tis-620|mac-\w+"
)
# How names are offered to a reader who chooses; any name that `encoding_of` knows is taken.
ENCODINGS: tuple[str, ...] = (
    "utf-8",
    "big5",
    "gb18030",
    "utf-16-le",
    "utf-16-be",
    "cp949",
    "cp932",
    "euc_jp",
    "cp1251",
    "koi8-r",
    "koi8-u",
    "cp1252",
)

_LONE = re.compile("[\ud800-\udfff]")
_LONE_OF = tuple(chr(0xDC00 | byte) for byte in range(256))
_LONES = re.compile("[\ud800-\udfff]+")
_NEVER = re.compile("[\udcff]")
# How many bytes a character may have, and which bytes are in none.
_WIDTHS = {
    "utf-8": (4, re.compile("[\udcc0\udcc1\udcf5-\udcff]")),
    "utf-16-le": (2, re.compile("(?!)")),
    "utf-16-be": (2, re.compile("(?!)")),
    "utf-32-le": (4, re.compile("(?!)")),
    "utf-32-be": (4, re.compile("(?!)")),
    "cp950": (2, _NEVER),
    "big5hkscs": (2, _NEVER),
    "gb18030": (2, _NEVER),
    "cp949": (2, _NEVER),
    "cp932": (2, _NEVER),
    "euc_jp": (2, _NEVER),
}
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_COUNTED_APART = "\0\x85"  # NULs have a share of their own, and NEL ends a line
_HIGH = re.compile("[^\x00-\x7f]")
_ETEN_ROWS = re.compile("[々\u3041-\u30f6\u0401-\u0451①-⑩⑴-⑽]")  # as CP 950 reads them
_RADICALS = re.compile("[丶丿亅亠冂冖冫勹匸卩厶夊宀巛⼳彐彡攴疒辵¨ˆ✽]")
_SLASHES = (("\u2215", "／"), ("\ufe68", "＼"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes.

    Attributes:
        text: without byte order mark, NUL or lone surrogates; line breaks as they were.
        encoding: what the bytes were read as, by its name in Python: `cp950` or, where Hong
            Kong's characters were needed, `big5hkscs`; `gb18030` for all of mainland China's.
        bad_bytes: how many bytes meant nothing; a U+FFFD stands in the text for each.
        rivals: other readings that come close, the likeliest first; empty when sure.
    """

    text: str
    encoding: str
    bad_bytes: int = 0
    rivals: tuple[Rival, ...] = ()


def decode(data: bytes, *, hint: str | None = None, encoding: str | None = None) -> Decoded:
    """Turn bytes into text.

    Args:
        data: a whole file.
        hint: what the file declares itself to be (HTML, XML); it tips the scales where readings
            are close, and is passed over where the bytes speak against it or nobody knows it.
        encoding: what the reader chose; nothing else is tried.

    Raises:
        UnreadableError: there is no text in it; see the module for reasons and fields.
    """
    if not data:
        raise UnreadableError("empty")
    if encoding is not None:
        chosen = encoding_of(encoding)
        if chosen is None:
            raise UnreadableError("unreadable", encoding=encoding)
        return _decode(data, _with_order(data, chosen))
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decode(data, name)
    if data.isascii() and (shifted := _detect_seven_bit(data)):
        return _decode(data, shifted)
    if _is_plain(data):
        return _decode(data, "utf-8")
    return _best(data, encoding_of(hint) if hint else None)


def encoding_of(name: str) -> str | None:
    """Return the name by which `decode` knows an encoding, or None for one it does not read.

    Supersets stand for their parts: GB 2312 is read as GB 18030, Latin-1 as CP 1252.
    """
    cleaned = name.strip().strip("\"'").lower()
    try:
        found = _ALIASES.get(cleaned) or codecs.lookup(cleaned).name
    except (LookupError, ValueError):
        return None
    found = _SUPERSETS.get(found, found)
    return found if _KNOWN.fullmatch(found) else None


def _with_order(data: bytes, name: str) -> str:
    """Add the byte order to a bare `utf-16` or `utf-32`: by its mark, else what reads best."""
    if name not in ("utf-16", "utf-32"):
        return name
    for mark, marked in _BOMS:
        if marked.startswith(name) and data.startswith(mark):
            return marked
    orders = {f"{name}-le": LANGUAGES, f"{name}-be": LANGUAGES}
    return _rank(data[:_SAMPLE_HEAD], orders)[0][1]


def _is_plain(data: bytes) -> bool:
    """Tell whether data is UTF-8 beyond doubt.

    A few letters of two bytes each may as well be a short GBK word, and NUL means UTF-16.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if text.isascii():
        return not _CONTROLS.search(text[:_SAMPLE_HEAD]) and "\0" not in text
    if _CONTROLS.search(text[:_SAMPLE_HEAD]) or "\0" in text:
        return False
    high = [match[0] for match in islice(_HIGH.finditer(text[: _SAMPLE_HEAD * 4]), 17)]
    return len(high) > 16 or not high or max(high) >= "\u0800"


def _detect_seven_bit(data: bytes) -> str | None:
    """Return the ASCII-only encoding of East Asia that data is in, if any."""
    for sign, name in _SEVEN_BIT:
        if sign not in data:
            continue
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        seen = "".join(_HIGH.findall(text[:_SAMPLE_HEAD]))
        likely = max(score_language(seen, language) for language in LANGUAGES)
        if seen and likely > -16 * len(seen):
            return name
    return None


def _best(data: bytes, hint: str | None) -> Decoded:
    """Decode by the likeliest of all candidates, and name those that come close to it."""
    head = data[:_SAMPLE_HEAD]
    ranked = _rank(head, {**_CANDIDATES, **_UTF16_CANDIDATES}, hint)
    if len(data) > _SAMPLE_HEAD and ranked[0][1] not in _UTF16_CANDIDATES:
        ranked = _rank(_sample(data), _CANDIDATES, hint)
    best = _take_hint(data, ranked[0][1], hint)
    decoded = _decode(data, best)
    close = [name for score, name in ranked if score > ranked[0][0] - _CLOSE]
    rivals = _rivals(data[: PREVIEW_CHARACTERS * 8], best, close)
    return Decoded(decoded.text, decoded.encoding, decoded.bad_bytes, rivals)


def _take_hint(data: bytes, best: str, hint: str | None) -> str:
    """Prefer a declared encoding that no model knows (Greek, Thai) to another single-byte one."""
    if hint is None or hint in _CANDIDATES or hint.startswith("utf-"):
        return best
    if best not in ("cp1252", "cp1251", "koi8-r", "koi8-u"):
        return best
    try:
        data.decode(hint)
    except UnicodeError:
        return best
    return hint


def _rank(
    sample: bytes, candidates: dict[str, tuple[Language, ...]], hint: str | None = None
) -> list[tuple[float, str]]:
    """Score readings of a sample in bits, the likeliest first."""
    votes = _chardet_votes(sample)
    scores = []
    for name, languages in candidates.items():
        text = _read(sample, name)[0]
        score = max(score_language(text, language) for language in languages)
        score += _CHARDET * log2(votes.get(name, 0.0) + 1e-3)
        if name.startswith("utf-16"):
            score = score + _UTF16 if score > _UTF16_FLOOR * len(text) else -inf
        if name == "utf-8":
            score += _UTF8 if _HIGH.search(_LONE.sub("", text)) else -_UTF8
        score += _HINTED * (name == hint)
        scores.append((score, name))
    return sorted(scores, key=lambda scored: -scored[0])


def _chardet_votes(sample: bytes) -> dict[str, float]:
    """Return chardet's confidence, from 0 to 1, in each of our candidates."""
    import chardet  # slow to load, and UTF-8 never asks it

    votes: dict[str, float] = {}
    for found in chardet.detect_all(
        sample,
        ignore_threshold=True,
        compat_names=False,
        include_encodings=_CHARDET_NAMES,
    ):
        name = _CHARDET_NAMES.get(found["encoding"] or "", "")
        votes[name] = max(votes.get(name, 0.0), found["confidence"])
    return votes


def _rivals(start: bytes, best: str, close: list[str]) -> tuple[Rival, ...]:
    """Show how the close readings look, but for those that look the same as the best."""
    seen = {_preview(start, best)}
    rivals = []
    for name in close:
        preview = _preview(start, name)
        if preview not in seen:
            seen.add(preview)
            rivals.append(Rival(name, preview))
    return tuple(rivals)


def _preview(start: bytes, name: str) -> str:
    text = _LONE.sub("\ufffd", _read(start, name)[0])
    return _CONTROLS.sub("\ufffd", text)[:PREVIEW_CHARACTERS]


def _sample(data: bytes) -> bytes:
    """Take some ten kB spread over data, cut where no character of several bytes is cut.

    Bytes below 30 (hex) are never part of a longer character in any candidate but UTF-16. A
    stretch without such a byte is passed over; where bytes first stop being UTF-8 one is taken,
    so that a single accented letter in a long English text is seen.
    """
    starts = [len(data) * i // _SAMPLE_SLICES for i in range(1, _SAMPLE_SLICES)]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        starts.append(max(0, error.start - _SAMPLE_SLICE // 2))
    pieces = [data[:_SAMPLE_HEAD].rpartition(b"\n")[0] or data[:_SAMPLE_HEAD]]
    pieces += [_align(data[start : start + _SAMPLE_SLICE]) for start in starts]
    return b"\n".join(pieces)


_LOW = re.compile(rb"[\x00-\x2f]")


def _align(piece: bytes) -> bytes:
    """Return a piece from its first byte that stands alone to its last."""
    cuts = [match.start() for match in _LOW.finditer(piece)]
    return piece[cuts[0] : cuts[-1]] if cuts else b""


def _decode(data: bytes, name: str) -> Decoded:
    """Decode whole bytes in a known encoding; refuse what is no text."""
    mark = next((m for m, marked in _BOMS if marked == name and data.startswith(m)), b"")
    body = data[len(mark) :]
    limit = max(1, int(len(body) * MAX_BAD_SHARE)) if len(body) >= _ONE_ALLOWED else 0
    text, label = _read(body, name, limit)
    if (control := _first_control(text)) is not None:
        raise UnreadableError("binary", position=len(mark) + _width(text[:control], label) + 1)
    bad = 0
    if first := _LONE.search(text):
        shown, bad = _count(text, label)
        if bad > limit:
            percent = min(100, -(-100 * bad // _width(text, label)))
            position = len(mark) + _width(text[: first.start()], label) + 1
            raise UnreadableError("bad_bytes", position=position, percent=percent, encoding=label)
        text = shown
    # No database takes a NUL: an invisible sign stands for it, which cleaning takes out and counts.
    text = text.replace("\0", "\u200b")
    if not text.strip():
        raise UnreadableError("empty")
    return Decoded(text, label, bad)


def _count(text: str, codec: str) -> tuple[str, int]:
    """Put U+FFFD where bytes meant nothing, and count them.

    One wrong byte in a character makes its other bytes meaningless too. So neighbours that may
    have been one character count as one, unless there are more bytes that never occur at all.
    """
    width, never = _WIDTHS.get(codec, (1, _NEVER))
    bad = 0

    def replace(run: re.Match[str]) -> str:
        nonlocal bad
        n = max(-(-len(run[0]) // width), len(never.findall(run[0])))
        bad += n
        return "\ufffd" * n

    return _LONES.sub(replace, text), bad


def _first_control(text: str) -> int | None:
    """Find the first of NULs or of control characters all over; None in what may be a text."""
    nuls = text.count("\0")
    if nuls > len(text) * MAX_NUL_SHARE and (nuls > FEW_NULS or nuls * 16 > len(text)):
        return text.index("\0")
    piece = 2 * _SAMPLE_HEAD
    for start in sorted({0, len(text) // 2, max(0, len(text) - piece)}):
        shown = text[start : start + piece]
        found = [c for c in _CONTROLS.findall(shown) if c not in _COUNTED_APART]
        if len(found) > max(1.0, len(shown) * MAX_BAD_SHARE):
            return start + shown.index(found[0])
    return None


def _read(data: bytes, name: str, limit: int | None = None) -> tuple[str, str]:
    """Decode; a lone surrogate stands for each byte that means nothing.

    Args:
        data: bytes without a byte order mark.
        name: one of the names that `encoding_of` gives.
        limit: reading stops soon after more bad bytes than this; None reads on.

    Returns:
        The text, and the name of Python's codec that reads these bytes.
    """
    if name == "big5":
        return _read_big5(data, limit)
    handler = "wenmai.gb" if name == "gb18030" else "wenmai.bad"
    return _read_with(data, name, handler, limit), name


def _read_big5(data: bytes, limit: int | None) -> tuple[str, str]:
    """Read with both tables where they differ; see the module for which of them wins."""
    try:
        text, label = data.decode("cp950"), "cp950"
    except UnicodeDecodeError:
        text, label = _read_hkscs(data, limit)
    if label == "cp950" and _ETEN_ROWS.search(text):
        text, label = _decode_eten(text, _read_with(data, "big5hkscs", "wenmai.cp950", limit))
    for strange, slash in _SLASHES:
        text = text.replace(strange, slash)
    return text, label


def _read_hkscs(data: bytes, limit: int | None) -> tuple[str, str]:
    """Read what is more than CP 950, or has bad bytes."""
    try:
        text = data.decode("big5hkscs")
    except UnicodeDecodeError:
        text = ""
    if text and not _RADICALS.search(text):
        return _taiwanese(text), "big5hkscs"
    text = _read_with(data, "cp950", "wenmai.hkscs", limit)
    try:
        _LONE.sub("", text).encode("cp950")
    except UnicodeEncodeError:
        return text, "big5hkscs"
    return text, "cp950"


def _taiwanese(text: str) -> str:
    """Put CP 950's punctuation in the place of Big5-HKSCS's."""
    for theirs, ours in zip("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡", strict=True):
        text = text.replace(theirs, ours)
    return text


def _decode_eten(by_cp950: str, by_hkscs: str) -> tuple[str, str]:
    """Choose between the two tables for kana and circled digits."""
    if len(_RADICALS.findall(by_hkscs)) > len(_RADICALS.findall(by_cp950)):
        return by_cp950, "cp950"
    text = _taiwanese(by_hkscs)
    return text, "cp950" if text == by_cp950 else "big5hkscs"


def _read_with(data: bytes, codec: str, handler: str, limit: int | None) -> str:
    try:
        return data.decode(codec)
    except UnicodeError:
        pass
    if limit is None:
        return data.decode(codec, handler)
    pieces: list[str] = []
    bad = 0
    for piece in _pieces(data, codec, handler):
        pieces.append(piece)
        bad += _count(piece, codec)[1]
        if bad > limit + len(pieces):  # one more a piece: a fault may lie across two of them
            break
    return "".join(pieces)


def _pieces(data: bytes, codec: str, handler: str) -> Iterator[str]:
    """Decode bit by bit, so that a wrong encoding is noticed before all is read."""
    decoder = codecs.getincrementaldecoder(codec)(handler)
    for start in range(0, len(data), _CHUNK):
        yield decoder.decode(data[start : start + _CHUNK], start + _CHUNK >= len(data))


def _width(text: str, codec: str) -> int:
    """How many bytes a text was read from; lone surrogates stand for one byte each."""
    if codec in ("cp950", "big5hkscs"):  # neither writes all that both read
        return len(text) + len(_HIGH.findall(text)) - len(_LONE.findall(text))
    read, bad = _LONE.subn("", text)
    return len(read.encode(codec, "replace")) + bad


def _need_decode_error(error: UnicodeError) -> UnicodeDecodeError:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error


def _bad(error: UnicodeError) -> tuple[str, int]:
    """Let a lone surrogate stand for each byte; they are counted and replaced afterwards."""
    fault = _need_decode_error(error)
    wrong = fault.object[fault.start : fault.end]
    return "".join([_LONE_OF[byte] for byte in wrong]), fault.end


def _euro(error: UnicodeError) -> tuple[str, int]:
    """Read the one character that CP 936 has and GB 18030 lacks."""
    fault = _need_decode_error(error)
    if fault.object[fault.start] == 0x80:
        return "€", fault.start + 1
    return _bad(fault)


def _from(codec: str, error: UnicodeError) -> tuple[str, int]:
    """Read with another table the two bytes that the first one lacks."""
    fault = _need_decode_error(error)
    try:
        return fault.object[fault.start : fault.start + 2].decode(codec), fault.start + 2
    except UnicodeDecodeError:
        return _bad(fault)


def _from_hkscs(error: UnicodeError) -> tuple[str, int]:
    return _from("big5hkscs", error)


def _from_cp950(error: UnicodeError) -> tuple[str, int]:
    return _from("cp950", error)


codecs.register_error("wenmai.bad", _bad)
codecs.register_error("wenmai.gb", _euro)
codecs.register_error("wenmai.hkscs", _from_hkscs)
codecs.register_error("wenmai.cp950", _from_cp950)
