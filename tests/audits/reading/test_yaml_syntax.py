"""Syntax errors of YAML files: one line with a place and a remedy."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.audits.reading.yaml_file import read_model
from epreuve.reports.text import Text


class Anything(BaseModel):
    name: object = None


def problem(folder: Path, text: str) -> Text:
    """Return the message about a text, without the name of its file."""
    file = folder / "a.yaml"
    file.write_bytes(text.encode())
    with pytest.raises(Misuse) as raised:
        read_model(file, Anything)
    message = error_text(raised.value)
    assert "\n" not in message.en
    return Text(
        fr=message.fr.removeprefix(f"{file}"), en=message.en.removeprefix(f"{file}"),
    )  # fmt: skip


TAB = "begins with a tab; replace each tab by spaces"
QUOTE = "has a value that begins with `{}`; write the value between quotes"
COLON = "has `: ` inside a value, or too many spaces at its beginning; write the value between"
UNALIGNED = "does not continue the lines above; align it with them, with spaces"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("name:\n\tshort: 1\n", 2, TAB),
        ("name: oak\n\tshort: 1\n", 2, TAB),
        ("name:\n  a: 1\n \tb: 2\n", 3, TAB),
        ("name:\n  -\ta: 1\n", 2, TAB),
        ('name: "oak\nb: 1\n', 1, 'has a quote " that is not closed; add "'),
        ('a: 1\nname: "oak\nb: "c"\n', 2, 'has a quote " that is not closed; add "'),
        ("a: 1\nname: 'oak\nb: 'c'\n", 2, "has a quote ' that is not closed; add '"),
        ("name: 'it's'\n", 1, "has text after the closing quote '; write the whole value between"),
        ("name: {receipt}/x\n", 1, QUOTE.format("{")),
        ("name: [a]/x\n", 1, QUOTE.format("[")),
        ("name: @oak\n", 1, QUOTE.format("@")),
        ("name: `oak`\n", 1, QUOTE.format("`")),
        ("name: %oak\n", 1, QUOTE.format("%")),
        ("name: *oak\n", 1, QUOTE.format("*")),
        ("name: *.oak\n", 1, QUOTE.format("*")),
        ("name: & oak\n", 1, QUOTE.format("&")),
        ("name: !oak\n", 1, QUOTE.format("!")),
        ("name: !!python/object:os.system x\n", 1, QUOTE.format("!")),
        ("a: 1\nname: text: oak\n", 2, COLON),
        ('name: "\\d+"\n', 1, "has a backslash between double quotes; write single quotes instead"),
        ("a: 1\nname:oak\nb: 2\n", 2, "has no `: ` after its key; write `key: value`"),
        ("a: 1\nname: [oak\n", 2, "opens `{` or `[` and does not close it; close it"),
        ("name: [\n  - a\n", 2, "has an empty entry, or `{` or `[` is not closed above; close it"),
        ("name: {a: 1\nb: 2\n", 1, "opens `{` or `[` and does not close it; close it"),
        ("name:\n  a: 1\n b: 2\n", 3, UNALIGNED),
        ("name:\n  - a\n  b: 1\n", 3, UNALIGNED),
        ("name: oak\n---\nname: elm\n", 2, "begins a second document; remove `---` and what"),
        ("name: oak\n? [a]\n: b\n", 2, "has a key that is not a text; write the key between"),
        ("a: 1\nname: \x01\n", 2, "has the control character U+0001; remove it"),
        ("<<: oak\n", 1, "has a key `<<` without a mapping; write the key between quotes"),
    ],
)  # fmt: skip
def test_a_syntax_error_has_its_line_and_its_remedy(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    found = problem(tmp_path, text)
    assert found.en.startswith(f":{line}: {message}")
    assert found.fr.startswith(f":{line}: ")
    assert found.fr != found.en


def test_another_error_has_its_line_and_the_words_of_the_parser(tmp_path: Path) -> None:
    assert problem(tmp_path, "name: |x\n").en == (
        ":1: is not valid YAML: did not find expected comment or line break; correct this place"
    )


@pytest.mark.parametrize("text", ["[" * 300_000 + "]" * 300_000, "- " * 2_000, "{a: " * 2_000])
def test_a_deep_file_is_refused(tmp_path: Path, text: str) -> None:
    message = problem(tmp_path, f"a: 1\nname:\n  {text}\n").en
    assert message == ":3: is nested more than 200 levels deep; correct this place"
