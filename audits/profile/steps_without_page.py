"""Steps that submit a form or follow a link where no page was received before."""

from collections.abc import Iterator

from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.step_lists import step_lists
from epreuve.audits.profile.translation import translate
from epreuve.audits.reading.yaml_file import Problem


def steps_without_page(profile: Profile) -> Iterator[Problem]:
    """Yield each such step: it has no form or link to use, and always fails."""
    for location, steps in step_lists(profile):
        has_page = False
        for index, step in enumerate(steps):
            field = "submit" if step.submit is not None else "follow"
            if getattr(step, field) is None:
                has_page |= step.locust is None and step.is_navigation
            elif not has_page:
                yield (
                    (*location, index, field),
                    translate("no step before it receives a page; write `get:` before it"),
                )
