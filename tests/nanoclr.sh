#!/bin/bash
# Runs the unit tests on nanoFramework's real runtime, nanoCLR, and ends with a line "N passed, N failed, N skipped".
#
#   tests/nanoclr.sh [--record]
#
# It takes what it needs from
#   NANOFRAMEWORK_CLR                  a nanoCLR host that takes .pe files as its arguments (nf-interpreter's POSIX test host), or else the nanoclr tool
#   NANOFRAMEWORK_METADATA_PROCESSOR   a command with the options of the metadata processor's console (-loadHints, -parse, -compile)
#   NANOFRAMEWORK_CLASS_LIBRARY        a folder with mscorlib.dll, nanoFramework.TestFramework.dll, nanoFramework.UnitTestLauncher.exe …
#   NANOFRAMEWORK_VERSIONS             the versions of these three, for the record
# Where they are missing, it prints the last recorded pass, and whether device sources have changed since. --record writes that record after a pass.
set -uo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
record=$root/tests/nanoclr-passed.txt
sources="firmware tests/unit"
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

library=${NANOFRAMEWORK_CLASS_LIBRARY:-}
processor=${NANOFRAMEWORK_METADATA_PROCESSOR:-}
clr=${NANOFRAMEWORK_CLR:-}

[ -n "$library" ] && [ -r "$library/mscorlib.dll" ] || skip "NANOFRAMEWORK_CLASS_LIBRARY names no folder with nanoFramework's class library"
[ -n "$processor" ] || skip "NANOFRAMEWORK_METADATA_PROCESSOR names no metadata processor"

if [ -z "$clr" ]; then
    command -v nanoclr >/dev/null 2>&1 || skip "neither NANOFRAMEWORK_CLR nor the nanoclr tool is there"
    clr="nanoclr run --assemblies"
fi

library=$(cd "$library" && pwd)
sdk=$(dotnet --list-sdks | tail -n 1 | sed 's/^\([^ ]*\) \[\(.*\)\]$/\2\/\1/')
compiler="dotnet exec $sdk/Roslyn/bincore/csc.dll"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
framework="mscorlib nanoFramework.TestFramework"
firmware="nanoTlsMan nanoTlsMan.Ciphers nanoTlsMan.Managed"
passed=0
failed=0
started=$SECONDS

fail() {
    echo "$1"
    failed=$((failed + 1))
}

# The metadata processor reads its options from left to right: what an assembly needs comes before it.
to_pe() {
    local name hints=()

    for name in $framework $firmware; do
        hints+=(-loadHints "$name" "$work/$name.dll")
    done

    $processor "${hints[@]}" -parse "$1" -compile "${1%.*}.pe" false >"$work/processor.log" 2>&1 || { cat "$work/processor.log"; return 1; }
    [ -s "${1%.*}.pe" ]
}

prepare() {
    for name in $framework; do
        cp "$library/$name.dll" "$work/" || return 1
    done

    cp "$library/nanoFramework.UnitTestLauncher.exe" "$work/" || return 1

    for name in $firmware; do
        dotnet build "$root/firmware/$name/$name.csproj" -f netnano1.0 -c Release -p:NanoFrameworkClassLibrary="$library" -v quiet -nologo >"$work/build.log" 2>&1 \
            || { cat "$work/build.log"; return 1; }
        cp "$root/firmware/$name/bin/classlib/Release/netnano1.0/$name.dll" "$work/" || return 1
    done

    for name in $framework $firmware; do
        to_pe "$work/$name.dll" || return 1
    done

    to_pe "$work/nanoFramework.UnitTestLauncher.exe"
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
    local folder=$1 name references=() images=() files folder_passed folder_failed
    name=$(basename "$folder")
    mapfile -t files < <(find "$folder" "$root/tests/unit/Shared" -name '*.cs' -not -path '*/bin/*' -not -path '*/obj/*' | sort)

    for assembly in $framework $firmware; do
        references+=("-r:$work/$assembly.dll")
    done

    $compiler -noconfig -nostdlib+ -nologo -optimize+ -langversion:9 -runtimemetadataversion:v4.0.30319 -d:NANOFRAMEWORK_1_0 -target:library -nowarn:1701 \
        -out:"$work/NFUnitTest.dll" "${references[@]}" "${files[@]}" "$work/Sentinel.cs" || { fail "$name does not compile"; return; }
    to_pe "$work/NFUnitTest.dll" || { fail "$name: the metadata processor failed"; return; }

    for assembly in $framework nanoFramework.UnitTestLauncher $firmware NFUnitTest; do
        images+=("$assembly.pe")
    done

    (cd "$work" && timeout $time_limit $clr "${images[@]}") >"$work/run.log" 2>&1
    folder_passed=$(grep -c '^Test passed,' "$work/run.log")
    folder_failed=$(grep -c '^Test failed,' "$work/run.log")
    grep '^Test failed,' "$work/run.log"
    echo "$name: $folder_passed passed, $folder_failed failed"
    passed=$((passed + folder_passed))
    failed=$((failed + folder_failed))

    if ! grep -q '^ALL TESTS WERE RUN' "$work/run.log"; then
        tail -n 20 "$work/run.log"
        fail "$name did not run to its end"
    fi
}

write_sentinel

if prepare; then
    for project in "$root"/tests/unit/*/NFUnitTest.nfproj; do
        run_folder "$(dirname "$project")"
    done
else
    fail "the firmware could not be prepared for the runtime"
fi

if [ "${1:-}" = --record ] && [ "$failed" = 0 ]; then
    cat >"$record" <<RECORD
commit: $(git -C "$root" rev-parse --short=10 HEAD)
date: $(date -u +%Y-%m-%d)
versions: ${NANOFRAMEWORK_VERSIONS:-not stated}
count: $passed passed
time: $((SECONDS - started)) s, builds included
RECORD
fi

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
