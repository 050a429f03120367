"""Facts of one run, each computed when it is first used."""

import inspect
from typing import Any

from epreuve.audits.checks.facts.attempts import Tries, tries
from epreuve.audits.checks.facts.fact import FACTS
from epreuve.audits.checks.registry import load_checks
from epreuve.audits.planning.plan import Plan, Window
from epreuve.audits.planning.played import played
from epreuve.audits.runs.records.pauses import stops
from epreuve.probes.evidence.reader import Evidence


class Facts:
    """All facts of one run, as attributes. Raises EvidenceError for an unknown observation.

    `planned` is the plan as it was made, `plan` the same with all times on the clock of the run.
    """

    def __init__(self, plan: Plan, evidence: Evidence) -> None:
        load_checks()
        evidence.check_kinds()
        self.planned = plan
        self.plan = played(plan, stops(evidence))
        self.evidence = evidence

    def __getattr__(self, name: str) -> Any:
        """Compute a fact. Raises NoEvidence, and AttributeError for an unknown name."""
        if name not in FACTS:
            raise AttributeError(f"no fact has the name {name!r}; known facts: {', '.join(FACTS)}")
        function = FACTS[name]
        parameters = inspect.signature(function).parameters
        value = function(**{parameter: getattr(self, parameter) for parameter in parameters})
        setattr(self, name, value)
        return value

    def replace(self, **facts: object) -> None:
        """Replace facts by given values: trials are judged on the receipts of all runs."""
        vars(self).update(facts)

    def tries(self, window: Window) -> Tries:
        """Return the critical journeys judged in a window."""
        return tries(self.attempts, window)
