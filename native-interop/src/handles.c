/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Handles. A handle is the place in a table and a count that differs for every use of that place, so that a stale one finds nothing, and neither does
 * one from before a reset: a board's managed program starts anew while these statics live on.
 */
#include "core.h"

#include <string.h>

#define PLACE_BITS 14
#define PLACE_MASK ((1 << PLACE_BITS) - 1)
#define COUNT_MASK 0x1FFFF /* what is left of a positive number of 32 bits */
#define FIRST_SIZE 8

struct slot {
    void *object;
    uint32_t count;
    enum tlsman_slot_kind kind;
};

static const struct tlsman_port *port;
static struct slot *slots;
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
    volatile uint8_t *bytes = memory;

    /* Through a volatile pointer, for a compiler may leave out a memset of what is never read again. */
    while (size > 0) {
        bytes[--size] = 0;
    }
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
    size_t larger = slot_count == 0 ? FIRST_SIZE : 2 * slot_count;
    struct slot *grown;

    if (larger > PLACE_MASK) {
        return 0;
    }

    grown = tlsman_allocate(larger * sizeof(struct slot));

    if (grown == NULL) {
        return 0;
    }

    if (slot_count > 0) {
        memcpy(grown, slots, slot_count * sizeof(struct slot));
    }

    for (size_t i = slot_count; i < larger; i++) {
        grown[i].count = generation;
    }

    tlsman_release(slots, slot_count * sizeof(struct slot));
    slots = grown;
    slot_count = larger;
    return 1;
}

int tlsman_handle_add(enum tlsman_slot_kind kind, void *object)
{
    int handle = TLSMAN_NO_MEMORY;
    size_t place = 0;

    lock();

    while (place < slot_count && slots[place].kind != TLSMAN_SLOT_FREE) {
        place++;
    }

    if (place < slot_count || grow()) {
        slots[place].kind = kind;
        slots[place].object = object;
        slots[place].count = (slots[place].count + 1) & COUNT_MASK;
        handle = (int)(slots[place].count << PLACE_BITS) | (int)(place + 1);
    }

    unlock();
    return handle;
}

static struct slot *find(enum tlsman_slot_kind kind, int handle)
{
    size_t place = (size_t)(handle & PLACE_MASK) - 1;

    if (handle <= 0 || place >= slot_count || slots[place].kind != kind || slots[place].count != (uint32_t)handle >> PLACE_BITS) {
        return NULL;
    }

    return &slots[place];
}

void *tlsman_handle_get(enum tlsman_slot_kind kind, int handle)
{
    struct slot *slot;
    void *object;

    if (port == NULL) {
        return NULL;
    }

    lock();
    slot = find(kind, handle);
    object = slot == NULL ? NULL : slot->object;
    unlock();
    return object;
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
        if (slots[i].kind != TLSMAN_SLOT_FREE) {
            object = slots[i].object;
            *kind = slots[i].kind;
            slots[i].kind = TLSMAN_SLOT_FREE;
            slots[i].object = NULL;
        }
    }

    unlock();
    return object;
}

void tlsman_handle_new_generation(void)
{
    lock();

    /* A step that no number of sessions of one program gets past by accident, and that is odd, so that it comes by all counts. */
    generation = (generation + 4099) & COUNT_MASK;

    for (size_t i = 0; i < slot_count; i++) {
        slots[i].count = (slots[i].count + 4099) & COUNT_MASK;
    }

    unlock();
}
