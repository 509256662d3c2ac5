#!/bin/sh
# Prepares programs of other people that the tests talk to and that this system does not have as packages of its own:
# what is there afterwards stands in FOLDER/bin.
#
#   prepare.sh FOLDER
#
# Each one that cannot be had is named with the reason, and its tests are skipped. What is there already is kept.
set -u

if [ $# -ne 1 ]; then
    echo "usage: prepare.sh FOLDER" >&2
    exit 2
fi

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../../.." && pwd)
cache=${NANOTLSMAN_CACHE:-$HOME/.cache/nanotlsman}
mkdir -p "$1/bin"
folder=$(cd "$1" && pwd)
bin=$folder/bin
log=$folder/log

missing() {
    echo "$1 is not there: $2"
}

# OpenSSL, GnuTLS and Python of the next Debian, with the C library that they are built for.
newer_debian() {
    suite=trixie
    debian=$folder/$suite
    loader=$debian/usr/lib64/ld-linux-x86-64.so.2

    [ ! -x "$bin/openssl-$suite" ] || return 0
    [ "$(uname -m)" = x86_64 ] || { missing "OpenSSL, GnuTLS and Python of $suite" "they are fetched for x86_64"; return; }

    for package in libc6 libgcc-s1 zlib1g libzstd1 libssl3t64 openssl libgnutls30t64 libgnutls-dane0t64 gnutls-bin \
        libp11-kit0 libidn2-0 libunistring5 libtasn1-6 libhogweed6t64 libnettle8t64 libgmp10 libbrotli1 libffi8 \
        libunbound8 libevent-2.1-7t64 python3.13-minimal libpython3.13-minimal libpython3.13-stdlib; do
        "$root/tools/debian-package.sh" $suite $package "$debian" >"$log" 2>&1 \
            || { missing "OpenSSL, GnuTLS and Python of $suite" "$(tail -n 1 "$log")"; return; }
    done

    for program in gnutls-cli gnutls-serv python3.13 openssl; do
        printf '#!/bin/sh\nPYTHONHOME=%s exec %s --library-path %s %s "$@"\n' "$debian/usr" "$loader" \
            "$debian/usr/lib/x86_64-linux-gnu" "$debian/usr/bin/$program" >"$bin/$program-$suite"
        chmod +x "$bin/$program-$suite"
    done
}

# The example programs of Mbed TLS and wolfSSL, from the sources that the native stacks are built from.
mbedtls() {
    [ ! -x "$bin/ssl_server2" ] || return 0
    [ -d "$cache/mbedtls/programs" ] || { missing "Mbed TLS's examples" "its sources were not fetched"; return; }

    cmake -S "$cache/mbedtls" -B "$folder/mbedtls" -DENABLE_TESTING=OFF -DENABLE_PROGRAMS=ON -DGEN_FILES=OFF \
        -DCMAKE_BUILD_TYPE=Release >"$log" 2>&1 \
        && cmake --build "$folder/mbedtls" -j2 --target ssl_client2 ssl_server2 >>"$log" 2>&1 \
        || { missing "Mbed TLS's examples" "they do not build"; tail -n 5 "$log"; return; }
    cp "$folder/mbedtls/programs/ssl/ssl_client2" "$folder/mbedtls/programs/ssl/ssl_server2" "$bin/"
}

# As it is shipped, but for what CMake switches off: the suites with pre-shared keys, and CCM.
wolfssl() {
    [ ! -x "$bin/wolfssl-server" ] || return 0
    [ -d "$cache/wolfssl/examples" ] || { missing "wolfSSL's examples" "its sources were not fetched"; return; }

    cmake -S "$cache/wolfssl" -B "$folder/wolfssl" -DCMAKE_C_FLAGS="-Wno-error -UNO_PSK -DWOLFSSL_STATIC_PSK" -DWOLFSSL_DTLS=yes \
        -DWOLFSSL_AESCCM=yes -DWOLFSSL_EXAMPLES=yes -DWOLFSSL_CRYPT_TESTS=no -DCMAKE_BUILD_TYPE=Release >"$log" 2>&1 \
        && sed -i '/define NO_PSK/d' "$folder/wolfssl/wolfssl/options.h" \
        && cmake --build "$folder/wolfssl" -j2 --target client server >>"$log" 2>&1 \
        || { missing "wolfSSL's examples" "they do not build"; tail -n 5 "$log"; return; }

    # They look for their certificates even if there is a pre-shared key.
    for role in client server; do
        printf '#!/bin/sh\ncd %s && exec %s "$@"\n' "$cache/wolfssl" "$folder/wolfssl/examples/$role/$role" >"$bin/wolfssl-$role"
        chmod +x "$bin/wolfssl-$role"
    done
}

# What speaks DTLS 1.3: wolfSSL by its own functions, from the sources that the native stack is built from.
wolfssl13() {
    [ ! -x "$bin/wolfssl13" ] || return 0
    [ -d "$cache/wolfssl/src" ] || { missing "wolfSSL's DTLS 1.3" "its sources were not fetched"; return; }

    cmake -S "$root/native-interop/tests/peers" -B "$folder/wolfssl13" -DTLSMAN_WOLFSSL_ROOT="$cache/wolfssl" >"$log" 2>&1 \
        && cmake --build "$folder/wolfssl13" -j2 >>"$log" 2>&1 \
        || { missing "wolfSSL's DTLS 1.3" "it does not build"; tail -n 5 "$log"; return; }
    cp "$folder/wolfssl13/wolfssl13" "$bin/"
}

pion() {
    [ ! -x "$bin/pion" ] || return 0
    command -v go >/dev/null && [ -d /usr/share/gocode/src/github.com/pion/dtls ] \
        || { missing "pion/dtls" "it needs the packages golang-go and golang-github-pion-dtls.v2-dev"; return; }
    (cd "$here/pion" && GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$folder/go" go build -o "$bin/pion" main.go) \
        >"$log" 2>&1 || { missing "pion/dtls" "$(tail -n 1 "$log")"; return; }
}

node() {
    [ ! -d "$folder/node/node_modules/node-dtls-client" ] || return 0
    command -v npm >/dev/null || { missing "node-dtls-client" "it needs npm"; return; }
    mkdir -p "$folder/node"
    npm install --prefix "$folder/node" --no-fund --no-audit node-dtls-client@1.1.1 >"$log" 2>&1 \
        || { missing "node-dtls-client" "$(grep -m 1 ERR "$log")"; return; }
}

newer_debian
mbedtls
wolfssl
wolfssl13
pion
node
exit 0
