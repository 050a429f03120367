"""Cohort of a probe's own users, with the faults on its links. Each probe declares its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.proxy_names import browser_endpoint, citizen_link
from epreuve.audits.profile.model import COMFORT_SETS, Profile
from epreuve.faults.fault import Fault


@dataclass(frozen=True)
class ProbeCohort:
    """Users of a probe, on proxies of their own.

    Their faults begin at `start`, in seconds of the run, and end when the window `until` begins.
    A plan without that window has none of these faults.
    """

    name: str
    service: Fault | str | None = None  # on the link to the service: a fault, or a network's id
    third_parties: Fault | str | None = None  # on links of its own to comfort third parties
    start: float = 0.0
    until: str = "during"
    lasts: float = 0.0  # real seconds of the faults without time compression, at least

    def faults(self, profile: Profile) -> Iterator[tuple[str, Fault | str]]:
        """Yield the subject of each link that has a fault, and the fault."""
        if self.service is not None:
            yield self.name, self.service
        if self.third_parties is not None:
            for name, dependency in profile.dependencies.items():
                if dependency.set in COMFORT_SETS:
                    yield browser_endpoint(self.name, name), self.third_parties


def in_order(cohorts: Iterable[ProbeCohort | None]) -> list[ProbeCohort]:
    """Return each cohort once, in order of their faults."""
    unique = dict.fromkeys(cohort for cohort in cohorts if cohort is not None)
    return sorted(unique, key=lambda cohort: cohort.start)


def probe_endpoints(plan: Plan) -> dict[str, str]:
    """Return the endpoints of probes to third parties of pages: name → dependency."""
    links = {span.link for span in plan.spans}
    return {
        endpoint: name
        for cohort in plan.cohorts
        for name in plan.profile.dependencies
        if citizen_link(endpoint := browser_endpoint(cohort.name, name)) in links
    }
