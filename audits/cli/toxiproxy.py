"""`epreuve toxiproxy`: the embedded server, alone."""

import os
import sys

import click


@click.command()
@click.option("--listen", default="127.0.0.1:8474", show_default=True, metavar="HOST:PORT")
@click.option(
    "--seed", help="Seed of every draw (toxicity, jitter, slices); random when not given."
)
@click.option(
    "--lease", type=float, metavar="SECONDS", help="Heal after so long with no heartbeat."
)
@click.option("--exit-on-lease", is_flag=True, help="And then end.")
@click.option("--exit-on-stdin-eof", is_flag=True, help="End with the parent process.")
@click.option("--proxy-metrics", is_flag=True, help="Serve /metrics for Prometheus.")
def command(
    listen: str,
    seed: str | None,
    lease: float | None,
    exit_on_lease: bool,
    exit_on_stdin_eof: bool,
    proxy_metrics: bool,
) -> None:
    """Run the embedded Toxiproxy-compatible server, alone, until it is interrupted."""
    words = [sys.executable, "-m", "epreuve.faults.embedded", "--listen", listen]
    words += ["--seed", seed] if seed is not None else []
    words += ["--lease", str(lease)] if lease is not None else []
    words += ["--exit-on-lease"] if exit_on_lease else []
    words += ["--exit-on-stdin-eof"] if exit_on_stdin_eof else []
    words += ["--proxy-metrics"] if proxy_metrics else []
    os.execv(sys.executable, words)  # noqa: S606 - this process becomes the server
