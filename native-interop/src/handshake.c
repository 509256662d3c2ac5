/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What can be told of a handshake over datagrams without any key: which message is in its turn. Anybody can send a
 * message in the clear; one that is out of place, or not well formed, is dropped here instead of ending a handshake
 * that is not its own.
 */
#include "dtls.h"

#include <string.h>

/*
 * A server answers with the ClientHello's number and counts on from there (RFC 6347, section 4.2.1); with less than
 * this left, an epoch would run over.
 */
#define LAST_NUMBERS 0xFF0000000000U

#define MOST_AMPLIFICATION 3

/*
 * Which messages the peer may send in the clear. Finished is none of them, nor is a HelloRequest: renegotiation is
 * refused. In an abbreviated handshake there is no key exchange.
 */
static int is_legal(const tlsman_session *session, unsigned type)
{
    if (session->config.role == TLSMAN_SERVER) {
        return type == CLIENT_HELLO || (type == CLIENT_KEY_EXCHANGE && !session->is_resumed);
    }

    return type == SERVER_HELLO || type == HELLO_VERIFY_REQUEST
           || ((type == SERVER_KEY_EXCHANGE || type == SERVER_HELLO_DONE) && !session->is_resumed)
           || (type == NEW_SESSION_TICKET && session->config.offers_resumption);
}

/*
 * The end of a flight that we have answered comes again if the answer was lost, or if somebody repeats what he
 * saw. A stack may answer it once in half a time-out (RFC 6347, section 4.2.4), and not as often as it comes: the
 * answer is several times as long.
 */
static enum tlsman_drop check_repetition(tlsman_session *session)
{
    if (!tlsman_is_due(session->progress.repeat_at, session->now)) {
        return TLSMAN_DROP_DUPLICATE;
    }

    session->progress.repeat_at = session->now + (uint32_t)session->config.first_timeout / 2;
    return PASS;
}

static enum tlsman_drop check_client_hello(tlsman_session *session, const uint8_t *record, unsigned sequence)
{
    struct tlsman_progress *progress = &session->progress;

    if (tlsman_read_number(record) >= LAST_NUMBERS) {
        return TLSMAN_DROP_OUT_OF_REACH;
    }

    if (!progress->has_answered) {
        progress->has_hello = 1;
        progress->hello_sequence = (uint16_t)sequence;
        return PASS;
    }

    if (sequence == progress->hello_sequence) {
        return check_repetition(session);
    }

    return sequence < progress->hello_sequence ? TLSMAN_DROP_DUPLICATE : TLSMAN_DROP_UNEXPECTED;
}

static enum tlsman_drop check_client_key_exchange(tlsman_session *session, const uint8_t *message, unsigned sequence)
{
    unsigned awaited = session->progress.hello_sequence + 1U;
    unsigned total = tlsman_read24(message + 1);
    enum tlsman_drop reason;

    if (!session->progress.has_answered) {
        return TLSMAN_DROP_UNEXPECTED;
    }

    if (sequence != awaited) {
        return sequence < awaited ? TLSMAN_DROP_DUPLICATE : TLSMAN_DROP_OUT_OF_REACH;
    }

    /* RFC 4279, section 2: an identity with its length of two bytes, and nothing else. */
    if (total < 2 + 1 || total > 2U + (unsigned)session->stack->get_capability(TLSMAN_MAX_IDENTITY_LENGTH)
        || (tlsman_read24(message + 6) == 0 && tlsman_read24(message + 9) >= 2
            && tlsman_read16(message + TLSMAN_MESSAGE_HEADER) != total - 2)) {
        return TLSMAN_DROP_MALFORMED;
    }

    reason = tlsman_inquiry_add(session, message);
    session->progress.has_key_exchange |= reason == PASS;
    return reason;
}

/*
 * The answer to an earlier ClientHello, which was repeated in the meantime: its cookie is as old, and a third
 * ClientHello would end the handshake that a server has begun with the second. A server without state may count its
 * messages from zero, but it answers with the record number of what it answers.
 */
static enum tlsman_drop check_verify_request(const struct tlsman_progress *progress, const uint8_t *record,
                                             unsigned sequence)
{
    return sequence < progress->hello_sequence && tlsman_read_number(record) < progress->hello_number
               ? TLSMAN_DROP_DUPLICATE
               : PASS;
}

static enum tlsman_drop check_order(tlsman_session *session, const uint8_t *record, const uint8_t *message)
{
    unsigned sequence = tlsman_read16(message + 4);

