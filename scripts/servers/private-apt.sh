# Sourced: an apt of one's own, with an empty package status, that touches nothing of this system.
#
# It resolves packages together with all libraries they need, libc included, from the mirror this system's apt already uses,
# and checks the archive's signatures. Expects $flavor (who speaks), $work (a folder for lists and archives) and $suite (empty
# for the one of this system). fetch_packages and what follows it also expect $folder (where the programs go, worked in only
# by whoever holds FOLDER.lock), $root (its subfolder for what is unpacked) and the list packages.

say() { echo "sproc: $flavor: $*" >&2; }
stop() { say "$*" && exit 1; }

private_apt() { # COMMAND ARGUMENT…
  local tool=$1
  shift
  "$tool" -q \
    -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts="$work/none" \
    -o Dir::Etc::Preferences="$work/none/preferences" -o Dir::Etc::PreferencesParts="$work/none" \
    -o Dir::State="$work" -o Dir::State::Lists="$work/lists" -o Dir::State::status="$work/status" \
    -o Dir::State::extended_states="$work/extended" -o Dir::Cache="$work" -o Dir::Log="$work" \
    -o APT::Install-Recommends=0 -o APT::Sandbox::User= -o APT::Get::List-Cleanup=0 \
    -o Acquire::Languages=none -o Acquire::Retries=3 -o Debug::NoLocking=1 "$@"
}

# apt tells an archive's name and suite only once it has read its package lists.
find_mirror() { # CODENAME
  apt-get indextargets --format '$(SITE) $(ORIGIN) $(COMPONENT) $(CODENAME)' 'Created-By: Packages' |
    awk -v codename="$1" '$2 == "Debian" && $3 == "main" && $4 == codename { print $1; exit }'
}

choose_mirror() {
  local codename mirror
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  mirror=$(find_mirror "$codename")
  if [ -z "$mirror" ] && [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq >&2
    mirror=$(find_mirror "$codename")
  fi
  [ -n "$mirror" ] || stop "apt knows no Debian mirror here (run apt-get update first)"
  mkdir -p "$work"/{none,lists/partial,archives/partial,resolved/partial}
  : >"$work/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror ${suite:-$codename} main" >"$work/sources.list"
}

download() { # FILE…
  (cd "$work/archives" && private_apt apt-get download "${@%%_*}") >"$work/log" 2>&1 ||
    { tail -5 "$work/log" >&2 && stop "the packages could not be downloaded"; }
}

read_package_lists() {
  say "reading Debian's package lists"
  choose_mirror
  private_apt apt-get update >"$work/log" 2>&1 || { tail -5 "$work/log" >&2 && stop "the package lists could not be read"; }
}

# Leaves where $folder is ready; otherwise holds its lock until this process ends.
begin_once() {
  mkdir -p "$folder"
  exec 9>"$folder.lock"
  flock -n 9 || { say "waiting for another process that fetches it" && flock 9; }
  [ ! -f "$folder/ready" ] || exit 0
}

# Prints the .deb files of the packages and their libraries. The rest of the closure serves maintainer scripts only.
resolve() {
  local names
  names=$(IFS='|' && echo "${packages[*]}")
  # An empty archive folder: apt leaves out what it already holds.
  private_apt apt-get -o Dir::Cache::Archives="$work/resolved" -y --print-uris install "${packages[@]}" |
    sed -n "s/^'[^']*' \([^ ]*\.deb\) .*/\1/p" | grep -E "^(lib.*|lua-.*|$names)_" |
    grep -vE '^lib(perl|c-bin|c-gconv|dbi|dbd)|-perl_'
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

fetch_packages() {
  read_package_lists
  local files
  mapfile -t files < <(resolve)
  [ ${#files[@]} -gt 1 ] || stop "${packages[*]} cannot be resolved in ${suite:-this suite}"
  say "downloading ${#files[@]} packages"
  download "${files[@]}"
  unpack "${files[@]}"
}

# Writes a command that runs an unpacked program with its own libraries. The options follow the caller's; $setting is a line
# of shell in front, which may name $root.
write_command() { # NAME PROGRAM [OPTION…]
  local name=$1 program=$2 libraries loader
  shift 2
  libraries=$(cd "$root" && echo usr/lib/*-linux-gnu)
  loader=$(cd "$root" && echo "$libraries"/ld-linux-*.so.*)
  cat >"$folder/bin/$name" <<COMMAND
#!/bin/sh
root=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")/root
${setting:-}
exec "\$root/$loader" --argv0 "\$root/$program" --library-path "\$root/$libraries" "\$root/$program" "\$@" $*
COMMAND
  chmod 755 "$folder/bin/$name"
}

# `ready` comes last: an interrupted run is simply run again.
end_ready() { # NAME [OPTION…]
  local version name=$1
  shift
  rm -rf "$work"
  version=$("$folder/bin/$name" "$@" --version) || stop "the unpacked program does not run"
  version=$(head -1 <<<"$version")
  echo "$version" >"$folder/ready"
  say "ready: ${version##*/}"
}
