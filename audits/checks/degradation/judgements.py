"""DEG – graceful degradation."""

from collections import defaultdict
from collections.abc import Iterator

from epreuve.audits.checks.degradation.forms import HeldForm
from epreuve.audits.checks.degradation.no_script_probe import BlockedStep, PlainSteps
from epreuve.audits.checks.degradation.status_page_probe import StatusPageObservation
from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, points, seconds, share, share_of_tries
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.grid.criterion import Criterion
from epreuve.probes.evidence.observation import Observation
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number, Percent, Seconds

SHOWN = 6  # blocked journeys in a sentence


@judgement
def deg_1(matrix: tuple[Cell, ...], cells: tuple[Cell, ...]) -> Measure:
    """Success with each dependency slow in turn: mean of the average and the worst."""
    slow = [cell for cell in matrix if cell.mode == "slow"]
    if not slow:
        raise NoEvidence(translate("No dependency was slowed."))
    by_dependency: dict[str, list[float]] = defaultdict(list)
    for cell in slow:
        by_dependency[cell.dependency].append(cell.completed / cell.tried)
    means = {name: sum(shares) / len(shares) for name, shares in by_dependency.items()}
    worst = min(means, key=lambda name: means[name])
    value = (sum(means.values()) / len(means) + means[worst]) / 2
    return Measure(
        value,
        share(value, sum(c.completed for c in slow), sum(c.tried for c in slow)),
        join(
            (
                translate(
                    "Dependencies slowed by 10 s in turn: {n}. The worst is {worst}: {share} of "
                    "the journeys succeeded.",
                    n=len(means),
                    worst=worst,
                    share=Percent(means[worst], 0),
                ),
                *_notes(cells, "slow"),
            )
        ),
        "attempt: control users in the cells `*:slow`, each against the control cell",
    )


@judgement
def deg_2(matrix: tuple[Cell, ...], cells: tuple[Cell, ...]) -> Measure:
    """Share of journey × dependency cells completed with the dependency silent."""
    silent = _silent(matrix)
    done = [cell for cell in silent if cell.works]
    value = len(done) / len(silent)
    blocked = sorted({f"{c.journey} × {c.dependency}" for c in silent if c not in done})
    return Measure(
        value,
        share(value, len(done), len(silent)),
        join((_blocked(blocked), *_notes(cells, "silent"))),
        "attempt: control users in the cells `*:silent`, each against the control cell",
    )


def _silent(matrix: tuple[Cell, ...]) -> list[Cell]:
    silent = [cell for cell in matrix if cell.mode == "silent"]
    if not silent:
        raise NoEvidence(translate("No dependency was silent in a cell that proves something."))
    return silent


def _notes(cells: tuple[Cell, ...], mode: str) -> Iterator[Text]:
    """Yield the cells without a result, with the reasons, and the dependencies never called."""
    doubts = [cell.doubt for cell in cells if cell.mode == mode and cell.doubt is not None]
    if doubts:
        yield translate.plural(
            "{n} cell is inconclusive and does not count.",
            "{n} cells are inconclusive and do not count.",
            len(doubts),
        )
        yield from list(dict.fromkeys(doubts))[:SHOWN]
    unused = dict.fromkeys(
        cell.dependency
        for cell in cells
        if cell.unused and not cell.uncontacted and cell.mode == mode
    )
    if unused:
        yield translate("Unused: the journeys never call {names}.", names=", ".join(unused))


def _blocked(blocked: list[str]) -> Text:
    if not blocked:
        return translate("Every journey succeeds.")
    return translate("Blocked: {journeys}.", journeys=", ".join(blocked[:SHOWN]))


@judgement
def deg_3(matrix: tuple[Cell, ...]) -> Measure:
    """95th percentile of the wait for success or a clear message, dependency silent."""
    waits = [wait for cell in _silent(matrix) for wait in cell.waits]
    value = percentile(waits, 0.95)
    return Measure(
        value,
        seconds(value),
        translate(
            "Journeys while a dependency was silent: {n}. A wait ends with the first clear message "
            "or with the success. A failure without a message counts as endless.",
            n=len(waits),
        ),
        "attempt: ended − intended; request: first guided response; cells `*:silent`",
    )


@judgement
def deg_4(information: Tries, information_doubts: tuple[Text, ...]) -> Measure:
    """Share of information pages served while the database is silent."""
    served = translate(
        "{done} of {tried} information pages were served while the database was silent.",
        **information.counts,
    )
    return share_of_tries(
        information, join((served, *information_doubts)), "observation: `information`"
    )


@judgement
def deg_5(deferred: Tries) -> Measure:
    """Share of journeys begun with the partner silent that were processed after its return."""
    return share_of_tries(
        deferred,
        translate(
            "{done} of {tried} journeys filed while the partner was silent were processed at the "
            "end of the run.",
            **deferred.counts,
        ),
        "observation: `receipt`, processed; attempts of the partner's silent cells",
        is_sample=True,
    )


@judgement
def deg_6(status_page: Observation[StatusPageObservation] | None, criterion: Criterion) -> Measure:
    """Five checks of the status page, read while the service had no power."""
    if status_page is None:
        return Measure(
            0.0,
            translate("none"),
            translate("The profile declares that there is no status page."),
            "profile: status_page",
        )
    page = status_page.record
    present = {
        "answers": page.answered,
        "light": page.answered and page.bytes <= criterion.parameters["maximum_bytes"],
        "availability": page.answered and page.states_availability,
        "human": page.answered and page.human_channel,
        "elsewhere": page.answered and page.other_host,
    }
    return points(criterion, present, "observation: `status page`, during a power cut")


@judgement
def deg_7(plain_steps: PlainSteps) -> Measure:
    """Share of critical steps that links and forms of the HTML reach without script."""
    reached = translate(
        "A link or a form of the page reaches {done} of {tried} steps without script.",
        **plain_steps.tries.counts,
    )
    blocked = [_blocked_step(*one) for one in plain_steps.blocked[:SHOWN]]
    return share_of_tries(plain_steps.tries, join((reached, *blocked)), "observation: `no script`")


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
        "{done} of {tried} forms were resumed complete.", done=complete, tried=len(worth)
    )
    advice = [] if cut >= required else [translate("This needs scale 1 (`--full`).")]
    if advice and value > 0:
        raise NoEvidence(join((duration, *advice, forms)))
    return Measure(
        value,
        share(value, complete, len(worth)),
        join((duration, *advice, forms)),
        "observation: `form`; `fault begin` and `fault heal` of citizens-interrupted-form",
    )
