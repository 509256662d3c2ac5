/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * wolfSSL as a stack of TLSMAN. Each session has a context of its own, for suites and callbacks belong to one session.
 */
#include "private.h"

#include <wolfssl/error-ssl.h>

#include <stdatomic.h>
#include <string.h>

/*
 * The last record number of 48 bits (RFC 6347, section 4.1) is a long way off, but the library would run over it.
 * Nobody gets as far as this in good faith.
 */
#define LAST_SEQUENCE_HIGH 0x8000U

/*
 * What of 1.3 is to be acknowledged in a connected session (RFC 9147, section 7) is sent again so often, with twice the
 * time before each: a peer that is not there any more is not told for ever.
 */
#define MOST_REPETITIONS 7

/* Of ECDHE_PSK the library has no CCM. */
static const uint16_t suites[] = {
#if WOLFSSL_HAS_KEYS
    TLSMAN_ECDHE_ECDSA_CCM_8,
    TLSMAN_ECDHE_ECDSA_CCM,
    TLSMAN_ECDHE_ECDSA_GCM,
    TLSMAN_ECDHE_ECDSA_CHACHA20,
#endif
#ifdef TLSMAN_WOLFSSL_RSA
    TLSMAN_ECDHE_RSA_GCM,
    TLSMAN_ECDHE_RSA_CHACHA20,
#endif
    TLSMAN_PSK_CCM_8,
    TLSMAN_PSK_CCM,
    TLSMAN_PSK_GCM,
#if WOLFSSL_HAS_KEYS
    TLSMAN_ECDHE_PSK_GCM,
    TLSMAN_ECDHE_PSK_CHACHA20,
#endif
#ifdef TLSMAN_TLS13
    TLSMAN_13_GCM,
    TLSMAN_13_CHACHA20,
    TLSMAN_13_CCM,
    TLSMAN_13_CCM_8,
#endif
    0,
};

static atomic_flag is_initialized = ATOMIC_FLAG_INIT;

static const char *get_version(void)
{
    return LIBWOLFSSL_VERSION_STRING;
}

static int get_capability(int id)
{
    switch (id) {
        case TLSMAN_CAN_DTLS12:
        case TLSMAN_CAN_TLS12:
        case TLSMAN_CAN_MAX_FRAGMENT_LENGTH:
        case TLSMAN_CAN_COOKIE_GATE:
        case TLSMAN_CAN_EXPORT:
        case TLSMAN_CAN_KEY_LOG:
        case TLSMAN_CAN_SELECT_BY_HINT:
        case TLSMAN_CAN_IDENTITY_HINT:
        case TLSMAN_CAN_REFUSE_LEGACY:
            return 1;
#ifdef TLSMAN_TLS13
        case TLSMAN_CAN_DTLS13:
        case TLSMAN_CAN_TLS13:
            return 1;
        case TLSMAN_PSK_MODES:
            return TLSMAN_PSK_KE + TLSMAN_PSK_DHE_KE;
        case TLSMAN_STREAM_SUITE:
            /*
             * With its short tag, records of less than 7 bytes have no 16 for the mask of their number, so a sender has
             * to pad them (RFC 9147, section 4.2.3). Where the library does not, nobody would see its close_notify.
             */
            return WOLFSSL_PADS_RECORDS ? 0 : TLSMAN_13_CCM_8;
#endif
        case TLSMAN_KEY_KINDS:
            return WOLFSSL_HAS_KEYS ? TLSMAN_KEYS_RAW_PUBLIC_KEY + TLSMAN_KEYS_X509 : 0;
        case TLSMAN_MAX_KEY_LENGTH:
            return MAX_PSK_KEY_LEN;
        case TLSMAN_MAX_IDENTITY_LENGTH:
            return MAX_PSK_ID_LEN;
        case TLSMAN_MAX_PAYLOAD:
            return TLSMAN_MAX_PLAINTEXT;
        default:
            return 0;
    }
}

static const uint16_t *get_suites(void)
{
    return suites;
}

