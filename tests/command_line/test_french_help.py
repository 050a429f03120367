"""Help and errors of the command line in French: those of click, of the verbs and of options."""

import ast
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from epreuve.audits import cli
from epreuve.audits.cli.shared import french_help
from epreuve.audits.cli.shared.group import epreuve, main
from epreuve.reports.language import Language
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
    printed(capsys, "check", "--lang", "en", "--help")  # click keeps its help option
    french = printed(capsys, "check", "--lang", "fr", "--help")
    assert french.startswith("Utilisation : epreuve check")
    assert "Vérifier un profil." in french
    assert "--lang [fr|en] Langue de l’affichage." in french
    assert french.endswith("-h, --help Afficher cette aide.")
    english = printed(capsys, "check", "--lang=en", "--help")
    assert english.startswith("Usage: epreuve check")
    assert "Check a profile." in english
    assert english.endswith("-h, --help Show this message and exit.")


def test_no_line_of_the_french_help_begins_with_a_sign(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["init", "--lang", "fr", "--help"])
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line[:1] in {";", ":", "?", "!", "»"}] == []


def test_the_list_of_the_verbs_follows_the_locale(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    french = printed(capsys, "--help")
    assert "Premiers pas : epreuve doctor vérifier cette machine" in french
    assert "Commandes: assess" in french
    assert "check Vérifier un profil." in french


def test_the_language_may_stand_before_the_verb(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "2 mauvais usage, rien joint" in printed(capsys, "--lang", "fr", "--help")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert "2 misuse, nothing contacted" in printed(capsys, "--lang=en", "--help")
    assert "no such file" in printed(capsys, "--lang", "en", "check", "/absent.yaml")
    absent = ("check", "/absent.yaml", "--lang", "en")
    assert "no such file" in printed(capsys, "--lang", "fr", *absent)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["check"], "Erreur : Il manque l’argument 'PROFILE'."),
        (["check", "a", "--foo"], "Erreur : L’option '--foo' n’existe pas."),
        (["audt"], "La commande 'audt' n’existe pas. Vouliez-vous écrire 'audit' ?"),
        (["audit", "a", "--scale", "0"], "0.0 n’est pas dans l’intervalle x>=1.0."),
        (["check", "a", "b"], "Argument en trop (b)"),
        (["audit", "a", "--scale", "x"], "'x' n’est pas un nombre correct."),
        (["toxiproxy", "--lease", "-1"], "-1.0 n’est pas dans l’intervalle x>0."),
        (["init", "--har", "a", "--openapi", "b"], "nommez une source, et une seule : epreuve"),
        (["report", "/absent"], "/absent : dossier introuvable ; indiquez le dossier d’un essai"),
        (["recover", "/absent"], "/absent : dossier introuvable ; indiquez le dossier d’un essai"),
        (["assess", "/absent"], "/absent : dossier introuvable ; indiquez le dossier d’un essai"),
        (["gate", "/absent"], "/absent : fichier introuvable ; indiquez le dossier d’un essai, ou"),
        (["schema", "x"], "Valeur incorrecte pour"),
        (["export", "chaostoolkit", "/absent.yaml"], "fichier introuvable ; corrigez le chemin"),
        (["crises", "new", "X"], "'X' n’est pas un id ; écrivez"),
        (["audit", "a", "--at-most", "3x"], "'--at-most' : '3x' n’est pas une durée ; écrivez"),
        (["capacity", "a", "--for", "3x"], "'--for' : '3x' n’est pas une durée ; écrivez"),
        (["capacity", "a", "--for", "1h"], "'1h' : écrivez une durée de 1 à 600 secondes"),
    ],
)
def test_errors_of_click_are_in_french(
    capsys: pytest.CaptureFixture[str], arguments: list[str], error: str
) -> None:
    assert error in printed(capsys, *arguments, "--lang", "fr")


def help_in(language: Language, words: tuple[str, ...]) -> set[str]:
    """Return the sentences of the help of a verb: the cells of its lines, which are wide enough."""
    french_help.set_language(language)
    command = french_help.help_in_french(epreuve, "") if language == "fr" else epreuve
    context = click.Context(
        command, info_name="epreuve", max_content_width=1000, terminal_width=999
    )
    for word in words:
        assert isinstance(command, click.Group)
        inner = command.get_command(context, word)
        assert inner is not None
        command = inner
        context = click.Context(command, context, word)
    lines = command.get_help(context).splitlines()
    return {" ".join(cell.split()) for line in lines for cell in re.split("   *", line)}


def all_helps() -> Iterator[tuple[str, ...]]:
    """Yield the words of each help: of the group, of its verbs, and of their own verbs."""
    yield ()
    for module in pkgutil.iter_modules(cli.__path__):
        if not module.ispkg:
            yield (module.name,)
            command = import_module(f"{cli.__name__}.{module.name}").command
            if isinstance(command, click.Group):
                yield from ((module.name, name) for name in command.commands)


@pytest.mark.parametrize("words", list(all_helps()), ids=" ".join)
def test_no_sentence_of_the_help_is_the_same_in_both_languages(words: tuple[str, ...]) -> None:
    of_click = {forms[0] for forms in french_in(CATALOGUE)}  # click keeps those in its objects
    shared = help_in("en", words) & help_in("fr", words) - of_click
    prose = {cell for cell in shared if len(cell.split()) > 3}
    assert prose <= {'eval "$(_EPREUVE_COMPLETE=bash_source epreuve)"'}


def test_the_values_of_options_have_french_names() -> None:
    assert any("--har FICHIER" in cell for cell in help_in("fr", ("init",)))
    assert any("--listen HÔTE:PORT" in cell for cell in help_in("fr", ("toxiproxy",)))
    assert any("--at-most DURÉE" in cell for cell in help_in("fr", ("audit",)))


def test_the_demonstration_has_a_folder_for_two_runs() -> None:
    assert any("Dossier des deux essais" in cell for cell in help_in("fr", ("demo",)))


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
