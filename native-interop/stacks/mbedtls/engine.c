/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Handshake, reading, and what waits to leave; what the library found is put into TLSMAN's words. */
#include "private.h"

/* TlsAlert, RFC 5246, section 7.2. */
enum alert {
    CLOSE_NOTIFY = 0,
    UNEXPECTED_MESSAGE = 10,
    BAD_RECORD_MAC = 20,
    RECORD_OVERFLOW = 22,
    HANDSHAKE_FAILURE = 40,
    ILLEGAL_PARAMETER = 47,
    DECODE_ERROR = 50,
    DECRYPT_ERROR = 51,
    PROTOCOL_VERSION = 70,
    INTERNAL_ERROR = 80,
    UNSUPPORTED_EXTENSION = 110,
};

/*
 * Ends the session, and tells the peer why, if the library has not: what it says depends on
 * MBEDTLS_SSL_ALL_ALERT_MESSAGES, which nanoFramework's firmware lacks.
 */
static int fail_with(struct mbed_state *state, enum tlsman_cause cause, int alert, int result)
{
    if (alert != TLSMAN_NO_ALERT && !state->is_alert_sent) {
#if MBED_HAS_KEYS
        state->is_telling = 1;
#endif
        mbedtls_ssl_send_alert_message(&state->ssl, MBEDTLS_SSL_ALERT_LEVEL_FATAL, (unsigned char)alert);
    }

    return tlsman_fail(state->session, cause, alert, result);
}

int mbed_fail(struct mbed_state *state, int result)
{
    static const struct {
        int result;
        enum tlsman_cause cause;
        int alert;
    } map[] = {
        { MBEDTLS_ERR_SSL_INVALID_MAC, TLSMAN_BAD_RECORD_MAC, BAD_RECORD_MAC },
        { MBEDTLS_ERR_SSL_UNEXPECTED_MESSAGE, TLSMAN_UNEXPECTED_MESSAGE, UNEXPECTED_MESSAGE },
        { MBEDTLS_ERR_SSL_UNEXPECTED_RECORD, TLSMAN_UNEXPECTED_MESSAGE, UNEXPECTED_MESSAGE },
        { MBEDTLS_ERR_SSL_INVALID_RECORD, TLSMAN_UNEXPECTED_MESSAGE, UNEXPECTED_MESSAGE },
        { MBEDTLS_ERR_SSL_DECODE_ERROR, TLSMAN_DECODE_ERROR, DECODE_ERROR },
        { MBEDTLS_ERR_SSL_ILLEGAL_PARAMETER, TLSMAN_ILLEGAL_PARAMETER, ILLEGAL_PARAMETER },
        { MBEDTLS_ERR_SSL_FEATURE_UNAVAILABLE, TLSMAN_ILLEGAL_PARAMETER, ILLEGAL_PARAMETER },
        { MBEDTLS_ERR_SSL_UNSUPPORTED_EXTENSION, TLSMAN_UNSUPPORTED_EXTENSION, UNSUPPORTED_EXTENSION },
        { MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION, TLSMAN_PROTOCOL_VERSION, PROTOCOL_VERSION },
        { MBEDTLS_ERR_SSL_COUNTER_WRAPPING, TLSMAN_SEQUENCE_EXHAUSTED, TLSMAN_NO_ALERT },
        { MBEDTLS_ERR_SSL_TIMEOUT, TLSMAN_HANDSHAKE_TIMEOUT, TLSMAN_NO_ALERT },
        { MBEDTLS_ERR_SSL_CONN_EOF, TLSMAN_TRUNCATED, TLSMAN_NO_ALERT },
    };

#if MBED_HAS_KEYS
    int alert, code = result;
    enum tlsman_cause cause = mbed_get_key_cause(state, result, &alert, &code);

    if (cause != TLSMAN_NO_CAUSE) {
        return fail_with(state, cause, alert, code);
    }
#endif

    switch (result) {
        case MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE:
            return tlsman_fail(state->session, TLSMAN_ALERT_RECEIVED, mbed_get_alert(state), result);
        case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
            return tlsman_fail(state->session, TLSMAN_ALERT_RECEIVED, CLOSE_NOTIFY, result);
        case MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE:
            /* The library has one code for three things. */
            if (mbed_is_finished_awaited(state) || mbed_has_refused_proof(state, DECRYPT_ERROR)) {
                return fail_with(state, TLSMAN_FINISHED_MISMATCH, DECRYPT_ERROR, result);
            }

            if (!mbed_has_renegotiation_info(state)
                && tlsman_get_config(state->session)->require_secure_renegotiation) {
                return fail_with(state, TLSMAN_LEGACY_PEER, HANDSHAKE_FAILURE, result);
            }

            return fail_with(state, TLSMAN_NO_COMMON_SUITE, HANDSHAKE_FAILURE, result);
        case MBEDTLS_ERR_SSL_BAD_INPUT_DATA:
            /* A record that does not fit, or a ServerHello with what was not offered. */
            if (mbed_is_too_long(state)) {
                return fail_with(state, TLSMAN_RECORD_OVERFLOW, RECORD_OVERFLOW, result);
            }

            return fail_with(state, TLSMAN_ILLEGAL_PARAMETER, ILLEGAL_PARAMETER, result);
        default:
            break;
    }

    for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++) {
        if (map[i].result == result) {
            return fail_with(state, map[i].cause, map[i].alert, result);
        }
    }

    return fail_with(state, TLSMAN_NATIVE_FAILURE, INTERNAL_ERROR, result);
}

