/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * After config_lean.h: an image that speaks DTLS alone needs room for a datagram, not for a TLS peer's records of 16
 * KiB.
 */
#undef MBEDTLS_SSL_IN_CONTENT_LEN
#undef MBEDTLS_SSL_OUT_CONTENT_LEN
#define MBEDTLS_SSL_IN_CONTENT_LEN 1500
#define MBEDTLS_SSL_OUT_CONTENT_LEN 1500
