"""Errors of writing a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def write_errors_as(failure: Callable[[str], Exception], path: Path) -> Iterator[None]:
    """Turn an OSError of the block into `failure`, with the path and the reason.

    with write_errors_as(NotMeasurable, path):
        path.write_text(document)
    """
    try:
        yield
    except OSError as error:
        raise failure(f"{path}: cannot be written ({error.strerror or error})") from None
