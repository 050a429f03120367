"""Probes of an audit that a rehearsal sends once: human channel, exports, status page."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from epreuve.audits.checks.degradation.status_page_probe import (
    StatusPageObservation,
    send_status_page,
)
from epreuve.audits.checks.durability.export_records import (
    ExportDocumentation,
    FullExportObservation,
    UserExport,
)
from epreuve.audits.checks.human_fallback.human_channel_probe import (
    NOWHERE,
    HumanChannelObservation,
    send_human_channel,
)
from epreuve.audits.checks.probing.context import ProbeContext
from epreuve.audits.execution.clock import MonotonicClock
from epreuve.audits.execution.exports import take_exports
from epreuve.audits.execution.started_service import StartedService
from epreuve.audits.planning.plan import Plan, Probe
from epreuve.audits.rehearsal.part_records import (
    ERROR_PAGE,
    RehearsedChannel,
    RehearsedExport,
    RehearsedStatusPage,
)
from epreuve.probes.evidence.records import Attempt


class RehearsalProbes:
    """Sender of these probes to a started service."""

    def __init__(self, plan: Plan, service: StartedService) -> None:
        self._plan, self._clock = plan, MonotonicClock(time.monotonic())
        self._context = ProbeContext(
            plan, service.endpoints, self._clock.now, service.engine.client.counters
        )

    def human_channel(self) -> Iterator[RehearsedChannel]:
        """Load each page of a critical journey, each information page, and an error page."""
        for row in send_human_channel(self._context, Probe(at=0.0, name="human channel")):
            if isinstance(row.record, HumanChannelObservation) and row.record.is_page:
                yield RehearsedChannel(
                    path=ERROR_PAGE if row.subject == NOWHERE else row.subject,
                    phone=row.record.phone, counter=row.record.counter,
                    unreadable=row.record.unreadable,
                )  # fmt: skip

    def status_page(self, *, while_off: bool) -> Iterator[RehearsedStatusPage]:
        """Load the status page, if there is one."""
        for row in send_status_page(self._context, Probe(at=0.0, name="status page")):
            if isinstance(row.record, StatusPageObservation):
                yield RehearsedStatusPage(
                    address=row.subject, while_off=while_off, served=row.record.answered,
                    states_availability=row.record.states_availability,
                    human_channel=row.record.human_channel, other_host=row.record.other_host,
                )  # fmt: skip

    def exports(self, folder: Path, held: Sequence[Attempt]) -> Iterator[RehearsedExport]:
        """Take each export; `held` are journeys whose receipt could be read."""
        for row in take_exports(self._plan, self._clock, folder, held):
            match row.record:
                case ExportDocumentation(served=served, detail=detail):
                    yield RehearsedExport(
                        export="documentation", journey=None, works=served, detail=detail
                    )
                case UserExport() as own:
                    yield RehearsedExport(
                        export="citizen", journey=own.journey, missing=own.missing,
                        works=own.format is not None and not own.missing,
                        format=own.format, bytes=own.bytes, detail=own.detail,
                    )  # fmt: skip
                case FullExportObservation() as full:
                    yield RehearsedExport(
                        export="administrator", journey=None, missing=_missing(full),
                        works=full.format is not None and full.found == full.expected,
                        format=full.format, bytes=full.bytes, detail=full.detail,
                    )  # fmt: skip


def _missing(full: FullExportObservation) -> tuple[str, ...]:
    return ("receipt",) * (full.expected - full.found) if full.bytes is not None else ()
