"""Dependencies that the service called past their proxy while faults were in force."""

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import OWN_SETS
from epreuve.audits.runs.records.bench import PastProxyCall
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import Text


@fact
def past_proxies(plan: Plan, evidence: Evidence) -> dict[str, str]:
    """Address at which the service called a dependency, by its name."""
    found = {one.subject: one.record.upstream for one in evidence.observations(PastProxyCall)}
    return {name: found[name] for name in plan.profile.dependencies if name in found}


@fact
def third_parties_past_proxies(plan: Plan, past_proxies: dict[str, str]) -> frozenset[str]:
    """Addresses of those that the operator does not run itself.

    Calls that no fault can reach are those of a host that the profile does not declare.
    """
    dependencies = plan.profile.dependencies
    return frozenset(
        address for name, address in past_proxies.items() if dependencies[name].set not in OWN_SETS
    )


def past_proxy_sentence(dependency: str, address: str) -> Text:
    """Return the sentence of one such dependency."""
    return translate(
        "During faults, the service called {dependency} at its `upstream` ({upstream}), past its "
        "proxy: faults do not reach these calls.",
        dependency=dependency,
        upstream=address,
    )
