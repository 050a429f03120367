#!/bin/sh
# Install Wagtail with gunicorn, and PostgreSQL, into the folder $1.
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/debian.sh"
. "$here/postgresql.sh"
home=$1
content=$here/../wagtail/content
postgresql_unpack "$home"
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-compile \
  --requirement "$content/requirements.txt"
# The site that Wagtail itself proposes, then the pages of the town.
mkdir "$home/site"
"$home/venv/bin/wagtail" start commune "$home/site"
cp --recursive "$content/site/." "$home/site"
# The data of a new site: tables and pages. Copied for each run.
postgresql_create "$home" "$home/data"
postgresql_run "$home" pg_ctl start --wait --pgdata "$home/data" --log "$home/data/server.log" \
  --options '-p 21401'
trap 'postgresql_run "$home" pg_ctl stop --wait --pgdata "$home/data"' EXIT
export FIELD_DATABASE_PORT=21401 DJANGO_SETTINGS_MODULE=commune.settings.production
cd "$home/site"
manage() { "$home/venv/bin/python" manage.py "$@"; }
manage makemigrations --verbosity 0 demandes
manage migrate --verbosity 0
manage shell < demandes/content.py
manage collectstatic --no-input --verbosity 0
