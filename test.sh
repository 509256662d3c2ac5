#!/bin/sh
# Runs the tests, lane after lane, and ends with a line "N passed, N failed".
#
#   ./test.sh               all lanes
#   ./test.sh unit interop  these only
#   ./test.sh --list        what each lane is
#   ./test.sh --verbose …   with everything that the tools print
#
# A line for each lane says what it came to, how much has passed so far, and how long it took. What failed is printed whole;
# what was skipped is named at the end, with the reason.
#
# Needs the .NET 10 SDK. Other stacks to test against (OpenSSL, GnuTLS, libcoap, Wireshark's tshark) are installed with apt
# if that is allowed; otherwise what is missing is named, and its tests are skipped.
set -u

root=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cd "$root" || exit 2
# shellcheck source=tests/tools/lanes.sh
. tests/tools/lanes.sh

verbose=
chosen=

while [ $# -gt 0 ]; do
    case $1 in
        --list) list_lanes; exit 0 ;;
        --verbose | -v) verbose=yes ;;
        -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0"; exit 0 ;;
        *) is_lane "$1" || { echo "there is no lane '$1'; ./test.sh --list names them" >&2; exit 2; }
            chosen="$chosen $1" ;;
    esac
    shift
done

if ! command -v dotnet >/dev/null 2>&1; then
    echo "The .NET 10 SDK is needed: 'dotnet' is not on the PATH." >&2
    echo "0 passed, 1 failed"
    exit 1
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
log=$scratch/log
notes=$scratch/notes
: >"$notes"
total_passed=0
total_failed=0
total_skipped=0
started=$(date +%s)

# The parts in one order: what the others need comes first.
all=$(list_lanes | cut -d ' ' -f 1)
[ -n "$chosen" ] || chosen=$all
count=$(echo "$chosen" | wc -w)
number=0

seconds_since() {
    printf '%d:%02d' $((($(date +%s) - $1) / 60)) $((($(date +%s) - $1) % 60))
}

prepare >"$log" 2>&1
[ -z "$verbose" ] || cat "$log"

for lane in $all; do
    case " $(echo "$chosen" | tr '\n' ' ') " in
        *" $lane "*) ;;
        *) continue ;;
    esac

    number=$((number + 1))
    passed=0
    failed=0
    skipped=0
    lane_started=$(date +%s)
    printf '[%2d/%d] %-12s ' $number "$count" "$lane"
    : >"$scratch/failures"
    "lane_$(echo "$lane" | tr - _)"
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
    total_skipped=$((total_skipped + skipped))
    printf '%5d passed, %d failed, %3d skipped   %6d passed so far   %5s of %s\n' $passed $failed $skipped \
        $total_passed "$(seconds_since "$lane_started")" "$(seconds_since "$started")"
    cat "$scratch/failures"
done

if [ -s "$notes" ]; then
    echo "skipped, $total_skipped in all:"
    sort -u "$notes" | sed 's/^ */  /'
fi

echo "$total_passed passed, $total_failed failed"
[ "$total_failed" = 0 ]
