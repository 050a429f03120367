"""Pages whose text is written by a script."""

import pytest

from epreuve.probes.html.scripted import is_built_by_script, is_script_page
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


def test_a_style_sheet_may_hide_what_the_page_says() -> None:
    page = f"<p class=a>{'Bonjour ' * 20}</p><script src=a.js></script>"
    assert not is_script_page(page)
    assert is_script_page(page, [".a { display: none }"])
