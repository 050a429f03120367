#!/bin/bash
# Start DokuWiki: php-fpm and nginx in the foreground (variant daemons: as daemons).
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/../start/family.sh"
root=$FIELD_HOME/dokuwiki/root
export FIELD_DATA
family_heartbeat
family_boot
mkdir -p "$FIELD_DATA/logs" "$FIELD_DATA/tmp"
family_restore "$FIELD_HOME/dokuwiki/data" "$FIELD_DATA/dokuwiki"
rm --force "$FIELD_DATA/php.sock" "$FIELD_DATA"/*.pid

user=$(id --user --name)
limit=
if [ "$FIELD_VARIANT" = throttled ]; then
  limit='limit_req zone=sends burst=2 nodelay; limit_req_status 429; error_page 429 =200 /busy.html;'
fi
sed "s#@ROOT@#$root#g; s#@DATA@#$FIELD_DATA#g; s#@LIMIT@#$limit#g; s#@HERE@#$here#g; s#@USER@#$user#" \
  "$here/nginx.conf" > "$FIELD_DATA/nginx.conf"
sed "s#@DATA@#$FIELD_DATA#g; s#@USER@#$user#" "$here/php-fpm.conf" > "$FIELD_DATA/php-fpm.conf"

# php.ini-production, with the modules of this installation. -R: the pool may run as root.
modules=$(for name in opcache calendar ctype dom fileinfo iconv intl posix simplexml tokenizer xml \
  xmlreader xmlwriter; do
  [ "$name" = opcache ] && echo -d zend_extension=opcache || echo -d extension=$name
done)
php="$root/usr/sbin/php-fpm8.2 -R -c $root/usr/lib/php/8.2/php.ini-production
  -d extension_dir=$root/usr/lib/php/20220829 $modules -y $FIELD_DATA/php-fpm.conf"
nginx="$root/usr/sbin/nginx -p $FIELD_DATA -e $FIELD_DATA/logs/nginx-error.log
  -c $FIELD_DATA/nginx.conf"
if [ "$FIELD_VARIANT" = daemons ]; then
  $php --daemonize
  $nginx -g 'daemon on;'
else
  $php --nodaemonize &
  $nginx -g 'daemon off;' &
fi
family_wait
