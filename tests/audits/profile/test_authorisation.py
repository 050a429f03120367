"""Authorisation of remote targets. Host names are resolved by a fake; no request is sent."""

import datetime
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.cli.shared.group import main
from epreuve.audits.cli.shared.load import prepare_load
from epreuve.audits.cli.shared.options import LoadOptions
from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.test_bed import TestBed
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.authorisation import (
    Consent,
    confirm,
    pin,
    rate_limit,
    targets,
)
from epreuve.audits.runs.records import authorisation as record
from epreuve.audits.runs.records.authorisation import evidence_of
from epreuve.audits.runs.run_folder import new_run
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.http.resolver import resolve
from epreuve.probes.load.rate_cap import RateCap
from epreuve.reports.text import Text

TOMORROW = datetime.date.today() + datetime.timedelta(days=1)
LOCAL = """\
epreuve: 1
service: {name: Guichet, address: "http://127.0.0.1:8080", normal_peak: 30 journeys/min}
journeys:
  lire: {critical: true, steps: [{get: /, expect: {status: 200}}]}
"""
FAR = LOCAL.replace("127.0.0.1", "staging.example.fr")
ALLOWED = f"""\
authorisation:
  {{granted_by: La DSI, until: {TOMORROW}, hosts: [staging.example.fr], max_rate: 500/s}}
"""


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Fake DNS: host name → address."""
    known = {"staging.example.fr": "127.0.0.2", "127.0.0.1": "127.0.0.1"}

    def answer(host: str, port: int, *args: Any, **more: Any) -> list[Any]:
        if host not in known:
            raise socket.gaierror(f"{host} is unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known[host], port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    resolve.cache_clear()
    yield known
    resolve.cache_clear()


def plan_of(folder: Path, text: str) -> Plan:
    path = folder / "profile.yaml"
    path.write_text(text, encoding="utf-8")
    return prepare(path, "tous-risques", 1, 60)


def test_a_local_service_needs_no_authorisation(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, LOCAL)
    assert targets(plan.profile) == {}
    assert rate_limit(plan) is None
    assert confirm(plan, yes=False, ask=None) is None
    assert evidence_of(plan, None, 0.0) is None


def test_the_whole_authorisation_is_shown_before_confirmation(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, FAR + ALLOWED)
    questions: list[Text] = []

    def ask(question: Text) -> bool:
        questions.append(question)
        return True

    assert confirm(plan, yes=False, ask=ask) == Consent("prompt")
    for part in ("staging.example.fr", "La DSI", str(TOMORROW), "500 journeys/s"):
        assert part in questions[0].en
        assert part.replace("journeys", "parcours") in questions[0].fr
    assert confirm(plan, yes=True, ask=None) == Consent("--yes")


def test_without_confirmation_no_request_is_sent(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, FAR + ALLOWED)
    with pytest.raises(Misuse, match="add --yes"):
        confirm(plan, yes=False, ask=None)
    with pytest.raises(Misuse, match="authorisation not confirmed"):
        confirm(plan, yes=False, ask=lambda question: False)
    with pytest.raises(Misuse, match="not confirmed; add --yes"):
        evidence_of(plan, None, 0.0)
    options = LoadOptions(processes=1, workers=0, bind="127.0.0.1:5557", locust_ui=0, yes=False)
    with pytest.raises(Misuse, match="--yes"):  # a test's standard input is not a terminal
        prepare_load(plan, options, "en")


def test_the_command_line_refuses_with_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan_of(tmp_path, FAR + ALLOWED)
    with pytest.raises(SystemExit) as ended:
        main(["audit", str(tmp_path / "profile.yaml"), "--folder", str(tmp_path / "run")])
    assert ended.value.code == 2
    assert "not confirmed: no terminal; add --yes" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_the_test_bench_refuses_an_unconfirmed_authorisation(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, FAR + ALLOWED)
    folder = new_run(plan, tmp_path / "run")
    with (
        pytest.raises(Misuse, match="not confirmed; add --yes"),
        TestBed(plan, folder, ServerChoice(), print),
    ):
        pass


def test_evidence_holds_the_authorisation_and_the_resolved_addresses(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, FAR + ALLOWED)
    observations = evidence_of(plan, Consent("--yes"), 0.0)
    assert observations is not None
    assert (observations.kind, observations.subject) == ("authorisation", "authorisation")
    assert observations.record.model_dump(mode="json") == {
        "granted_by": "La DSI", "until": str(TOMORROW), "hosts": ["staging.example.fr"],
        "max_rate": 500.0, "confirmed": "--yes",
        "addresses": {"staging.example.fr:8080": "127.0.0.2:8080"},
    }  # fmt: skip


def test_an_authorisation_that_ended_after_planning_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(tmp_path, FAR + ALLOWED)

    class Later(datetime.date):
        @classmethod
        def today(cls) -> "Later":
            return cls(2999, 1, 1)

    monkeypatch.setattr(record.datetime, "date", Later)
    with pytest.raises(Misuse, match="ended on"):
        evidence_of(plan, Consent("--yes"), 0.0)


def test_a_name_is_resolved_once_for_the_whole_run(names: dict[str, str]) -> None:
    assert pin("staging.example.fr:443") == "127.0.0.2:443"
    names["staging.example.fr"] = "127.0.0.3"
    assert pin("staging.example.fr:443") == "127.0.0.2:443"


def test_unresolved_and_wrongly_local_names_are_refused(names: dict[str, str]) -> None:
    with pytest.raises(
        NotMeasurable, match=r"nowhere\.example:80: the host name cannot be resolved"
    ):
        pin("nowhere.example:80")
    names["localhost"] = "192.0.2.1"
    with pytest.raises(Misuse, match=r"resolves to 192\.0\.2\.1:80, which is not this machine"):
        pin("localhost:80")


def test_remote_dependencies_are_targets(tmp_path: Path) -> None:
    dependency = """\
