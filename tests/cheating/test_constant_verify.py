"""Cheat: `verify` reads a page that is the same for all, as `verify: [{get: /}]`.

Sincere twin: the same service, whose profile reads the page of each receipt.
"""

from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.weaknesses import weaknesses
from epreuve.probes.pages.receipt_controls import receipt_controls
from epreuve.probes.pages.receipt_records import ReceiptControl
from tests.cheating.storage import NAMES, assert_never_better, judged
from tests.probes.pages.reading import journey
from tests.probes.pages.store import JOURNEY, Store, citizen

CONSTANT = [{"get": "/request"}]


def control(**changes: Any) -> ReceiptControl:
    return receipt_controls(journey(**changes), citizen(900), Store().run, appears_within=0.05)


def profile(**changes: Any) -> Profile:
    steps = journey(critical=True, **changes).model_dump(by_alias=True, exclude_defaults=True)
    return Profile.model_validate(
        {
            "epreuve": 1,
            "service": {
                "name": "s", "address": "http://127.0.0.1:1", "normal_peak": "15/min",
                "peak_source": "access log",
            },
            "journeys": {"request": steps},
        }
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_constant_page_never_scores_better(name: str, tmp_path: Path) -> None:
    proves_nothing = control(verify=CONSTANT, unique=[])
    assert not proves_nothing.negative
    cheat, sincere = judged(name, tmp_path, proves_nothing), judged(name, tmp_path)
    assert_never_better(cheat, sincere)
    assert cheat.results["DAT-1"].mark.outcome == "inconclusive"
    assert "`verify` also succeeds for a receipt that was never given" in (
        cheat.results["DAT-1"].reason.en
    )


def test_check_warns_of_it() -> None:
    (warning,) = weaknesses(profile(verify=CONSTANT, unique=[]))
    assert "sends neither the receipt nor a value of its user" in warning.en
    assert list(weaknesses(profile())) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"verify": [], "unique": []}, "has no `verify:`"),
        ({"verify": [{"get": "/request/{receipt}"}]}, "`verify:` has no `expect:`"),
        (
            {"verify": [{"get": "/request/{receipt}", "expect": {"contains": "{receipt}"}}]},
            "`verify:` expects no value that the user sent",
        ),
        ({"acknowledged_by": None, "verify": [], "unique": []}, "no step captures a receipt"),
    ],
)
def test_check_warns_of_receipts_that_prove_nothing(changes: dict[str, Any], expected: str) -> None:
    (warning,) = weaknesses(profile(**changes))
    assert expected in warning.en
    assert JOURNEY.verify
