"""Pages whose text is written by a script."""

import pytest

from epreuve.probes.html.scripted import is_built_by_script
from epreuve.probes.html.visible_text import page_text

ROOT = "<div id=root></div>"


@pytest.mark.parametrize(
    ("page", "built"),
    [
        (f"{ROOT}<script src=/app.js></script>", True),
        (f"{ROOT}<script type=module>start()</script>", True),
        (f"<body><noscript>{'Activez JavaScript. ' * 9}</noscript><script>start()</script>", True),
        (ROOT, False),
        (f'{ROOT}<script type="application/ld+json">{{}}</script>', False),
        (f"<p>{'Texte. ' * 20}</p><script src=/app.js></script>", False),
        ("<form><input name=nom></form><script src=/count.js></script>", False),
    ],
)
def test_pages_built_by_a_script(page: str, built: bool) -> None:
    assert is_built_by_script(page, page_text(page)) is built
