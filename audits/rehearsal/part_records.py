"""Records of the pages, the exports, the dependencies and the power cut of a rehearsal."""

from typing import Literal

from epreuve.audits.rehearsal.step_records import RehearsedStep
from epreuve.faults.frozen_model import FrozenModel

ERROR_PAGE = "error page"  # path of a page that does not exist


class RehearsedPage(FrozenModel):
    """One page for information."""

    path: str
    """Path, as in the profile."""
    step: RehearsedStep
    """Its load; the expectation is that of a journey on the same path, if any."""


class RehearsedChannel(FrozenModel):
    """Human channels that one page shows."""

    path: str
    """Path of the page; `error page` is a page that does not exist."""
    phone: bool
    """Whether it shows a telephone number, the declared one if there is one."""
    counter: bool
    """Whether it shows a counter: its address and opening hours."""
    unreadable: str | None
    """Why a missing channel proves nothing: `language`, `script` or `response`."""


class RehearsedExport(FrozenModel):
    """One export of data, or the page that documents its format."""

    export: Literal["citizen", "administrator", "documentation"]
    """Field of `export:`."""
    journey: str | None
    """Journey whose user exports; null for the two others."""
    works: bool
    """Whether it gave a file in an open format with all that is expected, or the page."""
    format: str | None = None
    """Open format of the file."""
    bytes: int | None = None
    """Bytes of the file."""
    missing: tuple[str, ...] = ()
    """What is missing in the file."""
    detail: str = ""
    """Cause of a failure."""


class RehearsedStatusPage(FrozenModel):
    """Load of the status page."""

    address: str
    """Its address."""
    while_off: bool
    """Whether the service had no power meanwhile."""
    served: bool
    """Whether it was served."""
    states_availability: bool
    """Whether it says that something works, or does not."""
    human_channel: bool
    """Whether it shows a telephone number or an address."""
    other_host: bool
    """Whether it is on another host than the service."""


class RehearsedDependency(FrozenModel):
    """Connections that the proxy of one dependency received."""

    dependency: str
    """Name of the dependency."""
    listen: str
    """Address of its proxy, which the service must call."""
    upstream: str
    """Its real address."""
    counted: bool
    """False where a short connection may be missed: the proxy server does not count them, and runs
    elsewhere, or the profile does not start the service."""
    received_in: tuple[str, ...]
    """Parts of the rehearsal in which it received something: `start`, a step, a page."""
    bypassed: bool
    """Whether the service called its real address, past the proxy."""


class RehearsedCut(FrozenModel):
    """One power cut, and the start after it."""

    level: str
    """`power.level` of the profile."""
    survivors: tuple[str, ...]
    """Processes that could not be killed."""
    responded: str | None
    """Address that responded while the power was off; null where none did."""
    boot: float | None
    """Seconds until the service responded again; null where it did not in time."""
