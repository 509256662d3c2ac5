#!/bin/bash
# Runs the benchmark on nanoFramework's real runtime, nanoCLR, and prints its table.
#
#   tests/bench/nanoclr.sh
#
# It takes what tests/tools/nanoclr-lib.sh says (the class library with nanoFramework.Runtime.Native.dll), and
#   NANOFRAMEWORK_CLR_COUNTING   a nanoCLR host built to count: where DateTime.UtcNow is the number of IL instructions executed since its start,
#                                as ticks, and Environment.TickCount64 the number of objects and arrays allocated. With two counters in the
#                                interpreter's loop and in its allocator these are exact, and the same at each run. Without it there are times only.
#   NANOFRAMEWORK_CLR_COUNTING_CRYPTO
#                                such a host with the natives of nanoFramework.System.Security.Cryptography: then records and handshakes are
#                                counted with DeviceCiphers as well. The class library has to have that assembly.
# On .NET: dotnet run -c Release --project tests/bench
set -uo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
framework="mscorlib nanoFramework.Runtime.Native"
firmware="nanoTlsMan nanoTlsMan.Ciphers nanoTlsMan.Ciphers.PublicKey nanoTlsMan.Managed nanoTlsMan.Managed.PublicKey \
nanoTlsMan.Managed13"
time_limit=300
# shellcheck source=tests/tools/nanoclr-lib.sh
. "$root/tests/tools/nanoclr-lib.sh"

give_up() {
    echo "$1" >&2
    exit 1
}

# Prints what the program printed, without the host's own lines; a host may end with 0 though the program did not end.
run_benchmark() {
    local title=$1 host=$2 assemblies=$3
    shift 3

    compile_device Bench.exe exe "$@" "$root"/tests/bench/Device/*.cs "$root"/tests/unit/Managed/Harness/{Psk,TestRandom}.cs "$root/tests/unit/Shared/Hex.cs" \
        "$root"/tests/unit/CiphersPublicKey/{Rsa,P384}Vectors.cs \
        || give_up "the benchmark could not be compiled for the runtime"
    echo "== $title"
    # shellcheck disable=SC2086
    run_nanoclr "$host" $time_limit $assemblies Bench >"$work/run.log"
    sed '1,/^Ready/d; /^END OF BENCHMARK/,$d' "$work/run.log"
    grep -q '^END OF BENCHMARK' "$work/run.log" || give_up "the benchmark did not run to its end"
}

crypto_base="nanoFramework.System.Security.Cryptography"
crypto="nanoTlsMan.Ciphers.Device"

if [ -n "${NANOFRAMEWORK_CLR_COUNTING_CRYPTO:-}" ]; then
    framework="$framework $crypto_base"
    firmware="$firmware $crypto"
fi

find_nanoclr || give_up "$missing"
prepare_nanoclr || give_up "the firmware could not be prepared for the runtime"

# A host without the natives refuses the assemblies that need them.
stock="${framework/ $crypto_base/} ${firmware/ $crypto/}"
run_benchmark "time on nanoCLR" "$clr" "$stock"
[ -z "${NANOFRAMEWORK_CLR_COUNTING:-}" ] \
    || run_benchmark "IL instructions and allocations on nanoCLR" "$NANOFRAMEWORK_CLR_COUNTING" "$stock" -d:COUNTING
[ -z "${NANOFRAMEWORK_CLR_COUNTING_CRYPTO:-}" ] \
    || run_benchmark "the same with the ciphers of stock firmware" "$NANOFRAMEWORK_CLR_COUNTING_CRYPTO" "$framework $firmware" -d:COUNTING -d:DEVICE_CIPHERS
