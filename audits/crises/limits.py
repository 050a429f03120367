"""Known limits of the simulation of a crisis, as sentences for the report."""

from collections.abc import Iterator

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.dependency_set import dependency_sets
from epreuve.audits.crises.network import network_limits, networks
from epreuve.audits.crises.power_pattern import NONE, power_patterns
from epreuve.audits.crises.translation import translate
from epreuve.audits.profile.model import DependencySet, Profile
from epreuve.reports.assessment import Phase
from epreuve.reports.text import SEMICOLON, Text, join
from epreuve.reports.translation import Number


def limits(crisis: Crisis, profile: Profile | None = None) -> tuple[Text, ...]:
    """Return each limit that applies to a crisis.

    With a profile, also the faults and power cuts that have no effect on it.
    """
    sentences = (
        *_time_limits(crisis),
        *_network_limits(crisis),
        *_power_limits(crisis),
        *_set_limits(crisis),
        *(absences(crisis, profile) if profile else ()),
    )
    return tuple(dict.fromkeys(sentences))


def _time_limits(crisis: Crisis) -> Iterator[Text]:
    if crisis.real is None:
        return
    lasts: dict[Phase, float] = {"during": 0.0, "after": 0.0}
    for stage in crisis.stages:
        lasts[stage.phase] = lasts.get(stage.phase, 0.0) + stage.lasts
    if crisis.real.during > lasts["during"] > 0:
        yield translate(
            "The real “during” phase is {times} times longer than in a run at scale 1: sessions, "
            "caches and batteries have no time to expire.",
            times=Number(crisis.real.during / lasts["during"]),
        )
    if crisis.real.after > lasts["after"] > 0:
        yield translate(
            "The real “after” phase is {times} times longer than in a run at scale 1: sessions, "
            "caches and batteries have no time to expire.",
            times=Number(crisis.real.after / lasts["after"]),
        )


def _network_limits(crisis: Crisis) -> Iterator[Text]:
    names = dict.fromkeys(name for stage in crisis.stages for name in stage.networks)
    if any(networks()[name].latency for name in names):
        yield from network_limits()
    for name in names:
        network = networks()[name]
        if network.limit is not None:
            yield _titled(network.title, network.limit)


def _power_limits(crisis: Crisis) -> Iterator[Text]:
    names = dict.fromkeys(
        name
        for stage in crisis.stages
        for name in (stage.power, *(cut.pattern for cut in stage.cuts))
        if name not in (None, NONE)
    )
    for name in names:
        pattern = power_patterns()[str(name)]
        yield _titled(pattern.title, pattern.rendered)


def _set_limits(crisis: Crisis) -> Iterator[Text]:
    for name in named_sets(crisis):
        kind = dependency_sets()[name]
        if kind.limit is not None:
            yield _titled(kind.title, kind.limit)
    faults = (entry.fault for stage in crisis.stages for entry in stage.faults)
    for status in dict.fromkeys(filter(None, (fault.http_status() for fault in faults))):
        yield translate(
            "A dependency in error responds with {status} to each HTTP request. A client that "
            "speaks TLS or another protocol receives an error that it cannot read, then a close. "
            "Open connections are closed when the error begins and when it ends.",
            status=str(status),
        )


def absences(crisis: Crisis, profile: Profile) -> Iterator[Text]:
    """Yield what of a crisis is left out, because the profile does not declare it."""
    declared = {dependency.set for dependency in profile.dependencies.values()}
    sets = named_sets(crisis)
    titles = [dependency_sets()[name].title for name in sets if name not in declared]
    if titles:
        yield translate(
            "No fault on these dependencies, because the profile gives no address for them: "
            "{names}.",
            names=join(titles, SEMICOLON),
        )
    if profile.power.level == "none" and any(stage.cuts for stage in crisis.stages):
        yield translate("The power is not cut: the profile has no command for it.")


def named_sets(crisis: Crisis) -> list[DependencySet]:
    """Return the dependency sets that fail in a crisis, in order of appearance."""
    faults = (entry for stage in crisis.stages for entry in stage.faults)
    return list(dict.fromkeys(name for entry in faults for name in entry.sets))


def _titled(title: Text, limit: Text) -> Text:
    """Return a sentence after its title, whose first letter becomes a capital."""
    capital = Text(fr=title.fr[:1].upper() + title.fr[1:], en=title.en[:1].upper() + title.en[1:])
    return translate("{title}. {limit}", title=capital, limit=limit)
