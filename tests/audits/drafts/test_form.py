"""Forms of pages: their fields as a user would fill them in, and what they are for."""

import pytest

from epreuve.audits.drafts.draft import DraftStep
from epreuve.audits.drafts.form import FoundForm, page_forms

URL = "http://127.0.0.1:8080/a/b?c=d"


def forms(page: str, *sheets: str) -> list[FoundForm]:
    return list(page_forms(page, URL, sheets))


def submitted(inside: str, attributes: str = 'method="post"', *sheets: str) -> DraftStep:
    (found,) = forms(f"<form {attributes}>{inside}</form>", *sheets)
    return found.journey.steps[-1]


def values(inside: str, *sheets: str) -> dict[str, object]:
    step = submitted(inside, 'method="post"', *sheets)
    return {name: [one.value for one in guesses] for name, guesses in step.form.items()}


@pytest.mark.parametrize(
    ("attributes", "path"),
    [
        ('method="post" action="/request?kind=new#top"', "/request?kind=new"),
        ('method="POST" action="?kind=new"', "/a/b?kind=new"),
        ('method="post" action=""', "/a/b?c=d"),
        ('method="post"', "/a/b?c=d"),
        ('method="post" action="http://127.0.0.1:8080/x?y=z"', "/x?y=z"),
        ('method="post" action="http://localhost:8080/x"', "/x"),
        ('action="/find?lost=1"', "/find?q=essai"),
    ],
)
def test_the_address_of_a_form_keeps_its_query(attributes: str, path: str) -> None:
    assert submitted('<input name="q">', attributes).path == path


def test_forms_of_other_services_are_not_drafted() -> None:
    assert not forms('<form action="https://elsewhere.fr/"></form><form action="http://[x"></form>')
    page = '<base href="/sub/"><form action="x" method="post"></form>'
    assert forms(page)[0].journey.steps[-1].path == "/sub/x"


@pytest.mark.parametrize(
    "trap",
    [
        '<div style="display: none"><input name="website"></div>',
        '<div hidden><input name="website"></div>',
        '<p aria-hidden="true"><input name="website"></p>',
        '<input name="website" tabindex="-1">',
        '<div style="position:absolute; left:-9999px"><input name="website"></div>',
        '<style>.hp{visibility:hidden}</style><span class="hp"><input name="website"></span>',
        '<div class="linked"><input name="website"></div>',
    ],
)
def test_fields_that_only_robots_fill_in_stay_empty(trap: str) -> None:
    found = values(f'<input name="nom">{trap}', ".linked {display:none}")
    assert found == {"nom": ["{citizen.name}"], "website": [""]}


def test_fields_that_are_hidden_for_another_reason_are_filled_in() -> None:
    step = submitted(
        '<label style="opacity:0"><input type="file" name="piece"></label>'
        '<div style="display:none"><input name="a"><input name="b"><input name="c"></div>'
        '<div hidden><input name="d" required></div>'
    )
    assert step.files.keys() == {"piece"}
    assert all(guesses[0].value for guesses in step.form.values())


HIDDEN = '<input type=hidden name=csrf value="a"><textarea name=t></textarea>'


@pytest.mark.parametrize(
    ("page", "selector"),
    [
        (f'<form action="/search"></form><form method=post action="/new">{HIDDEN}</form>', ""),
        (f'<form><input name=t></form><form method=post action="/new">{HIDDEN}</form>',
         'form[action="/new"]'),
        (f'<form>{HIDDEN}</form><form id="new" method=post action="/a">{HIDDEN}</form>',
         'form[id="new"]'),
        (f"<div><form>{HIDDEN}</form><form method=post>{HIDDEN}</form></div>",
         "form:nth-of-type(2)"),
    ],
)  # fmt: skip
def test_hidden_values_are_those_of_their_own_form(page: str, selector: str) -> None:
    submit = forms(page)[-1].journey.steps[-1]
    assert submit.selector == selector
    assert submit.form.keys() == {"t"}


