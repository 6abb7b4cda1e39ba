#!/usr/bin/env bash
# Unpacks the test suite of a MySQL or MariaDB server from Debian's archive into a folder, without root.
#
#   get-suite.sh mysql|mariadb FOLDER
#
# Only the scripts of the tests are kept. FOLDER/ready comes last: an interrupted run is simply run again.
set -euo pipefail
umask 022

flavor=$1
folder=$2
work=$folder/download

case $flavor in
  mysql) packages=(mysql-testsuite) suite=sid ;; # the only suite with a real MySQL
  mariadb) packages=(mariadb-test mariadb-test-data) suite= ;; # the suite of this system
  *) echo "usage: get-suite.sh mysql|mariadb FOLDER" >&2 && exit 64 ;;
esac

. "$(dirname "$0")/../servers/private-apt.sh"

mkdir -p "$folder"
exec 9>"$folder.lock"
flock 9
[ -f "$folder/ready" ] && exit 0

read_package_lists
say "downloading ${packages[*]}"
download "${packages[@]}"
say "unpacking"
rm -rf "$folder/tests"
mkdir -p "$folder/tests"
for file in "$work"/archives/*.deb; do
  # A package of the two may hold no such file at all; that one arrived is seen below.
  dpkg-deb --fsys-tarfile "$file" | tar -x -C "$folder/tests" --no-same-owner --wildcards '*.test' '*.inc' 2>/dev/null || true
done
find "$folder/tests" -name '*.test' -print -quit | grep -q . || stop "the packages hold no tests"
rm -rf "$work"
echo "${packages[*]}" >"$folder/ready"
