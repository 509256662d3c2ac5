/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Beside Mbed TLS's own default configuration (MBEDTLS_USER_CONFIG_FILE): what nanoFramework's firmware has otherwise.
 * There the adapter runs over PSA, with renegotiation, tickets, certificates and 1.3 compiled in, and with records of
 * 16 KB, on a generator of the platform's.
 */
#define MBEDTLS_USE_PSA_CRYPTO
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG
#define MBEDTLS_ENTROPY_FORCE_SHA256
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_NO_PLATFORM_ENTROPY
#undef MBEDTLS_SSL_ALL_ALERT_MESSAGES
/* A board's overlay adds these. */
#ifndef TLSMAN_MBEDTLS_USER_CONFIG_H
#undef MBEDTLS_SSL_DTLS_CONNECTION_ID
#undef MBEDTLS_SSL_DTLS_CONNECTION_ID_COMPAT
#undef MBEDTLS_SSL_CONTEXT_SERIALIZATION
#endif
#undef MBEDTLS_NET_C
#undef MBEDTLS_TIMING_C
#undef MBEDTLS_FS_IO
#undef MBEDTLS_PSA_ITS_FILE_C
#undef MBEDTLS_PSA_CRYPTO_STORAGE_C
#undef MBEDTLS_SELF_TEST
#undef MBEDTLS_PADLOCK_C
#undef MBEDTLS_LMS_C
