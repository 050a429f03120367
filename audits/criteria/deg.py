"""DEG – graceful degradation."""

from collections import defaultdict

from epreuve.audits.facts.attempts import Tries
from epreuve.audits.facts.matrix import Cell
from epreuve.audits.facts.percentile import percentile
from epreuve.audits.measure import Measure, seconds, share, text
from epreuve.audits.no_evidence import NoEvidence
from epreuve.reports.assessment import Text


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
    )
