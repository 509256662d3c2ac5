/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* What several tests of a pair check; a check that fails ends the test. */
#ifndef TLSMAN_TESTS_CHECKS_H
#define TLSMAN_TESTS_CHECKS_H

#include "pair.h"

struct saved {
    int length;
    uint8_t bytes[TLSMAN_MAX_SESSION];
};

/* So many bytes, each time others, from either side to the other. */
void send_both_ways(struct pair *pair, size_t count);
/* Who the peer's credential says it is. */
void check_peer(const struct side *side);

/* A stack that can save a session, or -1. */
int find_saving(void);
int get_saved(struct side *side, struct saved *saved);
/* A side goes on with a saved session, or stays as it is; a status. */
int side_restore(struct side *side, int stack, int role, const uint8_t *bytes, int length, uint32_t now);
void save_and_restore(struct side *side, int stack, int role, uint32_t now);

#endif
