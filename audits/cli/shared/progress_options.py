"""Who follows a run that was started from the command line."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Unpack

from epreuve.audits.cli.shared.options import Followed
from epreuve.audits.execution.progress.event_lines import EventLines
from epreuve.audits.execution.progress.listener import Listener, Listeners, listener
from epreuve.audits.planning.plan import Plan


@contextmanager
def following(plan: Plan, language: str, **options: Unpack[Followed]) -> Iterator[Listener]:
    """Open what was asked for; leaving closes it. Raises Misuse when the port is taken."""
    with ExitStack() as stack:
        found: list[Listener] = []
        if options["json_events"]:
            found.append(EventLines(plan))
        else:
            label = options.get("label", "")
            found.append(listener(plan, language, quiet=options["quiet"], label=label))
        if options["metrics_port"]:
            from epreuve.audits.execution.progress.metrics import LiveFigures
            from epreuve.audits.execution.progress.metrics_server import serving

            figures = LiveFigures(plan)
            address = (options["metrics_host"], options["metrics_port"])
            stack.enter_context(serving(figures, *address))
            found.append(figures)
        yield Listeners(*found)
