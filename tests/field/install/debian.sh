# Functions that unpack Debian packages into a folder, without a change of this system.
# Usage: . debian.sh; debian_unpack FOLDER PACKAGE=VERSION…

# Download and unpack packages of exact versions. A mirror drops old versions: then the message of
# apt-get names the package, and its pin must be raised here and in docs/field.md. With
# FIELD_OTHER_VERSIONS=yes the versions that the mirror has are installed instead.
debian_unpack() {
  folder=$1
  shift
  mkdir -p "$folder/downloads" "$folder/root"
  (cd "$folder/downloads" && debian_download "$@")
  for package in "$folder"/downloads/*.deb; do
    dpkg-deb --extract "$package" "$folder/root"
  done
  debian_relocate_links "$folder/root"
  rm -r "$folder/downloads"
}

debian_download() {
  if apt-get download --quiet -o APT::Sandbox::User=root "$@"; then
    return
  fi
  [ "${FIELD_OTHER_VERSIONS:-no}" = yes ] || return 1
  echo "a pinned version is not served: the versions of this mirror are installed"
  for package in "$@"; do
    apt-get download --quiet -o APT::Sandbox::User=root "${package%%=*}"
  done
}

# Make absolute links of the packages point inside the folder.
debian_relocate_links() {
  find "$1" -type l -lname '/*' | while read -r link; do
    ln --symbolic --force --no-dereference "$1$(readlink "$link")" "$link"
  done
}
