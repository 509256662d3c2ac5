/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Two sessions of one native stack, the wire between them, and somebody on it who holds the keys. Whatever he does,
 * what is promised has to hold: world.c says what that is, and ends the program if it does not.
 */
#ifndef TLSMAN_FUZZ_WORLD_H
#define TLSMAN_FUZZ_WORLD_H

#include "tlsman.h"

#include "sealer.h"

#define MOST_PACKETS 64
#define LONGEST_PACKET 2048
#define HISTORY 16
#define MOST_NONCES 1024
#define MOST_CONTENTS 512
#define LEAST_WINDOW 256

struct packet {
    size_t count;
    uint8_t bytes[LONGEST_PACKET];
};

struct nonce {
    uint64_t number;
    uint64_t hash;
};

/* What somebody sealed for a side: how often, and how often it came out there. */
struct content {
    uint64_t hash;
    int sealed;
    int delivered;
};

struct side {
    int role;
    int handle;
    size_t window; /* how long an output may be */
    int connected, closed, failed, is_closing;
    int is_asked;
    int has_deadline;
    uint32_t deadline;
    uint8_t random[TLSMAN_RANDOM_LENGTH];
    int may_end;        /* what comes now may end a connected session, for it is well sealed */
    uint64_t next;      /* the number that the peer, or who speaks in its name, uses next: after all that was seen */
    uint64_t delivered; /* bytes of application data, over a stream */
    uint64_t sealed;    /* bytes of it that the peer, or somebody else, sealed for this side */

    struct packet wire[MOST_PACKETS]; /* what it has written */
    int count;

    struct nonce nonces[MOST_NONCES]; /* what it sealed with */
    int nonce_count;
    struct content contents[MOST_CONTENTS]; /* what was sealed for it, over datagrams */
    int content_count;

    struct {
        int type;
        int is_protected;
        size_t header_count;
        size_t left;
        uint8_t header[13];
        size_t place;
        uint64_t hash;
    } stream; /* what it has written, cut into records */
};

struct world {
    int stack;
    int kind;
    int suite;
    int has_equal_keys;
    uint32_t now;
    struct side sides[2];
    struct packet history[HISTORY];
    int history_count;
    struct sealer sealer;
    int has_keys;
    uint8_t secrets[TLSMAN_RANDOM_LENGTH + TLSMAN_MASTER_SECRET_LENGTH];
    int messages;         /* sent so far */
    size_t id_lengths[2]; /* of the connection ID in the protected records of a role */
};

extern const uint8_t world_key[TLSMAN_MAX_KEY];
extern const uint8_t world_marker[16];

void world_violated(const char *promise);
void world_promise(int holds, const char *text); /* it is violated unless it holds */
int world_find_stack(const char *name);
void world_set_port(void);
void world_seed(uint64_t seed);
long world_get_memory(void); /* how much is in use */

struct world_setup {
    int stack, kind, suite;
    int key_length;
    int server_asks;    /* it is lent its key when it asks for it */
    int has_equal_keys; /* else the client's is another one */
    int has_keys;       /* both prove themselves by public keys instead of a pre-shared one */
    int is_certified;   /* and have certificates; else raw keys, where the stack has them */
    int allow_legacy;   /* a peer without extended_master_secret; else secure renegotiation is demanded as well */
    int mtu;
    int has_ids;         /* connection IDs, if the stack can have them */
    size_t id_length[2]; /* of what a role wants to receive */
};

void world_open(struct world *world, const struct world_setup *setup);
void world_close(struct world *world);

/* To a side: bytes as they came, in one call; then it is polled until it is idle. */
void world_deliver(struct world *world, int role, const uint8_t *bytes, size_t count);
void world_poll(struct world *world, int role);
void world_send(struct world *world, int role, size_t count);
void world_end(struct world *world, int role); /* close */
void world_pass(struct world *world, uint32_t time);

/* How long the header is of a record that a role has written. */
size_t world_measure_header(const struct world *world, int role, const uint8_t *record);

/* A connected session becomes bytes, and goes on from them; 0 if it cannot now. */
int world_restore(struct world *world, int role);
/*
 * The same, but before that somebody changes a copy: what opens from it, or not, does no harm. The change is at a
 * place, a value instead of what is there; or the rest is cut off.
 */
void world_damage_saved(struct world *world, int role, size_t place, uint8_t value, int is_cut);

/* Looks whether a side has told its secrets. */
int world_learn_keys(struct world *world);
/* What is sealed in the name of a role for its peer is written down, and delivered. */
void world_forge(struct world *world, int role, int type, unsigned epoch, uint64_t number, const uint8_t *content,
                 size_t count);

/* Of what a side has written: takes the one at a place, 0 if there is none. */
int world_take(struct world *world, int role, int place, struct packet *packet);

#endif
