/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Records of (D)TLS 1.2 on the wire, as far as the core and the adapters look at them. */
#ifndef TLSMAN_WIRE_H
#define TLSMAN_WIRE_H

#include <stddef.h>
#include <stdint.h>

#define TLSMAN_RECORD_HEADER 13        /* RFC 6347, section 4.1 */
#define TLSMAN_MESSAGE_HEADER 12       /* RFC 6347, section 4.2.2 */
#define TLSMAN_STREAM_RECORD_HEADER 5  /* RFC 5246, section 6.2.1 */
#define TLSMAN_STREAM_MESSAGE_HEADER 4 /* RFC 5246, section 7.4 */
#define TLSMAN_CONNECTION_ID_OFFSET 11 /* RFC 9146, section 4: of a record that has one, before its length */
#define TLSMAN_EXPLICIT_NONCE 8        /* RFC 5288, section 3; RFC 6655, section 3 */
#define TLSMAN_SHORT_TAG 8             /* RFC 6655, section 4: of CCM_8 */
#define TLSMAN_LONG_TAG 16             /* RFC 5288, section 3; RFC 6655, section 3 */
#define TLSMAN_VERIFY_DATA 12          /* RFC 5246, section 7.4.9 */

#define TLSMAN_LEAST_EXPANSION (TLSMAN_EXPLICIT_NONCE + TLSMAN_SHORT_TAG)
#define TLSMAN_MOST_EXPANSION (TLSMAN_EXPLICIT_NONCE + TLSMAN_LONG_TAG)

#define TLSMAN_PSK_CCM_8 0xC0A8 /* TLS_PSK_WITH_AES_128_CCM_8 (RFC 6655, section 4) */
#define TLSMAN_PSK_CCM 0xC0A4   /* TLS_PSK_WITH_AES_128_CCM (RFC 6655, section 4) */
#define TLSMAN_PSK_GCM 0x00A8   /* TLS_PSK_WITH_AES_128_GCM_SHA256 (RFC 5487, section 2) */

#ifdef TLSMAN_PUBLIC_KEYS
#define TLSMAN_ECDHE_PSK_CCM_8 0xD003      /* RFC 8442, section 3 */
#define TLSMAN_ECDHE_PSK_CCM 0xD005        /* RFC 8442, section 3 */
#define TLSMAN_ECDHE_PSK_GCM 0xD001        /* RFC 8442, section 3 */
#define TLSMAN_ECDHE_PSK_CHACHA20 0xCCAC   /* RFC 7905, section 2 */
#define TLSMAN_ECDHE_ECDSA_CCM_8 0xC0AE    /* RFC 7251, section 2 */
#define TLSMAN_ECDHE_ECDSA_CCM 0xC0AC      /* RFC 7251, section 2 */
#define TLSMAN_ECDHE_ECDSA_GCM 0xC02B      /* RFC 5289, section 3.2 */
#define TLSMAN_ECDHE_ECDSA_CHACHA20 0xCCA9 /* RFC 7905, section 2 */
#define TLSMAN_ECDHE_RSA_GCM 0xC02F        /* RFC 5289, section 3.2 */
#define TLSMAN_ECDHE_RSA_CHACHA20 0xCCA8   /* RFC 7905, section 2 */

#ifdef TLSMAN_TLS13
#define TLSMAN_13_GCM 0x1301          /* TLS_AES_128_GCM_SHA256 (RFC 9846, appendix B.4) */
#define TLSMAN_13_CHACHA20 0x1303     /* TLS_CHACHA20_POLY1305_SHA256 */
#define TLSMAN_13_CCM 0x1304          /* TLS_AES_128_CCM_SHA256 */
#define TLSMAN_13_CCM_8 0x1305        /* TLS_AES_128_CCM_8_SHA256 */
#define TLSMAN_13_DTLS 0xFEFC         /* RFC 9147, section 5.3 */
#define TLSMAN_13_TLS 0x0304          /* RFC 9846, section 4.2.1 */
#define TLSMAN_13_LEAST_CIPHERTEXT 16 /* of which the mask of the record's number is made (RFC 9147, section 4.2.3) */
#define TLSMAN_13_MOST_EXPANSION 256  /* RFC 9846, section 5.2 */
#define TLSMAN_13_INNER_TYPE 1        /* RFC 9846, section 5.2: behind the plaintext */
#endif

#define TLSMAN_P256_POINT 65     /* SEC 1, section 2.3.3, uncompressed */
#define TLSMAN_P256_KEY_INFO 91  /* a SubjectPublicKeyInfo of it (RFC 5480, section 2) */
#define TLSMAN_P256_PREFIX 26    /* everything but the point */
#define TLSMAN_GROUP_P256 23     /* RFC 8422, section 5.1.1 */
#define TLSMAN_GROUP_X25519 29   /* RFC 8422, section 5.1.1 */
#define TLSMAN_MAX_KEY_SHARE 133 /* of P-521, behind its length of one byte */
#endif

