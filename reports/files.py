"""Errors of files: unreadable ones, and writing with errors of the caller's own type."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from epreuve.reports.text import Text
from epreuve.reports.translation import translate


@contextmanager
def write_errors_as(failure: Callable[[Text], Exception], path: Path | str) -> Iterator[None]:
    """Turn an OSError of the block into `failure`, with the path, the reason and the remedy.

    `failure` is Misuse for a place that the user chose, NotMeasurable for a file of a run.

    with write_errors_as(NotMeasurable, path):
        path.write_text(document)
    """
    try:
        yield
    except OSError as error:
        raise failure(cannot_be_written(path, error)) from None


def cannot_be_written(path: Path | str, error: OSError) -> Text:
    """Return the message for a file or folder that the system does not let epreuve write."""
    return translate(
        "{path}: cannot be written ({error}); choose another folder, or change its permissions",
        path=str(path), error=str(error.strerror or error),
    )  # fmt: skip


def cannot_be_read(path: Path, error: OSError) -> Text:
    """Return the message for a file that the system does not give."""
    return translate(
        "{path}: cannot be read ({error}); check the path and its permissions",
        path=str(path), error=str(error.strerror or error),
    )  # fmt: skip


def create_file(path: Path, text: str, failure: Callable[[Text], Exception]) -> None:
    """Write a new file. Raises `failure` when it exists or cannot be written."""
    with write_errors_as(failure, path):
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            raise failure(
                translate("{path}: already exists; choose another --file", path=str(path))
            ) from None
