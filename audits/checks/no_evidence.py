"""Missing evidence: the criterion is then inconclusive, or does not apply to the service."""

from epreuve.reports.text import Text


class NoEvidence(Exception):
    """A run has no evidence for a fact or a judgement; `text` names the missing evidence.

    `remedy` is how to get it; it replaces the recommendation of the criterion.
    """

    def __init__(self, text: Text, remedy: Text | None = None) -> None:
        super().__init__(text.en)
        self.text = text
        self.remedy = remedy


class CountedAsFailed(NoEvidence):
    """A part that the profile hides or leaves out counts as failed; `text` names it.

    `evidence` is where it stands: by default, the observations of undeclared third parties.
    """

    def __init__(
        self, text: Text, remedy: Text | None = None, evidence: Text | None = None
    ) -> None:
        super().__init__(text, remedy)
        self.evidence = evidence


class UnprovenStorage(NoEvidence):
    """The profile does not prove that submissions are stored: the run has no score.

    Otherwise, a profile that reads no receipt would get a better score than one that shows losses.
    """


class NotApplicable(NoEvidence):
    """A criterion does not apply to this service; `text` says why. It never costs points."""
