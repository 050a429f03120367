"""Progress reporting of a run started from the command line."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Unpack

from epreuve.audits.cli.shared.options import ProgressOptions
from epreuve.audits.execution.progress.event_lines import EventLines
from epreuve.audits.execution.progress.listener import Listener, Listeners, listener
from epreuve.audits.planning.plan import Plan


@contextmanager
def progress_listener(
    plan: Plan, language: str, **options: Unpack[ProgressOptions]
) -> Iterator[Listener]:
    """Open the listeners that the options ask for. Raises Misuse when the port is in use."""
    with ExitStack() as stack:
        listeners: list[Listener] = []
        if options["json_events"]:
            listeners.append(EventLines(plan))
        else:
            label = options.get("label", "")
            listeners.append(listener(plan, language, quiet=options["quiet"], label=label))
        if options["metrics_port"]:
            # Late, because most runs serve no metrics and the Prometheus client is slow to import.
            from epreuve.audits.execution.progress.metrics import LiveFigures
            from epreuve.audits.execution.progress.metrics_server import serving

            figures = LiveFigures(plan)
            address = (options["metrics_host"], options["metrics_port"])
            stack.enter_context(serving(figures, *address))
            listeners.append(figures)
        yield Listeners(*listeners)
