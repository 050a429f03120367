"""Cause: pages that are too heavy for slow links."""

from collections.abc import Iterator

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.crowd import Crowd
from epreuve.audits.checks.causes.step_medians import StepMedian, step_medians
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.frugality.page_probes import EdgePageObservation
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Bytes, Seconds

HEAVY = 150_000  # bytes of a page: 6 seconds on EDGE, as the recommendation of FRU-1 says
ONE_TRIP = 14_000  # bytes that arrive in one round trip: less is no weight
SLOW = 2.0  # seconds on the link from which users notice it [A]
Page = Observation[PageObservation]


@fact
def heaviest_step(plan: Plan, evidence: Evidence, attempts: list[Attempt]) -> StepMedian:
    """Step of critical journeys with the largest response in calm."""
    baselines = [window for window in plan.windows if window.kind == "baseline"]
    found = [one for w in baselines for one in step_medians(evidence, attempts, w).values()]
    if not found:
        raise NoEvidence(translate("Two baselines are needed."))
    return max(found, key=lambda one: one.size)


@cause
def page_weight(
    pages: tuple[Page, ...], edge_page: Observation[EdgePageObservation], heaviest_step: StepMedian,
    crowd: Crowd,
) -> Cause | None:  # fmt: skip
    """A single user on a poor link waits as long in calm: the weight is the cause, not the load."""
    heaviest = max(pages, key=lambda page: page.record.bytes)
    on_the_link = crowd.poor_alone - heaviest_step.seconds  # the service needs the rest
    is_slow_alone = (
        heaviest_step.size > ONE_TRIP
        and on_the_link >= SLOW
        and 2 * crowd.poor_alone >= crowd.poor_p95
    )
    if heaviest.record.bytes < HEAVY and not is_slow_alone:
        return None
    raised = ["FRU-1", "FRU-3"] if heaviest.record.bytes >= HEAVY else []
    raised += ["CON-3", "FRU-2"] if is_slow_alone else []
    poor = [_on_poor_links(heaviest_step, crowd)] if is_slow_alone else []
    return Cause(
        title=translate("Pages too heavy for slow links"),
        observed=join((*poor, *_heaviest(heaviest, edge_page.record))),
        repair=translate(
            "Take data, scripts and images that the first view does not need out of the pages; "
            "compress text and images. Keep each page of the journey below {limit}.",
            limit=Bytes(HEAVY if heaviest.record.bytes >= HEAVY else ONE_TRIP, 0),
        ),
        effort=2,
        raises=dict.fromkeys(raised, FULL),
    )


def _on_poor_links(step: StepMedian, crowd: Crowd) -> Text:
    return translate(
        "On a poor link, the slowest step takes {alone} for a single user in calm, and 95% of the "
        "steps take up to {surge} in the surge: the link is the limit, not the load. The heaviest "
        "step is “{step}”, with {size}.",
        alone=Seconds(crowd.poor_alone, 1),
        surge=Seconds(crowd.poor_p95, 1),
        step=step.step,
        size=Bytes(step.size, 1),
    )


def _heaviest(page: Page, edge: EdgePageObservation) -> Iterator[Text]:
    record = page.record
    yield translate(
        "The heaviest page, {path}, transfers {size}, of which {others} from other hosts. "
        "Requests: {n}.",
        path=page.subject,
        size=Bytes(record.bytes, 1),
        n=record.requests,
        others=Bytes(record.third_party_bytes, 1),
    )
    if edge.useful_bytes is not None:
        yield translate(
            "What blocks the display of the entry page has {size}.",
            size=Bytes(edge.useful_bytes, 1),
        )
