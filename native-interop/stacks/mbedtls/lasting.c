/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Sessions as bytes, and sessions that are resumed. The library serialises both; that a serialised session fits this
 * build is told by its own header.
 */
#include "private.h"

#include <string.h>

#define CONTEXT_HEADER 8     /* version and configuration, before the length of the session */
#define TICKET_ROOM 512      /* a serialised session without certificates has about 100 bytes */
#define HANDSHAKE_FAILURE 40 /* RFC 5246, section 7.2 */

#if MBED_CAN_RESUME
#if defined(MBEDTLS_SSL_SRV_C)
static int write_ticket(void *context, const mbedtls_ssl_session *session, unsigned char *start,
                        const unsigned char *end, size_t *length, uint32_t *lifetime)
{
    struct mbed_state *state = context;
    unsigned char content[TICKET_ROOM];
    size_t count;

    *length = 0;
    *lifetime = 0;

    /*
     * An empty ticket is none (RFC 5077, section 3.3). max_fragment_length is tied to the session (RFC 6066, section
     * 4): a hello with it would have to be compared with it, and resumes nothing here.
     */
    if (!state->is_extended || mbed_wants_short_fragments(state)
        || mbedtls_ssl_session_save(session, content, sizeof(content), &count) != 0) {
        return 0;
    }

    *length = tlsman_seal_ticket(state->session, (uint16_t)mbedtls_ssl_session_get_ciphersuite_id(session), content,
                                 count, start, (size_t)(end - start));
    *lifetime = tlsman_get_ticket_lifetime(state->session);
    tlsman_wipe(content, sizeof(content));
    return 0;
}

static int parse_ticket(void *context, mbedtls_ssl_session *session, unsigned char *ticket, size_t length)
{
    struct mbed_state *state = context;
    unsigned char content[TICKET_ROOM];
    /* The ticket's session takes the place of what the hello has said so far. */
    size_t count = mbed_wants_short_fragments(state)
                       ? 0
                       : tlsman_open_ticket(state->session, ticket, length, content, sizeof(content));
    int result = count == 0 ? MBEDTLS_ERR_SSL_INVALID_MAC : mbedtls_ssl_session_load(session, content, count);

    tlsman_wipe(content, sizeof(content));

    if (result == 0 && !mbed_is_for(session, MBEDTLS_SSL_IS_SERVER)) {
        result = MBEDTLS_ERR_SSL_BAD_INPUT_DATA;
    }

    state->has_ticket = result == 0;
    return result;
}
#endif

