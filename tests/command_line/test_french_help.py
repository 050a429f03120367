"""Help and errors of the command line in French: those of click, of the verbs and of options."""

import ast
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from epreuve.audits.cli.shared import french_help
from epreuve.audits.cli.shared.group import epreuve, main
from tests.translation import french_in

CLICK = Path(click.__file__).parent
CATALOGUE = Path(french_help.__file__).with_name("click.po")
WORDS_OF_ATTRIBUTES = {"required"}  # click translates this value of a variable


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    french_help.set_language("en")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        main(list(arguments))
    output = capsys.readouterr()
    return " ".join((output.out + output.err).split())


def test_the_help_of_a_verb_is_in_one_language(capsys: pytest.CaptureFixture[str]) -> None:
    french = printed(capsys, "check", "--lang", "fr", "--help")
    assert french.startswith("Utilisation : epreuve check")
    assert "Vérifier un profil." in french
    assert "--lang [fr|en] Langue de l'affichage." in french
    assert french.endswith("-h, --help Afficher cette aide.")
    english = printed(capsys, "check", "--lang=en", "--help")
    assert english.startswith("Usage: epreuve check")
    assert "Check a profile." in english
    assert english.endswith("-h, --help Show this message and exit.")


def test_the_list_of_the_verbs_follows_the_locale(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    french = printed(capsys, "--help")
    assert "Premiers pas : epreuve doctor vérifier cette machine" in french
    assert "Commandes: assess" in french
    assert "check Vérifier un profil." in french


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["check"], "Erreur : Il manque l'argument 'PROFILE'."),
        (["check", "a", "--foo"], "Erreur : L'option '--foo' n'existe pas."),
        (["audt"], "La commande 'audt' n'existe pas. Vouliez-vous écrire 'audit' ?"),
        (["audit", "a", "--scale", "0"], "0.0 n'est pas dans l'intervalle x>=1.0."),
        (["check", "a", "b"], "Argument en trop (b)"),
    ],
)
def test_errors_of_click_are_in_french(
    capsys: pytest.CaptureFixture[str], arguments: list[str], error: str
) -> None:
    assert error in printed(capsys, *arguments, "--lang", "fr")


def test_click_has_each_sentence_of_its_catalogue() -> None:
    calls = (
        node
        for path in CLICK.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "ngettext")
    )
    sentences = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert {forms[0] for forms in french_in(CATALOGUE)} - sentences == WORDS_OF_ATTRIBUTES


def test_the_help_of_the_group_has_its_french() -> None:
    lines = {line.strip(" \b") for line in (epreuve.help or "").splitlines()}
    shared = {forms[0] for forms in french_in(CATALOGUE.with_name("help.po"))}
    assert {line for line in lines if line and not line.startswith("eval ")} <= shared
