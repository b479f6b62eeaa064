"""What each article of a group adds, repeats and changed; what falls beside the bar of edits."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from components import duplicates
from components.duplicates import DuplicateReport, DuplicateSettings, describe
from components.duplicates.margin import Margin, find_margin
from components.duplicates.markup import change_html, version_html
from components.duplicates.report import Group, join_repeated
from components.duplicates.versions import Version, find_changes, make_versions
from components.text import Article, Corpus, Span

S = (
    "高雄港區今天上午發生貨櫃傾倒事故，港務警察八點接獲通報。",
    "消防局出動十二車三十人搶救，現場兩名工人受困。",
    "港務公司表示，當時正在裝卸一艘來自新加坡的貨輪。",
    "目擊者說，風勢突然轉強，最上層的貨櫃先晃動。",
    "警方封鎖碼頭南側道路，往來車輛請改走中山四路。",
    "海巡署派出三艘巡防艇，在港區內搜尋可能落海的人員。",
    "市長上午取消行程，趕往現場了解搶救進度。",
    "業者承認固定鎖沒有全部扣上，願意負起賠償責任。",
)


def corpus(*texts: str, dated: bool = True) -> Corpus:
    return Corpus(
        tuple(
            Article(
                f"a{i}", f"題{i}", t, t, counted=((0, len(t)),), source=f"報{i}",
                published=f"2024-01-0{i + 1}" if dated else None,
            )
            for i, t in enumerate(texts)
        )
    )  # fmt: skip


def opened(read_in: Corpus, **settings: object) -> tuple[DuplicateReport, tuple[Version, ...]]:
    report = duplicates.find(read_in, settings=DuplicateSettings(similarity=0.3, **settings))  # type: ignore[arg-type]
    (group,) = report.groups
    return report, make_versions(read_in, report, group)


def test_versions_tile_each_article_with_what_is_new_and_what_repeats() -> None:
    read_in = corpus("".join(S[:6]), "".join(S[1:7]), "".join(S[2:8]))
    _, versions = opened(read_in)
    for version in versions:
        spans = [part.span for part in version.parts]
        assert [s.start for s in spans] == [0, *(s.end for s in spans[:-1])]
        assert spans[-1].end == len(version.member.span)
        assert sum(len(p.span) for p in version.parts if p.new) == version.member.new
    new = [[read_in.text_of(p.span) for p in v.parts if p.new] for v in versions]
    assert new == [["".join(S[:6])], [S[6]], [S[7]]]
    assert versions[0].sources == ()
    assert [source for source, _ in versions[2].sources] == ["a0", "a1"]
    assert dict(versions[2].sources)["a1"] == len(S[6])


def test_versions_say_in_the_readers_words_how_much_is_new() -> None:
    read_in = corpus("".join(S[:6]), "".join(S[1:7]), "".join(S[:6]))
    report, versions = opened(read_in)
    said = [describe.share_new(v, report, first=i == 0) for i, v in enumerate(versions)]
    assert said == ["最早的一則，全部是新的", "這一則更新有 15 % 是新的", "這一則沒有新的文字"]
    assert describe.sources(versions[0], str) == ""
    assert describe.sources(versions[2], lambda i: f"〈{i}〉") == "重複自：〈a0〉（145 字）"


def test_versions_are_called_counted_where_the_latest_counts() -> None:
    read_in = corpus("".join(S[:6]), "".join(S[1:7]))
    report, versions = opened(read_in, prefer="latest")
    said = [describe.share_new(v, report, first=i == 0) for i, v in enumerate(versions)]
    assert said == ["這一則有 19 % 計入", "這一則全部計入"]


def test_versions_stand_in_the_order_of_time() -> None:
    read_in = corpus("".join(S[:6]), "".join(S[1:7]))
    turned = Corpus(read_in.articles[::-1])
    _, versions = opened(turned)
    assert [v.member.span.article_id for v in versions] == ["a0", "a1"]


@pytest.mark.parametrize(("value", "said"), [
    (0.001, "不到 1 %"), (0.124, "12 %"), (0.999, "99 %"),
])  # fmt: skip
def test_percent_is_never_none_or_all(value: float, said: str) -> None:
    assert describe.percent(value) == said


def test_changes_pair_a_sentence_with_the_one_it_changes() -> None:
    other = S[1].replace("兩名", "五名")
    read_in = corpus("".join(S[:6]), S[0] + other + "".join(S[2:6]))
    _, versions = opened(read_in)
    (change,) = find_changes(read_in, versions)
    assert (read_in.text_of(change.before), read_in.text_of(change.span)) == (S[1], other)
    assert 0.9 < change.similarity < 1


def test_changes_lead_to_the_version_just_before() -> None:
    forms = [S[1].replace("兩名", f"{n}名") for n in ("兩", "五", "六")]
    read_in = corpus(*(S[0] + form + "".join(S[2:6]) for form in forms))
    _, versions = opened(read_in)
    pairs = [(read_in.text_of(c.before), read_in.text_of(c.span)) for c in
             find_changes(read_in, versions)]  # fmt: skip
    assert pairs == [(forms[0], forms[1]), (forms[1], forms[2])]


def test_changes_do_not_call_an_added_sentence_changed() -> None:
    other = S[1].replace("兩名", "五名")
    read_in = corpus("".join(S[:6]), "".join(S[:2]) + other + "".join(S[2:6]))
    _, versions = opened(read_in)
    assert find_changes(read_in, versions) == ()


def test_changes_and_versions_of_nothing_are_empty() -> None:
    nothing = Group("near", Span("a0", 0, 0), ())
    assert make_versions(Corpus(), DuplicateReport(), nothing) == ()
    assert find_changes(Corpus(), ()) == ()


def test_version_html_marks_what_is_new_and_escapes_it() -> None:
    read_in = corpus("".join(S[:6]), "".join(S[1:6]) + "<b>新的一句話在這裡，從來沒有說過。")
    _, versions = opened(read_in)
    first, second = (version_html(read_in, v, "light") for v in versions)
    assert "<mark" not in first  # all of it is new
    assert second.count("<mark") == 1
    assert "&lt;b&gt;新的一句話" in second
    assert "<b>" not in second
    assert S[1] in second  # pale, and short enough to stay


def test_version_html_folds_what_is_long() -> None:
    letters = [chr(0x4E00 + i) for i in random.Random(1).sample(range(2000), 700)]
    long = "".join("".join(letters[i : i + 20]) + "。" for i in range(0, 700, 20))
    read_in = corpus(long, long + "新的一句話在這裡，從來沒有說過。")
    _, versions = opened(read_in)
    first, second = (version_html(read_in, v, "dark") for v in versions)
    assert f"（重複 {len(long) - 48} 字）" in second
    assert f"（還有 {len(long) - 240} 字）" in first


def test_change_html_marks_the_letters_that_differ() -> None:
    made = change_html("三人<死亡。", "五人<死亡。", "dark")
    assert "三</del>" in made
    assert "五</ins>" in made
    assert "&lt;死亡" in made


EDITED = S[1].replace("現場", "在場")  # one letter of 20


def test_margin_shows_an_edit_that_is_still_the_same() -> None:
    read_in = corpus("".join(S[:6]), S[0] + EDITED + "".join(S[2:6]))
    report = duplicates.find(read_in)
    margin = find_margin(report)
    (pair,) = margin.same
    assert (read_in.text_of(pair.one), read_in.text_of(pair.two)) == (S[1], EDITED)
    assert 0 < pair.share <= report.settings.edit
    assert margin.different == ()


def test_margin_shows_an_edit_that_is_no_longer_the_same() -> None:
    read_in = corpus("".join(S[:6]), S[0] + EDITED + "".join(S[2:6]))
    margin = find_margin(duplicates.find(read_in, settings=DuplicateSettings(edit=0.01)))
    (pair,) = margin.different
    assert {read_in.text_of(pair.one), read_in.text_of(pair.two)} == {S[1], EDITED}
    assert margin.same == ()


def test_margin_without_edits_or_without_sentences_is_empty() -> None:
    read_in = corpus(S[0], S[5])
    report = duplicates.find(read_in)
    assert find_margin(report) == Margin()
    assert find_margin(DuplicateReport()) == Margin()
    assert find_margin(replace(report, units=DuplicateReport().units)) == Margin()


@pytest.mark.parametrize(("spans", "found"), [
    ([], []),
    ([(3, 3)], []),
    ([(0, 5)], [(0, 5, 2)]),
    ([(0, 5), (5, 9)], [(0, 9, 2)]),
    ([(0, 5), (3, 9), (20, 30)], [(0, 9, 3), (20, 30, 2)]),
])  # fmt: skip
def test_covered_joins_what_touches_and_counts_the_most(
    spans: list[tuple[int, int]], found: list[tuple[int, int, int]]
) -> None:
    assert list(join_repeated(Span("a", *span) for span in spans)) == found


def test_copies_are_those_of_a_stretch_and_not_of_a_group() -> None:
    chain = [("".join(S[i : i + 4])) for i in range(4)]
    assert duplicates.find(corpus(*chain)).copies == 4  # S[3] stands in all four
    assert duplicates.find(corpus(*(S[:1] + S[5:6]))).copies == 1
