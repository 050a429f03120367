"""Load of a run: the endpoint of each cohort, the arrivals and their limits."""

import math
from collections.abc import Mapping
from urllib.parse import urlsplit

from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.proxy_names import third_parties, third_party_endpoint
from epreuve.audits.profile.authorisation import rate_limit
from epreuve.probes.load.plan import Endpoint, LoadPlan, Retries

NOWHERE = "127.0.0.1:9"  # endpoint of users without a link, who send nothing


def load_plan(plan: Plan, addresses: Mapping[str, str]) -> LoadPlan:
    """Return the load of a plan; `addresses` are those of the proxies, by endpoint."""
    return LoadPlan(
        zero=math.nan,
        until=plan.duration,
        seed=plan.seed,
        cohorts=_endpoints(plan, addresses),
        journeys=plan.profile.journeys,
        arrivals=plan.arrivals,
        barriers=tuple(barrier.at for barrier in plan.barriers),
        retries=Retries(*plan.retries),
        max_rate=rate_limit(plan),
        nonce=plan.nonce,
        languages=plan.profile.service.languages,
        email_domain=plan.profile.service.email_domain,
        headers=plan.profile.service.sent_headers,
    )


def _endpoints(plan: Plan, addresses: Mapping[str, str]) -> dict[str, Endpoint]:
    service = plan.profile.service
    scheme = urlsplit(service.address).scheme
    parties = {
        address: f"http://{addresses[third_party_endpoint(name)]}"
        for name, address in third_parties(plan.profile).items()
    }
    return {
        cohort.name: Endpoint(
            f"{scheme}://{addresses.get(cohort.name, NOWHERE)}",
            service.authority,
            cohort.patience,
            cohort.linked,
            third_parties=parties,
        )
        for cohort in plan.cohorts
    }
