"""Problem or warning that a rehearsal found."""

from pathlib import Path
from typing import Literal, Self

from epreuve.audits.execution.profile_problem import ProfileProblem
from epreuve.audits.reading.mistake import Location
from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text

Severity = Literal["problem", "warning"]
"""`problem`: the profile does not work, exit code 1. `warning`: an audit can be run."""


class ProfileFinding(FrozenModel):
    """One problem or warning, with its place in the profile and what to do."""

    severity: Severity
    """`problem`: exit code 1. `warning`: an audit can be run."""
    at: Location
    """Keys and indices of the place, from the root of the profile."""
    place: str = ""
    """The same as `file:line: field`."""
    sentence: Text
    """What is wrong."""
    remedy: Text | None
    """What to do; null where the sentence says it."""

    def without_folder(self, folder: Path) -> Self:
        """Return the finding with the names of files of a folder, without the folder."""
        fr, en = (text.replace(f"{folder}/", "") for text in (self.sentence.fr, self.sentence.en))
        return self.model_copy(update={"sentence": Text(fr=fr, en=en)})

    @classmethod
    def of(cls, problem: ProfileProblem, severity: Severity = "problem") -> Self:
        """Return a problem of the profile as a finding."""
        return cls(
            severity=severity, at=problem.at, sentence=problem.sentence, remedy=problem.remedy
        )
