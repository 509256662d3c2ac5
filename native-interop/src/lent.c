/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* What a session lends to its adapter: input, a place for data, and words for what happened (tlsman_stack.h). */
#include "dtls.h"

#include <string.h>

/*
 * How long a handshake over a stream may be, which has less than 3 KB if each message is whole, and 15 KB if each
 * byte is a record of its own.
 */
#define MAX_HANDSHAKE_BYTES 65536

const struct tlsman_config *tlsman_get_config(const tlsman_session *session)
{
    return &session->config;
}

uint32_t tlsman_get_now(const tlsman_session *session)
{
    return session->now;
}

int tlsman_is_due(uint32_t deadline, uint32_t now)
{
    /* Wrapping: due if now is less than half the circle ahead. */
    return now - deadline < 0x80000000U;
}

/*
 * A stream of messages that are ignored, as HelloRequests, would never end a handshake; a server needs to be asked for
 * a key before the stack sees whose.
 */
static int may_take(tlsman_session *session, size_t count)
{
    if (tlsman_inquiry_scan(session, session->input + session->position, count)) {
        return 0;
    }

    session->handshake_bytes += count;

    if (session->handshake_bytes > MAX_HANDSHAKE_BYTES) {
        tlsman_fail(session, TLSMAN_UNEXPECTED_MESSAGE, TLSMAN_NO_ALERT, 0);
        return 0;
    }

    return 1;
}

int tlsman_receive(tlsman_session *session, uint8_t *buffer, size_t count)
{
    size_t left = session->limit - session->position;

    /* What was written has to leave first, so that there is room for an answer to what comes now. */
    if (left == 0 || !tlsman_session_is_living(session) || session->output_count > 0 || session->queue_used > 0) {
        return TLSMAN_WOULD_BLOCK;
    }

    count = count < left ? count : left;

    if (session->config.kind == TLSMAN_STREAM && session->phase == TLSMAN_PHASE_HANDSHAKE
        && !may_take(session, count)) {
        return TLSMAN_WOULD_BLOCK;
    }

    memcpy(buffer, session->input + session->position, count);

    /* Of a datagram, what does not fit is lost. */
    session->position += session->config.kind == TLSMAN_DATAGRAM ? left : count;
    return (int)count;
}

void tlsman_set_idle(tlsman_session *session)
{
    session->is_idle = 1;
}

int tlsman_has_input(const tlsman_session *session)
{
    return session->position < session->limit;
}

uint8_t *tlsman_get_record(tlsman_session *session, size_t *count)
{
    uint8_t *record = session->input + session->position;

    *count = session->limit - session->position;
    session->position = session->limit;
    return record;
}

uint8_t *tlsman_get_room(tlsman_session *session, size_t *size)
{
    *size = session->position;
    return session->input;
}

int tlsman_deliver(tlsman_session *session, const uint8_t *data, size_t count)
{
    session->has_data = 1;
    session->bad_records = 0;
    session->is_announced = 0;
    session->data_offset = (size_t)(data - session->input);
    session->data_count = count;
    return TLSMAN_DATA;
}

int tlsman_announce(tlsman_session *session, size_t count)
{
    session->has_data = 1;
    session->bad_records = 0;
    session->is_announced = 1;
    session->data_count = count;
    return TLSMAN_DATA;
}

void tlsman_drop(tlsman_session *session, enum tlsman_drop reason)
{
    session->dropped++;
    session->drops[reason]++;

    /* Anybody can send such records; they end a session only if the application asks for it. */
    if (reason == TLSMAN_DROP_BAD_MAC && session->config.bad_record_limit > 0
        && ++session->bad_records >= session->config.bad_record_limit) {
        tlsman_fail(session, TLSMAN_TOO_MANY_BAD_RECORDS, TLSMAN_NO_ALERT, 0);
    }
}

void tlsman_note_progress(tlsman_session *session, enum tlsman_awaited awaited)
{
    session->awaited = awaited;
    session->suspected_alert = TLSMAN_NO_ALERT;
}

#ifdef TLSMAN_TLS13
void tlsman_set_13(tlsman_session *session)
{
    session->is_13 = 1;
}

int tlsman_choose_13(const tlsman_session *session, const uint8_t *record, size_t count)
{
    const uint8_t *message = record + TLSMAN_RECORD_HEADER;
    size_t length = count - TLSMAN_RECORD_HEADER - TLSMAN_MESSAGE_HEADER;

    if (count <= TLSMAN_RECORD_HEADER + TLSMAN_MESSAGE_HEADER || (session->config.versions & TLSMAN_VERSION13) == 0
        || record[0] != TLSMAN_CONTENT_HANDSHAKE || message[0] != CLIENT_HELLO
        || tlsman_read24(message + 9) != length) {
        return -1;
    }

    return tlsman_hello_choose(message + TLSMAN_MESSAGE_HEADER, length, TLSMAN_DATAGRAM, session->config.suites);
}

int tlsman_takes_psk(const tlsman_session *session)
{
    return session->config.role == TLSMAN_CLIENT ? session->credentials != NULL : tlsman_keys_asks_psk(session);
}

void tlsman_set_known_by_psk(tlsman_session *session)
{
    session->is_known_by_psk = 1;
}
#endif

void tlsman_set_connected(tlsman_session *session, uint16_t suite)
{
    session->suite = suite;
}

void tlsman_keep_secrets(tlsman_session *session, const uint8_t *client_random, const uint8_t *server_random,
                         const uint8_t *master_secret)
{
    if (session->secrets == NULL) {
        session->secrets = tlsman_allocate(TLSMAN_SECRETS_LENGTH);
    }

    if (session->secrets != NULL) {
        memcpy(session->secrets, client_random, TLSMAN_RANDOM_LENGTH);
        memcpy(session->secrets + TLSMAN_RANDOM_LENGTH, master_secret, TLSMAN_MASTER_SECRET_LENGTH);

        if (server_random != NULL) {
            memcpy(session->secrets + TLSMAN_RANDOM_LENGTH + TLSMAN_MASTER_SECRET_LENGTH, server_random,
                   TLSMAN_RANDOM_LENGTH);
        }
    }
}

void tlsman_set_extended(tlsman_session *session)
{
    session->is_extended = 1;
}

int tlsman_fail(tlsman_session *session, enum tlsman_cause cause, int alert, int native_code)
{
    if (session->phase < TLSMAN_PHASE_ENDING) {
        session->cause = cause;
        session->alert = alert;
        session->native_code = native_code;
        tlsman_session_end(session, TLSMAN_FAILED);
    }

    return TLSMAN_FAILED;
}
