"""Results of several criteria of one run."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.scoring.criterion_result import CriterionResult, judge_criterion
from epreuve.audits.scoring.journeys_with_receipts import with_receipts_only
from epreuve.audits.scoring.knockout import fires
from epreuve.audits.scoring.translation import translate
from epreuve.audits.scoring.untested import is_untested
from epreuve.audits.scoring.weak_proof import is_weak
from epreuve.reports.text import join

FAILURE = 50.0  # points under which a result is a failure, as in the gate


def judge_criteria(
    criteria: Iterable[Criterion], facts: Facts, on: datetime.date
) -> dict[str, CriterionResult]:
    """Return the result of each criterion by id, with the statements of the profile.

    Critical journeys without a receipt never raise a result: each criterion is also judged without
    them, and the worse result counts.
    """
    all_criteria = tuple(criteria)
    results = judge_journeys(all_criteria, facts, on)
    fewer = with_receipts_only(facts)
    if fewer is None:
        return results
    others = judge_journeys(all_criteria, fewer, on)
    return {one.id: _worse(one, results[one.id], others[one.id]) for one in all_criteria}


def judge_journeys(
    criteria: Iterable[Criterion], facts: Facts, on: datetime.date
) -> dict[str, CriterionResult]:
    """Return the result of each criterion by id on all critical journeys of the facts."""
    plan = facts.plan
    results = {}
    for criterion in criteria:
        result = judge_criterion(criterion, facts, plan.profile, on, plan.documents)
        untested, weak = is_untested(criterion.id, plan), is_weak(criterion.id, facts)
        mark = replace(result.mark, untested=untested, weak=weak)
        results[criterion.id] = replace(result, mark=mark)
    return results


def _worse(
    criterion: Criterion, result: CriterionResult, without: CriterionResult
) -> CriterionResult:
    """Return the result on all critical journeys, or the worse one of those with a receipt.

    Where only these have a result, it counts. A result on all journeys only counts if it is a
    failure.
    """
    score, other = result.mark.score, without.mark.score
    if score == other:
        return without if fires(criterion, without.mark) else result
    if score is not None and score < (FAILURE if other is None else other):
        return result
    reason = translate(
        "Judged on the journeys that give a receipt: with the other critical journeys, the result "
        "would be better."
    )
    return replace(without, reason=join((without.reason, reason)))