dependencies:
  identite: {set: ID, listen: "127.0.0.1:19001", upstream: "id.example.fr:443"}
"""
    with pytest.raises(Misuse, match=r"dependencies.identite.upstream: id.example.fr is not this"):
        plan_of(tmp_path, LOCAL + dependency)
    with pytest.raises(Misuse, match=r"authorisation.hosts: id.example.fr is missing"):
        plan_of(tmp_path, FAR + dependency + ALLOWED)
    both = ALLOWED.replace("[staging.example.fr]", "[staging.example.fr, id.example.fr]")
    assert set(targets(plan_of(tmp_path, FAR + dependency + both).profile)) == {
        "staging.example.fr", "id.example.fr",
    }  # fmt: skip


def test_the_limit_applies_to_the_drawn_arrivals(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, FAR + ALLOWED)
    times = [arrival.at for arrival in plan.arrivals]
    most = max(sum(at <= other < at + 1 for other in times) for at in times)
    assert most > 1

    def limited(rate: float) -> Plan:
        return plan_of(tmp_path, FAR + ALLOWED.replace("500/s", f"{rate}/s"))

    assert rate_limit(limited(most)) == most
    with pytest.raises(Misuse, match=rf"needs {most} journeys/s at \d+ s, {most - 1} are al"):
        limited(most - 1)


@pytest.mark.parametrize(
    ("rate", "most", "window"), [(0.25, 1, 4.0), (1, 1, 1.0), (1.5, 1, 2 / 3), (7, 7, 1.0)]
)
def test_no_window_has_more_journeys_than_the_rate(rate: float, most: int, window: float) -> None:
    cap = RateCap(rate)
    begun = [at / 100 for at in range(6000) if cap.admits(at / 100)]
    assert cap.window == pytest.approx(window)
    for at in begun:
        assert sum(at <= other < at + window - 1e-6 for other in begun) <= most
    assert len(begun) == pytest.approx(60 * rate, rel=0.1)
