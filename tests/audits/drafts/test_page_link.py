"""Links that a draft reads: none that ends a session or destroys something."""

import pytest

from epreuve.audits.drafts.page_link import links


@pytest.mark.parametrize(
    "path",
    ["/logout", "/users/sign_out", "/log_out", "/d%C3%A9sabonnement", "/deconnexion", "/a/delete"],
)
def test_a_link_with_an_effect_is_not_read(path: str) -> None:
    page = f'<a href="{path}">x</a> <a href="/requests/new">New request</a>'
    assert [one.target for one in links(page, "http://town.example/")] == ["/requests/new"]
