/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Mbed TLS 3.6 as a stack: DTLS 1.2 and TLS 1.2 with pre-shared keys. It is what nanoFramework's firmware has.
 *
 * Its traps, and what is done about them
 *   - A record that fails authentication while Finished is awaited ends the handshake, over DTLS as well, though
 *     anybody can have sent it (ssl_msg.c, ssl_get_next_record). Here it is dropped: the state is as before, so the
 *     step is simply done again. The alert that goes with it is held back.
 *   - The retransmission time doubles until a maximum and then the handshake is given up. The maximum here is out of
 *     reach; the deadline is the core's. What max_timeout asks for is done in the timer callback.
 *   - A TLS client must name its server, or say that it will not (CVE-2025-27809). With PSK suites alone the name
 *     authenticates nothing.
 *   - ssl_read() with room for less than the record would cut a datagram in two, so its length is asked for first.
 *   - A session is never reset and used again: every session is new.
 *   - mbedtls_ssl_conf_dtls_badmac_limit(), with any limit but 0, counts in the field that holds the length of a
 *     message which is put together from records of a stream. The length checks of a handshake message are then left
 *     out, over datagrams as well, and a message of a later number is written beyond its buffer. So the limit stays 0;
 *     what became of a record is told by the replay window.
 *   - In a connected session it keeps messages of later numbers until the first application data. Here no number is
 *     later than the one that it waits for.
 *   - Records of epoch 0 move its replay window, though nobody has authenticated them: one with a high number, forged,
 *     shuts out what follows, and so does a server that uses the number of its HelloVerifyRequest again. Epoch 0 has no
 *     window here; what comes twice is recognised by its message_seq.
 *   - Identity hints exist for other key exchanges only: a server with plain PSK sends none, and a client does not look
 *     at one.
 */
#include "adapter.h"

#define WINDOW 64 /* records, before the newest one and with it */

static const uint16_t all_suites[] = {
#if defined(MBEDTLS_CCM_C)
    MBEDTLS_TLS_PSK_WITH_AES_128_CCM_8,
    MBEDTLS_TLS_PSK_WITH_AES_128_CCM,
#endif
#if defined(MBEDTLS_GCM_C)
    MBEDTLS_TLS_PSK_WITH_AES_128_GCM_SHA256,
#endif
    0,
};

static const char *get_version(void)
{
    return MBEDTLS_VERSION_STRING;
}

static const uint16_t *get_suites(void)
{
    return all_suites;
}

static int get_capability(int id)
{
    switch (id) {
        case TLSMAN_CAN_TLS12:
        case TLSMAN_CAN_KEY_LOG:
            return 1;
        case TLSMAN_CAN_DTLS12:
#if defined(MBEDTLS_SSL_PROTO_DTLS)
            return 1;
#else
            return 0;
#endif
        case TLSMAN_CAN_COOKIE_GATE:
#if defined(MBEDTLS_SSL_DTLS_HELLO_VERIFY)
            return 1;
#else
            return 0;
#endif
        case TLSMAN_CAN_MAX_FRAGMENT_LENGTH:
#if defined(MBEDTLS_SSL_MAX_FRAGMENT_LENGTH)
            return 1;
#else
            return 0;
#endif
        case TLSMAN_CAN_REFUSE_LEGACY:
            return HAS_HANDSHAKE;
        case TLSMAN_MAX_KEY_LENGTH:
            return MBEDTLS_PSK_MAX_LEN < TLSMAN_MAX_KEY ? MBEDTLS_PSK_MAX_LEN : TLSMAN_MAX_KEY;
        case TLSMAN_MAX_IDENTITY_LENGTH:
            return TLSMAN_MAX_IDENTITY;
        case TLSMAN_MAX_PAYLOAD:
            return MBEDTLS_SSL_OUT_CONTENT_LEN < MBEDTLS_SSL_IN_CONTENT_LEN ? MBEDTLS_SSL_OUT_CONTENT_LEN
                                                                            : MBEDTLS_SSL_IN_CONTENT_LEN;
        default:
            return 0;
    }
}
static void release(tlsman_session *session, void *memory)
{
    struct mbed_state *state = memory;

    (void)session;
    mbedtls_ssl_free(&state->ssl);
    mbedtls_ssl_config_free(&state->config);
}

