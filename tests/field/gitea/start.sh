#!/bin/bash
# Start PostgreSQL, Gitea and nginx in the foreground (variant daemons: in sessions of their own).
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/../start/family.sh"
. "$here/../install/postgresql.sh"
installed=$FIELD_HOME/gitea
export FIELD_DATA
family_heartbeat
family_boot
mkdir -p "$FIELD_DATA/logs" "$FIELD_DATA/tmp"
family_restore "$installed/data" "$FIELD_DATA/postgresql"
family_restore "$installed/gitea-data" "$FIELD_DATA/gitea"
rm --force "$FIELD_DATA"/*.pid

user=$(id --user --name)
limit=
if [ "$FIELD_VARIANT" = throttled ]; then
  limit='limit_req zone=sends burst=2 nodelay;'
fi
sed "s#@ROOT@#$installed/root#g; s#@DATA@#$FIELD_DATA#g; s#@LIMIT@#$limit#; s#@USER@#$user#" \
  "$here/nginx.conf" > "$FIELD_DATA/nginx.conf"
[ -f "$FIELD_DATA/app.ini" ] ||
  sed "s#@HOME@#$installed#g; s#@DATA@#$FIELD_DATA#g; s#@USER@#$user#; s#@PORT@#21511#" \
    "$here/content/app.ini" > "$FIELD_DATA/app.ini"

family_postgresql "$installed" 21501
gitea="$installed/gitea web --config $FIELD_DATA/app.ini"
nginx="$installed/root/usr/sbin/nginx -p $FIELD_DATA -e $FIELD_DATA/logs/nginx-error.log
  -c $FIELD_DATA/nginx.conf"
if [ "$FIELD_VARIANT" = daemons ]; then
  setsid --fork $gitea >> "$FIELD_DATA/logs/gitea.log" 2>&1
  $nginx -g 'daemon on;'
else
  family_start $gitea >> "$FIELD_DATA/logs/gitea.log" 2>&1
  family_start $nginx -g 'daemon off;'
fi
family_wait
