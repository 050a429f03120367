"""Registry of causes."""

from pathlib import Path

import pytest

from epreuve.audits.checks.causes.cause import cause_functions, causes_of
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.reports.text import untranslated

TESTS = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*_causes.py"))


class Unknown:
    """Facts of a run that shows nothing."""

    def __getattr__(self, name: str) -> object:
        raise NoEvidence(untranslated("Nothing seen."))


def test_a_run_without_evidence_shows_no_cause() -> None:
    assert causes_of(Unknown()) == {}  # type: ignore[arg-type]


@pytest.mark.parametrize("name", cause_functions())
def test_each_cause_is_tested(name: str) -> None:
    assert f"shown({name}(" in TESTS or f"= {name}(" in TESTS
    assert f"{name}(" in TESTS.replace(f"shown({name}(", "")
