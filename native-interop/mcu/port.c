/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What this board lends to the core. Its generator makes the same bytes in every run, so that every run counts the
 * same; it protects nothing.
 */
#include "board.h"

#include <stdlib.h>

static void *allocate(size_t size)
{
    return calloc(1, size);
}

/* Marsaglia's xorshift, from a fixed beginning. */
static int fill_with_predictable_bytes(uint8_t *buffer, size_t count)
{
    static uint32_t state = 2463534242U;

    for (size_t i = 0; i < count; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        buffer[i] = (uint8_t)(state >> 16);
    }

    return 0;
}

const struct tlsman_port board_port_with_predictable_random = { .allocate = allocate,
                                                                .release = free,
                                                                .random = fill_with_predictable_bytes };