    switch (message[0]) {
        case CLIENT_HELLO:
            return check_client_hello(session, record, sequence);
        case CLIENT_KEY_EXCHANGE:
            return check_client_key_exchange(session, message, sequence);
        case SERVER_HELLO_DONE:
            return session->progress.has_answered ? check_repetition(session) : PASS;
        case HELLO_VERIFY_REQUEST:
            return check_verify_request(&session->progress, record, sequence);
        default:
            return PASS;
    }
}

/*
 * Lengths of messages and fragments, before a stack trusts them (tinyDTLS's issue 272, Mbed TLS's CVE-2022-35409,
 * GnuTLS's work item 1816, and others).
 */
enum tlsman_drop tlsman_handshake_check(tlsman_session *session, const uint8_t *record, size_t length)
{
    const uint8_t *message = record + TLSMAN_RECORD_HEADER;

    while (length > 0) {
        unsigned total, offset, fragment;
        enum tlsman_drop reason;

        if (length < TLSMAN_MESSAGE_HEADER) {
            return TLSMAN_DROP_MALFORMED;
        }

        total = tlsman_read24(message + 1);
        offset = tlsman_read24(message + 6);
        fragment = tlsman_read24(message + 9);

        if (!is_legal(session, message[0])) {
            return TLSMAN_DROP_UNEXPECTED;
        }

        if (total > MAX_MESSAGE) {
            return TLSMAN_DROP_OUT_OF_REACH;
        }

        if (fragment > total || offset > total - fragment || fragment > length - TLSMAN_MESSAGE_HEADER
            || (fragment == 0 && total > 0)) {
            return TLSMAN_DROP_BAD_FRAGMENT;
        }

        reason = check_order(session, record, message);

        if (reason != PASS) {
            return reason;
        }

        message += TLSMAN_MESSAGE_HEADER + fragment;
        length -= TLSMAN_MESSAGE_HEADER + fragment;
    }

    return PASS;
}

/*
 * What the peer may still send of a handshake in a connected session: its Finished once more, if ours was lost, and,
 * to a client, a HelloRequest, which is refused. Both have one length. Nothing else gets as far as the code that puts
 * messages together, which a stack never needs here in good faith; a ClientHello that would renegotiate is dropped as
 * well, for two of the stacks end the session over it.
 */
int tlsman_handshake_can_be_late(const tlsman_session *session, size_t length)
{
    size_t expansion = session->suite == TLSMAN_PSK_CCM_8 ? TLSMAN_LEAST_EXPANSION : TLSMAN_MOST_EXPANSION;

    return length == expansion + FINISHED_LENGTH
           || (session->config.role == TLSMAN_CLIENT && length == expansion + HELLO_REQUEST_LENGTH);
}

/*
 * A ClientHello that is played back, with its good cookie, makes a server send to somebody who has not asked: until
 * there is a key exchange, no more than three times what came. What is held back is lost, as on the way.
 */
int tlsman_handshake_may_send(tlsman_session *session, size_t count)
{
    struct tlsman_progress *progress = &session->progress;

    if (session->config.role == TLSMAN_CLIENT || progress->has_key_exchange) {
        return 1;
    }

    if (progress->sent + count > MOST_AMPLIFICATION * progress->received) {
        return 0;
    }

    progress->sent += count;
    return 1;
}

void tlsman_handshake_note_sent(tlsman_session *session, const uint8_t *datagram, size_t count)
{
    struct tlsman_progress *progress = &session->progress;
    size_t length;

    for (size_t place = 0; count - place > TLSMAN_RECORD_HEADER + TLSMAN_MESSAGE_HEADER;
         place += TLSMAN_RECORD_HEADER + length) {
        const uint8_t *record = datagram + place;
        const uint8_t *message = record + TLSMAN_RECORD_HEADER;

        if (record[0] == TLSMAN_CONTENT_CONNECTION_ID) {
            break;
        }

        length = tlsman_read_length(record);

        if (record[0] == TLSMAN_CONTENT_HANDSHAKE && tlsman_read_epoch(record) == 0) {
            if (message[0] == SERVER_HELLO || message[0] == CLIENT_KEY_EXCHANGE) {
                progress->has_answered = 1;
                progress->repeat_at = session->now + (uint32_t)session->config.first_timeout / 2;
            } else if (message[0] == CLIENT_HELLO
                       && (!progress->has_hello || tlsman_read16(message + 4) > progress->hello_sequence)) {
                progress->has_hello = 1;
                progress->hello_sequence = (uint16_t)tlsman_read16(message + 4);
                progress->hello_number = tlsman_read_number(record);
            }
        }

        if (length > count - place - TLSMAN_RECORD_HEADER) {
            break;
        }
    }
}
