"""Pictures drawn for the demonstration: abstract events without people, and a page of a school's site."""

import io
import random
import textwrap
import zlib
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from demo.files import parts
from demo.files.paper import Block, Para, Picture
from demo.files.pdf import to_pdf
from demo.files.wording import long_date, sentence, short_date
from demo.schools import DemoSchool
from demo.texts.anti_risk import AntiRiskPlan, PlanMeasure
from demo.texts.filling import filling

_FONTS = (
    Path(__file__).resolve().parents[2] / "webapp" / "fonts" / "PTS55F.ttf",
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"),
)
_WALLS = ("#e9e1d2", "#dfe6e4", "#e6e0ea", "#e3e8da")
_BOARDS = ("#3e6b57", "#365a77", "#5d4a74", "#7a5546")
_SEATS = ("#c98b4f", "#6f8fae", "#a9727c", "#7e9a6b")


def photo_jpeg(school: DemoSchool, measure: PlanMeasure, *, view: int = 1) -> bytes:
    """A picture of a room prepared for the event, with a caption; another `view` gives another room."""
    image = _room(f"{school.slug} {measure.title} {view}")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 990, 1600, 1067), fill="#20262e")
    caption = f"{school.short_name}. {measure.title}. {short_date(measure.due_on)}"
    draw.text((32, 1008), textwrap.shorten(caption, 96, placeholder="…"), font=_font(30), fill="#ffffff")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=84)
    return buffer.getvalue()


