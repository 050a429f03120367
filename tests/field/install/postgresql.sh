# PostgreSQL of Debian 12 in a folder, without a system service. For bash and sh; needs debian.sh for
# the installation. PostgreSQL refuses to run as root: then it runs as nobody, who must be able to
# read the folders above the installation and the data.

# Unpack the server into folder $1.
postgresql_unpack() {
  debian_unpack "$1" postgresql-15=15.20-0+deb12u1 postgresql-client-15=15.20-0+deb12u1
}

# Run a program of the installation $1: $2 is its name, the others are arguments. POSTGRESQL_EXEC=exec
# replaces the shell by it, so that a signal reaches it.
postgresql_run() {
  program=$1/root/usr/lib/postgresql/15/bin/$2
  shift 2
  if [ "$(id -u)" = 0 ]; then
    ${POSTGRESQL_EXEC-} setpriv --reuid nobody --regid nogroup --clear-groups -- "$program" "$@"
  else
    ${POSTGRESQL_EXEC-} "$program" "$@"
  fi
}

# Create the data folder $2 with installation $1.
postgresql_create() {
  mkdir -p "$2"
  [ "$(id -u)" != 0 ] || chown nobody:nogroup "$2"
  postgresql_run "$1" initdb --pgdata "$2" --username field --auth trust --encoding UTF8 \
    --locale C.UTF-8
  printf "%s\n" "listen_addresses = '127.0.0.1'" "unix_socket_directories = ''" \
    "log_destination = 'stderr'" "log_line_prefix = '%m '" >> "$2/postgresql.conf"
}
