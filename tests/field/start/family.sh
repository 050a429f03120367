# Functions for the start scripts of the services (bash). The start script stays the parent of all
# processes. FIELD_DATA is the folder of this run, FIELD_VARIANT the planted defect.

FIELD_HOME=${EPREUVE_FIELD_HOME:?is set by make field}
FIELD_VARIANT=${FIELD_VARIANT:-plain}
FIELD_START=$(dirname "$(realpath "${BASH_SOURCE[0]}")")

# Whatever ends this script, its servers end with it, also those in sessions of their own.
trap 'exit 0' TERM INT
trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT

# Write the time five times a second, from the start until the power is cut.
family_heartbeat() {
  mkdir -p "$FIELD_DATA"
  while :; do
    echo "$EPOCHREALTIME"
    sleep 0.2
  done >> "$FIELD_DATA/heartbeat.log" &
}

# Copy the data as installed, folder $1 to $2: at the first start only, or at every start in the
# variant that goes back to an earlier snapshot.
family_restore() {
  if [ "$FIELD_VARIANT" = loses ]; then
    rm --recursive --force "$2"
  fi
  [ -d "$2" ] || cp --archive "$1" "$2"
}

# Wait as long as a slow machine takes to boot.
family_boot() {
  if [ "$FIELD_VARIANT" = slow-boot ]; then
    sleep 8
  fi
}

# Start a server in the foreground of its own, as a child of this script.
family_start() {
  "$@" &
}

# Start PostgreSQL of installation $1 on port $2, on the data of this run; wait until it responds.
family_postgresql() {
  data=$FIELD_DATA/postgresql log=$FIELD_DATA/logs/postgresql.log
  if [ "$FIELD_VARIANT" = daemons ]; then
    postgresql_run "$1" pg_ctl start --wait --pgdata "$data" --options "-p $2" >> "$log" 2>&1
    return
  fi
  POSTGRESQL_EXEC=exec family_start postgresql_run "$1" postgres -D "$data" -p "$2" >> "$log" 2>&1
  until postgresql_run "$1" pg_isready --quiet --host 127.0.0.1 --port "$2" --username field; do
    sleep 0.1
  done
}

# Start gunicorn of installation $1; the other arguments are its own. Its access
# log is written by gunicorn_log.py.
family_gunicorn() {
  program=$1/venv/bin/gunicorn
  shift
  set -- "$program" --no-control-socket --pythonpath "$FIELD_START" --logger-class gunicorn_log.Logger \
    --access-logfile "$FIELD_DATA/logs/access.log" \
    --access-logformat $'%(epoch)s\t%({from}i)s\t%(s)s\tOK\t%(L)s\t%(m)s\t%(U)s?%(q)s' "$@"
  if [ "$FIELD_VARIANT" = daemons ]; then
    "$@" --daemon
  else
    family_start "$@"
  fi
}

# Wait until one process ends; the script ends then: a service in pieces does not go on.
family_wait() {
  wait -n
}
