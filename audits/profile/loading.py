"""Reading of a profile file, with its cross-field validation."""

from collections.abc import Iterator
from pathlib import Path

from epreuve.audits.profile.bill_of_materials import BillError, read_components
from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.validation import problems
from epreuve.audits.reading.yaml_file import Problem, read_model


def prepare_profile(path: Path) -> Profile:
    """A profile that holds together and whose criteria exist in the grid. Raises Misuse."""
    return read_model(path, Profile, lambda found: (*problems(found), *_bill(path, found)))


def _bill(path: Path, found: Profile) -> Iterator[Problem]:
    """What is wrong with the bill of materials that the profile names."""
    if found.components is not None:
        try:
            read_components(bill_path(path, found))
        except BillError as error:
            yield ("components",), str(error)


def bill_path(path: Path, found: Profile) -> Path:
    """Return the path of the bill of materials that a profile names."""
    return path.parent / (found.components or "")
