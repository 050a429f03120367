#!/bin/bash
# Start PostgreSQL and Roundup in the foreground (variant daemons: as daemons).
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/../start/family.sh"
. "$here/../install/postgresql.sh"
installed=$FIELD_HOME/roundup
export FIELD_DATA FIELD_VARIANT
family_heartbeat
family_boot
mkdir -p "$FIELD_DATA/logs"
family_restore "$installed/data" "$FIELD_DATA/postgresql"
family_restore "$installed/tracker" "$FIELD_DATA/tracker"
family_postgresql "$installed" 21601
# The limit of the variant throttled counts in one process.
workers=2
if [ "$FIELD_VARIANT" = throttled ]; then
  workers=1
fi
family_gunicorn "$installed" --chdir "$here" --bind 127.0.0.1:21600 \
  --worker-class gthread --workers "$workers" --threads 4 application
family_wait
