#!/bin/bash
#
# Copyright (c) 2026 nanoTlsMan contributors
# See LICENSE.md in the project root for full license information.
#
# Runs BoringSSL's test runner against the shim; see README.md. An argument names the tests, as patterns that
# semicolons separate.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
runner=${NANOTLSMAN_BOGO_RUNNER:-}
sources=${NANOTLSMAN_BOGO_SOURCES:-}
tests=${1:-*}

if [ ! -x "$runner" ] || [ ! -d "$sources" ]; then
    echo "BoGo: skipped, NANOTLSMAN_BOGO_RUNNER names no runner"
    exit 3
fi

dotnet build "$here/BogoShim.csproj" -c Release > /dev/null

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The runner's own end says nothing: it stops in the middle where a shim hangs, which is counted as a failure below.
(cd "$sources" && "$runner" -test.timeout 60m -shim-path "$here/bin/Release/net10.0/BogoShim" \
    -shim-config "$here/config.json" -allow-unimplemented -loose-errors -num-workers 2 -pipe -test "$tests") \
    > "$log" 2>&1 && ended=0 || ended=$?

grep '^FAILED (' "$log" || true
grep -q '^panic: ' "$log" && echo "the runner itself came to an end before all tests" && ended=2

awk -F '[()]' '
    /^(PASSED|FAILED|UNIMPLEMENTED|SKIPPED|DISABLED) \(/ {
        kind = $2 ~ /DTLS/ ? "DTLS" : "TLS"
        version = $2 ~ /TLS-?13/ ? "1.3" : "1.2"
        name = kind " " version
        passed[name] += /^PASSED/
        failed[name] += /^FAILED/
        others[name] += !/^PASSED/ && !/^FAILED/
        all += /^PASSED/
        bad += /^FAILED/
    }
    END {
        split("DTLS 1.2,DTLS 1.3,TLS 1.2,TLS 1.3", names, ",")
        for (i = 1; i <= 4; i++) {
            n = names[i]
            printf "%s: %d passed, %d failed, %d not run with a reason\n", n, passed[n], failed[n], others[n]
        }
        printf "%d passed, %d failed\n", all, bad
    }' "$log"

[ "$ended" -eq 0 ] || exit 1
