#!/bin/sh
# Fetches a package of another Debian suite and unpacks it, beside the machine's own packages and without touching its configuration.
#
#   debian-package.sh [--source] SUITE PACKAGE DEST
#
# DEST receives the files of PACKAGE as its .deb holds them; with --source, the unpacked source tree. The mirror is the one that the
# machine's own apt sources name, and the suite's signature is checked with the archive's keyring. What was fetched is kept in
# ${NANOTLSMAN_CACHE:-$HOME/.cache/nanotlsman}.
#
# Exit codes: 0 done, 2 usage, 3 the suite or the package cannot be had (one line on standard error says why).
set -eu

source=no
if [ "${1:-}" = --source ]; then
    source=yes
    shift
fi

if [ $# -ne 3 ]; then
    echo "usage: debian-package.sh [--source] SUITE PACKAGE DEST" >&2
    exit 2
fi

suite=$1
package=$2
mkdir -p "$3"
dest=$(cd "$3" && pwd)

unavailable() {
    echo "debian-package: $package of Debian $suite cannot be had: $1" >&2
    exit 3
}

command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || unavailable "apt-get and dpkg-deb are needed"

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || unavailable "no keyring at $keyring (package debian-archive-keyring)"

# The address that serves this machine's own suite: of the one-line form "deb [options] URI SUITE COMPONENTS", or of the deb822 form.
codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
mirror=$(
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | sed -n 's/^deb  *\(\[[^]]*\] *\)\{0,1\}//p' \
        | awk -v codename="$codename" '$2 == codename { print $1; exit }'
    for file in /etc/apt/sources.list.d/*.sources; do
        [ ! -r "$file" ] || grep -v '^#' "$file" | awk -v RS= -F '\n' -v codename="$codename" '{
            uri = ""; found = 0
            for (i = 1; i <= NF; i++) {
                count = split($i, words, /[ \t]+/)
                if (tolower(words[1]) == "uris:") uri = words[2]
                if (tolower(words[1]) == "suites:") for (j = 2; j <= count; j++) if (words[j] == codename) found = 1
            }
            if (found && uri != "") { print uri; exit }
        }'
    done
)
mirror=$(printf '%s\n' "$mirror" | sed -n 1p)
[ -n "$mirror" ] || unavailable "the machine's apt sources name no mirror of its own suite"

# Its own lists, cache and sources; absolute, since apt puts its root before other paths.
cache=${NANOTLSMAN_CACHE:-$HOME/.cache/nanotlsman}/debian/$suite
mkdir -p "$cache/lists/partial" "$cache/archives/partial" "$cache/sources.d"
cache=$(cd "$cache" && pwd)
types=deb
[ $source = no ] || types=deb-src
printf '%s [signed-by=%s] %s %s main\n' "$types" "$keyring" "$mirror" "$suite" >"$cache/sources.list"
: >"$cache/status"

own() {
    command=$1
    shift
    "$command" -q \
        -o Dir::Etc::sourcelist="$cache/sources.list" -o Dir::Etc::sourceparts="$cache/sources.d" \
        -o Dir::Etc::preferencesparts="$cache/sources.d" -o Dir::State::lists="$cache/lists" \
        -o Dir::State::status="$cache/status" -o Dir::State::extended_states="$cache/extended_states" \
        -o Dir::Cache="$cache" -o Dir::Cache::archives="$cache/archives" \
        -o Acquire::Languages=none -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false \
        -o APT::Sandbox::User=root -o APT::Get::List-Cleanup=false -o Acquire::Retries=2 -o APT::Update::Error-Mode=any \
        "$@" >"$cache/log" 2>&1
}

last_word() {
    sed -n 's/^[EW]: //p' "$cache/log" | tail -n 1
}

own apt-get update || unavailable "$(last_word)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

if [ $source = yes ]; then
    own apt-get source --download-only "$package" || unavailable "$(last_word)"
    command -v dpkg-source >/dev/null || unavailable "dpkg-source is needed (package dpkg-dev)"
    rm -rf "$dest"
    dpkg-source --no-check --no-copy -x ./*.dsc "$dest" >"$cache/log" 2>&1 || unavailable "$(tail -n 1 "$cache/log")"
else
    own apt-get download "$package" || unavailable "$(last_word)"
    dpkg-deb -x ./*.deb "$dest"
fi
