"""Check of a plan's arrivals against the authorised rate."""

from epreuve.audits.errors import Misuse
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.translation import translate
from epreuve.audits.profile.authorisation import rate_limit
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.rate_cap import RateCap
from epreuve.reports.text import Text
from epreuve.reports.translation import Number


def check_rate(plan: Plan, source: Text | str) -> None:
    """Raise Misuse for a plan whose arrivals exceed the authorised rate at any moment."""
    allowed = rate_limit(plan)
    if allowed is None:
        return
    arrivals, cap = plan.arrivals, RateCap(allowed)
    over = sum(not cap.admits(arrival.at) for arrival in arrivals)
    if over:
        most, at = _busiest(arrivals, cap.window)
        raise Misuse(
            translate(
                "{source}: authorisation.max_rate: this crisis needs {needed} journeys/s at {at} "
                "s, {allowed} are allowed ({over} of {arrivals} arrivals are too many); obtain a "
                "higher rate, or choose a crisis with less load",
                source=source, needed=Number(most / cap.window, 1, "up"), at=Number(at),
                allowed=Number(allowed, 3), over=over, arrivals=len(arrivals),
            )
        )  # fmt: skip


def _busiest(arrivals: list[Arrival], window: float) -> tuple[int, float]:
    """Return the most arrivals in any `window` seconds, and the start of these."""
    most, at, first = 0, 0.0, 0
    for last, arrival in enumerate(arrivals):
        while arrival.at - arrivals[first].at >= window:
            first += 1
        if last - first + 1 > most:
            most, at = last - first + 1, arrivals[first].at
    return most, at
