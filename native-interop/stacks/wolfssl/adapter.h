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
};

/* port.c: for which session the library's random source is asked. The library is only called between the two. */
void wolfssl_enter(struct wolfssl_state *state, tlsman_session *session);
void wolfssl_leave(struct wolfssl_state *state);

/* callbacks.c: what the library calls. */
void wolfssl_set_callbacks(struct wolfssl_state *state);

/* engine.c: handshake and reading, as far as they go. One of enum tlsman_event. */
int wolfssl_advance(struct wolfssl_state *state);
int wolfssl_fail(struct wolfssl_state *state, int code);

/* Looks at the peer's hello, before anything that answers it leaves. 1 if there is none yet, or it is good enough. */
int wolfssl_check_hello(struct wolfssl_state *state);

/* records.c: one record from the peer, over datagrams. */
void wolfssl_input(tlsman_session *session, void *memory);

#endif
