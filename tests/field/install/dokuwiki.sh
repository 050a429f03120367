#!/bin/sh
# Install DokuWiki, nginx and php-fpm of Debian 12 into the folder $1.
set -eu
. "$(dirname "$0")/debian.sh"
home=$1
php=8.2.36-1~deb12u1
debian_unpack "$home" \
  dokuwiki=0.0.20220731.a-2 php-geshi=1.0.9.1-1 libphp-simplepie=1.3.1+dfsg-5 \
  php-phpseclib=2.0.42-1+deb12u5 php-random-compat=2.0.21-1 \
  libjs-jquery=3.6.1+dfsg+~3.5.14-1 libjs-jquery-ui=1.13.2+dfsg-1 libjs-jquery-cookie=12-4 \
  "php8.2-common=$php" "php8.2-opcache=$php" "php8.2-fpm=$php" "php8.2-xml=$php" "php8.2-intl=$php" \
  nginx=1.22.1-9+deb12u11 nginx-common=1.22.1-9+deb12u11
# Debian's copy names absolute folders. They are replaced by those of this installation.
root=$home/root
grep --recursive --files-with-matches --include='*.php' -E \
  '/(etc|var/lib)/dokuwiki|/usr/share/(php|javascript|php-geshi)' "$root/usr/share/dokuwiki" |
  xargs sed --in-place -E \
    "s#/etc/dokuwiki#$root/etc/dokuwiki#g; s#/var/lib/dokuwiki#$root/var/lib/dokuwiki#g
     s#/usr/share/(php|javascript)#$root/usr/share/\1#g"
touch "$root/etc/dokuwiki/acl.auth.php"
# The folder of the data is that of the run.
cat > "$root/etc/dokuwiki/local.php" <<'PHP'
<?php
$conf['savedir'] = getenv('FIELD_DATA') . '/dokuwiki';
$conf['title'] = 'Commune de Saint-Exemple';
$conf['lang'] = 'fr';
$conf['useacl'] = 0;
$conf['baseurl'] = 'http://127.0.0.1:21100';
$conf['updatecheck'] = 0;
PHP
# The data of a new wiki, with the pages of the town: copied for each run.
cp --archive "$root/var/lib/dokuwiki/data" "$home/data"
cp "$(dirname "$0")"/../dokuwiki/content/pages/*.txt "$home/data/pages/"
