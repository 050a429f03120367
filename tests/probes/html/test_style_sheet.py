"""Style sheets: their rules and addresses, without comments."""

from epreuve.probes.html.style_sheet import FONT_FACE, Import, Rule, addresses, parse_style


def test_comments_have_no_address() -> None:
    css = "/* a{background:url(a.png)} */ b { background: url(b.png) /* url(c.png) */ }"
    assert [rule.addresses() for rule in parse_style(css).rules] == [["b.png"]]
    assert parse_style("/* never closed url(a.png)").rules == ()


def test_strings_are_not_comments() -> None:
    (rule,) = parse_style('a::before { content: "/* not a comment"; color: red }').rules
    assert "color: red" in rule.declarations


def test_imports_with_their_media() -> None:
    css = (
        "@charset 'utf-8'; @import url(a.css) print; @import \"b.css\" layer(x) screen;"
        "@import url('c.css'); @namespace url(http://www.w3.org/1999/xhtml);"
    )
    assert parse_style(css).imports == (
        Import("a.css", "print"), Import("b.css", "screen"), Import("c.css", ""),
    )  # fmt: skip


def test_rules_keep_the_queries_around_them() -> None:
    css = "@media print { @media (color) { a { b: c } } } @supports (d: e) { f { g: h } }"
    assert parse_style(css).rules == (
        Rule("a", "b: c", ("print", "(color)")), Rule("f", "g: h", ()),
    )  # fmt: skip


def test_key_frames_and_pages_are_no_rules_of_elements() -> None:
    css = "@keyframes k { from { background: url(a.png) } } @page { margin: 0 } a { b: c }"
    assert [rule.selector for rule in parse_style(css).rules] == ["a"]


def test_nested_rules() -> None:
    css = ".card { color: red; &:hover { color: blue } .name { display: none } }"
    assert [rule.selector for rule in parse_style(css).rules] == [
        ".card:hover", ".card .name", ".card",
    ]  # fmt: skip


def test_a_font_face() -> None:
    (rule,) = parse_style("@font-face { src: url('a.woff2'), url(a.woff) }").rules
    assert (rule.selector, rule.addresses()) == (FONT_FACE, ["a.woff2", "a.woff"])


def test_an_address_inside_a_string_is_text() -> None:
    svg = "background: url(\"data:image/svg+xml,<svg fill='url(#a)'>\"); content: 'url(b.png)'"
    assert addresses(svg) == ["data:image/svg+xml,<svg fill='url(#a)'>"]


def test_a_broken_sheet_gives_the_rules_that_can_be_read() -> None:
    assert [rule.selector for rule in parse_style("} a { b: c } d { e: f").rules] == ["a"]
