"""Judgement of the use of the test machine: others' share of the CPU, and waiting for resources."""

from collections.abc import Iterable, Iterator

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.machine_use import MachineUse, Use
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.runs.run_record import RunRecord
from epreuve.audits.scoring.translation import translate
from epreuve.reports import assessment as document
from epreuve.reports.text import Text
from epreuve.reports.translation import Percent

# Shares of the CPU capacity that others took from the trial; docs/uncertainty.md has the reasons.
WARN_SHARE = 0.15  # [A]
VOID_SHARE = 0.40  # [A]
SHORTEST = 5.0  # seconds of samples: in a shorter window one burst decides
STALLED_DISK = 0.5  # share of the time [A]: a service that syncs each deposit waits a third
WAITING_MEMORY = 0.1  # share of the time [A]: a machine that swaps


def machine_use(facts: Facts) -> MachineUse | None:
    """Return the use of the test machine; None where it was not recorded."""
    try:
        use: MachineUse = facts.machine_use
    except NoEvidence:
        return None
    return use


def worst_moment(machine: MachineUse) -> tuple[Text, Use]:
    """Return the whole crisis, or the window in which others took more, with its use."""
    moments = [(translate("During the whole run"), machine.whole)]
    moments += [
        (translate("During “{window}”", window=window.title), use)
        for window, use in machine.windows
        if use.seconds >= SHORTEST
    ]
    return max(moments, key=lambda moment: moment[1].disturbance)


def void_by_others(machine: MachineUse) -> Text | None:
    """Return why the use of the machine by others makes a trial void, or None.

    The use by the harness and by the service never does.
    """
    when, use = worst_moment(machine)
    certain = use.disturbance if machine.service_identified else use.withheld
    if certain <= VOID_SHARE:
        return None
    consequence = translate("The trial is void: try again on an idle machine.")
    return _disturbance(when, use, VOID_SHARE, consequence)


def _disturbance(when: Text, use: Use, limit: float, consequence: Text) -> Text:
    return translate(
        "{when}, other programs used {others} of the CPU, and the hypervisor or a CPU limit "
        "withheld {withheld} (limit {limit}). {consequence}",
        when=when,
        others=Percent(use.others),
        withheld=Percent(use.withheld),
        limit=Percent(limit),
        consequence=consequence,
    )


def machine_warnings(facts: Facts, record: RunRecord) -> Iterator[Text]:
    """Return warnings about a machine that was busy with something else."""
    try:
        machine: MachineUse = facts.machine_use
    except NoEvidence as missing:
        yield missing.text
        return
    if record.busy_bench == "warn" or void_by_others(machine) is None:
        yield from _others(machine)
    stalled, memory = machine.whole.io_stalled, machine.whole.memory_waiting
    if stalled is not None and stalled > STALLED_DISK:
        yield translate(
            "All programs waited for a disk {share} of the time (limit {limit}), the service "
            "included. If something else writes, try again without it.",
            share=Percent(stalled),
            limit=Percent(STALLED_DISK),
        )
    if memory is not None and memory > WAITING_MEMORY:
        yield translate(
            "Programs waited for memory {share} of the time (limit {limit}): the machine has too "
            "little of it.",
            share=Percent(memory),
            limit=Percent(WAITING_MEMORY),
        )


def doubtful_knockouts(facts: Facts, record: RunRecord, knockouts: Iterable[str]) -> Iterator[Text]:
    """Return a warning about knock-outs of a trial that only `--busy-bench warn` keeps valid."""
    machine, names = machine_use(facts), list(knockouts)
    if record.busy_bench != "warn" or machine is None or not names:
        return
    if void_by_others(machine) is not None:
        yield translate(
            "Without `--busy-bench warn` this trial would be void. Possible cause of "
            "{knockouts}: the other programs of this machine, not the service.",
            knockouts=names,
        )


def _others(machine: MachineUse) -> Iterator[Text]:
    when, use = worst_moment(machine)
    if use.disturbance <= WARN_SHARE:
        return
    if machine.service_identified:
        consequence = translate("The measured times may be too long.")
    else:
        consequence = translate(
            "Part of it may be the service’s own: the run did not start all programs of the "
            "service on this machine."
        )
    yield _disturbance(when, use, WARN_SHARE, consequence)


def section(machine: MachineUse | None) -> document.MachineUse | None:
    """Return the use of the machine as the assessment shows it."""
    if machine is None:
        return None
    when, worst = worst_moment(machine)
    whole = machine.whole
    return document.MachineUse(
        own=whole.own,
        service=whole.service,
        others=whole.others,
        withheld=whole.withheld,
        worst=worst.others + worst.withheld,
        worst_when=when,
        cpu_waiting=whole.cpu_waiting if machine.waiting_source == "pressure" else None,
        io_stalled=whole.io_stalled,
        memory_waiting=whole.memory_waiting,
    )
