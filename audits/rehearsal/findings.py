"""Findings about the start, the journeys, the receipts and the power cut. Pure functions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from epreuve.audits.checks.facts.control_doubts import (
    doubts_of,
    processed_remedy,
    unique_remedy,
    verify_remedy,
)
from epreuve.audits.checks.facts.receipts import mistake_cause, mistake_remedy
from epreuve.audits.execution.calm_journey import CalmJourney
from epreuve.audits.execution.profile_problem import verify_problem
from epreuve.audits.execution.unready import Unready
from epreuve.audits.messages.texts import error_text
from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.weaknesses import weaknesses_of
from epreuve.audits.reading.mistake import Location
from epreuve.audits.rehearsal.finding import ProfileFinding
from epreuve.audits.rehearsal.part_records import RehearsedCut
from epreuve.audits.rehearsal.step_records import RehearsedReceipt
from epreuve.audits.rehearsal.translation import translate
from epreuve.probes.journeys.session import CONCLUSIVE
from epreuve.probes.pages.receipt_records import ReceiptControl, ReceiptMistake
from epreuve.reports.text import Text


def not_ready(error: Unready) -> ProfileFinding:
    """Return the problem of a service or a dependency that does not respond."""
    sentence = _on_one_line(_without_place(error_text(error), error.at))
    return ProfileFinding(severity="problem", at=error.at, sentence=sentence, remedy=None)


def _without_place(text: Text, at: Location) -> Text:
    """Return a sentence without the field at its beginning: the place of a finding names it."""
    field = ".".join(map(str, at))
    return Text(
        fr=re.sub(rf"^{re.escape(field)}\s?: ", "", text.fr), en=text.en.removeprefix(f"{field}: ")
    )


def _on_one_line(text: Text) -> Text:
    """Return a sentence with dashes in place of line breaks: the last line of a log follows."""
    fr, en = (re.sub(r"\s*\n\s*", " — ", one) for one in (text.fr, text.en))
    return Text(fr=fr, en=en)


def of_journeys(profile: Profile, sent: Sequence[CalmJourney]) -> Iterator[ProfileFinding]:
    """Yield the problem of each journey that failed, those not played, and weak expectations."""
    for one in sent:
        if (problem := one.problem) is not None:
            yield ProfileFinding.of(problem)
    for name, journey in profile.journeys.items():
        if any(step.locust for step in journey.steps):
            yield ProfileFinding(
                severity="warning", at=("journeys", name),
                sentence=translate("the rehearsal does not play journeys with a `locust` step"),
                remedy=translate("Try it in an audit: `epreuve audit PROFILE --quick`."),
            )  # fmt: skip
        at: Location = ("journeys", name)
        for weakness in weaknesses_of(name, journey) if journey.critical else ():
            sentence = _without_place(weakness, at)
            yield ProfileFinding(severity="warning", at=at, sentence=sentence, remedy=None)
        if journey.unique and not any(
            step.expect.lacks or step.expect.count for step in journey.unique
        ):
            yield ProfileFinding(
                severity="warning", at=(*at, "unique"),
                sentence=translate(
                    "without `count:`, `unique` notices a second submission only where its page "
                    "no longer meets `expect`"
                ),
                remedy=translate(
                    "Count the submissions of the user: `count: {example}`.",
                    example="{pattern: 'n° (\\d+)', at_most: 1}",
                ),
            )  # fmt: skip


def of_receipts(
    profile: Profile, controls: Mapping[str, ReceiptControl], mistakes: Iterable[ReceiptMistake],
    processed: Mapping[str, bool | None],
) -> Iterator[ProfileFinding]:  # fmt: skip
    """Yield the problems of the readings of receipts, and of values that are no receipts."""
    mistaken = list(mistakes)
    for mistake in mistaken:
        yield ProfileFinding(
            severity="problem", at=("journeys", mistake.journey, "acknowledged_by"),
            sentence=mistake_cause(mistake), remedy=mistake_remedy(),
        )  # fmt: skip
    for name, control in controls.items():
        problem = verify_problem(name, profile.journeys[name], control)
        if problem is not None and name not in {one.journey for one in mistaken}:
            yield ProfileFinding.of(problem)
    doubts = doubts_of(controls)
    for kind, sentences, remedy in (
        ("verify", doubts.verify, verify_remedy()),
        ("unique", doubts.unique, unique_remedy()),
        ("processed", doubts.processed, processed_remedy()),
    ):
        for name, sentence in sentences.items():
            yield ProfileFinding(
                severity="problem", at=("journeys", name, kind), sentence=sentence, remedy=remedy
            )
    for name, is_processed in processed.items():
        if is_processed is False:
            yield ProfileFinding(
                severity="warning", at=("journeys", name, "processed"),
                sentence=translate("`processed` does not succeed yet for the receipt just made"),
                remedy=translate(
                    "If the back office is slow, an audit gives it more time. Else correct "
                    "`processed`."
                ),
            )  # fmt: skip


def of_losses(
    profile: Profile, controls: Mapping[str, ReceiptControl], receipts: Iterable[RehearsedReceipt]
) -> Iterator[ProfileFinding]:
    """Yield a warning for each journey whose lost receipts an audit could not tell."""
    for receipt in receipts:
        name, control = receipt.journey, controls.get(receipt.journey)
        if control is None or not control.negative:
            continue
        if control.missing or profile.journeys[name].missing is not None:
            continue
        for reading in receipt.readings:
            is_forged = reading.kind == "verify" and reading.subject == "never given"
            if not is_forged or not reading.steps or reading.steps[-1].status in CONCLUSIVE:
                continue
            yield ProfileFinding(
                severity="warning", at=("journeys", name, "verify"),
                sentence=translate(
                    "the response to receipts never given (status {status}) proves no loss: an "
                    "audit would leave lost receipts unread",
                    status=str(reading.steps[-1].status),
                ),
                remedy=translate(
                    "Describe the response to a lost receipt in `missing:`. If it asks to log in, "
                    "let `verify` begin with the steps that log in."
                ),
            )  # fmt: skip


def of_cut(cut: RehearsedCut, kept: Mapping[str, bool]) -> Iterator[ProfileFinding]:
    """Yield the problems of the power cut; `kept`: whether each receipt could be read after it."""
    if cut.survivors:
        yield ProfileFinding(
            severity="problem", at=("power", "start"),
            sentence=translate(
                "these processes could not be killed: {names}; the power was not cut",
                names=", ".join(cut.survivors),
            ),
            remedy=translate("Let `start` run the service as the same user, in the foreground."),
        )  # fmt: skip
    elif cut.responded is not None:
        yield ProfileFinding(
            severity="problem", at=("power", "start"),
            sentence=translate(
                "{address} responded while the power was off: another program serves it",
                address=cut.responded,
            ),
            remedy=translate("Let `start` start all processes that respond to users."),
        )  # fmt: skip
    for name, is_kept in kept.items():
        if not is_kept:
            yield ProfileFinding(
                severity="warning", at=("journeys", name, "verify"),
                sentence=translate("the receipt can no longer be read after the power cut"),
                remedy=translate(
                    "Look whether the service keeps its data after a kill. An audit counts lost "
                    "receipts."
                ),
            )  # fmt: skip
