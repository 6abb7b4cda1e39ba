# Sourced: an apt of one's own, with an empty package status, that touches nothing of this system.
#
# Expects $flavor (who speaks), $work (a folder for lists and archives) and $suite (empty for the one of this system).

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
