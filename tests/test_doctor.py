"""`epreuve doctor`: good, low and missing resources of this machine."""

import resource
from pathlib import Path

import pytest

from epreuve.audits.cli.doctor import render
from epreuve.audits.cli.shared import environment
from epreuve.audits.cli.shared.environment import check_environment
from epreuve.audits.cli.shared.group import main
from epreuve.faults.toxiproxy.engine import VARIABLE, Engine


def states(**options: str) -> dict[str, str]:
    return {check.name.en: check.state for check in check_environment(**options)}


def epreuve(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*words])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_this_machine_can_run_an_audit(capsys: pytest.CaptureFixture[str]) -> None:
    assert epreuve("doctor", "--lang", "en") == 0
    printed = capsys.readouterr().out
    for name in (
        "Python",
        "Toxiproxy",
        "Loopback",
        "Addresses",
        "Disk",
        "Open files",
        "Ports",
        "CPU",
    ):
        assert name in printed


def test_a_server_that_does_not_answer_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert epreuve("doctor", "--toxiproxy", "http://127.0.0.1:9", "--lang", "fr") == 3
    printed = capsys.readouterr().out
    assert "✗ Toxiproxy" in printed
    assert "; lancez ce serveur, ou indiquez-en un autre par --toxiproxy" in printed


def test_a_server_with_other_proxies_needs_the_option_shared(
    toxiproxy: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    url = toxiproxy.client.url
    toxiproxy.create("theirs", "127.0.0.1:0", "127.0.0.1:1")
    try:
        assert epreuve("doctor", "--toxiproxy", url, "--lang", "en") == 3
        assert "already has proxies (theirs)" in capsys.readouterr().out
        assert epreuve("doctor", "--toxiproxy", url, "--toxiproxy-shared") == 0
    finally:
        toxiproxy.client.delete("theirs")


def addresses() -> tuple[str, str]:
    [check] = [one for one in check_environment() if one.name.en == "Addresses"]
    return check.state, check.sentence.en


def test_a_machine_that_has_no_address_for_each_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.shutil, "which", lambda _: None)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert addresses() == (
        "good",
        "one for each user, if the service is at 127.0.0.1 (not at [::1])",
    )
    monkeypatch.setattr(environment.shutil, "which", lambda _: "/usr/bin/toxiproxy-server")
    state, sentence = addresses()
    assert state == "low"
    assert "a real Toxiproxy does not keep them" in sentence
    monkeypatch.setattr(environment, "has_own_sources", lambda: False)
    state, sentence = addresses()
    assert state == "low"
    assert sentence.startswith("this system has 127.0.0.1 only")
    assert sentence.endswith("name a header in `service.address_header`")


@pytest.mark.parametrize(
    ("hard", "users", "state"), [(1024, "384", "low"), (20_000, "9,872", "good")]
)
def test_few_open_files_are_low(
    hard: int, users: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy server needs two files per user and raises its limit as far as allowed."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, hard))
    [check] = [one for one in check_environment() if one.name.en == "Open files"]
    assert check.state == state
    assert f"256 (at most {hard:,}): about {users} users" in check.sentence.en


def test_a_range_of_ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "range"
    monkeypatch.setattr(environment, "PORT_RANGE", path)
    for text, state in (("32768\t60999\n", "good"), ("100 200", "low"), ("?", "low")):
        path.write_text(text)
        assert states()["Ports"] == state


def test_an_audit_needs_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "find_chromium", lambda: None)
    assert states()["Chromium"] == "low"
    assert "✗" not in render(check_environment(), "fr")


def test_a_full_disk_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(environment.tempfile, "TemporaryFile", full)
    assert states()["Disk"] == "missing"


def test_one_core_is_low(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.os, "sched_getaffinity", lambda process: {0})
    assert states()["CPU"] == "low"
