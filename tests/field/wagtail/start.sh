#!/bin/bash
# Start PostgreSQL and the site in the foreground (variant daemons: as daemons).
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/../start/family.sh"
. "$here/../install/postgresql.sh"
installed=$FIELD_HOME/wagtail
export FIELD_DATA FIELD_VARIANT
family_heartbeat
family_boot
mkdir -p "$FIELD_DATA/logs" "$FIELD_DATA/media"
family_restore "$installed/data" "$FIELD_DATA/postgresql"
family_postgresql "$installed" 21401
# The limit of the variant throttled counts in one process.
workers=2
if [ "$FIELD_VARIANT" = throttled ]; then
  workers=1
fi
family_gunicorn "$installed" --chdir "$installed/site" --bind 127.0.0.1:21400 \
  --worker-class gthread --workers "$workers" --threads 4 demandes.wsgi
family_wait
