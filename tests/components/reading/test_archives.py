"""Members of a zip: which are taken out, what they are called, when it stops."""

from __future__ import annotations

import stat
import zlib

import pytest

from components.reading.archives import ArchiveMember, is_archive, open_members
from components.reading.document import Limits, UnreadableError
from tests.safety.inputs import Entry, deflated, good_docx, good_xlsx, packed, stored, zipped

LIMITS = Limits()


def names(data: bytes, limits: Limits = LIMITS) -> list[str]:
    return [member.name for member in open_members(data, limits=limits)]


def faults(data: bytes, limits: Limits = LIMITS) -> dict[str, str]:
    found = open_members(data, limits=limits)
    return {member.name: member.fault.reason if member.fault else "read" for member in found}


def refused(data: bytes, limits: Limits = LIMITS) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(UnreadableError) as caught:
        list(open_members(data, limits=limits))
    return caught.value.reason, dict(caught.value.detail)


def test_archives_take_out_files_in_order_with_their_bytes() -> None:
    data = packed({"乙/b.txt": b"two", "甲.txt": "一".encode()})
    assert list(open_members(data, limits=LIMITS)) == [
        ArchiveMember("乙/b.txt", b"two"),
        ArchiveMember("甲.txt", "一".encode()),
    ]


def test_archives_pass_over_what_is_no_article() -> None:
    data = packed(
        {
            "folder/": b"",
            "__MACOSX/._a.txt": b"x",
            ".hidden/a.txt": b"x",
            "a/.DS_Store": b"x",
            "README.md": b"x",
            "~$m.docx": b"x",
            "~WRL0003.tmp": b"x",
            "$RECYCLE.BIN/m.txt": b"x",
            "@eaDir/m.txt": b"x",
            "b/Readme.txt": b"x",
            "Thumbs.db": b"x",
            "a.txt": b"x",
        }
    )
    assert names(data) == ["a.txt"]


def test_archives_pass_over_links() -> None:
    link = stored("link.txt", b"/etc/passwd", attributes=(stat.S_IFLNK | 0o777) << 16)
    file = stored("a.txt", b"x", attributes=(stat.S_IFREG | 0o644) << 16)
    assert names(zipped([link, file])) == ["a.txt"]


