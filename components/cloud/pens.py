"""Writes outlines of letters as SVG paths in the plain form that plotly reads."""

from __future__ import annotations

from fontTools.pens.basePen import BasePen

PenPoint = tuple[float, float]


class PlainPathPen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Write every command with its letter and every point with both numbers.

    fontTools' own pen leaves out a letter that repeats, as SVG allows; plotly then drops the
    point that follows.
    """

    def __init__(self) -> None:
        super().__init__(None)
        self.commands: list[str] = []

    def _write(self, letter: str, *points: PenPoint) -> None:
        self.commands.append(letter + " ".join(_short(v) for point in points for v in point))

    def _moveTo(self, pt: PenPoint) -> None:  # noqa: N802  names that fontTools calls
        self._write("M", pt)

    def _lineTo(self, pt: PenPoint) -> None:  # noqa: N802
        self._write("L", pt)

    def _curveToOne(self, pt1: PenPoint, pt2: PenPoint, pt3: PenPoint) -> None:  # noqa: N802
        self._write("C", pt1, pt2, pt3)

    def _qCurveToOne(self, pt1: PenPoint, pt2: PenPoint) -> None:  # noqa: N802
        self._write("Q", pt1, pt2)

    def _closePath(self) -> None:  # noqa: N802
        self._write("Z")

    def _endPath(self) -> None:  # noqa: N802
        self._write("Z")


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
