"""DEG – graceful degradation."""

import math
from collections import defaultdict

from epreuve.audits.checks.degradation.forms import HeldForm
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.facts.traffic import Calls
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, points, seconds, share, text
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.grid.criterion import Criterion
from epreuve.probes.evidence.records import Observation
from epreuve.reports.text import Text


@judgement
def deg_1(matrix: tuple[Cell, ...]) -> Measure:
    """Success with each dependency slow in turn: mean of the average and the worst."""
    slow = [cell for cell in matrix if cell.mode == "slow"]
    if not slow:
        raise NoEvidence("aucune dépendance n'a été ralentie", "no dependency was slowed")
    by_dependency: dict[str, list[float]] = defaultdict(list)
    for cell in slow:
        by_dependency[cell.dependency].append(cell.completed / cell.tried)
    means = {name: sum(shares) / len(shares) for name, shares in by_dependency.items()}
    worst = min(means, key=lambda name: means[name])
    value = (sum(means.values()) / len(means) + means[worst]) / 2
    return Measure(
        value,
        share(value, sum(c.completed for c in slow), sum(c.tried for c in slow)),
        text(
            f"{len(means)} dépendances ralenties de 10 s tour à tour; la pire : {worst}, "
            f"{means[worst]:.0%} de réussite.",
            f"{len(means)} dependencies slowed by 10 s in turn; worst: {worst}, "
            f"{means[worst]:.0%} success.",
        ),
        "attempt: witnesses begun in the cells `*:slow`",
    )


@judgement
def deg_2(matrix: tuple[Cell, ...]) -> Measure:
    """Share of journey × dependency cells completed with the dependency silent."""
    silent = [cell for cell in matrix if cell.mode == "silent"]
    done = [cell for cell in silent if cell.completed >= cell.tried / 2]
    value = len(done) / len(silent)
    broken = sorted({f"{c.journey} × {c.dependency}" for c in silent if c not in done})
    return Measure(
        value,
        share(value, len(done), len(silent)),
        _broken(broken),
        "attempt: witnesses begun in the cells `*:silent`",
    )


def _broken(broken: list[str]) -> Text:
    if not broken:
        return text("Toutes les démarches aboutissent.", "Every journey succeeds.")
    names = ", ".join(broken[:6])
    return text(f"Bloquées : {names}.", f"Blocked: {names}.")


@judgement
def deg_3(matrix: tuple[Cell, ...]) -> Measure:
    """95th percentile of the wait for success or a clear message, dependency silent."""
    waits = [wait for cell in matrix if cell.mode == "silent" for wait in cell.waits]
    value = percentile(waits, 0.95)
    return Measure(
        value,
        seconds(value),
        text(
            f"{len(waits)} démarches pendant qu'une dépendance se taisait; sans réponse claire "
            "à la fin de la coupure, l'attente compte comme sans fin.",
            f"{len(waits)} journeys while a dependency was silent; without a clear answer when the "
            "cut ended, the wait counts as endless.",
        ),
        "attempt: ended − intended or told, cells `*:silent`",
    )


@judgement
def deg_4(information: Tries) -> Measure:
    """Share of information pages served while the database is silent."""
    return Measure(
        information.share,
        share(information.share, information.succeeded, information.tried),
        text(
            f"{information.succeeded} pages d'information sur {information.tried} servies, "
            "base de données muette.",
            f"{information.succeeded} of {information.tried} information pages served, "
            "database silent.",
        ),
        "observation: probe `information`",
    )


@judgement
def deg_5(deferred: Tries) -> Measure:
    """Share of journeys begun with the partner silent that were processed after its return."""
    return Measure(
        deferred.share,
        share(deferred.share, deferred.succeeded, deferred.tried),
        text(
            f"{deferred.succeeded} démarches sur {deferred.tried}, déposées pendant le silence du "
            "partenaire, étaient traitées à la fin.",
            f"{deferred.succeeded} of {deferred.tried} journeys filed while the partner was silent "
            "were processed in the end.",
        ),
        "observation: probe `receipt`, processed; attempts of the partner's silent cells",
        counted=(deferred.succeeded, deferred.tried),
    )


