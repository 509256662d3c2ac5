#!/bin/sh
# Builds libtlsman for this PC, from the sources of the stacks that Debian has, and prints where it lies.
#
#   native-interop/build.sh [--sanitize] [--tests] [--bench] [--fuzz] [lean|firmware|newest]
#
#   lean       (default) Mbed TLS in our lean configuration and wolfSSL; tinyDTLS too, where pkg-config or TINYDTLS_ROOT finds it
#   firmware   Mbed TLS with the feature set that nanoFramework's firmware has
#   newest     wolfSSL 5.9 alone, of Debian's suite sid
#   --sanitize with AddressSanitizer and UndefinedBehaviorSanitizer
#   --tests    the tests in C as well, which need cmocka; run them with ctest in the folder of the library
#   --secrets  the program that tests/secrets.sh runs, in a folder of its own; it needs valgrind's headers
#   --bench    the programs that bench/cost.sh counts as well
#   --fuzz     the programs that fuzz/run.sh runs as well
#
# The source packages of Mbed TLS 3.6 and wolfSSL 5.7 come from Debian's suite trixie (tools/debian-package.sh) and are kept in
# ${NANOTLSMAN_CACHE:-$HOME/.cache/nanotlsman}; TLSMAN_MBEDTLS_ROOT and TLSMAN_WOLFSSL_ROOT, for "newest" TLSMAN_WOLFSSL_NEWEST_ROOT, name others. What wolfSSL
# is linked into is under the GPL.
#
# Exit codes: 0 done, 1 the build failed, 2 usage, 3 a tool or the sources cannot be had (one line on standard error says which).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cache=${NANOTLSMAN_CACHE:-$HOME/.cache/nanotlsman}
config=lean
sanitize=OFF
tests=OFF
secrets=OFF
bench=OFF
fuzz=OFF

for argument in "$@"; do
    case $argument in
        --sanitize) sanitize=ON ;;
        --tests) tests=ON ;;
        --secrets) secrets=ON ;;
        --bench) bench=ON ;;
        --fuzz) fuzz=ON ;;
        lean | firmware | newest) config=$argument ;;
        *)
            sed -n 's/^# \{0,1\}//;4,14p' "$0" >&2
            exit 2
            ;;
    esac
done

unavailable() {
    echo "native-interop/build.sh: $1" >&2
    exit 3
}

for tool in cmake cc make pkg-config; do
    command -v $tool >/dev/null 2>&1 || unavailable "$tool is needed"
done

# Suite, name of the package, the folder for it, and a file that tells that it was unpacked whole.
get_sources() {
    if [ ! -f "$cache/$3/$4" ]; then
        "$root/../tools/debian-package.sh" --source "$1" "$2" "$cache/$3" || exit 3
    fi
}

stacks=
mbedtls_config=$config

if [ $config = newest ]; then
    # The suite moves, and the adapter is for versions that it knows.
    if [ -z "${TLSMAN_WOLFSSL_NEWEST_ROOT:-}" ]; then
        get_sources sid wolfssl wolfssl-newest wolfssl/ssl.h
        TLSMAN_WOLFSSL_NEWEST_ROOT=$cache/wolfssl-newest
    fi

    version=$(sed -n 's/#define LIBWOLFSSL_VERSION_STRING "\(.*\)"/\1/p' "$TLSMAN_WOLFSSL_NEWEST_ROOT/wolfssl/version.h")
    [ "$version" = 5.9.2 ] || unavailable "the newest wolfSSL is $version, and the adapter knows 5.9.2"
    TLSMAN_WOLFSSL_ROOT=$TLSMAN_WOLFSSL_NEWEST_ROOT
    stacks=wolfssl
    mbedtls_config=lean
else
    if [ -z "${TLSMAN_MBEDTLS_ROOT:-}" ]; then
        get_sources trixie mbedtls mbedtls include/mbedtls/ssl.h
        TLSMAN_MBEDTLS_ROOT=$cache/mbedtls
    fi

    stacks=mbedtls
fi

if [ $config = lean ]; then
    if [ -z "${TLSMAN_WOLFSSL_ROOT:-}" ]; then
        get_sources trixie wolfssl wolfssl wolfssl/ssl.h
        TLSMAN_WOLFSSL_ROOT=$cache/wolfssl
    fi

    stacks="$stacks;wolfssl"

    if [ -n "${TINYDTLS_ROOT:-}" ] || pkg-config --exists tinydtls; then
        stacks="$stacks;tinydtls"
    else
        echo "tinydtls: skipped, neither TINYDTLS_ROOT nor pkg-config finds it" >&2
    fi
fi

build=$root/build/$config
[ $sanitize = OFF ] || build=$build-sanitized
[ $secrets = OFF ] || build=$build-secrets
# What another compiler makes lies elsewhere: libFuzzer needs clang.
! ${CC:-cc} --version 2>/dev/null | grep -q clang || build=$build-clang
mkdir -p "$build"
log=$build/build.log

if ! {
    cmake -S "$root" -B "$build" -DTLSMAN_STACKS="$stacks" -DTLSMAN_MBEDTLS_ROOT="${TLSMAN_MBEDTLS_ROOT:-}" -DTLSMAN_MBEDTLS_CONFIG=$mbedtls_config \
        -DTLSMAN_WOLFSSL_ROOT="${TLSMAN_WOLFSSL_ROOT:-}" -DTINYDTLS_ROOT="${TINYDTLS_ROOT:-}" -DTLSMAN_SANITIZE=$sanitize -DTLSMAN_TESTS=$tests -DTLSMAN_SECRETS=$secrets -DTLSMAN_BENCH=$bench -DTLSMAN_FUZZ=$fuzz \
        && cmake --build "$build" -j"$(nproc 2>/dev/null || echo 2)"
} >"$log" 2>&1; then
    grep -E 'error|Error' "$log" | head -n 20 >&2
    exit 1
fi

echo "$build/libtlsman.so"
