/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Handshake and reading: wolfSSL goes on until it lacks input, and what it found is put into TLSMAN's words. */
#include "private.h"

#include <wolfssl/error-ssl.h>
#include <wolfssl/wolfcrypt/error-crypt.h>

static int is_client(const struct wolfssl_state *state)
{
    return tlsman_get_config(state->session)->role == TLSMAN_CLIENT;
}

static int is_datagram(const struct wolfssl_state *state)
{
    return tlsman_get_config(state->session)->kind == TLSMAN_DATAGRAM;
}

static int is_configured(const struct tlsman_config *config, uint16_t suite)
{
    for (const uint16_t *each = config->suites; *each != 0; each++) {
        if (*each == suite) {
            return 1;
        }
    }

    return 0;
}

int wolfssl_check_hello(struct wolfssl_state *state)
{
    const struct tlsman_config *config = tlsman_get_config(state->session);

    if (state->is_hello_checked || !wolfssl_has_hello(state->ssl)) {
        return state->refusal != WOLFSSL_REFUSE_HELLO;
    }

    state->is_hello_checked = 1;
#if WOLFSSL_HAS_KEYS
    wolfssl_settle_client_type(state->ssl);
#endif

    /* RFC 9846, appendix D: 1.3 is always what the two extensions make of 1.2. */
    if (wolfssl_is_13(state->ssl)) {
        return 1;
    }

    /* The library would go on with such a peer. */
    if ((!config->allow_legacy_master_secret && !wolfssl_has_extended_master_secret(state->ssl))
        || (config->require_secure_renegotiation && !wolfssl_has_renegotiation_info(state->ssl))) {
        state->refusal = WOLFSSL_REFUSE_HELLO;
    }

    return state->refusal != WOLFSSL_REFUSE_HELLO;
}

static enum tlsman_cause get_cause(int code)
{
    static const struct {
        int16_t code;
        uint8_t cause;
    } map[] = {
        { VERIFY_MAC_ERROR, TLSMAN_BAD_RECORD_MAC },
        { DECRYPT_ERROR, TLSMAN_BAD_RECORD_MAC },
        { AES_GCM_AUTH_E, TLSMAN_BAD_RECORD_MAC },
        { AES_CCM_AUTH_E, TLSMAN_BAD_RECORD_MAC },
        { SANITY_CIPHER_E, TLSMAN_BAD_RECORD_MAC },
        { VERIFY_FINISHED_ERROR, TLSMAN_FINISHED_MISMATCH },
        { VERSION_ERROR, TLSMAN_PROTOCOL_VERSION },
        { OUT_OF_ORDER_E, TLSMAN_UNEXPECTED_MESSAGE },
        { DUPLICATE_MSG_E, TLSMAN_UNEXPECTED_MESSAGE },
        { NO_CHANGE_CIPHER_E, TLSMAN_UNEXPECTED_MESSAGE },
        { SANITY_MSG_E, TLSMAN_UNEXPECTED_MESSAGE },
        { UNKNOWN_HANDSHAKE_TYPE, TLSMAN_UNEXPECTED_MESSAGE },
        { UNKNOWN_RECORD_TYPE, TLSMAN_UNEXPECTED_MESSAGE },
        { SIDE_ERROR, TLSMAN_UNEXPECTED_MESSAGE },
        { BUFFER_ERROR, TLSMAN_DECODE_ERROR },
        { BUFFER_E, TLSMAN_DECODE_ERROR },
        { PARSE_ERROR, TLSMAN_DECODE_ERROR },
        { LENGTH_ERROR, TLSMAN_DECODE_ERROR },
        { INCOMPLETE_DATA, TLSMAN_DECODE_ERROR },
        { HANDSHAKE_SIZE_ERROR, TLSMAN_DECODE_ERROR },
        { DECODE_E, TLSMAN_DECODE_ERROR },
        { CLIENT_ID_ERROR, TLSMAN_DECODE_ERROR },
        { SERVER_HINT_ERROR, TLSMAN_DECODE_ERROR },
        { SECURE_RENEGOTIATION_E, TLSMAN_LEGACY_PEER },
        { EXT_MASTER_SECRET_NEEDED_E, TLSMAN_LEGACY_PEER },
        { UNSUPPORTED_EXTENSION, TLSMAN_UNSUPPORTED_EXTENSION },
        { UNKNOWN_MAX_FRAG_LEN_E, TLSMAN_ILLEGAL_PARAMETER },
        { COMPRESSION_ERROR, TLSMAN_ILLEGAL_PARAMETER },
        { INVALID_PARAMETER, TLSMAN_ILLEGAL_PARAMETER },
        { RNG_FAILURE_E, TLSMAN_RANDOM_FAILED },
#ifdef TLSMAN_TLS13
        { BAD_BINDER, TLSMAN_FINISHED_MISMATCH },
        { EXT_MISSING, TLSMAN_MISSING_EXTENSION },
        { HRR_COOKIE_ERROR, TLSMAN_ILLEGAL_PARAMETER },
        { KEY_SHARE_ERROR, TLSMAN_ILLEGAL_PARAMETER },
        { PEER_KEY_ERROR, TLSMAN_ILLEGAL_PARAMETER },
        { INCOMPLETE_DATA, TLSMAN_DECODE_ERROR },
#endif
    };

