"""The bench's own health: what makes a trial void, and with what it was measured."""

from array import array
from collections.abc import Iterator

from epreuve.audits.arrivals import count
from epreuve.audits.facts import Facts, percentile
from epreuve.audits.no_evidence import NoEvidence
from epreuve.reports.assessment import Bench, Generator, Text

OFFERED = 0.95  # share of the intended arrivals under which a trial is void
LATE = 1.0  # seconds after which an arrival was not offered when it should have been
UNSTABLE = 5.0  # points between the two baselines
_LAGS = """
SELECT started - intended, text FROM attempt_row JOIN label ON id = outcome WHERE text <> 'no link'
"""


def bench(facts: Facts, notes: dict[str, object]) -> Bench:
    """With what it was measured."""
    cannot = notes.get("cannot")
    return Bench(
        engine=str(notes.get("engine", "")),
        power=facts.plan.profile.power.level,
        machine=str(notes.get("machine", "")),
        cannot=tuple(
            Text(fr=each[0], en=each[1]) for each in (cannot if isinstance(cannot, list) else ())
        ),
        generator=generator(facts),
        baseline_gap=baseline_gap(facts),
    )


def generator(facts: Facts) -> Generator:
    """The load generator: what it should have started, what it did, how late, at what cost."""
    lags, started = array("q"), 0  # microseconds: eight bytes a citizen
    for lag, outcome in facts.evidence.stream(_LAGS):
        lags.append(lag)
        started += outcome not in ("dropped", "error") and lag <= LATE * 1e6
    linked = {each.name for each in facts.plan.cohorts if each.linked}
    cpu = [float(str(e.value.get("cpu", 0))) for e in facts.evidence.observations("load")]
    (requests,) = facts.evidence.query("SELECT count(*) FROM request_row")[0]
    return Generator(
        intended=count(facts.plan, linked),
        started=started,
        lag_p99=round(percentile(lags, 0.99) / 1e6, 6) if lags else 0.0,
        cpu=round(percentile(cpu, 0.95), 3) if cpu else 0.0,
        requests=int(str(requests)),
    )


def baseline_gap(facts: Facts) -> float | None:
    """The A/A check: points of critical success between the two baselines."""
    windows = [facts.plan.window(name) for name in ("baseline-1", "baseline-2")]
    try:
        shares = [facts.tries(each).share for each in windows if each is not None]
    except NoEvidence:
        return None
    return abs(shares[0] - shares[1]) * 100 if len(shares) == 2 else None


def void(facts: Facts, notes: dict[str, object]) -> Iterator[Text]:
    """Why no letter may be given, whatever the criteria say."""
    if notes.get("interrupted") is not None:
        yield Text(
            fr="L'essai a été interrompu : pas de lettre.",
            en="The trial was interrupted: no letter.",
        )
        return
    load = generator(facts)
    if load.started < OFFERED * load.intended:
        yield Text(
            fr=f"Le générateur de charge n'a offert que {load.started} arrivées sur "
            f"{load.intended} : essai nul.",
            en=f"The load generator offered {load.started} of {load.intended} arrivals only: the "
            "trial is void.",
        )
    gap = baseline_gap(facts)
    if gap is not None and gap > UNSTABLE:
        yield Text(
            fr=f"Les deux lignes de base diffèrent de {gap:.0f} points : banc instable.",
            en=f"The two baselines are {gap:.0f} points apart: the bench is unstable.",
        )
