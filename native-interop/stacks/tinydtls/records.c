/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* One record from the peer: what tinyDTLS must not see is kept from it, and what it does not say is found out. */
#include "private.h"

#include <string.h>

#define FATAL_LEVEL 2
#define MAX_PLAIN_MESSAGE 1024 /* no message of a handshake needs more */
/* the library reads up to two bytes after an extension that is too short for its content */
#define SLACK 4

static void handle_failure(struct tinydtls_state *state, int result)
{
    int alert = -result & 0xFF;

    if (dtls_is_alert(result) && -result >> 8 == FATAL_LEVEL) {
        tinydtls_fail(state, alert, result);
    } else {
        tlsman_fail(state->session, TLSMAN_NATIVE_FAILURE, TLSMAN_NO_ALERT, result);
    }
}

static void handle_plain(struct tinydtls_state *state, uint8_t *record, size_t length)
{
    dtls_peer_t *peer = tinydtls_get_peer(state);
    int awaits_hello;
    int result;

    if (peer == NULL) {
        tlsman_drop(state->session, TLSMAN_DROP_UNEXPECTED);
        return;
    }

#if TINYDTLS_HAS_KEYS
    state->is_proving = tinydtls_get_step(peer) == DTLS_STATE_WAIT_SERVERKEYEXCHANGE
                        || tinydtls_get_step(peer) == DTLS_STATE_WAIT_CERTIFICATEVERIFY;
#endif
    awaits_hello = tinydtls_get_step(peer) == DTLS_STATE_CLIENTHELLO;
    tinydtls_forget_plain_window(peer);
    result = dtls_handle_message(state->context, &state->peer, record, (int)length);

    if (result < 0) {
        handle_failure(state, result);
        return;
    }

    if (awaits_hello && tinydtls_has_server_hello(peer)) {
        /* The library has checked these lengths when it took the ServerHello. */
        const uint8_t *suite = record + TLSMAN_RECORD_HEADER + TLSMAN_MESSAGE_HEADER + 2 + TLSMAN_RANDOM_LENGTH;

        suite += 1 + suite[0];
        state->suite = (uint16_t)(suite[0] << 8 | suite[1]);
    }
}

/*
 * The library answers fragments, and several messages in one record, with a fatal alert. Fragments are dropped, which
 * may cost the handshake but does not let anybody end it, and messages are handed over one by one. They are copied for
 * the sake of the slack.
 */
static void handle_plain_messages(struct tinydtls_state *state, const uint8_t *record, size_t length)
{
    uint8_t single[TLSMAN_RECORD_HEADER + TLSMAN_MESSAGE_HEADER + MAX_PLAIN_MESSAGE + SLACK];
    size_t position = TLSMAN_RECORD_HEADER;

    memcpy(single, record, TLSMAN_RECORD_HEADER);

    while (position < length) {
        const uint8_t *message = record + position;
        size_t size = TLSMAN_MESSAGE_HEADER + tlsman_read24(message + 9);

        position += size;

        if (tlsman_read24(message + 1) != tlsman_read24(message + 9)) {
            tlsman_drop(state->session, TLSMAN_DROP_BAD_FRAGMENT);
        } else if (size > TLSMAN_MESSAGE_HEADER + MAX_PLAIN_MESSAGE) {
            tlsman_drop(state->session, TLSMAN_DROP_OUT_OF_REACH);
        } else {
            single[11] = (uint8_t)(size >> 8);
            single[12] = (uint8_t)size;
            memcpy(single + TLSMAN_RECORD_HEADER, message, size);
            memset(single + TLSMAN_RECORD_HEADER + size, 0, SLACK);

            if (message[0] == DTLS_HT_CLIENT_HELLO) {
                tinydtls_accept_hello(state, single, TLSMAN_RECORD_HEADER + size);
#if TINYDTLS_HAS_KEYS
            } else if (!tinydtls_is_good(state, single + TLSMAN_RECORD_HEADER, size)) {
                tlsman_drop(state->session, TLSMAN_DROP_MALFORMED);
#endif
            } else {
                handle_plain(state, single, TLSMAN_RECORD_HEADER + size);
            }
        }
    }
}

static void repeat_last_flight(struct tinydtls_state *state)
{
    if (state->last_length > 0) {
        tlsman_transmit(state->session, state->last_flight, state->first_length + state->last_length);
    }
}

