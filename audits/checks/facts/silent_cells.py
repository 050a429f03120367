"""Silent cells of some dependencies: third parties, identity, codes, payment."""

from epreuve.audits.checks.facts.declared_dependencies import (
    require_dependencies,
    require_dependency,
)
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.facts.pages import loaded
from epreuve.audits.checks.facts.reached import require_contacted
from epreuve.audits.checks.facts.undeclared import Undeclared, require_declared
from epreuve.audits.checks.no_evidence import CountedAsFailed, NoEvidence, NotApplicable
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import COMFORT_SETS, OWN_SETS, STAFF_SETS, DependencySet
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import join


@fact
def indispensable_hosts(
    plan: Plan, evidence: Evidence, cells: tuple[Cell, ...], undeclared: Undeclared,
    contradicted_own: tuple[str, ...],
) -> tuple[str, ...]:  # fmt: skip
    """Declared third parties whose silence breaks at least one critical journey."""
    dependencies = plan.profile.dependencies.items()
    declared = [name for name, dependency in dependencies if dependency.set not in OWN_SETS]
    if not declared:
        if not undeclared.hosts and not contradicted_own:
            require_no_third_party(plan, evidence, undeclared)
        return contradicted_own
    silent = [cell for cell in cells if cell.mode == "silent" and cell.dependency in declared]
    if not silent:
        _require_time(plan)
        raise NoEvidence(translate("No dependency has a proxy."))
    silent = contacted(silent)
    proven = [cell for cell in silent if cell.doubt is None]
    blocking = dict.fromkeys(cell.dependency for cell in proven if not cell.works)
    doubts = [cell.doubt for cell in silent if cell.doubt and cell.dependency not in blocking]
    if doubts:
        raise NoEvidence(join(dict.fromkeys(doubts)))
    return (*blocking, *contradicted_own)


def contacted(cells: list[Cell]) -> list[Cell]:
    """Return the cells whose dependency was contacted in the run; all of them where none was."""
    return [cell for cell in cells if not cell.uncontacted] or cells


def _require_time(plan: Plan) -> None:
    if plan.left_out:
        raise NoEvidence(translate("The allowed time was too short for this test."))


def require_no_third_party(plan: Plan, evidence: Evidence, undeclared: Undeclared) -> None:
    """Raise where a third party is used, where no page was loaded, or nothing is declared."""
    require_declared(undeclared.hosts)
    if not plan.profile.declares_dependencies:
        require_dependencies(plan, ())
    loaded(evidence, PageObservation)


@fact
def contradicted_own(
    plan: Plan, cells: tuple[Cell, ...], identity_providers: frozenset[str]
) -> tuple[str, ...]:
    """Dependencies declared as the operator's own, and indispensable, against the evidence.

    Journeys call no staff. Users sign in neither at a database nor at a back office.
    """
    blocked = (
        cell.dependency
        for cell in cells
        if cell.mode == "silent" and cell.set in OWN_SETS and _is_blocked(cell)
    )
    return tuple(
        name
        for name in dict.fromkeys(blocked)
        if name in identity_providers or plan.profile.dependencies[name].set in STAFF_SETS
    )


def require_own(contradicted_own: tuple[str, ...]) -> None:
    """Raise CountedAsFailed where a journey needs a dependency that is not the operator's own."""
    if contradicted_own:
        raise CountedAsFailed(
            translate(
                "The profile declares {names} as the operator's own, and the run shows the "
                "contrary. A journey does not work without it. It was not silenced with the third "
                "parties, so it counts as failed.",
                names=", ".join(contradicted_own),
            )
        )


@fact
def contradicted_comfort(cells: tuple[Cell, ...]) -> frozenset[str]:
    """Dependencies declared as comfort without which a critical journey does not work."""
    return frozenset(
        cell.dependency
        for cell in cells
        if cell.set in COMFORT_SETS and cell.mode == "silent" and _is_blocked(cell)
    )