static int open_session(tlsman_session *session, void *memory)
{
    struct mbed_state *state = memory;
    const struct tlsman_config *config = tlsman_get_config(session);
    int result;

#if defined(MBEDTLS_USE_PSA_CRYPTO)
    if (psa_crypto_init() != PSA_SUCCESS) {
        return TLSMAN_NO_STACK;
    }
#endif

    state->session = session;
    mbedtls_ssl_init(&state->ssl);
    mbedtls_ssl_config_init(&state->config);
    result = mbed_configure(state, config);

    if (result == 0) {
        result = mbedtls_ssl_setup(&state->ssl, &state->config);
    }

#if defined(MBEDTLS_X509_CRT_PARSE_C)
    if (result == 0 && config->role == TLSMAN_CLIENT) {
        result = mbedtls_ssl_set_hostname(&state->ssl, NULL);
    }
#endif

    if (result != 0) {
        release(session, memory);
        return result == MBEDTLS_ERR_SSL_ALLOC_FAILED           ? TLSMAN_NO_MEMORY
               : result == MBEDTLS_ERR_SSL_PRIVATE_KEY_REQUIRED ? TLSMAN_NO_KEY
                                                                : TLSMAN_NO_STACK;
    }

    mbed_set_callbacks(state, config);

    if (config->kind == TLSMAN_DATAGRAM) {
        mbedtls_ssl_set_mtu(&state->ssl, (uint16_t)config->mtu);
    }

    return TLSMAN_OK;
}

/*
 * Ends the session, and tells the peer why, where the library has not: what it says depends on
 * MBEDTLS_SSL_ALL_ALERT_MESSAGES, which nanoFramework's firmware lacks.
 */
static int fail_with(struct mbed_state *state, enum tlsman_cause cause, int alert, int result)
{
    if (alert != TLSMAN_NO_ALERT && !state->is_alert_sent) {
        mbedtls_ssl_send_alert_message(&state->ssl, MBEDTLS_SSL_ALERT_LEVEL_FATAL, (unsigned char)alert);
    }

    return tlsman_fail(state->session, cause, alert, result);
}

