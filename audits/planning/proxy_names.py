"""Names of the proxies of a run, and of the endpoints that they give to cohorts and browsers."""

from collections.abc import Iterator

from epreuve.audits.planning.plan import COMFORT_PROBE, EDGE_PROBE
from epreuve.audits.profile.model import COMFORT_SETS, Profile


def probe_endpoints(profile: Profile) -> dict[str, str]:
    """Return the endpoints of the page probes to third parties of pages: name → dependency."""
    return dict(_endpoints(profile, (EDGE_PROBE, COMFORT_PROBE)))


def endpoints_of(cohort: str, profile: Profile) -> dict[str, str]:
    """Return those of one cohort."""
    return dict(_endpoints(profile, (cohort,)))


def _endpoints(profile: Profile, cohorts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for cohort in cohorts:
        for name, dependency in profile.dependencies.items():
            if dependency.set in COMFORT_SETS:
                yield f"{cohort}-{name}", name


def third_parties(profile: Profile) -> dict[str, str]:
    """Return the comfort third parties that users' browsers load: dependency → "host:port"."""
    if not any(step.resources for journey in profile.journeys.values() for step in journey.steps):
        return {}
    return {
        name: dependency.listen
        for name, dependency in profile.dependencies.items()
        if dependency.set in COMFORT_SETS
    }


def third_party_endpoint(name: str) -> str:
    """Return the name of the endpoint of users' browsers to a third party."""
    return f"third-party-{name}"


def citizen_link(cohort: str) -> str:
    """Return the name of the proxy between a cohort and the service."""
    return f"citizens-{cohort}"


def dependency_link(name: str) -> str:
    """Return the name of the proxy between the service and a dependency."""
    return f"dependency-{name}"
