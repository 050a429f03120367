"""`epreuve export chaostoolkit`: every fault of the plan, with its end."""

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.cli.export import experiment
from epreuve.audits.cli.shared.group import main
from epreuve.audits.crises.network import networks
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.plan import Plan, Span
from epreuve.audits.runs.run_folder import new_run
from epreuve.faults.error_response import ErrorResponse
from epreuve.faults.fault import StagedFault
from epreuve.faults.refused import Refused
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.faults.toxiproxy.engine import Engine
from tests.harness import programs

PROFILE = """\
epreuve: 1
service: {name: Guichet, address: "http://127.0.0.1:8080", normal_peak: 1/s}
journeys:
  demander:
    critical: true
    steps: [{get: /, expect: {contains: "Vos (démarches)"}}, {post: /demande}]
information: [/urgence]
dependencies:
  base: {set: DB, listen: "127.0.0.1:15432", upstream: "127.0.0.1:5432"}
  identite: {set: ID, listen: "127.0.0.1:19001", upstream: "127.0.0.1:9001"}
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "profile.yaml"
    path.write_text(PROFILE)
    return path


@pytest.fixture
def plan(profile: Path) -> Plan:
    return prepare(profile, "tous-risques", 1, 60)


def calls(document: dict[str, Any], method: str) -> list[str]:
    return [
        action["provider"]["url"].removeprefix("${toxiproxy}")
        for action in document["method"]
        if action["provider"]["method"] == method
    ]


def test_every_toxic_is_added_once_and_removed_once(plan: Plan) -> None:
    document = experiment(plan)
    expected = sum(len(span.fault.toxics()) for span in plan.spans)
    added = [
        f"{action['provider']['url'].removeprefix('${toxiproxy}')}/"
        f"{action['provider']['arguments']['name']}"
        for action in document["method"]
        if action["provider"]["url"].endswith("/toxics")
    ]
    assert len(added) == expected
    assert Counter(added) == Counter(calls(document, "DELETE"))
    assert max(Counter(added).values()) == 1


def test_a_refusal_disables_then_enables_a_proxy_and_errors_are_described(plan: Plan) -> None:
    spans = short(plan).spans
    document = experiment(plan.model_copy(update={"spans": spans}))
    switched = [
        action["provider"]["arguments"]["enabled"]
        for action in document["method"]
        if action["provider"]["url"] == "${toxiproxy}/proxies/dependency-base"
    ]
    assert switched == [False, True]
    assert "the HTTP errors (1)" in document["description"]


def test_the_pauses_add_up_to_the_plan(plan: Plan) -> None:
    document = experiment(plan)
    total = sum(action.get("pauses", {}).get("before", 0) for action in document["method"])
    assert total == pytest.approx(max(span.end for span in plan.spans), abs=0.05)


def test_proxies_are_created_first_and_always_deleted(plan: Plan) -> None:
    document = experiment(plan)
    created = [
        action["provider"]["arguments"]["name"]
        for action in document["method"]
        if action["provider"]["url"] == "${toxiproxy}/proxies"
    ]
    assert created[:2] == ["dependency-base", "dependency-identite"]
    deleted = [action["provider"]["url"].rpartition("/")[2] for action in document["rollbacks"]]
    assert deleted == created
    assert document["runtime"]["rollbacks"]["strategy"] == "always"
    listens = [
        action["provider"]["arguments"]["listen"] for action in document["method"][: len(created)]
    ]
    assert len(set(listens)) == len(listens)


def test_the_steady_state_has_the_expectations_of_the_profile(plan: Plan) -> None:
    probes = {
        probe["name"]: probe for probe in experiment(plan)["steady-state-hypothesis"]["probes"]
    }
    assert probes["GET /urgence"]["tolerance"] == 200
    assert probes["GET /"]["tolerance"] == {
        "type": "regex", "pattern": "Vos\\ \\(démarches\\)", "target": "body",
    }  # fmt: skip


def test_the_description_names_the_missing_parts(plan: Plan) -> None:
    description = experiment(plan)["description"]
    assert f"the power cuts ({len(plan.cuts)})" in description
    assert "Not included: the load" in description
    staged = sum(isinstance(span.fault, StagedFault) for span in plan.spans)
    assert staged
    assert f"the changes over time of {staged} faults" in description


def test_from_a_profile_a_run_and_its_plan(
    plan: Plan, profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = new_run(plan, tmp_path / "run")
    printed = []
    for words in ([str(profile), "--seed", "1", "--scale", "60"], [str(run.path)], [str(run.plan)]):
        with pytest.raises(SystemExit) as end:
            main(["export", "chaostoolkit", *words])
        assert end.value.code == 0
        printed.append(json.loads(capsys.readouterr().out))
    assert printed[0] == printed[1] == printed[2]


def short(plan: Plan) -> Plan:
    """One fault of each kind, in half a second."""
    spans = [
        Span(link=f"dependency-{name}", subject=name, fault=fault, start=at, end=at + 0.2)
        for at, (name, fault) in enumerate(
            (
                ("base", Slow(delay=0.1)),
                ("identite", Silent()),
                ("identite", networks()["edge"].fault(0)),
                ("base", Refused()),
                ("identite", ErrorResponse()),
            )
        )
    ]
    spans = [s.model_copy(update={"start": s.start / 10, "end": s.end / 10 + 0.2}) for s in spans]
    return plan.model_copy(update={"spans": tuple(spans)})


def replay(document: dict[str, Any], engine: Engine) -> list[int]:
    """Send the calls as the `http` provider does, without pauses; return the statuses."""
    import requests

    statuses = []
    for action in (*document["method"], *document["rollbacks"]):
        provider = action["provider"]
        url = provider["url"].replace("${toxiproxy}", engine.client.url)
        response = requests.request(
            provider["method"], url, json=provider.get("arguments"),
            headers=provider.get("headers"), timeout=5,
        )  # fmt: skip
        statuses.append(response.status_code)
    return statuses


def free_ports(document: dict[str, Any]) -> dict[str, Any]:
    for action in document["method"]:
        if "listen" in action["provider"].get("arguments", {}):
            action["provider"]["arguments"]["listen"] = "127.0.0.1:0"
    return document


def test_a_toxiproxy_server_accepts_every_call(plan: Plan, toxiproxy: Engine) -> None:
    statuses = replay(free_ports(experiment(plan)), toxiproxy)
    assert set(statuses) <= {200, 201, 204}
    assert toxiproxy.client.proxies() == {}


@pytest.mark.needs_chaostoolkit
def test_chaos_toolkit_plays_it(plan: Plan, toxiproxy: Engine, tmp_path: Path) -> None:
    document = free_ports(experiment(short(plan)))
    document["steady-state-hypothesis"]["probes"] = []  # no service is there
    path = tmp_path / "experiment.json"
    path.write_text(json.dumps(document))
    words = [str(programs.program("chaos")), "--no-version-check", "run", str(path)]
    subprocess.run(
        words, cwd=tmp_path, check=True, timeout=60,
        env={"EPREUVE_TOXIPROXY": toxiproxy.client.url, "HOME": str(tmp_path)},
    )  # fmt: skip
    journal = json.loads((tmp_path / "journal.json").read_text())
    assert journal["status"] == "completed"
    assert {action["output"]["status"] for action in journal["run"]} <= {200, 201, 204}
    assert toxiproxy.client.proxies() == {}
