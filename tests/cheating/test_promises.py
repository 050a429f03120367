"""Cheat: the profile promises an outage of a day, so that no run is long enough to see more.

Sincere twin: the same service without a promise.
"""

from dataclasses import dataclass
from pathlib import Path

from epreuve.audits.profile.model import Objectives, Profile
from tests.cheating.comparison import better
from tests.synthetic.audit import Case, audit
from tests.synthetic.behaviour import BEHAVIOURS

(NEVER_BACK,) = (one for one in BEHAVIOURS if not one.restarts)


@dataclass(frozen=True)
class Promised(Case):
    """A profile with a promised outage of a day."""

    def profile(self) -> Profile:
        """Return the profile as its author declares it."""
        return super().profile().model_copy(update={"objectives": Objectives(max_outage="24h")})


def test_a_promise_is_no_better_than_none(tmp_path: Path) -> None:
    cheat = audit(Promised(NEVER_BACK, 60.0, 15.0, 4), tmp_path)
    truth = audit(Case(NEVER_BACK, 60.0, 15.0, 4), tmp_path)
    assert better(cheat, truth) == []
    assert cheat.results["REC-1"].mark.score == truth.results["REC-1"].mark.score == 0
    assert "K4" in cheat.knockouts & truth.knockouts
