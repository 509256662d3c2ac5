/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Handles. A handle is the place in a table and a count that differs for every use of that place, so that a stale one
 * finds nothing, and neither does one from before a reset: a board's managed program starts anew while these statics
 * live on.
 */
#include "core.h"

#include <stdatomic.h>
#include <string.h>

/*
 * How many sessions and ciphers there may be at once; a place takes memory only when it is used, but its chunk's
 * pointer always does.
 */
#ifndef TLSMAN_MAX_HANDLES
#define TLSMAN_MAX_HANDLES 1024
#endif

#define PLACE_BITS 14
#define PLACE_MASK ((1 << PLACE_BITS) - 1)
#define COUNT_MASK 0x1FFFF /* what is left of a positive number of 32 bits */
#define CHUNK_SIZE 16
#define CHUNKS (TLSMAN_MAX_HANDLES / CHUNK_SIZE)
/* no number of sessions of one program gets past it by accident; odd, so that it comes by all counts */
#define GENERATION_STEP 4099

struct slot {
    void *object;
    uint32_t count;
    enum tlsman_slot_kind kind;
};

static const struct tlsman_port *port;

/*
 * Chunks never move, so a handle can be looked up while another thread adds one. Only adding, removing and the reset
 * take the lock.
 */
static struct slot *_Atomic chunks[CHUNKS];
static size_t slot_count;
static uint32_t generation;

static void lock(void)
{
    if (port->lock != NULL) {
        port->lock();
    }
}

static void unlock(void)
{
    if (port->unlock != NULL) {
        port->unlock();
    }
}

static struct slot *get_slot(size_t place)
{
    return &atomic_load_explicit(&chunks[place / CHUNK_SIZE], memory_order_acquire)[place % CHUNK_SIZE];
}

void tlsman_set_port(const struct tlsman_port *given)
{
    port = given;
}

const struct tlsman_port *tlsman_get_port(void)
{
    return port;
}

void *tlsman_allocate(size_t size)
{
    return port->allocate(size);
}

void tlsman_wipe(void *memory, size_t size)
{
    /* A compiler may leave out a memset of what is never read again, but not a call of it knows not what. */
    static void *(*volatile const set)(void *, int, size_t) = memset;

    set(memory, 0, size);
}

void tlsman_release(void *memory, size_t size)
{
    if (memory != NULL) {
        tlsman_wipe(memory, size);
        port->release(memory);
    }
}

static int grow(void)
{
    struct slot *chunk;

    if (slot_count == CHUNKS * CHUNK_SIZE) {
        return 0;
    }

    chunk = tlsman_allocate(CHUNK_SIZE * sizeof(struct slot));

    if (chunk == NULL) {
        return 0;
    }

    for (size_t i = 0; i < CHUNK_SIZE; i++) {
        chunk[i].count = generation;
    }

    atomic_store_explicit(&chunks[slot_count / CHUNK_SIZE], chunk, memory_order_release);
    slot_count += CHUNK_SIZE;
    return 1;
}

int tlsman_handle_add(enum tlsman_slot_kind kind, void *object)
{
    int handle = TLSMAN_NO_MEMORY;
    size_t place = 0;

    lock();

    while (place < slot_count && get_slot(place)->kind != TLSMAN_SLOT_FREE) {
        place++;
    }

    if (place < slot_count || grow()) {
        struct slot *slot = get_slot(place);

        slot->kind = kind;
        slot->object = object;
        slot->count = (slot->count + 1) & COUNT_MASK;
        handle = (int)(slot->count << PLACE_BITS) | (int)(place + 1);
    }

    unlock();
    return handle;
}

static struct slot *find(enum tlsman_slot_kind kind, int handle)
{
    size_t place = (size_t)(handle & PLACE_MASK) - 1;
    struct slot *slot;

    if (handle <= 0 || place >= CHUNKS * CHUNK_SIZE
        || atomic_load_explicit(&chunks[place / CHUNK_SIZE], memory_order_acquire) == NULL) {
        return NULL;
    }

    slot = get_slot(place);
    return slot->kind == kind && slot->count == (uint32_t)handle >> PLACE_BITS ? slot : NULL;
}

void *tlsman_handle_get(enum tlsman_slot_kind kind, int handle)
{
    struct slot *slot = find(kind, handle);

    return slot == NULL ? NULL : slot->object;
}

void *tlsman_handle_remove(enum tlsman_slot_kind kind, int handle)
{
    struct slot *slot;
    void *object = NULL;

    if (port == NULL) {
        return NULL;
    }

    lock();
    slot = find(kind, handle);

    if (slot != NULL) {
        object = slot->object;
        slot->kind = TLSMAN_SLOT_FREE;
        slot->object = NULL;
    }

    unlock();
    return object;
}

void *tlsman_handle_take_any(enum tlsman_slot_kind *kind)
{
    void *object = NULL;

    lock();

    for (size_t i = 0; i < slot_count && object == NULL; i++) {
        struct slot *slot = get_slot(i);

        if (slot->kind != TLSMAN_SLOT_FREE) {
            object = slot->object;
            *kind = slot->kind;
            slot->kind = TLSMAN_SLOT_FREE;
            slot->object = NULL;
        }
    }

    unlock();
    return object;
}

void tlsman_handle_new_generation(void)
{
    lock();
    generation = (generation + GENERATION_STEP) & COUNT_MASK;

    for (size_t i = 0; i < slot_count; i++) {
        get_slot(i)->count = (get_slot(i)->count + GENERATION_STEP) & COUNT_MASK;
    }

    unlock();
}
