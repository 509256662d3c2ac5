# The lanes of test.sh. A lane is a function that sets passed, failed and skipped, appends what failed to
# $scratch/failures, and what was skipped, with its reason, to $notes.
# shellcheck shell=sh disable=SC2034

list_lanes() {
    cat <<'LANES'
style        width of lines, dotnet format, clang-format
native       the native stacks for this PC, their tests in C under sanitizers, and what depends on secrets
contract     each assembly against nanoFramework's API; project files; README's code
unit         the core, the ciphers, the managed and the native stacks
vectors      Wycheproof; ciphers and curves that do the same whatever the secrets are
x509         chains of certificates, good and bad, against .NET and openssl
hostile      what attackers send, and what it costs
link         a simulated link that loses, reorders, repeats and waits
sockets      secure_sock over this PC's sockets
size         flash and heap, against README's tables
boards       overlays and records of boards
interop      OpenSSL, GnuTLS, Wireshark and the command
samples      the samples, against libcoap, mosquitto, OpenSSL and stunnel
bench        the benchmark comes to its end
cost         what the adapters cost in instructions
fuzz         scripts at the managed stack and its endpoint
native-fuzz  scripts at the native stacks
cortex-m     the native layer on a Cortex-M, in QEMU
nanoclr      the unit tests on nanoFramework's own runtime
stacks       each native stack through the managed one's tests, as a PC, a firmware and the sanitizers have it
LANES
}

# Lanes without .NET, which run beside the others: neither builds what the other one does. What the lane "stacks" builds is
# theirs as well, so that it comes last.
is_beside() {
    case $1 in
        native | cost | native-fuzz | cortex-m) true ;;
        *) false ;;
    esac
}

# Lanes whose .NET tests load the native stacks, if they are there.
loads_native() {
    case $1 in
        native | unit | vectors | sockets | interop | samples | stacks) true ;;
        *) false ;;
    esac
}

is_lane() {
    list_lanes | grep -q "^$1 "
}

# Program and Debian package of each peer and tool.
peers="openssl:openssl gnutls-serv:gnutls-bin coap-server-openssl:libcoap3-bin tshark:tshark cmake:cmake cc:gcc make:make \
pkg-config:pkg-config dpkg-source:dpkg-dev valgrind:valgrind mosquitto:mosquitto mosquitto_pub:mosquitto-clients stunnel:stunnel4 go:golang-go"

list_missing() {
    for peer in $peers; do
        command -v "${peer%%:*}" >/dev/null 2>&1 || printf ' %s' "${peer##*:}"
    done
    ! command -v pkg-config >/dev/null 2>&1 || pkg-config --exists cmocka || printf ' libcmocka-dev'
    [ -d /usr/share/gocode/src/github.com/pion/dtls ] || printf ' golang-github-pion-dtls.v2-dev'
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

    # shellcheck disable=SC2086
    $as_root apt-get update -qq \
        && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
}

fetch_vectors() {
    folder=${NANOTLSMAN_CACHE:-$HOME/.cache/nanotlsman}/wycheproof
    [ -z "${NANOTLSMAN_WYCHEPROOF:-}" ] || return 0

    if find "$folder" -name 'aes_ccm_test.json' 2>/dev/null | grep -q . \
        || NANOTLSMAN_WYCHEPROOF_MISSING=$(tools/debian-package.sh sid golang-github-c2sp-wycheproof-dev "$folder" 2>&1 >/dev/null); then
        export NANOTLSMAN_WYCHEPROOF="$folder"
    else
        export NANOTLSMAN_WYCHEPROOF_MISSING
    fi
}

# What more than one lane needs.
prepare() {
    install_peers
    missing=$(list_missing)
    [ -z "$missing" ] || note_skipped "not installed, so what needs them is skipped:$missing"
}

note_skipped() {
    echo "$1" >>"$notes"
}

# Runs a command, its output in the log, which --verbose shows as well.
quietly() {
    "$@" >"$log" 2>&1
    status=$?
    [ -z "$verbose" ] || { echo; cat "$log"; }
    return $status
}

fail_with_log() {
    failed=$((failed + ${1:-1}))
    sed 's/^/    /' "$log" >>"$scratch/failures"
}

