"""Parts of the ramp."""

import pytest

from epreuve.audits.checks.no_evidence import NoEvidence
from tests.audits.checks.facts.conftest import Row, See, attempt, request, start, window


def test_the_ramp_is_judged_part_by_part(see: See) -> None:
    rows: list[Row] = []
    for part in range(6):
        at = start("ramp") + part * (window("ramp").closes - start("ramp")) / 6 + 0.1
        outcomes = ["success"] * 4 if part < 4 else ["success", "gave up", "gave up", "gave up"]
        for i, outcome in enumerate(outcomes):
            rows += [attempt(10 * part + i, at, outcome), request(10 * part + i, at, outcome)]
    ramp_parts = see(rows).ramp_parts
    assert [part.held for part in ramp_parts] == [True, True, True, True, False, False]
    assert ramp_parts[0].multiple == pytest.approx(1.75)
    assert ramp_parts[5].multiple == pytest.approx(9.25)
    assert ramp_parts[5].p95 == 0.5


def test_a_failed_step_is_no_slow_step(see: See) -> None:
    at = start("ramp") + 1
    rows: list[Row] = [row for i in range(14) for row in (attempt(i, at), request(i, at))]
    rows += [attempt(14, at, "gave up"), request(14, at, "timeout", started=at, ended=at + 9.0)]
    (part,) = see(rows).ramp_parts
    assert (part.tried, part.succeeded, part.p95) == (15, 14, 0.5)
    assert (part.held, part.failed) == (False, False)


@pytest.mark.parametrize(("slow", "failed"), [(1, False), (2, False), (4, True)])
def test_two_slow_steps_of_ten_are_chance(see: See, slow: int, failed: bool) -> None:
    at = start("ramp") + 1
    seconds = [9.0] * slow + [0.5] * (10 - slow)
    rows: list[Row] = []
    for i, took in enumerate(seconds):
        rows += [attempt(i, at, took=took), request(i, at, started=at, ended=at + took)]
    (part,) = see(rows).ramp_parts
    assert (part.held, part.failed) == (False, failed)


def test_parts_with_too_few_journeys_are_merged(see: See) -> None:
    length = window("ramp").closes - start("ramp")
    rows: list[Row] = []
    for i in range(8):  # two in the first half, six in the last sixth
        at = start("ramp") + (0.2 * length * i if i < 2 else 0.9 * length)
        rows += [attempt(i, at), request(i, at)]
    (part,) = see(rows).ramp_parts
    assert (part.tried, part.held) == (8, True)
    assert part.multiple == pytest.approx(5.5, abs=0.1)


def test_three_journeys_are_no_ramp(see: See) -> None:
    with pytest.raises(NoEvidence, match="“Ramp” needs at least 4 journeys, and had 3"):
        _ = see([attempt(i, start("ramp") + 1) for i in range(3)]).ramp_parts


def test_a_queue_in_the_last_part_shows(see: See) -> None:
    at = window("ramp").closes - 0.5
    rows: list[Row] = [attempt(i, start("ramp") + 1) for i in range(4)]
    rows += [request(i, start("ramp") + 1) for i in range(4)]
    rows += [attempt(10 + i, at, took=5.5) for i in range(4)]
    rows += [request(10 + i, at, started=at, ended=at + 5.5) for i in range(4)]
    first, *_, last = see(rows).ramp_parts
    assert first.held
    assert (last.succeeded, last.p95, last.held) == (4, pytest.approx(5.5), False)


def test_journeys_that_wait_count_where_they_end(see: See) -> None:
    length = (window("ramp").closes - start("ramp")) / 6
    rows: list[Row] = [attempt(i, start("baseline-1") + 1, took=0.5) for i in range(4)]
    for part in range(6):
        at = start("ramp") + part * length + 0.1
        for i in range(4):
            took = 1.5 * length if part == 3 and i < 2 else 0.4
            rows += [attempt(10 * part + i + 9, at, took=took), request(10 * part + i + 9, at)]
    parts = see(rows).ramp_parts
    served = [round(part.served / part.multiple, 2) for part in parts]
    assert served == [1.0, 1.0, 1.0, 0.5, 1.5, 1.0]
    assert [part.kept_up for part in parts] == [True, True, True, False, True, True]
    assert [part.proven / part.multiple for part in parts] == [1, 1, 1, 0.5, 1, 1]


@pytest.mark.parametrize(("seconds", "held"), [(0.5, True), (6.0, False)])
def test_the_baselines_are_the_control_of_the_ramp(see: See, seconds: float, held: bool) -> None:
    rows: list[Row] = []
    for rank, name in enumerate(("baseline-1", "baseline-2")):
        for i in range(4):
            at = start(name) + 0.25 * i
            user = 10 * rank + i
            rows += [attempt(user, at, took=seconds), request(user, at, ended=at + seconds)]
    calm = see(rows).calm
    assert (calm.multiple, calm.tried, calm.succeeded) == (1.0, 8, 8)
    assert (calm.p95, calm.held) == (pytest.approx(seconds), held)
