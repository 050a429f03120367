"""Behaviours of a synthetic service, with the defects that they plant."""

from dataclasses import dataclass
from typing import Literal

from epreuve.audits.profile.model import DependencySet

NETWORK = {
    "control": 0.01, "dsl": 0.1, "3g": 0.5, "slow4g": 0.8, "4g-congested": 1.5, "edge-lossy": 3.0,
}  # fmt: skip
"""Seconds that one request takes on each network, beside the service."""


@dataclass(frozen=True)
class Behaviour:
    """Behaviour of a service, the same at any scale. Loads are in times its normal peak."""

    name: str
    page: float = 0.15
    """Seconds to make a page."""
    capacity: float | None = None
    """Journeys that its queue serves; None for a service without a queue."""
    limit: float | None = None
    """Journeys above which it rejects requests; None for never."""
    rejection: Literal["503", "200"] = "503"
    """A page that gives guidance with status 503, or a plain page with status 200."""
    boot: float = 2.0
    """Seconds to start."""
    restarts: bool = True
    """Whether it starts again after a power cut of the crisis."""
    loses: Literal["nothing", "at a cut", "one in ten"] = "nothing"
    """Acknowledged submissions that it loses."""
    idempotent: bool = True
    """Whether a request sent twice is stored once."""
    needs: frozenset[DependencySet] = frozenset({"DB"})
    """Dependencies without which a submission waits; pages wait for the database only."""
    serves_information: bool = True
    """Whether information pages are served without the database."""
    fails: float = 0.0
    """Share of the requests that it refuses with a plain page and status 503, at any load."""
    journeys: int = 1
    """Critical journeys; the second one has three steps and a third of the users."""
    parts: int = 0
    """Style sheets and images that each page loads from the service."""


SOUND = Behaviour("sound")
BEHAVIOURS = (
    SOUND,
    Behaviour("slow pages", page=1.5),
    Behaviour("very slow pages", page=20.0),
    Behaviour("loses all at a cut", loses="at a cut"),
    Behaviour("loses one in ten", loses="one in ten"),
    Behaviour("throttle", limit=3.0, rejection="200"),
    Behaviour("rejects with advice", limit=4.0),
    Behaviour("queue", capacity=4.0),
    Behaviour("hangs", needs=frozenset({"DB", "ID", "API"}), serves_information=False),
    Behaviour("never boots again", restarts=False),
    Behaviour("boots slowly", boot=20.0),
    Behaviour("boots longer than users wait", boot=45.0),
    Behaviour("duplicates", idempotent=False),
    Behaviour("fails at random", fails=0.03),
    Behaviour("two journeys", journeys=2),
    Behaviour("pages with parts", parts=6),
    Behaviour("needs no third party", page=9.0, needs=frozenset()),
)
