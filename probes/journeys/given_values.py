"""Values that a user gives to the fields of a form, with their placeholders filled."""

from collections.abc import Mapping

from epreuve.probes.journeys.form_encoding import FilePart
from epreuve.probes.journeys.one_or_more import Texts, Upload, Uploads
from epreuve.probes.journeys.template import Variables, render, render_bytes


def given_texts(written: Mapping[str, Texts], variables: Variables) -> dict[str, list[str]]:
    """Return the texts of each field. Raises PlaceholderError."""
    return {name: [render(text, variables) for text in texts] for name, texts in written.items()}


def given_files(written: Mapping[str, Uploads], variables: Variables) -> dict[str, list[FilePart]]:
    """Return the files of each field. Raises PlaceholderError."""
    return {
        field: [_file(field, upload, variables) for upload in uploads]
        for field, uploads in written.items()
    }


def _file(field: str, upload: Upload, variables: Variables) -> FilePart:
    return FilePart(
        render(upload.name, variables) or f"{field}.txt",
        render(upload.type, variables),
        render_bytes(upload.content, variables),
    )
