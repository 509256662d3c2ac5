/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* What wolfSSL calls: input, output and keys. */
#include "private.h"

#include <string.h>

#define STREAM_PIECE 1024 /* the core's queue takes a piece as a whole or not at all */
#define ALERT_LENGTH 2    /* RFC 5246, section 7.2 */

static int on_receive(WOLFSSL *ssl, char *buffer, int size, void *context)
{
    struct wolfssl_state *state = context;
    const struct tlsman_config *config = tlsman_get_config(state->session);
    int count;

    (void)ssl;

    /* The peer's hello is looked at before more of its flight is taken. To an error the library would add an alert. */
    if (!wolfssl_check_hello(state)) {
        return WOLFSSL_CBIO_ERR_WANT_READ;
    }

    if (config->kind == TLSMAN_STREAM) {
        if (size > config->receive_buffer_size + TLSMAN_MOST_EXPANSION) {
            state->refusal = WOLFSSL_REFUSE_RECORD;
            return WOLFSSL_CBIO_ERR_WANT_READ;
        }

        count = tlsman_receive(state->session, (uint8_t *)buffer, (size_t)size);
        return count == TLSMAN_WOULD_BLOCK ? WOLFSSL_CBIO_ERR_WANT_READ : count;
    }

    if (state->record == NULL) {
        return WOLFSSL_CBIO_ERR_WANT_READ;
    }

    /* A record that does not fit is longer than any that is legal. */
    count = state->record_length < (size_t)size ? (int)state->record_length : size;
    memcpy(buffer, state->record, (size_t)count);
    state->record = NULL;
    return count;
}

/* An alert without room for nonce and tag, after the client's ChangeCipherSpec. */
static int is_alert_in_the_clear(const WOLFSSL *ssl, int is_stream, const char *buffer)
{
    const char *length = buffer + (is_stream ? TLSMAN_STREAM_RECORD_HEADER : TLSMAN_RECORD_HEADER) - 2;

    return buffer[0] == TLSMAN_CONTENT_ALERT && length[0] == 0 && length[1] == ALERT_LENGTH
           && wolfssl_has_changed_cipher(ssl);
}

static int on_send(WOLFSSL *ssl, char *buffer, int size, void *context)
{
    struct wolfssl_state *state = context;
    int is_stream = tlsman_get_config(state->session)->kind == TLSMAN_STREAM;
    int count;

    if (is_alert_in_the_clear(ssl, is_stream, buffer)) {
        return size;
    }

#if WOLFSSL_HAS_KEYS
    /* Another alert says it. */
    if (buffer[0] == TLSMAN_CONTENT_ALERT && !state->is_telling
        && (state->refused_rule != TLSMAN_RULE_NONE || state->is_stranger)) {
        return size;
    }
#endif

    if (buffer[0] != TLSMAN_CONTENT_ALERT && !wolfssl_check_hello(state)) {
        return WOLFSSL_CBIO_ERR_GENERAL;
    }

    state->timer.has_sent |= !state->is_retransmitting;
    count = tlsman_transmit(state->session, (const uint8_t *)buffer,
                            is_stream && size > STREAM_PIECE ? STREAM_PIECE : (size_t)size);
    return count == TLSMAN_WOULD_BLOCK ? WOLFSSL_CBIO_ERR_WANT_WRITE : count;
}

static unsigned int put_key(const struct tlsman_credential *credential, unsigned char *key, unsigned int room)
{
    if ((unsigned int)credential->key_length > room) {
        return 0;
    }

    memcpy(key, credential->key, (size_t)credential->key_length);
    return (unsigned int)credential->key_length;
}

/* 0 makes the library fail. An identity is a string to it: one with a NUL would go out as another. */
unsigned int wolfssl_put_client_psk(WOLFSSL *ssl, const char *hint, char *identity, unsigned int identity_room,
                                    unsigned char *key, unsigned int room)
{
    struct wolfssl_state *state = wolfSSL_GetIOReadCtx(ssl);
    size_t length = hint == NULL ? 0 : strlen(hint);
    const struct tlsman_credential *credential =
        tlsman_select_credential(state->session, length > 0 ? (const uint8_t *)hint : NULL, length);

    if (credential == NULL || (unsigned int)credential->identity_length > identity_room
        || memchr(credential->identity, 0, (size_t)credential->identity_length) != NULL) {
        tlsman_fail(state->session, TLSMAN_NO_CREDENTIAL, handshake_failure, 0);
        return 0;
    }

    /* The library has room for one more than it says, and looks for the end there. */
    memcpy(identity, credential->identity, (size_t)credential->identity_length);
    identity[credential->identity_length] = 0;
    return put_key(credential, key, room);
}

unsigned int wolfssl_put_server_psk(WOLFSSL *ssl, const char *identity, unsigned char *key, unsigned int room)
{
    struct wolfssl_state *state = wolfSSL_GetIOReadCtx(ssl);
    const struct tlsman_credential *credential =
        tlsman_find_credential(state->session, (const uint8_t *)identity, strlen(identity));

    return credential == NULL ? 0 : put_key(credential, key, room);
}

#if WOLFSSL_HAS_KEYS
void wolfssl_prepare_context(struct wolfssl_state *state, const struct tlsman_config *config)
{
    if (config->role == TLSMAN_SERVER) {
        wolfSSL_CTX_set_psk_server_callback(state->context, wolfssl_put_server_psk);
    }
}
#endif

void wolfssl_set_callbacks(struct wolfssl_state *state)
{
    wolfSSL_CTX_SetIORecv(state->context, on_receive);
    wolfSSL_CTX_SetIOSend(state->context, on_send);
    wolfSSL_SSLSetIORecv(state->ssl, on_receive);
    wolfSSL_SSLSetIOSend(state->ssl, on_send);
    wolfSSL_SetIOReadCtx(state->ssl, state);
    wolfSSL_SetIOWriteCtx(state->ssl, state);

    if (tlsman_get_config(state->session)->role == TLSMAN_CLIENT) {
        wolfSSL_set_psk_client_callback(state->ssl, wolfssl_put_client_psk);
    } else {
        wolfSSL_set_psk_server_callback(state->ssl, wolfssl_put_server_psk);
    }
}
