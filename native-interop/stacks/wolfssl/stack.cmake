# wolfSSL, compiled from its sources as far as pre-shared keys need it, with user_settings.h beside this file. It is GPL, and so is what is linked with
# it: whoever names it in TLSMAN_STACKS builds a GPL image.
if(NOT EXISTS ${TLSMAN_WOLFSSL_ROOT}/wolfssl/ssl.h)
    message(FATAL_ERROR "TLSMAN_WOLFSSL_ROOT names no sources of wolfSSL")
endif()

set(wolfssl_sources src/dtls.c src/internal.c src/keys.c src/ssl.c src/tls.c src/wolfio.c wolfcrypt/src/aes.c wolfcrypt/src/hash.c wolfcrypt/src/hmac.c
    wolfcrypt/src/kdf.c wolfcrypt/src/logging.c wolfcrypt/src/memory.c wolfcrypt/src/random.c wolfcrypt/src/sha256.c wolfcrypt/src/wc_port.c)
if(TLSMAN_PUBLIC_KEYS)
    list(APPEND wolfssl_sources wolfcrypt/src/asn.c wolfcrypt/src/chacha.c wolfcrypt/src/chacha20_poly1305.c wolfcrypt/src/coding.c
        wolfcrypt/src/curve25519.c wolfcrypt/src/ecc.c wolfcrypt/src/fe_operations.c wolfcrypt/src/poly1305.c wolfcrypt/src/sha512.c
        wolfcrypt/src/sp_c32.c wolfcrypt/src/sp_int.c wolfcrypt/src/wolfmath.c)
endif()

if(TLSMAN_WOLFSSL_RSA)
    list(APPEND wolfssl_sources wolfcrypt/src/rsa.c)
endif()

if(TLSMAN_TLS13)
    list(APPEND wolfssl_sources src/dtls13.c src/tls13.c)
endif()

list(TRANSFORM wolfssl_sources PREPEND ${TLSMAN_WOLFSSL_ROOT}/)

# Its Montgomery reduction multiplies digits beyond 31 bits and keeps the lower ones, which C leaves undefined (sp_256_mont_reduce).
set_property(SOURCE ${TLSMAN_WOLFSSL_ROOT}/wolfcrypt/src/sp_c32.c APPEND PROPERTY COMPILE_OPTIONS -fwrapv)

# The adapter includes the library's internal header, so the one and the other are compiled with the same settings.
add_library(wolfssl_built STATIC ${wolfssl_sources})
target_include_directories(wolfssl_built PUBLIC ${CMAKE_CURRENT_LIST_DIR})
target_include_directories(wolfssl_built SYSTEM PUBLIC ${TLSMAN_WOLFSSL_ROOT})
target_compile_definitions(wolfssl_built PUBLIC WOLFSSL_USER_SETTINGS $<$<BOOL:${TLSMAN_WOLFSSL_RSA}>:TLSMAN_WOLFSSL_RSA>)
target_compile_options(wolfssl_built PRIVATE -w)

add_stack(wolfssl stacks/wolfssl/callbacks.c stacks/wolfssl/ciphers.c stacks/wolfssl/curves.c stacks/wolfssl/engine.c stacks/wolfssl/keys.c stacks/wolfssl/port.c stacks/wolfssl/records.c stacks/wolfssl/version13.c)
target_link_libraries(tlsman_stack_wolfssl PUBLIC wolfssl_built)

# Its replay window shifts a 1 into the sign bit (src/internal.c, wolfSSL_DtlsUpdateWindow), which every compiler takes as it is meant.
if(TLSMAN_SANITIZE)
    target_compile_options(wolfssl_built PRIVATE -fno-sanitize=shift)
endif()
