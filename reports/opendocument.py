"""Comparison as an OpenDocument spreadsheet (ODF 1.3), written with the standard library."""

import io
import zipfile
from xml.etree import ElementTree as Xml

from epreuve.reports.clauses import clauses
from epreuve.reports.cleaning import cleaned
from epreuve.reports.comparison import Comparison
from epreuve.reports.figures import Cell, figures
from epreuve.reports.language import Language
from epreuve.reports.report import Report
from epreuve.reports.words import Words

KIND = "application/vnd.oasis.opendocument.spreadsheet"
VERSION = "1.3"
EPOCH = (1980, 1, 1, 0, 0, 0)  # oldest date of a zip file: the same run gives the same bytes

_URN = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_OFFICE, _TABLE, _TEXT, _MANIFEST = map(_URN.format, ("office", "table", "text", "manifest"))
for _prefix in ("office", "table", "text", "manifest"):
    Xml.register_namespace(_prefix, _URN.format(_prefix))


def render_comparison(comparison: Comparison, language: Language) -> bytes:
    """Return a workbook with two sheets: figures, as numbers, and clauses."""
    comparison, _ = cleaned(comparison), Words(language)
    sheets: dict[str, list[list[Cell]]] = {
        _("Comparison"): figures(comparison, _),
        _("Clauses for a tender"): [[c.title, c.text] for c in clauses(comparison, _)],
    }
    parts = {
        "mimetype": KIND.encode(),  # first and not compressed, so that a reader recognises the file
        "content.xml": _xml(_content(sheets)),
        "META-INF/manifest.xml": _xml(_manifest()),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), part)
    return file.getvalue()


def _content(sheets: dict[str, list[list[Cell]]]) -> Xml.Element:
    document = Xml.Element(f"{{{_OFFICE}}}document-content", {f"{{{_OFFICE}}}version": VERSION})
    body = Xml.SubElement(document, f"{{{_OFFICE}}}body")
    book = Xml.SubElement(body, f"{{{_OFFICE}}}spreadsheet")
    for name, rows in sheets.items():
        table = Xml.SubElement(book, f"{{{_TABLE}}}table", {f"{{{_TABLE}}}name": name})
        width = str(max(len(row) for row in rows))
        Xml.SubElement(
            table, f"{{{_TABLE}}}table-column", {f"{{{_TABLE}}}number-columns-repeated": width}
        )
        for row in rows:
            line = Xml.SubElement(table, f"{{{_TABLE}}}table-row")
            for cell in row:
                _add(line, cell)
    return document


def _add(line: Xml.Element, value: Cell) -> None:
    cell = Xml.SubElement(line, f"{{{_TABLE}}}table-cell")
    if value is None or value == "":
        return
    kind = "string" if isinstance(value, str) else "float"
    cell.set(f"{{{_OFFICE}}}value-type", kind)
    if not isinstance(value, str):
        cell.set(f"{{{_OFFICE}}}value", f"{value:g}")
    # Typed as a string: a name that starts with = is never a formula.
    shown = value if isinstance(value, str) else f"{value:g}"
    Xml.SubElement(cell, f"{{{_TEXT}}}p").text = shown


def _manifest() -> Xml.Element:
    manifest = Xml.Element(f"{{{_MANIFEST}}}manifest", {f"{{{_MANIFEST}}}version": VERSION})
    for path, kind in (("/", KIND), ("content.xml", "text/xml")):
        Xml.SubElement(
            manifest,
            f"{{{_MANIFEST}}}file-entry",
            {f"{{{_MANIFEST}}}full-path": path, f"{{{_MANIFEST}}}media-type": kind},
        )
    return manifest


def _xml(root: Xml.Element) -> bytes:
    text: bytes = Xml.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text


COMPARISON = Report("ods", "comparison.{language}.ods", render_comparison)
