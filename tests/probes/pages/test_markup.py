"""Accessibility defects and recent features of a page."""

import pytest

from epreuve.probes.pages.markup import accessibility_defects, recent_features

WHOLE = (
    '<html lang="fr"><head><title>Dépôt</title><meta name="viewport" content="width=device-width">'
    '</head><body><h1>Dépôt</h1><img src="a.png" alt=""><label for="n">Nom</label>'
    '<input id="n" name="nom"><label>Objet <input name="objet"></label>'
    '<input type="hidden" name="jeton"><button>Envoyer</button></body></html>'
)


def test_a_complete_page_has_no_defect() -> None:
    assert accessibility_defects(WHOLE) == ()
    assert recent_features(WHOLE) == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (' lang="fr"', "", "lang"),
        ("<title>Dépôt</title>", "<title> </title>", "title"),
        ("<h1>Dépôt</h1>", "<p>Dépôt</p>", "heading"),
        (' alt=""', "", "image"),
        (' for="n"', "", "label"),
    ],
)
def test_each_defect_is_named(old: str, new: str, fault: str) -> None:
    assert accessibility_defects(WHOLE.replace(old, new)) == (fault,)


@pytest.mark.parametrize("attribute", ['aria-label="Nom"', 'aria-labelledby="x"', 'title="Nom"'])
def test_other_ways_to_label(attribute: str) -> None:
    page = WHOLE.replace(' for="n"', "").replace('id="n"', attribute)
    assert accessibility_defects(page) == ()


@pytest.mark.parametrize(
    ("added", "needed"),
    [
        ('<script type="module" src="a.js"></script>', ("module",)),
        ('<script type="module" src="a.js"></script><script nomodule src="b.js"></script>', ()),
        ('<img alt="" src="/photo.avif?1">', ("image",)),
        ('<img alt="" src="/photo.jpg">', ()),
    ],
)
def test_features_that_old_devices_lack(added: str, needed: tuple[str, ...]) -> None:
    assert recent_features(WHOLE.replace("</body>", f"{added}</body>")) == needed


def test_a_page_for_large_screens_only() -> None:
    assert recent_features(WHOLE.replace('name="viewport"', 'name="x"')) == ("viewport",)
