"""A small e-service as another team would write it, with Flask and PostgreSQL.

`DATABASE_URL` is its database and `FOOT` the text at the foot of every page. Start it with
`python service.py 8090`.
"""

import os
import sys
import uuid

import psycopg
from flask import Flask, abort, redirect, request

app = Flask(__name__)
DATABASE = os.environ["DATABASE_URL"]
FOOT = os.environ.get("FOOT", "")
TABLE = "create table if not exists signalement (numero text primary key, nom text, lieu text)"
PAGE = f"""<!doctype html><html lang="fr"><title>Voirie</title><link rel="stylesheet" href="/s.css">
<nav><a href="/">Accueil</a> <a href="/signaler">Signaler</a> <a href="/urgence">Urgence</a>
<a href="/deconnexion">Quitter</a> <a href="/prive/agents">Agents</a></nav>
%s<footer>{FOOT}</footer>"""
FORM = """<h1>Signaler un nid-de-poule</h1><form method="post" action="/signaler">
<input type="hidden" name="cle" value="%s"><input name="nom" required>
<input name="lieu"><select name="gravite"><option value="">–</option><option value="forte">Forte
</option></select><input type="password" name="code_agent"><button>Envoyer</button></form>"""


def rows(query, *values):
    with psycopg.connect(DATABASE, connect_timeout=3) as connection:
        cursor = connection.execute(query, values)
        return cursor.fetchall() if cursor.description else []


@app.get("/")
def home():
    card = '<img src="https://tile.openstreetmap.org/0/0/0.png" alt="">'
    return PAGE % f"<h1>Voirie de Saint-Exemple</h1>{card}"


@app.get("/s.css")
def style():
    return "body{font:1rem serif}", {"Content-Type": "text/css", "Cache-Control": "max-age=3600"}


@app.get("/urgence")
def urgent():
    return PAGE % "<h1>Numéros utiles</h1><p>La liste est affichée en mairie.</p>"


@app.get("/signaler")
def form():
    return PAGE % FORM % uuid.uuid4().hex


@app.post("/signaler")
def report():
    number = request.form["cle"][:12].upper()
    rows(
        "insert into signalement values (%s, %s, %s) on conflict do nothing",
        number, request.form["nom"], request.form.get("lieu", ""),
    )  # fmt: skip
    return redirect(f"/signalements/{number}", 303)


@app.get("/signalements/<number>")
def one(number):
    reports = rows("select nom, lieu from signalement where numero = %s", number)
    if not reports:
        abort(404)
    return PAGE % f"<h1>Merci</h1><p>Signalement n° {number} de {reports[0][0]}, bien reçu.</p>"


@app.get("/robots.txt")
def robots():
    return "User-agent: *\nDisallow: /prive/\n", {"Content-Type": "text/plain"}


@app.get("/.well-known/security.txt")
def security():
    return "Contact: mailto:securite@example.org\n", {"Content-Type": "text/plain"}


if __name__ == "__main__":
    rows(TABLE)
    app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
