#!/bin/bash
# Start PostgreSQL and the helpdesk in the foreground (variant daemons: as daemons).
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/../start/family.sh"
. "$here/../install/postgresql.sh"
installed=$FIELD_HOME/helpdesk
export FIELD_DATA FIELD_VARIANT FIELD_HELPDESK=$installed
family_heartbeat
family_boot
mkdir -p "$FIELD_DATA/logs" "$FIELD_DATA/media"
family_restore "$installed/data" "$FIELD_DATA/postgresql"
family_postgresql "$installed" 21201
family_gunicorn "$installed" --chdir "$installed/site" --bind 127.0.0.1:21200 \
  --worker-class gthread --workers 2 --threads 4 desk.wsgi
family_wait
