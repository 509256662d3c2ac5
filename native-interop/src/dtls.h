/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Messages of DTLS 1.2, as far as the core looks into them. */
#ifndef TLSMAN_DTLS_H
#define TLSMAN_DTLS_H

#include "core.h"
#include "tlsman_wire.h"

#define FINISHED_LENGTH (TLSMAN_MESSAGE_HEADER + TLSMAN_VERIFY_DATA)
#define HELLO_REQUEST_LENGTH TLSMAN_MESSAGE_HEADER /* it has no content */
#define MAX_MESSAGE 4096                           /* a ClientHello that offers much else may have 2,000 */

/* In place of a reason to drop something. */
#define PASS TLSMAN_DROP_REASONS

enum handshake_type {
    CLIENT_HELLO = 1,
    SERVER_HELLO = 2,
    HELLO_VERIFY_REQUEST = 3,
    NEW_SESSION_TICKET = 4,
    CERTIFICATE = 11,
    SERVER_KEY_EXCHANGE = 12,
    CERTIFICATE_REQUEST = 13,
    SERVER_HELLO_DONE = 14,
    CERTIFICATE_VERIFY = 15,
    CLIENT_KEY_EXCHANGE = 16
};

/* handshake.c: the messages of a record in the clear, before a stack sees them. */
enum tlsman_drop tlsman_handshake_check(tlsman_session *session, const uint8_t *record, size_t length);

/* handshake.c: whether a protected record of that length may belong to a handshake, in a connected session. */
int tlsman_handshake_can_be_late(const tlsman_session *session, size_t length);

#endif
