"""DEG – graceful degradation."""

from dataclasses import replace

from epreuve.audits.checks.degradation.deferred import Deferred
from epreuve.audits.checks.degradation.forms import HeldForm
from epreuve.audits.checks.degradation.no_script_probe import BlockedStep, PlainSteps
from epreuve.audits.checks.degradation.status_page_probe import StatusPageObservation
from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import (
    Measure,
    is_one_verdict,
    points,
    share,
    share_of_tries,
    some,
)
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.grid.criterion import Criterion
from epreuve.probes.evidence.observation import Observation
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number, Percent, Seconds


@judgement
def deg_4(
    information: Tries,
    late_information: int,
    information_doubts: tuple[Text, ...],
    criterion: Criterion,
) -> Measure:
    """Share of information pages served while the database is silent.

    A page without a clear response in time counts as not served, at worst, where it cannot change
    the verdict.
    """
    number = information.tried + late_information
    pages = Tries(number, information.succeeded)
    best = (information.succeeded + late_information) / number
    reason = translate(
        "Information pages served while the database was silent: {done} of {tried}.",
        **pages.counts,
    )
    if not late_information:
        reason = join((reason, *information_doubts))
        return share_of_tries(pages, reason, translate("`observation`: kind `information`."))
    late = translate("Pages without a clear response during the silence: {n}.", n=late_information)
    reason = join((reason, late, *information_doubts))
    if not is_one_verdict(criterion, pages.share, best):
        raise NoEvidence(reason)
    measure = share_of_tries(pages, reason, translate("`observation`: kind `information`."))
    return replace(measure, interval=Interval(pages.share, best))


@judgement
def deg_5(deferred: Deferred, criterion: Criterion) -> Measure:
    """Share of journeys begun with the partner silent that were processed after its return.

    Submissions whose processing could not be read do not count, where they cannot change
    the verdict. A receipt that had not come when the partner responded again is missing, at worst.
    """
    cut_off = deferred.tries.cut_off
    tries = Tries(deferred.tries.tried + cut_off, deferred.tries.succeeded)
    worst, best = deferred.shares
    reason = translate(
        "Journeys filed while the partner was silent, and processed at the end of the run: {done} "
        "of {tried}.",
        **tries.counts,
    )
    unknown = []
    if cut_off:
        unknown.append(
            translate(
                "Journeys without a receipt when the partner responded again: {n}.", n=cut_off
            )
        )
    if deferred.unread:
        unknown.append(
            translate(
                "Receipts that do not show whether the submission was processed: {n}.",
                n=deferred.unread,
            )
        )
    if not is_one_verdict(criterion, worst, best):
        raise NoEvidence(join((reason, *unknown) if tries.tried else unknown))
    measure = share_of_tries(
        tries,
        join((reason, *unknown)),
        translate("`observation`: `processed` of kind `receipt`. `attempt`: the partner silent."),
        is_sample=not unknown,
    )
    return replace(measure, interval=Interval(worst, best)) if unknown else measure


@judgement
def deg_6(status_page: Observation[StatusPageObservation] | None, criterion: Criterion) -> Measure:
    """Five checks of the status page, read while the service had no power."""
    if status_page is None:
        return Measure(
            0.0,
            translate("none"),
            translate("The profile names no status page (`status_page:`)."),
            translate("Profile: `status_page`."),
        )
    page = status_page.record
    present = {
        "answers": page.answered,
        "light": page.answered and page.bytes <= criterion.parameters["maximum_bytes"],
        "availability": page.answered and page.states_availability,
        "human": page.answered and page.human_channel,
        "elsewhere": page.answered and page.other_host,
    }
    return points(
        criterion, present, translate("`observation`: kind `status page`, during a power cut.")
    )


@judgement
def deg_7(plain_steps: PlainSteps) -> Measure:
    """Share of critical steps that links and forms of the HTML reach without script."""
    reached = translate(
        "Steps that a link or a form of the page reaches without script: {done} of {tried}.",
        **plain_steps.tries.counts,
    )
    blocked = some([_blocked_step(*one) for one in plain_steps.blocked])
    return share_of_tries(
        plain_steps.tries, join((reached, *blocked)), translate("`observation`: kind `no script`.")
    )


def _blocked_step(journey: str, blocked: BlockedStep) -> Text:
    if not blocked.fields:
        return translate(
            "{journey}, “{step}”: no link and no form leads there.",
            journey=journey,
            step=blocked.step,
        )
    return translate(
        "{journey}, “{step}”: the form does not send {fields}.",
        journey=journey,
        step=blocked.step,
        fields=", ".join(blocked.fields),
    )


@judgement
def deg_8(held_forms: tuple[HeldForm, ...], scale: float, criterion: Criterion) -> Measure:
    """Share of the form data that is kept after the cut; half when it cannot be read again.

    Sessions are not compressed with the run. A cut that is too short proves a loss, which a longer
    one would cause as well, and nothing else.
    """
    worth = [1.0 if e.kept else 0.5 if e.accepted else 0.0 for e in held_forms]
    value = sum(worth) / len(worth)
    required, cut = criterion.parameters["cut_seconds"], min(form.cut for form in held_forms)
    complete = sum(form.kept for form in held_forms)
    duration = translate(
        "The link was cut for {cut} of real time at scale {scale}; {required} must be proven.",
        cut=Seconds(cut, 0, "down"),
        scale=Number(scale, 2),
        required=Seconds(required, 0),
    )
    forms = translate(
        "Forms that were resumed complete: {done} of {tried}.", done=complete, tried=len(worth)
    )
    advice = [] if cut >= required else [translate("This needs scale 1 (`--full`).")]
    if advice and value > 0:
        raise NoEvidence(join((duration, *advice, forms)))
    return Measure(
        value,
        _shown_forms(value, complete, worth.count(0.5), len(worth)),
        join((duration, *advice, forms)),
        translate(
            "`observation`: kind `form`, and kinds `fault begin` and `fault heal` of its link."
        ),
    )


def _shown_forms(value: float, complete: int, half: int, n: int) -> Text:
    """Return the share with its counts: a form that was accepted unread is worth a half."""
    if not half:
        return share(value, complete, n)
    return translate(
        "{share} ({done} of {tried} complete, {half} accepted but not read again)",
        share=Percent(value), done=complete, tried=n, half=half,
    )  # fmt: skip
