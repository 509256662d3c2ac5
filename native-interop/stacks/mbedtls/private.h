/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What the adapter reads and writes of Mbed TLS beside its public functions. All of it stands here, and
 * tests/private_fields.sh looks that it does: what these fields mean is promised by nobody, and may be otherwise in
 * another version. The tests run with 3.6.6; firmwares have 3.6.5 and 3.6.7. For another one, read this file beside the
 * library's sources, run the tests of native-interop and tests/stacks, and widen the range.
 */
#ifndef TLSMAN_MBEDTLS_PRIVATE_H
#define TLSMAN_MBEDTLS_PRIVATE_H

#include "adapter.h"

/* What becomes of a handshake is told by a header of the library's own sources, which a firmware need not have. */
#if __has_include("ssl_misc.h")
#include "ssl_misc.h"
#define MBED_HAS_INTERNALS 1
#else
#define MBED_HAS_INTERNALS 0
#endif

/* A resumption has to be refused without extended_master_secret, of which only the internals know. */
#if defined(MBEDTLS_SSL_SESSION_TICKETS) && MBED_HAS_INTERNALS
#define MBED_CAN_RESUME 1
#else
#define MBED_CAN_RESUME 0
#endif

#if defined(MBEDTLS_SSL_CONTEXT_SERIALIZATION) && defined(MBEDTLS_SSL_DTLS_ANTI_REPLAY) && MBED_HAS_INTERNALS
#define MBED_CAN_SAVE 1
#else
#define MBED_CAN_SAVE 0
#endif

#if MBEDTLS_VERSION_NUMBER < 0x03060500 || MBEDTLS_VERSION_NUMBER > 0x03060700
#error "stacks/mbedtls/private.h is for Mbed TLS 3.6.5 to 3.6.7, and says what has to be done for another version"
#endif

/* By which key the peer has proved itself in 1.3, only the internals know. */
#if defined(TLSMAN_TLS13) && MBED_HAS_KEYS && MBED_HAS_INTERNALS && defined(MBEDTLS_SSL_PROTO_TLS1_3) \
    && defined(MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_ENABLED)                                      \
    && defined(MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_EPHEMERAL_ENABLED)                            \
    && defined(MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_EPHEMERAL_ENABLED)
#define MBED_HAS_13 1
#else
#define MBED_HAS_13 0
#endif

/* The type of a record's content, and its description if that is an alert (RFC 5246, section 6.2.1 and 7.2). */
static inline int mbed_is_application_data(const struct mbed_state *state)
{
    return state->ssl.in_msgtype == MBEDTLS_SSL_MSG_APPLICATION_DATA;
}

static inline int mbed_get_alert(const struct mbed_state *state)
{
    return state->ssl.in_msg[1];
}

/* The record that is in the input buffer claims to be longer than any that fits. */
static inline int mbed_is_too_long(const struct mbed_state *state)
{
    return state->ssl.in_len[0] * 256 + state->ssl.in_len[1] > MBEDTLS_SSL_IN_CONTENT_LEN;
}

/* Where the plaintext of the record is that was sealed last. */
static inline const unsigned char *mbed_get_output(const struct mbed_state *state)
{
    return state->ssl.out_msg;
}

/* RFC 5746, sections 3.4 and 3.6. */
static inline int mbed_has_renegotiation_info(const struct mbed_state *state)
{
    return state->ssl.secure_renegotiation == MBEDTLS_SSL_SECURE_RENEGOTIATION;
}

/* One of enum mbedtls_ssl_states. */
static inline int mbed_get_step(const struct mbed_state *state)
{
    return state->ssl.state;
}

/* The library still keeps what it needs for a handshake, and may keep records in it. */
static inline int mbed_has_handshake(const struct mbed_state *state)
{
    return state->ssl.handshake != NULL;
}

/* 1.3 was chosen; or may be, before the hellos have said. */
static inline int mbed_is_13(const struct mbed_state *state)
{
#if MBED_HAS_13
    return mbedtls_ssl_get_version_number(&state->ssl) == MBEDTLS_SSL_VERSION_TLS1_3;
#else
    (void)state;
    return 0;
#endif
}