static enum tlsman_awaited get_awaited(const struct mbed_state *state)
{
    int is_client = mbedtls_ssl_conf_get_endpoint(&state->config) == MBEDTLS_SSL_IS_CLIENT;
    int step = mbed_get_step(state);

    if (mbed_is_13(state) && step > MBEDTLS_SSL_SERVER_HELLO) {
        return TLSMAN_AWAIT_FINISHED;
    }

    if (step <= MBEDTLS_SSL_CLIENT_HELLO) {
        return is_client ? TLSMAN_AWAIT_SERVER_HELLO : TLSMAN_AWAIT_CLIENT_HELLO;
    }

    if (step == MBEDTLS_SSL_SERVER_HELLO) {
        return is_client ? TLSMAN_AWAIT_SERVER_HELLO : TLSMAN_AWAIT_CLIENT_KEY_EXCHANGE;
    }

    if (step <= MBEDTLS_SSL_SERVER_HELLO_DONE) {
        return is_client ? TLSMAN_AWAIT_SERVER_HELLO_DONE : TLSMAN_AWAIT_CLIENT_KEY_EXCHANGE;
    }

    return !is_client && step <= MBEDTLS_SSL_CLIENT_KEY_EXCHANGE ? TLSMAN_AWAIT_CLIENT_KEY_EXCHANGE
                                                                 : TLSMAN_AWAIT_FINISHED;
}

/*
 * RFC 7627, section 5: who demands the extended master secret has to abort without it; and so has who resumes a session
 * that has it, for no other is ever resumed here (section 5.3).
 */
static int is_legacy(const struct mbed_state *state)
{
    return (!tlsman_get_config(state->session)->allow_legacy_master_secret || state->is_resumed)
           && mbed_lacks_extended_master_secret(state);
}

/*
 * The longest plaintext that the peer may send. The library takes whatever fits its buffer, also if
 * max_fragment_length was agreed.
 */
static size_t get_limit(struct mbed_state *state)
{
    const struct tlsman_config *config = tlsman_get_config(state->session);
    int agreed = mbedtls_ssl_get_max_in_record_payload(&state->ssl);
    /* If nothing was agreed, the library tells the smaller of its two buffers. */
    size_t limit = agreed < MBEDTLS_SSL_OUT_CONTENT_LEN ? (size_t)agreed : MBEDTLS_SSL_IN_CONTENT_LEN;

    return config->kind == TLSMAN_STREAM && (size_t)config->receive_buffer_size < limit
               ? (size_t)config->receive_buffer_size
               : limit;
}

