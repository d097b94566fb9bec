# shellcheck shell=bash
# What every script here shares: strict mode, where things are, and how to speak to a person.
# Source it first. Nothing in it changes the machine.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# Everything that can be made again lives in one directory outside the checkout, so that a fresh
# clone builds as fast as an old one. Remove it to start over.
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/mcp-console
TOOLS=$CACHE/tools
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}
# Programs of the user's own come first; ours fill the gaps.
export PATH=$PATH:$TOOLS/bin

# One set of flags for every build, so that lint, test and run share what cargo has already made:
# the whole workspace, with the user interface embedded in the desktop binary.
# shellcheck disable=SC2034  # read by the scripts that source this file
BUILD_FLAGS=(--workspace --all-targets --features mcp-console/custom-protocol)
if [[ ${CI:-} == true ]]; then
  # What is checked is what the lock file says, or nothing.
  BUILD_FLAGS+=(--locked)
fi

if [[ -t 2 ]]; then
  BOLD=$'\e[1m' RED=$'\e[31m' RESET=$'\e[0m'
else
  BOLD='' RED='' RESET=''
fi

# say TEXT...: a line for the person, on stderr, so that stdout stays the command's own.
say() {
  printf '%s\n' "$*" >&2
}

# die TEXT...: says what is wrong and what to do, and gives up.
die() {
  printf '%serror:%s %s\n' "$RED" "$RESET" "$*" >&2
  exit 1
}

# section TEXT...: a heading, with the seconds since the script began.
section() {
  printf '\n%s== %s%s [%d s]\n' "$BOLD" "$*" "$RESET" "$SECONDS" >&2
}

# have COMMAND: whether it is on the PATH.
have() {
  command -v "$1" >/dev/null 2>&1
}

# digest FILE...: one hash over the files' contents (`-` is stdin), for stamps.
digest() {
  cat -- "$@" | if have sha256sum; then sha256sum; else shasum -a 256; fi | cut -c1-16
}

# is_debian: Debian, Ubuntu, or something made of them.
is_debian() {
  have apt-get && have dpkg-query && grep -Eqs '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release
}

# has_display: whether a window can be opened here.
has_display() {
  [[ $(uname -s) != Linux || -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]
}

# confirm QUESTION: asks on a terminal; elsewhere only root or YES=1 (CI=true) means yes.
confirm() {
  [[ ${YES:-} == 1 || ${CI:-} == true ]] && return 0
  if [[ -t 0 && -t 2 ]]; then
    local answer
    read -r -p "$1 [y/N] " answer
    [[ $answer == [yY]* ]]
  else
    [[ $EUID -eq 0 ]]
  fi
}