static int fail(struct mbed_state *state, int result)
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

    switch (result) {
        case MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE:
            return tlsman_fail(state->session, TLSMAN_ALERT_RECEIVED, state->ssl.in_msg[1], result);
        case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
            return tlsman_fail(state->session, TLSMAN_ALERT_RECEIVED, CLOSE_NOTIFY, result);
        case MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE:
            /* The library has one code for three things. */
            if (mbed_is_finished_awaited(state)) {
                return fail_with(state, TLSMAN_FINISHED_MISMATCH, DECRYPT_ERROR, result);
            }

            if (state->ssl.secure_renegotiation != MBEDTLS_SSL_SECURE_RENEGOTIATION
                && !tlsman_get_config(state->session)->allow_legacy_peer) {
                return fail_with(state, TLSMAN_LEGACY_PEER, HANDSHAKE_FAILURE, result);
            }

            return fail_with(state, TLSMAN_NO_COMMON_SUITE, HANDSHAKE_FAILURE, result);
        case MBEDTLS_ERR_SSL_BAD_INPUT_DATA:
            /* A record that does not fit, or a ServerHello with what was not offered. */
            if (state->ssl.in_len[0] * 256 + state->ssl.in_len[1] > MBEDTLS_SSL_IN_CONTENT_LEN) {
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
    int is_client = state->config.endpoint == MBEDTLS_SSL_IS_CLIENT;

    if (state->ssl.state <= MBEDTLS_SSL_CLIENT_HELLO) {
        return is_client ? TLSMAN_AWAIT_SERVER_HELLO : TLSMAN_AWAIT_CLIENT_HELLO;
    }

    if (state->ssl.state == MBEDTLS_SSL_SERVER_HELLO) {
        return is_client ? TLSMAN_AWAIT_SERVER_HELLO : TLSMAN_AWAIT_CLIENT_KEY_EXCHANGE;
    }

    if (state->ssl.state <= MBEDTLS_SSL_SERVER_HELLO_DONE) {
        return is_client ? TLSMAN_AWAIT_SERVER_HELLO_DONE : TLSMAN_AWAIT_CLIENT_KEY_EXCHANGE;
    }

    return !is_client && state->ssl.state <= MBEDTLS_SSL_CLIENT_KEY_EXCHANGE ? TLSMAN_AWAIT_CLIENT_KEY_EXCHANGE
                                                                             : TLSMAN_AWAIT_FINISHED;
}

/* RFC 7627, section 5: who demands the extended master secret has to abort without it. */
static int is_legacy(const struct mbed_state *state)
{
#if HAS_HANDSHAKE
    int is_client = state->config.endpoint == MBEDTLS_SSL_IS_CLIENT;
    int agreed = is_client ? MBEDTLS_SSL_SERVER_KEY_EXCHANGE : MBEDTLS_SSL_SERVER_HELLO;

    return !tlsman_get_config(state->session)->allow_legacy_peer && state->ssl.handshake != NULL
           && state->ssl.state >= agreed && state->ssl.state < MBEDTLS_SSL_FLUSH_BUFFERS
           && state->ssl.handshake->extended_ms != MBEDTLS_SSL_EXTENDED_MS_ENABLED
           && state->ssl.state != MBEDTLS_SSL_SERVER_HELLO_VERIFY_REQUEST_SENT;
#else
    (void)state;
    return 0;
#endif
}

static int get_max_payload(tlsman_session *session, void *memory, int mtu)
{
    struct mbed_state *state = memory;
    int limit = mbedtls_ssl_get_max_out_record_payload(&state->ssl);

    if (tlsman_get_config(session)->kind == TLSMAN_DATAGRAM) {
        int room = mtu - mbedtls_ssl_get_record_expansion(&state->ssl);

        limit = room < limit ? room : limit;
    }

    return limit < 0 ? 0 : limit;
}

/*
 * The longest plaintext that the peer may send. The library takes whatever fits its buffer, also where
 * max_fragment_length was agreed.
 */
static size_t get_limit(struct mbed_state *state)
{
    const struct tlsman_config *config = tlsman_get_config(state->session);
    int agreed = mbedtls_ssl_get_max_in_record_payload(&state->ssl);
    /* Where nothing was agreed, the library tells the smaller of its two buffers. */
    size_t limit = agreed < MBEDTLS_SSL_OUT_CONTENT_LEN ? (size_t)agreed : MBEDTLS_SSL_IN_CONTENT_LEN;

    return config->kind == TLSMAN_STREAM && (size_t)config->receive_buffer_size < limit
               ? (size_t)config->receive_buffer_size
               : limit;
}

static int step_handshake(struct mbed_state *state)
{
    int result = 0;

    while (!mbedtls_ssl_is_handshake_over(&state->ssl)) {
        result = mbedtls_ssl_handshake_step(&state->ssl);

        if (state->ssl.state != state->handshake_state) {
            state->handshake_state = state->ssl.state;
            tlsman_note_progress(state->session, get_awaited(state));
        }

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
            return fail(state, result);
        }
    }

#if HAS_HANDSHAKE
    if (state->ssl.handshake != NULL) {
        state->ssl.handshake->in_msg_seq = UINT16_MAX;
    }
#endif

    state->is_connected = 1;
    state->limit = get_limit(state);
    state->longest = (size_t)get_max_payload(state->session, state, tlsman_get_config(state->session)->mtu);

    /* A client's key was copied into the configuration; nobody needs it any more. */
    if (state->config.psk != NULL) {
        tlsman_wipe(state->config.psk, state->config.psk_len);
    }

    tlsman_set_connected(state->session, (uint16_t)mbedtls_ssl_get_ciphersuite_id_from_ssl(&state->ssl));
    return TLSMAN_CONNECTED;
}