@judgement
def deg_6(status_page: Observation | None, criterion: Criterion) -> Measure:
    """Five checks of the status page, read while the service had no power."""
    if status_page is None:
        return Measure(
            0.0,
            text("aucune", "none"),
            text(
                "Le profil dit qu'il n'y a pas de page d'état.", "The profile says there is none."
            ),
            "profile: status_page",
        )
    seen = status_page.value
    answers = bool(seen["answers"])
    has = {
        "answers": answers,
        "light": answers and float(str(seen["bytes"])) <= criterion.parameters["maximum_bytes"],
        "honest": answers and bool(seen["honest"]),
        "human": answers and bool(seen["human"]),
        "elsewhere": answers and bool(seen["elsewhere"]),
    }
    return points(criterion, has, "observation: probe `status page`, during a power cut")


@judgement
def deg_7(plain_steps: Tries) -> Measure:
    """Share of critical steps to which the HTML leads by itself."""
    return Measure(
        plain_steps.share,
        share(plain_steps.share, plain_steps.succeeded, plain_steps.tried),
        text(
            f"{plain_steps.succeeded} étapes sur {plain_steps.tried} s'atteignent par un lien ou "
            "un formulaire de la page, sans script.",
            f"{plain_steps.succeeded} of {plain_steps.tried} steps are reached by a link or a "
            "form of the page, without script.",
        ),
        "observation: probe `plain walk`",
    )


@judgement
def deg_8(held_forms: tuple[HeldForm, ...], scale: float, criterion: Criterion) -> Measure:
    """Share of what was filled that is there after the cut; half when it cannot be found again.

    Sessions are not compressed with the run's time: a cut of T seconds proves the first T of the
    wanted ones. Time being judged by its doublings in this grid, the best is ln T ÷ ln wanted.
    """
    worth = [1.0 if e.kept else 0.5 if e.accepted else 0.0 for e in held_forms]
    value = sum(worth) / len(worth)
    wanted, cut = criterion.parameters["cut_seconds"], min(each.cut for each in held_forms)
    whole = sum(each.kept for each in held_forms)
    proven = cut >= wanted
    return Measure(
        value,
        share(value, whole, len(worth)),
        text(
            f"Lien coupé {cut:.0f} s réelles à l'échelle {scale:g}, pour {wanted:.0f} à prouver"
            + ("" if proven else " : il y faut l'échelle 1 (`--full`)")
            + f"; {whole} formulaires repris entiers sur {len(worth)}.",
            f"Link cut for {cut:.0f} real seconds at scale {scale:g}, of {wanted:.0f} to prove"
            + ("" if proven else ": that takes scale 1 (`--full`)")
            + f"; {whole} of {len(worth)} forms resumed whole.",
        ),
        "observation: probe `form`; fault on citizens-interrupted-form",
        best=100.0 * min(math.log(max(cut, 1.0)) / math.log(wanted), 1.0),
    )


@judgement
def deg_9(calls: tuple[Calls, ...]) -> Measure:
    """Connections a minute to a silent dependency ÷ its normal rate, the worst of them."""
    worst = max(calls, key=lambda each: each.ratio)
    up = math.ceil(worst.ratio * 100) / 100
    return Measure(
        worst.ratio,
        text(f"× {up:.2f}".replace(".", ","), f"× {up:.2f}"),
        text(
            f"La plus sollicitée : {worst.dependency}, {worst.silent:.0f} connexions par minute "
            f"muette, {worst.normal:.0f} en temps normal.",
            f"The most called: {worst.dependency}, {worst.silent:.0f} connections a minute when "
            f"silent, {worst.normal:.0f} normally.",
        ),
        "observation: probe `traffic`, silent windows against the same load with nothing wrong",
    )
