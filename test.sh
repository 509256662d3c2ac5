#!/bin/sh
# Runs the tests, lane after lane, and ends with a line "N passed, N failed".
#
#   ./test.sh               all lanes
#   ./test.sh unit interop  these only
#   ./test.sh --list        what each lane is
#   ./test.sh --verbose …   with everything that the tools print
#
# A line for each lane says what it came to, how much has passed so far, and how long it took. What failed is printed whole;
# what was skipped is named at the end, with the reason. Lanes without .NET run beside the others, and are told when they are
# done.
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
top=$(mktemp -d)
beside=
trap 'rm -rf "$top"; [ -z "$beside" ] || kill "$beside" 2>/dev/null' EXIT
total_passed=0
total_failed=0
total_skipped=0
started=$(date +%s)

# The parts in one order: what others need comes first.
all=$(list_lanes | cut -d ' ' -f 1)
[ -n "$chosen" ] || chosen=$all
count=$(echo "$chosen" | wc -w)
number=0

seconds_since() {
    printf '%d:%02d' $((($(date +%s) - $1) / 60)) $((($(date +%s) - $1) % 60))
}

# Each lane has a folder for what it says, and counts for itself.
enter() {
    scratch=$top/$1
    log=$scratch/log
    notes=$scratch/notes
    passed=0
    failed=0
    skipped=0
    entered=$(date +%s)
    mkdir "$scratch"
    : >"$scratch/failures"
    : >"$notes"
}

leave() {
    echo "$passed $failed $skipped $(seconds_since "$entered")" >"$scratch/coming"
    mv "$scratch/coming" "$scratch/result"
}

run_lane() {
    enter "$1"
    "lane_$(echo "$1" | tr - _)"
    leave
}

report() {
    # A lane that came to no end is a failure like any other.
    [ -f "$top/$1/result" ] || echo "0 1 0 0:00" >"$top/$1/result"
    # shellcheck disable=SC2046
    set -- "$1" $(cat "$top/$1/result")
    number=$((number + 1))
    total_passed=$((total_passed + $2))
    total_failed=$((total_failed + $3))
    total_skipped=$((total_skipped + $4))
    printf '[%2d/%d] %-12s %5d passed, %d failed, %3d skipped   %6d passed so far   %5s of %s\n' \
        $number "$count" "$1" "$2" "$3" "$4" $total_passed "$5" "$(seconds_since "$started")"
    cat "$top/$1/failures"
    mv "$top/$1/result" "$top/$1/reported"
}

report_beside() {
    for one in $all; do
        ! is_beside "$one" || [ ! -f "$top/$one/result" ] || report "$one"
    done
}

is_chosen() {
    case " $(echo "$chosen" | tr '\n' ' ') " in
        *" $1 "*) true ;;
        *) false ;;
    esac
}

# What the lanes share is a line of its own if anything is wrong with it.
enter preparation
prepare >"$log" 2>&1
[ -z "$verbose" ] || cat "$log"

for lane in $chosen; do
    if loads_native "$lane"; then
        prepare_native
        break
    fi
done

leave

if [ "$failed" != 0 ]; then
    count=$((count + 1))
    report preparation
fi

(
    for lane in $all; do
        ! is_beside "$lane" || ! is_chosen "$lane" || run_lane "$lane"
    done
) &
beside=$!

for lane in $all; do
    if is_beside "$lane" || ! is_chosen "$lane"; then
        continue
    fi

    [ "$lane" != stacks ] || wait "$beside"
    (run_lane "$lane")
    report "$lane"
    report_beside
done

wait "$beside"
beside=

for lane in $all; do
    ! is_beside "$lane" || ! is_chosen "$lane" || [ -f "$top/$lane/reported" ] || report "$lane"
done

cat "$top"/*/notes >"$top/all-notes"

if [ -s "$top/all-notes" ]; then
    echo "skipped, $total_skipped in all:"
    sort -u "$top/all-notes" | sed 's/^ */  /'
fi

echo "$total_passed passed, $total_failed failed"
[ "$total_failed" = 0 ]
