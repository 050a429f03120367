"""Results of several criteria of one run."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.scoring.criterion_result import CriterionResult, judge_criterion
from epreuve.audits.scoring.untested import is_untested
from epreuve.audits.scoring.weak_proof import is_weak


def judge_criteria(
    criteria: Iterable[Criterion], facts: Facts, on: datetime.date
) -> dict[str, CriterionResult]:
    """Return the result of each criterion by id, with the statements of the profile."""
    plan = facts.plan
    results = {}
    for criterion in criteria:
        result = judge_criterion(criterion, facts, plan.profile, on, plan.documents)
        untested, weak = is_untested(criterion.id, plan), is_weak(criterion.id, facts)
        mark = replace(result.mark, untested=untested, weak=weak)
        results[criterion.id] = replace(result, mark=mark)
    return results