def photo_report_pdf(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    """Three pictures with captions and a paragraph about the event."""
    facts = filling(school, plan.starts_on)
    shots = ("Подготовка кабинета", "Рабочие места групп", "Выставка материалов")
    body: tuple[Block, ...] = (
        Para(
            f"{long_date(measure.due_on)} исполнена мера «{measure.title}». Участники: {measure.participants}. Показатель: "
            f"{measure.indicator}. Помощь оказал партнёр: {facts.profile.partners[0]}. Обучающиеся на снимках не изображены."
        ),
        *(
            Picture(photo_jpeg(school, measure, view=number), f"Фото {number}. {text}", 135)
            for number, text in enumerate(shots, start=1)
        ),
        parts.deputy_signs(school),
    )
    head = parts.letterhead(
        school, "ФОТООТЧЁТ", f"о мере «{measure.title}»", measure.due_on, str(measure.number)
    )
    return to_pdf(parts.official_paper(school, head, measure.due_on, body))


def publication_png(school: DemoSchool, plan: AntiRiskPlan, measure: PlanMeasure) -> bytes:
    """A screenshot of the news about the measure on the school's site."""
    facts, draw_on = filling(school, plan.starts_on), Image.new("RGB", (1280, 800), "#ffffff")
    draw = ImageDraw.Draw(draw_on)
    _browser(draw, f"{parts.site(school)}/novosti/{measure.due_on:%Y-%m-%d}", school.short_name)
    draw.text((90, 220), f"Новости · {short_date(measure.due_on)}", font=_font(22), fill="#5c6672")
    y = _text(draw, (90, 256), measure.title, size=38, width=50, fill="#1c2530")
    draw_on.paste(_room(f"{school.slug} {measure.number}").resize((560, 373)), (90, y + 16))
    story = (
        f"В школе исполнена очередная мера программы «{plan.risk_name}». {sentence(measure.indicator)}. "
        f"Благодарим партнёра: {facts.profile.partners[0]}."
    )
    _text(draw, (690, y + 16), story, size=24, width=42, fill="#28323d")
    buffer = io.BytesIO()
    draw_on.save(buffer, "PNG", optimize=False)
    return buffer.getvalue()


def scan_png(school: DemoSchool, day: date) -> bytes:
    """A scanned sheet with a stamp of receipt: a neutral image of a paper, tilted like on a scanner."""
    sheet = Image.new("RGB", (1000, 1414), "#fbfaf6")
    draw = ImageDraw.Draw(sheet)
    _text(draw, (120, 120), school.name, size=28, width=52, fill="#2b2b2b")
    _text(
        draw,
        (120, 300),
        f"Сопроводительное письмо от {long_date(day)}. Направляем документы антирисковых программ.",
        size=28,
        width=52,
        fill="#2b2b2b",
    )
    draw.rectangle((600, 1150, 900, 1250), outline="#28479c", width=4)
    draw.text((620, 1180), f"ПОЛУЧЕНО {short_date(day)}", font=_font(24), fill="#28479c")
    buffer = io.BytesIO()
    sheet.rotate(0.7, fillcolor="#d9d7d2", resample=Image.Resampling.BICUBIC).save(buffer, "PNG")
    return buffer.getvalue()


def _room(name: str) -> Image.Image:
    """A room 1600 × 1067: wall, board, windows, desks in perspective, sheets of paper; no people."""
    pick = random.Random(zlib.crc32(name.encode()))
    image = Image.new("RGB", (1600, 1067), pick.choice(_WALLS))
    draw = ImageDraw.Draw(image)
    draw.polygon(((0, 1067), (0, 760), (220, 620), (1380, 620), (1600, 760), (1600, 1067)), fill="#b9a688")
    left = pick.randint(330, 420)
    draw.rectangle((left, 170, left + 760, 520), fill=pick.choice(_BOARDS), outline="#8d7b60", width=14)
    for line in range(4):
        length = pick.randint(180, 520)
        draw.line((left + 60, 240 + line * 66, left + 60 + length, 240 + line * 66), fill="#eef2e6", width=7)
    for window in range(2):
        x = 40 + window * 130
        draw.rectangle((x, 150, x + 105, 480), fill="#cfe3ee", outline="#ffffff", width=10)
        draw.line((x + 52, 150, x + 52, 480), fill="#ffffff", width=6)
    for row in range(3):
        _desks(draw, row, pick)
    for _ in range(5):
        x, y = pick.randint(1210, 1500), pick.randint(170, 470)
        draw.rectangle((x, y, x + 60, y + 80), fill=pick.choice(("#ffffff", "#f4e8b0", "#d4e6c9")))
    return image


def _desks(draw: ImageDraw.ImageDraw, row: int, pick: random.Random) -> None:
    width, height, top = 210 + row * 46, 34 + row * 12, 650 + row * 112
    for place in range(4):
        x = 130 + place * 360 - row * 34
        draw.polygon(
            ((x + 20, top), (x + width - 20, top), (x + width, top + height), (x, top + height)),
            fill=pick.choice(_SEATS),
        )
        draw.rectangle((x + width // 3, top - 4, x + width // 3 + 50, top + 12), fill="#fdfdfb")


def _browser(draw: ImageDraw.ImageDraw, address: str, name: str) -> None:
    draw.rectangle((0, 0, 1280, 56), fill="#e4e8ec")
    for index, colour in enumerate(("#d9695f", "#e0b34c", "#6fae63")):
        draw.ellipse((20 + index * 30, 20, 36 + index * 30, 36), fill=colour)
    draw.rounded_rectangle((130, 10, 1240, 46), 16, fill="#ffffff")
    draw.text((152, 14), address, font=_font(20), fill="#3c4650")
    draw.rectangle((0, 56, 1280, 190), fill="#24507a")
    draw.text((90, 82), name, font=_font(34), fill="#ffffff")
    draw.text(
        (90, 138),
        "Главная     О школе     Документы     Новости     Родителям",
        font=_font(22),
        fill="#dbe7f2",
    )


def _text(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, *, size: int, width: int, fill: str
) -> int:
    """Writes wrapped lines; returns the y below the last one."""
    x, y = at
    for line in textwrap.wrap(text, width):
        draw.text((x, y), line, font=_font(size), fill=fill)
        y += round(size * 1.35)
    return y


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for path in _FONTS:
        if path.is_file():
            return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)
