/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * After the firmware's own configuration of Mbed TLS (nf_mbedtls_config.h), which has DTLS 1.2, pre-shared keys, CCM and GCM already: what is added to it.
 */
#ifndef TLSMAN_MBEDTLS_USER_CONFIG_H
#define TLSMAN_MBEDTLS_USER_CONFIG_H

/* Certificates and key shares with them. Key shares with pre-shared keys, ChaCha20-Poly1305 and the curves the firmware has. */
#define MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED

/* Connection IDs (RFC 9146), without padding: a session that does not ask for one has none. */
#define MBEDTLS_SSL_DTLS_CONNECTION_ID
#define MBEDTLS_SSL_CID_IN_LEN_MAX 20
#define MBEDTLS_SSL_CID_OUT_LEN_MAX 32
#define MBEDTLS_SSL_CID_TLS1_3_PADDING_GRANULARITY 1

/* Open sessions that are saved and restored. */
#define MBEDTLS_SSL_CONTEXT_SERIALIZATION

/*
 * The firmware's Mbed TLS works over PSA, which copies every buffer that it is given, in case another process changes it meanwhile. Here is no other process,
 * and a copy of an output buffer of 16 KiB for each record is more than the record's encryption.
 */
#define MBEDTLS_PSA_ASSUME_EXCLUSIVE_BUFFERS

/* As long as a credential store's keys may be. */
#define MBEDTLS_PSK_MAX_LEN 64

/* What one session takes of the heap. HTTPS servers send records of 16 KiB, and SslStream has the same buffers: lower the first only where nobody uses it. */
#define MBEDTLS_SSL_IN_CONTENT_LEN 16384
#define MBEDTLS_SSL_OUT_CONTENT_LEN 4096

#endif
