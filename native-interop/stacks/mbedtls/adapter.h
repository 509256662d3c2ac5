/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What the files of the Mbed TLS adapter know of each other. stack.c lists the library's traps that are guarded here.
 */
#ifndef TLSMAN_MBEDTLS_ADAPTER_H
#define TLSMAN_MBEDTLS_ADAPTER_H

#include "tlsman_stack.h"
#include "tlsman_wire.h"

#define MBEDTLS_ALLOW_PRIVATE_ACCESS /* for private.h; the first of the library's headers decides about all */
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_ciphersuites.h>
#include <mbedtls/version.h>
#if defined(MBEDTLS_PSA_CRYPTO_C)
#include <psa/crypto.h>
#endif

/* An earlier draft of RFC 9146 has other numbers and another MAC. */
#if defined(MBEDTLS_SSL_DTLS_CONNECTION_ID) && MBEDTLS_SSL_DTLS_CONNECTION_ID_COMPAT == 0 \
    && MBEDTLS_SSL_CID_IN_LEN_MAX >= TLSMAN_MAX_CONNECTION_ID                             \
    && MBEDTLS_SSL_CID_OUT_LEN_MAX <= TLSMAN_MAX_PEER_CONNECTION_ID
#define MBED_HAS_CONNECTION_ID 1
#else
#define MBED_HAS_CONNECTION_ID 0
#endif

/*
 * Certificates have dates, which the library has to be able to look at; raw public keys it does not know.
 */
#if defined(TLSMAN_PUBLIC_KEYS) && defined(MBEDTLS_X509_CRT_PARSE_C) && defined(MBEDTLS_HAVE_TIME_DATE) \
    && defined(MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED) && defined(MBEDTLS_ECP_DP_SECP256R1_ENABLED)
#define MBED_HAS_KEYS 1
#else
#define MBED_HAS_KEYS 0
#endif

struct mbed_state {
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config config;
    int suites[TLSMAN_MAX_SUITES + 1];
    tlsman_session *session;
    uint32_t intermediate;
    uint32_t final;
    int has_timer;
    int handshake_state;
    int is_connected;
    int is_closing;
    int is_alert_sent;
    int is_extended; /* RFC 7627 */
    int is_resumed;
    int has_ticket; /* of the ClientHello: it is not decided yet whether its session is resumed */
#ifdef TLSMAN_TLS13
    int has_taken;    /* input, in this step of the handshake */
    int sent_alert;   /* of the library's own in the clear; 0 for none */
    int has_used_psk; /* with 1.3 */
#endif
#if MBED_HAS_KEYS
    struct mbed_keys *keys; /* keys.c: of a session that has any */
    int is_telling;         /* the alert that is written is our own */
#endif
    size_t longest; /* what one record takes of plaintext, with the MTU of the configuration */
    size_t limit;   /* and how much of it the peer may send */
    size_t pending; /* plaintext that is sealed and waits in the library's output buffer */
};

/* setup.c: configures what open() has initialised, from the session's configuration. TLSMAN_OK, or why it fails. */
enum tlsman_status mbed_set_up(struct mbed_state *state, const struct tlsman_config *config);

/* setup.c: what an error of the library while a session is made is to open(); and its generator. */
enum tlsman_status mbed_to_status(int result);
int mbed_fill_random(void *context, unsigned char *buffer, size_t count);

#if MBED_HAS_KEYS
/* keys.c: our own keys, and whom to trust; and the name that is sent to the server. */
enum tlsman_status mbed_set_up_keys(struct mbed_state *state, const struct tlsman_config *config);
const char *mbed_get_server_name(const struct tlsman_config *config);

/* keys.c: before and after a step of the handshake. 0, or an error of the library. */
int mbed_prepare_step(struct mbed_state *state);
int mbed_check_verified(struct mbed_state *state);

/* keys.c: the library's own alert does not leave, for another will. */
int mbed_holds_alert(const struct mbed_state *state);

/* keys.c: what an error has to do with keys, with its alert and code; TLSMAN_NO_CAUSE if nothing. */
enum tlsman_cause mbed_get_key_cause(struct mbed_state *state, int result, int *alert, int *code);

/* keys.c: once the session is connected; and at its end. */
void mbed_keep_protocol(struct mbed_state *state);
void mbed_wipe_keys(struct mbed_state *state);
void mbed_free_keys(struct mbed_state *state);
#endif

/* setup.c: whether a session may have 1.3, and so is neither resumed nor resumable. */
int mbed_may_be_13(const struct tlsman_config *config);

/* engine.c: the operation of the table. */
int mbed_step(tlsman_session *session, void *memory);

/* engine.c: ends the session over an error of the library. TLSMAN_FAILED. */
int mbed_fail(struct mbed_state *state, int result);

/* engine.c: the session is connected, after a handshake or without one. TLSMAN_CONNECTED. */
int mbed_enter_connected(struct mbed_state *state);

/* lasting.c: the operations of the table. */
int mbed_save(tlsman_session *session, void *memory, uint8_t *bytes, size_t count);
int mbed_load(tlsman_session *session, void *memory, const uint8_t *bytes, size_t count);
int mbed_get_resumption(tlsman_session *session, void *memory, uint8_t *bytes, size_t count);
int mbed_resume(tlsman_session *session, void *memory, const uint8_t *bytes, size_t count);

/* lasting.c: a server's tickets, or none; and a client that wants one. */
void mbed_configure_tickets(struct mbed_state *state, const struct tlsman_config *config);

/*
 * lasting.c: whether a ticket's session is resumed, before anything answers. TLSMAN_IDLE if that is decided,
 * TLSMAN_BUSY if it is to be asked for, TLSMAN_FAILED.
 */
int mbed_decide_ticket(struct mbed_state *state);

/* stack.c: the operation of the table. */
int mbed_get_max_payload(tlsman_session *session, void *memory, int mtu);

#endif