static WOLFSSL_METHOD *make_method(const struct tlsman_config *config)
{
#ifdef TLSMAN_TLS13
    if ((config->versions & TLSMAN_VERSION13) != 0) {
        return wolfssl_make_method_13(config);
    }
#endif

    if (config->kind == TLSMAN_DATAGRAM) {
        return config->role == TLSMAN_CLIENT ? wolfDTLSv1_2_client_method() : wolfDTLSv1_2_server_method();
    }

    return config->role == TLSMAN_CLIENT ? wolfTLSv1_2_client_method() : wolfTLSv1_2_server_method();
}

/*
 * What the library does not know it leaves out, and if nothing is left it keeps its own list, without a word. So the
 * result is compared.
 */
static int set_suites(WOLFSSL *ssl, const uint16_t *list)
{
    byte bytes[2 * TLSMAN_MAX_SUITES];
    int count = 0;

    while (list[count / 2] != 0 && count < (int)sizeof(bytes)) {
        uint16_t suite = list[count / 2];

        bytes[count++] = (byte)(suite >> 8);
        bytes[count++] = (byte)suite;
    }

    return wolfSSL_set_cipher_list_bytes(ssl, bytes, count) == WOLFSSL_SUCCESS && wolfssl_has_suites(ssl, bytes, count);
}

static int set_max_fragment_length(WOLFSSL *ssl, int length)
{
    switch (length) {
        case 512:
            return wolfSSL_UseMaxFragment(ssl, WOLFSSL_MFL_2_9) == WOLFSSL_SUCCESS;
        case 1024:
            return wolfSSL_UseMaxFragment(ssl, WOLFSSL_MFL_2_10) == WOLFSSL_SUCCESS;
        case 2048:
            return wolfSSL_UseMaxFragment(ssl, WOLFSSL_MFL_2_11) == WOLFSSL_SUCCESS;
        case 4096:
            return wolfSSL_UseMaxFragment(ssl, WOLFSSL_MFL_2_12) == WOLFSSL_SUCCESS;
        default:
            return 1;
    }
}

static int set_hint(WOLFSSL *ssl, const struct tlsman_config *config)
{
    char hint[TLSMAN_MAX_IDENTITY + 1] = { 0 };

    if (config->hint_length == 0) {
        return 1;
    }

    memcpy(hint, config->hint, (size_t)config->hint_length);
    return wolfSSL_use_psk_identity_hint(ssl, hint) == WOLFSSL_SUCCESS;
}

static int configure(struct wolfssl_state *state, const struct tlsman_config *config)
{
    WOLFSSL *ssl = state->ssl;

    wolfssl_set_callbacks(state);

#if WOLFSSL_HAS_KEYS
    if (!wolfssl_set_up_keys(state, config)) {
        return 0;
    }
#endif

#ifdef TLSMAN_TLS13
    if ((config->versions & TLSMAN_VERSION13) != 0 && !wolfssl_set_up_13(state, config)) {
        return 0;
    }
#endif

    /* The PSK callback may have made the library choose its suites anew, so these come after it. */
    if (!set_suites(ssl, config->suites) || wolfSSL_set_group_messages(ssl) != WOLFSSL_SUCCESS) {
        return 0;
    }

    if (config->key_log || config->keep_master_secret) {
        wolfSSL_KeepArrays(ssl);
    }

    if (config->kind == TLSMAN_DATAGRAM) {
        int mtu = config->mtu < MAX_RECORD_SIZE ? config->mtu : MAX_RECORD_SIZE;

        wolfSSL_dtls_set_using_nonblock(ssl, 1);

        if (wolfSSL_dtls_set_mtu(ssl, (word16)mtu) != WOLFSSL_SUCCESS) {
            return 0;
        }
    }

    if (config->role == TLSMAN_SERVER) {
        return set_hint(ssl, config);
    }

    return wolfSSL_UseSecureRenegotiation(ssl) == WOLFSSL_SUCCESS
           && set_max_fragment_length(ssl, config->max_fragment_length);
}

static void free_session(struct wolfssl_state *state)
{
    wolfSSL_free(state->ssl);
    wolfSSL_CTX_free(state->context);
    state->ssl = NULL;
    state->context = NULL;
}

