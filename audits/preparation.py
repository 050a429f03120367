"""From what the user wrote to a plan: reads, checks against the grid, touches nothing."""

import math
import secrets
from pathlib import Path

from epreuve.audits.arrivals import expected
from epreuve.audits.coherence import problems
from epreuve.audits.crisis import read_crisis
from epreuve.audits.errors import Misuse
from epreuve.audits.plan import Plan
from epreuve.audits.planner import make_plan
from epreuve.audits.profile import Profile
from epreuve.audits.yaml_file import read_model


def prepare(profile: Path, crisis: str, seed: int | None, scale: float) -> Plan:
    """The plan of what the command line asks for. Raises Misuse."""
    found = prepare_profile(profile)
    seed = secrets.randbelow(100_000) if seed is None else seed
    plan = make_plan(found, read_crisis(crisis), seed=seed, scale=scale)
    if not found.service.is_local and found.authorisation is not None:
        wanted, allowed = _busiest_second(plan), found.authorisation.max_rate
        if wanted > allowed:
            raise Misuse(
                f"{profile}: authorisation.max_rate: this crisis asks for {wanted:.1f} journeys/s, "
                f"{allowed:g} are allowed; ask for more, or choose a calmer crisis"
            )
    return plan


def prepare_profile(path: Path) -> Profile:
    """A profile that holds together and whose criteria exist in the grid. Raises Misuse."""
    return read_model(path, Profile, problems)


def _busiest_second(plan: Plan) -> float:
    """The most journeys that the plan begins in a second."""
    return max(
        sum(expected(load, second, second + 1) for load in plan.loads)
        for second in range(math.ceil(plan.duration))
    )
