"""The PDF is an official document: everything is in it, tagged, numbered, sealed; user text stays text."""

import io
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pikepdf
import pypdf
import pypdfium2
import pytest
import segno
from PIL import Image

from tests.webapp.printing import samples
from tests.webapp.printing.reading import leaves, pdf_pages, pdf_text, squeezed
from webapp.printing import child, docx, pdf, typesetter
from webapp.printing.child import CannotPrint
from webapp.printing.contents import Contents, Kind
from webapp.printing.contents.codec import Damaged
from webapp.printing.merging import merged
from webapp.printing.pages import page_of
from webapp.printing.places import FONTS, TEMPLATES

HOSTILE = (
    '{{7*7}} #eval("1+48") #read("official.typ") $x^2$ {% raw %}{{ 8*8 }} =1+1 <w:p>абзац</w:p> *не жирно* '
    '_не курсив_ @ссылка \\ // /* <метка> `код` "кавычки" {_{ 9*9 }_} \x00\x1b[31m конец'
)
EMPTY = {
    name: ()
    for name in (
        "results", "verdicts", "measures", "changes", "criteria", "typical_remarks",
        "conclusions", "recommendations", "deadlines", "appendix",
    )
}  # fmt: skip


def printed(kind: Kind, document: Contents) -> bytes:
    return pdf.render(kind, page_of(kind, document.to_json()))


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (Kind.CONCLUSION, samples.conclusion()),
        (Kind.STAGE_REPORT, samples.stage_report(12)),
        (Kind.STAGE_REPORT, samples.stage_report(4, long=True)),
        (Kind.STAGE_REPORT, samples.stage_report(1, **EMPTY)),
        (Kind.RECEIPT, samples.receipt(late_reason="Перебои в работе связи")),
        (Kind.AGREEMENT, samples.agreement()),
        (Kind.AGREEMENT, samples.agreement(0, text=(), stamps=())),
        (Kind.LETTER, samples.letter()),
        (Kind.LETTER, samples.letter(0, text=(), verdict="", opened="", mend_by=None, is_draft=False)),
        (Kind.DIARY, samples.diary_report(12)),
        (Kind.DIARY, samples.diary_report(2, long=True)),
        (Kind.DIARY, samples.diary_report(0)),
        (Kind.ROADMAP_REPORT, samples.roadmap_report(12)),
        (Kind.ROADMAP_REPORT, samples.roadmap_report(0, overdue=(), changes=(), years=(), conclusions=())),
    ],
    ids=[
        "conclusion",
        "report",
        "report-long-names",
        "report-empty",
        "receipt",
        "agreement",
        "agreement-empty",
        "letter",
        "letter-empty",
        "diary",
        "diary-long",
        "diary-empty",
        "roadmap",
        "roadmap-empty",
    ],
)
def test_every_text_of_the_page_is_printed(kind: Kind, document: Contents) -> None:
    text = pdf_text(printed(kind, document))
    page = page_of(kind, document.to_json())
    for table in page["tables"].values():
        if not table["rows"]:
            assert squeezed(table["empty"]) in text
            table["caption"], table["head"] = "", []
    missing = [leaf for leaf in leaves(page) if not _is_printed(leaf, text)]
    assert missing == []


def _is_printed(leaf: str, text: str) -> bool:
    """A long cell may be torn by a page break: then its words are looked for."""
    parts = leaf.split() if len(leaf) > 400 else leaf.split("\n")
    return all(squeezed(part) in text or squeezed(part).upper() in text for part in parts)


def test_same_data_give_the_same_bytes() -> None:
    document = samples.stage_report(3)
    assert printed(Kind.STAGE_REPORT, document) == printed(Kind.STAGE_REPORT, document)


