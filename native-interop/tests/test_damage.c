/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Damaged handshakes, under sanitizers: every byte of every packet changed, every packet cut at every length, every
 * packet sent twice. Over datagrams the true one follows, as a peer's repetition would; whatever the damage did, both
 * sides come to an end in time, and never with wrong data.
 */
#include "pair.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define MOST_PACKETS 16

static struct pair pair;

enum damage { FLIP, CUT, DOUBLE };

struct attack {
    enum damage damage;
    int packet; /* the number of the packet, of both sides together */
    size_t place;
    int has_hit;
    int is_beyond; /* the packet has no such place, so there is nothing more to try */
};

static int has_ended(const struct side *side)
{
    return side->closed || side->failed;
}

static void deliver_damaged(struct side *to, const struct packet *packet, struct attack *attack)
{
    static struct packet damaged;

    damaged = *packet;
    attack->has_hit = 1;

    switch (attack->damage) {
        case FLIP:
            attack->is_beyond = attack->place >= packet->count;
            damaged.bytes[attack->place % sizeof(damaged.bytes)] ^= (uint8_t)(1U << attack->place % 8);
            break;
        case CUT:
            attack->is_beyond = attack->place >= packet->count;
            damaged.count = attack->place < packet->count ? attack->place : packet->count;
            break;
        case DOUBLE:
            attack->is_beyond = attack->place > 0;
            break;
    }

    side_deliver(to, damaged.bytes, damaged.count, pair.now);
}

/* Carries one packet of one side, and damages it if it is the one. */
static int carry(struct side *from, struct side *to, struct attack *attack, int *number)
{
    static struct packet packet;

    if (!side_take(from, &packet)) {
        return 0;
    }

    if ((*number)++ == attack->packet) {
        deliver_damaged(to, &packet, attack);

        if (pair.client.kind == TLSMAN_STREAM) {
            return 1;
        }
    }

    side_deliver(to, packet.bytes, packet.count, pair.now);
    return 1;
}

static void open_pair(int stack, int kind, int has_keys)
{
    if (has_keys) {
        pair_open_keyed(&pair, stack, stack, kind, 0);
    } else {
        pair_open(&pair, stack, stack, kind, 0);
    }
}

static void run(int stack, int kind, int has_keys, struct attack *attack)
{
    static const uint8_t data[] = "attack at dawn";
    uint32_t end;
    int number = 0;

    attack->has_hit = 0;
    attack->is_beyond = 0;
    open_pair(stack, kind, has_keys);
    pair_start(&pair);
    end = pair.now + 31000;

    while (!(pair_is_connected(&pair) || (has_ended(&pair.client) && has_ended(&pair.server)))
           && !is_due(end, pair.now)) {
        if (!(carry(&pair.client, &pair.server, attack, &number)
              | carry(&pair.server, &pair.client, attack, &number))) {
            pair.now += 500;
            side_drain(&pair.client, pair.now);
            side_drain(&pair.server, pair.now);
        }
    }

    if (pair_is_connected(&pair)) {
        pair_exchange(&pair);
        side_send(&pair.client, data, sizeof(data), pair.now);
        pair_exchange(&pair);
        assert_true(pair.server.data_count == 0 || memcmp(pair.server.data, data, sizeof(data)) == 0);
    } else {
        /* An end for both, in time. */
        assert_true(has_ended(&pair.client) || pair.client.connected);
        assert_true(has_ended(&pair.server) || pair.server.connected);
        assert_true(has_ended(&pair.client) || has_ended(&pair.server));
    }

    pair_free(&pair);
}

/* What has public keys takes its time, so that of its bytes one in a prime number is enough. */
#define KEYED_STRIDE 13

static void try_all(int kind, enum damage damage, int has_keys)
{
    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        int hits = 0;

        if (!stack_has_kind(stack, kind) || (has_keys && !stack_has_keys(stack))) {
            continue;
        }

        for (int packet = 0; packet < MOST_PACKETS; packet++) {
            struct attack attack = { .damage = damage, .packet = packet };

            do {
                run(stack, kind, has_keys, &attack);
                hits += attack.has_hit;
                attack.place += has_keys ? KEYED_STRIDE : 1;
            } while (attack.has_hit && !attack.is_beyond);

            if (!attack.has_hit) {
                break;
            }
        }

        print_message("%s: %d damaged handshakes\n", stack_name(stack), hits);
        assert_true(hits > (damage == DOUBLE ? 5 : has_keys ? 60 : 200));
    }
}

static void every_byte_of_a_datagram_may_be_wrong(void **state)
{
    (void)state;
    try_all(TLSMAN_DATAGRAM, FLIP, 0);
    try_all(TLSMAN_DATAGRAM, FLIP, 1);
}

static void a_datagram_may_be_cut_anywhere(void **state)
{
    (void)state;
    try_all(TLSMAN_DATAGRAM, CUT, 0);
    try_all(TLSMAN_DATAGRAM, CUT, 1);
}

static void a_datagram_may_come_twice(void **state)
{
    (void)state;
    try_all(TLSMAN_DATAGRAM, DOUBLE, 0);
    try_all(TLSMAN_DATAGRAM, DOUBLE, 1);
}

static void every_byte_of_a_stream_may_be_wrong(void **state)
{
    (void)state;
    try_all(TLSMAN_STREAM, FLIP, 0);
    try_all(TLSMAN_STREAM, FLIP, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_of_a_datagram_may_be_wrong),
        cmocka_unit_test(a_datagram_may_be_cut_anywhere),
        cmocka_unit_test(a_datagram_may_come_twice),
        cmocka_unit_test(every_byte_of_a_stream_may_be_wrong),
    };

    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
