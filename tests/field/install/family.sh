# Functions for the start scripts of the services (bash). The start script stays the parent of all
# processes. FIELD_DATA is the folder of this run, FIELD_VARIANT the planted defect.

FIELD_HOME=${EPREUVE_FIELD_HOME:-$HOME/.cache/epreuve-field}
FIELD_VARIANT=${FIELD_VARIANT:-plain}

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

# Wait until one process ends, then end the others: a service in pieces does not go on.
family_wait() {
  trap 'exit 0' TERM INT
  trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT
  wait -n
}
