#!/usr/bin/env bash
# Unpacks a program from Debian's archive into a folder, without root and without installing it.
#
#   get-program.sh neovim|zsh|fish FOLDER
#
# FOLDER/bin then holds commands that run it with its own libraries. Nothing outside of FOLDER and FOLDER.lock is
# written. FOLDER/ready comes last: an interrupted run is simply run again.
set -euo pipefail
umask 022

flavor=$1
folder=$2
work=$folder/download
root=$folder/root
suite=sid

case $flavor in
  neovim) packages=(neovim neovim-runtime) command=nvim program=usr/bin/nvim ;;
  zsh) packages=(zsh zsh-common) command=zsh program=usr/bin/zsh ;;
  fish) packages=(fish fish-common) command=fish program=usr/bin/fish ;;
  *) echo "usage: get-program.sh neovim|zsh|fish FOLDER" >&2 && exit 64 ;;
esac

. "$(dirname "$0")/../servers/private-apt.sh"

# The program and the libraries it needs. The rest of the closure serves scripts of the installation only.
resolve() {
  local names
  names=$(IFS='|' && echo "${packages[*]}")
  private_apt apt-get -o Dir::Cache::Archives="$work/resolved" -y --print-uris install "${packages[@]}" |
    sed -n "s/^'[^']*' \([^ ]*\.deb\) .*/\1/p" | grep -E "^(lib.*|lua-.*|$names)_" | grep -vE '^lib(perl|c-bin|c-gconv)|-perl_'
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

write_command() {
  local libraries loader
  libraries=$(cd "$root" && echo usr/lib/*-linux-gnu)
  loader=$(cd "$root" && echo "$libraries"/ld-linux-*.so.*)
  cat >"$folder/bin/$command" <<COMMAND
#!/bin/sh
root=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")/root
export VIMRUNTIME="\$root/usr/share/nvim/runtime"
exec "\$root/$loader" --argv0 "\$root/$program" --library-path "\$root/$libraries" "\$root/$program" "\$@"
COMMAND
  [ "$flavor" = neovim ] || sed -i /VIMRUNTIME/d "$folder/bin/$command"
  chmod 755 "$folder/bin/$command"
}

mkdir -p "$folder"
exec 9>"$folder.lock"
flock -n 9 || { say "waiting for another process that fetches it" && flock 9; }
[ -f "$folder/ready" ] && exit 0

read_package_lists
mapfile -t files < <(resolve)
[ ${#files[@]} -gt 1 ] || stop "${packages[*]} cannot be resolved in $suite"
say "downloading ${#files[@]} packages"
download "${files[@]}"
unpack "${files[@]}"
write_command
rm -rf "$work"
version=$("$folder/bin/$command" --version | head -1) || stop "the unpacked program does not run"
echo "$version" >"$folder/ready"
say "ready: $version"
