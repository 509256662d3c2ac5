/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* What the peer is asked to do. arguments.c has the words for it. */
#ifndef TLSMAN_PEER_ARGUMENTS_H
#define TLSMAN_PEER_ARGUMENTS_H

#include <stddef.h>

#define MAX_KEY 64
#define MAX_ID 20

struct arguments {
    int is_server;
    int port;
    int is_stream;   /* TLS over TCP instead of DTLS over UDP */
    int min_version; /* 12 or 13 */
    int max_version;
    const char *identity; /* NULL: no pre-shared key */
    unsigned char key[MAX_KEY];
    size_t key_length;
    int has_psk_ke;   /* psk_ke only, where psk_dhe_ke is only what is done otherwise (RFC 9846, section 4.2.9) */
    const char *cert; /* PEM; a public key with is_raw */
    const char *private_key;
    const char *ca; /* PEM: whom to trust; the peer's public key with is_raw */
    int is_raw;
    int asks;          /* a server's: a client has to prove itself */
    const char *suite; /* as TLS_AES_128_GCM_SHA256, or the library's name of 1.2 */
    const char *group; /* P-256 or X25519 */
    const char *share; /* a client's: of which group it sends a key share at first; "none" for none */
    const char *protocol;
    const char *host;
    unsigned char connection_id[MAX_ID];
    int connection_id_length; /* -1: none is offered */
    int has_no_cookie;        /* a server's: the first ClientHello is answered at once */
    int mtu;
    int rounds;
    int updates_keys; /* after each round but the last */
    int is_resuming;  /* a client's: connects twice, with the ticket of the first */
    int connections;  /* a server's: one after the other */
    const char *say;
    int is_verbose;
};

/* 1 if they were understood; else what is wrong was printed. */
int read_arguments(int count, char **words, struct arguments *arguments);

#endif
