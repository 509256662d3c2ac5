/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* wolfSSL as the peer of tests has it: all of (D)TLS 1.3 that ours is to be compared with, on a PC. */
#ifndef TLSMAN_PEER_USER_SETTINGS_H
#define TLSMAN_PEER_USER_SETTINGS_H

/* Protocols. */
#define WOLFSSL_TLS13
#define WOLFSSL_DTLS
#define WOLFSSL_DTLS13
#define WOLFSSL_DTLS_CID /* RFC 9146, as RFC 9147 has it */
#define DTLS_CID_MAX_SIZE 20
#define WOLFSSL_DTLS_CH_FRAG /* a first ClientHello in fragments */
#define WOLFSSL_DTLS_MTU
#define WOLFSSL_DTLS_DROP_STATS
#define WOLFSSL_SEND_HRR_COOKIE
#define WOLFSSL_W64_WRAPPER
#define NO_OLD_TLS
#define HAVE_TLS_EXTENSIONS
#define HAVE_SUPPORTED_CURVES
#define HAVE_EXTENDED_MASTER
#define HAVE_SERVER_RENEGOTIATION_INFO
#define HAVE_ENCRYPT_THEN_MAC
#define HAVE_MAX_FRAGMENT
#define HAVE_SESSION_TICKET
#define HAVE_KEYING_MATERIAL
#define HAVE_ALPN
#define WOLFSSL_CERT_EXT /* public keys in PEM */
#define WOLFSSL_PUB_PEM_TO_DER
#define HAVE_SNI
#define HAVE_RPK
#define WOLFSSL_STATIC_PSK
#define WOLFSSL_EXTRA_ALERTS
#define WOLFSSL_ALT_NAMES
#define WOLFSSL_ALWAYS_VERIFY_CB
#define WOLFSSL_HAVE_TLS_UNIQUE

/* Ciphers. */
#define HAVE_HKDF
#define HAVE_AESGCM
#define HAVE_AESCCM
#define WOLFSSL_AES_DIRECT /* of record numbers (RFC 9147, section 4.2.3) */
#define HAVE_AES_ECB
#define HAVE_CHACHA
#define HAVE_POLY1305
#define HAVE_ONE_TIME_AUTH
#define HAVE_ECC
#define ECC_TIMING_RESISTANT
#define TFM_TIMING_RESISTANT
#define HAVE_ECC384
#define HAVE_CURVE25519
#define WC_RSA_PSS
#define WC_RSA_BLINDING
#define WOLFSSL_SHA384
#define WOLFSSL_SHA512
#define WOLFSSL_SP_MATH_ALL
#define SP_INT_BITS 4096
#define GCM_TABLE_4BIT

/* What is not needed. */
#define NO_DH
#define NO_DSA
#define NO_RC4
#define NO_DES3
#define NO_MD4
#define NO_MD5
#define NO_PWDBASED

#define SINGLE_THREADED
#define WOLFSSL_IGNORE_FILE_WARN
#define DEBUG_WOLFSSL

#endif
