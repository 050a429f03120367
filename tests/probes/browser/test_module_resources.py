"""Modules that scripts import, written by people and by bundlers."""

from typing import Any

import pytest

from epreuve.probes.browser.module_resources import imports_of_module
from epreuve.probes.browser.page_load import load_page
from epreuve.probes.http.sender import Senders

SENDER = Senders("test").of(0)
BASE = "http://town.example/assets/app.js"


@pytest.mark.parametrize(
    ("script", "paths"),
    [
        ('import { a, b as c } from "./a.js";', ["/assets/a.js"]),
        ("import d, * as all\n  from '../b.js'\n", ["/b.js"]),
        ('import"./a.js";import{x as y}from"/c.js";export*from"./d.js"',
         ["/assets/a.js", "/c.js", "/assets/d.js"]),
        ('import vue from "vue"; import x from "./x.js"; import y from "./x.js"', ["/assets/x.js"]),
        ('const m = () => import("./later.js")', []),
        ("el.import './no.js'; const s = \"import './no.js'\"; important './no.js'", []),
        ('export default { from: "./no.js" }', []),
    ],
)  # fmt: skip
def test_static_imports(script: str, paths: list[str]) -> None:
    found = imports_of_module(script, BASE)
    assert [one.target for one in found] == paths
    assert all(one.is_module and one.use == "module" for one in found)


FILES = {
    "/": '<h1>Guichet</h1><script type="module" src="/app.js"></script>'
    '<script src="/old.js"></script>',
    "/app.js": 'import "./part.js"; console.log(1)',
    "/part.js": 'export * from "./deep.js"',
    "/deep.js": 'import "./part.js"; ' + "x" * 5000,
    "/old.js": 'import "./never.js"',
}


def test_the_weight_of_a_page_has_the_modules_of_its_scripts(serve: Any, respond: Any) -> None:
    def site(connection: Any, request: bytes) -> None:
        path = request.split(b" ")[1].decode()
        kind = "text/html" if path == "/" else "text/javascript"
        respond(FILES[path], "200 OK", f"Content-Type: {kind}")(connection, request)

    service = serve(site)
    authority = f"127.0.0.1:{service.port}"
    view = load_page("/", authority, 5, {authority: service.address}, SENDER, repeat=False)
    assert view.requests == 5
    assert view.bytes == sum(len(text.encode()) for text in FILES.values())
    assert view.failed == ()
