"""Paths of a profile that cannot name a page of the service."""

from collections.abc import Iterator

from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.step_lists import step_lists
from epreuve.audits.profile.translation import translate
from epreuve.audits.reading.mistake import Location
from epreuve.audits.reading.yaml_file import Problem
from epreuve.reports.text import Text


def wrong_paths(profile: Profile) -> Iterator[Problem]:
    """Yield each path that is an address, begins without `/`, or has a part never sent."""
    for location, path in _paths(profile):
        problem = _problem(path)
        if problem is not None:
            yield location, problem


def _paths(profile: Profile) -> Iterator[tuple[Location, str]]:
    for index, path in enumerate(profile.information):
        yield ("information", index), path
    for index, path in enumerate(profile.objectives.minimum_service):
        yield ("objectives", "minimum_service", index), path
    yield ("power", "ready"), profile.power.ready
    for location, steps in step_lists(profile):
        for index, step in enumerate(steps):
            if step.locust is None:
                yield (*location, index, step.method.lower()), step.path


def _problem(path: str) -> Text | None:
    if "://" in path.partition("?")[0] or path.startswith("//"):
        return translate(
            "{path}: is a whole address; write its path only, as `/page`: requests go to "
            "`service.address`",
            path=repr(path),
        )
    if not path.startswith(("/", "{")):
        return translate("{path}: must begin with /; add it", path=repr(path))
    if "#" in path:
        return translate(
            "{path}: browsers do not send what follows `#`; remove it", path=repr(path)
        )
    return None
