"""Findings with their lines in the profile."""

from collections.abc import Callable

from epreuve.audits.reading.mistake import Location
from epreuve.audits.rehearsal.finding import ProfileFinding
from epreuve.audits.rehearsal.record import Rehearsal

Place = Callable[[Location], tuple[int, str]]  # line and field


def placed(rehearsal: Rehearsal, place: Place) -> Rehearsal:
    """Return the rehearsal with the place of each finding, sorted by line."""

    def with_place(finding: ProfileFinding) -> tuple[int, ProfileFinding]:
        line, field = place(finding.at)
        text = ": ".join(filter(None, (f"{rehearsal.profile}:{line}", field)))
        return line, finding.model_copy(update={"place": text})

    ordered = sorted(map(with_place, rehearsal.findings), key=lambda pair: pair[0])
    return rehearsal.model_copy(update={"findings": tuple(one for _, one in ordered)})
