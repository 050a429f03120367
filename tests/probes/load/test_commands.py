"""Commands of the harness, as lines."""

import pytest

from epreuve.probes.load.commands import Command, Go, Resume, Stop, decode, encode


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (Go(1234.5678901234567), b"go 1234.5678901234567\n"),
        (Resume(2, 0.1), b"resume 2 0.1\n"),
        (Stop(), b"stop\n"),
    ],
)
def test_a_command_is_one_line(command: Command, line: bytes) -> None:
    assert encode(command) == line
    assert decode(line) == command


@pytest.mark.parametrize("line", [b"\n", b"s\n", b"resume 1\n", b"resume a 1\n", b"go\n"])
def test_another_line_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"command|invalid literal"):
        decode(line)