# For tools that say what they need with exit code 3.
count_status() {
    case $1 in
        0) passed=$((passed + 1)) ;;
        3) skipped=$((skipped + 1)); note_skipped "$(grep -v '^$' "$log" | tail -n 1)" ;;
        *) fail_with_log ;;
    esac
}

# Reads "N passed, N failed" of a script's last line that says so.
count_line() {
    if [ "$1" != 3 ] && counted=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' "$log" | tail -n 1) && [ -n "$counted" ]; then
        passed=$((passed + ${counted% *}))
        [ "${counted#* }" = 0 ] || fail_with_log "${counted#* }"
    else
        count_status "$1"
    fi
}

# Reads "Passed! - Failed: 0, Passed: 8, Skipped: 0, ..." of the test runner.
read_count() {
    counted=$(sed -n "s/.*[!] *- .*$1: *\([0-9]*\),.*/\1/p" "$log" | tail -n 1)
    echo "${counted:-0}"
}

# A project, or what it was built into; with settings of the environment for the tests alone.
run_project() {
    target=$1
    shift

    case $target in
        *.csproj) set -- "$@" dotnet test "$target" -c Release -v quiet ;;
        *) set -- "$@" dotnet test "$target" ;;
    esac

    quietly env "$@" --logger "console;verbosity=minimal"
    status=$?
    project_failed=$(read_count Failed)
    ran=$(($(read_count Passed) + project_failed + $(read_count Skipped)))
    passed=$((passed + $(read_count Passed)))
    skipped=$((skipped + $(read_count Skipped)))
    # A test with many rows is named once.
    sed -n 's/^ *Skipped NanoTlsMan\.Tests\.\([A-Za-z0-9_.]*\).*/\1/p' "$log" | sort -u >>"$notes"

    # A project that did not build, or that ran nothing, is a failure like any other.
    if [ $status != 0 ] || [ $ran = 0 ]; then
        [ "$project_failed" != 0 ] || project_failed=1
        fail_with_log "$project_failed"
    fi
}

# Builds a variant of libtlsman, and runs the tests in C if they are in it; library names it, or is empty if it cannot be had.
build_native() {
    quietly native-interop/build.sh "$@"
    status=$?
    library=$(grep '\.so$' "$log" | tail -n 1)

    if [ $status != 0 ]; then
        library=
        count_status $status
        return
    fi

    case " $* " in
        *" --tests "*)
            quietly ctest --test-dir "$(dirname "$library")" --output-on-failure
            native_passed=$(grep -c ' Passed ' "$log")
            native_failed=$(grep -c -E '\*\*\*(Failed|Exception|Not Run|Timeout)' "$log")
            passed=$((passed + native_passed))
            # Tests that were not even listed are a failure like any other.
            [ "$((native_passed + native_failed))" -gt 0 ] || native_failed=1
            [ "$native_failed" = 0 ] || fail_with_log "$native_failed"
            ;;
    esac
}

# What .NET loads if there are native stacks.
prepare_native() {
    build_native lean
    [ -z "$library" ] || export NANOTLSMAN_LIBRARY="$library"
}

lane_style() {
    # A line that a text cannot be broken out of is left alone.
    git ls-files '*.cs' | xargs awk 'length($0) > 120 && !/"/ { print FILENAME ":" FNR ": wider than 120 columns" }' >"$log"
    [ ! -s "$log" ]
    count_status $?
    quietly dotnet format whitespace nanoTlsMan.Host.slnx --verify-no-changes
    count_status $?

    # The house style of C, by the version that Debian 12 has; others lay out a few lines otherwise.
    if clang-format --version 2>/dev/null | grep -q ' version 14\.'; then
        git ls-files -z 'native-interop/*.c' 'native-interop/*.h' 'native-interop/*.cpp' | xargs -0 clang-format --dry-run -Werror >"$log" 2>&1
        count_status $?
    else
        skipped=$((skipped + 1))
        note_skipped "clang-format 14 is not there"
    fi
}

lane_native() {
    build_native --sanitize --tests --fuzz firmware
    build_native --sanitize --tests --fuzz lean
    # What decides by a secret, or looks up by one, against the table of the threat model.
    quietly native-interop/tests/secrets.sh
    count_line $?
}

