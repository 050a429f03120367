"""Cause: a limit of the service refuses requests that it has the time to serve."""

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.quick_refusals import QuickRefusals
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.planning.plan import Plan
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Seconds


@cause
def limit_of_requests(plan: Plan, quick_refusals: QuickRefusals) -> Cause | None:
    """The service refuses most users quickly at a step that it serves to others."""
    if not quick_refusals.explain_failures:
        return None
    observed = translate(
        "Failed requests in the ramp and in the surge: {failed}, of which {n} are refusals with a "
        "complete response (status {statuses}), most at “{step}”.",
        failed=quick_refusals.failed,
        n=quick_refusals.number,
        statuses=[str(status) for status in quick_refusals.statuses],
        step=quick_refusals.step,
    )
    times = translate(
        "There, a refusal takes {refused} and a success {served} (medians): the service is not too "
        "slow, a limit stops the users.",
        refused=Seconds(quick_refusals.seconds, 2),
        served=Seconds(quick_refusals.served_seconds, 2),
    )
    service = plan.profile.service
    shared = () if service.tells_users_apart else (_one_address(),)
    return Cause(
        title=translate("Limit of requests below the load of the crisis"),
        observed=join((observed, times, *shared)),
        repair=translate(
            "Find this limit by the text of the refusal, which `epreuve explain` shows: requests "
            "per minute, connections, size of a pool. Raise it to the load of the crisis, or count "
            "it for each user. Put what is above it into a queue instead of refusing it. Then "
            "measure again: no run shows the capacity above a limit."
        ),
        effort=1,
        raises=dict.fromkeys(("CON-1", "CON-2", "CON-3", "CON-4", "CON-7"), FULL),
    )


def _one_address() -> Text:
    return translate(
        "In this run all users came from one address. If the limit counts by address, name the "
        "header of your proxy in `service.address_header`."
    )
