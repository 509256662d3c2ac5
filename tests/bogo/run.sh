#!/bin/bash
#
# Copyright (c) 2026 nanoTlsMan contributors
# See LICENSE.md in the project root for full license information.
#
# Runs BoringSSL's test runner against the shim, all of it in one go; see README.md.
#
#   tests/bogo/run.sh [--disabled] ['PATTERN;…']
#
# With --disabled, what config.json leaves out runs as well.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
runner=${NANOTLSMAN_BOGO_RUNNER:-}
sources=${NANOTLSMAN_BOGO_SOURCES:-}
workers=${NANOTLSMAN_BOGO_WORKERS:-2}

# The tests are run in portions, so that one that ends the runner costs no other; a portion that takes longer than this
# many seconds hangs.
portions=20
portion_limit=1200
options=()

if [ "${1:-}" = --disabled ]; then
    options+=(-include-disabled)
    shift
fi

[ -z "${1:-}" ] || options+=(-test "$1")

if [ ! -x "$runner" ] || [ ! -d "$sources" ]; then
    echo "BoGo: skipped, NANOTLSMAN_BOGO_RUNNER names no runner"
    exit 3
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build "$here/BogoShim.csproj" -c Release -o "$work/shim" > /dev/null

# run_runner SECONDS WORKERS SHIM OPTION...: the runner in its folder, whose keys it reads.
run_runner() {
    local seconds=$1 count=$2 shim=$3
    shift 3
    (cd "$sources" && timeout "$seconds" "$runner" -shim-path "$shim" -shim-config "$here/config.json" \
        -allow-unimplemented -loose-errors -pipe -num-workers "$count" -transcript-dir "$work/settings" "$@") 2>&1
}

# The runner has no list of its tests, but a shim is told in which folder, that of the protocol, and under which name
# it may leave its settings. This one notes that, and leaves each test as not implemented.
list_tests() {
    cat > "$work/lister" <<'LISTER'
#!/bin/sh
while [ $# -gt 0 ]; do
    [ "$1" != -is-handshaker-supported ] || { echo No; exit 0; }
    [ "$1" != -write-settings ] || echo "$2" >> "$0.names"
    shift
done
exit 89
LISTER
    chmod +x "$work/lister"
    run_runner 600 1 "$work/lister" "$@" > "$work/lister.log" || true
    sed -n "s|^$work/settings/\([a-z]*\)/[a-z]*/\(.*\)-\$|\1 \2|p" "$work/lister.names" > "$work/tests"
    [ -s "$work/tests" ] || { tail -n 5 "$work/lister.log"; exit 1; }
}

# Prints the tests of a log that have come to their end.
done_in() {
    sed -n 's/^\(PASSED\|FAILED\|UNIMPLEMENTED\) (\(.*\))$/\2/p' "$1"
}

# Prints the test whose shim was the last to end and which the runner has not counted.
last_begun() {
    sleep 2
    find "$work/settings" -name '*-version' -printf '%T@ %f\n' | sort -rn | sed 's/^[^ ]* \(.*\)-version$/\1/' \
        | grep -vxF -f "$work/portion" | head -n 1
}

# run_portion INDEX: begins again behind a test that ends the runner, which is listed with the reason.
run_portion() {
    local index=$1 count=$workers log=$work/log ended skipped test
    : > "$work/portion"

    while true; do
        skipped=$(paste -sd ';' "$work/portion")
        TEST_TOTAL_SHARDS=$portions TEST_SHARD_INDEX=$index run_runner "$portion_limit" "$count" "$work/shim/BogoShim" \
            ${skipped:+-skip "$skipped"} ${options[@]+"${options[@]}"} > "$log" && ended=0 || ended=$?
        cat "$log" >> "$work/all.log"
        done_in "$log" >> "$work/portion"

        # 1 tells of failures; a panic ends with 2, and the time limit with 124.
        [ "$ended" -gt 1 ] || return 0
        test=$(sed -n "s/^Test '\(.*\)' panicked\.\$/\1/p" "$log" | head -n 1)

        # Without a name, one test at a time tells.
        if [ -z "$test" ] && [ "$count" -gt 1 ]; then
            count=1
            continue
        fi

        test=${test:-$(last_begun)}
        echo "ENDED THE RUNNER ($test) $(grep -m 1 '^panic: ' "$log" || echo "no end within $portion_limit s")" \
            | tee -a "$work/all.log"
        [ -n "$test" ] || return 0
        echo "$test" >> "$work/portion"
    done
}

list_tests ${options[@]+"${options[@]}"} -include-disabled
: > "$work/all.log"

for index in $(seq 0 $((portions - 1))); do
    run_portion "$index"
done

awk '
    /^FAILED \(/ { shown = 1 }
    /^(PASSED|UNIMPLEMENTED) \(|^(This is shard|ENDED THE RUNNER|PASS$)|^Test .* panicked/ { shown = 0 }
    shown && NF' "$work/all.log"
find "$work/settings" -name '*-version' -exec grep -H . {} + | sed 's|^.*/\(.*\)-version:\(.*\)$|VERSION \1 \2|' \
    > "$work/versions"

# The protocol is the runner's; the version is what the name says, else what the engine ended with, else 1.2.
sed 's/^\([A-Z]*\) (\(.*\))$/\1 \2/; s/^ENDED THE RUNNER (\(.*\)).*/FAILED \1/' "$work/all.log" \
    | grep -E '^(PASSED|FAILED|UNIMPLEMENTED) [^ ]+$' > "$work/results" || true

awk '
    $1 == "VERSION" && $3 == "none" { next }
    $1 == "VERSION" { version[$2] = $3; next }
    NF == 2 && FILENAME ~ /results$/ { result[$2] = $1; next }
    {
        if ($1 == "quic") {
            others++
            next
        }

        found = $2 ~ /TLS-?13/ ? "1.3" : $2 ~ /TLS-?12/ ? "1.2" : $2 in version ? version[$2] : "1.2"
        name = toupper($1) " " found
        kind = $2 in result ? result[$2] : "DISABLED"
        count[name " " kind]++
        sum[kind]++
    }
    END {
        split("TLS 1.2,TLS 1.3,DTLS 1.2,DTLS 1.3", names, ",")
        for (i = 1; i <= 4; i++) {
            n = names[i]
            printf "%s: %d passed, %d failed, %d that the shim has no flag for, %d left out with a reason\n", n,
                count[n " PASSED"], count[n " FAILED"], count[n " UNIMPLEMENTED"], count[n " DISABLED"]
        }
        printf "QUIC: %d left out\n", others
        printf "%d passed, %d failed\n", sum["PASSED"], sum["FAILED"]
        exit sum["FAILED"] > 0
    }' "$work/versions" "$work/results" "$work/tests"
