"""Submissions as a service stores them, and as citizens sent them."""

from dataclasses import dataclass

from epreuve.probes.journeys.citizen import Citizen


@dataclass(frozen=True)
class Submission:
    """One stored submission: its address in the service, its user and its whole text."""

    identifier: str
    email: str
    text: str


@dataclass(frozen=True)
class Sent:
    """What one citizen sent: the user and the texts that must come back."""

    email: str
    texts: tuple[str, ...]

    def is_whole_in(self, text: str) -> bool:
        """Return whether all that was sent is in a text."""
        return all(part in text for part in self.texts)


def sent_by(citizen: Citizen) -> Sent:
    """Return what a citizen sends; all profiles send the same."""
    return Sent(
        citizen.email,
        (citizen.name, citizen.email, f"{citizen.postcode} {citizen.city}", citizen.phone),
    )
