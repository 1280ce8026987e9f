"""Signatures and stamps drawn as SVG: invented strokes, the same for the same name."""

import random
import zlib

_INK = "#1b3a8f"


def scribble(name: str) -> str:
    """A pen stroke of 60 × 22 units for this name, as SVG."""
    draw = random.Random(zlib.crc32(name.encode()))
    x, path = 4.0, [f"M 4 {draw.uniform(9, 16):.1f}"]
    for _ in range(draw.randint(5, 8)):
        step = draw.uniform(4, 8)
        peak, foot = draw.uniform(1, 8), draw.uniform(13, 21)
        path.append(
            f"C {x + step * 0.2:.1f} {peak:.1f} {x + step * 0.9:.1f} {peak:.1f} {x + step * 0.6:.1f} {foot:.1f}"
        )
        x += step
        path.append(f"S {x:.1f} {draw.uniform(6, 12):.1f} {x:.1f} {draw.uniform(9, 15):.1f}")
    path.append(
        f"Q {x + 2:.1f} {draw.uniform(14, 20):.1f} {x - draw.uniform(18, 34):.1f} {draw.uniform(17, 21):.1f}"
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 24" width="72" height="24">'
        f'<path d="{" ".join(path)}" fill="none" stroke="{_INK}" stroke-width="0.9" stroke-linecap="round"/></svg>'
    )


def stamp(text: str) -> str:
    """A round office stamp «Для документов» with this text on two or three lines, as SVG."""
    lines = "".join(
        f'<text x="50" y="{44 + 9 * index}" font-size="6.4" text-anchor="middle" font-family="PT Sans" fill="{_INK}">{line}</text>'
        for index, line in enumerate(_lines(text))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">'
        f'<g transform="rotate(-9 50 50)" opacity="0.85"><circle cx="50" cy="50" r="46" fill="none" stroke="{_INK}" stroke-width="2"/>'
        f'<circle cx="50" cy="50" r="42" fill="none" stroke="{_INK}" stroke-width="0.8"/>'
        f'<text x="50" y="28" font-size="7" text-anchor="middle" font-family="PT Sans" fill="{_INK}">ДЛЯ ДОКУМЕНТОВ</text>'
        f"{lines}</g></svg>"
    )


def _lines(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) > 17:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
