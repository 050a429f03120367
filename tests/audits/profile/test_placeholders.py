"""Placeholders without a value: `check` names file, line, field and remedy."""

from pathlib import Path

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.profile.weaknesses import weaknesses
from tests.audits.profile.test_profile import PROFILE

VERIFY = "      - get: /dossiers/{receipt}\n"
FORM = '        form: {nom: "{citizen.name}"}\n'
LAST = "        capture: {receipt: 'n° (\\w+)'}\n"


def check(folder: Path, text: str) -> list[str]:
    file = folder / "profile.yaml"
    file.write_text(text, encoding="utf-8")
    try:
        prepare_profile(file)
    except Misuse as mistake:
        return [line.removeprefix(f"{file}:") for line in str(mistake).splitlines()]
    return []


@pytest.mark.parametrize(
    ("old", "new", "at", "name", "remedy"),
    [
        ("get: /\n", "get: '/?q={citizen.numbr}'\n", "10: {}steps.0.get", "{citizen.numbr}",
         "Did you mean {citizen.number}?"),
        (FORM, '        form: {nom: ["a", "{reciept}"]}\n', "13: {}steps.1.form.nom.1",
         "{reciept}", "capture it in an earlier step, or use one of {citizen."),
        (FORM, '        form: {nom: "{receipt}"}\n', "13: {}steps.1.form.nom", "{receipt}",
         "capture it in an earlier step"),
        (FORM, '        json: [{"{nom}": 1}]\n', "13: {}steps.1.json", "{nom}", "capture it"),
        (FORM, "        headers: {X-A: '{citizen.mail}'}\n", "13: {}steps.1.headers.X-A",
         "{citizen.mail}", "Did you mean {citizen.email}?"),
        (FORM, "        expect: {matches: 'n° {id}'}\n", "13: {}steps.1.expect.matches", "{id}",
         "for the text itself, write {{id}}"),
        (LAST, LAST + "        files: {piece: {content: '{citizen.fil}'}}\n",
         "15: {}steps.1.files.piece.content", "{citizen.fil}", "Did you mean {citizen.file}?"),
        (VERIFY, "      - get: /dossiers/{receipt}?k={token}\n", "17: {}verify.0.get", "{token}",
         "capture it in an earlier step, or use one of {receipt}, {citizen."),
        (VERIFY, VERIFY + "        expect: {contains: '{recept}'}\n",
         "18: {}verify.0.expect.contains", "{recept}", "Did you mean {receipt}?"),
        ("dependencies:", "information: ['/{page}']\ndependencies:", "18: information.0",
         "{page}", "capture it"),
    ],
)  # fmt: skip
def test_a_placeholder_without_a_value_is_a_mistake(
    tmp_path: Path, old: str, new: str, at: str, name: str, remedy: str
) -> None:
    assert PROFILE.count(old) == 1
    first, *others = check(tmp_path, PROFILE.replace(old, new))
    assert first.startswith(f"{at.format('journeys.demander.')}: {name} has no value here"), first
    assert remedy in first
    assert others == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (VERIFY, "      - {get: /login, capture: {token: 'k=(.*)'}}\n"
         "      - get: /dossiers/{receipt}?k={token}&n={citizen.name}\n"),
        (LAST, "        capture: {receipt: 'n° (\\w+)', key: {header: X-Key}}\n"
         "      - get: /ok?k={key}&s={env.SECRET}\n"),
        (FORM, "        json: {query: '{user{{id}}}'}\n"),
        (FORM, '        form: {nom: "{citizen.name}", prix: "{3} {} {a b}"}\n'),
        (FORM, "        expect: {matches: '\\{id\\} [a-z]{2,3} {citizen.name}'}\n"),
    ],
)  # fmt: skip
def test_a_placeholder_with_a_value_is_accepted(tmp_path: Path, old: str, new: str) -> None:
    assert check(tmp_path, PROFILE.replace(old, new)) == []


def test_several_captured_values_may_be_used_after_the_journey(tmp_path: Path) -> None:
    two = "        capture: {receipt: 'n° (\\w+)', key: {json: $.key}}\n"
    read = "      - get: /dossiers/{receipt}?k={key}\n    missing: {contains: 'no {key}'}\n"
    assert check(tmp_path, PROFILE.replace(LAST, two).replace(VERIFY, read)) == []


def test_a_captured_value_in_verify_names_the_submission(tmp_path: Path) -> None:
    """It is no warning that `verify` reads the same page for all."""
    file = tmp_path / "profile.yaml"
    two = "        capture: {receipt: 'n° (\\w+)', key: {json: $.key}}\n"
    for path, warned in (("/own?k={key}", False), ("/list", True)):
        text = PROFILE.replace(LAST, two).replace(VERIFY, f"      - get: {path}\n")
        file.write_text(text, encoding="utf-8")
        warnings = " ".join(one.en for one in weaknesses(prepare_profile(file)))
        assert ("sends neither the receipt" in warnings) is warned
