"""The planted truth: knock-outs and marks that a behaviour must get, or no conclusion."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

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
    """Points of criteria that were assessed."""


GOOD: Mapping[str, Points] = {
    "CON-1": FULL, "FRU-2": FULL, "DAT-1": FULL, "REC-2": FULL, "REC-5": FULL, "HUM-1": FULL,
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
    "hangs": Expectation(allowed=frozenset({"K5"}), marks={**GOOD, "IND-2": NONE, "DEG-4": NONE}),
    "never boots again": Expectation(frozenset({"K4"}), marks={"REC-2": NONE, "REC-1": NONE}),
    "boots slowly": Expectation(marks={**GOOD, **WITHOUT_DEPENDENCIES, "REC-1": FULL}),
    "duplicates": Expectation(marks={**GOOD, **WITHOUT_DEPENDENCIES}),
}


def mistakes(verdicts: Verdicts) -> Iterator[str]:
    """Yield the verdicts of a case that its behaviour contradicts."""
    truth = EXPECTATIONS[verdicts.case.behaviour.name]
    for id in sorted(truth.knockouts - verdicts.knockouts):
        yield f"{verdicts.case}: {id} does not fire"
    for id in sorted(verdicts.knockouts - truth.knockouts - truth.allowed):
        yield f"{verdicts.case}: {id} is false"
    for id, (low, high) in truth.marks.items():
        mark = verdicts.results[id].mark.score
        if mark is not None and not low <= mark <= high:
            reason = verdicts.results[id].reason.en
            yield f"{verdicts.case}: {id} has {mark:.0f} points, not {low:g} to {high:g}: {reason}"
    for id, result in verdicts.results.items():
        if result.mark.outcome == "error":
            yield f"{verdicts.case}: {id}: {result.reason.en}"
