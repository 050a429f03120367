"""Records of the steps, journeys and receipts of a rehearsal.

Secrets are replaced by their placeholder, as `{env.TOKEN}`. Of a cookie, only the name is kept.
"""

from typing import Literal

from epreuve.audits.reading.mistake import Location
from epreuve.faults.frozen_model import FrozenModel
from epreuve.probes.evidence.records import Outcome

ReadingKind = Literal["verify", "unique", "processed"]
ReadingSubject = Literal["receipt", "never given"]


class RehearsedCondition(FrozenModel):
    """One condition or capture of a step, compared with the response."""

    at: Location
    """Place below the step: `["expect", "contains", 0]`."""
    expected: str
    """Expected value, as written in the profile."""
    found: str
    """What the response has there, shortened; empty for nothing. A long code is shown as […]."""
    unmet: str
    """Why it is not met; empty where it is met."""


class RehearsedRedirect(FrozenModel):
    """One redirect that was followed."""

    status: int
    """HTTP status."""
    location: str
    """Where it leads."""


class RehearsedStep(FrozenModel):
    """One step: its request, its response, and the comparisons."""

    step: str
    """Name of the step in the evidence."""
    request: str
    """Method and path that were sent first; the name of the step where a page has no such form."""
    outcome: Outcome
    """Outcome, as in the evidence."""
    status: int
    """Status of the last response; 0 without a response."""
    seconds: float
    """Seconds until the last response was complete, redirects included."""
    bytes: int
    """Bytes of all bodies on the wire."""
    redirects: tuple[RehearsedRedirect, ...]
    """Redirects that were followed, in order."""
    conditions: tuple[RehearsedCondition, ...]
    """Conditions and captures, the met ones included."""
    detail: str
    """Why the step did not succeed, in English as in the evidence; empty where it did."""
    excerpt: str
    """First visible characters of the last response."""
    captured: dict[str, str]
    """Captured values; a long code is shown as […], unless it is the receipt."""
    cookies: tuple[str, ...]
    """Names of the cookies that the responses set."""
    dependencies: tuple[str, ...]
    """Dependencies whose proxy received something meanwhile."""


class RehearsedJourney(FrozenModel):
    """One journey, played once by one user on a clean link."""

    journey: str
    """Name of the journey."""
    critical: bool
    """Whether it counts in the score."""
    played: bool
    """Whether it was played: a journey with a `locust` step is not."""
    steps: tuple[RehearsedStep, ...]
    """Steps up to the first one that failed."""
    planned: int
    """Number of its steps."""


class RehearsedReading(FrozenModel):
    """Reading of a receipt by `verify`, `unique` or `processed`, without the journey's cookies."""

    kind: ReadingKind
    """Steps that were run."""
    subject: ReadingSubject
    """Receipt just made, or one that was never given."""
    succeeded: bool
    """Whether all steps succeeded."""
    steps: tuple[RehearsedStep, ...]
    """Steps up to the first one that failed."""


class RehearsedReceipt(FrozenModel):
    """Receipt that a journey gave, and how it can be read."""

    journey: str
    """Name of the journey."""
    receipt: str
    """Receipt just made."""
    readable: bool | None = None
    """Whether `verify` succeeds for it; null where the journey has no `verify`."""
    seconds: float | None = None
    """Seconds after which it could be read, at most; null where it could not."""
    forged: int = 0
    """Receipts never given that `verify` was run for."""
    forged_found: int = 0
    """Those for which it succeeded; it should be none."""
    proof: str | None = None
    """What the page of `verify` shows: `content`, `state` or `nothing`; null without a result."""
    unique_made: int | None = None
    """Submissions that `unique` counts for the receipt just made; it must be 1."""
    unique_forged: int | None = None
    """Submissions that it counts for a receipt never given; it must be 0."""
    processed: bool | None = None
    """Whether `processed` succeeds for the receipt just made; null where it was not run."""
    processed_forged: bool | None = None
    """Whether it succeeds for all receipts never given; it must not."""
    kept: bool | None = None
    """Whether it could be read after the power cut; null without a cut."""
    readings: tuple[RehearsedReading, ...] = ()
    """Last reading of each kind: of the receipt just made, then of one never given."""
