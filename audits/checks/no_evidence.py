"""Said when a run did not show what a judgement needs: that criterion is then inconclusive."""

from epreuve.reports.text import Text


class NoEvidence(Exception):
    """What was missing, in both languages."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(fr=fr, en=en)
