"""Profiles that do not describe their service."""

from epreuve.audits.checks.facts.description import Misdescription
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.load.records import LoadFailure
from tests.audits.checks.facts.conftest import Row, See, attempt, start

DETAIL = "contains: 'Merci' is missing"


def calm(wrong: int, right: int, outcome: str = "wrong content") -> list[Row]:
    at = start("baseline-1") + 0.1
    return [
        *(attempt(i, at + i * 0.01, outcome) for i in range(wrong)),
        *(attempt(100 + i, at + i * 0.01) for i in range(right)),
        Observation(
            at, "POST /depot", LoadFailure(arrival=0, outcome="wrong content", detail=DETAIL)
        ),
    ]


def test_another_page_than_expected_in_calm_is_a_wrong_profile(see: See) -> None:
    assert see(calm(2, 18)).misdescription == Misdescription(20, 2, "POST /depot", DETAIL)


def test_one_wrong_page_in_twenty_is_accepted(see: See) -> None:
    assert see(calm(1, 19)).misdescription is None
    assert see(calm(1, 15)).misdescription is None  # 6 %, but only one


def test_a_service_that_fails_in_calm_is_described(see: See) -> None:
    assert see(calm(10, 10, "http error")).misdescription is None


def test_wrong_pages_in_the_crisis_are_the_service(see: See) -> None:
    wrong = [attempt(i, start("a") + i * 0.01, "wrong content") for i in range(20)]
    assert see(wrong).misdescription is None


def test_a_journey_that_is_not_critical_must_work_in_calm_too(see: See) -> None:
    at = start("baseline-1") + 0.3
    reading = [
        attempt(200 + i, at + i * 0.01, "wrong content", journey="lire", step="GET /")
        for i in range(2)
    ]
    assert see([*calm(0, 8), *reading]).misdescription == Misdescription(10, 2, "GET /", "")


def test_a_rare_journey_that_never_works_in_calm_is_described_wrongly(see: See) -> None:
    wrong = attempt(200, start("baseline-1") + 0.3, "wrong content", journey="lire", step="GET /")
    assert see([*calm(0, 39), wrong]).misdescription == Misdescription(1, 1, "GET /", "")
    right = [attempt(300 + i, start("baseline-1") + 0.4 + i, journey="lire") for i in range(2)]
    assert see([*calm(0, 39), wrong, *right]).misdescription is None
