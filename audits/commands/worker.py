"""`epreuve worker`: send a part of the citizens of an audit that another machine leads."""

import os
import sys

import click


@click.command()
@click.option(
    "--master", required=True, metavar="HOST[:PORT]",
    help="Where `epreuve audit --workers N --bind HOST:PORT` waits.",
)  # fmt: skip
def command(master: str) -> None:
    """Join an audit as a worker: it gives this machine its part of the citizens to send.

    The clocks of the two machines are compared, nothing else need be installed or configured. The
    worker ends with the run, or when the master no longer answers; secrets (`{env.NAME}`) are read
    from this machine's environment. Exit code 3 when no master answered.
    """
    from epreuve.audits.errors import Misuse
    from epreuve.probes.load.topology import parse_bind

    try:
        host, port = parse_bind(master)
    except ValueError as error:
        raise Misuse(f"--master: {error}") from None
    click.echo(f"joining {host}:{port}", err=True)
    words = [sys.executable, "-m", "epreuve.probes.load.worker", host, str(port)]
    os.execv(sys.executable, words)  # noqa: S606 - Locust wants a process of its own
