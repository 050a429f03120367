"""Cause: pages that wait for third parties which they do not need."""

import math

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.independence.comfort_page_probe import Slowed
from epreuve.audits.planning.plan import Plan
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.observation import Observation
from epreuve.reports.text import join
from epreuve.reports.translation import Seconds, Value


@cause
def blocking_third_party(
    plan: Plan,
    slowed_pages: tuple[Slowed, ...],
    pages: tuple[Observation[PageObservation], ...],
) -> Cause | None:
    """A page is useful later, or not at all, while its comfort third parties are silent."""
    slowed = [page for page in slowed_pages if page.added > 1]
    if not slowed:
        return None
    worst = max(slowed, key=lambda page: page.added)
    used = {host for one in pages if one.subject == worst.path for host in one.record.third_parties}
    names = [name for name, one in plan.profile.dependencies.items() if one.listen in used]
    values: dict[str, Value] = {"path": worst.path, "names": names or sorted(used)}
    late = (
        translate(
            "While its third parties ({names}) were silent, {path} was not useful within the time "
            "limit.",
            **values,
        )
        if math.isinf(worst.added)
        else translate(
            "While its third parties ({names}) were silent, {path} was useful {time} later.",
            time=Seconds(worst.added, 1),
            **values,
        )
    )
    number = translate("Pages that wait: {n} of {tried}.", n=len(slowed), tried=len(slowed_pages))
    return Cause(
        title=translate("Pages that wait for scripts and images of other hosts"),
        observed=join((late, number)),
        repair=translate(
            "Host these scripts and fonts yourself, or load them with `async` or `defer` after "
            "the content."
        ),
        effort=1,
        raises={"IND-5": FULL},
    )