/* A pre-shared key is used with 1.3, as far as the hellos have said. */
static inline int mbed_uses_psk(const struct mbed_state *state)
{
#if MBED_HAS_13
    return state->ssl.handshake != NULL
           && (state->ssl.handshake->key_exchange_mode & MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_ALL) != 0;
#else
    (void)state;
    return 0;
#endif
}

/*
 * In these steps of a handshake of 1.3 nothing is written, once there was input, but what ends it; it has the type of
 * data.
 */
static inline int mbed_is_refusing_13(const struct mbed_state *state)
{
#if MBED_HAS_13
    int step = state->ssl.state;

    if (!mbed_is_13(state) || state->is_connected || !state->has_taken) {
        return 0;
    }

    return mbedtls_ssl_conf_get_endpoint(&state->config) == MBEDTLS_SSL_IS_CLIENT
               ? step == MBEDTLS_SSL_ENCRYPTED_EXTENSIONS || step == MBEDTLS_SSL_CERTIFICATE_REQUEST
                     || step == MBEDTLS_SSL_SERVER_CERTIFICATE || step == MBEDTLS_SSL_CERTIFICATE_VERIFY
                     || step == MBEDTLS_SSL_SERVER_FINISHED
               : step == MBEDTLS_SSL_CLIENT_CERTIFICATE || step == MBEDTLS_SSL_CLIENT_CERTIFICATE_VERIFY
                     || step == MBEDTLS_SSL_CLIENT_FINISHED;
#else
    (void)state;
    return 0;
#endif
}

/* The library has said that the binder of a pre-shared key is wrong, or Finished (RFC 9846, section 4.2.11.2). */
static inline int mbed_has_refused_proof(const struct mbed_state *state, int alert)
{
#if MBED_HAS_13
    return mbed_is_13(state) && state->sent_alert == alert;
#else
    (void)state, (void)alert;
    return 0;
#endif
}

/* The peer's Finished is the next message. */
static inline int mbed_is_finished_awaited(const struct mbed_state *state)
{
    int awaited = mbedtls_ssl_conf_get_endpoint(&state->config) == MBEDTLS_SSL_IS_SERVER ? MBEDTLS_SSL_CLIENT_FINISHED
                                                                                         : MBEDTLS_SSL_SERVER_FINISHED;

    return !state->is_connected && state->ssl.state == awaited;
}

/* The peer's certificate is the next message. */
static inline int mbed_is_certificate_awaited(const struct mbed_state *state)
{
    int awaited = mbedtls_ssl_conf_get_endpoint(&state->config) == MBEDTLS_SSL_IS_SERVER
                      ? MBEDTLS_SSL_CLIENT_CERTIFICATE
                      : MBEDTLS_SSL_SERVER_CERTIFICATE;

    return !state->is_connected && state->ssl.state == awaited;
}

/* In this step, of two that both roles have, it is the peer that signs. */
static inline int mbed_is_signature_awaited(const struct mbed_state *state)
{
    int is_server = mbedtls_ssl_conf_get_endpoint(&state->config) == MBEDTLS_SSL_IS_SERVER;
    int awaited = is_server ? MBEDTLS_SSL_CERTIFICATE_VERIFY : MBEDTLS_SSL_SERVER_KEY_EXCHANGE;

    if (mbed_is_13(state)) {
        awaited = is_server ? MBEDTLS_SSL_CLIENT_CERTIFICATE_VERIFY : MBEDTLS_SSL_CERTIFICATE_VERIFY;
    }

    return !state->is_connected && state->ssl.state == awaited;
}

/* RFC 7627, section 5: who demands the extended master secret has to abort without it. 1 as soon as that is certain. */
static inline int mbed_lacks_extended_master_secret(const struct mbed_state *state)
{
#if MBED_HAS_INTERNALS
    int agreed = mbedtls_ssl_conf_get_endpoint(&state->config) == MBEDTLS_SSL_IS_CLIENT
                     ? MBEDTLS_SSL_SERVER_KEY_EXCHANGE
                     : MBEDTLS_SSL_SERVER_HELLO;

    return !mbed_is_13(state) && state->ssl.handshake != NULL && state->ssl.state >= agreed
           && state->ssl.state < MBEDTLS_SSL_FLUSH_BUFFERS
           && state->ssl.handshake->extended_ms != MBEDTLS_SSL_EXTENDED_MS_ENABLED
           && state->ssl.state != MBEDTLS_SSL_SERVER_HELLO_VERIFY_REQUEST_SENT;
#else
    (void)state;
    return 0;
#endif
}

