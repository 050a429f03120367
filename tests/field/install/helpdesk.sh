#!/bin/sh
# Install django-helpdesk with gunicorn, and PostgreSQL, into the folder $1.
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/debian.sh"
. "$here/postgresql.sh"
home=$1
postgresql_unpack "$home"
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-compile \
  --requirement "$here/../helpdesk/content/requirements.txt"
cp --recursive "$here/../helpdesk/content/site" "$home/site"
# The data of a new helpdesk: tables, texts of mails, one public queue. Copied for each run.
postgresql_create "$home" "$home/data"
postgresql_run "$home" pg_ctl start --wait --pgdata "$home/data" --log "$home/data/server.log" \
  --options '-p 21201'
trap 'postgresql_run "$home" pg_ctl stop --wait --pgdata "$home/data"' EXIT
export FIELD_HELPDESK="$home" FIELD_DATABASE_PORT=21201
cd "$home/site"
manage() { "$home/venv/bin/python" manage.py "$@"; }
manage migrate --verbosity 0
manage loaddata --verbosity 0 emailtemplate.json
manage shell < desk/queue.py
manage collectstatic --no-input --verbosity 0
