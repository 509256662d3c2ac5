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
 * A client's messages after its hello have one order (RFC 5246, section 7.3): ClientKeyExchange, and if the client is
 * asked, Certificate before it and CertificateVerify after it.
 */
static enum tlsman_drop check_turn(const tlsman_session *session, unsigned sequence, unsigned turn)
{
    unsigned awaited = session->progress.hello_sequence + turn;

    if (sequence == awaited) {
        return PASS;
    }

    return sequence < awaited ? TLSMAN_DROP_DUPLICATE : TLSMAN_DROP_OUT_OF_REACH;
}

#ifdef TLSMAN_PUBLIC_KEYS
/* How often a server with certificates, whose flight is longer than that at once, sends it to who says nothing more. */
#define MOST_FLIGHTS 3

#define LEAST_SIGNATURE (2 + 2 + 8) /* scheme, length, and a SEQUENCE of two INTEGERs (RFC 8422, section 5.4) */

/* What a session may be sent beside the messages of pre-shared keys. A client is asked before it sends any of it. */
static int is_legal_with_keys(const tlsman_session *session, unsigned type)
{
    if (session->config.keys == NULL || session->is_resumed) {
        return 0;
    }

    return session->config.role == TLSMAN_SERVER
               ? session->progress.has_asked && (type == CERTIFICATE || type == CERTIFICATE_VERIFY)
               : type == CERTIFICATE || type == CERTIFICATE_REQUEST;
}

/* RFC 5246, section 7.4.2: a list with its length, as far as its first fragment tells. */
static enum tlsman_drop check_certificate(const uint8_t *message)
{
    unsigned total = tlsman_read24(message + 1);

    return total < 3
                   || (tlsman_read24(message + 6) == 0 && tlsman_read24(message + 9) >= 3
                       && tlsman_read24(message + TLSMAN_MESSAGE_HEADER) != total - 3)
               ? TLSMAN_DROP_MALFORMED
               : PASS;
}

static enum tlsman_drop check_client_certificate(const tlsman_session *session, const uint8_t *message,
                                                 unsigned sequence)
{
    enum tlsman_drop reason = check_turn(session, sequence, 1);

    return reason == PASS ? check_certificate(message) : reason;
}

static enum tlsman_drop check_certificate_verify(const tlsman_session *session, const uint8_t *message,
                                                 unsigned sequence)
{
    enum tlsman_drop reason = check_turn(session, sequence, 3);

    return reason == PASS && tlsman_read24(message + 1) < LEAST_SIGNATURE ? TLSMAN_DROP_MALFORMED : reason;
}
#else
static int is_legal_with_keys(const tlsman_session *session, unsigned type)
{
    (void)session, (void)type;
    return 0;
}
#endif

#ifdef TLSMAN_TLS13
/* With 1.3 all but the hellos is protected (RFC 9846, section 2). A client that takes no other version waits for it. */
static int is_hello_all(const tlsman_session *session)
{
    return session->is_13 || session->config.versions == TLSMAN_VERSION13;
}
#else
static int is_hello_all(const tlsman_session *session)
{
    (void)session;
    return 0;
}
#endif

/*
 * Which messages the peer may send in the clear. Finished is none of them, nor is a HelloRequest: renegotiation is
 * refused. In an abbreviated handshake there is no key exchange.
 */
