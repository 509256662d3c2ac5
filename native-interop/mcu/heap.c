/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * The heap, first fit, that knows who holds how much. It stands in for newlib's, because some stacks call malloc()
 * themselves, and it has the same header of 8 bytes, so that its figures are those of an image with newlib-nano's
 * malloc.
 */
#include "board.h"

#include <errno.h>
#include <reent.h>
#include <stdlib.h>
#include <string.h>

#define HEAP_SIZE (512U * 1024U)
#define UNIT 8U

struct block {
    uint32_t size;  /* of the whole block, a multiple of UNIT */
    uint32_t owner; /* HEAP_OWNERS if it is free */
};

_Static_assert(sizeof(struct block) == UNIT, "what follows a block's header is aligned like the block");

static union {
    struct block first;
    uint64_t alignment;
    uint8_t bytes[HEAP_SIZE];
} heap;

static enum heap_owner current = HEAP_OTHER;
static size_t used[HEAP_OWNERS];
static size_t peak[HEAP_OWNERS];
static uint32_t allocations;

static struct block *next_of(struct block *block)
{
    return (struct block *)(void *)((uint8_t *)block + block->size);
}

static int is_end(const struct block *block)
{
    return (const uint8_t *)block >= heap.bytes + HEAP_SIZE;
}

void *malloc(size_t size)
{
    uint32_t wanted;

    if (heap.first.size == 0) {
        heap.first.size = HEAP_SIZE;
        heap.first.owner = HEAP_OWNERS;
    }

    if (size > HEAP_SIZE) {
        return NULL;
    }

    wanted = UNIT + (uint32_t)((size + UNIT - 1) / UNIT * UNIT);

    for (struct block *block = &heap.first; !is_end(block); block = next_of(block)) {
        if (block->owner != HEAP_OWNERS) {
            continue;
        }

        while (!is_end(next_of(block)) && next_of(block)->owner == HEAP_OWNERS) {
            block->size += next_of(block)->size;
        }

        if (block->size < wanted) {
            continue;
        }

        if (block->size > wanted) {
            struct block *rest = (struct block *)(void *)((uint8_t *)block + wanted);

            rest->size = block->size - wanted;
            rest->owner = HEAP_OWNERS;
            block->size = wanted;
        }

        block->owner = (uint32_t)current;
        used[current] += wanted;
        peak[current] = used[current] > peak[current] ? used[current] : peak[current];
        allocations++;
        return block + 1;
    }

    return NULL;
}

void free(void *memory)
{
    struct block *block = (struct block *)memory - 1;

    if (memory == NULL) {
        return;
    }

    if (block->owner >= HEAP_OWNERS) {
        abort(); /* it is free already, or it never came from here */
    }

    used[block->owner] -= block->size;
    block->owner = HEAP_OWNERS;
}

void *calloc(size_t count, size_t size)
{
    void *memory = size != 0 && count > HEAP_SIZE / size ? NULL : malloc(count * size);

    if (memory != NULL) {
        memset(memory, 0, count * size);
    }

    return memory;
}

void *realloc(void *memory, size_t size)
{
    void *grown = malloc(size);

    if (grown != NULL && memory != NULL) {
        size_t old = ((struct block *)memory - 1)->size - UNIT;

        memcpy(grown, memory, old < size ? old : size);
        free(memory);
    }

    return grown;
}

/* The names by which newlib's own functions call the above. */
void *_malloc_r(struct _reent *reent, size_t size)
{
    (void)reent;
    return malloc(size);
}

void _free_r(struct _reent *reent, void *memory)
{
    (void)reent;
    free(memory);
}

void *_realloc_r(struct _reent *reent, void *memory, size_t size)
{
    (void)reent;
    return realloc(memory, size);
}

void *_calloc_r(struct _reent *reent, size_t count, size_t size)
{
    (void)reent;
    return calloc(count, size);
}

void heap_set_owner(enum heap_owner owner)
{
    current = owner;
}

size_t heap_get_used(enum heap_owner owner)
{
    return used[owner];
}

size_t heap_get_peak(enum heap_owner owner)
{
    return peak[owner];
}

uint32_t heap_get_allocations(void)
{
    return allocations;
}

void heap_restart(void)
{
    memcpy(peak, used, sizeof(peak));
    allocations = 0;
}
