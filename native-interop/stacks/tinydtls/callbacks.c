/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* What tinyDTLS calls: output, application data, events, suites and keys. */
#include "private.h"

#include <string.h>

/* after version and length */
#define HELLO_VERIFY_COOKIE_OFFSET (TLSMAN_RECORD_HEADER + TLSMAN_MESSAGE_HEADER + 3)
#define HELLO_RANDOM_OFFSET (TLSMAN_RECORD_HEADER + TLSMAN_MESSAGE_HEADER + 2)

static struct tinydtls_state *get_state(struct dtls_context_t *context)
{
    return dtls_get_app_data(context);
}

static int is_plain(const uint8 *record)
{
    return record[3] == 0 && record[4] == 0;
}

/*
 * tinyDTLS forgets its last flight as soon as it is written, so a client that missed it would repeat its own in vain.
 * RFC 6347, section 4.2.4, has the server answer it once more. The same bytes will do: if they did not arrive, their
 * sequence numbers are still free.
 */
static void keep_last_flight(struct tinydtls_state *state, const uint8 *record, size_t length)
{
    if (record[0] == DTLS_CT_CHANGE_CIPHER_SPEC && length == TINYDTLS_CHANGE_CIPHER_SPEC_LENGTH) {
        memcpy(state->last_flight, record, length);
        state->first_length = length;
        state->last_length = 0;
    } else if (!is_plain(record) && record[0] == DTLS_CT_HANDSHAKE
               && state->first_length + length <= sizeof(state->last_flight)) {
        dtls_peer_t *peer = tinydtls_get_peer(state);

        memcpy(state->last_flight + state->first_length, record, length);
        state->last_length = length;

        /*
         * The library frees the handshake with the master secret in it, which was needed for this message for the last
         * time.
         */
        if (peer != NULL) {
            tinydtls_wipe_handshake(peer);
        }
    }
}

static void observe(struct tinydtls_state *state, const uint8 *record, size_t length)
{
    uint8 type = record[0];

    if (type == DTLS_CT_HANDSHAKE || type == DTLS_CT_CHANGE_CIPHER_SPEC) {
        state->timer.has_sent |= !state->is_retransmitting;
    }

    if (tlsman_get_config(state->session)->role == TLSMAN_SERVER) {
        keep_last_flight(state, record, length);

        if (is_plain(record) && type == DTLS_CT_HANDSHAKE && record[TLSMAN_RECORD_HEADER] == DTLS_HT_SERVER_HELLO) {
            size_t suite = HELLO_RANDOM_OFFSET + TLSMAN_RANDOM_LENGTH + 1;

            suite += record[suite - 1];
            state->suite = (uint16_t)(record[suite] << 8 | record[suite + 1]);
        }
    } else if (is_plain(record) && type == DTLS_CT_HANDSHAKE && record[TLSMAN_RECORD_HEADER] == DTLS_HT_CLIENT_HELLO) {
        memcpy(state->client_random, record + HELLO_RANDOM_OFFSET, TLSMAN_RANDOM_LENGTH);
    }
}

void tinydtls_flush(struct tinydtls_state *state)
{
    if (state->flight != NULL && state->flight->length > 0) {
        tlsman_transmit(state->session, state->flight->records, state->flight->length);
        state->flight->length = 0;
    }
}

static void transmit(struct tinydtls_state *state, const uint8 *record, size_t length)
{
    struct tinydtls_flight *flight = state->flight;

    if (flight == NULL || length > sizeof(flight->records)) {
        tinydtls_flush(state);
        tlsman_transmit(state->session, record, length);
        return;
    }

    if (flight->length + length > sizeof(flight->records)
        || flight->length + length > (size_t)tlsman_get_config(state->session)->mtu) {
        tinydtls_flush(state);
    }

    memcpy(flight->records + flight->length, record, length);
    flight->length += length;
}

static int on_write(struct dtls_context_t *context, session_t *peer, uint8 *record, size_t length)
{
    struct tinydtls_state *state = get_state(context);

    (void)peer;

    if (length == HELLO_VERIFY_COOKIE_OFFSET + DTLS_COOKIE_LENGTH && is_plain(record)
        && record[TLSMAN_RECORD_HEADER] == DTLS_HT_HELLO_VERIFY_REQUEST) {
        memcpy(state->library_cookie, record + HELLO_VERIFY_COOKIE_OFFSET, DTLS_COOKIE_LENGTH);
        state->has_probed = 1;
    }

    if (state->is_probing) {
        return (int)length;
    }

    if (is_plain(record) && record[0] == DTLS_CT_ALERT && length == TLSMAN_RECORD_HEADER + 2) {
        /* A peer that is destroyed sends close_notify before the alert that says why. */
        if (record[TLSMAN_RECORD_HEADER] == DTLS_ALERT_LEVEL_WARNING && !state->is_closing) {
            return (int)length;
        }

        state->alert = record[TLSMAN_RECORD_HEADER + 1];
    }

    observe(state, record, length);

    if (!state->is_muted) {
        transmit(state, record, length);
    }

    return (int)length;
}