@pytest.mark.parametrize("kind", Kind)
def test_document_is_tagged_archival_and_named(kind: Kind) -> None:
    document = {
        Kind.CONCLUSION: samples.conclusion(),
        Kind.STAGE_REPORT: samples.stage_report(3),
        Kind.RECEIPT: samples.receipt(),
        Kind.AGREEMENT: samples.agreement(),
        Kind.LETTER: samples.letter(),
        Kind.ROADMAP_REPORT: samples.roadmap_report(),
        Kind.DIARY: samples.diary_report(),
    }[kind]
    data = printed(kind, document)
    with pikepdf.open(io.BytesIO(data)) as opened:
        root = opened.Root
        assert str(root.Lang).lower().startswith("ru")
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        metadata = root.Metadata.read_bytes().decode()
        assert re.search(r"pdfaid:part>2<", metadata)
        assert re.search(r"pdfaid:conformance>A<", metadata)
        assert str(opened.docinfo.Title) == page_of(kind, document.to_json())["title"]
    tags = _tags(data)
    assert {"/Table", "/TH", "/TD", "/TR", "/H1", "/Figure"} <= tags


def _tags(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return {
            str(thing.S)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name.StructElem
        }


def test_every_font_is_embedded_and_shipped() -> None:
    names = set()
    for page in pypdf.PdfReader(io.BytesIO(printed(Kind.STAGE_REPORT, samples.stage_report(3)))).pages:
        for font in page["/Resources"]["/Font"].values():
            for descendant in font.get_object()["/DescendantFonts"]:
                descriptor = descendant.get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
                names.add(str(descriptor["/FontName"]).partition("+")[2])
    assert names and all(name.startswith(("PTSerif", "PTSans", "PT")) for name in names)


def test_pages_are_numbered_from_the_second_at_the_top() -> None:
    pages = pdf_pages(printed(Kind.STAGE_REPORT, samples.stage_report(12)))
    assert len(pages) > 3
    assert pages[0].split()[0] != "1"
    for number, text in enumerate(pages[1:], 2):
        assert text.split()[0] == str(number)


def test_foot_of_every_page_names_the_report_the_instant_and_the_seal() -> None:
    report = samples.stage_report(3)
    foot = (
        f"Отчёт№12/2026;данныена22.11.202612:04:30(красноярскоевремя,UTC+7);SHA256данных{report.seal()[:16]}"
    )
    for text in pdf_pages(printed(Kind.STAGE_REPORT, report)):
        assert foot in squeezed(text)


@pytest.mark.parametrize("lines", [12, 14, 18, 22, 24])
def test_signatures_of_a_conclusion_never_stand_on_a_page_alone(lines: int) -> None:
    rationale = tuple(f"Строка обоснования {line}." for line in range(lines))
    last = pdf_pages(printed(Kind.CONCLUSION, samples.conclusion(remarks=(), rationale=rationale)))[-1]
    assert "Замечаний нет" in last and "Вывод по редакции" in last


def test_appendix_lies_on_landscape_pages() -> None:
    document = pypdfium2.PdfDocument(printed(Kind.STAGE_REPORT, samples.stage_report(3)))
    sizes = [page.get_size() for page in document]
    assert sizes[0][0] < sizes[0][1]
    assert sizes[-1][0] > sizes[-1][1]


def test_long_kept_document_has_a_wider_left_margin() -> None:
    def left(long_kept: bool) -> float:
        document = samples.conclusion(requisites=samples.requisites(long_kept=long_kept, approval=None))
        page = pypdfium2.PdfDocument(printed(Kind.CONCLUSION, document))[0]
        words = page.get_textpage()
        return min(
            words.get_charbox(index)[0] for index in range(200, 600) if words.get_text_range(index, 1).strip()
        )

    assert left(False) == pytest.approx(20 * 72 / 25.4, abs=1.5)
    assert left(True) == pytest.approx(30 * 72 / 25.4, abs=1.5)


def test_nothing_is_printed_outside_the_margins() -> None:
    name = "Оченьдлинноеимя" * 12 + "_без_пробелов_" + "x" * 150 + ".docx"
    document = samples.conclusion(files=(samples.file_line(name),), school="Ш" * 300)
    for page in pypdfium2.PdfDocument(printed(Kind.CONCLUSION, document)):
        words, (width, height) = page.get_textpage(), page.get_size()
        for index in range(words.count_chars()):
            if not words.get_text_range(index, 1).strip():
                continue
            left, bottom, right, top = words.get_charbox(index)
            assert left >= 18 * 72 / 25.4 and right <= width - 13 * 72 / 25.4
            assert bottom >= 0 and top <= height
    assert squeezed(name) in pdf_text(printed(Kind.CONCLUSION, document))


def test_endless_cell_is_torn_over_pages_and_not_lost() -> None:
    words = [f"слово{index}" for index in range(4000)]
    remark = samples.RemarkRow(1, "существенное", "", "", " ".join(words))
    text = pdf_text(printed(Kind.CONCLUSION, samples.conclusion(remarks=(remark,))))
    assert all(word in text for word in words)


def test_qr_on_the_first_sheet_is_the_code_of_the_address() -> None:
    document = samples.conclusion()
    page = pypdfium2.PdfDocument(printed(Kind.CONCLUSION, document))[0]
    picture = page.render(scale=6).to_pil().convert("L")
    width, height = picture.size
    corner = picture.crop((width * 4 // 5, height * 82 // 100, width, height * 93 // 100))
    expected = [
        list(row) for row in segno.make(samples.PROVENANCE.verification_url, error="m", micro=False).matrix
    ]
    assert _matrix(corner, len(expected)) == expected


def _matrix(picture: Image.Image, size: int) -> list[list[int]]:
    dark = picture.point(lambda value: 255 if value < 128 else 0)
    box = dark.getbbox()
    assert box is not None
    left, top, right, bottom = box
    step = (right - left) / size
    assert (bottom - top) / size == pytest.approx(step, rel=0.02)
    return [
        [int(dark.getpixel((left + (x + 0.5) * step, top + (y + 0.5) * step)) == 255) for x in range(size)]
        for y in range(size)
    ]


def test_without_an_address_there_is_no_qr() -> None:
    blank = samples.Provenance(samples.NOON)
    document = samples.conclusion(provenance=blank)
    assert "/Figure" not in _tags(printed(Kind.CONCLUSION, document))


def test_user_text_is_never_evaluated() -> None:
    document = samples.conclusion(
        verdict=HOSTILE,
        school=HOSTILE,
        rationale=(HOSTILE,),
        files=(samples.file_line(HOSTILE, slot=HOSTILE),),
        requisites=samples.requisites(heading=HOSTILE, number=HOSTILE, place=HOSTILE),
    )
    text = pdf_text(printed(Kind.CONCLUSION, document))
    kept = squeezed(HOSTILE.replace("\x00\x1b", ""))
    assert text.count(kept) >= 5
    assert "{{7*7}}" in text and '#eval("1+48")' in text


def test_long_report_in_several_runs_is_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    report = page_of(Kind.STAGE_REPORT, samples.stage_report(20).to_json())
    whole = pdf.render(Kind.STAGE_REPORT, report)
    monkeypatch.setattr("webapp.printing.volumes.volumes.__kwdefaults__", {"cells": 300})
    steps: list[tuple[int, int]] = []
    data = pdf.render(Kind.STAGE_REPORT, report, progress=lambda done, total: steps.append((done, total)))
    assert len(steps) > 2 and steps[-1][0] == steps[-1][1]
    pages = pdf_pages(data)
    assert [text.split()[0] for text in pages[1:]] == [str(number) for number in range(2, len(pages) + 1)]
    assert _tags(data) == _tags(whole)
    _assert_structure_is_whole(data)
    with pikepdf.open(io.BytesIO(data)) as one, pikepdf.open(io.BytesIO(whole)) as other:
        assert _bookmarks(one) == _bookmarks(other)


def _bookmarks(document: pikepdf.Pdf) -> list[tuple[str, list[str]]]:
    with document.open_outline() as outline:
        return [(item.title, [child.title for child in item.children]) for item in outline.root]


def _assert_structure_is_whole(data: bytes) -> None:
    """Every page finds its own elements, every header that a cell names exists, every element has its parent."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        tree = opened.Root.StructTreeRoot
        numbers = list(tree.ParentTree.Nums)
        parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
        assert len(parents) == len(opened.pages) == int(tree.ParentTreeNextKey)
        for page in opened.pages:
            element = parents[page.obj.StructParents][0]
            assert element.Pg.objgen == page.obj.objgen
            while "/P" in element:
                element = element.P
            assert element.Type == pikepdf.Name.StructTreeRoot
        names = {str(name) for name in list(tree.IDTree.Names)[::2]}
        identifiers, headers = [], set()
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name.StructElem:
                identifiers += [str(thing.ID)] if "/ID" in thing else []
                for attributes in thing.get("/A", []):
                    headers |= {str(header) for header in attributes.get("/Headers", [])}
        assert len(identifiers) == len(set(identifiers))
        assert headers <= names == set(identifiers)


def test_child_makes_the_same_bytes() -> None:
    for kind, document in ((Kind.RECEIPT, samples.receipt()), (Kind.STAGE_REPORT, samples.stage_report(3))):
        page = page_of(kind, document.to_json())
        assert pdf.render_in_child(kind, page) == pdf.render(kind, page)
        assert docx.render_in_child(kind, page) == docx.render(kind, page)


def test_child_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(CannotPrint, match="time limit"):
        pdf.render_in_child(
            Kind.STAGE_REPORT, page_of(Kind.STAGE_REPORT, samples.stage_report(200).to_json()), seconds=0
        )


@pytest.mark.parametrize("make", [pdf.render_in_child, docx.render_in_child], ids=["pdf", "docx"])
def test_crash_of_the_child_is_an_error_not_the_end(
    monkeypatch: pytest.MonkeyPatch, make: Callable[..., bytes]
) -> None:
    monkeypatch.setattr(child, "MEGABYTES", 30)
    with pytest.raises(CannotPrint, match="exit code"):
        make(Kind.RECEIPT, page_of(Kind.RECEIPT, samples.receipt().to_json()))


def test_template_that_does_not_compile_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.typ").write_text("#unknown-function()")
    request = json.dumps({
        "page": "{}", "main": "bad.typ", "templates": str(tmp_path), "fonts": str(FONTS),
        "timestamp": 0,
    })  # fmt: skip
    with pytest.raises(CannotPrint, match="unknown"):
        child._run(typesetter.__file__, request.encode(), monotonic() + 30)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights there")
def test_template_cannot_read_outside_its_folder(tmp_path: Path) -> None:
    templates, secret = tmp_path / "templates", tmp_path / "secret.txt"
    templates.mkdir()
    secret.write_text("канарейка")
    os.symlink(secret, templates / "link.txt")
    for source in ("link.txt", "../secret.txt", "/secret.txt", str(secret)):
        (templates / "main.typ").write_text(f'#set document(title: "x")\n#read("{source}")')
        with pytest.raises(typesetter.typst.TypstError):
            typesetter.typeset("{}", main="main.typ", templates=templates, fonts=FONTS, timestamp=0)


def test_data_of_another_kind_are_refused() -> None:
    with pytest.raises(Damaged):
        page_of(Kind.RECEIPT, samples.conclusion().to_json())


def test_templates_are_the_only_typst_sources_and_name_no_package() -> None:
    for source in TEMPLATES.glob("*.typ"):
        assert "@preview" not in source.read_text()


def test_merging_one_part_keeps_it_whole(tmp_path: Path) -> None:
    part = tmp_path / "one.pdf"
    part.write_bytes(printed(Kind.STAGE_REPORT, samples.stage_report(3)))
    _assert_structure_is_whole(merged([part]))
