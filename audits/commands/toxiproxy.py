"""`epreuve toxiproxy`: the embedded server, alone."""

import os
import sys

import click


@click.command()
@click.option("--listen", default="127.0.0.1:8474", show_default=True, metavar="HOST:PORT")
def command(listen: str) -> None:
    """Run the embedded Toxiproxy-compatible server, alone, until it is interrupted."""
    words = [sys.executable, "-m", "epreuve.faults.embedded", "--listen", listen]
    os.execv(sys.executable, words)  # noqa: S606 - this process becomes the server
