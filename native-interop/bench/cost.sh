#!/bin/sh
# What the adapters cost: instructions of a handshake (client and server) and of a 64-byte record (sealed, sent, opened), through the adapter and with the
# stack called directly, in one run, counted by callgrind. Prints a table and, with --check, ends with 1 where a ratio exceeds 1.05; wolfSSL's record has 1.07,
# since its adapter does what the library leaves undone (the replay window) and gives it random bytes for every record.
#
#   native-interop/bench/cost.sh [--check]
#
# Exit codes: 0 done, 1 a ratio is too high, 3 valgrind or the library is missing (one line on standard error says which).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
build=$root/build/lean

command -v valgrind >/dev/null 2>&1 || { echo "bench/cost.sh: valgrind is needed" >&2; exit 3; }
"$root/build.sh" --bench lean >/dev/null || exit $?

# count PROGRAM STACK HANDSHAKES RECORDS: instructions, of the program alone.
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$build/bench/$1" "$2" "$3" "$4" 2>&1 | sed -n 's/.*Collected : *\([0-9]*\).*/\1/p'
}

# cost PROGRAM STACK: instructions of one more handshake, and of one more record.
cost() {
    base=$(count "$1" "$2" 2 0)
    handshakes=$(count "$1" "$2" 22 0)
    records=$(count "$1" "$2" 2 100)
    echo "$(((handshakes - base) / 20)) $(((records - base) / 100))"
}

status=0
printf '| stack | | directly | through the adapter | ratio |\n|---|---|---:|---:|---:|\n'

for program in "$build"/bench/cost_direct_*; do
    [ -x "$program" ] || continue
    stack=${program##*cost_direct_}
    # shellcheck disable=SC2046
    set -- $(cost "cost_direct_$stack" "$stack") $(cost cost_adapter "$stack")

    for what in handshake record; do
        limit=1.05
        [ "$stack $what" != "wolfssl record" ] || limit=1.07

        if [ $what = handshake ]; then direct=$1 adapter=$3; else direct=$2 adapter=$4; fi
        echo "$stack $what $direct $adapter" | awk '{ printf "| %s | %s | %d | %d | %.3f |\n", $1, $2, $3, $4, $4 / $3 }'
        echo "$direct $adapter $limit" | awk '{ exit !($2 > $1 * $3) }' && status=1
    done
done

[ "${1:-}" != --check ] || exit $status
