#!/bin/sh
# Install Roundup with gunicorn, and PostgreSQL, into the folder $1.
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/debian.sh"
. "$here/postgresql.sh"
home=$1
postgresql_unpack "$home"
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-compile \
  --requirement "$here/../roundup/content/requirements.txt"
postgresql_create "$home" "$home/data"
postgresql_run "$home" pg_ctl start --wait --pgdata "$home/data" --log "$home/data/server.log" \
  --options '-p 21601'
trap 'postgresql_run "$home" pg_ctl stop --wait --pgdata "$home/data"' EXIT
# The tracker's own template, in French. Both are copied for each run: database, and files.
admin() { "$home/venv/bin/roundup-admin" -i "$home/tracker" "$@"; }
admin install classic postgresql "tracker_name=Signalements de Saint-Exemple,\
tracker_web=http://127.0.0.1:21600/,tracker_email=suivi@exemple.invalid,tracker_language=fr,\
admin_email=mairie@exemple.invalid,mail_domain=exemple.invalid,mail_host=127.0.0.1,\
rdbms_name=roundup,rdbms_host=127.0.0.1,rdbms_port=21601,rdbms_user=field,rdbms_password=none"
# The optional lines of the schema: anybody may write.
sed --in-place -E "s/^#(for cl in 'issue', 'file', 'msg':)/\1/
  s/^#(   db.security.addPermissionToRole\('Anonymous', '(Create|Edit)', cl\))/\1/" \
  "$home/tracker/schema.py"
admin initialise not-secret-only-on-loopback
# From now on through the proxy of the audit.
sed --in-place 's/^port = 21601/port = 21611/' "$home/tracker/config.ini"
