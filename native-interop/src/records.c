/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What a DTLS 1.2 stack gets to see. A datagram is cut into records, so that one bad record does not take its neighbours along, and what can be told to
 * be noise without any key is dropped and counted here, for all stacks alike. Several of these checks keep published faults of the stacks out of reach:
 * see docs/native-stacks.md.
 */
#include "core.h"

#define HEADER_LENGTH 13                               /* RFC 6347, section 4.1 */
#define HANDSHAKE_HEADER_LENGTH 12                     /* RFC 6347, section 4.2.2 */
#define MAX_EXPANSION 24                               /* explicit nonce and the longest tag (RFC 5288, section 3; RFC 6655, section 3) */
#define LEAST_PROTECTED 16                             /* explicit nonce and the shortest tag (RFC 6655, section 3) */
#define FINISHED_LENGTH (HANDSHAKE_HEADER_LENGTH + 12) /* RFC 5246, section 7.4.9 */
#define HELLO_REQUEST_LENGTH HANDSHAKE_HEADER_LENGTH   /* it has no content */
#define SHORT_TAG_SUITE 0xC0A8                         /* TLS_PSK_WITH_AES_128_CCM_8; all others that are there have the longest tag */
#define MAX_MESSAGE 2048                               /* no message of a PSK handshake is longer */
#define DTLS10 0xFEFF
#define DTLS12 0xFEFD

enum content_type { CHANGE_CIPHER_SPEC = 20, ALERT = 21, HANDSHAKE = 22, APPLICATION_DATA = 23 };

enum handshake_type {
    CLIENT_HELLO = 1,
    SERVER_HELLO = 2,
    HELLO_VERIFY_REQUEST = 3,
    SERVER_KEY_EXCHANGE = 12,
    SERVER_HELLO_DONE = 14,
    CLIENT_KEY_EXCHANGE = 16
};

#define PASS TLSMAN_DROP_REASONS

