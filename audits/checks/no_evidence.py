"""Missing evidence: the criterion is then inconclusive."""

from epreuve.reports.text import Text


class NoEvidence(Exception):
    """A run has no evidence for a fact or a judgement; `text` says what is missing."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
