"""Check of a plan's arrivals against the authorised rate."""

from epreuve.audits.errors import Misuse
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.authorisation import rate_limit
from epreuve.probes.load.plan import Arrival
from epreuve.probes.load.rate_cap import RateCap


def check_rate(plan: Plan, source: str) -> None:
    """Raise Misuse for a plan whose arrivals exceed the authorised rate at any moment."""
    allowed = rate_limit(plan)
    if allowed is None:
        return
    arrivals, cap = plan.arrivals, RateCap(allowed)
    over = sum(not cap.admits(each.at) for each in arrivals)
    if over:
        most, at = _busiest(arrivals, cap.window)
        raise Misuse(
            f"{source}: authorisation.max_rate: this crisis asks for {most / cap.window:.1f} "
            f"journeys/s at {at:.0f} s, {allowed:g} are allowed ({over} of {len(arrivals)} "
            "arrivals are too many); ask for more, or choose a calmer crisis"
        )


def _busiest(arrivals: list[Arrival], window: float) -> tuple[int, float]:
    """The most arrivals in any stretch of `window` seconds, and where it begins."""
    most, at, first = 0, 0.0, 0
    for place, each in enumerate(arrivals):
        while each.at - arrivals[first].at >= window:
            first += 1
        if place - first + 1 > most:
            most, at = place - first + 1, arrivals[first].at
    return most, at
