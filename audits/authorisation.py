"""Never a weapon: what is allowed against a service that is not on this machine, and by whom.

The profile says who allowed it, until when, on which hosts, how much; somebody confirms it before
anything is sent; names are resolved once; the limit holds where journeys begin.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import urlsplit

from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.profile import Authorisation, Profile
from epreuve.audits.reading.yaml_file import Problem
from epreuve.probes.evidence.records import Observation
from epreuve.probes.http.address import is_local
from epreuve.probes.http.resolver import pin_address

if TYPE_CHECKING:  # a profile is checked without the machinery of plans, which is long to import
    from epreuve.audits.planning.plan import Plan
    from epreuve.probes.load.plan import Arrival

NEEDED = "load and faults need `authorisation:` with granted_by, until, hosts and max_rate"


class Trial(Protocol):
    """What load is sent for: the plan of a crisis, or a capacity ramp."""

    @property
    def profile(self) -> Profile:
        """Whose service it is."""
        ...


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody said, in front of a terminal or with `--yes`, that the authorisation is real."""

    how: Literal["prompt", "--yes"]


def targets(profile: Profile) -> dict[str, tuple[str | int, ...]]:
    """Hosts that are not this machine and that load will reach, with the field that names each.

    Those of dependencies too: a service under load calls them as much as it is called.
    """
    named = {urlsplit(profile.service.address).hostname or "": ("service", "address")}
    found: dict[str, tuple[str | int, ...]] = {**named}
    for name, each in profile.dependencies.items():
        host = urlsplit(f"//{each.upstream}").hostname or ""
        found.setdefault(host, ("dependencies", name, "upstream"))
    return {host: field for host, field in found.items() if not is_local(host)}


def problems(profile: Profile, today: datetime.date) -> Iterator[Problem]:
    """Why a profile may not be played, each with its place in the file."""
    far, given = targets(profile), profile.authorisation
    for host, field in far.items() if given is None else ():
        yield field, f"{host} is not this machine; {NEEDED}"
    if given is None or not far:
        return
    for host in far:
        if host not in given.hosts:
            yield ("authorisation", "hosts"), f"{host} is not among them; ask for it, and add it"
    if given.until < today:
        yield ("authorisation", "until"), f"ended on {given.until}; ask for a new one"


def limit(trial: Trial) -> float | None:
    """Journeys that may begin in a second, None for a service of this machine."""
    given = _given(trial)
    return None if given is None else given.max_rate


def check_rate(plan: "Plan", source: str) -> None:
    """Raise Misuse for a plan whose arrivals, as drawn, are more than was allowed at any moment."""
    from epreuve.audits.planning.arrivals import draw
    from epreuve.probes.load.rate_cap import RateCap

    allowed = limit(plan)
    if allowed is None:
        return
    arrivals, cap = draw(plan), RateCap(allowed)
    over = sum(not cap.admits(each.at) for each in arrivals)
    if over:
        most, at = _busiest(arrivals, cap.window)
        raise Misuse(
            f"{source}: authorisation.max_rate: this crisis asks for {most / cap.window:.1f} "
            f"journeys/s at {at:.0f} s, {allowed:g} are allowed ({over} of {len(arrivals)} "
            "arrivals are too many); ask for more, or choose a calmer crisis"
        )


def confirm(trial: Trial, *, yes: bool, ask: Callable[[str], bool] | None) -> Consent | None:
    """The consent that a run elsewhere needs; None when nothing leaves this machine.

    `ask` shows a question and says whether it was answered yes; None when nobody can be asked.
    Raises Misuse without a yes.
    """
    given = _given(trial)
    if given is None:
        return None
    if yes:
        return Consent("--yes")
    if ask is None:
        raise Misuse(f"{described(trial)}\nnobody is there to confirm it: add --yes")
    if not ask(f"{described(trial)}\nIs that right, and does it still hold?"):
        raise Misuse("not confirmed; nothing was sent")
    return Consent("prompt")


def described(trial: Trial) -> str:
    """The authorisation, as whoever confirms it reads it."""
    given = _given(trial)
    if given is None:
        return ""
    return (
        f"{', '.join(targets(trial.profile))}: not on this machine. Load and faults were allowed "
        f"by {given.granted_by}, until {given.until}, on {', '.join(given.hosts)}, at most "
        f"{given.max_rate:g} journeys/s."
    )


def recorded(trial: Trial, consent: Consent | None, now: float) -> Observation | None:
    """What evidence keeps of it, with the addresses that names led to; None on this machine.

    Raises Misuse when nobody confirmed it, or when it has ended since the plan was made.
    """
    given = _given(trial)
    if given is None:
        return None
    if consent is None:
        raise Misuse(f"{described(trial)}\nnobody confirmed it: add --yes")
    if given.until < datetime.date.today():
        raise Misuse(f"authorisation.until: ended on {given.until}; ask for a new one")
    upstreams = [each.upstream for each in trial.profile.dependencies.values()]
    value = {
        **given.model_dump(mode="json"),
        "confirmed": consent.how,
        "addresses": {
            each: pin(each)
            for each in (trial.profile.service.authority, *upstreams)
            if not is_local(urlsplit(f"//{each}").hostname or "")
        },
    }
    return Observation(now, "harness", "authorisation", value)


def pin(authority: str) -> str:
    """Where a "host:port" leads for the whole run. Raises NotMeasurable, or Misuse for a lie."""
    host = urlsplit(f"//{authority}").hostname or ""
    try:
        place = pin_address(authority)
    except OSError as error:
        raise NotMeasurable(f"{authority}: its name is not resolved ({error})") from None
    if is_local(host) and not is_local(urlsplit(f"//{place}").hostname or ""):
        raise Misuse(f"{authority}: leads to {place}, which is not this machine")
    return place


def _given(trial: Trial) -> Authorisation | None:
    """The authorisation that applies; raises Misuse when there should be one."""
    far = targets(trial.profile)
    if far and trial.profile.authorisation is None:
        raise Misuse(f"{', '.join(far)}: not this machine; {NEEDED}")
    return trial.profile.authorisation if far else None


def _busiest(arrivals: list["Arrival"], window: float) -> tuple[int, float]:
    """The most arrivals in any stretch of `window` seconds, and where it begins."""
    most, at, first = 0, 0.0, 0
    for place, each in enumerate(arrivals):
        while each.at - arrivals[first].at >= window:
            first += 1
        if place - first + 1 > most:
            most, at = place - first + 1, arrivals[first].at
    return most, at
