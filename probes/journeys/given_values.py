"""Values that a user gives to the fields of a form, with their placeholders filled."""

from collections.abc import Mapping

from epreuve.probes.journeys.form_encoding import FilePart
from epreuve.probes.journeys.form_values import Texts, Upload, Uploads, listed
from epreuve.probes.journeys.template import Variables, render, render_bytes


def given_texts(written: Mapping[str, Texts], variables: Variables) -> dict[str, list[str]]:
    """Return the texts of each field. Raises PlaceholderError."""
    return {
        name: [render(text, variables) for text in listed(texts)] for name, texts in written.items()
    }


def given_files(written: Mapping[str, Uploads], variables: Variables) -> dict[str, list[FilePart]]:
    """Return the files of each field. Raises PlaceholderError."""
    files: dict[str, list[FilePart]] = {}
    for field, uploads in written.items():
        several: tuple[str | Upload, ...] = listed(uploads)
        files[field] = [_file(field, upload, variables) for upload in several]
    return files


def _file(field: str, written: str | Upload, variables: Variables) -> FilePart:
    upload = Upload(content=written) if isinstance(written, str) else written
    return FilePart(
        render(upload.name, variables) or f"{field}.txt",
        render(upload.type, variables),
        render_bytes(upload.content, variables),
    )