static int open_session(tlsman_session *session, void *memory)
{
    struct wolfssl_state *state = memory;
    const struct tlsman_config *config = tlsman_get_config(session);
    int status = TLSMAN_NO_MEMORY;

    if (memchr(config->hint, 0, (size_t)config->hint_length) != NULL) {
        return TLSMAN_NO_STACK;
    }

    if (!atomic_flag_test_and_set(&is_initialized)) {
        wolfSSL_Init();
    }

    state->awaited = config->role == TLSMAN_CLIENT ? TLSMAN_AWAIT_SERVER_HELLO : TLSMAN_AWAIT_CLIENT_HELLO;
    wolfssl_enter(state, session);
    state->context = wolfSSL_CTX_new(make_method(config));

    if (state->context != NULL) {
#if WOLFSSL_HAS_KEYS
        wolfssl_prepare_context(state, config);
#endif
        state->ssl = wolfSSL_new(state->context);
    }

    if (state->ssl != NULL) {
        status = configure(state, config) ? TLSMAN_OK : TLSMAN_NO_STACK;
    }

    if (status != TLSMAN_OK) {
        free_session(state);
    }

    wolfssl_leave(state);
    return status;
}

/*
 * The library counts in whole seconds, so the timer is ours. A flight is outstanding as long as the library keeps it.
 */
static void update_timer(struct wolfssl_state *state, tlsman_session *session)
{
    int may_repeat = !state->is_connected;

#ifdef TLSMAN_TLS13
    may_repeat |= wolfssl_is_13(state->ssl) && state->repetitions < MOST_REPETITIONS;
#endif

    tlsman_timer_update(session, &state->timer, wolfssl_has_flight(state->ssl) && may_repeat);
}

static void retransmit(struct wolfssl_state *state, tlsman_session *session)
{
    int result;

    state->is_retransmitting = 1;
#ifdef TLSMAN_TLS13
    if (wolfssl_may_be_13(state->ssl)) {
        result = wolfssl_repeat_13(state->ssl);
        state->repetitions += state->is_connected;

        if (result < 0 && result != WANT_WRITE) {
            wolfssl_fail(state, result);
        }
    } else
#endif
    {
        result = wolfSSL_dtls_retransmit(state->ssl);

        if (result < 0) {
            wolfssl_fail(state, wolfssl_get_last_error(state->ssl));
        }
    }

    state->is_retransmitting = 0;
    tlsman_timer_repeat(session, &state->timer);
}

static int start(tlsman_session *session, void *memory)
{
    struct wolfssl_state *state = memory;
    int result;

    wolfssl_enter(state, session);
    result = wolfssl_advance(state);
    update_timer(state, session);
    wolfssl_leave(state);
    return result == TLSMAN_FAILED ? TLSMAN_FAILED : TLSMAN_OK;
}

static void input(tlsman_session *session, void *memory)
{
    wolfssl_input(session, memory);
    update_timer(memory, session);
}

static int flush(struct wolfssl_state *state)
{
    return !wolfssl_has_output(state->ssl) || wolfssl_send_output(state->ssl) != WANT_WRITE ? TLSMAN_CLOSED
                                                                                            : TLSMAN_IDLE;
}

static int step(tlsman_session *session, void *memory)
{
    struct wolfssl_state *state = memory;
    int event = state->event;

    int is_datagram = tlsman_get_config(session)->kind == TLSMAN_DATAGRAM;

    if (event != TLSMAN_IDLE) {
        state->event = TLSMAN_IDLE;

        /* Each record is read when it comes, so no other waits after it. */
        if (event == TLSMAN_DATA && is_datagram) {
            tlsman_set_idle(session);
        }

        return event;
    }

    if (is_datagram && state->is_connected && !state->is_closing && !wolfssl_has_output(state->ssl)
        && !(wolfssl_is_13(state->ssl) && tlsman_timer_is_due(session, &state->timer))) {
        return TLSMAN_IDLE;
    }

    wolfssl_enter(state, session);

    if (state->is_closing) {
        event = flush(state);
    } else if (tlsman_timer_is_due(session, &state->timer)) {
        retransmit(state, session);
    } else {
        event = wolfssl_advance(state);

        if (is_datagram) {
            update_timer(state, session);
        }
    }

    wolfssl_leave(state);
    return event;
}