    for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++) {
        if (map[i].code == code) {
            return (enum tlsman_cause)map[i].cause;
        }
    }

    return TLSMAN_NATIVE_FAILURE;
}

static int fail_with_alert(struct wolfssl_state *state, enum tlsman_cause cause, int alert)
{
    wolfssl_send_alert(state->ssl, alert);
    return tlsman_fail(state->session, cause, alert, 0);
}

/* Ends the session over what a callback refused; whatever the library made of that is of no interest. */
static int refuse(struct wolfssl_state *state)
{
    int is_hello = state->refusal == WOLFSSL_REFUSE_HELLO;

    return fail_with_alert(state, is_hello ? TLSMAN_LEGACY_PEER : TLSMAN_RECORD_OVERFLOW,
                           is_hello ? handshake_failure : record_overflow);
}

int wolfssl_fail(struct wolfssl_state *state, int code)
{
    WOLFSSL_ALERT_HISTORY history = { 0 };
    enum tlsman_cause cause = get_cause(code);
    int sent;
#if WOLFSSL_HAS_KEYS
    int alert;
    enum tlsman_cause key_cause = wolfssl_get_key_cause(state, code, &alert, &code);

    if (alert != TLSMAN_NO_ALERT) {
        state->is_telling = 1;
        wolfssl_send_alert(state->ssl, alert);
        return tlsman_fail(state->session, key_cause, alert, code);
    }

    cause = key_cause != TLSMAN_NO_CAUSE ? key_cause : cause;
#endif

    wolfSSL_get_alert_history(state->ssl, &history);

    /* Some warnings are errors to the library, so the level does not tell. */
    if (code == FATAL_ERROR && history.last_rx.code >= 0) {
        return tlsman_fail(state->session, TLSMAN_ALERT_RECEIVED, history.last_rx.code, code);
    }

    sent = history.last_tx.level == alert_fatal ? history.last_tx.code : TLSMAN_NO_ALERT;

    if (code == MATCH_SUITE_ERROR || code == UNSUPPORTED_SUITE) {
        cause = is_client(state) ? TLSMAN_ILLEGAL_PARAMETER : TLSMAN_NO_COMMON_SUITE;
    } else if (code == VERSION_ERROR && wolfssl_is_downgraded(state->ssl)) {
        /* It has sent the one alert, and after that one that says less. */
        cause = TLSMAN_DOWNGRADED;
        sent = illegal_parameter;
    } else if (sent == record_overflow) {
        cause = TLSMAN_RECORD_OVERFLOW;
    } else if (sent == bad_record_mac) {
        cause = TLSMAN_BAD_RECORD_MAC;
    }

    return tlsman_fail(state->session, cause, sent, code);
}

static void count_drops(struct wolfssl_state *state)
{
    while (state->mac_drops != wolfssl_get_mac_drops(state->ssl)) {
        state->mac_drops++;
        tlsman_drop(state->session, TLSMAN_DROP_BAD_MAC);
    }

    while (state->replay_drops != wolfssl_get_replay_drops(state->ssl)) {
        state->replay_drops++;
        tlsman_drop(state->session, TLSMAN_DROP_REPLAYED);
    }
}

static void keep_secrets(struct wolfssl_state *state)
{
    const byte *client_random, *server_random, *master_secret;

    if (wolfssl_get_secrets(state->ssl, &client_random, &server_random, &master_secret)) {
        tlsman_keep_secrets(state->session, client_random, server_random, master_secret);
    }

    wolfSSL_FreeArrays(state->ssl);
}

static void keep_secrets_12(struct wolfssl_state *state, const struct tlsman_config *config)
{
    if (config->key_log || config->keep_master_secret) {
        keep_secrets(state);
    }

    if (wolfssl_has_extended_master_secret(state->ssl)) {
        tlsman_set_extended(state->session);
    }
}

