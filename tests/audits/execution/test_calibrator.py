"""Calibration of a small service in calm."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.execution.calibrator import Calibrator
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.model import Profile
from epreuve.probes.pages import control_reader
from tests.audits.checks.facts.conftest import crisis
from tests.audits.checks.probes.town import Town

JOURNEY: dict[str, Any] = {
    "critical": True,
    "steps": [
        {"get": "/depot"},
        {"post": "/depot", "capture": {"receipt": r"n° (\w+)"}},
    ],
    "acknowledged_by": "receipt",
    "verify": [{"get": "/dossiers/{receipt}", "expect": {"contains": "{receipt}"}}],
}


class Link:
    """Link that keeps the faults that it got."""

    def __init__(self) -> None:
        self.actions: list[str] = []

    def apply(self, fault: Any) -> None:
        self.actions.append(f"apply {fault.kind}")

    def heal(self, fault: Any) -> None:
        self.actions.append(f"heal {fault.kind}")


@pytest.fixture
def town() -> Iterator[Town]:
    with Town() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def plan(town: Town, **journey: Any) -> Plan:
    profile = Profile.model_validate(
        {
            "epreuve": 1,
            "service": {
                "name": "s", "address": f"http://{town.authority}", "normal_peak": "15/min"
            },
            "journeys": {"deposer": {**JOURNEY, **journey}},
        }
    )  # fmt: skip
    return make_plan(profile, crisis(), seed=7, scale=60.0)


def calibrator(plan: Plan, links: dict[str, Link]) -> Calibrator:
    address = plan.profile.service.address
    return Calibrator(plan, lambda _: address, lambda name: links.setdefault(name, Link()))  # type: ignore[arg-type,return-value]


def test_each_journey_is_sent_once_on_each_link(town: Town) -> None:
    links: dict[str, Link] = {}
    journeys = calibrator(plan(town), links).journeys()
    assert [(one.name, one.cohort) for one in journeys] == [
        ("deposer", CONTROL_COHORT),
        ("deposer", "edge-lossy"),
    ]
    for one in journeys:
        assert one.result.outcome == "success"
        assert one.timing.requests == 2
        assert one.timing.seconds >= one.timing.slowest_step > 0.0
    assert links["edge-lossy"].actions == ["apply lossy_link", "heal lossy_link"]
    assert CONTROL_COHORT not in links


def test_a_profile_that_does_not_describe_the_service_is_not_measurable(town: Town) -> None:
    wrong = plan(town, steps=[{"get": "/depot", "expect": {"contains": "Bienvenue"}}],
                 acknowledged_by=None, verify=[])  # fmt: skip
    with pytest.raises(NotMeasurable) as error:
        calibrator(wrong, {}).journeys()
    text = str(error.value)
    assert "journeys.deposer: the profile does not describe this service" in text
    assert "GET /depot" in text
    assert "'Bienvenue' is missing" in text
    assert "Dépôt" in text


def test_a_service_in_error_is_measured_later(town: Town) -> None:
    town.pages["GET /depot"] = 503
    assert calibrator(plan(town), {}).journeys()[0].result.outcome == "http error"


def test_the_same_receipt_for_two_users_in_calm_stops_the_audit(town: Town) -> None:
    measured = calibrator(plan(town), {})
    with pytest.raises(NotMeasurable, match="the same receipt"):
        measured.controls(measured.journeys())


class Numbers(dict[str, str | int]):
    """Pages of a service that gives a number to each submission; `page` is that of each number."""

    def __init__(self, pages: dict[str, str | int], page: Callable[[int], str | int]) -> None:
        super().__init__(pages)
        self.number, self.page = 0, page

    def get(self, line: str, default: Any = None) -> Any:
        if line == "POST /depot":
            self.number += 1
            return f"n° {self.number}"
        number = line.removeprefix("GET /dossiers/")
        if number != line and number.isdecimal():
            return self.page(int(number)) if int(number) <= self.number else 404
        return super().get(line, default)


def controls(town: Town, page: Callable[[int], str | int], **journey: Any) -> Any:
    town.pages = Numbers(town.pages, page)
    made = plan(town, **journey)
    patience = made.profile.service.model_copy(update={"patience": 0.1})
    profile = made.profile.model_copy(update={"service": patience})
    measured = calibrator(made.model_copy(update={"profile": profile}), {})
    return measured.controls(measured.journeys())["deposer"]


def test_a_verify_that_fails_for_a_receipt_just_made_stops_the_audit(town: Town) -> None:
    with pytest.raises(NotMeasurable) as error:
        controls(
            town,
            lambda number: f"<main>Dossier {number} : reçu</main>",
            verify=[{"get": "/dossiers/{receipt}", "expect": {"contains": "transmis"}}],
        )
    text = str(error.value)
    assert "journeys.deposer: the profile does not describe this service" in text
    assert "GET /dossiers/{receipt}: contains: 'transmis' is missing" in text
    assert "begins with: Dossier 3 : reçu" in text


def test_a_missing_that_describes_a_receipt_just_made_stops_the_audit(town: Town) -> None:
    with pytest.raises(NotMeasurable, match=r"`missing` also describes .* begins with: n° 3"):
        controls(town, lambda number: f"n° {number}", missing={"contains": "n°"})


def test_a_receipt_that_appears_within_the_patience_is_read(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control_reader, "EVERY", 0.01)
    times = Counter[int]()

    def page(number: int) -> str | int:
        times[number] += 1
        return f"n° {number}" if times[number] > 2 else 404

    assert controls(town, page).positive


def test_a_service_that_loses_its_first_submissions_is_measured(town: Town) -> None:
    control = controls(town, lambda number: 404 if number < 3 else f"n° {number}")
    assert (control.positive, control.proof) == (True, "state")


def test_a_receipt_is_read_once_in_calm(town: Town) -> None:
    town.pages["GET /dossiers/A1B2"] = "n° A1B2"
    measured = calibrator(plan(town), {})
    assert 0.0 < measured.receipt(measured.journeys()) < 5.0
    assert town.requests.count("GET /dossiers/A1B2") == 1


def test_a_rehearsal_sends_each_journey_once_and_reads_its_own_receipt(town: Town) -> None:
    town.pages = Numbers(town.pages, lambda number: 401)
    made, started, played = plan(town), list[str](), list[str]()
    address = made.profile.service.address
    rehearsed = Calibrator(
        made, lambda _: address, lambda _: Link(),  # type: ignore[arg-type,return-value]
        on_step=lambda journey, step: played.append(f"{journey}: {step.step.label}"), once=True,
    )  # fmt: skip
    journeys = rehearsed.clean_journeys()
    control = rehearsed.receipt_controls(journeys, started.append)["deposer"]
    assert not control.positive
    assert played == ["deposer: GET /depot", "deposer: POST /depot"]
    assert started == ["deposer"]


def test_who_is_not_logged_in_does_not_wait_for_a_receipt(town: Town) -> None:
    """Time does not change this response: it is read once."""
    town.pages = Numbers(town.pages, lambda number: 401)
    measured = calibrator(plan(town), {})
    measured.receipt_controls(measured.clean_journeys())
    assert town.requests.count("GET /dossiers/1") == 1