def test_a_user_fills_in_what_the_fields_allow() -> None:
    found = values(
        '<input name="author"><input name="courriel" type="email"><input name="message">'
        '<input name="nombre_personnes"><input name="age" type="number" min="18" max="20">'
        '<input name="nom" maxlength="3"><input name="cp" pattern="[0-9]{5}">'
        '<input name="plaque" pattern="[A-Z]{2}[0-9]{3}[A-Z]{2}"><textarea name="texte"></textarea>'
        '<input name="village"><input name="off" disabled>'
        '<select name="s"><option value="">-</option><option value="b">B<option value="c" selected>'
        '</select><input type="radio" name="r" value="1"><input type="radio" name="r" value="2" '
        'checked><input type="checkbox" name="k" value="x">'
        '<input type="checkbox" name="ok" required>'
        '<input name="tel[]"><input name="tel[]">'
    )
    assert found == {
        "author": ["{citizen.name}"], "courriel": ["{citizen.email}"],
        "message": ["{citizen.message}"], "nombre_personnes": ["12"], "age": ["18"], "nom": ["ess"],
        "cp": ["99999"], "plaque": ["AB123CD"], "texte": ["{citizen.message}"],
        "village": ["essai"], "s": ["c"], "r": ["2"], "ok": ["on"],
        "tel[]": ["{citizen.phone}", "{citizen.phone}"],
    }  # fmt: skip


def test_fields_and_the_button_of_a_form_may_stand_elsewhere() -> None:
    page = (
        '<form id="f" method="post"><button name="do" value="preview">Preview</button>'
        '<button name="do" value="save">Save</button></form><input form="f" name="nom">'
    )
    (found,) = forms(page)
    assert {name: one[0].value for name, one in found.journey.steps[-1].form.items()} == {
        "nom": "{citizen.name}", "do": "save",
    }  # fmt: skip


LOGIN = '<input name="username"><input name="password" type="password">'


@pytest.mark.parametrize(
    ("inside", "attributes", "purpose"),
    [
        (LOGIN, 'method="post" action="/login"', "login"),
        ('<input name="email" type="email"><input type="password" name="p">', "", "login"),
        (f'{LOGIN}<input type="password" name="again">', 'method="post"', "register"),
        ('<input name="email">', 'method="post" action="/password/reset"', "reset"),
        ('<input name="email">', 'method="post" action="/newsletter"', "newsletter"),
        ('<input name="q">', "", "search"),
        ('<input name="q" type="search">', 'method="post"', "search"),
        ('<input name="ticket"><input name="email">', "", "lookup"),
        ('<input name="numero">', "", "lookup"),
        ("<button>Out</button>", 'method="post" action="/logout"', "danger"),
        ("<button>Go</button>", 'method="post" action="/theme"', "setting"),
        ("<textarea name=t></textarea>", 'method="post"', "file"),
        ("<input type=file name=f>", 'method="post"', "file"),
        ("<input name=a><input name=b>", 'method="post"', "file"),
    ],
)
def test_the_purpose_of_a_form(inside: str, attributes: str, purpose: str) -> None:
    (found,) = forms(f"<form {attributes}>{inside}</form>")
    assert found.purpose == purpose


def test_the_form_that_files_something_weighs_most() -> None:
    bulk = "".join(f'<input type=checkbox name=ids value={n}><input name="a{n}">' for n in range(9))
    page = (
        f'<form method="post" action="/login">{LOGIN}</form><form><input name="q"></form>'
        f'<form method="post" action="/issues/bulk_edit">{bulk}<select name="s"></select></form>'
        f'<form method="post" action="/register">{LOGIN}<input type="password" name="p2"></form>'
        '<form method="post" action="/issues"><input name="subject"><textarea name="t"></textarea>'
        "</form>"
    )
    best = max(forms(page), key=lambda one: one.journey.weight)
    assert best.journey.steps[-1].path == "/issues"


def test_a_log_in_takes_its_account_from_the_environment() -> None:
    step = submitted(LOGIN, 'method="post" action="/login"')
    assert {name: one[0].value for name, one in step.form.items()} == {
        "username": "{env.USERNAME}", "password": "{env.PASSWORD}",
    }  # fmt: skip
