"""Warnings about the reliability of the results."""

from collections import Counter
from collections.abc import Iterable, Iterator

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.receipts import mistake_sentence
from epreuve.audits.checks.facts.undeclared import Undeclared
from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.profile.model import OWN_SETS
from epreuve.audits.profile.weaknesses import accepts_any_page
from epreuve.audits.runs.records.bench import (
    LateControlAnswer,
    ProbeFailure,
    ServiceStopped,
)
from epreuve.audits.runs.records.power import PowerOff
from epreuve.audits.runs.run_record import RunRecord
from epreuve.audits.scoring.bench_health import (
    baseline_warnings,
    connection_warnings,
    generator_warnings,
)
from epreuve.audits.scoring.machine_health import doubtful_knockouts, machine_warnings
from epreuve.audits.scoring.sections.fault_leaks import leaks
from epreuve.audits.scoring.sections.proxies import bypassed
from epreuve.audits.scoring.translation import translate
from epreuve.probes.pages.receipt_records import ReceiptMistake, ReceiptObservation
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number, Seconds

ENOUGH_READ = 0.95  # share of the receipts given under which the reading is doubtful


def warnings(facts: Facts, record: RunRecord, doubtful: Iterable[str]) -> Iterator[Text]:
    """Return one sentence for each warning. `doubtful`: knock-outs that a slow bench can cause."""
    yield from machine_warnings(facts, record)
    yield from doubtful_knockouts(facts, record, doubtful)
    yield from baseline_warnings(facts)
    yield from generator_warnings(facts.generator)
    yield from connection_warnings(facts)
    yield from (cut.void for cut in facts.power_cuts if cut.void is not None)
    yield from facts.late_cuts
    yield from _mistaken_receipts(facts)
    yield from _unread_receipts(facts)
    yield from _losses_of_unsynced_writes(facts)
    yield from _any_page(facts)
    yield from _contradicted_comfort(facts)
    yield from _contradicted_own(facts)
    yield from bypassed(facts)
    yield from _undeclared_hosts(facts)
    yield from leaks(facts.plan, facts.evidence)
    yield from _failures(facts)


def _mistaken_receipts(facts: Facts) -> Iterator[Text]:
    for mistake in facts.evidence.observations(ReceiptMistake):
        yield mistake_sentence(mistake.record, facts.plan.profile.journeys)


def _any_page(facts: Facts) -> Iterator[Text]:
    steps = [step for one in facts.plan.profile.critical().values() for step in one.steps]
    if n := sum(map(accepts_any_page, steps)):
        yield translate.plural(
            "{n} step of critical journeys has no `expect:` on its content: an error page counts "
            "as a success there.",
            "{n} steps of critical journeys have no `expect:` on their content: an error page "
            "counts as a success there.",
            n,
        )


def _unread_receipts(facts: Facts) -> Iterator[Text]:
    read, total = facts.evidence.receipt_totals().read, facts.evidence.receipt_count()
    if read < ENOUGH_READ * total:
        sentence = translate(
            "Receipts read again: {read} of {total}. The others may be stored or lost. The "
            "observations `receipt` say why.",
            read=read,
            total=total,
        )
        receipts = facts.evidence.observations(ReceiptObservation)
        reasons = Counter(one.record.reason for one in receipts if one.record.state == "unread")
        for reason, _ in reasons.most_common(1):
            most = translate("The most frequent reason: {reason}.", reason=recorded_text(reason))
            sentence = join((sentence, most))
        yield sentence


def _losses_of_unsynced_writes(facts: Facts) -> Iterator[Text]:
    cuts = facts.evidence.observations(PowerOff)
    is_unsynced = any(cut.record.level == "unsynced" for cut in cuts)
    if is_unsynced and facts.evidence.receipt_totals().lost:
        yield translate(
            "At level `unsynced`, only fsync(2) makes a write durable: FUSE does not forward "
            "sync(2) and syncfs(2). If the service stores with these, its losses may be false. Let "
            "it call fsync(2), or audit it at level `process`."
        )


def _contradicted_comfort(facts: Facts) -> Iterator[Text]:
    for name in sorted(facts.contradicted_comfort):
        yield translate(
            "The profile declares {dependency} as {set}, a kind without which journeys work. A "
            "journey does not work without it: it is judged as an indispensable third party.",
            dependency=name,
            set=facts.plan.profile.dependencies[name].set,
        )


def _contradicted_own(facts: Facts) -> Iterator[Text]:
    for name in sorted(facts.identity_providers):
        if facts.plan.profile.dependencies[name].set in OWN_SETS:
            yield translate(
                "The profile declares {dependency} as the operator's own ({set}), but users sign "
                "in there, or are sent there. It is judged as an identity provider.",
                dependency=name,
                set=facts.plan.profile.dependencies[name].set,
            )


def _undeclared_hosts(facts: Facts) -> Iterator[Text]:
    # A host without a proxy cannot be cut. Probes therefore never contact it.
    hosts: Undeclared = facts.undeclared
    advice = translate(
        "They count as failed. Declare them in `dependencies`, and call them at `listen`."
    )
    if hosts.pages:
        loaded = translate(
            "Pages load from third parties that the profile does not declare: {hosts}. Probes "
            "never contacted them.",
            hosts=", ".join(hosts.pages),
        )
        yield join((loaded, advice))
    if hosts.called:
        called = translate(
            "The service calls third parties that the profile does not declare, or past their "
            "proxy, or sends users to them: {hosts}.",
            hosts=", ".join(hosts.called),
        )
        yield join((called, advice))


def _failures(facts: Facts) -> Iterator[Text]:
    failures = [one.subject for one in facts.evidence.observations(ProbeFailure)]
    if failures:
        yield translate(
            "Probes of epreuve failed: {n}. What they measure is missing. The observations "
            "`{kind}` of `evidence.db` have the errors.",
            n=len(failures),
            kind=ProbeFailure.kind,
        )
    late = [one.record.seconds for one in facts.evidence.observations(LateControlAnswer)]
    if late:
        yield translate(
            "Late responses of the control API of the Toxiproxy server: {n}, the latest after "
            "{seconds}. The bench was too busy. Faults may have begun or ended late.",
            n=len(late),
            seconds=Seconds(max(late), 1),
        )
    for stop in facts.evidence.observations(ServiceStopped):
        yield translate("The service stopped by itself at {time} s.", time=Number(stop.time))