/* RFC 5246, section 6.2.1. */
enum tlsman_content {
    TLSMAN_CONTENT_CHANGE_CIPHER_SPEC = 20,
    TLSMAN_CONTENT_ALERT = 21,
    TLSMAN_CONTENT_HANDSHAKE = 22,
    TLSMAN_CONTENT_APPLICATION_DATA = 23,
    TLSMAN_CONTENT_CONNECTION_ID = 25, /* RFC 9146, section 4: the type is within */
};

static inline unsigned tlsman_read16(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static inline unsigned tlsman_read24(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 16 | (unsigned)bytes[1] << 8 | bytes[2];
}

/* How a suite's keys are exchanged, and by what the peer is known. Of 1.3 it does not say. */
enum tlsman_exchange { TLSMAN_ANY_EXCHANGE, TLSMAN_PSK, TLSMAN_ECDHE_PSK, TLSMAN_ECDHE_ECDSA, TLSMAN_ECDHE_RSA };

#ifdef TLSMAN_TLS13
/* A suite of 1.3 (RFC 9846, appendix B.4). */
static inline int tlsman_is_13(unsigned suite)
{
    return suite >> 8 == 0x13;
}
#endif

static inline enum tlsman_exchange tlsman_get_exchange(unsigned suite)
{
    switch (suite) {
#ifdef TLSMAN_PUBLIC_KEYS
        case TLSMAN_ECDHE_PSK_CCM_8:
        case TLSMAN_ECDHE_PSK_CCM:
        case TLSMAN_ECDHE_PSK_GCM:
        case TLSMAN_ECDHE_PSK_CHACHA20:
            return TLSMAN_ECDHE_PSK;
        case TLSMAN_ECDHE_ECDSA_CCM_8:
        case TLSMAN_ECDHE_ECDSA_CCM:
        case TLSMAN_ECDHE_ECDSA_GCM:
        case TLSMAN_ECDHE_ECDSA_CHACHA20:
            return TLSMAN_ECDHE_ECDSA;
        case TLSMAN_ECDHE_RSA_GCM:
        case TLSMAN_ECDHE_RSA_CHACHA20:
            return TLSMAN_ECDHE_RSA;
#endif
#ifdef TLSMAN_TLS13
        case TLSMAN_13_GCM:
        case TLSMAN_13_CHACHA20:
        case TLSMAN_13_CCM:
        case TLSMAN_13_CCM_8:
            return TLSMAN_ANY_EXCHANGE;
#endif
        default:
            return TLSMAN_PSK;
    }
}

/* How many bytes a protected record has beside its plaintext. */
static inline size_t tlsman_get_expansion(unsigned suite)
{
    switch (suite) {
        case TLSMAN_PSK_CCM_8:
#ifdef TLSMAN_PUBLIC_KEYS
        case TLSMAN_ECDHE_PSK_CCM_8:
        case TLSMAN_ECDHE_ECDSA_CCM_8:
#endif
            return TLSMAN_EXPLICIT_NONCE + TLSMAN_SHORT_TAG;
#ifdef TLSMAN_PUBLIC_KEYS
        case TLSMAN_ECDHE_PSK_CHACHA20:
        case TLSMAN_ECDHE_ECDSA_CHACHA20:
        case TLSMAN_ECDHE_RSA_CHACHA20:
            /* RFC 7905, section 2: the nonce is not sent. */
            return TLSMAN_LONG_TAG;
#endif
        default:
            return TLSMAN_EXPLICIT_NONCE + TLSMAN_LONG_TAG;
    }
}

/* Of a record over datagrams (RFC 6347, section 4.1). */
static inline unsigned tlsman_read_epoch(const uint8_t *record)
{
    return tlsman_read16(record + 3);
}

static inline uint64_t tlsman_read_number(const uint8_t *record)
{
    return (uint64_t)tlsman_read24(record + 5) << 24 | tlsman_read24(record + 8);
}

static inline unsigned tlsman_read_length(const uint8_t *record)
{
    return tlsman_read16(record + TLSMAN_RECORD_HEADER - 2);
}

/* RFC 6347, section 4.1.2.6, with a window of 64 records: `top` is the newest, the lowest of `bits` stands for it. */
static inline int tlsman_is_replayed(uint64_t top, uint64_t bits, uint64_t number)
{
    return number <= top && (top - number >= 64 || (bits >> (top - number) & 1) != 0);
}

#endif
