"""What a run cannot render of a crisis: said in words, never left out in silence."""

from collections.abc import Iterator

from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.dependency_set import dependency_sets
from epreuve.audits.crises.network import LIMITS, networks
from epreuve.audits.crises.power_pattern import NONE, power_patterns
from epreuve.audits.profile.model import Profile
from epreuve.reports.text import Text


def limits(crisis: Crisis, profile: Profile | None = None) -> tuple[Text, ...]:
    """Each limit that binds in this crisis; with a profile, also what the profile leaves out."""
    found = (
        *_time(crisis),
        *_networks(crisis),
        *_power(crisis),
        *_sets(crisis),
        *(_absent(crisis, profile) if profile else ()),
    )
    return tuple(dict.fromkeys(found))


def _time(crisis: Crisis) -> Iterator[Text]:
    if crisis.real is None:
        return
    for phase, fr, en in (
        ("during", "Le « pendant »", "“during”"),
        ("after", "L'« après »", "“after”"),
    ):
        real = getattr(crisis.real, phase)
        lasts = sum(stage.lasts for stage in crisis.stages if stage.phase == phase)
        if real > lasts > 0:
            times = f"{real / lasts:.0f}"
            yield Text(
                fr=f"{fr} réel est {times} fois plus long que joué à l'échelle 1 : sessions, "
                "caches et batteries n'ont pas le temps d'expirer comme en vrai.",
                en=f"The real {en} is {times} times longer than played at scale 1: sessions, "
                "caches and batteries have no time to run out as they would.",
            )


def _networks(crisis: Crisis) -> Iterator[Text]:
    names = dict.fromkeys(name for stage in crisis.stages for name in stage.networks)
    if any(networks()[name].latency for name in names):
        yield from LIMITS
    for name in names:
        limit = networks()[name].limit
        if limit is not None:
            title = networks()[name].title
            yield _titled(title, limit)


def _power(crisis: Crisis) -> Iterator[Text]:
    used = dict.fromkeys(
        name
        for stage in crisis.stages
        for name in (stage.power, *(cut.pattern for cut in stage.cuts))
        if name not in (None, NONE)
    )
    for name in used:
        pattern = power_patterns()[str(name)]
        yield _titled(pattern.title, pattern.rendered)


def _sets(crisis: Crisis) -> Iterator[Text]:
    for name in named_sets(crisis):
        known = dependency_sets()[name]
        if known.limit is not None:
            yield _titled(known.title, known.limit)
    faults = (entry.fault for stage in crisis.stages for entry in stage.faults)
    for status in dict.fromkeys(filter(None, (fault.http_status() for fault in faults))):
        yield _error_limit(status)


def _error_limit(status: int) -> Text:
    """What an error response to every request does not render."""
    return Text(
        fr=f"Une dépendance en erreur répond {status} à toute requête HTTP; celle qui parle TLS ou "
        "autre chose reçoit une erreur qu'elle ne sait pas lire, puis une fermeture. Ses "
        "connexions ouvertes sont fermées quand l'erreur commence et quand elle finit.",
        en=f"A dependency in error answers {status} to each HTTP request; one that speaks TLS or "
        "anything else gets an error that it cannot read, then a close. Its open connections are "
        "closed as the error begins and as it ends.",
    )


def _absent(crisis: Crisis, profile: Profile) -> Iterator[Text]:
    behind = {each.set for each in profile.dependencies.values()}
    absent = [name for name in named_sets(crisis) if name not in behind]
    if absent:
        french = "; ".join(dependency_sets()[name].title.fr for name in absent)
        english = "; ".join(dependency_sets()[name].title.en for name in absent)
        yield Text(
            fr="Ni coupés ni ralentis, car le profil ne les met derrière aucune adresse : "
            f"{french}.",
            en=f"Neither cut nor slowed, for the profile puts them behind no address: {english}.",
        )
    if profile.power.level == "none" and any(stage.cuts for stage in crisis.stages):
        yield Text(
            fr="Le courant n'est pas coupé : le profil n'en donne pas le moyen.",
            en="The power is not cut: the profile gives no means to do it.",
        )


def named_sets(crisis: Crisis) -> list[str]:
    """The dependency sets that fail in a crisis, in order of appearance."""
    faults = (entry for stage in crisis.stages for entry in stage.faults)
    return list(dict.fromkeys(name for entry in faults for name in entry.sets))


def _titled(title: Text, text: Text) -> Text:
    fr, en = (each[:1].upper() + each[1:] for each in (title.fr, title.en))
    return Text(fr=f"{fr}. {text.fr}", en=f"{en}. {text.en}")
