"""Names of the proxies of a run, and of the endpoints that they give to users' browsers."""

from epreuve.audits.profile.model import COMFORT_SETS, Profile


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


def browser_endpoint(cohort: str, dependency: str) -> str:
    """Return the name of the endpoint of a probe's own browser to a third party."""
    return f"{cohort}-{dependency}"


def citizen_link(cohort: str) -> str:
    """Return the name of the proxy between a cohort and the service."""
    return f"citizens-{cohort}"


def dependency_link(name: str) -> str:
    """Return the name of the proxy between the service and a dependency."""
    return f"dependency-{name}"
