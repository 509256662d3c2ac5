/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Mbed TLS 3.6 as a stack: DTLS 1.2, TLS 1.2 and TLS 1.3 with pre-shared keys, and with certificates. It is what
 * nanoFramework's firmware has.
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
 *   - A saved session is only so good as its bytes: connection IDs longer than the library's arrays are copied all the
 *     same, so their lengths are looked at first (lasting.c).
 *   - It saves nothing while it keeps its last flight, which a server does until data comes. Here the flight is given up.
 *   - A ticket's session takes the place of what the hello has said of max_fragment_length, and its suite is overwritten
 *     by the one that is chosen: both are compared before anything answers.
 *   - Whether a session had extended_master_secret it does not remember. Here none without it is resumed.
 *   - It verifies nothing where it has no authority, and to a peer that need not have a certificate it forgives what is
 *     wrong with one. So the callback decides, and mbed_check_verified() looks that it did (keys.c).
 *   - Without subjectAltName it compares the common name: such a certificate is refused.
 *   - One list has the curves of key shares and those of certificates: it is changed between the messages.
 *   - Which name is sent and which one is compared is one setting: it is changed once the hello has left.
 *   - Identity hints exist for other key exchanges only: a server with plain PSK sends none, and a client does not look
 *     at one.
 */
#include "private.h"

/* Of ECDHE_PSK the library has the one with ChaCha20-Poly1305, and some with CBC. */
static const uint16_t all_suites[] = {
#if MBED_HAS_KEYS && defined(MBEDTLS_CCM_C)
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
#endif
#if MBED_HAS_KEYS && defined(MBEDTLS_GCM_C)
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
#if defined(MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED)
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
#endif
#endif
#if MBED_HAS_KEYS && defined(MBEDTLS_CHACHAPOLY_C)
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
#if defined(MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED)
    MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
#endif
#endif
#if defined(MBEDTLS_CCM_C)
    MBEDTLS_TLS_PSK_WITH_AES_128_CCM_8,
    MBEDTLS_TLS_PSK_WITH_AES_128_CCM,
#endif
#if defined(MBEDTLS_GCM_C)
    MBEDTLS_TLS_PSK_WITH_AES_128_GCM_SHA256,
#endif
#if MBED_HAS_KEYS && defined(MBEDTLS_CHACHAPOLY_C) && defined(MBEDTLS_KEY_EXCHANGE_ECDHE_PSK_ENABLED)
    MBEDTLS_TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256,
#endif
#if MBED_HAS_13 && defined(MBEDTLS_GCM_C)
    MBEDTLS_TLS1_3_AES_128_GCM_SHA256,
#endif
#if MBED_HAS_13 && defined(MBEDTLS_CHACHAPOLY_C)
    MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256,
#endif
#if MBED_HAS_13 && defined(MBEDTLS_CCM_C)
    MBEDTLS_TLS1_3_AES_128_CCM_SHA256,
    MBEDTLS_TLS1_3_AES_128_CCM_8_SHA256,
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
        case TLSMAN_CAN_CONNECTION_ID:
            return MBED_HAS_CONNECTION_ID;
        case TLSMAN_CAN_RESUME:
            return MBED_CAN_RESUME ? TLSMAN_RESUMES_AS_CLIENT + TLSMAN_RESUMES_BY_TICKET : 0;
#if MBED_HAS_13
        case TLSMAN_CAN_TLS13:
            return 1;
        case TLSMAN_PSK_MODES:
            return TLSMAN_PSK_KE + TLSMAN_PSK_DHE_KE;
#endif
        case TLSMAN_KEY_KINDS:
            return MBED_HAS_KEYS ? TLSMAN_KEYS_X509 : 0;
        case TLSMAN_CAN_SAVE:
            return MBED_CAN_SAVE;
        case TLSMAN_CAN_EXPORT:
        case TLSMAN_CAN_REFUSE_LEGACY:
            return MBED_HAS_INTERNALS;
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
#if MBED_HAS_KEYS
    mbed_free_keys(state);
#endif
}

static int open_session(tlsman_session *session, void *memory)
{
    struct mbed_state *state = memory;
    enum tlsman_status status;

#if defined(MBEDTLS_PSA_CRYPTO_C)
    if (psa_crypto_init() != PSA_SUCCESS) {
        return TLSMAN_NO_STACK;
    }
#endif

    state->session = session;
    mbedtls_ssl_init(&state->ssl);
    mbedtls_ssl_config_init(&state->config);
    status = mbed_set_up(state, tlsman_get_config(session));

    if (status != TLSMAN_OK) {
        release(session, memory);
    }

    return status;
}

int mbed_get_max_payload(tlsman_session *session, void *memory, int mtu)
{
    struct mbed_state *state = memory;
    int limit = mbedtls_ssl_get_max_out_record_payload(&state->ssl);

    if (tlsman_get_config(session)->kind == TLSMAN_DATAGRAM) {
        int room = mtu - mbedtls_ssl_get_record_expansion(&state->ssl);

        limit = room < limit ? room : limit;
    }

    return limit < 0 ? 0 : limit;
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
        mbed_fail(state, result);
        return TLSMAN_ENDED;
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
    .step = mbed_step,
    .read = read_data,
    .send = send_data,
    .close = close_session,
    .get_deadline = get_deadline,
    .get_max_payload = mbed_get_max_payload,
    .release = release,
    .save = mbed_save,
    .load = mbed_load,
    .get_resumption = mbed_get_resumption,
    .resume = mbed_resume,
};
