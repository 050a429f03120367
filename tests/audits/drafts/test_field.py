"""Guessed values of form fields."""

import pytest

from epreuve.audits.drafts.field import guess, is_secret


@pytest.mark.parametrize("name", ["password", "mot_de_passe", "csrf_token", "apiKey", "mdp", "otp"])
def test_secrets(name: str) -> None:
    assert is_secret(name)
    assert guess(name).value.startswith("{env.")


@pytest.mark.parametrize("name", ["nom", "lieu", "passage", "encodage"])
def test_not_secrets(name: str) -> None:
    assert not is_secret(name)


@pytest.mark.parametrize(
    "name",
    ["author", "auteur", "annonce", "footpath", "secretariat", "passenger", "cardinal", "tokyo"],
)
def test_words_that_contain_those_of_secrets(name: str) -> None:
    assert not is_secret(name)


@pytest.mark.parametrize(
    "name",
    ["csrfmiddlewaretoken", "__RequestVerificationToken", "user[password]", "userPwd", "user_pass"],
)
def test_secrets_inside_a_name(name: str) -> None:
    assert is_secret(name)