static int step_output(struct mbed_state *state)
{
    int result;

    if (state->pending > 0) {
        /*
         * What is sealed already is only flushed: the arguments say nothing but how much is to be reported as written.
         */
        result = mbedtls_ssl_write(&state->ssl, state->ssl.out_msg, state->pending);

        if (result == MBEDTLS_ERR_SSL_WANT_WRITE) {
            return TLSMAN_IDLE;
        }

        state->pending = 0;

        if (result < 0) {
            return fail(state, result);
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
/* The replay window, which moves with every record that was authenticated, and with no other. */
struct window {
    uint64_t top;
    uint64_t bits;
};

static struct window get_window(const struct mbed_state *state)
{
    return (struct window){ state->ssl.in_window_top, state->ssl.in_window };
}

/* RFC 6347, section 4.1.2.6, as the library does it, for the record whose header is still in the input buffer. */
static int is_replayed(const struct mbed_state *state)
{
    const struct window window = get_window(state);
    uint64_t number = 0;

    for (int i = 2; i < 8; i++) {
        number = number << 8 | state->ssl.in_ctr[i];
    }

    return number <= window.top && (window.top - number >= WINDOW || (window.bits >> (window.top - number) & 1) != 0);
}

/* What a record of a connected session was that brought nothing. */
static void count_drop(struct mbed_state *state, struct window before)
{
    const struct window now = get_window(state);

    if (now.top != before.top || now.bits != before.bits) {
        tlsman_drop(state->session, state->ssl.in_msgtype == MBEDTLS_SSL_MSG_APPLICATION_DATA ? TLSMAN_DROP_EMPTY
                                                                                              : TLSMAN_DROP_DUPLICATE);
    } else {
        tlsman_drop(state->session, is_replayed(state) ? TLSMAN_DROP_REPLAYED : TLSMAN_DROP_BAD_MAC);
    }
}
#endif

/* Once the handshake is forgotten, the library keeps no records, and whatever there is came with the input at hand. */
static int is_drained(const struct mbed_state *state)
{
    return state->ssl.handshake == NULL && mbedtls_ssl_check_pending(&state->ssl) == 0;
}

static int step_input(struct mbed_state *state)
{
    int is_offered = tlsman_has_input(state->session);
#if defined(MBEDTLS_SSL_DTLS_ANTI_REPLAY)
    const struct window before = get_window(state);
#endif
    size_t room, count;
    uint8_t *data;
    int result;

    if (!is_offered && is_drained(state)) {
        return TLSMAN_IDLE;
    }

    result = mbedtls_ssl_read(&state->ssl, NULL, 0);
    count = mbedtls_ssl_get_bytes_avail(&state->ssl);

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
            return fail(state, result);
    }
}

static int step(tlsman_session *session, void *memory)
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

static int read_data(tlsman_session *session, void *memory, uint8_t *data, size_t count)
{
    struct mbed_state *state = memory;
    int result = mbedtls_ssl_read(&state->ssl, data, count);

    (void)session;
    return result < 0 ? TLSMAN_INVALID_STATE : result;
}

static int send_data(tlsman_session *session, void *memory, const uint8_t *data, size_t count)
{
    struct mbed_state *state = memory;
    size_t limit = state->longest;
    int result;

    if (state->pending > 0 || state->is_closing) {
        return TLSMAN_WOULD_BLOCK;
    }

    if (count > limit) {
        if (tlsman_get_config(session)->kind == TLSMAN_DATAGRAM) {
            return TLSMAN_TOO_LONG;
        }

        count = limit;
    }

    result = mbedtls_ssl_write(&state->ssl, data, count);

    if (result == MBEDTLS_ERR_SSL_WANT_WRITE) {
        state->pending = count;
        return (int)count;
    }

    if (result < 0) {
        fail(state, result);
        return TLSMAN_OVER;
    }

    return result;
}

static void close_session(tlsman_session *session, void *memory)
{
    struct mbed_state *state = memory;

    (void)session;
    state->is_closing = 1;
}

static int get_deadline(tlsman_session *session, void *memory, uint32_t *deadline)
{
    struct mbed_state *state = memory;

    (void)session;
    *deadline = state->final;
    return state->has_timer && !state->is_connected;
}

const struct tlsman_stack tlsman_mbedtls = {
    .abi = TLSMAN_ABI,
    .name = "mbedtls",
    .state_size = sizeof(struct mbed_state),
    .get_version = get_version,
    .get_capability = get_capability,
    .get_suites = get_suites,
    .open = open_session,
    .step = step,
    .read = read_data,
    .send = send_data,
    .close = close_session,
    .get_deadline = get_deadline,
    .get_max_payload = get_max_payload,
    .release = release,
};
