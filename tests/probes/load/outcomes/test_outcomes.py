"""Each outcome class, caused by a service, through the load process and through probes."""

import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.response import ExchangeError
from epreuve.probes.http.sender import Senders
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.template import Variables
from epreuve.probes.journeys.verdict import judge
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from tests.probes.load.outcomes.load_run import run
from tests.probes.load.outcomes.services import JOURNEY, PAGE

pytestmark = pytest.mark.process
EXPECTED = {
    "good": "success",
    "good: zipped": "success",
    "good: until closed": "success",
    "good: chunks": "success",
    "wrong": "wrong content",
    "wrong: not HTTP": "wrong content",
    "wrong: elsewhere": "wrong content",
    "wrong: in circles": "wrong content",
    "wrong: not zipped": "wrong content",
    "wrong: two lengths": "wrong content",
    "wrong: upgrade": "wrong content",
    "wrong: surplus": "wrong content",
    "500": "http error",
    "guidance": "http error",
    "404": "http error",
    "reset": "reset",
    "reset: body": "reset",
    "eof": "eof",
    "truncated": "truncated",
    "truncated: chunks": "truncated",
    "truncated: head": "truncated",
    "truncated: interim": "truncated",
    "silent": "gave up",
    "slow": "gave up",
    "first byte": "first byte timeout",
    "body": "body timeout",
    "body: head": "body timeout",
    "refused": "refused",
    "connect": "connect timeout",
    "connect: patience": "gave up",
    "tls": "tls timeout",
    "tls: drip": "tls timeout",
    "tls: patience": "gave up",
    "tls: reset": "reset",
    "tls: eof": "eof",
    "tls: clear": "error",
    "cut": "in flight",
    "unlinked": "no link",
}
LOAD_ONLY = {"cut", "unlinked"}  # a run that ends, a user without network: no exchange


def outcome_for_probes(endpoint: Endpoint) -> str:
    """Outcome of the journey's step for the harness's own client, on blocking sockets."""
    (step,) = JOURNEY.steps
    variables = Variables(Citizen(7, 0))
    client = endpoint.client(CookieJar(), Senders("7").of(0))
    try:
        response = client.fetch(compose(step, variables), endpoint.patience)
        return judge(step, response, variables).outcome
    except ExchangeError as failure:
        return failure.outcome
    finally:
        client.close()


def test_probes_and_load_give_each_event_the_same_outcome(
    endpoints: dict[str, Endpoint], tmp_path: Path
) -> None:
    arrivals = [Arrival(number, 0.0, "page", name) for number, name in enumerate(endpoints)]
    plan = LoadPlan(math.nan, 3.0, 7, endpoints, {"page": JOURNEY}, arrivals)

    rows = run(plan, tmp_path)
    with ThreadPoolExecutor(len(endpoints)) as threads:
        names = sorted(endpoints.keys() - LOAD_ONLY)
        probed = dict(
            zip(names, threads.map(lambda name: outcome_for_probes(endpoints[name]), names),
                strict=True)
        )  # fmt: skip

    attempts = {row.cohort: row for row in rows if isinstance(row, Attempt)}
    requests = {row.arrival: row for row in rows if isinstance(row, Request)}
    assert {name: row.outcome for name, row in attempts.items()} == EXPECTED
    assert probed == {name: EXPECTED[name] for name in names}
    for name, attempt in attempts.items():
        if name == "unlinked":
            assert attempt.arrival not in requests
        else:
            assert requests[attempt.arrival].outcome == EXPECTED[name]
    assert requests[attempts["guidance"].arrival].guided
    assert requests[attempts["500"].arrival].status == 500
    assert requests[attempts["good"].arrival].size == len(PAGE)
    health = [row for row in rows if isinstance(row, Observation) and row.subject == "health"]
    assert health
    assert health[0].record.open_files > 0
