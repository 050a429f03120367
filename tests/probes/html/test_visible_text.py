"""Visible text of a page."""

import pytest

from epreuve.probes.html.visible_text import page_text


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display: none'>secret</p>",
        "<div style='DISPLAY:none'><p style='display:none'>secret</p></div>",
        "<p style='visibility: hidden'>secret</p>",
        "<p hidden>secret</p>",
        "<p aria-hidden=true>secret</p>",
        "<!-- secret -->",
        "<template><p>secret</p></template>",
        "<noscript>secret</noscript>",
        "<script>var a = 'secret'</script>",
        "<dialog>secret</dialog>",
        "<style>.a { display: none }</style><p class=a>secret</p>",
        "<style>@media (min-width: 600px) { .a { display: none } }</style><p class=a>secret</p>",
        "<style>em { display: none } em { color: red }</style><em>secret</em>",
        "<style>#a { display: none } p { display: block }</style><p id=a>secret</p>",
        "<style>em { display: none !important }</style><em style='display:block'>secret</em>",
        "<p style='display:none'><a href='tel:secret'>x</a></p>",
    ],
)
def test_what_is_not_displayed(hidden: str) -> None:
    assert page_text(f"<body><p>avant</p>{hidden}<p>après</p></body>").split() == ["avant", "après"]


@pytest.mark.parametrize(
    "shown",
    [
        "<p aria-hidden=false>texte</p>",
        "<dialog open>texte</dialog>",
        "<style>.b { display: none }</style><p class=a>texte</p>",
        "<style>@media print { .a { display: none } }</style><p class=a>texte</p>",
        "<style media=print>.a { display: none }</style><p class=a>texte</p>",
        "<style>.a { display: none } .a { display: block }</style><p class=a>texte</p>",
        "<style>.a:hover { display: none }</style><p class=a>texte</p>",
        "<style>/* .a { display: none } */</style><p class=a>texte</p>",
        "<style>.a { display: none }</style><p class=a style='display: block'>texte</p>",
        "<details><summary></summary>texte</details>",
    ],
)
def test_what_is_displayed(shown: str) -> None:
    assert page_text(f"<body>{shown}</body>").split() == ["texte"]


def test_linked_sheets_hide_too() -> None:
    assert page_text("<p class=a>secret", [".a { display: none }"]).strip() == ""


def test_the_numbers_of_telephone_links() -> None:
    assert "+33199001234" in page_text('<a href="tel:+33199001234">Appeler</a>')
