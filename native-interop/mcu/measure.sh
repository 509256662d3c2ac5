#!/bin/sh
# Builds the native layer for Cortex-M4 and Cortex-M0+, runs the tests of pairs in QEMU, and measures flash, RAM, stack, heap and instructions.
#
#   native-interop/mcu/measure.sh            measures, and writes measurements.csv and the tables of boards/mps2-an386/README.md
#   native-interop/mcu/measure.sh --check    measures, compares with what is recorded, and ends with "N passed, N failed"
#   native-interop/mcu/measure.sh --table    prints the tables from measurements.csv; needs nothing but awk
#
# Mbed TLS and wolfSSL come as in native-interop/build.sh (TLSMAN_MBEDTLS_ROOT, TLSMAN_WOLFSSL_ROOT, or Debian's source packages). tinyDTLS is measured where
# TINYDTLS_MCU_ROOT names a folder that has it installed for each core (cortex-m4/, cortex-m0plus/); else it is skipped, and what is recorded of it stays.
# What the machine lacks of gcc-arm-none-eabi, libnewlib-arm-none-eabi, qemu-system-arm, cmake and make is installed with apt where that is allowed.
#
# Exit codes: 0 done, 1 a build, a test or a comparison failed, 2 usage, 3 a tool or the sources cannot be had (one line on standard error says which).
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
cache=${NANOTLSMAN_CACHE:-$HOME/.cache/nanotlsman}
csv=$here/measurements.csv
readme=$root/boards/mps2-an386/README.md
builds=$root/native-interop/build/mcu
tolerance=2 # per cent
cores="cortex-m4 cortex-m0plus"

make_table() {
    awk -f "$here/table.awk" "$csv"
}

mode=write
case ${1:-} in
    '') ;;
    --check) mode=check ;;
    --table)
        make_table
        exit 0
        ;;
    *)
        sed -n 's/^# \{0,1\}//;4,6p' "$0" >&2
        exit 2
        ;;
esac

unavailable() {
    echo "native-interop/mcu/measure.sh: $1" >&2
    exit 3
}

has_newlib() {
    case $(arm-none-eabi-gcc -print-file-name=libc_nano.a 2>/dev/null) in
        */*) true ;;
        *) false ;;
    esac
}

list_missing() {
    for tool in arm-none-eabi-gcc:gcc-arm-none-eabi qemu-system-arm:qemu-system-arm cmake:cmake make:make; do
        command -v "${tool%%:*}" >/dev/null 2>&1 || printf ' %s' "${tool##*:}"
    done
    has_newlib || printf ' libnewlib-arm-none-eabi'
}

missing=$(list_missing)

if [ -n "$missing" ] && command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        as_root=
    else
        as_root="sudo -n"
    fi

    # shellcheck disable=SC2086
    { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 || true
    missing=$(list_missing)
fi

[ -z "$missing" ] || unavailable "not installed:$missing"

# Name of the package, and a file that tells that it was unpacked whole.
get_sources() {
    if [ ! -f "$cache/$1/$2" ]; then
        "$root/tools/debian-package.sh" --source trixie "$1" "$cache/$1" || exit 3
    fi
}

if [ -z "${TLSMAN_MBEDTLS_ROOT:-}" ]; then
    get_sources mbedtls include/mbedtls/ssl.h
    TLSMAN_MBEDTLS_ROOT=$cache/mbedtls
fi

if [ -z "${TLSMAN_WOLFSSL_ROOT:-}" ]; then
    get_sources wolfssl wolfssl/ssl.h
    TLSMAN_WOLFSSL_ROOT=$cache/wolfssl
fi

stacks="mbedtls mbedtls-small mbedtls-firmware mbedtls-board mbedtls-keys wolfssl wolfssl-keys"
all="mbedtls;wolfssl"

if [ -n "${TINYDTLS_MCU_ROOT:-}" ]; then
    for core in $cores; do
        [ -f "$TINYDTLS_MCU_ROOT/$core/lib/libtinydtls.a" ] || unavailable "TINYDTLS_MCU_ROOT: there is no $core/lib/libtinydtls.a"
    done
    stacks="$stacks tinydtls"
    all="$all;tinydtls"
else
    echo "tinydtls: skipped, TINYDTLS_MCU_ROOT does not name it" >&2
fi

mkdir -p "$builds"
measured=$builds/measured.csv
passed=0
failed=0

# Core, name of the build, stacks, buffers, whether the image that measures is wanted, the configuration of Mbed TLS, and whether there are curves.
build() {
    folder=$builds/$1-$2
    mkdir -p "$folder"

    if ! {
        cmake -Wno-dev -S "$here" -B "$folder" -DCMAKE_TOOLCHAIN_FILE="$here/toolchain.cmake" -DTLSMAN_MCU_CORE="$1" -DCMAKE_BUILD_TYPE=MinSizeRel -DTLSMAN_STACKS="$3" \
            -DTLSMAN_MCU_BUFFERS="$4" -DTLSMAN_MCU_MEASURE="$5" -DTLSMAN_MBEDTLS_CONFIG="$6" -DTLSMAN_PUBLIC_KEYS="${7:-OFF}" -DTLSMAN_MBEDTLS_ROOT="$TLSMAN_MBEDTLS_ROOT" -DTLSMAN_WOLFSSL_ROOT="$TLSMAN_WOLFSSL_ROOT" \
            -DTINYDTLS_ROOT="${TINYDTLS_MCU_ROOT:+$TINYDTLS_MCU_ROOT/$1}" \
            && cmake --build "$folder" -j"$(nproc 2>/dev/null || echo 2)"
    } >"$folder/build.log" 2>&1; then
        grep -E 'error|Error|undefined' "$folder/build.log" | head -n 20 >&2
        exit 1
    fi
}

# Each instruction advances the machine's clock by 1,024 ns (probe.c reads it back), whatever this PC's load.
run() {
    timeout 300 qemu-system-arm -M mps2-an386 -nographic -monitor none -serial none -icount shift=10 -semihosting-config enable=on,target=native -kernel "$1" 2>&1
}

run_pairs() {
    echo "== $1, $2: tests of pairs in QEMU" >&2

    if run "$builds/$1-$2/pairs.elf" >"$builds/log" && [ "$(grep -c '^passed: ' "$builds/log")" -gt 0 ]; then
        passed=$((passed + $(grep -c '^passed: ' "$builds/log")))
    else
        cat "$builds/log" >&2
        failed=$((failed + 1))
    fi
}

read_version() {
    sed -n "s/.*$1[ \t]*\"\([^\"]*\)\".*/\1/p" "$2" | head -n 1
}

