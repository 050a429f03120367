"""The reader of the catalogues."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from epreuve.reports.catalogue import read_catalogue

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(
    path for folder in ("audits", "reports") for path in (ROOT / folder).rglob("fr.po")
)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_reader_agrees_with_babel(path):
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale="fr") if message.id]
    assert read_catalogue(path.read_text(encoding="utf-8")) == {
        message.id if isinstance(message.id, str) else message.id[0]: (message.string,)
        if isinstance(message.id, str)
        else tuple(message.string)
        for message in messages
    }


def test_texts_continue_on_the_next_line_and_comments_are_skipped():
    catalogue = (
        '# a "comment"\nmsgid ""\nmsgstr ""\n"Language: fr\\n"\n\n'
        'msgid "a \\"b\\""\n" c"\nmsgstr ""\n"un\\n"\n"deux"\n\n#~ msgid "old"\n#~ msgstr "vieux"\n'
    )
    assert read_catalogue(catalogue) == {'a "b" c': ("un\ndeux",)}
