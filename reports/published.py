"""Text of public pages: without places of the test machine and raw errors of programs.

No sentence names either on purpose. This filter cleans the texts from outside: the reason why a run
ended, the detail of a failure.
"""

import re
from typing import Any, TypeVar

from pydantic import BaseModel

from epreuve.reports.cleaning import cleaned

Model = TypeVar("Model", bound=BaseModel)

# First folders of a machine. Paths of the service, such as `/demarches/acte`, begin with others.
_ROOTS = (
    "Users|bin|boot|builds|data|dev|etc|home|lib|lib64|media|mnt|opt|private|proc|root|run|sbin|"
    "snap|srv|sys|tmp|usr|var|work|workspace"
)
_LOCAL_PATH = re.compile(rf"(?<![\w/.:-])(?:file://)?(?:~|/(?:{_ROOTS}))/[^\s'\"`”»;,()]*")
_WINDOWS_PATH = re.compile(r"\b[A-Za-z]:\\[^\s'\"`”»;,()]*")
_RAW_ERROR = re.compile(
    r"\[Errno -?\d+\] ?|\b(?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception)\b(?:\([^)]*\))?:? ?"
    r"|Traceback \(most recent call last\):? ?"
)


def published(record: Model) -> Model:
    """Return a copy of `record` whose texts are cleaned, for a public page."""
    return without_local_places(cleaned(record))


def without_local_places(record: Model) -> Model:
    """Return a copy of `record` without local folders and raw errors, its texts whole."""
    return type(record).model_validate(_published_value(record.model_dump()))


def published_text(text: str) -> str:
    """Return a text without local folders and raw errors; the name of a file stays."""
    if "/" in text or "\\" in text:
        text = _LOCAL_PATH.sub(_file_name, _WINDOWS_PATH.sub(_file_name, text))
    return _RAW_ERROR.sub("", text)


def _file_name(path: re.Match[str]) -> str:
    whole = path.group().rstrip(".:")
    return re.split(r"[/\\]", whole)[-1] + path.group()[len(whole) :]


def _published_value(value: Any) -> Any:
    if isinstance(value, str):
        return published_text(value)
    if isinstance(value, dict):
        return {key: _published_value(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_published_value(inner) for inner in value)
    return value
