"""A small service for rehearsals. Its one fault is named by the variable FAULT.

`login`: a submission is read by who is logged in. `forged`: any number is found. `bypass`: the
database is called past its proxy. `unused`: it is not called. `export`: the export fails. `ends`:
it starts once. `lost`: a kill loses all. `slow`: a page takes a minute. With the argument
`database`, it is its own database.
"""

import html
import json
import os
import socket
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

FAULT = os.environ.get("FAULT", "")
DATA = Path(os.environ.get("DATA", "."))
FOOT = "<p>Accueil : 01 99 00 12 34, 1 rue du Port, 99123 Saint-Exemple, de 9 h à 12 h</p>"
FORM = '<form method="post"><input type="hidden" name="cle" value="k17"><input name="nom"></form>'
LOGIN = '<form method="post"><input name="nom"><input name="mot" type="password"></form>'
kept, pool = {}, []


def stored():
    if FAULT == "lost":
        return [*kept.values()]
    return [file.read_text() for file in DATA.glob("*.txt")]


def find(number):
    file = DATA / f"{number}.txt"
    if FAULT == "lost":
        return kept.get(number)
    return file.read_text() if file.is_file() else None


def store(name):
    number = str(4000 + len(stored()) + os.getpid() % 1000)
    kept[number] = name
    if FAULT != "lost":
        (DATA / f"{number}.txt").write_text(name)
    if FAULT != "unused":
        host, _, port = os.environ["UPSTREAM" if FAULT == "bypass" else "BASE"].partition(":")
        call = socket.create_connection((host, int(port)), 5)
        call.sendall(b"GET / HTTP/1.1\r\nHost: base\r\n\r\n")
        call.recv(100)
        pool.append(call)
    return number


class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        number = path.rpartition("/")[2]
        if FAULT == "slow" and path == "/infos":
            time.sleep(60)
        if path in ("/", "/infos"):
            self.page(f"Bonjour. Le guichet fonctionne. {FOOT}")
        elif path == "/demande":
            self.page(FORM + FOOT)
        elif path == "/connexion":
            self.page(LOGIN + FOOT)
        elif path.startswith("/merci/"):
            self.page(f"Bien reçu, n° {number} {FOOT}")
        elif path == "/par-nom":
            self.page(
                " ".join(
                    f"demande {number} de {name}"
                    for number, name in enumerate(stored())
                    if name in query["nom"]
                )
            )
        elif path.startswith("/export/"):
            self.export(number)
        elif path.startswith("/dossiers/"):
            self.dossier(number)
        else:
            self.page(f"Page inconnue. {FOOT}", 404)

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path == "/connexion":
            self.lead("/infos", cookie="droit=oui")
        elif sent.get("cle") != ["k17"]:
            self.page("Jeton absent", 403)
        else:
            self.lead(f"/merci/{store(sent['nom'][0])}")

    def dossier(self, number):
        if FAULT == "login" and "droit=oui" not in self.headers.get("Cookie", ""):
            self.lead("/connexion")
        elif FAULT == "forged":
            self.page(f"Dossier {number}, reçu")
        elif (name := find(number)) is None:
            self.page("Aucun dossier", 404)
        else:
            self.page(f"Dossier {number}, reçu, de {html.escape(name)}")

    def export(self, number):
        if FAULT == "export":
            self.page("Erreur", 500)
        else:
            body = json.dumps({"numero": number, "nom": find(number)})
            self.page(body, kind="application/json")

    def lead(self, path, cookie="session=0123456789abcdef0123456789abcdef"):
        self.page("", 303, location=path, cookie=cookie)

    def page(
        self, text, status=200, kind="text/html; charset=utf-8", location=None, cookie=""
    ):  # fmt: skip
        body = text if "json" in kind else f'<html lang="fr"><body>{text}</body></html>'
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if location:
            self.send_header("Location", location)
            self.send_header("Set-Cookie", f"{cookie}; Path=/")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments):
        pass


def main():
    port = int(sys.argv[1])
    if "database" not in sys.argv:
        DATA.mkdir(parents=True, exist_ok=True)
        mark = DATA / "started"
        if FAULT == "ends" and mark.exists():
            sys.exit("the lock file is still there")
        mark.touch()
    ThreadingHTTPServer(("127.0.0.1", port), Pages).serve_forever()


main()
