/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What a DTLS 1.2 stack gets to see. A datagram is cut into records, so that one bad record does not take its
 * neighbours along, and what can be told to be noise without any key is dropped and counted here, for all stacks alike.
 * Several of these checks keep published faults of the stacks out of reach: see docs/native-stacks.md.
 */
#include "dtls.h"

#include <string.h>

#define DTLS10 0xFEFF
#define DTLS12 0xFEFD
#define INNER_TYPE 1 /* RFC 9146, section 4 */

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

static enum tlsman_drop check_plain(tlsman_session *session, const uint8_t *record, size_t length)
{
    const uint8_t *body = record + TLSMAN_RECORD_HEADER;

    /* Once the peer's Finished is verified, nothing in the clear belongs to this association any more. */
    if (session->phase != TLSMAN_PHASE_HANDSHAKE) {
        return TLSMAN_DROP_WRONG_EPOCH;
    }

    switch (record[0]) {
        case TLSMAN_CONTENT_CHANGE_CIPHER_SPEC:
            /* RFC 9147, section 5: with 1.3 there is none over datagrams. */
            if (tlsman_session_is_13(session)) {
                return TLSMAN_DROP_UNEXPECTED;
            }

            return length == 1 && body[0] == 1 ? PASS : TLSMAN_DROP_MALFORMED;
        case TLSMAN_CONTENT_ALERT:
            return check_plain_alert(session, body, length);
        case TLSMAN_CONTENT_HANDSHAKE:
            return tlsman_handshake_check(session, record, length);
        default:
            return TLSMAN_DROP_UNEXPECTED;
    }
}

static enum tlsman_drop check_protected(const tlsman_session *session, unsigned type, size_t length)
{
    if (length < TLSMAN_LEAST_EXPANSION) {
        return TLSMAN_DROP_TOO_SHORT;
    }

    if (type == TLSMAN_CONTENT_CHANGE_CIPHER_SPEC
        || (type == TLSMAN_CONTENT_HANDSHAKE && session->phase == TLSMAN_PHASE_CONNECTED
            && !tlsman_handshake_can_be_late(session, length))) {
        return TLSMAN_DROP_UNEXPECTED;
    }

    return PASS;
}

/*
 * A record with a connection ID (RFC 9146, section 4). What its type is within, and how long, only the keys tell: what
 * belongs to a handshake cannot be told from data here.
 */
static enum tlsman_drop check_connection_id(const tlsman_session *session, const uint8_t *record, size_t length)
{
    if (memcmp(record + TLSMAN_CONNECTION_ID_OFFSET, session->config.connection_id,
               (size_t)session->config.connection_id_length)
        != 0) {
        return TLSMAN_DROP_UNKNOWN_TYPE;
    }

    if (tlsman_read16(record + 1) != DTLS12) {
        return TLSMAN_DROP_WRONG_VERSION;
    }

    if (tlsman_read_epoch(record) != 1) {
        return TLSMAN_DROP_WRONG_EPOCH;
    }

    if (length > TLSMAN_MAX_PLAINTEXT + INNER_TYPE + TLSMAN_MOST_EXPANSION) {
        return TLSMAN_DROP_BAD_LENGTH;
    }

    return length < INNER_TYPE + TLSMAN_LEAST_EXPANSION ? TLSMAN_DROP_TOO_SHORT : PASS;
}

static enum tlsman_drop check(tlsman_session *session, const uint8_t *record, size_t length)
{
    unsigned type = record[0];
    unsigned version = tlsman_read16(record + 1);
    unsigned epoch = tlsman_read_epoch(record);

    if (type == TLSMAN_CONTENT_CONNECTION_ID) {
        return check_connection_id(session, record, length);
    }

    if (type < TLSMAN_CONTENT_CHANGE_CIPHER_SPEC || type > TLSMAN_CONTENT_APPLICATION_DATA) {
        return TLSMAN_DROP_UNKNOWN_TYPE;
    }

    /* A first ClientHello and a HelloVerifyRequest say 1.0 (RFC 6347, section 4.2.1). */
    if (version != DTLS12 && (version != DTLS10 || epoch != 0 || type != TLSMAN_CONTENT_HANDSHAKE)) {
        return TLSMAN_DROP_WRONG_VERSION;
    }

    /* Renegotiation is refused, so there is no third epoch. */
    if (epoch > 1) {
        return TLSMAN_DROP_WRONG_EPOCH;
    }

    if (length > TLSMAN_MAX_PLAINTEXT + (epoch == 0 ? 0 : TLSMAN_MOST_EXPANSION)) {
        return TLSMAN_DROP_BAD_LENGTH;
    }

    if (epoch == 0) {
        return length == 0 ? TLSMAN_DROP_EMPTY : check_plain(session, record, length);
    }

    /* With 1.3 a protected record has another header (RFC 9147, section 4). */
    if (tlsman_session_is_13(session)) {
        return TLSMAN_DROP_WRONG_EPOCH;
    }

