/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Sessions that are bytes in the meantime, and bytes that somebody changed.
 */
#include "world.h"

#include <stdlib.h>
#include <string.h>

static int open_saved(const struct world *world, int role, const uint8_t *bytes, int count)
{
    int handle = tlsman_open(world->stack, role, world->kind);

    world_promise(handle > 0, "a session can be made");

    if (tlsman_set_bytes(handle, TLSMAN_BYTES_SESSION, bytes, count) != TLSMAN_OK
        || tlsman_start(handle, (int)world->now) != TLSMAN_OK) {
        tlsman_free(handle);
        return 0;
    }

    return handle;
}

static int save(struct world *world, int role, uint8_t *bytes)
{
    struct side *side = &world->sides[role];
    int count = 0;

    if (side->connected && !side->closed && !side->failed && !side->is_closing) {
        count = tlsman_get_bytes(side->handle, TLSMAN_BYTES_SESSION, bytes, TLSMAN_MAX_SESSION);
    }

    return count;
}

static void go_on(struct world *world, int role, const uint8_t *bytes, int count)
{
    struct side *side = &world->sides[role];

    world_poll(world, role);
    tlsman_free(side->handle);
    side->handle = open_saved(world, role, bytes, count);
    world_promise(side->handle > 0, "what was saved is opened");
    side->connected = 0;
    world_poll(world, role);
    world_promise(side->connected, "what was saved is connected");
}

int world_restore(struct world *world, int role)
{
    static uint8_t bytes[TLSMAN_MAX_SESSION];
    int count = save(world, role, bytes);

    if (count <= 0) {
        return 0;
    }

    go_on(world, role, bytes, count);
    return 1;
}

void world_damage_saved(struct world *world, int role, size_t place, uint8_t value, int is_cut)
{
    static uint8_t bytes[TLSMAN_MAX_SESSION], output[LONGEST_PACKET];
    int results[TLSMAN_RESULT_COUNT];
    int count = save(world, role, bytes);
    uint8_t *copy;
    size_t length;
    int handle;

    if (count <= 0) {
        return;
    }

    place %= (size_t)count;
    length = is_cut ? place : (size_t)count;
    copy = malloc(length > 0 ? length : 1);
    world_promise(copy != NULL, "there is memory for the test");
    memcpy(copy, bytes, length);

    if (!is_cut) {
        copy[place] = value;
    }

    handle = open_saved(world, role, copy, (int)length);
    free(copy);

    if (handle > 0) {
        struct packet *packet = &world->history[0];

        tlsman_send(handle, (int)world->now, world_marker, sizeof(world_marker), output, sizeof(output), results,
                    TLSMAN_RESULT_COUNT);
        tlsman_poll(handle, (int)world->now, packet->bytes, 0, (int)packet->count, output, sizeof(output), results,
                    TLSMAN_RESULT_COUNT);
        tlsman_free(handle);
    }

    go_on(world, role, bytes, count);
}
