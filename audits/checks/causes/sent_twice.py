"""Cause: a request that is sent again is stored again."""

from epreuve.audits.checks.causes.cause import Cause, cause
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.durability.lost_answer_probe import LostAnswers
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.facts.submissions import submission_steps
from epreuve.audits.planning.plan import Plan


@cause
def sent_twice(plan: Plan, lost_answers: LostAnswers, receipts: Receipts) -> Cause | None:
    """Users who lost the response and sent again are stored twice; nothing is altered."""
    if not lost_answers.twice or receipts.altered:
        return None
    steps = submission_steps(plan.profile.critical().items())
    return Cause(
        title=translate("Request stored again when it is sent again"),
        observed=translate(
            "Users whose response was lost, and who sent the same request again: {n}, of whom "
            "stored twice: {twice} ({steps}). No submission is altered.",
            twice=lost_answers.twice,
            n=lost_answers.counted,
            steps=", ".join(dict.fromkeys(steps.values())),
        ),
        repair=translate(
            "Put a random key into the form, store it with a unique index, and answer a second "
            "request with the receipt of the first."
        ),
        effort=2,
        raises={"DAT-2": 0.0},
    )
