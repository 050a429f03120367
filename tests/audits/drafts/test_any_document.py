"""Any document of the rough shape gives a draft that `check` accepts, or one clear error."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epreuve.audits.drafts.draft import Draft
from epreuve.audits.drafts.form import page_forms
from epreuve.audits.drafts.legal_text import make_legal
from epreuve.audits.drafts.page_link import links
from epreuve.audits.drafts.profile_text import profile_text
from epreuve.audits.drafts.writer import draft_profile
from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.audits.profile.loading import prepare_profile

HERE = "http://127.0.0.1:8080"
LARGEST = 400_000  # characters of a draft
WORDS = st.sampled_from([
    "nom", "on", "no", "csrf", "password", "id", "{receipt}", "{citizen.name}", "{x}", "a b", "é",
    "\ud83d", "😀", "\u2028", "\x00", "\t", "#", "012", "12:30", "", "x" * 1200, '"', "- a", "//x",
])  # fmt: skip
TEXTS = WORDS | st.text(max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
ABSENT = object()
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def some(**members: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Return mappings in which each member may be missing, null or of another type."""
    fields = {
        name: st.one_of(one, one, one, one, one, one, st.none(), JUNK, st.just(ABSENT))
        for name, one in members.items()
    }
    return st.fixed_dictionaries(fields).map(
        lambda whole: {name: value for name, value in whole.items() if value is not ABSENT}
    )


URLS = st.builds(
    "{}{}".format,
    st.sampled_from([HERE, "http://localhost:8080", "http://[::1]:8080", "https://x.fr", "data:,"]),
    st.sampled_from(
        ["/", "/a", "/a/17", "/a?b={c}", "/a#b", "//b", "", "/a?token=1&q=jean", "/é "]
    ),
)
METHODS = st.sampled_from(["GET", "GET", "POST", "POST", "PUT", "DELETE", "OPTIONS", "get", "X"])
KINDS = st.sampled_from([
    "text/html", "application/json", "multipart/form-data; boundary=x", "image/png", "text/plain",
    "application/x-www-form-urlencoded",
])  # fmt: skip
BODIES = TEXTS | st.sampled_from([
    '{"id": 17, "nom": "{x}"}', "[1, null]", "null", '"a"', "a=1&a=2&b",
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
    '<h1>{x}</h1><form method=post><input type=hidden name=csrf value="a"></form>n° 17',
])  # fmt: skip
CONTENTS = some(
    mimeType=KINDS, text=BODIES, encoding=st.just("base64"),
    params=st.lists(some(name=TEXTS, value=TEXTS, fileName=TEXTS), max_size=3),
)  # fmt: skip
HEADERS = st.lists(
    some(name=st.sampled_from(["Authorization", "X-CSRF-Token", "Set-Cookie"]), value=TEXTS),
    max_size=2,
)
ENTRIES = some(
    request=some(method=METHODS, url=URLS, postData=CONTENTS, headers=HEADERS),
    response=some(
        status=st.sampled_from([200, 201, 302, 404, 0, "200"]), content=CONTENTS, redirectURL=URLS,
        headers=HEADERS | st.lists(some(name=st.just("Location"), value=URLS), max_size=2),
        cookies=HEADERS,
    ),
)  # fmt: skip
RECORDINGS = JUNK | st.builds(
    lambda entries: {"log": {"entries": entries}}, st.lists(ENTRIES, min_size=1, max_size=6)
)

