"""From what the command line asks for to a ramp."""

from itertools import pairwise
from pathlib import Path

from epreuve.audits.capacity.ramp import Ramp, doubling
from epreuve.audits.errors import Misuse
from epreuve.audits.preparation import prepare_profile
from epreuve.audits.reading.suggestion import suggestion
from epreuve.faults.units import duration

SHORTEST, LONGEST = 1.0, 600.0  # seconds of a rung


def asked(
    path: Path, users: str | None, most: int, lasts: str, journey: str | None, seed: int
) -> Ramp:
    """The ramp. Raises Misuse, naming the option."""
    profile = prepare_profile(path)
    if journey is not None and journey not in profile.journeys:
        meant = suggestion(journey, profile.journeys)
        raise Misuse(f"--journey {journey}: no such journey in {path}.{meant}")
    chosen = profile.journeys if journey is None else {journey: profile.journeys[journey]}
    return Ramp(
        profile=profile, journeys={name: each.share for name, each in chosen.items()},
        users=doubling(most) if users is None else _users(users), rung=_lasts(lasts), seed=seed,
    )  # fmt: skip


def _users(text: str) -> tuple[int, ...]:
    try:
        found = tuple(int(each) for each in text.split(","))
    except ValueError:
        found = ()
    if not found or found[0] < 1 or any(b <= a for a, b in pairwise(found)) or found[-1] > 10_000:
        raise Misuse(
            f"--users {text}: is not a list of numbers, always more, 10000 at most; write for "
            "example 1,2,4,8"
        )
    return found


def _lasts(text: str) -> float:
    try:
        found = duration(text)
    except ValueError as error:
        raise Misuse(f"--for {text}: {error}") from None
    if not SHORTEST <= found <= LONGEST:
        raise Misuse(f"--for {text}: a step lasts {SHORTEST:g} to {LONGEST:g} seconds")
    return found
