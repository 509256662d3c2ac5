#!/bin/sh
# Scripts at the native stacks, under sanitizers: first all of corpus/, then changes of them for a while.
#
#   native-interop/fuzz/run.sh [--libfuzzer] [--seconds N] [--seed N] [lean|firmware] [STACK…]
#
#   --libfuzzer   guided by coverage, where there is a clang with libFuzzer (Debian: clang, libclang-rt-*-dev); what it learns is kept in build/
#   --seconds     for each stack, 30 if not said
#   --seed        of the mutator; the same gives the same scripts
#   STACK         mbedtls, wolfssl, tinydtls; all that are built, if none is named
#
# A script that breaks a promise is named, and can be run alone: build/…/fuzz/fuzz_<stack> FILE. docs/fuzzing.md says more.
#
# Exit codes: 0 nothing was found, 1 something was, 2 usage, 3 a tool or the sources cannot be had.
set -u

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
seconds=30
seed=1
engine=fuzz
config=lean
stacks=

while [ $# -gt 0 ]; do
    case $1 in
        --libfuzzer) engine=libfuzzer ;;
        --seconds) seconds=${2:?}; shift ;;
        --seed) seed=${2:?}; shift ;;
        lean | firmware) config=$1 ;;
        mbedtls | wolfssl | tinydtls) stacks="$stacks $1" ;;
        *) sed -n 's/^# \{0,1\}//;2,13p' "$0" >&2; exit 2 ;;
    esac
    shift
done

if [ $engine = libfuzzer ] && ! "${CC:=clang}" --version 2>/dev/null | grep -q clang; then
    CC=$(command -v clang-14 || command -v clang) || { echo "native-interop/fuzz/run.sh: clang is needed" >&2; exit 3; }
fi

[ $engine = fuzz ] || export CC
library=$("$here/../build.sh" --sanitize --tests --fuzz $config) || exit $?
folder=$(dirname "$library")/fuzz
[ -n "$stacks" ] || stacks=$(find "$folder" -maxdepth 1 -name "${engine}_*" -type f | sed "s/.*${engine}_//" | sort)
passed=0
failed=0

for stack in $stacks; do
    kept=$folder/found/$stack
    mkdir -p "$kept"

    if [ $engine = fuzz ]; then
        set -- "$folder/fuzz_$stack" --seconds "$seconds" --seed "$seed" --save "$kept" "$here"/corpus/*
    else
        mkdir -p "$kept/corpus"
        set -- "$folder/libfuzzer_$stack" -max_total_time="$seconds" -max_len=1024 -print_final_stats=1 -artifact_prefix="$kept/" "$kept/corpus" "$here/corpus"
    fi

    if "$@" >"$kept/log" 2>&1; then
        echo "$stack: $(grep -E 'scripts|#[0-9]+.*DONE' "$kept/log" | tail -n 1)"
        passed=$((passed + 1))
    else
        tail -n 30 "$kept/log"
        echo "$stack: a promise is broken; the script is in $kept"
        failed=$((failed + 1))
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
