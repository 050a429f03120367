"""What only a whole profile can get wrong, told when it is read to be played.

A plan that was made from it is not asked again: an authorisation may have ended since the run.
"""

import datetime
from collections.abc import Iterator

from epreuve.audits.grid.grid import Grid, load_grid
from epreuve.audits.profile import authorisation
from epreuve.audits.profile.declaration import DeclarationError, check
from epreuve.audits.profile.gate import GateRules
from epreuve.audits.profile.model import Profile
from epreuve.audits.reading.suggestion import suggestion
from epreuve.audits.reading.yaml_file import Problem


def problems(profile: Profile) -> Iterator[Problem]:
    """Every one of them, with its place in the file."""
    if not profile.critical():
        yield ("journeys",), "no journey is `critical: true`; at least one decides the score"
    yield from _shared_addresses(profile)
    yield from authorisation.problems(profile, datetime.date.today())
    grid = load_grid()
    yield from _criteria(profile, grid)
    for block, rules in (("gate",), profile.gate), (("gate", "warn"), profile.gate.warn):
        yield from _gate_rules(profile, grid, block, rules)


def _shared_addresses(profile: Profile) -> Iterator[Problem]:
    seen = {profile.service.authority: "service.address"}
    for name, each in profile.dependencies.items():
        for field, place in (("listen", each.listen), ("upstream", each.upstream)):
            if place in seen:
                problem = f"{place} is also {seen[place]}; each needs an address of its own"
                yield ("dependencies", name, field), problem
            seen.setdefault(place, f"dependencies.{name}.{field}")


def _criteria(profile: Profile, grid: Grid) -> Iterator[Problem]:
    known = {each.id: each for each in grid.criteria}
    for block in ("declared", "not_applicable"):
        for id in getattr(profile, block):
            if id not in known:
                yield (block, id), f"no such criterion.{suggestion(id, known)}"
    for id, declaration in profile.declared.items():
        if id in known:
            try:
                check(known[id], declaration)
            except DeclarationError as error:
                yield ("declared", id), str(error)
    for id, reason in profile.not_applicable.items():
        if not reason.strip():
            yield ("not_applicable", id), "write the reason; readers will ask for it"


def _gate_rules(
    profile: Profile, grid: Grid, block: tuple[str, ...], rules: GateRules
) -> Iterator[Problem]:
    """A line for what does not exist, or is not applicable, would never be reached."""
    families = {each.code for each in grid.families}
    criteria = {each.id for each in grid.criteria}
    for code in rules.families:
        if code not in families:
            yield (*block, "families", code), f"no such family.{suggestion(code, families)}"
    for id in rules.criteria:
        if id not in criteria:
            yield (*block, "criteria", id), f"no such criterion.{suggestion(id, criteria)}"
        elif id in profile.not_applicable:
            yield (
                (*block, "criteria", id),
                "is also not_applicable; take it out of one of the two",
            )