/* RFC 7627. While the library keeps what it needs for a handshake. */
static inline int mbed_has_extended_master_secret(const struct mbed_state *state)
{
#if MBED_HAS_INTERNALS
    return state->ssl.handshake != NULL && state->ssl.handshake->extended_ms == MBEDTLS_SSL_EXTENDED_MS_ENABLED;
#else
    (void)state;
    return 0;
#endif
}

/* The session as it was agreed on. */
static inline const mbedtls_ssl_session *mbed_get_session(const struct mbed_state *state)
{
    return state->ssl.session;
}

/* The suite that was chosen, while the handshake lasts. */
static inline unsigned mbed_get_negotiated_suite(const struct mbed_state *state)
{
    return (unsigned)state->ssl.session_negotiate->ciphersuite;
}

#if MBED_CAN_RESUME
/* The client wants max_fragment_length, as far as its hello has been read. */
static inline int mbed_wants_short_fragments(const struct mbed_state *state)
{
#if defined(MBEDTLS_SSL_MAX_FRAGMENT_LENGTH)
    return state->ssl.session_negotiate->mfl_code != MBEDTLS_SSL_MAX_FRAG_LEN_NONE;
#else
    (void)state;
    return 0;
#endif
}

/* The ServerHello is not written yet: the handshake becomes a full one, and another ticket comes of it. */
static inline void mbed_refuse_resumption(struct mbed_state *state)
{
    state->ssl.handshake->resume = 0;
    state->ssl.handshake->new_session_ticket = 1;
}

static inline int mbed_is_for(const mbedtls_ssl_session *session, int endpoint)
{
    return session->tls_version == MBEDTLS_SSL_VERSION_TLS1_2 && session->endpoint == endpoint;
}

/* The server gave a ticket, or an ID. */
static inline int mbed_has_resumption(const mbedtls_ssl_session *session)
{
    return session->ticket_len > 0 || session->id_len > 0;
}
#endif

#if MBED_CAN_SAVE
/*
 * Forgets the last flight, which the library keeps in case the peer has not got it, and with which it saves nothing: a
 * peer that has not is lost with the session either way.
 */
static inline void mbed_finish_handshake(struct mbed_state *state)
{
    if (state->ssl.handshake != NULL) {
        mbedtls_ssl_handshake_wrapup_free_hs_transform(&state->ssl);
    }
}

/* How much of a saved session is random values: mbedtls_ssl_context_save() writes them before the connection IDs. */
#define MBED_RANDOM_BYTES 64
#endif

/* No handshake message has a later number than the one that is awaited from now on: see stack.c. */
static inline void mbed_keep_no_messages(struct mbed_state *state)
{
#if MBED_HAS_INTERNALS
    if (state->ssl.handshake != NULL) {
        state->ssl.handshake->in_msg_seq = UINT16_MAX;
    }
#else
    (void)state;
#endif
}

/* A client's key is copied into the configuration. */
static inline void mbed_wipe_key(struct mbed_state *state)
{
    if (state->config.psk != NULL) {
        tlsman_wipe(state->config.psk, state->config.psk_len);
    }
}

#if defined(MBEDTLS_SSL_DTLS_ANTI_REPLAY)
/* The replay window, which moves with every record that was authenticated, and with no other. */
struct mbed_window {
    uint64_t top;
    uint64_t bits;
};

static inline struct mbed_window mbed_get_window(const struct mbed_state *state)
{
    return (struct mbed_window){ state->ssl.in_window_top, state->ssl.in_window };
}

/* Nobody has authenticated a record of epoch 0: see stack.c. */
static inline void mbed_forget_plain_window(struct mbed_state *state)
{
    if (state->ssl.in_epoch == 0) {
        state->ssl.in_window_top = 0;
        state->ssl.in_window = 0;
    }
}

/* Whether the record was a replay whose header is still in the input buffer. */
static inline int mbed_is_replayed(const struct mbed_state *state)
{
    const unsigned char *number = state->ssl.in_ctr + 2; /* after the epoch */

    return tlsman_is_replayed(state->ssl.in_window_top, state->ssl.in_window,
                              (uint64_t)tlsman_read24(number) << 24 | tlsman_read24(number + 3));
}
#endif

#endif
