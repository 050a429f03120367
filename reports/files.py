"""Writing of files, with errors of the caller's own type."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def write_errors_as(failure: Callable[[str], Exception], path: Path | str) -> Iterator[None]:
    """Turn an OSError of the block into `failure`, with the path and the reason.

    with write_errors_as(NotMeasurable, path):
        path.write_text(document)
    """
    try:
        yield
    except OSError as error:
        raise failure(f"{path}: cannot be written ({error.strerror or error})") from None


def create_file(path: Path, text: str, failure: Callable[[str], Exception]) -> None:
    """Write a new file. Raises `failure` when it exists or cannot be written."""
    with write_errors_as(failure, path):
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            raise failure(f"{path}: already exists; choose another --file") from None