lane_contract() {
    run_project tests/contract/ContractTests.csproj
}

lane_unit() {
    for project in tests/unit/*/*Tests.csproj; do
        run_project "$project"
    done
}

lane_vectors() {
    fetch_vectors
    run_project tests/vectors/WycheproofTests.csproj
    run_project tests/flow/FlowTests.csproj
}

lane_x509() {
    run_project tests/x509/ChainTests.csproj
}

lane_hostile() {
    run_project tests/hostile/HostileTests.csproj
}

lane_link() {
    run_project tests/link/LinkTests.csproj
}

lane_sockets() {
    run_project tests/sockets/SocketsTests.csproj
}

lane_size() {
    run_project tests/size/Size.csproj
}

lane_boards() {
    run_project tests/boards/BoardsTests.csproj
}

lane_interop() {
    folder=${NANOTLSMAN_CACHE:-$HOME/.cache/nanotlsman}/peers
    tests/interop/programs/prepare.sh "$folder" | while read -r line; do note_skipped "$line"; done
    run_project tests/interop/InteropTests.csproj NANOTLSMAN_PEERS="$folder"
}

lane_samples() {
    run_project tests/samples/SamplesTests.csproj
}

lane_stacks() {
    run_project tests/stacks/StacksTests.csproj
    built=tests/stacks/bin/Release/net10.0/StacksTests.dll
    build_native firmware

    # All stacks' tests once more, on Mbed TLS as a firmware has it, and under sanitizers, whose runtime has to be there
    # before that of .NET.
    [ -z "$library" ] || run_project $built NANOTLSMAN_LIBRARY="$library" NANOTLSMAN_VARIANT=firmware
    # The newest wolfSSL, where it can be had.
    build_native --tests newest
    [ -z "$library" ] || run_project $built NANOTLSMAN_LIBRARY="$library" NANOTLSMAN_VARIANT=newest
    build_native --sanitize lean

    if [ -n "$library" ] && [ -r "$(cc -print-file-name=libasan.so)" ]; then
        run_project $built NANOTLSMAN_LIBRARY="$library" LD_PRELOAD="$(cc -print-file-name=libasan.so)" \
            ASAN_OPTIONS=detect_leaks=0:handle_segv=0:use_sigaltstack=0
    fi
}

# Benchmarks are no tests of speed, but they have to run.
lane_bench() {
    quietly dotnet run -c Release --project tests/bench && grep -q '^END OF BENCHMARK' "$log"
    count_status $?
    quietly dotnet run -c Release --project tests/bench/Scale -- 100 500 && grep -q '^END OF SCALE' "$log"
    count_status $?
    quietly dotnet run -c Release --project tests/bench/BouncyCastle -- 1 && grep -q '^END OF COMPARISON' "$log"
    count_status $?
}

lane_cost() {
    quietly native-interop/bench/cost.sh --check
    count_status $?
}

# The oracles, and then ten seconds for each target, from the stored scripts; at most so many that each was run before, so
# that no machine finds by its speed what the others cannot.
lane_fuzz() {
    run_project tests/fuzz/Fuzz.csproj
    quietly dotnet run -c Release --project tests/fuzz -- \
        all --seconds 10 --executions 20000 --findings "$scratch/findings"
    status=$?
    found=$(grep -c ' [1-9][0-9]* findings$' "$log")
    passed=$((passed + $(grep -c ' 0 findings$' "$log")))
    # What did not build, or did not come to its end, is a failure like any other.
    [ $status = 0 ] || [ "$found" -gt 0 ] || found=1
    [ "$found" = 0 ] || fail_with_log "$found"
}

lane_native_fuzz() {
    quietly native-interop/fuzz/run.sh
    count_line $?
}

lane_cortex_m() {
    quietly native-interop/mcu/measure.sh --check
    count_line $?
}

lane_nanoclr() {
    quietly tests/nanoclr.sh
    status=$?
    skipped=$((skipped + $(sed -n 's/^[0-9]* passed, .* \([0-9]*\) skipped$/\1/p' "$log" | tail -n 1)))
    sed -n 's/^skipped: //p' "$log" >>"$notes"
    count_line $status
}
