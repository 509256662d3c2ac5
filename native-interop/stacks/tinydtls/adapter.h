/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What the files of the tinyDTLS adapter know of each other. README.md lists the library's faults that are guarded
 * here.
 */
#ifndef TLSMAN_TINYDTLS_ADAPTER_H
#define TLSMAN_TINYDTLS_ADAPTER_H

#include "tlsman_stack.h"
#include "tlsman_wire.h"

#include <dtls.h>

#if defined(TLSMAN_PUBLIC_KEYS) && defined(DTLS_ECC)
#define TINYDTLS_HAS_KEYS 1
#else
#define TINYDTLS_HAS_KEYS 0
#endif

#define TINYDTLS_CHANGE_CIPHER_SPEC_LENGTH (TLSMAN_RECORD_HEADER + 1)
#define TINYDTLS_MAX_FINISHED_LENGTH (TLSMAN_RECORD_HEADER + TLSMAN_EXPLICIT_NONCE + TLSMAN_MESSAGE_HEADER + 12 + 16)

/*
 * The longest flight has less: of a PSK handshake a server's with a hint of 32 bytes; with raw keys a server's that asks
 * its client for one.
 */
#if TINYDTLS_HAS_KEYS
#define TINYDTLS_FLIGHT_SIZE 640
#else
#define TINYDTLS_FLIGHT_SIZE 256
#endif

/*
 * What is written during one call: the records of a flight leave in one datagram, as far as the MTU allows (RFC 6347,
 * section 4.2.3).
 */
struct tinydtls_flight {
    size_t length;
    uint8_t records[TINYDTLS_FLIGHT_SIZE];
};

struct tinydtls_state {
    dtls_context_t *context;
    session_t peer; /* the only one of this context; never changes */
    tlsman_session *session;
    struct tinydtls_flight *flight;
    const struct tlsman_credential *credential;

    uint32_t ticks;            /* tinyDTLS's clock. It stands still between our deadlines. */
    struct tlsman_timer timer; /* of the flight that is under way */

    uint16_t suite;
    int alert; /* the last one that was written in the clear, or TLSMAN_NO_ALERT */
    enum tlsman_awaited awaited;

    uint8_t is_retransmitting;
    uint8_t is_muted;   /* what is written goes nowhere */
    uint8_t is_probing; /* a HelloVerifyRequest is made for its cookie only */
    uint8_t has_probed; /* library_cookie holds one */
    uint8_t has_read;   /* the record was application data */
    uint8_t has_data;   /* and was delivered */
    uint8_t has_logged;
    uint8_t is_finished;  /* tinyDTLS said that the handshake is complete */
    uint8_t is_connected; /* and so did we */
    uint8_t is_closing;
    uint8_t has_ended;

    uint8_t client_random[TLSMAN_RANDOM_LENGTH];
    uint8_t library_cookie[DTLS_COOKIE_LENGTH];
    uint8_t client_cookie[DTLS_COOKIE_LENGTH];
    uint8_t *cookie; /* where it lies in the ClientHello that is being handled */

#if TINYDTLS_HAS_KEYS
    dtls_ecdsa_key_t own_key;
    const uint8_t *key_info; /* of the Certificate that is being handled */
    uint8_t is_keyless;      /* it is a client's that has none */
    uint8_t is_proving;      /* the message that is being handled is signed */
#endif

    uint8_t last_flight[TINYDTLS_CHANGE_CIPHER_SPEC_LENGTH + TINYDTLS_MAX_FINISHED_LENGTH]; /* a server's */
    size_t first_length;
    size_t last_length;
};

/* The library says handshake_failure of a peer that lacks what is demanded, and of nothing else in its hello. */
static inline int tinydtls_refuses_legacy(const struct tinydtls_state *state)
{
    const struct tlsman_config *config = tlsman_get_config(state->session);

    return !config->allow_legacy_master_secret || config->require_secure_renegotiation;
}

/*
 * port.c: for which session the library's clock and random source are asked. The library is only called between the
 * two. flight may be NULL.
 */
void tinydtls_enter(struct tinydtls_state *state, tlsman_session *session, struct tinydtls_flight *flight);
void tinydtls_leave(struct tinydtls_state *state);

/* callbacks.c: what the library calls. */
extern dtls_handler_t tinydtls_handler;
void tinydtls_flush(struct tinydtls_state *state);

#if TINYDTLS_HAS_KEYS
/* callbacks.c: with a key of our own; and with the question for the peer's. What is there decides what is offered. */
extern dtls_handler_t tinydtls_proving_handler;
extern dtls_handler_t tinydtls_asking_handler;

/* keys.c: what the library calls, and by which handler. */
int tinydtls_get_own_key(struct dtls_context_t *context, const session_t *peer, const dtls_ecdsa_key_t **result);
int tinydtls_check_peer_key(struct dtls_context_t *context, const session_t *peer, const unsigned char *x,
                            const unsigned char *y, size_t count);
dtls_handler_t *tinydtls_choose_handler(const struct tlsman_config *config);

/* keys.c: whether P-256, the only curve that there is, may be used. */
int tinydtls_has_curve(const struct tlsman_config *config);

/* keys.c: whether the library may see a message, which is whole. */
int tinydtls_is_good(struct tinydtls_state *state, const uint8_t *message, size_t length);
#endif

/* records.c: one record from the peer. */
void tinydtls_input(tlsman_session *session, void *memory);

/* hello.c: a server's ClientHello, whole and in the clear, in a buffer with some slack after it. */
void tinydtls_accept_hello(struct tinydtls_state *state, uint8_t *record, size_t length);

/* stack.c */
int tinydtls_get_tag_length(const struct tinydtls_state *state);
int tinydtls_fail(struct tinydtls_state *state, int alert, int native_code);

#endif