#if MBED_HAS_CONNECTION_ID
static void tell_connection_ids(struct mbed_state *state)
{
    unsigned char peer[MBEDTLS_SSL_CID_OUT_LEN_MAX];
    size_t length = 0;
    int is_used = MBEDTLS_SSL_CID_DISABLED;

    /* It says that none are used if both are empty. */
    if (mbedtls_ssl_get_peer_cid(&state->ssl, &is_used, peer, &length) == 0 && is_used == MBEDTLS_SSL_CID_ENABLED) {
        tlsman_set_connection_ids(state->session, 1, peer, length);
    }
}
#endif

int mbed_enter_connected(struct mbed_state *state)
{
    mbed_keep_no_messages(state);
    state->is_connected = 1;
    state->limit = get_limit(state);
    state->longest = (size_t)mbed_get_max_payload(state->session, state, tlsman_get_config(state->session)->mtu);

    mbed_wipe_key(state);
#if MBED_HAS_KEYS
    mbed_keep_protocol(state);
    mbed_wipe_keys(state);
#endif

    if (state->is_extended) {
        tlsman_set_extended(state->session);
    }

#if MBED_HAS_CONNECTION_ID
    tell_connection_ids(state);
#endif
#if MBED_HAS_13
    if (mbed_is_13(state)) {
        tlsman_set_13(state->session);

        if (state->has_used_psk) {
            tlsman_set_known_by_psk(state->session);
        }
    }
#endif
    tlsman_set_connected(state->session, (uint16_t)mbedtls_ssl_get_ciphersuite_id_from_ssl(&state->ssl));
    return TLSMAN_CONNECTED;
}

static void note_step(struct mbed_state *state)
{
    int step = mbed_get_step(state);

    state->is_extended |= mbed_has_extended_master_secret(state);
#if MBED_HAS_13
    state->has_used_psk |= mbed_uses_psk(state);
#endif

    if (step == state->handshake_state) {
        return;
    }

#if MBED_HAS_13
    state->has_taken = 0;
#endif

    /* After its hello a server goes on with ChangeCipherSpec in an abbreviated handshake only. */
    if (!mbed_is_13(state) && state->handshake_state == MBEDTLS_SSL_SERVER_HELLO
        && step == MBEDTLS_SSL_SERVER_CHANGE_CIPHER_SPEC) {
        state->is_resumed = 1;
        tlsman_set_resumed(state->session);
    }

    state->handshake_state = step;
    tlsman_note_progress(state->session, get_awaited(state));
}

static int handshake_step(struct mbed_state *state)
{
#if MBED_HAS_KEYS
    int is_certificate = mbed_is_certificate_awaited(state);
    int result = mbed_prepare_step(state);

    result = result == 0 ? mbedtls_ssl_handshake_step(&state->ssl) : result;
    return result == 0 && is_certificate && !mbed_is_certificate_awaited(state) ? mbed_check_verified(state) : result;
#else
    return mbedtls_ssl_handshake_step(&state->ssl);
#endif
}

static int step_handshake(struct mbed_state *state)
{
    int result = 0;

    while (!mbedtls_ssl_is_handshake_over(&state->ssl)) {
        result = mbed_decide_ticket(state);

        if (result != TLSMAN_IDLE) {
            return result;
        }

        result = handshake_step(state);
        note_step(state);

        if (is_legacy(state)) {
            return fail_with(state, TLSMAN_LEGACY_PEER, HANDSHAKE_FAILURE, 0);
        }

        if (result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE) {
            return TLSMAN_IDLE;
        }

        if (result == MBEDTLS_ERR_SSL_INVALID_MAC && tlsman_get_config(state->session)->kind == TLSMAN_DATAGRAM) {
            tlsman_drop(state->session, TLSMAN_DROP_BAD_MAC);
            return TLSMAN_BUSY;
        }

        if (result != 0) {
            return mbed_fail(state, result);
        }
    }

    return mbed_enter_connected(state);
}

static int step_output(struct mbed_state *state)
{
    int result;

    if (state->pending > 0) {
        /*
         * What is sealed already is only flushed: the arguments say nothing but how much is to be reported as written.
         */
        result = mbedtls_ssl_write(&state->ssl, mbed_get_output(state), state->pending);

        if (result == MBEDTLS_ERR_SSL_WANT_WRITE) {
            return TLSMAN_IDLE;
        }

        state->pending = 0;

        if (result < 0) {
            return mbed_fail(state, result);
        }
    }

    if (!state->is_closing) {
        return TLSMAN_BUSY;
    }

    result = mbedtls_ssl_close_notify(&state->ssl);
    return result == MBEDTLS_ERR_SSL_WANT_WRITE ? TLSMAN_IDLE : TLSMAN_CLOSED;
}

