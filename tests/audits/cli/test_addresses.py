"""Addresses that `toxiproxy` and `worker` receive: wrong ones are named, in both languages."""

import socket

import pytest

from epreuve.audits.cli.shared.addresses import check_control_address
from tests.audits.cli.test_verbs_of_many import epreuve


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "--listen foo : pas de port ; écrivez `HÔTE:PORT`"),
        ("en", "--listen foo: no port; write HOST:PORT"),
    ],
)
def test_an_address_without_a_port(
    language: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
    assert epreuve("toxiproxy", "--listen", "foo") == 2
    assert capsys.readouterr().err == f"epreuve: {words}\n"


@pytest.mark.parametrize("text", ["0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0"])
def test_the_control_api_listens_on_the_loopback_only(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert epreuve("toxiproxy", "--listen", text) == 2
    err = capsys.readouterr().err
    assert "127.0.0.1:8474" in err
    assert "loopback" in err or "boucle" in err


def test_a_port_in_use_and_a_free_one(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        assert epreuve("toxiproxy", "--listen", address) == 2
    err = capsys.readouterr().err
    assert err.count(address) == 1
    assert "Address already in use" in err
    check_control_address(address)
    check_control_address("localhost:0")


@pytest.mark.parametrize("verb", [("worker", "--master"), ("toxiproxy", "--listen")])
def test_an_unknown_host(
    verb: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert epreuve(*verb, "foo.invalid:5557") == 2
    assert capsys.readouterr().err == (
        f"epreuve: {verb[1]} : machine inconnue, 'foo.invalid' ; corrigez le nom, ou écrivez son "
        "adresse IP\n"
    )


def test_a_worker_names_a_silent_master_in_the_language_of_the_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda program, arguments: commands.append(arguments))
    assert epreuve("worker", "--master", "[::1]:9", "--lang", "fr") == 0
    [command] = commands
    assert command[-3:] == [
        "[::1]", "9", "aucun maître n’a répondu à [::1]:9 ; lancez d’abord l’audit",
    ]  # fmt: skip
