"""One PDF that is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once; imported in the drawing process only.

WeasyPrint 70.0 writes either; `claim_universal_access` adds the claim of the second to the metadata of the first. It
also loses the columns behind a row span when it says which headings a figure belongs to; `link_headings` works them
out again from the structure tree. tests/page/test_archival.py has a validator judge both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

import pydyf
from weasyprint.pdf.metadata import NS

_RDF, _UA = NS["rdf"], NS["pdfuaid"]
_AIIM = "http://www.aiim.org/pdfa/ns/"
_EXTENSION = {"pdfaExtension": "extension/", "pdfaSchema": "schema#", "pdfaProperty": "property#"}
for _prefix, _end in _EXTENSION.items():
    register_namespace(_prefix, _AIIM + _end)

Node = dict[str, Any]
Spot = tuple[int, int]


# The claim --------------------------------------------------------------------------------------------------------


def claim_universal_access(document: Any) -> None:
    """Have the metadata of a rendered document say that it is PDF/UA-1 as well.

    PDF/A wants every property it does not know described in an extension schema (ISO 19005-3, 6.6.2.3).
    """
    original = document.metadata.generate_rdf_metadata

    def with_claim(*variant: Any) -> bytes:
        root = fromstring(original(*variant))  # noqa: S314 - WeasyPrint wrote it a moment ago
        SubElement(_described(root), f"{{{_UA}}}part").text = "1"
        root.append(_schema())
        return bytes(tostring(root, encoding="utf-8"))

    document.metadata.generate_rdf_metadata = with_claim


def _described(root: Element) -> Element:
    return SubElement(root, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})


def _schema() -> Element:
    """The extension schema that describes `pdfuaid:part`."""
    root = Element(f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    schema = _item(_bag(root, "pdfaExtension", "schemas", "Bag"))
    _say(
        schema,
        "pdfaSchema",
        schema="PDF/UA Universal Accessibility Schema",
        namespaceURI=_UA,
        prefix="pdfuaid",
    )
    part = _item(_bag(schema, "pdfaSchema", "property", "Seq"))
    _say(
        part, "pdfaProperty", name="part", valueType="Integer", category="internal", description="PDF/UA part"
    )
    return root


def _bag(parent: Element, prefix: str, name: str, kind: str) -> Element:
    return SubElement(SubElement(parent, f"{{{_AIIM}{_EXTENSION[prefix]}}}{name}"), f"{{{_RDF}}}{kind}")


def _item(bag: Element) -> Element:
    return SubElement(bag, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})


def _say(parent: Element, vocabulary: str, /, **said: str) -> None:
    for name, text in said.items():
        SubElement(parent, f"{{{_AIIM}{_EXTENSION[vocabulary]}}}{name}").text = text


# The levels of headings -------------------------------------------------------------------------------------------


def finish(document: Any, pdf: Any) -> None:
    """What is set right once the structure tree is written."""
    link_headings(document, pdf)
    close_gaps(pdf)
    pdf.objects[:] = [_Written(each) for each in pdf.objects]


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object whose bytes are made once: pydyf asks for them for the file and again for its identifier."""

    data = b""
    compressible = False

    def __init__(self, original: Any) -> None:
        super().__init__()
        self.number, self.generation = original.number, original.generation
        self.offset, self.free = original.offset, original.free
        self.compressible = original.compressible
        self.data = original.data if original.free != "f" else b""


def close_gaps(pdf: Any) -> None:
    """Let no heading lie more than one level below the one before it (ISO 14289-1, 7.4.2).

    A narrative may begin with （1） right below 一、: printed as it was written, it is the next level all the same.
    """
    (root,) = [
        node for node in pdf.objects if isinstance(node, dict) and node.get("Type") == "/StructTreeRoot"
    ]
    open_levels: list[int] = []
    for node in _below(pdf, root):
        kind = node["S"]
        if len(kind) == 3 and kind.startswith("/H") and kind[2].isdigit():
            written = int(kind[2])
            open_levels = [*(level for level in open_levels if level < written), written]
            node["S"] = f"/H{len(open_levels)}"


