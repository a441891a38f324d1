"""How far a confidence can be believed: the expected calibration error, and its diagram as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

BINS = 10
Row = tuple[float, float, int]
_SIDE, _MARGIN = 300, 44


def calibration(confidences: Sequence[float], right: Sequence[bool]) -> tuple[float, list[Row]]:
    """Return the expected calibration error and, a bin, the mean confidence, the share that is right, the number."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, ok in zip(confidences, right, strict=True):
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, ok))
    rows = [(sum(c for c, _ in one) / len(one), sum(ok for _, ok in one) / len(one), len(one)) for one in bins if one]
    error = sum(abs(mean - share) * size for mean, share, size in rows) / max(len(right), 1)
    return error, rows


def draw(rows: Sequence[Row], path: Path) -> None:
    """Write the reliability diagram: a dot a bin, its area by how many statements are in it."""
    most = max((size for *_, size in rows), default=1)
    ticks = "".join(
        f'<text x="{_x(at):.0f}" y="{_SIDE + _MARGIN + 18}" text-anchor="middle">{at:.1f}</text>'
        f'<text x="{_MARGIN - 8}" y="{_y(at) + 4:.0f}" text-anchor="end">{at:.1f}</text>'
        for at in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    dots = "".join(
        f'<circle cx="{_x(mean):.1f}" cy="{_y(share):.1f}" r="{4 + 12 * (size / most) ** 0.5:.1f}">'
        f"<title>confidence {mean:.2f}: {share:.2f} right, of {size}</title></circle>"
        for mean, share, size in rows
    )
    told = ", ".join(f"{mean:.2f}: {share:.2f} of {size}" for mean, share, size in rows)
    width, height = _SIDE + 2 * _MARGIN, _SIDE + 2 * _MARGIN + 20
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12">\n<title>How often statements of a confidence are right</title>\n'
        f"<desc>{told}</desc>\n<rect width='100%' height='100%' fill='white'/>\n"
        f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#999"/>\n'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999" stroke-dasharray="4 4"/>\n'
        f'<g fill="#0b61a4" fill-opacity="0.7">{dots}</g>\n<g fill="#333">{ticks}'
        f'<text x="{width / 2}" y="{height - 14}" text-anchor="middle">confidence</text>'
        f'<text x="14" y="{height / 2}" text-anchor="middle" transform="rotate(-90 14 {height / 2})">right</text>'
        "</g>\n</svg>\n",
        encoding="utf-8",
    )


def _x(share: float) -> float:
    return _MARGIN + _SIDE * share


def _y(share: float) -> float:
    return _MARGIN + _SIDE * (1 - share)
