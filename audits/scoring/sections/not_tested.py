"""Section on the parts that the run did not test."""

from collections.abc import Iterator

from epreuve.audits.crises.limits import limits
from epreuve.audits.planning.part import part_title
from epreuve.audits.planning.plan import Plan
from epreuve.audits.scoring.translation import translate
from epreuve.reports.text import Text
from epreuve.reports.translation import Number, Seconds


def not_tested(plan: Plan) -> Iterator[Text]:
    """Return one sentence for each gap of a plan."""
    for part in plan.left_out:
        yield translate(
            "Not tested, because the allowed time is too short: {part}. It takes {time} more.",
            part=part_title(part.part),
            time=Seconds(part.seconds, 0, "up"),
        )
    if not plan.profile.dependencies:
        yield translate("No dependency had a proxy: failures of third parties were not tested.")
    if not plan.browser:
        yield translate(
            "The HTML parser read the pages: scripts did not run, and what they load is not "
            "counted. With `--browser`, Chromium reads the pages."
        )
    if plan.profile.power.level == "none":
        yield translate("The power was not cut.")
    elif plan.profile.power.level == "process":
        yield translate(
            "Power cut of level “process”: processes are killed, but the kernel keeps its cache. "
            "A real cut could still lose writes that were not synced."
        )
    elif plan.profile.power.level == "proxy":
        yield translate(
            "Power cut of level “proxy”: only the connections of users were cut. The service kept "
            "its power, so nothing shows that it starts again or keeps what it acknowledged. "
            "Stronger levels are `process` (with `start:`) and `command`."
        )
    yield from limits(plan.crisis, plan.profile)
    if plan.scale > 1:
        yield translate(
            "Durations are compressed {scale} times: a short window does not replace hours.",
            scale=Number(plan.scale, 2),
        )
