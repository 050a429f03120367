"""Parts of a profile with which a service passes although it does not work, or stores nothing."""

from collections.abc import Iterator

from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.translation import translate
from epreuve.probes.journeys.expectation import Expect
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import names_in
from epreuve.reports.text import Text

_ANY = Expect()


def weaknesses(profile: Profile) -> Iterator[Text]:
    """Yield a sentence for each weakness of the load and of the critical journeys."""
    if not profile.service.peak_source.strip():
        yield translate(
            "service: `normal_peak` has no `peak_source:`. With a peak that is too low, every "
            "service passes. Name the statistics from which it comes."
        )
    for name, journey in profile.critical().items():
        yield from weaknesses_of(name, journey)


def weaknesses_of(name: str, journey: Journey) -> Iterator[Text]:
    """Yield a sentence for each weakness of one journey."""
    yield from _steps(name, journey)
    yield from _receipt(name, journey)


def _steps(name: str, journey: Journey) -> Iterator[Text]:
    for step in filter(accepts_any_page, journey.steps):
        yield translate(
            "journeys.{journey}: step “{step}” has no `expect:` on its content: an error page "
            "with the expected status counts as a success. Name a text that only a success "
            "shows.",
            journey=name, step=step.label,
        )  # fmt: skip


def accepts_any_page(step: Step) -> bool:
    """Return whether an error page with the expected status is a success of a step."""
    content = step.expect.model_copy(update={"status": None})
    return step.locust is None and not step.capture and content == _ANY


def _receipt(name: str, journey: Journey) -> Iterator[Text]:
    if journey.acknowledged_by is None:
        if any(step.stores for step in journey.steps):
            yield translate(
                "journeys.{journey}: sends a form, but no step captures a receipt "
                "(`acknowledged_by:`): nothing shows whether the submission is kept.",
                journey=name,
            )
        return
    if not journey.verify:
        yield translate(
            "journeys.{journey}: captures a receipt but has no `verify:`. Its receipts cannot be "
            "read again: the run has no score.",
            journey=name,
        )
        return
    captured = journey.receipt_names | journey.kept_names
    sent = {one for step in journey.verify for one in step.placeholders_sent()}
    if not any(one in captured or one.startswith("citizen.") for one in sent):
        yield translate(
            "journeys.{journey}: `verify:` sends neither the receipt nor a value of its user: it "
            "reads the same page for all. Write for example `get: {path}`.",
            journey=name, path="/dossiers/{receipt}",
        )  # fmt: skip
    elif all(step.expect == _ANY for step in journey.verify):
        yield translate(
            "journeys.{journey}: `verify:` has no `expect:`. Let it name a value that the user "
            "sent: `contains: '{field}'`.",
            journey=name, field="{citizen.name}",
        )  # fmt: skip
    elif not any(map(_expects_value_of_user, journey.verify)):
        yield translate(
            "journeys.{journey}: `verify:` expects no value that the user sent. A service can "
            "recognise a number without storage, by its check digits: the proof of storage may be "
            "weak. Let it name such a value: `contains: '{field}'`.",
            journey=name, field="{citizen.name}",
        )  # fmt: skip


def _expects_value_of_user(step: Step) -> bool:
    names = names_in(step.expect.model_dump_json(by_alias=True))
    return any(name.startswith("citizen.") for name in names)
