#!/bin/bash
# Runs the unit tests on nanoFramework's real runtime, nanoCLR, and ends with a line "N passed, N failed, N skipped".
#
#   tests/nanoclr.sh [--record]
#
# It takes what it needs from
#   NANOFRAMEWORK_CLR, NANOFRAMEWORK_METADATA_PROCESSOR, NANOFRAMEWORK_CLASS_LIBRARY
#                              see tests/tools/nanoclr-lib.sh; the class library with nanoFramework.TestFramework.dll,
#                              nanoFramework.UnitTestLauncher.exe, nanoFramework.Runtime.Native.dll and nanoFramework.System.Text.dll
#   NANOFRAMEWORK_CLR_INTEROP  a nanoCLR host with native-interop/nanoclr in it, for tests/unit/NativeStacks; on any other host these tests
#                              find that there are no native stacks, and are skipped
#   NANOFRAMEWORK_CLR_CRYPTO   a nanoCLR host with the natives of nanoFramework.System.Security.Cryptography, which stock hosts lack, for
#                              tests/unit/CiphersDevice; the class library has to have that assembly as well
#   NANOFRAMEWORK_CLR_SMALL    a nanoCLR host with a heap of 64 KB, on which the tests of memory are run as well
#   NANOFRAMEWORK_VERSIONS     the versions of these, for the record
# Where they are missing, it prints the last recorded pass, and whether device sources have changed since. --record writes that record after a pass.
set -uo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
record=$root/tests/nanoclr-passed.txt
sources="firmware tests/unit tests/bench"
time_limit=600

show_record() {
    if [ -r "$record" ]; then
        echo "last recorded pass:"
        sed 's/^/  /' "$record"
        commit=$(sed -n 's/^commit: //p' "$record")
        # shellcheck disable=SC2086
        if git -C "$root" diff --quiet "$commit" -- $sources 2>/dev/null; then
            echo "device sources have not changed since"
        else
            echo "device sources have changed since"
        fi
    fi
}

skip() {
    echo "skipped: $1"
    show_record
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
}

# What every run loads, and what only the tests of native stacks do.
base="mscorlib nanoFramework.Runtime.Native nanoFramework.TestFramework"
managed="nanoTlsMan nanoTlsMan.Ciphers nanoTlsMan.Managed"
public_key="nanoTlsMan.Ciphers.PublicKey"
public_key_stack="nanoTlsMan.Managed.PublicKey"
managed13="nanoTlsMan.Managed13"
x509="nanoTlsMan.X509"
native_base="nanoFramework.System.Text"
native="nanoTlsMan.Native nanoTlsMan.NativeStacks"
framework="$base $native_base"
firmware="$managed $public_key $public_key_stack $managed13 $x509 $native"

# What only a host with ciphers of its own can load.
crypto_base="nanoFramework.System.Security.Cryptography"
crypto="nanoTlsMan.Ciphers.Device"

if [ -n "${NANOFRAMEWORK_CLR_CRYPTO:-}" ]; then
    framework="$framework $crypto_base"
    firmware="$firmware $crypto"
fi

# shellcheck source=tests/tools/nanoclr-lib.sh
. "$root/tests/tools/nanoclr-lib.sh"
find_nanoclr || skip "$missing"
passed=0
failed=0
skipped=0
started=$SECONDS

fail() {
    echo "$1"
    failed=$((failed + 1))
}

prepare() {
    prepare_nanoclr && cp "$library/nanoFramework.UnitTestLauncher.exe" "$work/" && to_pe "$work/nanoFramework.UnitTestLauncher.exe"
}

# The host ends with 0 even where booting fails, so the last test of all prints a word that has to be there.
write_sentinel() {
    cat >"$work/Sentinel.cs" <<'SOURCE'
namespace ZzzLast
{
    [nanoFramework.TestFramework.TestClass]
    public class Sentinel
    {
        [nanoFramework.TestFramework.TestMethod]
        public static void End()
        {
            nanoFramework.TestFramework.OutputHelper.WriteLine("ALL TESTS WERE RUN");
        }
    }
}
SOURCE
}

