"""Several PDF runs of one report joined into one tagged document (ISO 32000-1, 14.7: logical structure).

Imports nothing of the application: a child process runs this file and reads the path of each part from a line of
standard input as soon as that part is printed.

Joining pages alone would leave them without tags, headings for the screen reader and bookmarks. The renderer
writes one `Document` element, flat trees of parents and identifiers, and no annotations: that is relied upon.
"""

import io
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

_PAGE_COUNT = re.compile(rb"(<xmpTPg:NPages>)\d+(</xmpTPg:NPages>)")

_SUBSECTION = re.compile(r"\d+\.\d+\.")


def merged(parts: Iterable[Path]) -> bytes:
    """One compact PDF with the pages, the structure and the bookmarks of all parts, in order.

    Language, title, output intent and conformance are those of the first part.
    The same parts give the same bytes. Each part is taken when its turn comes.
    """
    waiting = iter(parts)
    with Pdf.open(next(waiting)) as whole:
        names = _names(whole)
        for index, part in enumerate(waiting, 1):
            with Pdf.open(part) as source:
                _rename(source, f"V{index}")
                _append(whole, source)
                names += _copied_names(whole, source)
        _nest_bookmarks(whole)
        whole.Root.StructTreeRoot.IDTree = whole.make_indirect(_name_tree(names))
        _count_pages(whole)
        output = io.BytesIO()
        whole.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return output.getvalue()


def _append(whole: Pdf, source: Pdf) -> None:
    """Pages first: the structure that is copied afterwards then points at the copies."""
    tree = whole.Root.StructTreeRoot
    offset = int(tree.ParentTreeNextKey)
    for page in source.pages:
        page.obj.StructParents = int(page.obj.StructParents) + offset
        whole.pages.append(page)
    theirs = source.Root.StructTreeRoot
    document = tree.K[0]
    root = theirs.K[0]
    del root.P  # else the whole foreign tree would come along
    copied = whole.copy_foreign(root)
    for element in copied.K:
        element.P = document
        document.K.append(element)
    numbers = theirs.ParentTree.Nums
    for key, parents in zip(list(numbers)[::2], list(numbers)[1::2], strict=True):
        tree.ParentTree.Nums.append(int(key) + offset)
        tree.ParentTree.Nums.append(whole.copy_foreign(source.make_indirect(parents)))
    tree.ParentTreeNextKey = offset + int(theirs.ParentTreeNextKey)
    _append_bookmarks(whole, source)


def _rename(source: Pdf, prefix: str) -> None:
    """Makes the identifiers of header cells and the references to them unlike those of the other parts."""
    for thing in source.objects:
        if not isinstance(thing, Dictionary) or thing.get("/Type") != Name.StructElem:
            continue
        if "/ID" in thing:
            thing.ID = String(f"{prefix}{thing.ID}")
        for attributes in thing.get("/A", Array()):
            if "/Headers" in attributes:
                attributes.Headers = Array([String(f"{prefix}{header}") for header in attributes.Headers])


def _names(pdf: Pdf) -> list[tuple[str, Any]]:
    tree = pdf.Root.StructTreeRoot.get("/IDTree")
    if tree is None:
        return []
    return [(str(element.ID), element) for element in list(tree.Names)[1::2]]


def _copied_names(whole: Pdf, source: Pdf) -> list[tuple[str, Any]]:
    return [(name, whole.copy_foreign(element)) for name, element in _names(source)]


def _name_tree(names: list[tuple[str, Any]]) -> Dictionary:
    ordered = sorted(names, key=lambda pair: pair[0])
    return Dictionary(Names=Array([item for name, element in ordered for item in (String(name), element)]))


def _append_bookmarks(whole: Pdf, source: Pdf) -> None:
    theirs = source.Root.get("/Outlines")
    if theirs is None or "/First" not in theirs:
        return
    ours = whole.Root.Outlines
    first = whole.copy_foreign(theirs.First)
    last = first
    first.Parent = ours
    while "/Next" in last:
        last = last.Next
        last.Parent = ours
    ours.Last.Next, first.Prev = first, ours.Last
    ours.Last = last
    ours.Count = int(ours.Count) + int(theirs.Count)


def _nest_bookmarks(whole: Pdf) -> None:
    """A part that begins with «3.3. …» brings it as a bookmark of the first level: it belongs to section 3."""
    with whole.open_outline() as outline:
        chapters: list[OutlineItem] = []
        for item in outline.root:
            if chapters and _SUBSECTION.match(item.title):
                chapters[-1].children.append(item)
            else:
                chapters.append(item)
        outline.root[:] = chapters


def _count_pages(whole: Pdf) -> None:
    """The description of the document (XMP) says how many pages it has."""
    metadata = whole.Root.Metadata
    count = str(len(whole.pages)).encode()
    text = _PAGE_COUNT.sub(lambda found: found[1] + count + found[2], metadata.read_bytes())
    metadata.write(text)


if __name__ == "__main__":
    sys.stdout.buffer.write(merged(Path(line.removesuffix("\n")) for line in sys.stdin))
