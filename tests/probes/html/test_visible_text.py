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
        "<p style='opacity: 0'>secret</p>",
        "<p style='opacity: 0.01'><b style='opacity:1'>secret</b></p>",
        "<p style='clip: rect(0 0 0 0); position: absolute'>secret</p>",
        "<p style='position:absolute;clip:rect(1px, 1px, 1px, 1px)'>secret</p>",
        "<p style='clip-path: inset(50%)'>secret</p>",
        "<p style='clip-path: circle(0)'>secret</p>",
        "<p style='clip-path: polygon(0 0, 0 0, 0 0)'>secret</p>",
        "<p style='font-size: 0'><b>secret</b></p>",
        "<p style='font-size: 1px'>secret</p>",
        "<p style='font: 0/0 a'>secret</p>",
        "<p style='width: 0; height: 0; overflow: hidden'>secret</p>",
        "<p style='max-height: 0; overflow: clip'>secret</p>",
        "<p style='color: white; background: #FFFFFF'>secret</p>",
        "<p style='color: #fff; background-color: rgb(255, 255, 255)'>secret</p>",
        "<p style='color: transparent'>secret</p>",
        "<p style='color: rgba(0, 0, 0, 0)'>secret</p>",
        "<p style='text-indent: -9999px'>secret</p>",
        "<p style='position: absolute; left: -9999px'>secret</p>",
        "<p style='position: fixed; top: -100em'>secret</p>",
        "<p style='margin-left: -9999px'>secret</p>",
        "<p style='transform: translateX(-9999px)'>secret</p>",
        "<p style='transform: translate(0, -5000px)'>secret</p>",
        "<p style='transform: scale(0)'>secret</p>",
        "<p style='opacity:0'><a href='tel:secret'>x</a></p>",
        "<a style='font-size:0' href='tel:secret'>x</a>",
        "<a href='tel:secret'></a>",
        "<style>.a { opacity: 0 }</style><p class=a>secret</p>",
        "<style>.a { width: 1px; height: 1px } p { overflow: hidden }</style><p class=a>secret</p>",
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
        "<div style='font-size:0'><p style='font-size:16px'>texte</p></div>",
        "<div style='color:transparent'><p style='color:black'>texte</p></div>",
        "<p style='color:#fff;background:#000'>texte</p>",
        "<p style='color:#fff;background:url(white.png)'>texte</p>",
        "<p style='color:transparent;background:linear-gradient(red,blue);background-clip:text'>"
        "texte</p>",
        "<p style='opacity:0;animation:appear 1s forwards'>texte</p>",
        "<p style='opacity:0.5'>texte</p>",
        "<p style='overflow:hidden;height:40px;width:100%'>texte</p>",
        "<p style='margin-left:-15px;text-indent:-2em'>texte</p>",
        "<p style='position:relative;top:-1px;clip-path:inset(5%)'>texte</p>",
        "<p style='transform:translate(-50%,-50%) scale(0.9)'>texte</p>",
        "<style>.a { opacity: 0 } p.a { opacity: 1 }</style><p class=a>texte</p>",
        "<style>.a:not(:focus) { clip: rect(0,0,0,0); left: 0 }</style><p class=a>texte</p>",
    ],
)
def test_what_is_displayed(shown: str) -> None:
    assert page_text(f"<body>{shown}</body>").split() == ["texte"]


def test_linked_sheets_hide_too() -> None:
    assert page_text("<p class=a>secret", [".a { display: none }"]).strip() == ""


def test_a_label_for_screen_readers_leaves_its_link() -> None:
    label = '<span style="position:absolute;clip:rect(0,0,0,0)">Téléphone</span>'
    assert page_text(f'<a href="tel:+33199001234">{label}<svg></svg></a>').strip() == (
        "tel:+33199001234"
    )


def test_the_numbers_of_telephone_links() -> None:
    assert "+33199001234" in page_text('<a href="tel:+33199001234">Appeler</a>')
