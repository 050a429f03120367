"""The planted truth: knock-outs and marks that a behaviour must get, or no conclusion."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.synthetic.agreement import mark_range
from tests.synthetic.audit import Verdicts

FULL, NONE = (95.0, 100.0), (0.0, 5.0)
Points = tuple[float, float]


@dataclass(frozen=True)
class Expectation:
    """Truth of one behaviour. Every other knock-out is false."""

    knockouts: frozenset[str] = frozenset()
    """Knock-outs that must fire."""
    allowed: frozenset[str] = frozenset()
    """Knock-outs that are true, and that a short window need not show."""
    marks: Mapping[str, Points] = field(default_factory=dict)
    """Points of criteria that were assessed, which their interval must meet."""


NOT_NONE = (20.0, 100.0)
GOOD: Mapping[str, Points] = {
    "CON-1": FULL, "FRU-2": FULL, "DAT-1": FULL, "REC-2": FULL, "REC-5": FULL, "HUM-1": FULL,
    "DEG-9": NOT_NONE, "REC-3": FULL,
}  # fmt: skip
NEEDS_NOTHING: Mapping[str, Points] = {
    "IND-1": FULL, "IND-2": FULL, "TER-1": FULL, "DEG-2": FULL, "DEG-4": FULL,
}  # fmt: skip
WITHOUT_DEPENDENCIES: Mapping[str, Points] = {"IND-1": FULL, "IND-2": FULL, "TER-1": FULL}
EXPECTATIONS: Mapping[str, Expectation] = {
    "sound": Expectation(
        marks={**GOOD, **WITHOUT_DEPENDENCIES, "CON-4": (90.0, 100.0), "REC-1": FULL}
    ),
    "slow pages": Expectation(marks={**GOOD, **WITHOUT_DEPENDENCIES, "REC-1": FULL}),
    "very slow pages": Expectation(marks={**GOOD, **WITHOUT_DEPENDENCIES, "CON-3": NONE}),
    "loses all at a cut": Expectation(frozenset({"K1"}), marks={**GOOD, "DAT-1": NONE}),
    "loses one in ten": Expectation(frozenset({"K1"}), marks={**GOOD, "DAT-1": NONE}),
    "throttle": Expectation(
        frozenset({"K2"}),
        allowed=frozenset({"K7"}),
        marks={"CON-1": NONE, "DAT-1": FULL, "REC-2": FULL},
    ),
    "rejects with advice": Expectation(
        allowed=frozenset({"K2", "K7"}), marks={"DAT-1": FULL, "REC-2": FULL}
    ),
    "queue": Expectation(
        frozenset({"K2"}),
        allowed=frozenset({"K7"}),
        marks={"DAT-1": FULL, "REC-2": FULL, "CON-1": NONE},
    ),
    "hangs": Expectation(
        allowed=frozenset({"K5"}),
        marks={**GOOD, "IND-2": NONE, "DEG-4": NONE, "REC-3": (0.0, 100.0)},
    ),
    "never boots again": Expectation(frozenset({"K4"}), marks={"REC-2": NONE, "REC-1": NONE}),
    "boots slowly": Expectation(marks={**GOOD, **WITHOUT_DEPENDENCIES, "REC-1": FULL}),
    "duplicates": Expectation(marks={**GOOD, **WITHOUT_DEPENDENCIES}),
    "boots longer than users wait": Expectation(
        marks={**GOOD, **WITHOUT_DEPENDENCIES, "REC-1": FULL}
    ),
    "fails at random": Expectation(
        marks={**GOOD, **WITHOUT_DEPENDENCIES, "CON-4": (60.0, 100.0), "REC-1": FULL}
    ),
    "two journeys": Expectation(
        marks={**GOOD, **WITHOUT_DEPENDENCIES, "CON-4": (90.0, 100.0), "REC-1": FULL}
    ),
    "pages with parts": Expectation(
        marks={**GOOD, **WITHOUT_DEPENDENCIES, "CON-4": (90.0, 100.0), "REC-1": FULL}
    ),
    "needs no third party": Expectation(marks={**GOOD, **NEEDS_NOTHING, "REC-1": FULL}),
}


def mistakes(verdicts: Verdicts) -> Iterator[str]:
    """Yield the verdicts of a case that its behaviour contradicts."""
    truth = EXPECTATIONS[verdicts.case.behaviour.name]
    for id in sorted(truth.knockouts - verdicts.knockouts):
        yield f"{verdicts.case}: {id} does not fire"
    for id in sorted(verdicts.knockouts - truth.knockouts - truth.allowed):
        yield f"{verdicts.case}: {id} is false"
    for id, (low, high) in truth.marks.items():
        result = verdicts.results[id]
        if result.mark.score is None:
            continue
        mark = mark_range(id, result, verdicts.case)
        if mark.high < low or mark.low > high:
            yield f"{mark}: {id} must have {low:g} to {high:g} points: {result.reason.en}"
    for id, result in verdicts.results.items():
        if result.mark.outcome == "error":
            yield f"{verdicts.case}: {id}: {result.reason.en}"
