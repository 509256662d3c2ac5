/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Two sessions and the wire between them, on a clock of their own. Everything goes through tlsman.h, as it does from
 * managed code.
 */
#ifndef TLSMAN_TESTS_PAIR_H
#define TLSMAN_TESTS_PAIR_H

#include "tlsman.h"

#define PAIR_MAX_DATAGRAMS 64
#define PAIR_MAX_DATAGRAM 20000
#define NO_ANSWER (-2)

struct packet {
    size_t count;
    uint8_t bytes[PAIR_MAX_DATAGRAM];
};

struct side {
    int handle;
    int kind;
    int mtu;
    int connected, closed, failed;
    int cause, alert, awaited;
    int has_deadline;
    uint32_t deadline;
    int drops[TLSMAN_DROP_REASONS];
    int sent;  /* packets so far */
    int asked; /* how often it wanted a credential */
    int asked_length;
    uint8_t asked_identity[TLSMAN_MAX_IDENTITY];
    int answer; /* the tag that it is given then, with the key; NO_ANSWER for none */
    const uint8_t *answer_key;
    int answer_length;
    size_t id_length; /* of the connection ID in protected records that leave */
    int newest;       /* how often a record was newer than all before */
    int close_after;  /* closes itself after so many more calls; 0 for never */
    struct {
        int is_protected; /* a ChangeCipherSpec has left */
        int type;         /* of the record under way */
        size_t header_count;
        size_t left;                      /* of the record */
    } stream;                             /* what has left of it */
    uint8_t random[TLSMAN_RANDOM_LENGTH]; /* of its hello */
    int outbox_count;
    struct packet outbox[PAIR_MAX_DATAGRAMS];
    size_t data_count;
    uint8_t data[PAIR_MAX_DATAGRAM];
};

struct pair {
    struct side client;
    struct side server;
    uint32_t now;
    int lost_client; /* the number of the packet that is lost on the way, or -1 */
    int lost_server;
};

extern const uint8_t pair_identity[15];
extern const uint8_t pair_key[16];
extern const uint8_t pair_private_key[32];
extern const uint8_t pair_key_info[91];
extern const uint8_t pair_certificate[349];

/* Wrapping, as the library compares. */
int is_due(uint32_t deadline, uint32_t now);

int find_stack(const char *name);
const char *stack_name(int stack);
int stack_has_kind(int stack, int kind);
int stack_has_suite(int stack, int suite);
/* Of the suites without key shares; 0 after the last. */
int psk_suite(int stack, int index);

/* Opens a session without any credential. */
void side_open_bare(struct side *side, int stack, int role, int kind, int suite);
/* Opens a session with the pair's credential, and the suite, or all for 0. */
void side_open(struct side *side, int stack, int role, int kind, int suite, const uint8_t *key);
/* A server that was lent no key, and is given one when it asks for it. */
void side_open_asking(struct side *side, int stack, int kind, int suite, int tag, const uint8_t *key, int key_length);
void side_set_id(struct side *side, const uint8_t *id, int length);
void side_start(struct side *side, uint32_t now);
void side_deliver(struct side *side, const uint8_t *bytes, size_t count, uint32_t now);
void side_drain(struct side *side, uint32_t now);
int side_send(struct side *side, const uint8_t *bytes, size_t count, uint32_t now);
/* Takes the oldest packet out of the outbox; 0 if there is none. */
int side_take(struct side *side, struct packet *packet);
void side_close(struct side *side, uint32_t now);
void side_free(struct side *side);

void pair_open(struct pair *pair, int client_stack, int server_stack, int kind, int suite);
int stack_has_keys(int stack);
/* Lends a session the pair's key, as certificate or raw, and whom to trust by a key; a server asks for its client's. */
void lend_keys(int handle, int role, int kinds, const uint8_t *trusted);
/* Both have the same key, which they trust, as both can: with its certificate, or raw. The server asks for it. */
void pair_open_keyed(struct pair *pair, int client_stack, int server_stack, int kind, int suite);
/* Connection IDs of both, with their lengths; a negative one for none. */
void pair_set_ids(struct pair *pair, const uint8_t *client, int client_length, const uint8_t *server,
                  int server_length);
void pair_start(struct pair *pair);
int pair_step(struct pair *pair);               /* one packet of each side; 0 if nothing is under way */
void pair_exchange(struct pair *pair);          /* until nothing is under way */
void pair_run(struct pair *pair, uint32_t end); /* until both are connected or one has ended; time passes */
int pair_is_connected(const struct pair *pair);
void pair_free(struct pair *pair);

#endif
