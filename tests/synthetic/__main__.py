"""Play every synthetic case up to a number of users, and print what disagrees.

python -m tests.synthetic [MOST_USERS]
"""

import sys
import tempfile
from itertools import product
from pathlib import Path

from epreuve.audits.crises.crisis import crisis_ids
from epreuve.audits.errors import NotMeasurable
from tests.synthetic.agreement import disagreements
from tests.synthetic.audit import USUAL, Case, Verdicts, audit
from tests.synthetic.behaviour import BEHAVIOURS
from tests.synthetic.expectation import mistakes

SCALES, RATES, DEPENDENCIES = (60.0, 20.0, 5.0, 1.0), (15.0, 60.0, 600.0), (0, 1, 4, 8)
MOST = 4_000  # users in a case, at most: larger ones take minutes


def main(most: float) -> int:
    """Return the number of cases that were played."""
    folder, played, left = Path(tempfile.mkdtemp()), 0, 0
    for behaviour in BEHAVIOURS:
        verdicts = []
        for scale, rate, number in product(SCALES, RATES, DEPENDENCIES):
            case = Case(behaviour, scale, rate, number)
            plan = case.plan()
            if plan.expected_arrivals(0.0, plan.duration) > most:
                left += 1
                continue
            played += 1
            if (one := _audit(case, folder)) is None:
                continue
            verdicts.append(one)
            for mistake in mistakes(one):
                print(f"wrong: {mistake}", flush=True)
        for one in disagreements(verdicts):
            print(f"{behaviour.name}: {one}", flush=True)
        others = [Case(behaviour, 60.0, 15.0, 4, name) for name in crisis_ids() if name != USUAL]
        for case in others:
            played += 1
            for mistake in mistakes(audit(case, folder)):
                print(f"wrong: {mistake}", flush=True)
    print(f"{played} cases played, {left} larger ones left out")
    return played


def _audit(case: Case, folder: Path) -> Verdicts | None:
    """Return the verdicts of a case; None where the audit stops in calm, which gives no marks."""
    try:
        return audit(case, folder)
    except NotMeasurable as stop:
        print(f"stopped in calm: {case}: {stop}", flush=True)
        return None


if __name__ == "__main__":
    main(float(sys.argv[1]) if sys.argv[1:] else MOST)
