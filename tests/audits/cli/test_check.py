"""Content of a valid profile, as `check` shows it."""

from pathlib import Path

import pytest

from epreuve.audits.cli.check import summary
from epreuve.audits.profile.model import Profile
from tests.probes.pages.store import JOURNEY

SERVICE = {"name": "s", "address": "http://127.0.0.1:1", "normal_peak": "15/min"}


@pytest.mark.parametrize("source", ["", " ", "access log of 9 March 2026"])
def test_a_peak_without_source(source: str) -> None:
    journeys = {"read": {"critical": True, "steps": [{"get": "/", "expect": {"contains": "x"}}]}}
    profile = Profile.model_validate(
        {"epreuve": 1, "service": {**SERVICE, "peak_source": source}, "journeys": journeys}
    )
    lines = [line.en for line in summary(Path("p.yaml"), profile) if "peak_source" in line.en]
    assert len(lines) == (not source.strip())


@pytest.mark.parametrize(
    ("critical", "left_out", "warned"),
    [(True, "verify", True), (False, "verify", False), (True, "unique", False)],
)
def test_a_critical_journey_with_a_receipt_that_is_not_read_again(
    critical: bool, left_out: str, warned: bool
) -> None:
    fields = JOURNEY.model_dump(by_alias=True, exclude_defaults=True)
    first = {**fields, "critical": True}
    second = {name: value for name, value in fields.items() if name != left_out}
    profile = Profile.model_validate(
        {
            "epreuve": 1,
            "service": {**SERVICE, "peak_source": "access log"},
            "journeys": {"first": first, "second": {**second, "critical": critical}},
        }
    )
    lines = [line.en for line in summary(Path("p.yaml"), profile) if "warning:" in line.en]
    assert ["journeys.second: captures a receipt" in line for line in lines] == [True] * warned


def test_a_service_whose_power_is_not_cut_in_french() -> None:
    profile = Profile.model_validate(
        {
            "epreuve": 1,
            "service": SERVICE,
            "journeys": {"first": {"critical": True, "steps": [{"get": "/"}]}},
        }
    )
    lines = [line.fr for line in summary(Path("p.yaml"), profile)]
    assert any(line.startswith("  coupure : aucune ;") for line in lines)
