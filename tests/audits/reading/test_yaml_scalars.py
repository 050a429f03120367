"""Scalars of YAML 1.1 that are not what they seem: shown as they were typed."""

from datetime import date
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, BeforeValidator, ConfigDict

from epreuve.audits.errors import Misuse
from epreuve.audits.reading.yaml_file import read_model


class Step(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = ""
    number: int = 0
    share: float = 1.0
    flag: bool = False
    day: date | None = None
    form: dict[str, str] = {}
    numbers: Annotated[tuple[int, ...], BeforeValidator(lambda one: (one,))] = ()
    texts: Annotated[tuple[str, ...], BeforeValidator(lambda one: (one,))] = ()
    body: object = None


class Steps(BaseModel):
    steps: tuple[Step, ...]


def read(folder: Path, text: str) -> Step:
    file = folder / "a.yaml"
    file.write_text(f"steps:\n- {text}\n", encoding="utf-8")
    return read_model(file, Steps).steps[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text: no", "steps.0.text: no: YAML reads `false`; put the text between quotes, or write"
         " `false`"),
        ("text: 012", "steps.0.text: 012: YAML reads `10`; put the text between quotes, or write"
         " `10`"),
        ("text: 12:30", "steps.0.text: 12:30: YAML reads `750`; put the text between quotes"),
        ("text: 1_000", "steps.0.text: 1_000: is not a text; write it between quotes"),
        ("text: ~", "steps.0.text: ~: is not a text; write it between quotes"),
        ("text:", "steps.0.text: nothing: is not a text; write it between quotes"),
        ("form: {postcode: 01000}", "steps.0.form.postcode: 01000: YAML reads `512`; put"),
        ("texts: no", "steps.0.texts: no: YAML reads `false`; put the text between quotes"),
        ("texts: 010", "steps.0.texts: 010: YAML reads `8`; put the text between quotes"),
        ("numbers: on", "steps.0.numbers: on: is not a number; write for example 3"),
        ("form: {no: off}", "steps.0.form.no: off: YAML reads `false`; put"),
        ("body: {a: [yes]}", "steps.0.body.a.0: yes: YAML reads `true`; put the text between"),
        ("body: {postcode: 01000}", "steps.0.body.postcode: 01000: YAML reads `512`; put"),
        ("body: {a: .nan}", "steps.0.body.a: .nan: is not a finite number"),
        ("number: on", "steps.0.number: on: is not a number; write for example 3"),
        ("number: true", "steps.0.number: true: is not a number; write for example 3"),
        ("number: 0200", "steps.0.number: 0200: YAML reads `128`; write `128`"),
        ("share: .inf", "steps.0.share: .inf: is not a finite number; write for example 3"),
        ("share: 1e999", "steps.0.share: is not a finite number; write for example 3"),
        ("share: inf", "steps.0.share: is not a finite number; write for example 3"),
        ("on: push", "steps.0.on: unknown key; remove it"),
        (f"number: 1{'0' * 30}", f"steps.0.number: 1{'0' * 30}: has more than 18 digits; write a"),
        (f"number: {'9' * 5000}", "steps.0.number: has more than 18 digits"),
        ('text: "a\\0b"', "steps.0.text: 'a\\x00b': has the control character U+0000; remove it"),
        ("day: 0", "steps.0.day: 0: is not a date; write for example 2027-03-31"),
        ("flag: maybe", "steps.0.flag: 'maybe': is neither true nor false"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_it_was_typed(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(Misuse) as raised:
        read(tmp_path, text)
    (line,) = str(raised.value).splitlines()
    assert line.removeprefix(f"{tmp_path / 'a.yaml'}:2: ").startswith(message)


def test_keys_and_dates_stay_as_they_were_typed(tmp_path: Path) -> None:
    step = read(tmp_path, "form: {on: a, no: b, 012: c, 2024-01-02: d, ~: e}")
    assert step.form == {"on": "a", "no": "b", "012": "c", "2024-01-02": "d", "~": "e"}
    step = read(tmp_path, "{text: 2024-01-02, flag: on, body: {a: true, d: 2024-01-02, n: [1.5]}}")
    assert step.text == "2024-01-02"
    assert step.flag
    assert step.body == {"a": True, "d": "2024-01-02", "n": [1.5]}
    assert read(tmp_path, "text: '012'").text == "012"
