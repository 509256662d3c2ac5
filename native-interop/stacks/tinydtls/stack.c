/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* tinyDTLS as a stack of TLSMAN. Each session has a context of its own with one peer. */
#include "private.h"

#include <dtls_debug.h>

#include <stdatomic.h>
#include <string.h>

#define MAX_HINT DTLS_PSK_MAX_CLIENT_IDENTITY_LEN
#define OVERHEAD (TLSMAN_RECORD_HEADER + TLSMAN_EXPLICIT_NONCE)

/*
 * The library lets its 48-bit record numbers run over (its issue 268), and with them the nonces. Nobody gets as far as
 * this in good faith.
 */
#define LAST_SEQUENCE ((uint64_t)1 << 47)

static const uint16_t suites[] = {
#if TINYDTLS_HAS_KEYS
    TLSMAN_ECDHE_ECDSA_CCM_8, TLSMAN_ECDHE_ECDSA_CCM,
#endif
    TLSMAN_PSK_CCM_8,         TLSMAN_PSK_CCM,         0,
};

static atomic_flag is_initialized = ATOMIC_FLAG_INIT;

int tinydtls_get_tag_length(const struct tinydtls_state *state)
{
    return (int)tlsman_get_expansion(state->suite) - TLSMAN_EXPLICIT_NONCE;
}

/*
 * The library has sent the alert. It says handshake_failure for several things, which are told apart by when that was.
 */
int tinydtls_fail(struct tinydtls_state *state, int alert, int native_code)
{
    enum tlsman_cause cause = TLSMAN_NATIVE_FAILURE;

#if TINYDTLS_HAS_KEYS
    if (alert == DTLS_ALERT_CERTIFICATE_UNKNOWN || state->is_keyless) {
        return tlsman_fail(state->session, TLSMAN_PEER_NOT_TRUSTED, alert, native_code);
    }

    if (alert == DTLS_ALERT_HANDSHAKE_FAILURE && state->is_proving) {
        return tlsman_fail(state->session, TLSMAN_SIGNATURE_MISMATCH, alert, native_code);
    }
#endif

    switch (alert) {
        case DTLS_ALERT_UNEXPECTED_MESSAGE:
            cause = TLSMAN_UNEXPECTED_MESSAGE;
            break;
        case DTLS_ALERT_DECODE_ERROR:
            cause = TLSMAN_DECODE_ERROR;
            break;
        case DTLS_ALERT_DECRYPT_ERROR:
            cause = TLSMAN_FINISHED_MISMATCH;
            break;
        case DTLS_ALERT_PROTOCOL_VERSION:
            cause = TLSMAN_PROTOCOL_VERSION;
            break;
        case DTLS_ALERT_INSUFFICIENT_SECURITY: /* a suite or compression that was not offered */
            cause = TLSMAN_ILLEGAL_PARAMETER;
            break;
        case DTLS_ALERT_HANDSHAKE_FAILURE:
            if (state->awaited == TLSMAN_AWAIT_SERVER_HELLO && tinydtls_refuses_legacy(state)) {
                cause = TLSMAN_LEGACY_PEER;
            } else {
                cause = TLSMAN_DECODE_ERROR;
            }
            break;
        default:
            break;
    }

    return tlsman_fail(state->session, cause, alert, native_code);
}

static const char *get_version(void)
{
    return dtls_package_version();
}

static int get_capability(int id)
{
    switch (id) {
        case TLSMAN_CAN_DTLS12:
        case TLSMAN_CAN_COOKIE_GATE:
        case TLSMAN_CAN_KEY_LOG:
        case TLSMAN_CAN_SELECT_BY_HINT:
        case TLSMAN_CAN_IDENTITY_HINT:
        case TLSMAN_CAN_REFUSE_LEGACY:
            return 1;
        case TLSMAN_KEY_KINDS:
            return TINYDTLS_HAS_KEYS ? TLSMAN_KEYS_RAW_PUBLIC_KEY : 0;
        case TLSMAN_MAX_KEY_LENGTH:
            return DTLS_PSK_MAX_KEY_LEN;
        case TLSMAN_MAX_IDENTITY_LENGTH:
            return DTLS_PSK_MAX_CLIENT_IDENTITY_LEN;
        case TLSMAN_MAX_PAYLOAD:
            return DTLS_MAX_BUF - OVERHEAD - TLSMAN_LONG_TAG;
        default:
            return 0;
    }
}

