"""Where the fonts and the templates of printed documents lie."""

from pathlib import Path

FONTS = Path(__file__).resolve().parents[1] / "fonts"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "reports"
