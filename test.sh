#!/bin/sh
# Runs all tests of all lanes that exist, and ends with a line "N passed, N failed".
#
# Needs the .NET 10 SDK. Other stacks to test against (OpenSSL, GnuTLS, libcoap, Wireshark's tshark) are installed with apt where that is
# allowed; what is missing is named, and its tests are skipped.
set -u

root=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cd "$root" || exit 2

if ! command -v dotnet >/dev/null 2>&1; then
    echo "The .NET 10 SDK is needed: 'dotnet' is not on the PATH." >&2
    echo "0 passed, 1 failed"
    exit 1
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cache=${NANOTLSMAN_CACHE:-$HOME/.cache/nanotlsman}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0
failed=0
skipped=0

heading() {
    printf '\n== %s\n' "$1"
}

# Program and Debian package of each peer and tool.
peers="openssl:openssl gnutls-serv:gnutls-bin coap-server-openssl:libcoap3-bin tshark:tshark cmake:cmake cc:gcc make:make pkg-config:pkg-config dpkg-source:dpkg-dev valgrind:valgrind mosquitto:mosquitto mosquitto_pub:mosquitto-clients"

list_missing() {
    for peer in $peers; do
        command -v "${peer%%:*}" >/dev/null 2>&1 || printf ' %s' "${peer##*:}"
    done
    ! command -v pkg-config >/dev/null 2>&1 || pkg-config --exists cmocka || printf ' libcmocka-dev'
}

install_peers() {
    missing=$(list_missing)
    [ -n "$missing" ] && command -v apt-get >/dev/null 2>&1 || return 0

    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        return 0
    fi

    echo "installing$missing"
    # shellcheck disable=SC2086
    { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1 \
        || tail -n 3 "$log"
}

fetch_vectors() {
    folder=$cache/wycheproof

    if [ -z "${NANOTLSMAN_WYCHEPROOF:-}" ]; then
        if find "$folder" -name 'aes_ccm_test.json' 2>/dev/null | grep -q . \
            || NANOTLSMAN_WYCHEPROOF_MISSING=$(tools/debian-package.sh sid golang-github-c2sp-wycheproof-dev "$folder" 2>&1 >/dev/null); then
            export NANOTLSMAN_WYCHEPROOF="$folder"
        else
            export NANOTLSMAN_WYCHEPROOF_MISSING
            echo "skipped: $NANOTLSMAN_WYCHEPROOF_MISSING"
        fi
    fi
}

# Builds a variant of libtlsman and runs the tests in C where they are compiled in; library names it, or is empty where it cannot be had.
build_native() {
    heading "native-interop/build.sh $*"
    library=$(native-interop/build.sh "$@" 2>"$log")
    status=$?
    cat "$log"

    if [ $status = 3 ]; then
        skipped=$((skipped + 1))
    elif [ $status != 0 ]; then
        failed=$((failed + 1))
    fi

    [ $status = 0 ] || { library=; return; }

    case " $* " in
        *" --tests "*)
            ctest --test-dir "$(dirname "$library")" >"$log" 2>&1
            native_passed=$(grep -c ' Passed ' "$log")
            native_failed=$(grep -c -E '\*\*\*(Failed|Exception|Not Run|Timeout)' "$log")
            [ "$native_failed" = 0 ] || ctest --test-dir "$(dirname "$library")" --rerun-failed --output-on-failure
            # Tests that were not even listed are a failure like any other.
            [ "$((native_passed + native_failed))" -gt 0 ] || { cat "$log"; native_failed=1; }
            echo "$native_passed passed, $native_failed failed"
            passed=$((passed + native_passed))
            failed=$((failed + native_failed))
            ;;
    esac
}

# Reads "Passed! - Failed: 0, Passed: 8, Skipped: 0, ..." of the test runner.
read_count() {
    sed -n "s/.*[!] *- .*$1: *\([0-9]*\),.*/\1/p" "$log" | tail -n 1
}

# A project, or what it was built into; with settings of the environment for the tests alone.
run_project() {
    target=$1
    shift
    heading "$target${*:+, $*}"

    case $target in
        *.csproj) set -- "$@" dotnet test "$target" -c Release -v quiet ;;
        *) set -- "$@" dotnet test "$target" ;;
    esac

    if env "$@" --logger "console;verbosity=minimal" >"$log" 2>&1; then
        ok=yes
    else
        ok=no
    fi

    project_passed=$(read_count Passed)
    project_failed=$(read_count Failed)
    project_skipped=$(read_count Skipped)

    if [ $ok = no ]; then
        cat "$log"
    else
        grep -E '^ *\[?SKIP|\[SKIP\]|^ *Skipped ' "$log" | sort -u | head -n 20
    fi

    # A project that did not build, or that ran nothing, is a failure like any other.
    if [ -z "$project_passed" ] || { [ $ok = no ] && [ "${project_failed:-0}" = 0 ]; } || [ "$((project_passed + project_failed + project_skipped))" = 0 ]; then
        project_passed=${project_passed:-0}
        project_failed=1
    fi

    echo "${project_passed:-0} passed, ${project_failed:-0} failed, ${project_skipped:-0} skipped"
    passed=$((passed + ${project_passed:-0}))
    failed=$((failed + ${project_failed:-0}))
    skipped=$((skipped + ${project_skipped:-0}))
}

