"""Text that the pages of receipts never given share."""

import pytest

from epreuve.probes.pages.missing_page import is_like, missing_page

STORED = ["request", "#", "ann"]


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (["sorry not here", "sorry not here"], "sorry not here"),
        (["sorry not here oak", "sorry not here elm"], "sorry not here * *"),
        (["oak sorry not here", "sorry not here"], "* * sorry not here"),
        (["not here oak", "not here elm", "not here oak"], "not here * *"),
        (["a oak b c d", "a elm b c e"], "a * * b c * *"),
        (["oak elm not", "ash fir not"], None),  # under half of the words are shared
        (["request # oak", "request # elm"], None),  # no word that a stored one lacks
        (["", ""], ""),  # an empty list
        (["request # ann", "request # ann"], None),  # the page of a stored one
    ],
)
def test_words_that_differ_do_not_count(pages: list[str], text: str | None) -> None:
    assert missing_page([page.split() for page in pages], STORED) == text


def test_a_long_page_that_differs_everywhere_is_not_compared() -> None:
    pages = [[f"{letter}{number}" for number in range(3000)] for letter in "ab"]
    assert missing_page(pages, STORED) is None


@pytest.mark.parametrize(
    ("page", "like"),
    [
        ("sorry oak not here", True),
        ("sorry oak elm not here", True),
        ("sorry not here", True),
        ("sorry oak elm ash not here", False),
        ("sorry oak not here at all", False),
        ("sorry oak not", False),
        ("", False),
    ],
)
def test_a_page_is_like_it_in_all_its_length(page: str, like: bool) -> None:
    assert is_like("sorry * * not here", page.split()) is like