run_folder() {
    local folder=$1 name files shared host=$clr assemblies="$base nanoFramework.UnitTestLauncher $managed"
    name=$(basename "$folder")

    if [ "$name" = CiphersDevice ]; then
        if [ -z "${NANOFRAMEWORK_CLR_CRYPTO:-}" ]; then
            echo "$name: skipped, NANOFRAMEWORK_CLR_CRYPTO names no host with System.Security.Cryptography"
            skipped=$((skipped + 1))
            return
        fi

        host=$NANOFRAMEWORK_CLR_CRYPTO
        assemblies="$base $crypto_base nanoFramework.UnitTestLauncher $managed $crypto"
    elif [ "$name" = CiphersPublicKey ]; then
        assemblies="$base nanoFramework.UnitTestLauncher $managed $public_key"
    elif [ "$name" = ManagedPublicKey ]; then
        assemblies="$base nanoFramework.UnitTestLauncher $managed $public_key $public_key_stack"
    elif [ "$name" = Managed13 ]; then
        assemblies="$base nanoFramework.UnitTestLauncher $managed $public_key $public_key_stack $managed13"
    elif [ "$name" = X509 ]; then
        assemblies="$base nanoFramework.UnitTestLauncher $managed $public_key $x509"
    elif [ "$name" = NativeStacks ]; then
        host=${NANOFRAMEWORK_CLR_INTEROP:-$clr}
        assemblies="$base $native_base nanoFramework.UnitTestLauncher $managed $native"
    fi

    # Folders and files that several suites share, as a project names them: <Compile Include="../NAME/*.cs" …>.
    mapfile -t shared < <(sed -n 's|.*<Compile Include="\.\./\([^*"]*\)/\*\.cs".*|\1|p' "$folder"/*.csproj)
    mapfile -t -O "${#shared[@]}" shared < <(sed -n 's|.*<Compile Include="\.\./\([^*"]*\.cs\)".*|\1|p' "$folder"/*.csproj)
    mapfile -t files < <(find "$folder" "$root/tests/unit/Shared" "${shared[@]/#/$root/tests/unit/}" -name '*.cs' -not -path '*/bin/*' -not -path '*/obj/*' | sort)

    compile_device NFUnitTest.dll library "${files[@]}" "$work/Sentinel.cs" || { fail "$name could not be compiled for the runtime"; return; }
    # shellcheck disable=SC2086
    run_nanoclr "$host" $time_limit $assemblies NFUnitTest >"$work/run.log"
    count_tests "$name"
    grep '^native stack: ' "$work/run.log"
}

# Takes the framework's lines from the log of a run.
count_tests() {
    local run_passed run_failed run_skipped
    run_passed=$(grep '^Test passed,' "$work/run.log" | grep -cv 'ZzzLast\.')
    run_failed=$(grep -c '^Test failed,' "$work/run.log")
    run_skipped=$(grep -c '^Test skipped,' "$work/run.log")
    grep '^Test failed,' "$work/run.log"
    echo "$1: $run_passed passed, $run_failed failed, $run_skipped skipped"
    passed=$((passed + run_passed))
    failed=$((failed + run_failed))
    skipped=$((skipped + run_skipped))

    if ! grep -q '^ALL TESTS WERE RUN' "$work/run.log"; then
        tail -n 20 "$work/run.log"
        fail "$1 did not run to its end"
    fi
}

# What sessions and handshakes take of the managed heap, read from the runtime.
run_memory() {
    local harness=$root/tests/unit/Managed/Harness
    compile_device Memory.exe exe "$root"/tests/bench/Memory/*.cs "$root"/tests/bench/Device/{Gauge,Handshake,Meter,MeteredCiphers,Peer}.cs \
        "$harness"/{Forge,LinkEndpoint,LivePeer,LivePeer.*,Psk,SimulatedLink,SimulatedNat,SimulatedPacket,SimulatedTransport,StackUnderTest,Stranger,TestRandom}.cs "$root/tests/unit/Shared/Hex.cs" \
        || { fail "the tests of memory could not be compiled for the runtime"; return; }
    run_memory_on "Memory" "$clr"
    [ -z "${NANOFRAMEWORK_CLR_SMALL:-}" ] || run_memory_on "Memory, in a small heap" "$NANOFRAMEWORK_CLR_SMALL"
}

run_memory_on() {
    # shellcheck disable=SC2086
    run_nanoclr "$2" $time_limit $base $managed Memory >"$work/run.log"
    sed -n -e 's/^Test passed,/  /p' -e '/^  the same/p' -e '/ ran out /p' -e '/^Free /p' "$work/run.log"
    count_tests "$1"
}

write_sentinel

if prepare; then
    for project in "$root"/tests/unit/*/*Tests.nfproj; do
        run_folder "$(dirname "$project")"
    done

    run_memory
else
    fail "the firmware could not be prepared for the runtime"
fi

if [ "${1:-}" = --record ] && [ "$failed" = 0 ]; then
    cat >"$record" <<RECORD
commit: $(git -C "$root" rev-parse --short=10 HEAD)
date: $(date -u +%Y-%m-%d)
versions: ${NANOFRAMEWORK_VERSIONS:-not stated}
count: $passed passed, $skipped skipped
time: $((SECONDS - started)) s, builds included
RECORD
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
