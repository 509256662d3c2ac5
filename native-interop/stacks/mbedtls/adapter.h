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

#define MBEDTLS_ALLOW_PRIVATE_ACCESS
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_ciphersuites.h>
#include <mbedtls/version.h>
#if defined(MBEDTLS_USE_PSA_CRYPTO)
#include <psa/crypto.h>
#endif

/*
 * Whether extended_master_secret was agreed, and where a handshake has got to, is told by a header of the library's own
 * sources only.
 */
#if __has_include("ssl_misc.h")
#include "ssl_misc.h"
#define HAS_HANDSHAKE 1
#else
#define HAS_HANDSHAKE 0
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
    size_t longest; /* what one record takes of plaintext, with the MTU of the configuration */
    size_t limit;   /* and how much of it the peer may send */
    size_t pending; /* plaintext that is sealed and waits in the library's output buffer */
};

/* The peer's Finished is the next message. */
static inline int mbed_is_finished_awaited(const struct mbed_state *state)
{
    int awaited =
        state->config.endpoint == MBEDTLS_SSL_IS_SERVER ? MBEDTLS_SSL_CLIENT_FINISHED : MBEDTLS_SSL_SERVER_FINISHED;

    return !state->is_connected && state->ssl.state == awaited;
}

/* setup.c: configures what open() has initialised, from the session's configuration. TLSMAN_OK, or why it fails. */
enum tlsman_status mbed_set_up(struct mbed_state *state, const struct tlsman_config *config);

/* engine.c: the operation of the table. */
int mbed_step(tlsman_session *session, void *memory);

/* engine.c: ends the session over an error of the library. TLSMAN_FAILED. */
int mbed_fail(struct mbed_state *state, int result);

/* stack.c: the operation of the table. */
int mbed_get_max_payload(tlsman_session *session, void *memory, int mtu);

#endif