static const uint16_t *get_suites(void)
{
    return suites;
}

static int open_session(tlsman_session *session, void *memory)
{
    struct tinydtls_state *state = memory;
    const struct tlsman_config *config = tlsman_get_config(session);

    if (config->hint_length > MAX_HINT) {
        return TLSMAN_NO_STACK;
    }

#if TINYDTLS_HAS_KEYS
    if (!tinydtls_has_curve(config)) {
        return TLSMAN_NO_STACK;
    }
#endif

    if (!atomic_flag_test_and_set(&is_initialized)) {
        dtls_init();

        /* It writes to the console what a peer did, and at higher levels the keys. */
        dtls_set_log_level(DTLS_LOG_EMERG);
    }

    /*
     * Every byte counts for the hash table, and two addresses of an unknown family are never equal: then what is freed
     * would stay in the send queue.
     */
    dtls_session_init(&state->peer);
#ifdef AF_INET
    state->peer.addr.sa.sa_family = AF_INET;
#endif
    state->alert = TLSMAN_NO_ALERT;
    state->awaited = config->role == TLSMAN_CLIENT ? TLSMAN_AWAIT_SERVER_HELLO : TLSMAN_AWAIT_CLIENT_HELLO;
    tinydtls_enter(state, session, NULL);
    state->context = dtls_new_context(state);
    tinydtls_leave(state);

    if (state->context == NULL) {
        return TLSMAN_NO_MEMORY;
    }

#if TINYDTLS_HAS_KEYS
    dtls_set_handler(state->context, tinydtls_choose_handler(config));
#else
    dtls_set_handler(state->context, &tinydtls_handler);
#endif
    return TLSMAN_OK;
}

/*
 * The library repeats what is in its send queue; how long it waits is our affair, for it would wait two seconds, and
 * give up silently after seven times.
 */
static void update_timer(struct tinydtls_state *state, tlsman_session *session)
{
    tlsman_timer_update(session, &state->timer, tinydtls_has_flight(state) && !state->is_connected);
}

static void retransmit(struct tinydtls_state *state, tlsman_session *session)
{
    struct tinydtls_flight flight;

    tinydtls_enter(state, session, &flight);
    state->is_retransmitting = 1;

    state->ticks = tinydtls_prepare_repetition(state);
    dtls_check_retransmit(state->context, NULL);
    state->is_retransmitting = 0;
    tinydtls_leave(state);

    tlsman_timer_repeat(session, &state->timer);
}

static int start(tlsman_session *session, void *memory)
{
    struct tinydtls_state *state = memory;
    int result;

    if (tlsman_get_config(session)->role == TLSMAN_SERVER) {
        return TLSMAN_OK;
    }

    /* There is no such peer yet, and must not be: the library would free it and go on with it. */
    tinydtls_enter(state, session, NULL);
    result = dtls_connect(state->context, &state->peer);
    tinydtls_leave(state);
    update_timer(state, session);
    return result > 0 ? TLSMAN_OK : tlsman_fail(session, TLSMAN_NATIVE_FAILURE, TLSMAN_NO_ALERT, result);
}

static void input(tlsman_session *session, void *memory)
{
    tinydtls_input(session, memory);
    update_timer(memory, session);
}