{
    echo "core,stack,scope,quantity,value"
    echo "all,tools,version,gcc,$(arm-none-eabi-gcc -dumpversion)"
    echo "all,tools,version,newlib,$(echo '#include <_newlib_version.h>' | arm-none-eabi-gcc -E -dM - | read_version 'define _NEWLIB_VERSION' /dev/stdin)"
    echo "all,tools,version,qemu,$(qemu-system-arm --version | sed -n 's/.*version \([0-9.]*\).*/\1/p')"
    echo "all,mbedtls,version,library,$(read_version 'define MBEDTLS_VERSION_STRING' "$TLSMAN_MBEDTLS_ROOT/include/mbedtls/build_info.h")"
    echo "all,wolfssl,version,library,$(read_version 'define LIBWOLFSSL_VERSION_STRING' "$TLSMAN_WOLFSSL_ROOT/wolfssl/version.h")"
    [ -z "${TINYDTLS_MCU_ROOT:-}" ] \
        || echo "all,tinydtls,version,library,$(read_version 'define PACKAGE_VERSION' "$TINYDTLS_MCU_ROOT/cortex-m4/include/tinydtls/dtls_config.h")"
} >"$measured"

for core in $cores; do
    for stack in $stacks; do
        case $stack in
            *-small) build "$core" "$stack" "${stack%-small}" small ON lean ;;
            *-firmware) build "$core" "$stack" "${stack%-firmware}" default ON firmware ;;
            *-board) build "$core" "$stack" "${stack%-board}" board ON firmware ;;
            *-keys) build "$core" "$stack" "${stack%-keys}" default ON lean ON ;;
            *) build "$core" "$stack" "$stack" default ON lean ;;
        esac

        run_pairs "$core" "$stack"

        if ! run "$builds/$core-$stack/measure.elf" >"$builds/log" || ! grep -q '^image,heap_kept' "$builds/log"; then
            cat "$builds/log" >&2
            exit 1
        fi

        awk -f "$here/sizes.awk" "$builds/$core-$stack/measure.map" | cat - "$builds/log" | sed "s/^/$core,$stack,/" >>"$measured"
    done
done

# Every stack with every other, in one image.
build cortex-m4 all "$all" default OFF lean
run_pairs cortex-m4 all

# Core and adapter against their budget beside the stack itself (docs/architecture.md).
awk -F, '$4 == "flash_core" || $4 == "flash_adapter" { sum[$1 ", " $2] += $5 }
    END { for (image in sum) print image ": core and adapter " sum[image] " bytes of flash" (sum[image] > 6144 ? ", over the budget of 6,144" : "") }' "$measured" | sort >&2

if [ $mode = check ]; then
    recorded_gcc=$(sed -n 's/^all,tools,version,gcc,//p' "$csv")

    if [ "$recorded_gcc" = "$(arm-none-eabi-gcc -dumpversion)" ]; then
        awk -v tolerance=$tolerance -f "$here/compare.awk" "$csv" "$measured" >"$builds/log"
        sed '$d' "$builds/log"
        passed=$((passed + $(tail -n 1 "$builds/log" | cut -d' ' -f1)))
        failed=$((failed + $(tail -n 1 "$builds/log" | cut -d' ' -f2)))
    else
        echo "figures not compared: they were recorded with gcc $recorded_gcc" >&2
    fi

    echo "$passed passed, $failed failed"
    [ $failed = 0 ]
    exit
fi

[ $failed = 0 ] || exit 1

# A stack that was not at hand keeps its lines.
if [ -z "${TINYDTLS_MCU_ROOT:-}" ] && [ -f "$csv" ]; then
    grep ',tinydtls,' "$csv" >"$builds/kept" || true
    { sed -n '/,version,/p;1p' "$measured"; grep ',version,' "$builds/kept"; grep -v ',version,' "$measured" | sed 1d; grep -v ',version,' "$builds/kept"; } >"$builds/merged" || true
    mv "$builds/merged" "$measured"
fi

cp "$measured" "$csv"
make_table >"$builds/table"
awk -v table="$builds/table" '
    /<!-- end of measurements -->/ { print ""; inside = 0 }
    !inside { print }
    /<!-- measurements -->/ { print ""; while ((getline line < table) > 0) print line; inside = 1 }' "$readme" >"$builds/readme"
cp "$builds/readme" "$readme"
echo "$csv"
