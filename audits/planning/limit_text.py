"""Sentences about the parts that the allowed time of a plan (`--at-most`) leaves out."""

from collections.abc import Iterator

from epreuve.audits.planning.part import part_title
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.translation import translate
from epreuve.reports.formatting import clock
from epreuve.reports.text import Text


def limit_texts(plan: Plan) -> Iterator[Text]:
    """Yield a sentence for each part that is left out, and one where the rest is still too long."""
    for part in plan.left_out:
        yield translate(
            "left out, the allowed time is too short: {part} (+{time})",
            part=part_title(part.part),
            time=clock(part.seconds),
        )
    if plan.at_most is not None and plan.duration > plan.at_most:
        yield translate(
            "the shortest crisis that can judge this service takes {time}; {allowed} is allowed",
            time=clock(plan.duration),
            allowed=clock(plan.at_most),
        )
