#!/usr/bin/env bash
# Puts mariadb-dump beside the client of a fetched MariaDB, without root.
#
#   get-dump-program.sh FOLDER PROGRAMS
#
# FOLDER is worked in and emptied; PROGRAMS is the folder with the client, whose libraries it uses.
set -euo pipefail
umask 022

flavor=mariadb
suite=
work=$1/download
programs=$2

. "$(dirname "$0")/../servers/private-apt.sh"

read_package_lists
say "downloading mariadb-dump"
download mariadb-client
dpkg-deb --fsys-tarfile "$work"/archives/mariadb-client_*.deb | tar -x -O ./usr/bin/mariadb-dump >"$programs/mariadb-dump.$$"
chmod 755 "$programs/mariadb-dump.$$"
mv "$programs/mariadb-dump.$$" "$programs/mariadb-dump"
rm -rf "$1"