static int refuse_data(struct mbed_state *state, uint8_t *scrap, size_t room)
{
    if (tlsman_get_config(state->session)->kind == TLSMAN_STREAM) {
        return fail_with(state, TLSMAN_RECORD_OVERFLOW, RECORD_OVERFLOW, 0);
    }

    while (room > 0 && mbedtls_ssl_get_bytes_avail(&state->ssl) > 0) {
        mbedtls_ssl_read(&state->ssl, scrap, room);
    }

    tlsman_drop(state->session, TLSMAN_DROP_BAD_LENGTH);
    return TLSMAN_BUSY;
}

#if defined(MBEDTLS_SSL_DTLS_ANTI_REPLAY)
/* What a record of a connected session was that brought nothing. */
static void count_drop(struct mbed_state *state, struct mbed_window before)
{
    const struct mbed_window now = mbed_get_window(state);

    if (now.top != before.top || now.bits != before.bits) {
        tlsman_drop(state->session, mbed_is_application_data(state) ? TLSMAN_DROP_EMPTY : TLSMAN_DROP_DUPLICATE);
    } else {
        tlsman_drop(state->session, mbed_is_replayed(state) ? TLSMAN_DROP_REPLAYED : TLSMAN_DROP_BAD_MAC);
    }
}
#endif

/* Once the handshake is forgotten, the library keeps no records, and whatever there is came with the input at hand. */
static int is_drained(const struct mbed_state *state)
{
    return !mbed_has_handshake(state) && mbedtls_ssl_check_pending(&state->ssl) == 0;
}

static int step_input(struct mbed_state *state)
{
    int is_offered = tlsman_has_input(state->session);
#if defined(MBEDTLS_SSL_DTLS_ANTI_REPLAY)
    const struct mbed_window before = mbed_get_window(state);
#endif
    size_t room, count;
    uint8_t *data;
    int result;

    if (!is_offered && is_drained(state)) {
        return TLSMAN_IDLE;
    }

    result = mbedtls_ssl_read(&state->ssl, NULL, 0);
    count = mbedtls_ssl_get_bytes_avail(&state->ssl);
#if defined(MBEDTLS_SSL_DTLS_ANTI_REPLAY)
    if (mbed_get_window(state).top > before.top) {
        tlsman_note_newest(state->session);
    }
#endif

    if (count > 0) {
        data = tlsman_get_room(state->session, &room);

        if (count > state->limit) {
            return refuse_data(state, data, room);
        }

        if (count > room) {
            return tlsman_announce(state->session, count);
        }

        mbedtls_ssl_read(&state->ssl, data, count);
        tlsman_deliver(state->session, data, count);

        if (is_drained(state)) {
            tlsman_set_idle(state->session);
        }

        return TLSMAN_DATA;
    }

#if defined(MBEDTLS_SSL_DTLS_ANTI_REPLAY)
    if (tlsman_get_config(state->session)->kind == TLSMAN_DATAGRAM && is_offered && result == MBEDTLS_ERR_SSL_WANT_READ
        && !tlsman_has_input(state->session)) {
        count_drop(state, before);
    }
#endif

    switch (result) {
        case MBEDTLS_ERR_SSL_WANT_READ:
        case MBEDTLS_ERR_SSL_WANT_WRITE:
            return TLSMAN_IDLE;
        case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
            /* RFC 5246, section 7.2.1: answered with one of our own. */
            state->is_closing = 1;
            return TLSMAN_BUSY;
        case 0:
            return TLSMAN_BUSY;
        default:
            return mbed_fail(state, result);
    }
}

int mbed_step(tlsman_session *session, void *memory)
{
    struct mbed_state *state = memory;

    (void)session;

    if (state->pending > 0 || state->is_closing) {
        int result = step_output(state);

        if (result != TLSMAN_BUSY) {
            return result;
        }
    }

    return state->is_connected ? step_input(state) : step_handshake(state);
}