static int read_data(tlsman_session *session, void *memory, uint8_t *data, size_t count)
{
    struct wolfssl_state *state = memory;
    int result;

    wolfssl_enter(state, session);
    result = wolfSSL_read(state->ssl, data, count > INT32_MAX ? INT32_MAX : (int)count);
    wolfssl_leave(state);
    return result > 0 ? result : 0;
}

static int get_max_payload(tlsman_session *session, void *memory, int mtu)
{
    const struct wolfssl_state *state = memory;
    const struct tlsman_config *config = tlsman_get_config(session);
    int agreed = wolfssl_get_max_fragment(state->ssl);
    int most = agreed != 0 && agreed < TLSMAN_MAX_PLAINTEXT ? agreed : TLSMAN_MAX_PLAINTEXT;

    if (config->kind == TLSMAN_DATAGRAM) {
        int room = (mtu < config->mtu ? mtu : config->mtu) - wolfssl_get_header(state->ssl)
                   - wolfssl_get_expansion(state->ssl);

        most = room < most ? room : most;
    }

    return most > 0 ? most : 0;
}

static int write_record(struct wolfssl_state *state, const uint8_t *data, int count)
{
    WOLFSSL *ssl = state->ssl;
    int result;

    if (wolfssl_has_output(ssl) && wolfssl_send_output(ssl) != 0) {
        return TLSMAN_WOULD_BLOCK;
    }

    result = wolfSSL_write(ssl, data, count);

    if (result == count) {
        return count;
    }

    if (wolfSSL_get_error(ssl, result) == WOLFSSL_ERROR_WANT_WRITE) {
        /* The record is made, and step() writes the rest of it. */
        wolfssl_forget_write(ssl);
        return count;
    }

    wolfssl_fail(state, wolfSSL_get_error(ssl, result));
    return TLSMAN_ENDED;
}

static int send_data(tlsman_session *session, void *memory, const uint8_t *data, size_t count)
{
    struct wolfssl_state *state = memory;
    const struct tlsman_config *config = tlsman_get_config(session);
    size_t most = (size_t)get_max_payload(session, memory, config->mtu);
    int result;

    if (config->kind == TLSMAN_DATAGRAM && count > most) {
        return TLSMAN_TOO_LONG;
    }

    if (wolfssl_get_sequence_high(state->ssl) >= LAST_SEQUENCE_HIGH) {
        tlsman_fail(session, TLSMAN_SEQUENCE_EXHAUSTED, TLSMAN_NO_ALERT, 0);
        return TLSMAN_ENDED;
    }

    wolfssl_enter(state, session);
    result = write_record(state, data, (int)(count < most ? count : most));
    wolfssl_leave(state);
    return result;
}

static void close_session(tlsman_session *session, void *memory)
{
    struct wolfssl_state *state = memory;

    wolfssl_enter(state, session);
    state->is_closing = 1;
    wolfSSL_shutdown(state->ssl);
    wolfssl_leave(state);
}

static int get_deadline(tlsman_session *session, void *memory, uint32_t *deadline)
{
    const struct wolfssl_state *state = memory;

    (void)session;
    *deadline = state->timer.deadline;
    return state->timer.is_armed;
}

static void release(tlsman_session *session, void *memory)
{
    struct wolfssl_state *state = memory;

    wolfssl_enter(state, session);
    free_session(state);
    wolfssl_leave(state);
}

const struct tlsman_stack tlsman_wolfssl = {
    .abi = TLSMAN_ABI,
    .name = "wolfssl",
    .state_size = sizeof(struct wolfssl_state),
    .needs_queue = 1,
    .get_version = get_version,
    .get_capability = get_capability,
    .get_suites = get_suites,
    .open = open_session,
    .start = start,
    .input = input,
    .step = step,
    .read = read_data,
    .send = send_data,
    .close = close_session,
    .get_deadline = get_deadline,
    .get_max_payload = get_max_payload,
    .release = release,
};