    /* RFC 9146, section 4: whoever asked for a connection ID takes no protected record without it. */
    if (tlsman_lasting_has_connection_id(session)) {
        return TLSMAN_DROP_UNKNOWN_TYPE;
    }

    return check_protected(session, type, length);
}

/*
 * How long a record's header is. During a handshake a record may have a connection ID if we have asked for one; whether
 * it was agreed on, the stack knows. 0 if it must not have one, and then nobody knows where the record ends.
 */
static size_t get_header_length(const tlsman_session *session, const uint8_t *record)
{
    if (record[0] != TLSMAN_CONTENT_CONNECTION_ID) {
        return TLSMAN_RECORD_HEADER;
    }

    if (session->config.connection_id_length == 0
        || (session->phase != TLSMAN_PHASE_HANDSHAKE && !tlsman_lasting_has_connection_id(session))) {
        return 0;
    }

    return TLSMAN_RECORD_HEADER + (size_t)session->config.connection_id_length;
}

#ifdef TLSMAN_TLS13
/* RFC 9147, section 4: the unified header, by its three highest bits, and what the others say. */
#define UNIFIED_MASK 0xE0
#define UNIFIED 0x20
#define UNIFIED_CONNECTION_ID 0x10
#define UNIFIED_LONG_NUMBER 0x08
#define UNIFIED_LENGTH 0x04

static int is_unified(const tlsman_session *session, const uint8_t *record)
{
    return (session->config.versions & TLSMAN_VERSION13) != 0 && (record[0] & UNIFIED_MASK) == UNIFIED;
}

/* What look_at() does, of a protected record of 1.3. Without a length it is the last one of its datagram. */
static size_t look_at_unified(const tlsman_session *session, const uint8_t *record, size_t left,
                              enum tlsman_drop *reason)
{
    unsigned flags = record[0];
    size_t header = 1U + ((flags & UNIFIED_LONG_NUMBER) != 0 ? 2U : 1U) + ((flags & UNIFIED_LENGTH) != 0 ? 2U : 0U);
    size_t length;

    /* None was agreed on, so nobody knows how long it is. */
    if ((flags & UNIFIED_CONNECTION_ID) != 0) {
        *reason = TLSMAN_DROP_UNKNOWN_TYPE;
        return 0;
    }

    *reason = TLSMAN_DROP_TOO_SHORT;

    if (left < header) {
        return 0;
    }

    length = (flags & UNIFIED_LENGTH) != 0 ? tlsman_read16(record + header - 2) : left - header;

    if (length > left - header) {
        *reason = TLSMAN_DROP_BAD_LENGTH;
        return 0;
    }

    if (!session->is_13) {
        *reason = TLSMAN_DROP_WRONG_EPOCH;
    } else if (length > TLSMAN_MAX_PLAINTEXT + TLSMAN_13_MOST_EXPANSION) {
        *reason = TLSMAN_DROP_BAD_LENGTH;
    } else if (length >= TLSMAN_13_LEAST_CIPHERTEXT) {
        *reason = PASS;
    }

    return header + length;
}
#endif

/*
 * Looks at the record at a place: its length, with its header, or 0 if the datagram does not hold it whole; and PASS if
 * a stack may see it, else why not.
 */
static size_t look_at(tlsman_session *session, size_t place, enum tlsman_drop *reason)
{
    size_t left = session->count - place;
    const uint8_t *record = session->input + place;
    size_t header, length;

#ifdef TLSMAN_TLS13
    if (is_unified(session, record)) {
        return look_at_unified(session, record, left, reason);
    }
#endif

    *reason = TLSMAN_DROP_TOO_SHORT;

    if (left < TLSMAN_RECORD_HEADER) {
        return 0;
    }

    header = get_header_length(session, record);

    if (header == 0) {
        *reason = TLSMAN_DROP_UNKNOWN_TYPE;
    }

    if (header == 0 || left < header) {
        return 0;
    }

    length = tlsman_read16(record + header - 2);

    if (length > left - header) {
        *reason = TLSMAN_DROP_BAD_LENGTH;
        return 0;
    }

    *reason = check(session, record, length);
    return header + length;
}

/*
 * In a handshake a stack that fetches its input gets the good records of a datagram together: Mbed TLS would compute
 * the peer's verify_data anew for each that it has to wait for. In a connected session they stay apart, for it drops
 * all that follows a bad one.
 */
static void take_neighbours(tlsman_session *session)
{
    enum tlsman_drop reason;
    size_t length;

    while (session->phase == TLSMAN_PHASE_HANDSHAKE && session->stack->input == NULL
           && session->limit < session->count) {
        length = look_at(session, session->limit, &reason);

        if (length == 0 || reason != PASS) {
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
        size_t length = look_at(session, session->position, &reason);

        if (length == 0) {
            tlsman_drop(session, reason);
            break;
        }

        session->limit = session->position + length;
        session->progress.received += length;

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
