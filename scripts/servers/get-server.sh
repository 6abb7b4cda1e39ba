#!/usr/bin/env bash
# Unpacks a MySQL or MariaDB server from Debian's archive into a folder, without root and without installing it.
#
#   get-server.sh mysql|mariadb FOLDER
#
# A private apt with an empty package status resolves the server together with all libraries it needs, libc
# included, from the mirror this system's apt already uses, and checks the archive's signatures. FOLDER/bin then
# holds commands that run the unpacked programs with their own libraries. Nothing outside of FOLDER and
# FOLDER.lock is written. FOLDER/ready comes last: an interrupted run is simply run again.
set -euo pipefail
umask 022

flavor=$1
folder=$2
work=$folder/download
root=$folder/root

case $flavor in
  mysql) packages=(mysql-server-core mysql-client-core) suite=sid ;; # the only suite with a real MySQL
  mariadb) packages=(mariadb-server-core mariadb-client-core) suite= ;; # the suite of this system
  *) echo "usage: get-server.sh mysql|mariadb FOLDER" >&2 && exit 64 ;;
esac

. "$(dirname "$0")/private-apt.sh"

# Prints the .deb files of the server and its libraries. The rest of the closure serves maintainer scripts only.
resolve() {
  local names
  names=$(IFS='|' && echo "${packages[*]}")
  # An empty archive folder: apt leaves out what it already holds.
  private_apt apt-get -o Dir::Cache::Archives="$work/resolved" -y --print-uris install "${packages[@]}" |
    sed -n "s/^'[^']*' \([^ ]*\.deb\) .*/\1/p" | grep -E "^(lib.*|$names)_" | grep -vE '^lib(perl|c-bin|c-gconv|dbi|dbd)|-perl_'
}

unpack() { # FILE…
  rm -rf "$root" "$folder/bin"
  mkdir -p "$root"/usr/{bin,sbin,lib,lib64} "$folder/bin"
  local name file
  for name in bin sbin lib lib64; do ln -s "usr/$name" "$root/$name"; done
  for file in "$@"; do
    # dpkg-deb -x would replace the links above by folders.
    dpkg-deb --fsys-tarfile "$work/archives/$file" | tar -x -C "$root" --keep-directory-symlink --no-same-owner \
      --exclude='./usr/share/doc' --exclude='./usr/share/man' --exclude='./usr/share/locale' --exclude='./usr/share/lintian'
  done
}

write_command() { # NAME PROGRAM [OPTION…]
  local name=$1 program=$2 libraries loader
  shift 2
  libraries=$(cd "$root" && echo usr/lib/*-linux-gnu)
  loader=$(cd "$root" && echo "$libraries"/ld-linux-*.so.*)
  cat >"$folder/bin/$name" <<COMMAND
#!/bin/sh
root=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")/root
exec "\$root/$loader" --argv0 "\$root/$program" --library-path "\$root/$libraries" "\$root/$program" "\$@" $*
COMMAND
  chmod 755 "$folder/bin/$name"
}

write_commands() {
  local share=usr/share/mysql
  [ -d "$root/usr/share/mariadb/charsets" ] && share=usr/share/mariadb
  # The options follow the caller's, since --no-defaults has to come first.
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

mkdir -p "$folder"
exec 9>"$folder.lock"
flock -n 9 || { say "waiting for another process that fetches it" && flock 9; }
[ -f "$folder/ready" ] && exit 0

read_package_lists
mapfile -t files < <(resolve)
[ ${#files[@]} -gt 5 ] || stop "${packages[*]} cannot be resolved in ${suite:-this suite}"
say "downloading ${#files[@]} packages"
download "${files[@]}"
say "unpacking"
unpack "${files[@]}"
write_commands
trim
rm -rf "$work"
daemon=$([ "$flavor" = mysql ] && echo mysqld || echo mariadbd)
version=$("$folder/bin/$daemon" --no-defaults --version) || stop "the unpacked server does not run"
echo "$version" >"$folder/ready"
say "ready: ${version##*/}"
