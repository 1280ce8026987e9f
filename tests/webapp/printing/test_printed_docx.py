"""The DOCX says what the PDF says, in styles that Word knows; user text stays text."""

import importlib.util
import io
import zipfile
from pathlib import Path

import docx as python_docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from lxml import etree

from tests.webapp.printing import samples
from tests.webapp.printing.reading import docx_text, leaves, squeezed
from tests.webapp.printing.test_printed_pdf import EMPTY, HOSTILE
from webapp.printing import docx, pdf
from webapp.printing.contents import Contents, Kind
from webapp.printing.pages import page_of
from webapp.printing.places import TEMPLATES


def rendered(kind: Kind, document: Contents) -> bytes:
    return docx.render(kind, page_of(kind, document.to_json()))


def opened(data: bytes) -> python_docx.document.Document:
    return python_docx.Document(io.BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (Kind.CONCLUSION, samples.conclusion()),
        (Kind.STAGE_REPORT, samples.stage_report(12, long=True)),
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
def test_every_text_of_the_page_is_in_the_document(kind: Kind, document: Contents) -> None:
    text = docx_text(rendered(kind, document))
    page = page_of(kind, document.to_json())
    for table in page["tables"].values():
        if not table["rows"]:
            assert squeezed(table["empty"]) in text
            table["caption"], table["head"] = "", []
    missing = [
        leaf for leaf in leaves(page) if squeezed(leaf) not in text and squeezed(leaf).upper() not in text
    ]
    assert missing == []


def test_headings_are_those_of_the_pdf() -> None:
    report = samples.stage_report(3)
    data = pdf.render(Kind.STAGE_REPORT, page_of(Kind.STAGE_REPORT, report.to_json()))
    with pikepdf.open(io.BytesIO(data)) as printed, printed.open_outline() as outline:
        bookmarks = [
            entry
            for item in outline.root
            for entry in ((1, item.title), *((2, child.title) for child in item.children))
        ]
    headings = [
        (int(paragraph.style.name[-1]), paragraph.text)
        for paragraph in opened(rendered(Kind.STAGE_REPORT, report)).paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert headings == bookmarks


def test_sheet_is_a4_with_official_margins_and_russian() -> None:
    document = opened(rendered(Kind.STAGE_REPORT, samples.stage_report(3)))
    first, last = document.sections[0], document.sections[-1]
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert (round(last.page_width.mm), round(last.page_height.mm)) == (297, 210)
    assert [round(side.mm) for side in (first.left_margin, first.right_margin, first.top_margin)] == [
        20,
        15,
        20,
    ]
    languages = {node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"ru-RU"}
    assert document.core_properties.title.startswith("Отчёт")


def test_long_kept_document_has_a_wider_left_margin() -> None:
    data = rendered(Kind.CONCLUSION, samples.conclusion(requisites=samples.requisites(long_kept=True)))
    assert round(opened(data).sections[0].left_margin.mm) == 30


def test_page_number_is_a_field_at_the_top_of_all_pages_but_the_first() -> None:
    section = opened(rendered(Kind.CONCLUSION, samples.conclusion())).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_heads_of_tables_are_repeated_and_rows_are_not_torn() -> None:
    document = opened(rendered(Kind.STAGE_REPORT, samples.stage_report(3)))
    tables = [
        table for table in document.tables if table.style is not None and table.style.name == "Table Grid"
    ]
    assert len(tables) == 14
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_qr_stands_in_the_foot_of_the_first_sheet_and_has_words() -> None:
    footer = opened(rendered(Kind.CONCLUSION, samples.conclusion())).sections[0].first_page_footer
    pictures = list(footer._element.iter(qn("wp:docPr")))
    assert len(pictures) == 1
    assert samples.PROVENANCE.verification_url in pictures[0].get("descr", "")
    blank = samples.conclusion(provenance=samples.Provenance(samples.NOON))
    bare = opened(rendered(Kind.CONCLUSION, blank)).sections[0].first_page_footer
    assert list(bare._element.iter(qn("wp:docPr"))) == []


def test_user_text_is_never_evaluated() -> None:
    document = samples.conclusion(
        verdict=HOSTILE,
        school=HOSTILE,
        rationale=(HOSTILE,),
        files=(samples.file_line(HOSTILE, slot=HOSTILE),),
        requisites=samples.requisites(heading=HOSTILE, number=HOSTILE, place=HOSTILE),
    )
    data = rendered(Kind.CONCLUSION, document)
    text = docx_text(data)
    assert text.count(squeezed(HOSTILE.replace("\x00\x1b", ""))) >= 5
    fields = [node.text for node in opened(data).element.body.iter(qn("w:instrText"))]
    assert fields == []


def test_line_ends_of_the_user_stay_line_ends() -> None:
    remark = samples.RemarkRow(1, "", "", "", "первая\nвторая\r\nтретья\x0cчетвёртая\x07пятая")
    document = opened(rendered(Kind.CONCLUSION, samples.conclusion(remarks=(remark,))))
    (cell,) = {
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        if "первая" in cell.text
    }
    assert cell == "первая\nвторая\nтретьячетвёртаяпятая"


def test_every_part_is_sound_xml_and_nothing_of_the_template_is_left() -> None:
    data = rendered(Kind.STAGE_REPORT, samples.stage_report(3))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    text = docx_text(data)
    assert "{{" not in text and "{%" not in text


def test_same_data_give_the_same_bytes() -> None:
    report = samples.stage_report(2)
    assert rendered(Kind.STAGE_REPORT, report) == rendered(Kind.STAGE_REPORT, report)


def test_committed_templates_are_those_that_the_script_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("build_docx", TEMPLATES / "build_docx.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "HERE", tmp_path)
    script.main()
    for kind in Kind:
        assert _body(tmp_path / f"{kind}.docx") == _body(TEMPLATES / f"{kind}.docx")


def _body(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("word/")}
