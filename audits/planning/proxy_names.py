"""The names of the proxies of a run."""

from collections.abc import Iterator

from epreuve.audits.planning.plan import COMFORT_PROBE, EDGE_PROBE
from epreuve.audits.profile.model import COMFORT_SETS, Profile


def browser_doors(profile: Profile) -> dict[str, str]:
    """Doors of the page probes to the third parties that pages load from: door -> dependency."""
    return dict(_doors(profile, (EDGE_PROBE, COMFORT_PROBE)))


def doors_of(cohort: str, profile: Profile) -> dict[str, str]:
    """The same, of one cohort."""
    return dict(_doors(profile, (cohort,)))


def _doors(profile: Profile, cohorts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for cohort in cohorts:
        for name, each in profile.dependencies.items():
            if each.set in COMFORT_SETS:
                yield f"{cohort}-{name}", name


def third_parties(profile: Profile) -> dict[str, str]:
    """Comfort third parties that citizens' browsers load: dependency -> "host:port" in pages."""
    if not any(step.resources for each in profile.journeys.values() for step in each.steps):
        return {}
    return {n: each.listen for n, each in profile.dependencies.items() if each.set in COMFORT_SETS}


def party_door(name: str) -> str:
    """The door of citizens' browsers to a third party."""
    return f"third-party-{name}"


def citizen_link(cohort: str) -> str:
    """The name of the proxy between a cohort and the service."""
    return f"citizens-{cohort}"


def dependency_link(name: str) -> str:
    """The name of the proxy between the service and a dependency."""
    return f"dependency-{name}"
