"""Print versions of a page."""

import pytest

from epreuve.probes.pages.print_style import is_printable, linked_sheets, pdf_address


@pytest.mark.parametrize(
    ("page", "sheets", "expected"),
    [
        ("<style>@media print{nav{display:none}}</style>", (), True),
        ("<style>/* @media print{nav{display:none}} */ a{b:c}</style>", (), False),
        ('<link rel="stylesheet" href="a.css">', ("@import url(p.css) print;",), True),
        (
            "<style>@media screen and (min-width:1px){}\n@media  only print {a{b:c}}</style>",
            (),
            True,
        ),
        ('<link rel="stylesheet" media="print" href="p.css">', (), True),
        ('<style media="print">p{}</style>', (), True),
        ('<link rel="stylesheet" href="a.css">', ("@media print{p{a:b}}",), True),
        ('<link rel="stylesheet" href="a.css">', ("p{color:red}",), False),
        ("<style>p{content:'@page print'}</style>", (), False),
        ("<p style='color:red'>@media print</p>", (), False),
        ("<p>Texte simple</p>", (), True),
    ],
)
def test_print_style(page: str, sheets: tuple[str, ...], expected: bool) -> None:
    assert is_printable(page, sheets) is expected


def test_style_sheets_are_listed_as_written() -> None:
    page = (
        '<link rel="stylesheet" href="/a.css" media="print"><link rel="icon" href="i">'
        '<link rel="stylesheet">'
    )
    assert linked_sheets(page) == [("/a.css", "print")]


def test_the_first_pdf() -> None:
    assert pdf_address('<a href="/a">x</a><a href="/fiche.PDF?v=2">y</a>') == "/fiche.PDF?v=2"
    assert pdf_address('<a href="/a">x</a>') is None
