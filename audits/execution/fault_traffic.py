"""Traffic of a fault while it was in force, as two independent sources counted it."""

from dataclasses import dataclass

from epreuve.audits.runs.records.faults import LinkTraffic


@dataclass(frozen=True)
class FaultTraffic:
    """Fields of the record `fault heal` that come from the links; None where nothing was counted.

    `server` comes from the proxy server, `kernel` and `listening` from the tables of sockets.
    """

    server: LinkTraffic | None = None
    kernel: LinkTraffic | None = None
    listening: bool | None = None
    error_responses: int | None = None
