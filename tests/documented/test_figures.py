"""Each number of the page, recomputed from `evidence.db` by other code than the judgements'.

Both suppliers, in three crises: the reference crisis and a black-out, which other modules play, and
a surge after an announcement on television.
"""

import re
import shutil
from concurrent.futures import Future
from pathlib import Path

import pytest

import epreuve.audits.demo
from tests.documented.test_crises import exchanged
from tests.documented.test_demonstration import Pair, demonstration
from tests.figures.check import mistakes
from tests.figures.page import NUMBER, read_page
from tests.harness.documents import copy_documents
from tests.harness.pairs import SUPPLIERS, audit_pair
from tests.harness.repeat import play_until_valid

pytestmark = pytest.mark.slow

PROFILES = Path(epreuve.audits.demo.__path__[0])
THIRD = "annonce-20h"
CRITERION = '<dl id="{}">\n<dt>Observation<dd>'
ALTERED = ("CON-1", "CON-2", "CON-4", "CON-5", "DEG-9", "REC-1", "REC-5")
ECOINDEX = "<b>EcoIndex of critical pages</b> <span>"
PORT = re.compile(r"(?<=127\.0\.0\.1:)18")


def announcement(folder: Path) -> Path:
    """Return the folder of the runs of both suppliers in the third crisis, on other ports."""

    def play(place: Path) -> None:
        copy_documents(PROFILES / "sobre.yaml", place)
        for name in SUPPLIERS:
            text = PORT.sub("20", (PROFILES / f"{name}.yaml").read_text())
            (place / f"{name}.yaml").write_text(text)
        audit_pair(place, "--crisis", THIRD)

    return play_until_valid(play, folder)


AUDITS = {"demonstration": demonstration, "exchanged": exchanged, "announcement": announcement}
Results = dict[str, Future[Path | Pair]]


@pytest.mark.parametrize("supplier", SUPPLIERS)
@pytest.mark.parametrize("crisis", AUDITS)
def test_each_number_is_that_of_the_evidence(audits: Results, crisis: str, supplier: str) -> None:
    result = audits[crisis].result()
    folder = (result.folder if isinstance(result, Pair) else result) / supplier
    assert mistakes(folder) == []


@pytest.mark.parametrize("supplier", SUPPLIERS)
def test_the_french_page_has_the_same_numbers(audits: Results, supplier: str) -> None:
    result = audits["demonstration"].result()
    assert isinstance(result, Pair)
    pages = [
        read_page((result.folder / supplier / f"report.{language}.html").read_text("utf-8"))
        for language in ("en", "fr")
    ]
    tables = [{place: text for place, text in page.items() if place.table} for page in pages]
    assert tables[0].keys() == tables[1].keys()
    for place, english in tables[0].items():
        french = re.sub(r"(?<=\d) (?=\d{3}\b)", "", tables[1][place]).replace(",", ".")
        plain = NUMBER.findall(english.replace(",", ""))
        assert NUMBER.findall(french) == plain, place


@pytest.mark.parametrize("supplier", SUPPLIERS)
def test_a_number_that_nothing_explains_is_found(
    audits: Results, supplier: str, tmp_path: Path
) -> None:
    result = audits["demonstration"].result()
    assert isinstance(result, Pair)
    folder = tmp_path / supplier
    shutil.copytree(result.folder / supplier, folder, ignore=shutil.ignore_patterns("service"))
    html = (folder / "report.en.html").read_text("utf-8")
    changes = {
        "new number": ('<h2 id="matrix">', '<p>4321 of 9876</p><h2 id="matrix">'),
        "other count": ("Receipts given: ", "Receipts given: 9"),
        "in a value": (ECOINDEX, f"{ECOINDEX}1"),
    }  # fmt: skip
    for criterion in ALTERED:
        place = CRITERION.format(criterion)
        changes[criterion] = (place, f"{place}7654 ")
    for change, (old, new) in changes.items():
        assert old in html, change
        assert mistakes(folder, html.replace(old, new, 1)), change
    other_score = re.sub(r'(<td class="n">)\d+', r"\g<1>3", html, count=1)
    assert any("is not" in one for one in mistakes(folder, other_score))
