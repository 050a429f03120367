"""OpenDocument workbook: package, numbers, no formula."""

import io
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.opendocument import KIND, render_comparison
from tests.harness import programs

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
# Semicolons (59), double quotes (34), UTF-8 (76): the default encoding depends on the locale.
CSV = "csv:Text - txt - csv (StarCalc):59,34,76"


def sheets(book: bytes) -> dict[str, list[list[str | float]]]:
    """Return every sheet of a workbook as Python values."""
    content = Xml.fromstring(zipfile.ZipFile(io.BytesIO(book)).read("content.xml"))
    return {
        table.attrib[f"{TABLE}name"]: [
            [value(cell) for cell in row.iter(f"{TABLE}table-cell")]
            for row in table.iter(f"{TABLE}table-row")
        ]
        for table in content.iter(f"{TABLE}table")
    }


def value(cell: Xml.Element) -> str | float:
    if cell.attrib.get(f"{OFFICE}value-type") == "float":
        return float(cell.attrib[f"{OFFICE}value"])
    return "".join(cell.itertext())


def test_the_package(good: Assessment, bad: Assessment) -> None:
    archive = zipfile.ZipFile(io.BytesIO(render_comparison(compare([bad, good]), "fr")))
    first = archive.infolist()[0]
    assert (first.filename, archive.read(first).decode()) == ("mimetype", KIND)
    assert first.compress_type == zipfile.ZIP_STORED
    entries = {
        path
        for entry in Xml.fromstring(archive.read("META-INF/manifest.xml"))
        for name, path in entry.attrib.items()
        if name.endswith("full-path")
    }
    assert entries == {"/", *archive.namelist()} - {"mimetype", "META-INF/manifest.xml"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_numbers(language: Language, good: Assessment, bad: Assessment) -> None:
    comparison = compare([bad, good])
    figures, clauses = sheets(render_comparison(comparison, language)).values()
    assert figures[0] == ["", "", *comparison.names]
    coverage = figures[5][2:]
    assert coverage == [pytest.approx(a.result.coverage * 100, abs=0.1) for a in (bad, good)]
    assert len(figures) == 6 + 9 + len(comparison.differences)
    assert [len(row) for row in clauses] == [2, 2, 2, 2]


def test_a_name_is_never_a_formula(good: Assessment) -> None:
    names = ("=1+1", '=HYPERLINK("http://x")')
    comparison = compare([good, good]).model_copy(update={"names": names})
    book = render_comparison(comparison, "en")
    assert tuple(sheets(book)["Comparison"][0][2:]) == names
    assert b"formula" not in zipfile.ZipFile(io.BytesIO(book)).read("content.xml")


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.needs_libreoffice
def test_an_office_suite_reads_it(tmp_path: Path, good: Assessment, bad: Assessment) -> None:
    book = tmp_path / "comparison.ods"
    book.write_bytes(render_comparison(compare([bad, good]), "fr"))
    options = ["--headless", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"]
    convert = ["--convert-to", CSV, "--outdir", str(tmp_path), str(book)]
    subprocess.run([str(programs.program("soffice")), *options, *convert], check=True, timeout=120)
    assert "Portail Intégral" in (tmp_path / "comparison.csv").read_text(encoding="utf-8")