heading "what the tests need"
install_peers
fetch_vectors
missing=$(list_missing)
[ -z "$missing" ] && echo "all there" || echo "not installed, tests skipped:$missing"

# The native stacks: for the command and the managed tests; as a firmware has them; and with sanitizers, under which the tests in C run.
build_native lean
lean=$library
build_native firmware
firmware=$library
build_native --sanitize --tests --fuzz firmware
build_native --sanitize --tests --fuzz lean
sanitized=$library
[ -z "$lean" ] || export NANOTLSMAN_LIBRARY="$lean"

for project in $(find tests -name '*Tests.csproj' -o -name Size.csproj -o -name Fuzz.csproj | sort); do
    run_project "$project"
done

# All stacks' tests once more, on Mbed TLS as a firmware has it, and under sanitizers, whose runtime has to be there before that of .NET.
stacks=tests/stacks/bin/Release/net10.0/StacksTests.dll

if [ -n "$firmware" ]; then
    run_project $stacks NANOTLSMAN_LIBRARY="$firmware" NANOTLSMAN_VARIANT=firmware
fi

if [ -n "$sanitized" ] && [ -r "$(cc -print-file-name=libasan.so)" ]; then
    run_project $stacks NANOTLSMAN_LIBRARY="$sanitized" LD_PRELOAD="$(cc -print-file-name=libasan.so)" ASAN_OPTIONS=detect_leaks=0:handle_segv=0:use_sigaltstack=0
fi

# The benchmark is no test of speed, but it has to run.
heading "tests/bench"
if dotnet run -c Release --project tests/bench >"$log" 2>&1 && grep -q '^END OF BENCHMARK' "$log"; then
    passed=$((passed + 1))
else
    cat "$log"
    failed=$((failed + 1))
fi

# The house style of C, by the version that Debian 12 has; others lay out a few lines otherwise.
heading "clang-format"
if clang-format --version 2>/dev/null | grep -q ' version 14\.'; then
    if git ls-files -z 'native-interop/*.c' 'native-interop/*.h' 'native-interop/*.cpp' | xargs -0 clang-format --dry-run -Werror >"$log" 2>&1; then
        passed=$((passed + 1))
    else
        cat "$log"
        failed=$((failed + 1))
    fi
else
    echo "skipped: clang-format 14 is not there"
    skipped=$((skipped + 1))
fi

# What the adapters cost in instructions, which are exact.
heading "native-interop/bench/cost.sh"
native-interop/bench/cost.sh --check >"$log" 2>&1
status=$?
cat "$log"

case $status in
    0) passed=$((passed + 1)) ;;
    3) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) ;;
esac

# Scripts at the managed stack and its endpoint, with the keys in hand, for a quarter of a minute each, from the stored ones.
heading "tests/fuzz"
findings=$(mktemp -d)
dotnet run -c Release --project tests/fuzz -- all --seconds 15 --findings "$findings" >"$log" 2>&1
status=$?
cat "$log"
fuzzed=$(grep -c ' 0 findings$' "$log")
found=$(grep -c ' [1-9][0-9]* findings$' "$log")
# What did not build, or did not come to its end, is a failure like any other.
[ $status = 0 ] || [ "$found" -gt 0 ] || found=1
passed=$((passed + fuzzed))
failed=$((failed + found))
rm -rf "$findings"

# Scripts at the native stacks, with the keys in hand, for half a minute each.
heading "native-interop/fuzz/run.sh"
native-interop/fuzz/run.sh >"$log" 2>&1
status=$?
cat "$log"

if [ $status = 3 ]; then
    skipped=$((skipped + 1))
elif fuzzed=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log" | tail -n 1) && [ -n "$fuzzed" ]; then
    passed=$((passed + ${fuzzed% *}))
    failed=$((failed + ${fuzzed#* }))
else
    failed=$((failed + 1))
fi

# The native layer on Cortex-M, in QEMU, against what is recorded of it.
heading "native-interop/mcu/measure.sh"
native-interop/mcu/measure.sh --check >"$log" 2>&1
status=$?
cat "$log"

if [ $status = 3 ]; then
    skipped=$((skipped + 1))
elif mcu=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log" | tail -n 1) && [ -n "$mcu" ]; then
    passed=$((passed + ${mcu% *}))
    failed=$((failed + ${mcu#* }))
else
    failed=$((failed + 1))
fi

# The same unit tests on nanoFramework's own runtime, where one is at hand.
heading "tests/nanoclr.sh"
tests/nanoclr.sh >"$log" 2>&1
cat "$log"
passed=$((passed + $(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$log" | tail -n 1)))
failed=$((failed + $(sed -n 's/^[0-9]* passed, \([0-9]*\) failed.*/\1/p' "$log" | tail -n 1)))
skipped=$((skipped + $(sed -n 's/^[0-9]* passed, .* \([0-9]*\) skipped$/\1/p' "$log" | tail -n 1)))

heading "sum"
[ "$skipped" = 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
