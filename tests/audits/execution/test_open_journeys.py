"""Open journeys of a load, counted from its rows."""

from epreuve.audits.execution.open_journeys import OpenJourneys
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.load.arrival import Arrival

ARRIVALS = [Arrival(number, float(number), "j", "control") for number in range(5)]
ATTEMPT = Attempt(0, "j", "control", 0, 0, 1, "success", "GET /", "", -1.0, False)
REQUEST = Request(0, "GET /", 0, 0, 0, 1, "success", 200, 1, False)


def test_journeys_planned_before_a_time_are_open_until_their_attempt_ends() -> None:
    journeys = OpenJourneys(ARRIVALS)
    assert journeys.begun_before(0.0) == 0
    assert journeys.begun_before(3.0) == 3
    journeys.add([ATTEMPT, REQUEST, ATTEMPT])
    assert journeys.begun_before(3.0) == 1
    journeys.add([ATTEMPT, ATTEMPT])
    assert journeys.begun_before(3.0) == 0
