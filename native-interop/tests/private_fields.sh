#!/bin/sh
# What an adapter reads and writes of its library beside public functions stands in stacks/<name>/private.h, where the version is checked, and nowhere else.
#
#   native-interop/tests/private_fields.sh
#
# Exit codes: 0 it does, 1 it does not (the lines are named).
set -eu

cd -- "$(dirname -- "$0")/../stacks"
status=0

# look STACK PATTERN: the pattern is an extended regular expression for a private field, or for the header that has it.
look() {
    for file in "$1"/*.[ch]; do
        if [ "$file" != "$1/private.h" ] && grep -nE -- "$2" "$file" /dev/null; then
            status=1
        fi
    done
}

look mbedtls 'state->(ssl|config)\.|ssl->|MBEDTLS_PRIVATE\(|"ssl_misc\.h"'
look wolfssl 'ssl->[a-z]|<wolfssl/internal\.h>'
look tinydtls '(context|peer|security|params)->[a-z]|<(crypto|netq|peer|state)\.h>'

exit $status
