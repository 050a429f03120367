"""Duplicates where nothing counted the copies of a submission: no 0 that was not measured."""

import re
from types import SimpleNamespace
from typing import cast

import pytest

from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.scoring.sections.tables import receipt_counts
from epreuve.audits.scoring.sections.tables import receipts as section
from epreuve.reports import kit_html
from epreuve.reports.assessment import Assessment
from epreuve.reports.html import render
from epreuve.reports.text import untranslated


@pytest.mark.parametrize(
    ("duplicated", "counted", "shown"),
    [(0, 0, "not counted"), (0, 90, "0"), (3, 90, "3"), (0, None, "0")],
)
def test_the_page_says_that_copies_were_not_counted(
    good: Assessment, duplicated: int, counted: int | None, shown: str
) -> None:
    changes = {"duplicated": duplicated, "counted": counted}
    receipts = good.receipts.model_copy(update=changes)
    page = render(good.model_copy(update={"receipts": receipts}), "en")
    found = re.search(r"<dt>Duplicated(?:</dt>)?<dd>([^<]*)", page)
    assert found is not None
    assert found[1] == shown


def test_the_kit_gives_no_number_of_copies_then(bad: Assessment) -> None:
    receipts = bad.receipts.model_copy(update={"lost": 3, "duplicated": 0, "counted": 0})
    page = kit_html.render(bad.model_copy(update={"receipts": receipts}), "en")
    assert "lost: 3. After a crisis" in page
    assert "stored twice:" not in page


def test_a_unique_that_proves_nothing_counts_nothing() -> None:
    read = Receipts(acknowledged=90, audited=90, lost=0, altered=0, duplicated=0, counted=90)
    for doubts, counted in ((ControlDoubts(), 90), (ControlDoubts(unique=UNPROVEN), 0)):
        facts = cast(Facts, SimpleNamespace(receipts=read, control_doubts=doubts))
        assert section(receipt_counts(facts)).counted == counted


UNPROVEN = {"request": untranslated("`unique` counted 0 for a receipt just made.")}