static unsigned read16(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static unsigned read24(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 16 | (unsigned)bytes[1] << 8 | bytes[2];
}

/* Which messages the peer may send in the clear. Finished is none of them, nor is a HelloRequest: renegotiation is refused. */
static int is_legal(const tlsman_session *session, unsigned type)
{
    if (session->config.role == TLSMAN_SERVER) {
        return type == CLIENT_HELLO || type == CLIENT_KEY_EXCHANGE;
    }

    return type == SERVER_HELLO || type == HELLO_VERIFY_REQUEST || type == SERVER_KEY_EXCHANGE || type == SERVER_HELLO_DONE;
}

/* Lengths of messages and fragments, before a stack trusts them (tinyDTLS's issue 272, Mbed TLS's CVE-2022-35409, GnuTLS's work item 1816, and others). */
static enum tlsman_drop check_handshake(const tlsman_session *session, const uint8_t *body, size_t length)
{
    while (length > 0) {
        unsigned total, offset, fragment;

        if (length < HANDSHAKE_HEADER_LENGTH) {
            return TLSMAN_DROP_MALFORMED;
        }

        total = read24(body + 1);
        offset = read24(body + 6);
        fragment = read24(body + 9);

        if (!is_legal(session, body[0])) {
            return TLSMAN_DROP_UNEXPECTED;
        }

        if (total > MAX_MESSAGE) {
            return TLSMAN_DROP_OUT_OF_REACH;
        }

        if (fragment > total || offset > total - fragment || fragment > length - HANDSHAKE_HEADER_LENGTH || (fragment == 0 && total > 0)) {
            return TLSMAN_DROP_BAD_FRAGMENT;
        }

        body += HANDSHAKE_HEADER_LENGTH + fragment;
        length -= HANDSHAKE_HEADER_LENGTH + fragment;
    }

    return PASS;
}

static enum tlsman_drop check_plain_alert(tlsman_session *session, const uint8_t *body, size_t length)
{
    if (length != 2 || (body[0] != 1 && body[0] != 2)) {
        return TLSMAN_DROP_MALFORMED;
    }

    /* Anybody can have sent it. If it is true, nothing else will come, and then it is believed. */
    if (body[0] == 2 && session->suspected_alert == TLSMAN_NO_ALERT) {
        uint32_t deadline;

        session->suspected_alert = body[1];

        if (!session->stack->get_deadline(session, session->state, &deadline)) {
            deadline = session->now + (uint32_t)session->config.first_timeout;
        }

        session->suspicion_end = deadline;
    }

    return TLSMAN_DROP_STRAY_ALERT;
}

static enum tlsman_drop check_plain(tlsman_session *session, unsigned type, const uint8_t *body, size_t length)
{
    /* Once the peer's Finished is verified, nothing in the clear belongs to this association any more. */
    if (session->phase != TLSMAN_PHASE_HANDSHAKE) {
        return TLSMAN_DROP_WRONG_EPOCH;
    }

    switch (type) {
        case CHANGE_CIPHER_SPEC:
            return length == 1 && body[0] == 1 ? PASS : TLSMAN_DROP_MALFORMED;
        case ALERT:
            return check_plain_alert(session, body, length);
        case HANDSHAKE:
            return check_handshake(session, body, length);
        default:
            return TLSMAN_DROP_UNEXPECTED;
    }
}

/*
 * What the peer may still send of a handshake on an open channel: its Finished once more, where ours was lost, and, to a client, a HelloRequest, which is
 * refused. Both have one length. Nothing else gets as far as the code that puts messages together, which a stack never needs here in good faith; a ClientHello
 * that would renegotiate is dropped as well, for two of the stacks end the session over it.
 */
static int can_be_late(const tlsman_session *session, size_t length)
{
#ifdef TLSMAN_SABOTAGE_LATE_MESSAGES
    (void)session, (void)length;
    return 1;
#else
    size_t expansion = session->suite == SHORT_TAG_SUITE ? LEAST_PROTECTED : MAX_EXPANSION;

    return length == expansion + FINISHED_LENGTH || (session->config.role == TLSMAN_CLIENT && length == expansion + HELLO_REQUEST_LENGTH);
#endif
}

static enum tlsman_drop check_protected(const tlsman_session *session, unsigned type, size_t length)
{
    if (length < LEAST_PROTECTED) {
        return TLSMAN_DROP_TOO_SHORT;
    }

    if (type == CHANGE_CIPHER_SPEC || (type == HANDSHAKE && session->phase == TLSMAN_PHASE_OPEN && !can_be_late(session, length))) {
        return TLSMAN_DROP_UNEXPECTED;
    }

    return PASS;
}

static enum tlsman_drop check(tlsman_session *session, const uint8_t *record, size_t length)
{
    unsigned type = record[0];
    unsigned version = read16(record + 1);
    unsigned epoch = read16(record + 3);

    if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA) {
        return TLSMAN_DROP_UNKNOWN_TYPE;
    }

    /* A first ClientHello and a HelloVerifyRequest say 1.0 (RFC 6347, section 4.2.1). */
    if (version != DTLS12 && (version != DTLS10 || epoch != 0 || type != HANDSHAKE)) {
        return TLSMAN_DROP_WRONG_VERSION;
    }

    /* Renegotiation is refused, so there is no third epoch. */
    if (epoch > 1) {
        return TLSMAN_DROP_WRONG_EPOCH;
    }

    if (length > TLSMAN_MAX_PLAINTEXT + (epoch == 0 ? 0 : MAX_EXPANSION)) {
        return TLSMAN_DROP_BAD_LENGTH;
    }

    if (epoch == 0) {
        return length == 0 ? TLSMAN_DROP_EMPTY : check_plain(session, type, record + HEADER_LENGTH, length);
    }

    return check_protected(session, type, length);
}

/* The length of the record at a place, with its header; 0 where the datagram does not hold it whole, and then why. */
static size_t measure(const tlsman_session *session, size_t place, enum tlsman_drop *reason)
{
    size_t left = session->count - place;
    size_t length;

    if (left < HEADER_LENGTH) {
        *reason = TLSMAN_DROP_TOO_SHORT;
        return 0;
    }

    length = read16(session->input + place + 11);
    *reason = TLSMAN_DROP_BAD_LENGTH;
    return length > left - HEADER_LENGTH ? 0 : HEADER_LENGTH + length;
}

/*
 * In a handshake a stack that fetches its input gets the good records of a datagram together: Mbed TLS would compute the peer's verify_data anew for each
 * that it has to wait for. On an open channel they stay apart, for it drops all that follows a bad one.
 */
static void take_neighbours(tlsman_session *session)
{
    enum tlsman_drop reason;
    size_t length;

    while (session->phase == TLSMAN_PHASE_HANDSHAKE && session->stack->input == NULL && session->limit < session->count) {
        length = measure(session, session->limit, &reason);

        if (length == 0 || check(session, session->input + session->limit, length - HEADER_LENGTH) != PASS) {
            break;
        }

        session->limit += length;
    }
}

int tlsman_records_next(tlsman_session *session)
{
    session->position = session->limit;

    while (session->position < session->count) {
        enum tlsman_drop reason;
        size_t length = measure(session, session->position, &reason);

        if (length == 0) {
            tlsman_drop(session, reason);
            break;
        }

        session->limit = session->position + length;
        reason = check(session, session->input + session->position, length - HEADER_LENGTH);

        if (reason == PASS) {
            take_neighbours(session);
            return 1;
        }

        tlsman_drop(session, reason);
        session->position = session->limit;
    }

    session->position = session->limit = session->count;
    return 0;
}
