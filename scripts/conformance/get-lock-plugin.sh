#!/usr/bin/env bash
# Puts MariaDB's plugin metadata_lock_info beside the other plugins of a fetched server, without root.
#
#   get-lock-plugin.sh FOLDER PLUGIN_FOLDER
#
# FOLDER is worked in and emptied. The package of the server has the plugin; its version must be the server's.
set -euo pipefail
umask 022

flavor=mariadb
suite=
work=$1/download
plugins=$2

. "$(dirname "$0")/../servers/private-apt.sh"

read_package_lists
say "downloading the plugin metadata_lock_info"
download mariadb-server
mkdir -p "$plugins"
dpkg-deb --fsys-tarfile "$work"/archives/mariadb-server_*.deb |
  tar -x -O ./usr/lib/mysql/plugin/metadata_lock_info.so >"$plugins/metadata_lock_info.so.$$"
mv "$plugins/metadata_lock_info.so.$$" "$plugins/metadata_lock_info.so"
rm -rf "$1"
