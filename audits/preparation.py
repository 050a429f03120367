"""From what the user wrote to a plan: reads, checks against the grid, touches nothing."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from epreuve.audits.authorisation import check_rate
from epreuve.audits.coherence import problems
from epreuve.audits.components import BillError, read_components
from epreuve.audits.errors import Misuse
from epreuve.audits.profile import Profile
from epreuve.audits.reading.yaml_file import Problem, read_model

if TYPE_CHECKING:
    from epreuve.audits.planning.plan import Plan


def prepare(
    profile: Path, crisis: str, seed: int | None, scale: float, held_out: int | None = None,
    *, drill: bool = False, browser: bool = False,
) -> "Plan":  # fmt: skip
    """The plan of what the command line asks for. Raises Misuse."""
    from epreuve.audits.library.crisis import read_crisis  # late: `check` needs none of these
    from epreuve.audits.library.hold_out import hold_out
    from epreuve.audits.planning.planner import make_plan

    found = prepare_profile(profile)
    seed = secrets.randbelow(100_000) if seed is None else seed
    played = read_crisis(crisis)
    if held_out is not None:
        played = hold_out(played, held_out)
    if drill and found.drill is None:
        raise Misuse(f"{profile}: --drill needs `drill:`, with `destroy:` and `restore:` commands")
    plan = make_plan(found, played, seed=seed, scale=scale)
    made_of = None if found.components is None else read_components(_beside(profile, found))
    asked = {"drill": drill, "browser": browser, "components": made_of}
    plan = plan.model_copy(update=asked)
    check_rate(plan, str(profile))
    return plan


def prepare_profile(path: Path) -> Profile:
    """A profile that holds together and whose criteria exist in the grid. Raises Misuse."""
    return read_model(path, Profile, lambda found: (*problems(found), *_bill(path, found)))


def _bill(path: Path, found: Profile) -> Iterator[Problem]:
    """What is wrong with the bill of materials that the profile names."""
    if found.components is not None:
        try:
            read_components(_beside(path, found))
        except BillError as error:
            yield ("components",), str(error)


def _beside(path: Path, found: Profile) -> Path:
    return path.parent / (found.components or "")