/* Tickets are those of 1.2: where 1.3 may be chosen there are none. */
void mbed_configure_tickets(struct mbed_state *state, const struct tlsman_config *config)
{
    if (mbed_may_be_13(config)) {
#if defined(MBEDTLS_SSL_CLI_C)
        mbedtls_ssl_conf_session_tickets(&state->config, MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
#endif
        return;
    }

#if defined(MBEDTLS_SSL_CLI_C)
    mbedtls_ssl_conf_session_tickets(&state->config, config->offers_resumption ? MBEDTLS_SSL_SESSION_TICKETS_ENABLED
                                                                               : MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
#endif
#if defined(MBEDTLS_SSL_SRV_C)
    if (config->has_ticket_keys) {
        mbedtls_ssl_conf_session_tickets_cb(&state->config, write_ticket, parse_ticket, state);
    }
#endif
}

int mbed_decide_ticket(struct mbed_state *state)
{
    int may_resume;

    if (!state->has_ticket) {
        return TLSMAN_IDLE;
    }

    may_resume = mbed_wants_short_fragments(state)
                     ? 0
                     : tlsman_may_resume(state->session, (uint16_t)mbed_get_negotiated_suite(state));

    if (may_resume == TLSMAN_WOULD_BLOCK) {
        return TLSMAN_BUSY;
    }

    state->has_ticket = 0;

    if (!may_resume) {
        mbed_refuse_resumption(state);
    } else if (!state->is_extended) {
        /* RFC 7627, section 5.3 */
        mbedtls_ssl_send_alert_message(&state->ssl, MBEDTLS_SSL_ALERT_LEVEL_FATAL, HANDSHAKE_FAILURE);
        return tlsman_fail(state->session, TLSMAN_LEGACY_PEER, HANDSHAKE_FAILURE, 0);
    }

    return TLSMAN_IDLE;
}

int mbed_get_resumption(tlsman_session *session, void *memory, uint8_t *bytes, size_t count)
{
    struct mbed_state *state = memory;
    size_t length = 0;
    int result;

    (void)session;

    if (!mbed_has_resumption(mbed_get_session(state))) {
        return 0;
    }

    result = mbedtls_ssl_session_save(mbed_get_session(state), bytes, count, &length);
    return result == 0 ? (int)length : result == MBEDTLS_ERR_SSL_BUFFER_TOO_SMALL ? TLSMAN_TOO_LONG : 0;
}

int mbed_resume(tlsman_session *session, void *memory, const uint8_t *bytes, size_t count)
{
    struct mbed_state *state = memory;
    mbedtls_ssl_session saved;
    int result;

    mbedtls_ssl_session_init(&saved);
    result =
        mbed_may_be_13(tlsman_get_config(session)) ? TLSMAN_NO_STACK : mbedtls_ssl_session_load(&saved, bytes, count);

    if (result == 0 && mbed_is_for(&saved, MBEDTLS_SSL_IS_CLIENT)) {
        result = mbedtls_ssl_set_session(&state->ssl, &saved);
    }

    mbedtls_ssl_session_free(&saved);
    return result;
}
#else
void mbed_configure_tickets(struct mbed_state *state, const struct tlsman_config *config)
{
    (void)config;
#if defined(MBEDTLS_SSL_SESSION_TICKETS) && defined(MBEDTLS_SSL_CLI_C)
    mbedtls_ssl_conf_session_tickets(&state->config, MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
#else
    (void)state;
#endif
}

int mbed_decide_ticket(struct mbed_state *state)
{
    (void)state;
    return TLSMAN_IDLE;
}

int mbed_get_resumption(tlsman_session *session, void *memory, uint8_t *bytes, size_t count)
{
    (void)session, (void)memory, (void)bytes, (void)count;
    return 0;
}

int mbed_resume(tlsman_session *session, void *memory, const uint8_t *bytes, size_t count)
{
    (void)session, (void)memory, (void)bytes, (void)count;
    return TLSMAN_NO_STACK;
}
#endif

#if MBED_CAN_SAVE
int mbed_save(tlsman_session *session, void *memory, uint8_t *bytes, size_t count)
{
    struct mbed_state *state = memory;
    size_t length = 0;
    int result;

    (void)session;

    if (state->pending > 0 || state->is_closing) {
        return TLSMAN_WOULD_BLOCK;
    }

    mbed_finish_handshake(state);
    result = mbedtls_ssl_context_save(&state->ssl, bytes, count, &length);

    /* When all is written it makes itself ready for another session, for which there may be no memory. */
    if (result == 0 || (result == MBEDTLS_ERR_SSL_ALLOC_FAILED && length > 0)) {
        return (int)length;
    }

    return result == MBEDTLS_ERR_SSL_BUFFER_TOO_SMALL ? TLSMAN_TOO_LONG : TLSMAN_NO_STACK;
}

/*
 * The library copies connection IDs of whatever length into arrays of their own: how long they are is looked at first.
 */
static int has_good_ids(const uint8_t *bytes, size_t count, const struct tlsman_config *config)
{
    size_t length;

    if (count < CONTEXT_HEADER + 4) {
        return 0;
    }

    length = (size_t)tlsman_read16(bytes + CONTEXT_HEADER) << 16 | tlsman_read16(bytes + CONTEXT_HEADER + 2);
    bytes += CONTEXT_HEADER + 4;
    count -= CONTEXT_HEADER + 4;

    if (length > count || count - length < MBED_RANDOM_BYTES) {
        return 0;
    }

    bytes += length + MBED_RANDOM_BYTES;
    count -= length + MBED_RANDOM_BYTES;
#if defined(MBEDTLS_SSL_DTLS_CONNECTION_ID)
    /* Both have a length, and the other one follows. */
    if (count < 2 || bytes[0] > count - 2 || bytes[1 + bytes[0]] > MBEDTLS_SSL_CID_OUT_LEN_MAX) {
        return 0;
    }

    return bytes[0] == 0
           || (bytes[0] == config->connection_id_length && memcmp(bytes + 1, config->connection_id, bytes[0]) == 0);
#else
    (void)config;
    return 1;
#endif
}

int mbed_load(tlsman_session *session, void *memory, const uint8_t *bytes, size_t count)
{
    struct mbed_state *state = memory;
    const struct tlsman_config *config = tlsman_get_config(session);
    int result;

    if (!has_good_ids(bytes, count, config)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    result = mbedtls_ssl_context_load(&state->ssl, bytes, count);

    if (result != 0) {
        return result == MBEDTLS_ERR_SSL_ALLOC_FAILED ? TLSMAN_NO_MEMORY : TLSMAN_BAD_ARGUMENT;
    }

    /* The path may be another one. */
    mbedtls_ssl_set_mtu(&state->ssl, (uint16_t)config->mtu);
    mbed_enter_connected(state);
    return TLSMAN_OK;
}
#else
int mbed_save(tlsman_session *session, void *memory, uint8_t *bytes, size_t count)
{
    (void)session, (void)memory, (void)bytes, (void)count;
    return TLSMAN_NO_STACK;
}

int mbed_load(tlsman_session *session, void *memory, const uint8_t *bytes, size_t count)
{
    (void)session, (void)memory, (void)bytes, (void)count;
    return TLSMAN_BAD_ARGUMENT;
}
#endif