static int is_legal(const tlsman_session *session, unsigned type)
{
    if (is_hello_all(session)) {
        return type == (session->config.role == TLSMAN_SERVER ? CLIENT_HELLO : SERVER_HELLO);
    }

    if (is_legal_with_keys(session, type)) {
        return 1;
    }

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

#ifdef TLSMAN_TLS13
/*
 * A ClientHello of 1.3 names an identity, which may have to be asked for. One after our HelloRetryRequest brings its
 * cookie back, so its sender can be reached; the stack refuses another one, and sends no flight then.
 */
static enum tlsman_drop check_hello_13(tlsman_session *session, const uint8_t *message)
{
    enum tlsman_drop reason;

    if ((session->config.versions & TLSMAN_VERSION13) == 0) {
        return PASS;
    }

    reason = tlsman_inquiry_add_hello(session, message);
    session->progress.has_key_exchange |=
        reason == PASS && session->progress.has_retried && session->progress.hello_sequence > 0;
    return reason;
}
#else
static enum tlsman_drop check_hello_13(tlsman_session *session, const uint8_t *message)
{
    (void)session, (void)message;
    return PASS;
}
#endif

static enum tlsman_drop check_client_hello(tlsman_session *session, const uint8_t *record, const uint8_t *message,
                                           unsigned sequence)
{
    struct tlsman_progress *progress = &session->progress;

    if (tlsman_read_number(record) >= LAST_NUMBERS) {
        return TLSMAN_DROP_OUT_OF_REACH;
    }

    if (!progress->has_answered) {
        progress->has_hello = 1;
        progress->hello_sequence = (uint16_t)sequence;
        return check_hello_13(session, message);
    }

    if (sequence == progress->hello_sequence) {
        return check_repetition(session);
    }

    return sequence < progress->hello_sequence ? TLSMAN_DROP_DUPLICATE : TLSMAN_DROP_UNEXPECTED;
}

/* Whether the length of a ClientKeyExchange, and what its first fragment tells, can be right. */
static int is_key_exchange(const tlsman_session *session, const uint8_t *message)
{
    unsigned total = tlsman_read24(message + 1);
    unsigned most = 2U + (unsigned)session->stack->get_capability(TLSMAN_MAX_IDENTITY_LENGTH);
    unsigned share = 0;
    unsigned begun = tlsman_read24(message + 6) == 0 ? tlsman_read24(message + 9) : 0;
    const uint8_t *body = message + TLSMAN_MESSAGE_HEADER;

#ifdef TLSMAN_PUBLIC_KEYS
    enum tlsman_exchange exchange = tlsman_get_exchange(session->progress.suite);

    /* RFC 8422, section 5.7: a point with its length of one byte. */
    if (exchange >= TLSMAN_ECDHE_ECDSA) {
        return total >= 2 && total <= TLSMAN_MAX_KEY_SHARE + 1 && (begun == 0 || body[0] == total - 1);
    }

    /* RFC 5489, section 2: it follows the identity. */
    share = exchange == TLSMAN_ECDHE_PSK ? 1 + TLSMAN_MAX_KEY_SHARE : 0;
#endif

    /* RFC 4279, section 2: an identity with its length of two bytes, and nothing else. */
    return total >= 2 + 1 && total <= most + share
           && (begun < 2
               || (share == 0 ? tlsman_read16(body) == total - 2
                              : tlsman_read16(body) > 0 && tlsman_read16(body) < total - 2));
}

static enum tlsman_drop check_client_key_exchange(tlsman_session *session, const uint8_t *message, unsigned sequence)
{
    unsigned turn = 1;
    enum tlsman_drop reason;

#ifdef TLSMAN_PUBLIC_KEYS
    turn += session->progress.has_asked;
#endif

    if (!session->progress.has_answered) {
        return TLSMAN_DROP_UNEXPECTED;
    }

    reason = check_turn(session, sequence, turn);

    if (reason != PASS) {
        return reason;
    }

    if (!is_key_exchange(session, message)) {
        return TLSMAN_DROP_MALFORMED;
    }

#ifdef TLSMAN_PUBLIC_KEYS
    if (tlsman_get_exchange(session->progress.suite) <= TLSMAN_ECDHE_PSK)
#endif
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
            return check_client_hello(session, record, message, sequence);
        case CLIENT_KEY_EXCHANGE:
            return check_client_key_exchange(session, message, sequence);
        case SERVER_HELLO_DONE:
            return session->progress.has_answered ? check_repetition(session) : PASS;
        case HELLO_VERIFY_REQUEST:
            return check_verify_request(&session->progress, record, sequence);
#ifdef TLSMAN_PUBLIC_KEYS
        case CERTIFICATE:
            return session->config.role == TLSMAN_SERVER ? check_client_certificate(session, message, sequence)
                                                         : check_certificate(message);
        case CERTIFICATE_VERIFY:
            return check_certificate_verify(session, message, sequence);
#endif
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
    size_t expansion = tlsman_get_expansion(session->suite);

    return length == expansion + FINISHED_LENGTH
           || (session->config.role == TLSMAN_CLIENT && length == expansion + HELLO_REQUEST_LENGTH);
}

/* The next record in the clear with a message of a handshake, from a place in a datagram on; NULL if there is none. */
static const uint8_t *find_message(const uint8_t *datagram, size_t count, size_t *place)
{
    while (count - *place > TLSMAN_RECORD_HEADER + TLSMAN_MESSAGE_HEADER
           && datagram[*place] <= TLSMAN_CONTENT_APPLICATION_DATA) {
        const uint8_t *record = datagram + *place;
        size_t rest = count - *place - TLSMAN_RECORD_HEADER;
        size_t length = tlsman_read_length(record);

        *place += TLSMAN_RECORD_HEADER + (length < rest ? length : rest);

        if (record[0] == TLSMAN_CONTENT_HANDSHAKE && tlsman_read_epoch(record) == 0) {
            return record;
        }
    }

    return NULL;
}

#ifdef TLSMAN_PUBLIC_KEYS
/* What a server says for its client to follow: the suite, and whether it is to prove who it is. */
static void note_answer(struct tlsman_progress *progress, const uint8_t *datagram, size_t count)
{
    const size_t suite = TLSMAN_RECORD_HEADER + TLSMAN_MESSAGE_HEADER + 2 + TLSMAN_RANDOM_LENGTH; /* after the ID */
    const uint8_t *record;

    for (size_t place = 0; (record = find_message(datagram, count, &place)) != NULL;) {
        const uint8_t *message = record + TLSMAN_RECORD_HEADER;
        size_t left = (size_t)(datagram + count - record);

        progress->has_asked |= message[0] == CERTIFICATE_REQUEST;

        if (message[0] != SERVER_HELLO || tlsman_read24(message + 6) != 0 || left <= suite
            || left < suite + 1 + record[suite] + 2) {
            continue;
        }

        progress->suite = (uint16_t)tlsman_read16(record + suite + 1 + record[suite]);

        if (progress->flights <= MOST_FLIGHTS) {
            progress->flights++;
        }
    }
}

/* A flight with certificates is longer than what is allowed: it leaves for the first time, and twice again. */
static int may_exceed(struct tlsman_progress *progress, const uint8_t *datagram, size_t count)
{
    note_answer(progress, datagram, count);
    return tlsman_get_exchange(progress->suite) >= TLSMAN_ECDHE_ECDSA && progress->flights <= MOST_FLIGHTS;
}
#else
static int may_exceed(struct tlsman_progress *progress, const uint8_t *datagram, size_t count)
{
    (void)progress, (void)datagram, (void)count;
    return 0;
}
#endif

/*
 * A ClientHello that is played back, with its good cookie, makes a server send to somebody who has not asked: until
 * there is a key exchange, no more than three times what came. What is held back is lost, as on the way.
 */
int tlsman_handshake_may_send(tlsman_session *session, const uint8_t *datagram, size_t count)
{
    struct tlsman_progress *progress = &session->progress;

    if (session->config.role == TLSMAN_CLIENT || progress->has_key_exchange) {
        return 1;
    }

    if (!may_exceed(progress, datagram, count) && progress->sent + count > MOST_AMPLIFICATION * progress->received) {
        return 0;
    }

    progress->sent += count;
    return 1;
}

#ifdef TLSMAN_TLS13
/* A HelloRetryRequest has the type of a ServerHello, and answers nothing yet: another ClientHello follows. */
static int is_retry(const tlsman_session *session, const uint8_t *message, size_t count)
{
    return (session->config.versions & TLSMAN_VERSION13) != 0 && message[0] == SERVER_HELLO
           && tlsman_read24(message + 6) == 0
           && tlsman_hello_is_retry(message + TLSMAN_MESSAGE_HEADER, count - TLSMAN_MESSAGE_HEADER);
}

static void note_retry(struct tlsman_progress *progress)
{
    progress->has_retried = 1;
}
#else
static int is_retry(const tlsman_session *session, const uint8_t *message, size_t count)
{
    (void)session, (void)message, (void)count;
    return 0;
}

static void note_retry(struct tlsman_progress *progress)
{
    (void)progress;
}
#endif

void tlsman_handshake_note_sent(tlsman_session *session, const uint8_t *datagram, size_t count)
{
    struct tlsman_progress *progress = &session->progress;
    const uint8_t *record;

    for (size_t place = 0; (record = find_message(datagram, count, &place)) != NULL;) {
        const uint8_t *message = record + TLSMAN_RECORD_HEADER;

        if (is_retry(session, message, (size_t)(datagram + count - message))) {
            note_retry(progress);
        } else if (message[0] == SERVER_HELLO || message[0] == CLIENT_KEY_EXCHANGE) {
            progress->has_answered = 1;
            progress->repeat_at = session->now + (uint32_t)session->config.first_timeout / 2;
        } else if (message[0] == CLIENT_HELLO
                   && (!progress->has_hello || tlsman_read16(message + 4) > progress->hello_sequence)) {
            progress->has_hello = 1;
            progress->hello_sequence = (uint16_t)tlsman_read16(message + 4);
            progress->hello_number = tlsman_read_number(record);
        }
    }
}