static void handle_protected(struct tinydtls_state *state, uint8_t *record, size_t length)
{
    dtls_peer_t *peer = tinydtls_get_peer(state);
    dtls_security_parameters_t *security = peer == NULL ? NULL : dtls_security_params_read_epoch(peer, 1);
    uint8_t type = record[0];
    seqnum_t before;
    int result;

    if (security == NULL) {
        /* A Finished that came before its ChangeCipherSpec is not kept: the peer will repeat both. */
        tlsman_drop(state->session, TLSMAN_DROP_WRONG_EPOCH);
        return;
    }

    if (tinydtls_is_replayed(security, tlsman_read_number(record))) {
        tlsman_drop(state->session, TLSMAN_DROP_REPLAYED);
        return;
    }

    before = tinydtls_get_window(security);
    state->has_read = 0;
    result = dtls_handle_message(state->context, &state->peer, record, (int)length);

    if (tinydtls_get_peer(state) == NULL) {
        /* Closed, or failed: the callbacks have seen which, but for a message that the library refused. */
        if (result < 0) {
            handle_failure(state, result);
        }
    } else if (result < 0) {
        tlsman_drop(state->session, TLSMAN_DROP_MALFORMED);
    } else if (!state->has_read && !tinydtls_has_moved(security, &before)) {
        tlsman_drop(state->session, TLSMAN_DROP_BAD_MAC);
    } else if (type == DTLS_CT_HANDSHAKE && state->is_connected) {
        tlsman_drop(state->session, TLSMAN_DROP_DUPLICATE);
        repeat_last_flight(state);
    }
}

static enum tlsman_awaited get_awaited(dtls_state_t step)
{
    switch (step) {
        case DTLS_STATE_CLIENTHELLO:
            return TLSMAN_AWAIT_SERVER_HELLO;
        case DTLS_STATE_WAIT_SERVERCERTIFICATE:
        case DTLS_STATE_WAIT_SERVERKEYEXCHANGE:
        case DTLS_STATE_WAIT_SERVERHELLODONE:
            return TLSMAN_AWAIT_SERVER_HELLO_DONE;
        case DTLS_STATE_WAIT_CLIENTCERTIFICATE:
        case DTLS_STATE_WAIT_CLIENTKEYEXCHANGE:
            return TLSMAN_AWAIT_CLIENT_KEY_EXCHANGE;
        case DTLS_STATE_WAIT_CERTIFICATEVERIFY:
        case DTLS_STATE_WAIT_CHANGECIPHERSPEC:
        case DTLS_STATE_WAIT_FINISHED:
            return TLSMAN_AWAIT_FINISHED;
        default:
            return TLSMAN_AWAIT_NOTHING;
    }
}

static void note_progress(struct tinydtls_state *state)
{
    dtls_peer_t *peer = tinydtls_get_peer(state);
    enum tlsman_awaited awaited = peer == NULL ? TLSMAN_AWAIT_NOTHING : get_awaited(tinydtls_get_step(peer));

    if (awaited == TLSMAN_AWAIT_NOTHING) {
        return;
    }

    if (awaited != state->awaited) {
        state->awaited = awaited;
        tlsman_note_progress(state->session, awaited);
    }

    if (!state->has_logged && tlsman_get_config(state->session)->key_log) {
        const uint8_t *master_secret = tinydtls_get_master_secret(peer);

        if (master_secret != NULL) {
            state->has_logged = 1;
            tlsman_keep_secrets(state->session, state->client_random, NULL, master_secret);
        }
    }
}

void tinydtls_input(tlsman_session *session, void *memory)
{
    struct tinydtls_state *state = memory;
    struct tinydtls_flight flight;
    size_t length;
    uint8_t *record = tlsman_get_record(session, &length);
    int is_plain = record[3] == 0 && record[4] == 0;

    if (state->has_ended) {
        return;
    }

    tinydtls_enter(state, session, &flight);

    if (is_plain && record[0] == DTLS_CT_HANDSHAKE) {
        handle_plain_messages(state, record, length);
    } else if (is_plain) {
        handle_plain(state, record, length);
    } else {
        handle_protected(state, record, length);
    }

    note_progress(state);
    tinydtls_leave(state);
}
