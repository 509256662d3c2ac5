/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Seals whatever a test wants to say in a peer's name: records of any type, epoch and number, with the keys of a true
 * handshake. It is independent of the stacks but for their ciphers. What it learns the keys from is the key log of a
 * session (TLSMAN_OPTION_KEY_LOG), and the ServerHello.
 */
#ifndef TLSMAN_TESTS_SEALER_H
#define TLSMAN_TESTS_SEALER_H

#include "tlsman.h"

#define SEALER_MOST_EXPANSION (13 + 20 + 8 + 1 + 16)

struct sealer {
    int kind;
    int suite;
    int ciphers[2]; /* handles, by the role that seals */
    uint8_t salts[2][4];
    uint8_t master_secret[TLSMAN_MASTER_SECRET_LENGTH];
    uint8_t ids[2][TLSMAN_MAX_CONNECTION_ID]; /* what the records of a role carry (RFC 9146) */
    size_t id_lengths[2];
    size_t padding;  /* of records with a connection ID */
    int opened_type; /* of what was opened last: within, if it had a connection ID; 0 if there is none */
};

/* secrets: client random and master secret, as tlsman_get_bytes() gives them. */
void sealer_open(struct sealer *sealer, int kind, int suite, const uint8_t *secrets, const uint8_t *server_random);
void sealer_free(struct sealer *sealer);

/* Writes the record and returns its length. number is the record's of 48 bits; over a stream the implicit one. */
size_t sealer_seal(struct sealer *sealer, int role, int type, unsigned epoch, uint64_t number, const uint8_t *content,
                   size_t count, uint8_t *record);

/*
 * -1 if the record does not open; else the length of its content, which is written to content with room for the tag.
 */
int sealer_open_record(struct sealer *sealer, int role, const uint8_t *record, size_t length, uint8_t *content);

#endif
