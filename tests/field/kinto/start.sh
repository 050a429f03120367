#!/bin/bash
# Start PostgreSQL and Kinto in the foreground (variant daemons: as daemons).
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/../start/family.sh"
. "$here/../install/postgresql.sh"
installed=$FIELD_HOME/kinto
export FIELD_DATA FIELD_VARIANT FIELD_INI=$installed/kinto.ini
family_heartbeat
family_boot
mkdir -p "$FIELD_DATA/logs"
family_restore "$installed/data" "$FIELD_DATA/postgresql"
family_postgresql "$installed" 21301
family_gunicorn "$installed" --chdir "$here" --bind 127.0.0.1:21300 \
  --worker-class gthread --threads 8 application
family_wait
