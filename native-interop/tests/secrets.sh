#!/bin/sh
# Runs every calculation with secrets that valgrind takes for undefined, and compares what depends on them with the table of docs/threat-model.md: a cell that
# says "clean" and is not fails, as does one that says "depends" and does not, and two deliberate leaks have to be found.
#
#   native-interop/tests/secrets.sh               compares, and ends with "N passed, N failed"
#   native-interop/tests/secrets.sh --where NAME  names the functions that valgrind found, as "mbedtls, ECDSA"
#
# Exit codes: 0 done, 1 a comparison or the build failed, 2 usage, 3 a tool or the sources cannot be had (one line on standard error says which).
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
threats=$here/../../docs/threat-model.md

case ${1:-} in
    '') where= ;;
    --where) where=${2:?} ;;
    *) sed -n 's/^# \{0,1\}//;5,6p' "$0" >&2; exit 2 ;;
esac

if ! command -v valgrind >/dev/null 2>&1 || ! echo '#include <valgrind/memcheck.h>' | "${CC:-cc}" -E - >/dev/null 2>&1; then
    echo "native-interop/tests/secrets.sh: valgrind is needed, with its headers" >&2
    exit 3
fi

library=$("$here/../build.sh" --secrets lean) || exit $?
folder=$(dirname "$library")

# No limit, so that each part is judged, and short stacks, so that one place counts once.
run() {
    valgrind -q --error-limit=no --num-callers=3 --suppressions="$here/secrets.supp" --log-file="$folder/secrets.log" "$folder/secrets" "$@"
}

if [ -n "$where" ]; then
    run "$where"
    awk '/== (Conditional|Use of)/ { getline; sub(/.*0x[0-9A-F]+: /, ""); sub(/ \(.*/, ""); print }' "$folder/secrets.log" | sort | uniq -c | sort -rn
    exit
fi

run >"$folder/secrets.found"

awk '
    FNR == NR && /^<!-- secrets -->/ { inside = 1 }
    FNR == NR && /^<!-- end of secrets -->/ { inside = 0 }
    FNR == NR && inside && /^\|/ {
        count = split($0, cells, / *\| */)
        if (!columns) { columns = count; for (i = 3; i < count; i++) libraries[i] = cells[i] }
        else if (cells[2] !~ /^-+$/) for (i = 3; i < count; i++) { verdict = cells[i]; sub(/[:,; ].*/, "", verdict); expected[libraries[i] ", " cells[2]] = verdict }
    }
    FNR == NR { next }
    { name = $0; sub(/: [a-z]*$/, "", name); found[name] = $NF; library = name; sub(/,.*/, "", library); present[library] = 1 }
    END {
        expected["deliberate, jump"] = expected["deliberate, address"] = "depends"
        for (name in found) if (!(name in expected)) { print name ": " found[name] ", and the table has no such cell"; failed++ }
        for (name in expected) {
            library = name; sub(/,.*/, "", library)
            if (!(library in present)) continue
            verdict = name in found ? found[name] : "—"
            if (expected[name] == verdict) passed++
            else { print name ": " verdict ", and the table says " expected[name]; failed++ }
        }
        print passed + 0 " passed, " failed + 0 " failed"
        exit failed > 0
    }' "$threats" "$folder/secrets.found"
