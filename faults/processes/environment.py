"""Variables of the environment in commands: `{env.NAME}`, filled at their start, not recorded."""

import os
import re
from collections.abc import Mapping

from epreuve.faults.errors import FaultError
from epreuve.faults.message import message

_VARIABLE = re.compile(r"\{env\.(\w+)\}")


def variables_in(text: str) -> list[str]:
    """Return the names of the environment variables that a text uses, each once."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def with_environment(text: str) -> str:
    """Return a text with the values of its environment variables. Raises FaultError."""
    return _VARIABLE.sub(_value, text)


def environment(added: Mapping[str, str]) -> dict[str, str]:
    """Return our environment with some variables added. Raises FaultError."""
    return {**os.environ, **{name: with_environment(text) for name, text in added.items()}}


def _value(match: re.Match[str]) -> str:
    if match[1] not in os.environ:
        raise FaultError(
            message(
                "{placeholder}: the environment variable {variable} is not set; set it",
                placeholder=match[0], variable=match[1],
            )
        )  # fmt: skip
    return os.environ[match[1]]
