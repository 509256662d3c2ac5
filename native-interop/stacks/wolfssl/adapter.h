/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What the files of the wolfSSL adapter know of each other. README.md lists the library's traps that are guarded here.
 */
#ifndef TLSMAN_WOLFSSL_ADAPTER_H
#define TLSMAN_WOLFSSL_ADAPTER_H

#include "tlsman_stack.h"
#include "tlsman_wire.h"

#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/ssl.h>

#if defined(TLSMAN_PUBLIC_KEYS) && !defined(NO_CERTS)
#define WOLFSSL_HAS_KEYS 1
#else
#define WOLFSSL_HAS_KEYS 0
#endif

/* What of the peer is not taken, though the library would: it is told to wait, and the session is then ended. */
enum wolfssl_refusal {
    WOLFSSL_REFUSE_NOTHING,
    WOLFSSL_REFUSE_HELLO,  /* nothing that answers it may leave */
    WOLFSSL_REFUSE_RECORD, /* of a stream: it is too long */
};

struct wolfssl_state {
    WOLFSSL_CTX *context;
    WOLFSSL *ssl;
    tlsman_session *session;

    const uint8_t *record; /* of a datagram: the one that is being handled */
    size_t record_length;

    struct tlsman_timer timer; /* of the flight that is under way */
    word32 mac_drops;
    word32 replay_drops;
    enum tlsman_awaited awaited;
    int event; /* what input() found and step() is to tell */

    uint8_t is_retransmitting;
    uint8_t is_hello_checked;
    uint8_t refusal; /* enum wolfssl_refusal */
    uint8_t is_connected;
    uint8_t is_closing;
#ifdef TLSMAN_TLS13
    uint16_t suite_13;   /* a server's over datagrams: the first of 1.3 that its client has offered, too */
    uint8_t repetitions; /* of a last flight of 1.3, after which nothing else is to come */
#endif
#if WOLFSSL_HAS_KEYS
    uint8_t is_accepted; /* the peer's key or certificate */
    uint8_t is_stranger; /* its raw key is none that is trusted */
    uint8_t is_telling;  /* the alert that is written is our own */
    uint8_t path_rule;   /* what was wrong with another certificate than the peer's own, and with which */
    uint8_t path_index;
    uint8_t refused_rule; /* why the peer's certificate was refused, and which */
    uint8_t refused_index;
#endif
};

/* port.c: for which session the library's random source is asked. The library is only called between the two. */
void wolfssl_enter(struct wolfssl_state *state, tlsman_session *session);
void wolfssl_leave(struct wolfssl_state *state);

/* callbacks.c: what the library calls. */
void wolfssl_set_callbacks(struct wolfssl_state *state);

/* callbacks.c: for the library, with 1.2. 0 makes it fail. */
unsigned int wolfssl_put_client_psk(WOLFSSL *ssl, const char *hint, char *identity, unsigned int identity_room,
                                    unsigned char *key, unsigned int room);
unsigned int wolfssl_put_server_psk(WOLFSSL *ssl, const char *identity, unsigned char *key, unsigned int room);

/* engine.c: handshake and reading, as far as they go. One of enum tlsman_event. */
int wolfssl_advance(struct wolfssl_state *state);
int wolfssl_fail(struct wolfssl_state *state, int code);

/* Looks at the peer's hello, before anything that answers it leaves. 1 if there is none yet, or it is good enough. */
int wolfssl_check_hello(struct wolfssl_state *state);

#if WOLFSSL_HAS_KEYS
/* callbacks.c: the library makes no server's session of a context without a certificate, unless it has a callback. */
void wolfssl_prepare_context(struct wolfssl_state *state, const struct tlsman_config *config);

/* keys.c: our own keys, and whom to trust. 1 if that was set up. */
int wolfssl_set_up_keys(struct wolfssl_state *state, const struct tlsman_config *config);

/* keys.c: whether the peer has proved what it has to, of a handshake that is complete. */
int wolfssl_is_verified(const struct wolfssl_state *state, uint16_t suite);

/* keys.c: what an error has to do with keys, with our own alert if there is one; TLSMAN_NO_CAUSE if nothing. */
enum tlsman_cause wolfssl_get_key_cause(struct wolfssl_state *state, int code, int *alert, int *native_code);

/* keys.c: once the session is connected. */
void wolfssl_keep_protocol(struct wolfssl_state *state);
void wolfssl_wipe_keys(struct wolfssl_state *state);
#endif

#ifdef TLSMAN_TLS13
/* version13.c: a method for 1.3, alone or with 1.2. */
WOLFSSL_METHOD *wolfssl_make_method_13(const struct tlsman_config *config);

/* version13.c: what a session that may have 1.3 needs beside the rest. 1 if that was set up. */
int wolfssl_set_up_13(struct wolfssl_state *state, const struct tlsman_config *config);
#endif

/* records.c: one record from the peer, over datagrams. */
void wolfssl_input(tlsman_session *session, void *memory);

#endif