NAMES = st.sampled_from(["A", "B"])
REFERENCES = st.builds("{}{}".format, st.just("#/components/schemas/"), NAMES) | st.sampled_from(
    ["./other.yaml#/A", "https://x.fr/a.json", "#/a/b", "#", ""]
)
SCHEMAS = st.recursive(
    some(type=st.sampled_from(["object", "array", "string", "integer", "null"]), enum=JUNK)
    | st.builds(lambda one: {"$ref": one}, REFERENCES),
    lambda inner: some(
        type=st.sampled_from(["object", ["null", "array"], "string"]),
        properties=st.dictionaries(TEXTS, inner, max_size=4),
        items=inner,
        allOf=st.lists(inner, max_size=3),
        oneOf=st.lists(inner, max_size=2),
        required=st.lists(TEXTS, max_size=2),
        example=JUNK, minimum=st.integers() | st.floats(), maxLength=st.integers(),
    ),
    max_leaves=12,
)  # fmt: skip
MEDIA = st.dictionaries(KINDS, some(schema=SCHEMAS, example=JUNK), max_size=2)
PARAMETERS = st.lists(
    some(
        name=TEXTS, schema=SCHEMAS, required=st.booleans(),
        **{"in": st.sampled_from(["query", "path", "header", "body", "formData", "cookie"])},
    ),
    max_size=3,
)  # fmt: skip
OPERATIONS = some(
    operationId=TEXTS, parameters=PARAMETERS, requestBody=some(content=MEDIA),
    responses=st.dictionaries(st.sampled_from(["200", "201", "2XX", "x"]), some(content=MEDIA)),
    security=st.lists(st.dictionaries(NAMES, JUNK, max_size=1), max_size=2),
)  # fmt: skip
PATHS = st.dictionaries(
    st.sampled_from(["/a", "/a/{id}", "/é b", "c", "//d", "/e#f", "/{x}"]),
    some(get=OPERATIONS, post=OPERATIONS, put=OPERATIONS, parameters=PARAMETERS),
    max_size=4,
)
VERSIONS = st.sampled_from([{"openapi": "3.0.3"}, {"openapi": "3.1.0"}, {"swagger": "2.0"}])
DESCRIPTIONS = JUNK | st.builds(
    lambda version, paths, rest: {**rest, **version, "paths": paths},
    VERSIONS,
    PATHS,
    some(
        info=some(title=TEXTS), host=st.just("127.0.0.1:80"), basePath=TEXTS,
        consumes=st.lists(KINDS, max_size=2),
        servers=st.lists(some(url=st.sampled_from([HERE, "/v1", "http://{a}:{b}/"])), max_size=2),
        components=some(
            schemas=st.dictionaries(NAMES, SCHEMAS, max_size=2),
            securitySchemes=st.dictionaries(NAMES, some(name=TEXTS, **{"in": TEXTS}), max_size=2),
        ),
        security=st.lists(st.dictionaries(NAMES, JUNK, max_size=1), max_size=1),
    ),
)  # fmt: skip

QUIET = settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def problem_of(file: Path) -> str:
    try:
        prepare_profile(file)
    except Misuse as error:
        return str(error)
    return ""


def becomes_a_profile_or_one_error(document: object, draft: Callable[[Path, Path], object]) -> None:
    with TemporaryDirectory() as folder:
        source, file = Path(folder, "source.json"), Path(folder, "draft.yaml")
        source.write_text(json.dumps(document), encoding="utf-8")
        try:
            draft(source, file)
        except Misuse as error:
            text = error_text(error)
            assert text.en.startswith(str(source))
            assert "\n" not in text.en
            assert not file.exists()
            return
        written = file.read_text(encoding="utf-8")
        assert len(written) < LARGEST
        problem = problem_of(file)
        assert not problem or "add `authorisation:`" in problem  # the only thing not drafted
        assert "\n" not in problem


@given(RECORDINGS)
@QUIET
def test_any_recording(document: object) -> None:
    becomes_a_profile_or_one_error(
        document, lambda source, file: draft_profile(None, source, None, file, "fr")
    )


@given(DESCRIPTIONS)
@QUIET
def test_any_description_of_an_api(document: object) -> None:
    becomes_a_profile_or_one_error(
        document, lambda source, file: draft_profile(None, None, source, file, "en")
    )


MARKUP = st.sampled_from([
    "<form>", "<form method=post action='/a?b=c'>", "<form method=POST id=x>", "</form>", "<h1>",
    "<form action='http://[::1'>", "<input name='a'>", "<input name=b type=hidden value='{x}'>",
    "<input type=password name=p>", "<textarea name='é{x}'>", "<select name=s><option value=1>",
    "<input type=file name=f>", "<input type=radio name=r>", "<input form=x name=o>", "</div>",
    "<div hidden>", "<base href='http://[x/'>",
    "<a href='http://[x'>", "<a href='/new?x={y}'>New</a>",
    "<input name=t tabindex=-1>", "<input name='n' pattern='[0-9' maxlength=2>", "<button name=b>",
])  # fmt: skip


@given(st.lists(MARKUP | TEXTS, max_size=14))
@QUIET
def test_any_page(parts: list[str]) -> None:
    page = "".join(parts).encode("utf-8", "replace").decode()
    list(links(page, f"{HERE}/a"))
    draft = Draft("x", HERE, "x")
    for form in page_forms(page, f"{HERE}/a"):
        draft.add(form.journey)
    make_legal(draft.complete())
    with TemporaryDirectory() as folder:
        file = Path(folder, "draft.yaml")
        file.write_text(profile_text(draft, "fr"), encoding="utf-8")
        prepare_profile(file)