static int on_read(struct dtls_context_t *context, session_t *peer, uint8 *data, size_t length)
{
    struct tinydtls_state *state = get_state(context);

    (void)peer;
    state->has_read = 1;

    if (!state->is_connected) {
        tlsman_drop(state->session, TLSMAN_DROP_UNEXPECTED);
    } else if (length == 0) {
        tlsman_drop(state->session, TLSMAN_DROP_EMPTY);
    } else {
        /* It lies in the record, which was opened in place. */
        tlsman_deliver(state->session, data, length);
        state->has_data = 1;
    }

    return 0;
}

static int on_event(struct dtls_context_t *context, session_t *peer, dtls_alert_level_t level, unsigned short code)
{
    struct tinydtls_state *state = get_state(context);

    (void)peer;

    if (level == 0) {
        /* It comes again with every message of the handshake that is repeated afterwards. */
        state->is_finished |= code == DTLS_EVENT_CONNECTED;
    } else if (code == DTLS_ALERT_CLOSE_NOTIFY) {
        state->has_ended = 1;
    } else if (level == DTLS_ALERT_LEVEL_FATAL && !state->is_closing) {
        tlsman_fail(state->session, TLSMAN_ALERT_RECEIVED, code, 0);
    }

    return 0;
}

static void on_parameters(struct dtls_context_t *context, session_t *peer, dtls_user_parameters_t *parameters)
{
    struct tinydtls_state *state = get_state(context);
    const struct tlsman_config *config = tlsman_get_config(state->session);
    int count = 0;

    (void)peer;

    /* The cookie has been checked; what is hashed next has to be what the client sent: see hello.c. */
    if (state->cookie != NULL) {
        memcpy(state->cookie, state->client_cookie, DTLS_COOKIE_LENGTH);
        state->cookie = NULL;
    }

    while (count < DTLS_MAX_CIPHER_SUITES && config->suites[count] != 0) {
        parameters->cipher_suites[count] = (dtls_cipher_t)config->suites[count];
        count++;
    }

    parameters->cipher_suites[count] = TLS_NULL_WITH_NULL_NULL;
    parameters->force_extended_master_secret = !config->allow_legacy_master_secret;
    parameters->force_renegotiation_info = config->require_secure_renegotiation;
}

static int put(const uint8_t *bytes, int length, unsigned char *result, size_t room)
{
    if (length < 0 || (size_t)length > room) {
        return dtls_alert_fatal_create(DTLS_ALERT_INTERNAL_ERROR);
    }

    memcpy(result, bytes, (size_t)length);
    return length;
}

static int on_psk(struct dtls_context_t *context, const session_t *peer, dtls_credentials_type_t type,
                  const unsigned char *description, size_t length, unsigned char *result, size_t room)
{
    struct tinydtls_state *state = get_state(context);
    const struct tlsman_config *config = tlsman_get_config(state->session);

    (void)peer;

    if (type == DTLS_PSK_HINT) {
        return put(config->hint, config->hint_length, result, room);
    }

    if (type == DTLS_PSK_IDENTITY) {
        state->credential = tlsman_select_credential(state->session, length > 0 ? description : NULL, length);
    } else if (config->role == TLSMAN_SERVER) {
        state->credential = tlsman_find_credential(state->session, description, length);
    }

    if (state->credential == NULL) {
        tlsman_fail(state->session, TLSMAN_NO_CREDENTIAL, DTLS_ALERT_HANDSHAKE_FAILURE, 0);
        return dtls_alert_fatal_create(DTLS_ALERT_HANDSHAKE_FAILURE);
    }

    if (type == DTLS_PSK_IDENTITY) {
        return put(state->credential->identity, state->credential->identity_length, result, room);
    }

    return put(state->credential->key, state->credential->key_length, result, room);
}

/* The library does not write to it, but takes no pointer to a constant. */
dtls_handler_t tinydtls_handler = {
    .write = on_write,
    .read = on_read,
    .event = on_event,
    .get_user_parameters = on_parameters,
    .get_psk_info = on_psk,
};

#if TINYDTLS_HAS_KEYS
dtls_handler_t tinydtls_proving_handler = {
    .write = on_write,
    .read = on_read,
    .event = on_event,
    .get_user_parameters = on_parameters,
    .get_psk_info = on_psk,
    .get_ecdsa_key = tinydtls_get_own_key,
};

dtls_handler_t tinydtls_asking_handler = {
    .write = on_write,
    .read = on_read,
    .event = on_event,
    .get_user_parameters = on_parameters,
    .get_psk_info = on_psk,
    .get_ecdsa_key = tinydtls_get_own_key,
    .verify_ecdsa_key = tinydtls_check_peer_key,
};
#endif
