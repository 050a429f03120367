"""Progress reporting of a run started from the command line."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from epreuve.audits.cli.shared.options import ProgressOptions
from epreuve.audits.execution.progress.event_lines import EventLines
from epreuve.audits.execution.progress.listener import Listener, ListenerGroup
from epreuve.audits.execution.progress.terminal_lines import TerminalLines
from epreuve.audits.planning.plan import Plan
from epreuve.reports.language import Language


@contextmanager
def progress_listener(
    plan: Plan, language: Language, options: ProgressOptions
) -> Iterator[Listener]:
    """Open the listeners that the options ask for. Raises Misuse when the port is in use."""
    with ExitStack() as stack:
        listeners: list[Listener] = []
        if options["json_events"]:
            listeners.append(EventLines(plan))
        else:
            lines = TerminalLines(plan, language=language, label=options["label"])
            listeners.append(Listener() if options["quiet"] else lines)
        if options["metrics_port"]:
            # Late, because most runs serve no metrics and the Prometheus client is slow to import.
            from epreuve.audits.execution.progress.metrics import LiveMetrics
            from epreuve.audits.execution.progress.metrics_server import serve_metrics

            metrics = LiveMetrics(plan)
            address = (options["metrics_host"], options["metrics_port"])
            stack.enter_context(serve_metrics(metrics, *address))
            listeners.append(metrics)
        yield ListenerGroup(*listeners)
