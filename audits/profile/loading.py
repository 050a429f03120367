"""Reading of a profile file, with its cross-field validation."""

from collections.abc import Iterator
from pathlib import Path

from epreuve.audits.profile.bill_of_materials import BillError, read_components
from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.validation import problems
from epreuve.audits.reading.yaml_file import Problem, read_model


def prepare_profile(path: Path) -> Profile:
    """Return a validated profile. Raises Misuse with every problem."""
    return read_model(path, Profile, lambda profile: (*problems(profile), *_bill(path, profile)))


def _bill(path: Path, profile: Profile) -> Iterator[Problem]:
    if profile.components is not None:
        try:
            read_components(bill_path(path, profile))
        except BillError as error:
            yield ("components",), str(error)


def bill_path(path: Path, profile: Profile) -> Path:
    """Return the path of the bill of materials that a profile names."""
    return path.parent / (profile.components or "")
