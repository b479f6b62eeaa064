"""Where the lines of a PDF stand tells which of them go on."""

from __future__ import annotations

from components.reading.parsers.pdf_layout import PageLine, breaks_in, headlines_in


def line(text: str, base: float, *, left: float = 60, em: float = 10, page: int = 0) -> PageLine:
    return PageLine(text, page, left, left + em * len(text), base, em)


FULL = "市府昨天宣布，港區碼頭工程動工"  # 15 characters, the width of the column


def test_pdf_layout_joins_full_lines_of_one_size() -> None:
    lines = [line(FULL, 100), line("並在明年啟用。", 85), line(FULL, 70), line("完工。", 55)]
    assert breaks_in(lines) == (0, 2)


def test_pdf_layout_keeps_headlines_indents_and_gaps_apart() -> None:
    headline = line("港區碼頭動工市府盼明年", 130, em=18)
    lines = [headline, line(FULL, 100), line(FULL, 85, left=80), line(FULL, 40), line("完。", 25)]
    assert headlines_in(lines) == (0,)
    assert 0 not in breaks_in(lines)
    assert 1 not in breaks_in(lines)
    assert 2 not in breaks_in(lines)


def test_pdf_layout_goes_on_at_the_head_of_the_next_page_in_the_midst_of_a_sentence() -> None:
    lines = [line(FULL, 40), line("並在明年啟用。", 800, page=1), line(FULL, 785, page=1)]
    assert breaks_in(lines) == (0,)


def test_pdf_layout_keeps_rows_of_a_table() -> None:
    lines = [line(FULL, 100), line("完。", 85), line("臺北市 320,000 110", 70),
             line("新北市 455,000 150", 55)]  # fmt: skip
    assert breaks_in(lines) == (0,)


def test_pdf_layout_of_nothing_is_nothing() -> None:
    assert (breaks_in([]), headlines_in([])) == ((), ())
