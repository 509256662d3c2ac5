/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * The platform as wolfSSL sees it: memory from the port, wiped when it is given back; random bytes of the session that
 * is under way; no clock.
 */
#include "private.h"

#include <stdalign.h>
#include <string.h>

static TLSMAN_THREAD_LOCAL tlsman_session *current;

/* The size stands before the memory, so that all of it can be wiped, and moved. */
struct block {
    size_t size;
    alignas(max_align_t) unsigned char memory[];
};

void wolfssl_enter(struct wolfssl_state *state, tlsman_session *session)
{
    state->session = session;
    current = session;
}

void wolfssl_leave(struct wolfssl_state *state)
{
    state->session = NULL;
    current = NULL;
}

static struct block *get_block(void *memory)
{
    return (struct block *)(void *)((unsigned char *)memory - offsetof(struct block, memory));
}

void *tlsman_wolfssl_malloc(size_t size)
{
    struct block *block = size > SIZE_MAX - sizeof(struct block) ? NULL : tlsman_allocate(sizeof(struct block) + size);

    if (block == NULL) {
        return NULL;
    }

    block->size = size;
    return block->memory;
}

void tlsman_wolfssl_free(void *memory)
{
    if (memory != NULL) {
        struct block *block = get_block(memory);

        tlsman_release(block, sizeof(struct block) + block->size);
    }
}

void *tlsman_wolfssl_realloc(void *memory, size_t size)
{
    void *grown = tlsman_wolfssl_malloc(size);

    if (grown != NULL && memory != NULL) {
        size_t old = get_block(memory)->size;

        memcpy(grown, memory, old < size ? old : size);
        tlsman_wolfssl_free(memory);
    }

    return grown;
}

int tlsman_wolfssl_random(unsigned char *output, unsigned int size)
{
    return current == NULL ? -1 : tlsman_random(current, output, size);
}

/* Tickets and the session cache are what the library measures time for, and neither is compiled in. */
word32 LowResTimer(void)
{
    return 0;
}

#if defined(TLSMAN_TLS13) && LIBWOLFSSL_VERSION_HEX >= WOLFSSL_5_9_2
/* DTLS 1.3 measures with it when a flight was repeated last. */
sword64 TimeNowInMilliseconds(void)
{
    return 0;
}
#endif