def _below(pdf: Any, node: Mapping[str, Any]) -> Iterator[Node]:
    """The elements of the structure tree below a node, in reading order."""
    kids = node.get("K", ())
    for kid in [kids] if isinstance(kids, bytes) else kids:
        found = pdf.objects[int(kid.split()[0])] if isinstance(kid, bytes) else None
        if isinstance(found, dict) and "S" in found:
            yield found
            yield from _below(pdf, found)


# The headings of figures ------------------------------------------------------------------------------------------


def link_headings(document: Any, pdf: Any) -> None:
    """Say for every figure of every table which headings it belongs to (ISO 32000-1, 14.8.5.7)."""
    for table in [node for node in pdf.objects if isinstance(node, dict) and node.get("S") == "/Table"]:
        _Table(pdf, table).link()


class _Table:
    """A table of the structure tree, laid out again with its spans."""

    def __init__(self, pdf: Any, node: Any) -> None:
        self.pdf, self.number = pdf, node.number
        self.lines = list(self._lines(node))
        self.head = {id(line) for part in self._kids(node, "/THead") for line in self._lines(part)}
        self.at: dict[Spot, Node] = {}
        self.cells: list[tuple[Node, Spot, Spot]] = []
        for row, line in enumerate(self.lines):
            self._lay(row, line)
        self.width = 1 + max((column for _, column in self.at), default=-1)

    def link(self) -> None:
        for cell, (row, column), (_, across) in self.cells:
            if cell["S"] == "/TH":
                cell["ID"] = pydyf.String(f"{self.number}-{row}-{column}")
                cell["A"]["Scope"] = "/Column" if self._heads_columns(row, column, across) else "/Row"
        for cell, (row, column), (_, across) in self.cells:
            if cell["S"] == "/TD":
                cell["A"]["Headers"] = pydyf.Array(self._headings(row, column, across))

    def _kids(self, node: Mapping[str, Any], *kinds: str) -> Iterator[Node]:
        for kid in node.get("K", ()):
            found = self.pdf.objects[int(kid.split()[0])] if isinstance(kid, bytes) else None
            if isinstance(found, dict) and found.get("S") in kinds:
                yield found

    def _lines(self, node: Mapping[str, Any]) -> Iterator[Node]:
        for kid in self._kids(node, "/TR", "/THead", "/TBody", "/TFoot"):
            if kid["S"] == "/TR":
                yield kid
            else:
                yield from self._lines(kid)

    def _lay(self, row: int, line: Node) -> None:
        """Put the cells of a line where there is room: cells spanning down from above push them to the right."""
        column = 0
        for cell in self._kids(line, "/TH", "/TD"):
            while (row, column) in self.at:
                column += 1
            attributes = cell.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
            down, across = attributes.get("RowSpan", 1), attributes.get("ColSpan", 1)
            self.at.update({(row + i, column + j): cell for i in range(down) for j in range(across)})
            self.cells.append((cell, (row, column), (down, across)))
            column += across

    def _heads_columns(self, row: int, column: int, across: int) -> bool:
        """A heading is a row's where a figure stands to the right of it, and a column's everywhere else."""
        if id(self.lines[row]) in self.head:
            return True
        beside = (self.at.get((row, x)) for x in range(column + across, self.width))
        return not any(cell is not None and cell["S"] == "/TD" for cell in beside)

    def _headings(self, row: int, column: int, across: int) -> list[Any]:
        """The ids of the headings of a figure: those to its left, then those above it."""
        left = [self.at.get((row, x)) for x in range(column)]
        above = [self.at.get((y, x)) for y in range(row) for x in range(column, column + across)]
        found = [cell for cell in left if cell is not None and cell["S"] == "/TH"]
        found += [
            cell
            for cell in above
            if cell is not None and cell["S"] == "/TH" and cell["A"].get("Scope") == "/Column"
        ]
        return list({id(cell): cell["ID"] for cell in found}.values())
