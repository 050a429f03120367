"""The bench's own health: what makes a trial void, and with what it was measured."""

from collections.abc import Iterator, Mapping

from epreuve.audits.checks.facts.baselines import Baseline
from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.grid import Grid
from epreuve.audits.runs.records.bench import ProxyTotals
from epreuve.reports.assessment import Bench, Generator
from epreuve.reports.text import Text

OFFERED = 0.95  # share of the intended arrivals under which a trial is void
TURNED_AWAY = 1 - OFFERED  # of the connections taken: citizens who met the bench, not the service
UNSTABLE = 5.0  # points between the two baselines
BUSY = 0.9  # cores of a second that the generator may use: beyond, it is slow itself [A]
LAGGING = 0.1  # seconds at p99, a tenth of what CON-3 asks for full marks: it is counted in [A]


def bench(facts: Facts, notes: Mapping[str, object], grid: Grid) -> Bench:
    """With what it was measured."""
    cannot = notes.get("cannot")
    return Bench(
        engine=str(notes.get("engine", "")),
        power=facts.plan.profile.power.level,
        machine=str(notes.get("machine", "")),
        cannot=tuple(
            Text(fr=each[0], en=each[1]) for each in (cannot if isinstance(cannot, list) else ())
        ),
        generator=facts.generator,
        baseline_gap=baseline_gap(facts, grid),
    )


def baseline_gap(facts: Facts, grid: Grid) -> float | None:
    """The A/A check: points between the two baselines, None when too little was seen of them."""
    try:
        first, second = facts.baselines
    except NoEvidence:
        return None
    return round(abs(_points(first, grid) - _points(second, grid)), 9)


def _points(baseline: Baseline, grid: Grid) -> float:
    """A baseline as CON-1 and CON-3 would score it, by their curves and weights."""
    values: dict[str, float] = {"CON-1": baseline.share, "CON-3": baseline.p95}
    lines = [grid.criterion(name) for name in values if name in grid.shares]
    total = sum(each.weight for each in lines)
    points = sum(each.weight * each.curve.score(values[each.id]) for each in lines)
    return points / total if total else 0.0


def void(facts: Facts, notes: Mapping[str, object], grid: Grid) -> Iterator[Text]:
    """Why no letter may be given, whatever the criteria say."""
    if notes.get("interrupted") is not None:
        yield Text(
            fr="L'essai a été interrompu : pas de lettre.",
            en="The trial was interrupted: no letter.",
        )
        return
    load: Generator = facts.generator
    if load.started < OFFERED * load.intended:
        yield Text(
            fr=f"Le générateur de charge n'a offert que {load.started} arrivées sur "
            f"{load.intended} : essai nul.",
            en=f"The load generator offered {load.started} of {load.intended} arrivals only: the "
            "trial is void.",
        )
    if (full := _full(facts)) is not None and full.turned_away > TURNED_AWAY * full.opened:
        yield Text(
            fr=f"Faute de fichiers à ouvrir, le banc a renvoyé {full.turned_away} connexions et en "
            f"a pris {full.opened} : essai nul. Relevez `ulimit -n`.",
            en=f"For want of files to open, the bench turned {full.turned_away} connections away "
            f"and took {full.opened}: the trial is void. Raise `ulimit -n`.",
        )
    gap = baseline_gap(facts, grid)
    if gap is not None and gap > UNSTABLE:
        yield Text(
            fr=f"Les deux lignes de base diffèrent de {gap:.0f} points : banc instable.",
            en=f"The two baselines are {gap:.0f} points apart: the bench is unstable.",
        )


def _full(facts: Facts) -> ProxyTotals | None:
    """What the links could take; None when nobody counted."""
    try:
        found: ProxyTotals = facts.proxy_totals
    except NoEvidence:
        return None
    return found


def crowded(facts: Facts) -> Iterator[Text]:
    """What the links suffered for want of files: the service saw it, and it was ours."""
    full = _full(facts)
    if full is None:
        return
    if full.turned_away:
        yield Text(
            fr=f"Faute de fichiers à ouvrir, le banc a renvoyé {full.turned_away} connexions : le "
            "service n'y est pour rien. Relevez `ulimit -n`.",
            en=f"For want of files to open, the bench turned {full.turned_away} connections away: "
            "that is not the service's doing. Raise `ulimit -n`.",
        )
    if full.forgotten:
        yield Text(
            fr=f"Faute de fichiers à ouvrir, le banc a fermé {full.forgotten} connexions dont le "
            "client était parti, avant que l'autre bout ne les ferme. Relevez `ulimit -n`.",
            en=f"For want of files to open, the bench closed {full.forgotten} connections whose "
            "client had left, before their other end did. Raise `ulimit -n`.",
        )


def strained(load: Generator) -> Iterator[Text]:
    """What the generator suffered itself, so that its figures are read with care."""
    if load.cpu > BUSY:
        used, limit = f"{load.cpu:.2f}", f"{BUSY:g}"
        yield Text(
            fr=f"Le générateur de charge occupait {used.replace('.', ',')} cœur (limite "
            f"{limit.replace('.', ',')}) : des lenteurs mesurées peuvent être les siennes.",
            en=f"The load generator used {used} of a core (limit {limit}): some of the slowness "
            "measured may be its own.",
        )
    if load.lag_p99 > LAGGING:
        late, limit = f"{load.lag_p99 * 1000:.0f}", f"{LAGGING * 1000:.0f}"
        yield Text(
            fr="Le banc était trop occupé : un citoyen sur cent est parti avec plus de "
            f"{late} ms de retard (limite {limit}), qui comptent dans les temps mesurés. "
            "Recommencez sur une machine libre.",
            en=f"The bench was too busy: one citizen in a hundred left more than {late} ms late "
            f"(limit {limit}), which is in the times measured. Try again on a free machine.",
        )