static int step(tlsman_session *session, void *memory)
{
    struct tinydtls_state *state = memory;

    if (state->is_finished && !state->is_connected) {
        state->is_connected = 1;
        state->timer.is_armed = 0;
        state->credential = NULL;
        tlsman_set_connected(session, state->suite);
        return TLSMAN_CONNECTED;
    }

    if (state->has_data) {
        state->has_data = 0;

        /* Each record is read when it comes, so no other waits after it. */
        if (!state->has_ended && !state->timer.is_armed) {
            tlsman_set_idle(session);
        }

        return TLSMAN_DATA;
    }

    if (state->has_ended) {
        return TLSMAN_CLOSED;
    }

    if (tlsman_timer_is_due(session, &state->timer)) {
        retransmit(state, session);
    }

    return TLSMAN_IDLE;
}

static int get_max_payload(tlsman_session *session, void *memory, int mtu)
{
    int overhead = OVERHEAD + tinydtls_get_tag_length(memory);

    (void)session;

    /*
     * The library makes its records in a buffer of this size, and does not reckon with the tag when it checks what
     * fits.
     */
    mtu = mtu < DTLS_MAX_BUF ? mtu : DTLS_MAX_BUF;
    return mtu > overhead ? mtu - overhead : 0;
}

static int send_data(tlsman_session *session, void *memory, const uint8_t *data, size_t count)
{
    struct tinydtls_state *state = memory;
    dtls_peer_t *peer = tinydtls_get_peer(state);
    int result;

    /* Without a peer the library would begin a new handshake. */
    if (peer == NULL || !state->is_connected) {
        return TLSMAN_NOT_CONNECTED;
    }

    if (count > (size_t)get_max_payload(session, memory, tlsman_get_config(session)->mtu)) {
        return TLSMAN_TOO_LONG;
    }

    if (tinydtls_get_sequence(peer) >= LAST_SEQUENCE) {
        tlsman_fail(session, TLSMAN_SEQUENCE_EXHAUSTED, TLSMAN_NO_ALERT, 0);
        return TLSMAN_ENDED;
    }

    /* It only reads the data, but says otherwise. */
    tinydtls_enter(state, session, NULL);
    result = dtls_write(state->context, &state->peer, (uint8 *)(uintptr_t)data, count);
    tinydtls_leave(state);

    if (result < 0 || (size_t)result != count) {
        tlsman_fail(session, TLSMAN_NATIVE_FAILURE, TLSMAN_NO_ALERT, result);
        return TLSMAN_ENDED;
    }

    return result;
}

static void close_session(tlsman_session *session, void *memory)
{
    struct tinydtls_state *state = memory;

    /* The library would wait for the peer's close_notify, or for two seconds of its clock; the session does not. */
    tinydtls_enter(state, session, NULL);
    state->is_closing = 1;
    dtls_close(state->context, &state->peer);
    state->has_ended = 1;
    tinydtls_leave(state);
    state->timer.is_armed = 0;
}

static int get_deadline(tlsman_session *session, void *memory, uint32_t *deadline)
{
    const struct tinydtls_state *state = memory;

    (void)session;
    *deadline = state->timer.deadline;
    return state->timer.is_armed;
}

static void release(tlsman_session *session, void *memory)
{
    struct tinydtls_state *state = memory;

    tinydtls_wipe_all(state);

    /* It says goodbye to a peer that is still there. */
    state->is_muted = 1;
    tinydtls_enter(state, session, NULL);
    dtls_free_context(state->context);
    tinydtls_leave(state);
    tlsman_wipe(state, sizeof(*state));
}

const struct tlsman_stack tlsman_tinydtls = {
    .abi = TLSMAN_ABI,
    .name = "tinydtls",
    .state_size = sizeof(struct tinydtls_state),
    .needs_queue = 1,
    .get_version = get_version,
    .get_capability = get_capability,
    .get_suites = get_suites,
    .open = open_session,
    .start = start,
    .input = input,
    .step = step,
    .send = send_data,
    .close = close_session,
    .get_deadline = get_deadline,
    .get_max_payload = get_max_payload,
    .release = release,
};
