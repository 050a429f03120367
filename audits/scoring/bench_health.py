"""Health of the test bench: what makes a trial void, and warnings."""

from collections.abc import Iterator

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.grid import Grid
from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.runs.records.bench import ProxyTotals
from epreuve.audits.runs.run_record import RunRecord
from epreuve.audits.scoring import machine_health
from epreuve.audits.scoring.baseline_gap import baseline_gap
from epreuve.audits.scoring.translation import translate
from epreuve.reports.assessment import Bench, Generator
from epreuve.reports.text import Text
from epreuve.reports.translation import Number

MIN_STARTED = 0.95  # share of the planned arrivals under which a trial is void
MAX_REFUSED = 1 - MIN_STARTED  # of the accepted connections: users who reached the bench only
UNSTABLE = 5.0  # points between the two baselines, beyond their uncertainty
BUSY = 0.9  # CPU cores that the generator may use: beyond, the generator itself is slow [A]
MAX_LAG = 0.1  # seconds at p99, a tenth of the full marks of CON-3, which includes it [A]


def bench(facts: Facts, record: RunRecord, grid: Grid) -> Bench:
    """Return the bench section of an assessment."""
    gap = baseline_gap(facts, grid)
    return Bench(
        engine=record.engine,
        power=facts.plan.profile.power.level,
        machine=record.machine,
        cannot=tuple(Text(fr=fr, en=en) for fr, en in record.cannot),
        generator=facts.generator,
        baseline_gap=None if gap is None else gap.points,
        baseline_gap_interval=None if gap is None else (gap.low, gap.high),
        machine_use=machine_health.section(machine_health.machine_use(facts)),
    )


def void_reasons(facts: Facts, record: RunRecord, grid: Grid) -> Iterator[Text]:
    """Return why the run cannot have a letter, whatever its evidence."""
    if record.interrupted is not None:
        yield translate("The trial was interrupted: no letter.")
        return
    if (wrong := facts.misdescription) is not None:
        yield translate(
            "The profile does not describe this service. In calm, {wrong} of {tried} journeys got "
            "another response than it expects, at step “{step}”: {detail}.",
            wrong=wrong.wrong,
            tried=wrong.tried,
            step=wrong.step,
            detail=recorded_text(wrong.detail),
        )
    generator: Generator = facts.generator
    if generator.started < MIN_STARTED * generator.intended:
        yield translate(
            "The load generator started only {started} of {intended} arrivals: the trial is void.",
            started=generator.started,
            intended=generator.intended,
        )
    totals = _connections(facts)
    if totals is not None and totals.turned_away > MAX_REFUSED * totals.opened:
        yield translate(
            "The bench ran out of file descriptors. Connections refused: {refused}; accepted: "
            "{opened}. The trial is void. Raise `ulimit -n`.",
            refused=totals.turned_away,
            opened=totals.opened,
        )
    gap = baseline_gap(facts, grid)
    if gap is not None and gap.low > UNSTABLE:
        yield translate(
            "Gap between the two baselines, in points: {gap}, at least {low}. The bench is "
            "unstable.",
            gap=Number(gap.points),
            low=Number(gap.low),
        )
    machine = None if record.busy_bench == "warn" else machine_health.machine_use(facts)
    if machine is not None and (reason := machine_health.void_by_others(machine)) is not None:
        yield reason


def baseline_warnings(facts: Facts) -> Iterator[Text]:
    """Return a warning where the two baselines could not be compared."""
    try:
        _ = facts.baselines
    except NoEvidence as missing:
        yield translate(
            "The two calm periods could not be compared, so nothing shows that the bench was "
            "stable: {reason}",
            reason=missing.text,
        )


def _connections(facts: Facts) -> ProxyTotals | None:
    """Return the connections of the proxy; None when it does not count them."""
    try:
        totals: ProxyTotals = facts.proxy_totals
    except NoEvidence:
        return None
    return totals


def connection_warnings(facts: Facts) -> Iterator[Text]:
    """Return warnings about connections that the proxy lost without file descriptors."""
    totals = _connections(facts)
    if totals is None:
        return
    if totals.turned_away:
        yield translate(
            "The bench ran out of file descriptors. Connections refused: {n}. This is not a fault "
            "of the service. Raise `ulimit -n`.",
            n=totals.turned_away,
        )
    if totals.forgotten:
        yield translate(
            "The bench ran out of file descriptors and closed connections that only the client "
            "had closed: {n}. Raise `ulimit -n`.",
            n=totals.forgotten,
        )


def generator_warnings(generator: Generator) -> Iterator[Text]:
    """Return warnings about a load generator that was slow itself."""
    if generator.cpu > BUSY:
        yield translate(
            "The load generator used {cores} of a CPU core (limit {limit}): part of the measured "
            "times may be its own.",
            cores=Number(generator.cpu, 2),
            limit=Number(BUSY, 2),
        )
    if generator.lag_p99 > MAX_LAG:
        yield translate(
            "The bench was too busy: 1% of the users started more than {lag} ms late (limit "
            "{limit} ms). The measured times include this delay. Try again on an idle machine.",
            lag=Number(generator.lag_p99 * 1000),
            limit=Number(MAX_LAG * 1000),
        )