@pytest.mark.parametrize(
    ("told", "label"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("C:\\新聞\\a.txt", "新聞/a.txt"),
        ("a//./b.txt", "a/b.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("a\x07\n.txt", "a.txt"),
        ("甲" * 300 + ".txt", "…" + "甲" * 195 + ".txt"),
        ("..", "?"),
    ],
)
def test_archives_names_are_labels(told: str, label: str) -> None:
    assert names(zipped([stored(told, b"x")])) == [label]


def test_archives_names_with_nul_stay_one_label() -> None:
    assert names(zipped([stored("a.txt\0.exe", b"x")])) == ["a.txt.exe"]


@pytest.mark.parametrize("encoding", ["cp950", "gbk", "utf-8"])
def test_archives_names_of_old_chinese_windows_are_decoded_together(encoding: str) -> None:
    told = {
        "cp950": ["台灣新聞/總統府發表聲明.txt", "台灣新聞/立法院院會.txt"],
        "gbk": ["中国新闻/国务院发表声明.txt", "中国新闻/北京会议.txt"],
        "utf-8": ["新聞/總統府.txt", "新聞/国务院.txt"],
    }[encoding]
    old = [Entry(name.encode(encoding), b"x", 1, zlib.crc32(b"x"), method=0) for name in told]
    assert names(zipped([*old, stored("b.txt", b"x")])) == [*told, "b.txt"]


def test_archives_refuse_one_bad_member_and_go_on() -> None:
    data = zipped(
        [
            stored("first.txt", b"x"),
            stored("locked.txt", b"x" * 20, flags=0x801),
            stored("damaged.txt", b"x", crc=7),
            Entry(b"odd.txt", b"x", 1, method=97),
            stored("large.txt", b"x" * 2000),
            stored("last.txt", b"x"),
        ]
    )
    assert faults(data, Limits(file_bytes=1000)) == {
        "first.txt": "read",
        "locked.txt": "encrypted",
        "damaged.txt": "broken",
        "odd.txt": "unknown_format",
        "large.txt": "too_large",
        "last.txt": "read",
    }


def nested(depth: int) -> bytes:
    data = packed({"m.txt": b"x"})
    for _ in range(depth - 1):
        data = packed({"inner.zip": data})
    return data


@pytest.mark.parametrize(
    ("depth", "found"),
    [
        (1, {"m.txt": "read"}),
        (2, {"inner.zip!m.txt": "read"}),
        (3, {"inner.zip!inner.zip!m.txt": "read"}),
        (4, {"inner.zip!inner.zip!inner.zip": "archive_depth"}),
    ],
)
def test_archives_are_opened_in_archives_to_a_depth(depth: int, found: dict[str, str]) -> None:
    assert faults(nested(depth)) == found


def test_archives_count_what_comes_out_not_what_is_claimed() -> None:
    one = Entry(b"a.txt", deflated(2**20), 2**20, zlib.crc32(bytes(2**20)))
    three = zipped([one, one, one])
    assert faults(three, Limits(inflated_bytes=3 * 2**20)) == {"a.txt": "read"}
    found = list(open_members(three, limits=Limits(inflated_bytes=2 * 2**20)))
    assert [member.fault and member.fault.reason for member in found] == [
        None,
        None,
        "archive_inflated",
    ]


def test_archives_count_over_all_archives_of_an_upload() -> None:
    inner = packed({"a.txt": bytes(range(256)) * 4096})
    data = packed({"1.zip": inner, "2.zip": inner, "3.txt": b"x"})
    assert faults(data, Limits(inflated_bytes=3 * 2**19)) == {
        "1.zip!a.txt": "read",
        "2.zip!a.txt": "archive_inflated",
    }


def test_archives_burst_where_no_text_shrinks_like_that() -> None:
    one = Entry(b"a.txt", deflated(2**20), 2**20, zlib.crc32(bytes(2**20)))
    outcomes = [
        m.fault.reason if m.fault else "read"
        for m in open_members(zipped([one] * 40), limits=LIMITS)
    ]
    assert outcomes == ["read"] * 32 + ["archive_inflated"]


def test_archives_with_too_many_entries_are_refused_whole() -> None:
    data = packed({f"{n}.txt": b"" for n in range(4)})
    assert refused(data, Limits(entries=3)) == ("archive_entries", {"limit": 3, "count": 4})
    inner = packed({"a.zip": data, "b.txt": b"x"})
    assert faults(inner, Limits(entries=5)) == {"a.zip": "archive_entries", "b.txt": "read"}


def test_archives_whose_entries_overlap_are_refused_whole() -> None:
    data = zipped([stored("a.txt", b"x" * 100), stored("b.txt", b"y")])
    second = data.rindex(b"PK\1\2")
    forged = data[: second + 42] + bytes(4) + data[second + 46 :]
    assert refused(forged)[0] == "archive_member"


@pytest.mark.parametrize("data", [packed({}), packed({"a/": b"", ".x": b"y"})])
def test_archives_without_a_file_are_empty(data: bytes) -> None:
    assert refused(data) == ("empty", {})


def test_archives_cut_short_are_broken() -> None:
    data = packed({"a.txt": b"x" * 100})
    for size in (4, 30, len(data) // 2, len(data) - 1):
        assert refused(data[:size]) == ("broken", {})


def test_archives_are_told_from_documents_packed_as_zips() -> None:
    assert is_archive(packed({"a.docx": good_docx()}), name="x.docx")
    assert not is_archive(good_docx(), name="x.zip")
    assert not is_archive(good_xlsx(), name="x")
    assert not is_archive(b"text", name="x.zip")