@fact
def without_identity(
    plan: Plan, cells: tuple[Cell, ...], undeclared: Undeclared,
    identity_providers: frozenset[str],
) -> tuple[Cell, ...]:  # fmt: skip
    """Cells with the identity provider silent, or any other third party that stops a journey.

    The declared kind of a third party does not change how its failure is judged.
    """
    own = OWN_SETS - STAFF_SETS
    third_parties = [
        cell
        for cell in cells
        if cell.mode == "silent"
        and (cell.set not in own | {"ID"} or cell.dependency in identity_providers)
    ]
    stopping = {cell.dependency for cell in third_parties if _stops(cell)}
    others = tuple(cell for cell in third_parties if cell.dependency in stopping)
    try:
        identity = without(plan, cells, undeclared, "ID")
    except NoEvidence as missing:
        if others:
            return others
        if isinstance(missing, NotApplicable):
            _require_proven(plan, third_parties)
        raise
    return (*identity, *others)


def _is_blocked(cell: Cell) -> bool:
    return cell.doubt is None and not cell.works


def _stops(cell: Cell) -> bool:
    """Return whether a journey ends without a success, and without a receipt to finish later."""
    has_receipts = cell.acknowledged >= cell.tried / 2 and cell.set not in COMFORT_SETS
    return _is_blocked(cell) and not has_receipts


def _require_proven(plan: Plan, third_parties: list[Cell]) -> None:
    """Raise NoEvidence where a third party may stop a journey as an identity provider does."""
    if not third_parties and has_third_parties(plan):
        _require_time(plan)
        raise NoEvidence(translate("No dependency has a proxy."))
    doubts = [
        cell.doubt
        for cell in third_parties
        if cell.doubt and not (cell.uncontacted and cell.set in COMFORT_SETS | STAFF_SETS)
    ]
    if doubts:
        raise NoEvidence(join(dict.fromkeys(doubts)))


@fact
def without_codes(plan: Plan, cells: tuple[Cell, ...], undeclared: Undeclared) -> tuple[Cell, ...]:
    """Cells with the SMS or mail gateway silent."""
    return without(plan, cells, undeclared, "OTP", "MAIL")


@fact
def without_payment(
    plan: Plan, cells: tuple[Cell, ...], undeclared: Undeclared
) -> tuple[Cell, ...]:
    """Cells with the payment provider silent."""
    return without(plan, cells, undeclared, "PAY")


def without(
    plan: Plan, cells: tuple[Cell, ...], undeclared: Undeclared, *sets: DependencySet
) -> tuple[Cell, ...]:
    """Return the silent cells of some sets. Raises NoEvidence if one is in doubt.

    An undeclared host that is called may be of these sets: then they prove a failure only.
    Without a success, those of the dependencies that were contacted are enough.
    """
    silent = [cell for cell in cells if cell.mode == "silent" and cell.set in sets]
    if not any(map(_stops, silent)):
        require_declared(undeclared.called)
    if not silent:
        require_dependency(plan, *sets)
        _require_time(plan)
        raise NoEvidence(translate("No dependency has a proxy."))
    never = {cell.dependency: cell.doubt for cell in silent if cell.uncontacted and cell.doubt}
    silent = contacted(silent)
    doubts = dict.fromkeys(cell.doubt for cell in silent if cell.doubt is not None)
    if doubts:
        raise NoEvidence(join(doubts))
    if any(cell.completed or cell.acknowledged for cell in silent):
        require_contacted(never)
    return tuple(silent)


@fact
def depends_on_third_parties(plan: Plan) -> bool:
    """True when the profile declares a dependency that the operator does not run itself."""
    return has_third_parties(plan)


def has_third_parties(plan: Plan) -> bool:
    """Return whether the profile declares a dependency that the operator does not run itself."""
    return any(one.set not in OWN_SETS for one in plan.profile.dependencies.values())
