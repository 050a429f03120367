"""Parts of the ramp."""

import pytest

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
