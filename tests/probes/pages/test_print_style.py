"""Print versions of a page."""

import pytest

from epreuve.probes.pages.print_style import has_print_style, pdf_address, stylesheet_addresses


@pytest.mark.parametrize(
    ("page", "sheets", "expected"),
    [
        ("<style>@media print{nav{display:none}}</style>", (), True),
        ("<style>@media screen and (min-width:1px){}\n@media  only print {}</style>", (), True),
        ('<link rel="stylesheet" media="print" href="p.css">', (), True),
        ('<style media="print">p{}</style>', (), True),
        ('<link rel="stylesheet" href="a.css">', ("@media print{p{}}",), True),
        ('<link rel="stylesheet" href="a.css">', ("p{color:red}",), False),
        ("<style>p{content:'@page print'}</style>", (), False),
        ("<p>@media print</p>", (), False),
    ],
)
def test_print_style(page: str, sheets: tuple[str, ...], expected: bool) -> None:
    assert has_print_style(page, sheets) is expected


def test_style_sheets_are_listed_as_written() -> None:
    page = '<link rel="stylesheet" href="/a.css"><link rel="icon" href="i"><link rel="stylesheet">'
    assert stylesheet_addresses(page) == ["/a.css"]


def test_the_first_pdf() -> None:
    assert pdf_address('<a href="/a">x</a><a href="/fiche.PDF?v=2">y</a>') == "/fiche.PDF?v=2"
    assert pdf_address('<a href="/a">x</a>') is None
