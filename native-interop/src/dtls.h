/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Records and messages of DTLS 1.2, as far as the core looks into them. */
#ifndef TLSMAN_DTLS_H
#define TLSMAN_DTLS_H

#include "core.h"

#define HEADER_LENGTH 13           /* RFC 6347, section 4.1 */
#define HANDSHAKE_HEADER_LENGTH 12 /* RFC 6347, section 4.2.2 */
#define LEAST_PROTECTED 16         /* explicit nonce and the shortest tag (RFC 6655, section 3) */
/* explicit nonce and the longest tag (RFC 5288, section 3; RFC 6655, section 3) */
#define MAX_EXPANSION 24
#define FINISHED_LENGTH (HANDSHAKE_HEADER_LENGTH + 12) /* RFC 5246, section 7.4.9 */
#define HELLO_REQUEST_LENGTH HANDSHAKE_HEADER_LENGTH   /* it has no content */
#define MAX_MESSAGE 2048                               /* no message of a PSK handshake is longer */

/* In place of a reason to drop something. */
#define PASS TLSMAN_DROP_REASONS

enum content_type { CHANGE_CIPHER_SPEC = 20, ALERT = 21, HANDSHAKE = 22, APPLICATION_DATA = 23 };

enum handshake_type {
    CLIENT_HELLO = 1,
    SERVER_HELLO = 2,
    HELLO_VERIFY_REQUEST = 3,
    SERVER_KEY_EXCHANGE = 12,
    SERVER_HELLO_DONE = 14,
    CLIENT_KEY_EXCHANGE = 16
};

static inline unsigned read16(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static inline unsigned read24(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 16 | (unsigned)bytes[1] << 8 | bytes[2];
}

/* A record's number without its epoch. */
static inline uint64_t read_number(const uint8_t *record)
{
    return (uint64_t)read24(record + 5) << 24 | read24(record + 8);
}

/* handshake.c: the messages of a record in the clear, before a stack sees them. */
enum tlsman_drop tlsman_handshake_check(tlsman_session *session, const uint8_t *record, size_t length);

/* handshake.c: whether a protected record of that length may belong to a handshake, in a connected session. */
int tlsman_handshake_can_be_late(const tlsman_session *session, size_t length);

#endif
