"""What the evidence says, one fact at a time: each is what a judgement asks for by name."""

import importlib
import inspect
import pkgutil
from typing import Any

from epreuve.audits.facts.attempts import Tries, tries
from epreuve.audits.facts.fact import FACTS
from epreuve.audits.facts.percentile import percentile
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.store import Evidence

__all__ = ["Facts", "percentile"]


class Facts:
    """All facts of one run, each computed once and when first asked for, as an attribute."""

    def __init__(self, plan: Plan, evidence: Evidence) -> None:
        self.plan = plan
        self.evidence = evidence

    def __getattr__(self, name: str) -> Any:
        """Compute a fact. Raises NoEvidence, or AttributeError for what is not a fact."""
        if name not in FACTS:
            raise AttributeError(f"no fact is called {name!r}; known are: {', '.join(FACTS)}")
        function = FACTS[name]
        needs = inspect.signature(function).parameters
        found = function(**{each: getattr(self, each) for each in needs})
        setattr(self, name, found)
        return found

    def given(self, **facts: object) -> None:
        """Take facts from elsewhere: several runs add up their receipts."""
        vars(self).update(facts)

    def tries(self, window: Window) -> Tries:
        """Critical journeys judged in a window."""
        return tries(self.attempts, window)


for _module in pkgutil.iter_modules(__path__):  # each file brings its facts: no list to keep
    importlib.import_module(f"{__name__}.{_module.name}")
