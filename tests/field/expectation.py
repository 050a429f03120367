"""An expert's expectation of a service, written before its first audit, and its revisions.

A revision says which result is right, since when and why the expectation was wrong.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.field.line import Agreement, Line

RESULTS = ("pass", "fail", "not judged")
# Criteria that a machine with other work can fail: surge, poor links, and the time to recover.
NEED_SPEED = ("CON-", "FRU-2", "REC-1", "REC-5")
PASS = 50.0  # points
REVISED = "revised on"


@dataclass(frozen=True)
class Expected:
    """Results that are right for one criterion, and why."""

    results: tuple[str, ...]
    because: str
    revised: str = ""  # date since when it replaces the expectation of before the first audit


@dataclass(frozen=True)
class Expectation:
    """Expected results and knock-outs of one variant; `may_stop` says why no letter is right."""

    criteria: dict[str, Expected]
    knockouts: dict[str, str]
    may_stop: str | None


def load(path: Path, variant: str, rate: int) -> Expectation:
    """Read the expectation of a variant at a normal peak, in journeys per minute.

    Raises ValueError for an unknown result.
    """
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    changes = document["variants"].get(variant) or {}
    revisions = {
        id: written
        for revision in document.get("revisions", ())
        if rate in revision.get("rates", (rate,))
        for id, written in revision["criteria"].items()
    }
    criteria = document["criteria"] | revisions | changes.get("criteria", {})
    return Expectation(
        {id: _expected(id, written) for id, written in criteria.items()},
        document["knockouts"] | changes.get("knockouts", {}),
        changes.get("may_stop"),
    )


def _expected(id: str, written: dict[str, Any]) -> Expected:
    results = written["expected"]
    results = (results,) if isinstance(results, str) else tuple(results)
    for result in results:
        if result not in RESULTS:
            raise ValueError(f"{id}: {result!r} is none of {', '.join(RESULTS)}")
    return Expected(results, written["because"], str(written.get("revised", "")))


def compare(
    expectation: Expectation, assessment: dict[str, Any], *, busy: bool = False,
    doubtful: Collection[str] = (),
) -> list[Line]:  # fmt: skip
    """Return a line per expected criterion, then a line per knock-out given or expected.

    `busy`: the audit itself warns that other programs may have made the times too long.
    `doubtful`: knock-outs that it blames on them.
    """
    lines = [
        _line(finding, expectation.criteria[finding["id"]], busy=busy)
        for finding in assessment["findings"]
        if finding["id"] in expectation.criteria
    ]
    given = {knockout["id"] for knockout in assessment["result"]["knockouts"]}
    for id in sorted(given | set(expectation.knockouts)):
        because = expectation.knockouts.get(id)
        verdict = "given" if id in given else "not given"
        truth = f"expected: {because}" if because else "not expected"
        agree = (id in given) == (because is not None)
        unsure: Agreement = "not judged" if id in doubtful else "disagree"
        lines.append(Line(f"knock-out {id}", verdict, truth, "agree" if agree else unsure))
    return lines


def result_of(finding: dict[str, Any]) -> str:
    """Return pass, fail or not judged."""
    if finding["outcome"] != "scored" or finding["score"] is None:
        return "not judged"
    return "pass" if finding["score"] >= PASS else "fail"


def _line(finding: dict[str, Any], expected: Expected, *, busy: bool) -> Line:
    result = result_of(finding)
    shown = f"{result} ({finding['shown']['en']})" if result != "not judged" else result
    truth = f"{' or '.join(expected.results)}: {expected.because}"
    if expected.revised:
        truth = f"{REVISED} {expected.revised}, {truth}"
    if result in expected.results:
        return Line(finding["id"], shown, truth, "agree")
    reason = finding["reason"]["en"]
    unsure = result == "not judged" or (busy and finding["id"].startswith(NEED_SPEED))
    agreement: Agreement = "not judged" if unsure else "disagree"
    return Line(finding["id"], f"{shown}: {reason}", truth, agreement)
