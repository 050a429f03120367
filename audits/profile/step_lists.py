"""Lists of steps of a profile, each played in a session of its own, with their places."""

from collections.abc import Iterator

from epreuve.audits.profile.model import Profile
from epreuve.audits.reading.mistake import Location
from epreuve.probes.journeys.step import Steps


def step_lists(profile: Profile) -> Iterator[tuple[Location, Steps]]:
    """Yield the steps of journeys, of the readings of receipts, and of the exports."""
    for name, journey in profile.journeys.items():
        for field in ("steps", "verify", "unique", "processed"):
            yield ("journeys", name, field), getattr(journey, field)
    if profile.export is None:
        return
    if profile.export.citizen != "none":
        yield ("export", "citizen"), profile.export.citizen
    if profile.export.administrator != "none":
        yield ("export", "administrator", "steps"), profile.export.administrator.steps
