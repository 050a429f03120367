"""Reading of a profile file, with its cross-field validation."""

from collections.abc import Iterator
from pathlib import Path

from epreuve.audits.messages.texts import error_text
from epreuve.audits.profile.bill_of_materials import BillError, Components, read_components
from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.programs import missing_programs
from epreuve.audits.profile.validation import problems
from epreuve.audits.reading.yaml_file import Problem, read_model


def prepare_profile(path: Path) -> Profile:
    """Return a validated profile. Raises Misuse with every problem."""
    return read_profile(path)[0]


def read_profile(path: Path) -> tuple[Profile, Components | None]:
    """Return a validated profile and the components that its bill of materials lists.

    Raises Misuse with every problem.
    """
    bills: list[Components] = []

    def check(profile: Profile) -> Iterator[Problem]:
        yield from problems(profile)
        yield from missing_programs(profile)
        if profile.components is not None:
            try:
                bills.append(read_components(path.parent / profile.components))
            except BillError as error:
                yield ("components",), error_text(error)

    profile = read_model(path, Profile, check)
    return profile, bills[0] if bills else None
