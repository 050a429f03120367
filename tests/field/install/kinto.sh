#!/bin/sh
# Install Kinto with gunicorn, and PostgreSQL, into the folder $1.
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/debian.sh"
. "$here/postgresql.sh"
home=$1
content=$here/../kinto/content
postgresql_unpack "$home"
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-compile \
  --requirement "$content/requirements.txt"
sed 's/@PORT@/21311/g; s/@CREATORS@//' "$content/kinto.ini" > "$home/kinto.ini"
sed 's/@PORT@/21301/g; s/@CREATORS@/system.Everyone/' "$content/kinto.ini" > "$home/install.ini"
# The data of a new town: tables, and one collection. Copied for each run.
postgresql_create "$home" "$home/data"
postgresql_run "$home" pg_ctl start --wait --pgdata "$home/data" --log "$home/data/server.log" \
  --options '-p 21301'
trap 'kill $gunicorn; postgresql_run "$home" pg_ctl stop --wait --pgdata "$home/data"' EXIT
"$home/venv/bin/kinto" migrate --ini "$home/install.ini"
FIELD_INI=$home/install.ini "$home/venv/bin/gunicorn" --no-control-socket --chdir "$here/../kinto" \
  --pythonpath "$here/../start" --bind 127.0.0.1:21300 application &
gunicorn=$!
python3 "$content/collection.py"
