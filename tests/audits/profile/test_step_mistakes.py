"""Mistakes in a step: one message each, at its line, in both languages."""

from pathlib import Path

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.profile.loading import prepare_profile
from tests.audits.profile.test_profile import PROFILE

STEP = "      - get: /\n        expect: {contains: [Bonjour]}\n"


@pytest.mark.parametrize(
    ("step", "field", "mistake", "french"),
    [
        ("{post: /, form: {age: 3}}", "form.age: 3", "is not a text; write it between quotes",
         "n’est pas un texte"),
        ("{post: /, form: {a: [b, 1]}}", "form.a.1: 1", "is not a text", "n’est pas un texte"),
        ("{post: /, files: {a: {name: b}}}", "files.a.content", "is missing; add it", "manque"),
        ("{get: /, expect: {status: abc}}", "expect.status: 'abc'", "is not a whole number",
         "n’est pas un nombre entier"),
        ("{get: /, expect: {status: [200, a]}}", "expect.status.1: 'a'", "is not a whole number",
         "n’est pas un nombre entier"),
        ("{get: /, capture: {a: {jsn: $.a}}}", "capture.a.jsn", "Did you mean json?",
         "Vouliez-vous dire json"),
        ("{get: /, capture: {a: {json: $..a}}}", "capture.a.json: '$..a'", "names and indices only",
         "seulement des noms et des indices"),
        ("{get: /, capture: {a: {css: p, json: $.a}}}", "capture.a", "has exactly one of `json`",
         "a exactement un de"),
        ("{submit: {fiels: {a: b}}}", "submit.fiels", "Did you mean fields?", "Vouliez-vous dire"),
        ("{follow: {text: a, css: b}}", "follow", "exactly one of `text` and `css`",
         "a exactement un de"),
        ("{post: /, already: {}}", "steps.0", "already: no condition", "aucune condition"),
        ("{submit: {fields: {a: b}}}", "steps.0.submit", "no step before it receives a page",
         "aucune étape ne reçoit une page avant elle"),
        ("{get: /a.json, expect: {json_path: {$.a: b}}}\n      - {follow: {text: a}}", "1.follow",
         "no step before it receives a page", "avant elle"),
        ("{gett: /}", "gett", "Did you mean get?", "Vouliez-vous dire get"),
        ("{get: /, put: /}", "steps.0", "a step has exactly one of `get: /path`",
         "une étape a exactement un de"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_step_has_one_message(
    tmp_path: Path, step: str, field: str, mistake: str, french: str
) -> None:
    file = tmp_path / "profile.yaml"
    file.write_text(PROFILE.replace(STEP, f"      - {step}\n"), encoding="utf-8")
    with pytest.raises(Misuse) as raised:
        prepare_profile(file)
    (line,) = str(raised.value).splitlines()
    assert line.startswith(f"{file}:{11 if chr(10) in step else 10}: journeys.demander.")
    assert f"{field}: " in line
    assert mistake in line
    (translated,) = raised.value.args[0].fr.splitlines()
    assert french in translated
