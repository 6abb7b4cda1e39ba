#!/usr/bin/env bash
# Unpacks a MySQL or MariaDB server from Debian's archive into a folder, without root and without installing it.
#
#   get-server.sh mysql|mariadb FOLDER
#
# FOLDER/bin then holds commands that run the unpacked programs with their own libraries. Nothing outside of FOLDER and
# FOLDER.lock is written. FOLDER/ready comes last: an interrupted run is simply run again.
set -euo pipefail
umask 022

flavor=$1
folder=$2
work=$folder/download
root=$folder/root

case $flavor in
  mysql) packages=(mysql-server-core mysql-client-core) suite=sid ;; # the only suite with a real MySQL
  mariadb) packages=(mariadb-server-core mariadb-client-core mariadb-client) suite= ;; # the suite of this system
  *) echo "usage: get-server.sh mysql|mariadb FOLDER" >&2 && exit 64 ;;
esac

. "$(dirname "$0")/private-apt.sh"

write_commands() {
  local share=usr/share/mysql
  [ -d "$root/usr/share/mariadb/charsets" ] && share=usr/share/mariadb
  # They follow the caller's options, since --no-defaults has to come first.
  local places=('"--basedir=$root/usr"' "\"--lc-messages-dir=\$root/$share\"" "\"--character-sets-dir=\$root/$share/charsets\""
    '"--plugin-dir=$root/usr/lib/mysql/plugin"')
  if [ "$flavor" = mysql ]; then
    # Debian's build insists on a folder under /var/lib otherwise.
    write_command mysqld usr/sbin/mysqld "${places[@]}" --secure-file-priv=NULL
    write_command mysql usr/bin/mysql
    write_command mysqldump usr/bin/mysqldump
  else
    write_command mariadbd usr/sbin/mariadbd "${places[@]}"
    write_command mariadb usr/bin/mariadb
    write_command mariadb-dump usr/bin/mariadb-dump
  fi
}

# Every client of MySQL is linked statically, 7 MB each: the ones without a command go.
trim() {
  local program
  for program in "$root"/usr/bin/*; do
    [ -e "$folder/bin/${program##*/}" ] || rm -f "$program"
  done
  rm -f "$root"/usr/lib/mysql/plugin/{authentication_*_client,telemetry_client}.so
}

begin_once
fetch_packages
write_commands
trim
end_ready "$([ "$flavor" = mysql ] && echo mysqld || echo mariadbd)" --no-defaults