static int enter_connected(struct wolfssl_state *state)
{
    const struct tlsman_config *config = tlsman_get_config(state->session);
    uint16_t suite = wolfssl_get_suite(state->ssl);

    /* The library has fallen back to suites that nobody asked for before now. */
    if (!is_configured(config, suite)) {
        return fail_with_alert(state, TLSMAN_ILLEGAL_PARAMETER, illegal_parameter);
    }

#if WOLFSSL_HAS_KEYS
    if (!wolfssl_is_verified(state, suite)) {
        return fail_with_alert(state, TLSMAN_PEER_NOT_TRUSTED, certificate_unknown);
    }

    wolfssl_keep_protocol(state);
    wolfssl_wipe_keys(state);
#endif

#ifdef TLSMAN_TLS13
    if (wolfssl_is_13(state->ssl)) {
        /* Its secrets are others: none is logged or exported (tlsman.h). */
        wolfSSL_FreeArrays(state->ssl);

        if (wolfssl_has_used_psk(state->ssl)) {
            tlsman_set_known_by_psk(state->session);
        }
    } else
#endif
        keep_secrets_12(state, config);

    if (is_datagram(state)) {
        /* It keeps room for a handshake header in records of application data as well, which have none. */
        wolfssl_set_mtu(state->ssl, wolfssl_get_mtu(state->ssl) + TLSMAN_MESSAGE_HEADER);
    }

    state->is_connected = 1;
    tlsman_set_connected(state->session, suite);
    return TLSMAN_CONNECTED;
}

static int is_waiting(int code)
{
    return code == WOLFSSL_ERROR_WANT_READ || code == WOLFSSL_ERROR_WANT_WRITE || code == WOLFSSL_ERROR_NONE;
}

static int shake_hands(struct wolfssl_state *state)
{
    int result = is_client(state) ? wolfSSL_connect(state->ssl) : wolfSSL_accept(state->ssl);
    int code = wolfSSL_get_error(state->ssl, result);
    enum tlsman_awaited awaited = wolfssl_get_awaited(state->ssl);

    count_drops(state);
    wolfssl_protect_alerts(state->ssl);
    wolfssl_check_hello(state);
#ifdef TLSMAN_TLS13
    if (wolfssl_is_13(state->ssl)) {
        tlsman_set_13(state->session);
    }
#endif

    if (state->refusal != WOLFSSL_REFUSE_NOTHING) {
        return refuse(state);
    }

    if (awaited != state->awaited) {
        state->awaited = awaited;
        tlsman_note_progress(state->session, awaited);
    }

    if (result == WOLFSSL_SUCCESS) {
        return enter_connected(state);
    }

    return is_waiting(code) ? TLSMAN_IDLE : wolfssl_fail(state, code);
}

static int answer_close(struct wolfssl_state *state)
{
    /* RFC 5246, section 7.2.1: the other side answers with its own. */
    wolfSSL_shutdown(state->ssl);
    state->is_closing = 1;
    return TLSMAN_CLOSED;
}

static int end_read(struct wolfssl_state *state, int result)
{
    int code = wolfSSL_get_error(state->ssl, result);

    if (code == WOLFSSL_ERROR_ZERO_RETURN) {
        return answer_close(state);
    }

    if (state->refusal != WOLFSSL_REFUSE_NOTHING) {
        return refuse(state);
    }

    return is_waiting(code) ? TLSMAN_IDLE : wolfssl_fail(state, code);
}

/* What a record holds is shorter than the record, in whose place there is room for it. */
static int read_record(struct wolfssl_state *state)
{
    size_t room;
    uint8_t *place = tlsman_get_room(state->session, &room);
    int result = wolfSSL_read(state->ssl, place, (int)room);

    count_drops(state);
    return result > 0 ? tlsman_deliver(state->session, place, (size_t)result) : end_read(state, result);
}

static int read_stream(struct wolfssl_state *state)
{
    byte first;
    size_t room;
    uint8_t *place;
    int result = wolfSSL_peek(state->ssl, &first, sizeof(first));
    int pending;

    if (result <= 0) {
        return end_read(state, result);
    }

    place = tlsman_get_room(state->session, &room);
    pending = wolfSSL_pending(state->ssl);

    if ((size_t)pending > room) {
        return tlsman_announce(state->session, (size_t)pending);
    }

    result = wolfSSL_read(state->ssl, place, pending);
    return result > 0 ? tlsman_deliver(state->session, place, (size_t)result)
                      : wolfssl_fail(state, wolfSSL_get_error(state->ssl, result));
}

int wolfssl_advance(struct wolfssl_state *state)
{
    if (state->is_connected && wolfssl_has_output(state->ssl)) {
        int result = wolfssl_send_output(state->ssl);

        if (result != 0 && result != WANT_WRITE) {
            return wolfssl_fail(state, result);
        }
    }

    if (!state->is_connected) {
        return shake_hands(state);
    }

    return is_datagram(state) ? read_record(state) : read_stream(state);
}
