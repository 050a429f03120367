"""Draft of a profile, before it is rendered as a file."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from epreuve.audits.drafts.translation import translate
from epreuve.reports.text import NO_TEXT, Text


@dataclass(frozen=True)
class Guess:
    """Value to write, and the reason to check it (empty for a value from the source).

    A captured value has a pattern as `value`. Where it is not in the page itself, `place` is a
    part of the address, or the name of a cookie or of a header.
    """

    value: str
    reason: Text = NO_TEXT
    place: str = ""
    kind: Literal["address", "cookie", "header"] = "address"  # of the place


class Missing:
    """Absence of a JSON body: `None` is a body too."""


MISSING = Missing()


@dataclass
class DraftStep:
    """Request of a journey. A field with several values is sent several times.

    With a `selector`, also an empty one, a form of the page before is submitted: `form` and
    `files` are then the fields that differ from those of the page.
    """

    method: str
    path: str
    contains: str = ""  # text of the page
    form: dict[str, list[Guess]] = field(default_factory=dict)
    files: dict[str, list[Guess]] = field(default_factory=dict)
    headers: dict[str, Guess] = field(default_factory=dict)
    json: object = MISSING
    capture: dict[str, Guess] = field(default_factory=dict)
    selector: str | None = None  # of the form to submit
    status: int = 0  # expected, where it is not 2xx
    notes: list[Text] = field(default_factory=list)

    @property
    def sends(self) -> bool:
        """Whether the request submits data."""
        return self.method in ("POST", "PUT", "PATCH")

    def add(self, name: str, guess: Guess) -> None:
        """Add a value of a form field."""
        self.form.setdefault(name, []).append(guess)


@dataclass
class DraftJourney:
    """Journey of users. `weight` is higher for a journey that files something."""

    name: str
    steps: list[DraftStep]
    critical: bool = False
    receipt: str = ""  # name of the captured value that is the receipt
    verify: list[DraftStep] = field(default_factory=list)
    weight: int = 0
    notes: list[Text] = field(default_factory=list)

    @property
    def sends(self) -> bool:
        """Whether a step submits data."""
        return any(step.sends for step in self.steps)


@dataclass
class Draft:
    """Draft of a profile. `notes` are for the head of the file, `alerts` are printed too."""

    source: str
    address: str
    name: str
    journeys: list[DraftJourney] = field(default_factory=list)
    information: dict[str, Text] = field(default_factory=dict)  # path → size and requests
    third_parties: dict[str, Text] = field(default_factory=dict)  # host → page that loads it
    notes: list[Text] = field(default_factory=list)
    alerts: list[Text] = field(default_factory=list)

    def add(self, journey: DraftJourney) -> None:
        """Add a journey. A name that is already used gets a number."""
        names = {other.name for other in self.journeys}
        name, number = slug(journey.name), 2
        journey.name = name
        while journey.name in names:
            journey.name = f"{name}-{number}"
            number += 1
        self.journeys.append(journey)

    def replace(self, old: DraftJourney, new: DraftJourney) -> None:
        """Put a journey in the place of another."""
        rank = next(n for n, one in enumerate(self.journeys) if one is old)
        self.add(new)
        self.journeys[rank] = self.journeys.pop()

    def keep(self, most: int) -> None:
        """Keep the first journey, and of the others those that weigh most."""
        others = sorted(self.journeys[1:], key=lambda one: -one.weight)[: most - 1]
        kept = {id(one) for one in (*self.journeys[:1], *others)}
        left_out = [one.name for one in self.journeys if id(one) not in kept]
        self.journeys = [one for one in self.journeys if id(one) in kept]
        if left_out:
            self.notes.append(translate("journeys left out, the service has many: {names}",
                                        names=left_out[:10]))  # fmt: skip

    def complete(self) -> "Draft":
        """Add the parts that every profile needs: one journey, and one critical journey."""
        if not self.journeys:
            self.add(DraftJourney("information", [DraftStep("GET", "/")]))
        if not any(journey.critical for journey in self.journeys):
            # The first of those that weigh most.
            max(self.journeys, key=lambda one: (one.weight, one.sends)).critical = True
        return self


def slug(text: str, otherwise: str = "journey") -> str:
    """Return a name for a journey or a dependency: lower-case letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or otherwise
