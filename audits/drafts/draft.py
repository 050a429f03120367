"""What is known of a service before anybody has written its profile."""

import re
import unicodedata
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Guess:
    """A value to write, and why somebody has to look at it ("" when it was seen, not guessed)."""

    value: str
    why: str = ""


@dataclass
class DraftStep:
    """One request of a journey."""

    method: str
    path: str
    contains: str = ""  # words seen on the page
    form: dict[str, Guess] = field(default_factory=dict)
    files: dict[str, Guess] = field(default_factory=dict)
    headers: dict[str, Guess] = field(default_factory=dict)
    json: object = None
    capture: dict[str, Guess] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass
class DraftJourney:
    """Something that citizens do."""

    name: str
    steps: list[DraftStep]
    critical: bool = False
    receipt: str = ""  # the captured value that is the citizen's receipt
    verify: list[DraftStep] = field(default_factory=list)

    @property
    def sends(self) -> bool:
        """Whether it gives something to the service."""
        return any(step.method == "POST" for step in self.steps)


@dataclass
class Draft:
    """All of it; `notes` are sentences for the head of the file."""

    source: str
    address: str
    name: str
    journeys: list[DraftJourney] = field(default_factory=list)
    information: dict[str, str] = field(default_factory=dict)  # path -> what was seen of it
    third_parties: dict[str, str] = field(default_factory=dict)  # host -> where it was seen
    notes: list[str] = field(default_factory=list)

    def add(self, journey: DraftJourney) -> None:
        """Add a journey; a name that is taken gets a number."""
        names = {each.name for each in self.journeys}
        name, number = journey.name, 2
        while journey.name in names:
            journey.name = f"{name}-{number}"
            number += 1
        self.journeys.append(journey)

    def settle(self) -> "Draft":
        """What every profile needs: a journey, and a critical one, those that send first."""
        if not self.journeys:
            self.add(DraftJourney("s-informer", [DraftStep("GET", "/")]))
        if not any(each.critical for each in self.journeys):
            next((j for j in self.journeys if j.sends), self.journeys[0]).critical = True
        return self


def slug(text: str, otherwise: str = "journey") -> str:
    """A name for a journey or a dependency: lower-case letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or otherwise
