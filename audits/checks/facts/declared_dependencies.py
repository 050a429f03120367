"""Dependencies that the profile lists; a service without them loses no points for it."""

from collections.abc import Sequence

from epreuve.audits.checks.facts.undeclared import require_declared
from epreuve.audits.checks.no_evidence import NoEvidence, NotApplicable
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import DependencySet


def require_dependencies(plan: Plan, undeclared_hosts: Sequence[str]) -> None:
    """Raise NotApplicable for `dependencies: none`, NoEvidence where the profile lists none.

    Raises CountedAsFailed where undeclared hosts contradict the profile.
    """
    if plan.profile.dependencies:
        return
    require_declared(undeclared_hosts)
    if plan.profile.declares_dependencies:
        raise NotApplicable(translate("The service depends on nothing: the profile says so."))
    raise NoEvidence(
        translate(
            "The profile lists no dependencies. If there are none, write `dependencies: none`."
        )
    )


def require_dependency(plan: Plan, *sets: DependencySet) -> None:
    """Raise as `require_dependencies`, and NotApplicable where none of the list is of a set."""
    require_dependencies(plan, ())
    if not any(one.set in sets for one in plan.profile.dependencies.values()):
        names = ", ".join(sets)
        raise NotApplicable(
            translate("The service has no dependency of kind {kinds}, by its profile.", kinds=names)
        )
