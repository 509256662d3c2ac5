/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * wolfSSL as TLSMAN compiles it: DTLS 1.2 and TLS 1.2, client and server, with pre-shared keys and AES-128 in CCM and
 * GCM; no sockets, no files. With TLSMAN_PUBLIC_KEYS there are public keys and certificates as well, and a clock for their
 * dates. The adapter includes the library's internal header, so both
 * have to be compiled with this file.
 */
#ifndef TLSMAN_WOLFSSL_USER_SETTINGS_H
#define TLSMAN_WOLFSSL_USER_SETTINGS_H

#include <stddef.h>

/* Protocols. */
#define WOLFSSL_DTLS
#define WOLFSSL_DTLS_MTU
#define WOLFSSL_DTLS_DROP_STATS
/* else each repeated flight is answered by another, without an end if the keys differ */
#define WOLFSSL_DTLS_RESEND_ONLY_TIMEOUT
#define NO_OLD_TLS
#define HAVE_TLS_EXTENSIONS
#define HAVE_EXTENDED_MASTER           /* RFC 7627 */
#define HAVE_SERVER_RENEGOTIATION_INFO /* RFC 5746, without renegotiation */
#define HAVE_MAX_FRAGMENT              /* RFC 6066, section 4 */
#define WOLFSSL_EXTRA_ALERTS
#define WOLFSSL_SET_CIPHER_BYTES
#define NO_SESSION_CACHE

/* TLS_PSK_WITH_AES_128_CCM_8, _CCM and _GCM_SHA256. */
#define WOLFSSL_STATIC_PSK
#define WOLFSSL_AEAD_ONLY
#define HAVE_AESGCM
#define HAVE_AESCCM
#define GCM_TABLE_4BIT /* sixteen multiples for each key; without them a record takes ten times as long */
#define NO_AES_192
#define NO_AES_256
#define NO_AES_CBC
#define MAX_PSK_ID_LEN 128

#ifdef TLSMAN_PUBLIC_KEYS
/* Key shares, ECDSA, raw keys, certificates. */
#define HAVE_ECC
#define HAVE_ECC384
#define ECC_USER_CURVES
#define ECC_TIMING_RESISTANT
#define ECC_SHAMIR
#define TFM_TIMING_RESISTANT
#define HAVE_CURVE25519
#define NO_CURVE25519_BLINDING /* random bytes belong to sessions, and curves.c has none; no step depends on the key */
#define HAVE_SUPPORTED_CURVES
#define HAVE_CHACHA
#define HAVE_POLY1305
#define HAVE_ONE_TIME_AUTH
#define NO_OLD_POLY1305
#define WOLFSSL_SHA384
#define WOLFSSL_SHA512
#define WOLFSSL_SP_MATH_ALL
#define WOLFSSL_HAVE_SP_ECC    /* P-256 has code of its own */
#define SP_WORD_SIZE 32        /* on a PC the same code as on a board */
#define WC_ALLOW_ECC_ZERO_HASH /* no digest is an error */
#define WOLFSSL_ECDSA_SET_K    /* curves.c: nonces are made by the core */
#ifdef TLSMAN_WOLFSSL_RSA
#define SP_INT_BITS 4096
#else
#define SP_INT_BITS 384
#endif
#define HAVE_RPK
#define HAVE_ALPN
#define HAVE_SNI
#define WOLFSSL_ALT_NAMES
#define WOLFSSL_IP_ALT_NAME
#define WOLFSSL_ALWAYS_VERIFY_CB /* for the peer's own certificate; else for errors only */
#define NO_WOLFSSL_CM_VERIFY
#define NO_CHECK_PRIVATE_KEY
#ifdef TLSMAN_TLS13
#define WOLFSSL_TLS13
#define WOLFSSL_DTLS13
#define WOLFSSL_SEND_HRR_COOKIE /* RFC 9147, section 5.1: a server of 1.3 makes sure that its client can be reached */
#define WOLFSSL_W64_WRAPPER
#define WOLFSSL_AES_DIRECT /* for the mask of a record's number (RFC 9147, section 4.2.3) */
#define HAVE_HKDF
#endif
#else
/* What is not there. */
#define NO_CERTS
#define NO_ASN
/* of a header that is left out by the above, but is asked for by HAVE_SERVER_RENEGOTIATION_INFO */
#define KEYID_SIZE 20
#define NO_BIG_INT
#define NO_ASN_TIME
#define WC_NO_HARDEN /* of RSA and curves, which are not there */
#endif

/* RSA as far as the signatures of others are verified: a client with ECDHE_RSA, and authorities. */
#ifdef TLSMAN_WOLFSSL_RSA
#define WC_RSA_PSS
#define WC_RSA_BLINDING
/* else NO_WOLFSSL_CM_VERIFY leaves an authority without its RSA key, and each signature ends with BAD_FUNC_ARG */
#define WOLFSSL_DYN_CERT
#else
#define NO_RSA
#endif

/* Nor is any of this. */
#define NO_DH
#define NO_DSA
#define NO_RC4
#define NO_DES3
#define NO_MD4
#define NO_MD5
#define NO_SHA
#define NO_PWDBASED
#define NO_CODING
#define NO_SIG_WRAPPER
#define NO_ERROR_STRINGS
#define NO_WOLFSSL_MSG_EX
#define WOLFSSL_NO_SHA3

/* The platform's part. */
#define WOLFSSL_USER_IO
#define WOLFSSL_NO_SOCK
#define NO_FILESYSTEM
#define NO_WRITEV
#define NO_STDIO_FILESYSTEM
#define NO_MAIN_DRIVER
#define NO_DEV_RANDOM
#define USER_TICKS
#define TIME_T_NOT_64BIT
#define WOLFSSL_SMALL_STACK
#define WOLFSSL_USE_ALIGN /* records begin anywhere, and boards fault on words that are not aligned */
#define SINGLE_THREADED
#define WOLFSSL_IGNORE_FILE_WARN

#ifdef __cplusplus
extern "C" {
#endif

/* port.c */
void *tlsman_wolfssl_malloc(size_t size);
void *tlsman_wolfssl_realloc(void *memory, size_t size);
void tlsman_wolfssl_free(void *memory);
int tlsman_wolfssl_random(unsigned char *output, unsigned int size);

#ifdef __cplusplus
}
#endif

#define XMALLOC_OVERRIDE
#define XMALLOC(size, heap, type) ((void)(heap), (void)(type), tlsman_wolfssl_malloc(size))
#define XREALLOC(memory, size, heap, type) ((void)(heap), (void)(type), tlsman_wolfssl_realloc((memory), (size)))
#define XFREE(memory, heap, type) ((void)(heap), (void)(type), tlsman_wolfssl_free(memory))

#define CUSTOM_RAND_GENERATE_BLOCK tlsman_wolfssl_random

#endif
