"""Information pages while dependencies are silent."""

from collections.abc import Iterable, Mapping

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.declared_dependencies import require_dependency
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.reached import FaultPeriod, require_contacted
from epreuve.audits.checks.facts.undeclared import Undeclared, require_declared
from epreuve.audits.checks.no_evidence import CountedAsFailed, NoEvidence
from epreuve.audits.checks.script_content import script_sentence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL, Plan
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Outcome
from epreuve.reports.text import Text, join


@record_kind("information")
class InformationObservation(Record):
    """Load of an information page; the subject is its path."""

    served: bool
    """Whether the page was served."""
    outcome: Outcome
    """Outcome of the request."""
    window: str
    """Window of the plan in which it was loaded, such as `database:silent`."""
    unclear: bool = False
    """Whether only a part of the page in calm was shown: then the load proves nothing."""


@record_kind("calm information")
class CalmInformationObservation(Record):
    """Load of an information page in calm, the control of all others; the subject is its path."""

    served: bool
    """Whether the page was served."""
    outcome: Outcome
    """Outcome of the request."""
    scripted: bool = False
    """Whether a script writes its content: the HTML shows nothing to compare."""


def proving_loads(
    evidence: Evidence, loads: Iterable[Observation[InformationObservation]]
) -> list[Observation[InformationObservation]]:
    """Return the loads that prove something: of pages served in calm, with a clear response."""
    ignored = _not_served_in_calm(evidence) | _written_by_script(evidence)
    return [load for load in loads if load.subject not in ignored and not load.record.unclear]


@fact
def information_doubts(plan: Plan, evidence: Evidence) -> tuple[Text, ...]:
    """Sentences about information pages whose loads prove nothing."""
    missing, scripted = _not_served_in_calm(evidence), _written_by_script(evidence)
    loads = list(evidence.observations(InformationObservation))
    unclear = {load.subject for load in loads if load.record.unclear} - missing - scripted
    hidden = [path for path in plan.profile.information if path in scripted - missing]
    return (
        *((script_sentence(hidden),) if hidden else ()),
        *(
            translate("{path} was not served in calm either.", path=path)
            for path in plan.profile.information
            if path in missing
        ),
        *(
            translate(
                "{path}: a response showed only a part of the page in calm. Give a journey a step "
                "`get: {path}` with an `expect:`.",
                path=path,
            )
            for path in plan.profile.information
            if path in unclear
        ),
    )


def _not_served_in_calm(evidence: Evidence) -> set[str]:
    loads = evidence.observations(CalmInformationObservation)
    return {load.subject for load in loads if not load.record.served}


def _written_by_script(evidence: Evidence) -> set[str]:
    loads = evidence.observations(CalmInformationObservation)
    return {load.subject for load in loads if load.record.scripted}


@fact
def information(
    plan: Plan, evidence: Evidence, fault_periods: dict[str, tuple[FaultPeriod, ...]],
    uncontacted: dict[str, Text], unproven: dict[str, Text],
    information_doubts: tuple[Text, ...], undeclared: Undeclared,
) -> Tries:  # fmt: skip
    """Information pages requested while the database was silent; later responses do not count."""
    pages = [
        page
        for page in evidence.observations(InformationObservation)
        if page.record.window not in (ISLAND_CELL, COLD_CELL)
    ]
    require_declared(undeclared.called)
    if not pages:
        require_dependency(plan, "DB")
        if not plan.profile.information:
            raise CountedAsFailed(
                translate("The profile names no page that stays readable (`information:`)."),
                translate("Name the pages with the information that users need in a failure."),
                translate("Profile: `information`."),
            )
        raise NoEvidence(translate("No database has a proxy."))
    silent = dict.fromkeys(map(_database, pages))
    if uncontacted.keys() >= silent.keys():
        raise NoEvidence(join(uncontacted[name] for name in silent))
    pages = [page for page in pages if _database(page) not in uncontacted]
    judged = [page for page in pages if _is_in_time(plan, page, fault_periods)]
    if not judged:
        raise NoEvidence(translate("No information page ended before the database was healed."))
    proving = proving_loads(evidence, judged)
    if not proving:
        raise NoEvidence(join(information_doubts))
    served = sum(page.record.served for page in proving)
    require_contacted({name: unproven[name] for name in silent if name in unproven}, served)
    return Tries(len(proving), served)


@fact
def late_information(
    plan: Plan, evidence: Evidence, fault_periods: dict[str, tuple[FaultPeriod, ...]],
    uncontacted: dict[str, Text],
) -> int:  # fmt: skip
    """Number of information pages, by silent database, without a clear response in time.

    Pages that were not served in calm do not count.
    """
    ignored = _not_served_in_calm(evidence) | _written_by_script(evidence)
    expected = set(plan.profile.information) - ignored
    loads = [
        page
        for page in evidence.observations(InformationObservation)
        if page.record.window not in (ISLAND_CELL, COLD_CELL) and _database(page) not in uncontacted
    ]
    in_time = {
        (page.record.window, page.subject)
        for page in loads
        if page.subject in expected
        and not page.record.unclear
        and _is_in_time(plan, page, fault_periods)
    }
    return len({page.record.window for page in loads}) * len(expected) - len(in_time)


def _database(page: Observation[InformationObservation]) -> str:
    """Return the silent dependency of a load."""
    return page.record.window.rpartition(":")[0]


def _is_in_time(
    plan: Plan,
    page: Observation[InformationObservation],
    periods: Mapping[str, tuple[FaultPeriod, ...]],
) -> bool:
    """Return whether the load of a page ended while its fault was in force."""
    window = plan.window(page.record.window)
    if window is None:
        return True
    link = dependency_link(window.name.rpartition(":")[0])
    healed = [one.end for one in periods.get(link, ()) if one.end > window.start]
    return page.time <= min(healed, default=window.end)
