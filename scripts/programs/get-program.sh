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
setting=

case $flavor in
  neovim) packages=(neovim neovim-runtime) command=nvim setting='export VIMRUNTIME="$root/usr/share/nvim/runtime"' ;;
  zsh) packages=(zsh zsh-common) command=zsh ;;
  fish) packages=(fish fish-common) command=fish ;;
  *) echo "usage: get-program.sh neovim|zsh|fish FOLDER" >&2 && exit 64 ;;
esac

. "$(dirname "$0")/../servers/private-apt.sh"

begin_once
fetch_packages
write_command "$command" "usr/bin/$command"
end_ready "$command"
