/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

#include "checks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

void send_both_ways(struct pair *pair, size_t count)
{
    static uint8_t round;
    static uint8_t bytes[PAIR_MAX_DATAGRAM];

    round++;

    for (size_t i = 0; i < count; i++) {
        bytes[i] = (uint8_t)(i * 7 + count + round);
    }

    pair->client.data_count = pair->server.data_count = 0;
    assert_int_equal(side_send(&pair->client, bytes, count, pair->now), (int)count);
    pair_exchange(pair);
    assert_int_equal(pair->server.data_count, count);
    assert_memory_equal(pair->server.data, bytes, count);
    assert_int_equal(side_send(&pair->server, bytes, count, pair->now), (int)count);
    pair_exchange(pair);
    assert_int_equal(pair->client.data_count, count);
    assert_memory_equal(pair->client.data, bytes, count);
}

void check_peer(const struct side *side)
{
    uint8_t identity[TLSMAN_MAX_IDENTITY];

    assert_int_equal(tlsman_get_bytes(side->handle, TLSMAN_BYTES_IDENTITY, identity, sizeof(identity)),
                     (int)sizeof(pair_identity));
    assert_memory_equal(identity, pair_identity, sizeof(pair_identity));
    assert_int_equal(tlsman_get_number(side->handle, TLSMAN_NUMBER_CREDENTIAL_TAG, 0), 7);
}

int find_saving(void)
{
    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        if (tlsman_get_capability(stack, TLSMAN_CAN_SAVE)) {
            return stack;
        }
    }

    return -1;
}

int get_saved(struct side *side, struct saved *saved)
{
    saved->length = tlsman_get_bytes(side->handle, TLSMAN_BYTES_SESSION, saved->bytes, sizeof(saved->bytes));
    return saved->length;
}

int side_restore(struct side *side, int stack, int role, const uint8_t *bytes, int length, uint32_t now)
{
    int handle = tlsman_open(stack, role, TLSMAN_DATAGRAM);
    int status = tlsman_set_bytes(handle, TLSMAN_BYTES_SESSION, bytes, length);

    status = status == TLSMAN_OK ? tlsman_start(handle, (int)now) : status;

    if (status == TLSMAN_OK) {
        side->handle = handle;
        side->connected = 0;
        side_drain(side, now);
        assert_int_equal(side->connected, 1);
    } else {
        assert_int_equal(tlsman_free(handle), TLSMAN_OK);
    }

    return status;
}

void save_and_restore(struct side *side, int stack, int role, uint32_t now)
{
    struct saved saved;
    uint8_t byte = 0;

    assert_true(get_saved(side, &saved) > 0);

    /* It is over here, and nothing leaves. */
    assert_int_equal(side_send(side, &byte, 1, now), TLSMAN_ENDED);
    side_close(side, now);
    assert_int_equal(side->closed + side->failed + side->outbox_count, 0);
    assert_int_equal(get_saved(side, &(struct saved){ 0 }), 0);
    side_free(side);
    assert_int_equal(side_restore(side, stack, role, saved.bytes, saved.length, now), TLSMAN_OK);
}
