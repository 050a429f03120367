"""`epreuve export chaostoolkit`: the faults of the plan, all of them, each with its end."""

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


def calls(found: dict[str, Any], method: str) -> list[str]:
    return [
        each["provider"]["url"].removeprefix("${toxiproxy}")
        for each in found["method"]
        if each["provider"]["method"] == method
    ]


def test_every_toxic_is_added_once_and_removed_once(plan: Plan) -> None:
    found = experiment(plan)
    asked = sum(len(span.fault.toxics()) for span in plan.spans)
    added = [
        f"{each['provider']['url'].removeprefix('${toxiproxy}')}/"
        f"{each['provider']['arguments']['name']}"
        for each in found["method"]
        if each["provider"]["url"].endswith("/toxics")
    ]
    assert len(added) == asked
    assert Counter(added) == Counter(calls(found, "DELETE"))
    assert max(Counter(added).values()) == 1


def test_a_refusal_is_a_proxy_disabled_then_enabled_and_errors_are_told(plan: Plan) -> None:
    spans = short(plan).spans
    found = experiment(plan.model_copy(update={"spans": spans}))
    switched = [
        each["provider"]["arguments"]["enabled"]
        for each in found["method"]
        if each["provider"]["url"] == "${toxiproxy}/proxies/dependency-base"
    ]
    assert switched == [False, True]
    assert "the 1 stretches of HTTP errors" in found["description"]


def test_the_pauses_are_the_times_of_the_plan(plan: Plan) -> None:
    found = experiment(plan)
    total = sum(each.get("pauses", {}).get("before", 0) for each in found["method"])
    assert total == pytest.approx(max(span.end for span in plan.spans), abs=0.05)


def test_proxies_are_created_first_and_deleted_whatever_happens(plan: Plan) -> None:
    found = experiment(plan)
    created = [
        each["provider"]["arguments"]["name"]
        for each in found["method"]
        if each["provider"]["url"] == "${toxiproxy}/proxies"
    ]
    assert created[:2] == ["dependency-base", "dependency-identite"]
    deleted = [each["provider"]["url"].rpartition("/")[2] for each in found["rollbacks"]]
    assert deleted == created
    assert found["runtime"]["rollbacks"]["strategy"] == "always"
    listens = [each["provider"]["arguments"]["listen"] for each in found["method"][: len(created)]]
    assert len(set(listens)) == len(listens)


def test_the_steady_state_is_what_the_profile_expects(plan: Plan) -> None:
    probes = {each["name"]: each for each in experiment(plan)["steady-state-hypothesis"]["probes"]}
    assert probes["GET /urgence"]["tolerance"] == 200
    assert probes["GET /"]["tolerance"] == {
        "type": "regex", "pattern": "Vos\\ \\(démarches\\)", "target": "body",
    }  # fmt: skip


def test_what_is_not_in_it_is_told(plan: Plan) -> None:
    told = experiment(plan)["description"]
    assert f"the {len(plan.cuts)} power cuts" in told
    assert "Not in it: the load" in told


def test_from_a_profile_a_run_and_its_plan(
    plan: Plan, profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = new_run(plan, tmp_path / "run")
    printed = []
    for words in ([str(profile), "--seed", "1", "--scale", "60"], [str(run.path)], [str(run.plan)]):
        with pytest.raises(SystemExit) as ended:
            main(["export", "chaostoolkit", *words])
        assert ended.value.code == 0
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


def replayed(found: dict[str, Any], engine: Engine) -> list[int]:
    """Statuses of the calls, sent as the `http` provider sends them, without the pauses."""
    import requests

    statuses = []
    for each in (*found["method"], *found["rollbacks"]):
        provider = each["provider"]
        url = provider["url"].replace("${toxiproxy}", engine.client.url)
        answer = requests.request(
            provider["method"], url, json=provider.get("arguments"),
            headers=provider.get("headers"), timeout=5,
        )  # fmt: skip
        statuses.append(answer.status_code)
    return statuses


def free_ports(found: dict[str, Any]) -> dict[str, Any]:
    for each in found["method"]:
        if "listen" in each["provider"].get("arguments", {}):
            each["provider"]["arguments"]["listen"] = "127.0.0.1:0"
    return found


def test_a_toxiproxy_server_takes_every_call(plan: Plan, toxiproxy: Engine) -> None:
    statuses = replayed(free_ports(experiment(plan)), toxiproxy)
    assert set(statuses) <= {200, 201, 204}
    assert toxiproxy.client.proxies() == {}


@pytest.mark.needs_chaostoolkit
def test_chaos_toolkit_plays_it(plan: Plan, toxiproxy: Engine, tmp_path: Path) -> None:
    found = free_ports(experiment(short(plan)))
    found["steady-state-hypothesis"]["probes"] = []  # no service is there
    path = tmp_path / "experiment.json"
    path.write_text(json.dumps(found))
    words = [str(programs.program("chaos")), "--no-version-check", "run", str(path)]
    subprocess.run(
        words, cwd=tmp_path, check=True, timeout=60,
        env={"EPREUVE_TOXIPROXY": toxiproxy.client.url, "HOME": str(tmp_path)},
    )  # fmt: skip
    journal = json.loads((tmp_path / "journal.json").read_text())
    assert journal["status"] == "completed"
    assert {each["output"]["status"] for each in journal["run"]} <= {200, 201, 204}
    assert toxiproxy.client.proxies() == {}
