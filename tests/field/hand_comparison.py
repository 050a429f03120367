"""Compare the dependency matrix with what a person saw by hand."""

from collections.abc import Iterator
from typing import Any

from tests.field.by_hand import Sight, listed_dependencies
from tests.field.line import Line, shares

OWN = ("DB", "OBJ", "BO", "AGENT", "TEL")  # sets that are no third parties


def compare(profile: dict[str, Any], sight: Sight, assessment: dict[str, Any]) -> Iterator[Line]:
    """Yield a line per silent cell, then one for DEG-4 and one for IND-1."""
    for cell in assessment["matrix"]:
        if cell["mode"] == "silent" and cell["dependency"] in sight:
            yield _cell_line(cell, sight[cell["dependency"]][cell["journey"]])
    findings = {finding["id"]: finding for finding in assessment["findings"]}
    values = {
        id: finding["value"] if finding["outcome"] == "scored" else None
        for id, finding in findings.items()
    }
    sets = {name: one["set"] for name, one in listed_dependencies(profile).items()}
    for name in (name for name, kind in sets.items() if kind == "DB"):
        pages = [sight[name][path]["well"] for path in profile["information"]]
        share = sum(pages) / len(pages)
        text = f"information pages by hand, {name} silent, of {len(pages)}"
        yield shares("DEG-4 read-only mode", values["DEG-4"], share, share, text)
    third = [name for name, kind in sets.items() if kind not in OWN]
    blocking = [name for name in third if blocks(profile, sight[name])]
    yield _indispensable(values["IND-1"], blocking)


def blocks(profile: dict[str, Any], seen: dict[str, dict[str, Any]]) -> bool:
    """Return whether a critical journey does not end well."""
    return any(
        not seen[name]["well"]
        for name, journey in profile["journeys"].items()
        if journey["critical"]
    )


def _indispensable(value: float | None, blocking: list[str]) -> Line:
    truth = f"{len(blocking)} by hand: {', '.join(blocking)}" if blocking else "0 by hand"
    subject = "IND-1 indispensable third parties"
    if value is None:
        return Line(subject, "inconclusive", truth, "not judged")
    return Line(subject, f"{value:g}", truth, "agree" if value == len(blocking) else "disagree")


def _cell_line(cell: dict[str, Any], visit: dict[str, Any]) -> Line:
    subject = f"{cell['journey']} with {cell['dependency']} silent"
    verdict = f"{cell['completed']} of {cell['tried']}"
    seconds = f"{visit['seconds']:.1f} s"
    truth = f"by hand: {'ends well' if visit['well'] else visit['detail']}, {seconds}"
    if cell["tried"] == 0:
        return Line(subject, verdict, truth, "not judged")
    agree = (cell["completed"] > 0) == visit["well"]
    return Line(subject, verdict, truth, "agree" if agree else "disagree")
