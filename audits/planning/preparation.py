"""Preparation of a plan from the files and options of a user; touches no service."""

import secrets
from pathlib import Path

from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.crises.variation import hold_out
from epreuve.audits.errors import Misuse
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.rate_check import check_rate
from epreuve.audits.profile.bill_of_materials import read_components
from epreuve.audits.profile.loading import bill_path, prepare_profile


def prepare(
    profile: Path, crisis: str, seed: int | None, scale: float, held_out: int | None = None,
    *, drill: bool = False, browser: bool = False,
) -> Plan:  # fmt: skip
    """Return the plan for the options of the command line. Raises Misuse."""
    found = prepare_profile(profile)
    seed = secrets.randbelow(100_000) if seed is None else seed
    played = read_crisis(crisis)
    if held_out is not None:
        played = hold_out(played, held_out)
    if drill and found.drill is None:
        raise Misuse(f"{profile}: --drill needs `drill:`, with `destroy:` and `restore:` commands")
    plan = make_plan(found, played, seed=seed, scale=scale)
    made_of = None if found.components is None else read_components(bill_path(profile, found))
    asked = {"drill": drill, "browser": browser, "components": made_of}
    plan = plan.model_copy(update=asked)
    check_rate(plan, str(profile))
    return plan
