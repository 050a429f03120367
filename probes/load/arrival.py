"""Arrival of one user: data that planning needs without the load client."""

from typing import NamedTuple


class Arrival(NamedTuple):
    """One user of the open model, who arrives whatever the response times."""

    number: int
    at: float  # seconds since the run's zero: plan clock in a plan, run clock for a session
    journey: str
    cohort: str
