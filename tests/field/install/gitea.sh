#!/bin/sh
# Build Gitea from its Go module, and install it with nginx and PostgreSQL into the folder $1. Needs
# git, Go, Node.js and npm. The newest version of 1.23 that the module proxy serves.
set -eu
here=$(dirname "$(realpath "$0")")
. "$here/debian.sh"
. "$here/postgresql.sh"
home=$1
content=$here/../gitea/content
version=1.23.8
postgresql_unpack "$home"
debian_unpack "$home" nginx=1.22.1-9+deb12u11 nginx-common=1.22.1-9+deb12u11

mkdir "$home/build"
(cd "$home/build" && go mod download "code.gitea.io/gitea@v$version")
cp --recursive "$(go env GOMODCACHE)/code.gitea.io/gitea@v$version" "$home/source"
chmod --recursive u+w "$home/source"
rmdir "$home/build"
cd "$home/source"
# Scripts and styles are no part of the module, only their sources.
mkdir web_src/js/vendor
cp "$content/jquery.are-you-sure.ts" web_src/js/vendor
npm ci --omit=dev --ignore-scripts --no-audit --no-fund --silent
BROWSERSLIST_IGNORE_OLD_DATA=true npx webpack
rm -r node_modules
CGO_ENABLED=0 go build -o "$home/gitea" -ldflags "-s -w -X main.Version=$version" .

# The data of a new Gitea: tables, accounts, one public repository. Copied for each run.
postgresql_create "$home" "$home/data"
postgresql_run "$home" pg_ctl start --wait --pgdata "$home/data" --log "$home/data/server.log" \
  --options '-p 21501'
sed "s#@HOME@#$home#g; s#@DATA@/gitea#$home/gitea-data#g; s#@USER@#$(id --user --name)#; s#@PORT@#21501#" \
  "$content/app.ini" > "$home/install.ini"
gitea() { "$home/gitea" --config "$home/install.ini" "$@"; }
gitea migrate
for name in maire guichet; do
  gitea admin user create --username $name --email $name@exemple.invalid \
    --password guichet-sans-secret --must-change-password=false \
    $([ $name = guichet ] || echo --admin)
done
"$home/gitea" --config "$home/install.ini" web &  # not the function: its process is the shell
server=$!
trap 'kill $server; wait $server || true
  postgresql_run "$home" pg_ctl stop --wait --pgdata "$home/data"' EXIT
python3 "$content/repository.py"
