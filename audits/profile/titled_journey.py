"""A journey of the profile: its steps, with a title for readers."""

from epreuve.audits.profile.name import Title
from epreuve.probes.journeys.journey import Journey


class TitledJourney(Journey):
    """Named sequence of steps; critical journeys decide the score."""

    title: Title | None = None
    """Name for readers, in French and English: `{fr: Demander un acte, en: Ask for a deed}`."""
