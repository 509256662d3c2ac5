/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Mbed TLS 3.6 with what DTLS 1.2 and TLS 1.2 with pre-shared keys need, and no more: no certificates, no public keys
 * of its own, no time, no entropy (randomness comes from the port). A TLS peer may send 16 KiB in one record (RFC 5246,
 * section 6.2.1); an image that speaks only DTLS, or only with peers that keep to max_fragment_length, can do with far
 * less.
 */
#ifndef TLSMAN_MBEDTLS_CONFIG_LEAN_H
#define TLSMAN_MBEDTLS_CONFIG_LEAN_H

#define MBEDTLS_AES_C
/* 2 KB of tables instead of 8, in flash, which a board has more of. */
#define MBEDTLS_AES_FEWER_TABLES
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_CCM_C
#define MBEDTLS_CIPHER_C
#define MBEDTLS_GCM_C
#define MBEDTLS_MD_C
#define MBEDTLS_SHA256_C

#define MBEDTLS_KEY_EXCHANGE_PSK_ENABLED
#define MBEDTLS_SSL_CLI_C
#define MBEDTLS_SSL_CONTEXT_SERIALIZATION
#define MBEDTLS_SSL_DTLS_ANTI_REPLAY
#define MBEDTLS_SSL_DTLS_CONNECTION_ID
#define MBEDTLS_SSL_DTLS_HELLO_VERIFY
#define MBEDTLS_SSL_EXTENDED_MASTER_SECRET
#define MBEDTLS_SSL_MAX_FRAGMENT_LENGTH
#define MBEDTLS_SSL_PROTO_DTLS
#define MBEDTLS_SSL_PROTO_TLS1_2
#define MBEDTLS_SSL_SESSION_TICKETS
#define MBEDTLS_SSL_SRV_C
#define MBEDTLS_SSL_TLS_C

#define MBEDTLS_PSK_MAX_LEN 64
#define MBEDTLS_SSL_CID_IN_LEN_MAX 20
/* Of records with a connection ID as well: none. */
#define MBEDTLS_SSL_CID_TLS1_3_PADDING_GRANULARITY 1
#define MBEDTLS_SSL_IN_CONTENT_LEN 16384
#define MBEDTLS_SSL_OUT_CONTENT_LEN 4096

#endif
