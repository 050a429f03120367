"""From what the user wrote to a plan: reads, checks against the grid, touches nothing."""

import difflib
import secrets
from pathlib import Path

from epreuve.audits.crisis import read_crisis
from epreuve.audits.errors import Misuse
from epreuve.audits.grid import load_grid
from epreuve.audits.plan import Plan
from epreuve.audits.planner import make_plan
from epreuve.audits.profile import Profile, read_profile


def prepare(profile: Path, crisis: str, seed: int | None, scale: float) -> Plan:
    """The plan of what the command line asks for. Raises Misuse."""
    found = prepare_profile(profile)
    seed = secrets.randbelow(100_000) if seed is None else seed
    return make_plan(found, read_crisis(crisis), seed=seed, scale=scale)


def prepare_profile(path: Path) -> Profile:
    """A profile whose criteria exist in the grid. Raises Misuse."""
    profile = read_profile(path)
    known = {each.id: each for each in load_grid().criteria}
    for block in ("declared", "not_applicable"):
        for name in getattr(profile, block):
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise Misuse(f"{path}: {block}.{name}: no such criterion{hint}")
    for name, reason in profile.not_applicable.items():
        if not reason.strip():
            raise Misuse(
                f"{path}: not_applicable.{name}: write the reason; readers will ask for it"
            )
    return profile
