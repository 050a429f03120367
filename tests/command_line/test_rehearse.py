"""`epreuve rehearse` on a small service with one fault at a time."""

import os
import re
import signal
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command_line.conftest import PATIENCE, Workspace, free_ports, is_free, wait_until
from tests.command_line.rehearsal_output import (
    assert_clean,
    document,
    line_of,
    problems,
    rehearse,
    with_fault,
    without_start,
)
from tests.harness.programs import toxiproxy

SERVICE = Path(__file__).with_name("rehearsed_service.py")
PROFILE = SERVICE.with_name("rehearsed_profile.yaml")


@pytest.fixture
def place(tmp_path: Path, free_port: Callable[[], int]) -> Iterator[Workspace]:
    """A folder with the profile of the small service."""
    *ports, status = free_ports(free_port, 4)
    made = Workspace(tmp_path, *ports, uuid.uuid4().hex)
    words = {"PORT": made.port, "LISTEN": made.listen, "UPSTREAM": made.upstream}
    text = PROFILE.read_text(encoding="utf-8")
    for word, value in {**words, "STATUS": status, "SERVICE": SERVICE}.items():
        text = text.replace(f"@{word}@", str(value))
    made.profile.write_text(text, encoding="utf-8")
    yield made
    for process in made.processes():
        os.kill(int(process.split()[0]), signal.SIGKILL)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A secret, and a folder for temporary files."""
    monkeypatch.setenv("JETON", "tres-secret")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))


def test_a_profile_that_works(place: Workspace) -> None:
    found = document(place, 0, "--power")
    assert (found["works"], found["findings"]) == (True, [])
    form, sent = found["journeys"][0]["steps"]
    assert (form["request"], form["status"], form["outcome"]) == ("GET /demande", 200, "success")
    assert form["captured"] == {"cle": "k17"}
    assert sent["request"] == "POST /demande"
    [redirect] = sent["redirects"]
    assert redirect["status"] == 303
    assert redirect["location"].startswith("/merci/")
    assert sent["cookies"] == ["session"]
    assert sent["dependencies"] == ["base"]
    assert [one["unmet"] for one in sent["conditions"]] == ["", "", ""]
    [receipt] = found["receipts"]
    assert receipt["receipt"] == sent["captured"]["receipt"]
    assert (receipt["readable"], receipt["forged_found"]) == (True, 0)
    assert receipt["forged"] >= 3
    assert (receipt["unique_made"], receipt["unique_forged"]) == (1, 0)
    assert (receipt["processed"], receipt["processed_forged"]) == (True, False)
    assert receipt["kept"]
    assert [page["path"] for page in found["information"]] == ["/infos"]
    assert all(page["phone"] and page["counter"] for page in found["human_channel"])
    assert [one["works"] for one in found["exports"]] == [True]
    assert [(one["served"], one["while_off"]) for one in found["status_page"]] == [
        (True, False), (True, True),
    ]  # fmt: skip
    [base] = found["dependencies"]
    assert base["received_in"] == ["demander: POST /demande"]
    assert found["cut"]["boot"] > 0
    assert found["cut"]["responded"] is None


def test_the_text_for_people_in_french(place: Workspace) -> None:
    out, err = rehearse(place, 0, "--lang", "fr")
    assert "démarrage du service…" in err
    assert re.search(r"✓ POST /demande  303 → /merci/\w+, 200", out)
    assert "cookies déposés : session" in out
    assert "dépendances appelées : base" in out
    assert "Le profil fonctionne." in out


def test_one_wrong_step_does_not_stop_the_other_journeys(place: Workspace) -> None:
    place.edit("expect: {contains: Bien reçu}", "expect: {contains: Merci}")
    found = document(place, 1)
    [problem] = problems(found)
    line = line_of(place, "contains: Merci")
    assert problem.startswith(
        f"profile.yaml:{line}: journeys.demander.steps.1.expect.contains: the profile does not "
        "describe this service: in calm, step “POST /demande” got status 200, but contains: "
        "'Merci' is missing; the response begins with: Bien reçu, n°"
    )
    assert [len(journey["steps"]) for journey in found["journeys"]] == [2, 1]
    assert found["journeys"][1]["steps"][0]["outcome"] == "success"


@pytest.mark.parametrize(
    ("fault", "expected", "remedy"),
    [
        ("login", "journeys.demander.verify.0: the profile does not describe this service: in "
         "calm, `verify` fails", "begin with the steps that log in"),
        ("bypass", "dependencies.base.listen: the service calls base at its real address",
         "call it at `listen`"),
        ("unused", "dependencies.base.listen: base received no connection", "remove it"),
        ("export", "export.citizen: demander: it fails: status 500", "must be the file"),
    ],
)  # fmt: skip
def test_a_fault_has_its_line_and_its_remedy(
    place: Workspace, fault: str, expected: str, remedy: str
) -> None:
    with_fault(place, fault)
    out, _ = rehearse(place, 1, "--lang", "en")
    assert "1 problem:" in out
    [line, below] = [
        (line, below)
        for line, below in zip(out.splitlines(), out.splitlines()[1:], strict=False)
        if line.startswith("  profile.yaml:")
    ][-1]
    assert re.match(rf"  profile\.yaml:\d+: {re.escape(expected)}", line)
    assert remedy in below


def test_a_verify_that_logs_in_first(place: Workspace) -> None:
    """The remedy of the fault `login`."""
    with_fault(place, "login")
    steps = "verify: [{post: /connexion, form: {nom: agent}, expect: {contains: Bonjour}}, "
    read = '{get: "/dossiers/{receipt}", expect: {contains: "{citizen.name}"}}]'
    place.edit(
        'verify:\n      - get: /dossiers/{receipt}\n        expect: {contains: "{citizen.name}"}\n',
        f"{steps}{read}\n",
    )
    place.edit(
        "    processed:\n      - get: /dossiers/{receipt}\n        expect: {contains: reçu}\n", ""
    )
    [receipt] = document(place, 0)["receipts"]
    assert receipt["readable"]
    own = next(one for one in receipt["readings"] if one["subject"] == "receipt")
    assert [step["outcome"] for step in own["steps"]] == ["success", "success"]


def test_a_forged_receipt_that_is_found(place: Workspace) -> None:
    with_fault(place, "forged")
    place.edit('expect: {contains: "{citizen.name}"}', 'expect: {contains: "Dossier {receipt}"}')
    found = document(place, 1)
    assert found["receipts"][0]["forged_found"] == found["receipts"][0]["forged"] > 0
    assert any(
        f"profile.yaml:{line_of(place, 'verify:')}: journeys.demander.verify: " in one
        and "`verify` also succeeds for a receipt that was never given" in one
        for one in problems(found)
    )


def test_a_status_page_that_nothing_serves(place: Workspace) -> None:
    line = next(
        line for line in place.profile.read_text().splitlines() if line.endswith("database]")
        and "start" in line and str(place.upstream) not in line
    )  # fmt: skip
    place.edit(line, "")
    [problem] = problems(document(place, 1))
    assert f"profile.yaml:{line_of(place, 'status_page') + 1}: status_page.address: " in problem
    assert "is not served" in problem


def test_a_service_that_does_not_come_back(place: Workspace) -> None:
    with_fault(place, "ends")
    assert problems(document(place, 0)) == []
    found = document(place, 1, "--power")
    [problem] = problems(found)
    assert "power.start: after a restart in calm, power.start: all processes" in problem
    assert "the lock file is still there" in problem
    assert found["cut"]["boot"] is None


def test_a_kill_that_loses_receipts_is_a_warning(place: Workspace) -> None:
    with_fault(place, "lost")
    found = document(place, 0, "--power")
    assert found["receipts"][0]["kept"] is False
    [warning] = found["findings"]
    assert "can no longer be read after the power cut" in warning["sentence"]["en"]


def test_a_service_that_does_not_start(place: Workspace) -> None:
    place.edit(f'start: ["{{python}}", {SERVICE}, "{place.port}"]', "start: [ls, /nowhere]")
    [problem] = problems(document(place, 1))
    assert f"profile.yaml:{line_of(place, '/nowhere')}: power.start: " in problem
    out, _ = rehearse(place, 1, "--folder", "kept", "--lang", "en")
    assert out.splitlines()[-2] == "The log of the service is in kept/logs."
    assert "/nowhere" in (place.path / "kept" / "logs" / "service.log").read_text()


def test_a_service_that_runs_already_is_not_started(place: Workspace) -> None:
    without_start(place)
    assert "starting the service" not in rehearse(place, 1, "--lang", "en")[1]


@pytest.mark.needs_toxiproxy
def test_a_real_toxiproxy(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    program = toxiproxy()
    assert program is not None
    monkeypatch.setenv("PATH", f"{Path(program).parent}:{os.environ['PATH']}")
    found = document(place, 0)
    assert found["engine"].startswith("toxiproxy")
    [base] = found["dependencies"]
    assert (base["counted"], base["received_in"]) == (True, ["demander: POST /demande"])


def test_misuse(place: Workspace) -> None:
    place.edit("level: process", "level: none")
    out, err = rehearse(place, 2, "--power")
    assert "--power needs `power:`" in err
    assert not out
    place.edit(f"http://127.0.0.1:{place.port}", "http://192.0.2.1")
    assert "192.0.2.1 is not this machine; add `authorisation:`" in rehearse(place, 2)[1]
    place.edit(
        "journeys:",
        "authorisation: {granted_by: x, until: 2999-01-01, hosts: [192.0.2.1], max_rate: 5/s}\n"
        "journeys:",
    )
    assert "not confirmed: no terminal; add --yes" in rehearse(place, 2)[1]
    place.edit("epreuve: 1", "epreuve: 2")
    assert "profile.yaml:2: epreuve" in rehearse(place, 2)[1]


def test_an_interrupt_leaves_nothing_behind(place: Workspace) -> None:
    with_fault(place, "slow")
    process = place.start("rehearse", "profile.yaml")
    assert wait_until(lambda: not is_free(place.port))
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert err.splitlines()[-1] == "epreuve: interrupted"
    assert_clean(place)


def test_a_kill_leaves_nothing_behind(place: Workspace) -> None:
    with_fault(place, "slow")
    process = place.start("rehearse", "profile.yaml")
    assert wait_until(lambda: not is_free(place.port))
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert_clean(place)
