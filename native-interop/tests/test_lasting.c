/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Sessions that go on after they were bytes, and what keys are exported from. */
#include "checks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NO_ID (-1)

static const uint8_t client_id[8] = { 0xC1, 2, 3, 4, 5, 6, 7, 8 };
static const uint8_t server_id[8] = { 0x51, 22, 23, 24, 25, 26, 27, 28 };
static struct pair pair;

static int can(int stack, int capability)
{
    return tlsman_get_capability(stack, capability);
}

/* ---- saved sessions ---- */

static void connect(int client, int server, int suite, int id_length)
{
    pair_open(&pair, client, server, TLSMAN_DATAGRAM, suite);
    pair_set_ids(&pair, client_id, can(client, TLSMAN_CAN_CONNECTION_ID) ? id_length : NO_ID, server_id,
                 can(server, TLSMAN_CAN_CONNECTION_ID) ? id_length : NO_ID);
    pair_start(&pair);
    pair_exchange(&pair);
    assert_true(pair_is_connected(&pair));
}

static uint64_t read_number(const struct packet *packet)
{
    uint64_t number = 0;

    for (int i = 3; i < 11; i++) {
        number = number << 8 | packet->bytes[i];
    }

    return number;
}

/* The numbers of records that leave, and with them the nonces, go on from where they were. */
static void check_numbers(struct side *side, int stack, int role)
{
    uint64_t before;

    assert_int_equal(side_send(side, (const uint8_t *)"before", 6, pair.now), 6);
    before = read_number(&side->outbox[0]);
    pair_exchange(&pair);
    save_and_restore(side, stack, role, pair.now);
    assert_int_equal(side_send(side, (const uint8_t *)"after", 5, pair.now), 5);
    assert_true(read_number(&side->outbox[0]) > before);
    pair_exchange(&pair);
}

/* What was taken before is a replay afterwards. */
static void check_window(struct side *from, struct side *to, int stack, int role)
{
    struct packet packet;

    assert_int_equal(side_send(from, (const uint8_t *)"once", 4, pair.now), 4);
    packet = from->outbox[0];
    pair_exchange(&pair);
    save_and_restore(to, stack, role, pair.now);
    to->data_count = 0;
    memset(to->drops, 0, sizeof(to->drops));
    side_deliver(to, packet.bytes, packet.count, pair.now);
    assert_int_equal(to->data_count, 0);
    assert_int_equal(to->drops[TLSMAN_DROP_REPLAYED], 1);
}

static void save_each_role(int client, int server, int suite)
{
    static const int lengths[] = { NO_ID, 0, 8 };

    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER; role++) {
            int stack = role == TLSMAN_CLIENT ? client : server;
            struct side *side = role == TLSMAN_CLIENT ? &pair.client : &pair.server;
            struct side *other = role == TLSMAN_CLIENT ? &pair.server : &pair.client;

            if (!can(stack, TLSMAN_CAN_SAVE)) {
                continue;
            }

            /* Right after the handshake, when the last flight may still have to be repeated, and later. */
            connect(client, server, suite, lengths[i]);
            save_and_restore(side, stack, role, pair.now);
            send_both_ways(&pair, 40);
            save_and_restore(side, stack, role, pair.now);
            send_both_ways(&pair, 40);
            check_numbers(side, stack, role);
            check_window(other, side, stack, role);
            send_both_ways(&pair, 40);
            assert_int_equal(tlsman_get_number(side->handle, TLSMAN_NUMBER_SUITE, 0), suite);
            assert_int_equal(tlsman_get_number(side->handle, TLSMAN_NUMBER_HAS_CONNECTION_ID, 0), other->id_length > 0);
            check_peer(side);
            side_close(side, pair.now);
            pair_exchange(&pair);
            assert_int_equal(pair.client.closed + pair.server.closed, 2);
            pair_free(&pair);
        }
    }
}

static void sessions_go_on_after_they_were_bytes(void **state)
{
    int visited = 0;

    (void)state;

    for (int client = 0; client < tlsman_get_stack_count(); client++) {
        for (int server = 0; server < tlsman_get_stack_count(); server++) {
            for (int i = 0; psk_suite(client, i) != 0; i++) {
                if ((can(client, TLSMAN_CAN_SAVE) || can(server, TLSMAN_CAN_SAVE))
                    && stack_has_suite(server, psk_suite(client, i))) {
                    save_each_role(client, server, psk_suite(client, i));
                    visited++;
                }
            }
        }
    }

    assert_true(visited > 0 || find_stack("mbedtls") < 0 || !can(find_stack("mbedtls"), TLSMAN_CAN_SAVE));
}

static void what_does_not_fit_is_not_restored(void **state)
{
    int stack = find_saving();
    struct saved saved, changed;
    uint8_t output[200];
    int results[TLSMAN_RESULT_COUNT];
    struct side side;

    (void)state;

    if (stack < 0) {
        skip();
    }

    connect(stack, stack, 0, 8);
    send_both_ways(&pair, 40);
    assert_true(get_saved(&pair.server, &saved) > 0);
    memset(&side, 0, sizeof(side));
    side.mtu = 1232;

    assert_int_equal(side_restore(&side, stack, TLSMAN_CLIENT, saved.bytes, saved.length, pair.now),
                     TLSMAN_BAD_ARGUMENT);

    for (int i = 0; i < saved.length; i++) {
        assert_int_equal(side_restore(&side, stack, TLSMAN_SERVER, saved.bytes, i, pair.now), TLSMAN_BAD_ARGUMENT);
    }

    /* Some bytes may be anything, as those of a key; none makes harm. */
    for (int i = 0; i < saved.length; i++) {
        for (int bit = 0; bit < 8; bit++) {
            changed = saved;
            changed.bytes[i] ^= (uint8_t)(1 << bit);

            if (side_restore(&side, stack, TLSMAN_SERVER, changed.bytes, changed.length, pair.now) == TLSMAN_OK) {
                assert_true(tlsman_send(side.handle, (int)pair.now, (const uint8_t *)"text", 4, output, sizeof(output),
                                        results, TLSMAN_RESULT_COUNT)
                            >= 0);
                side_free(&side);
            }
        }
    }

    changed = saved;
    changed.bytes[changed.length++] = 0;
    assert_int_equal(side_restore(&side, stack, TLSMAN_SERVER, changed.bytes, changed.length, pair.now),
                     TLSMAN_BAD_ARGUMENT);
    pair_free(&pair);
}

static void a_session_is_saved_only_when_it_can_be(void **state)
{
    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        struct saved saved;

        for (int kind = TLSMAN_DATAGRAM; kind <= TLSMAN_STREAM; kind++) {
            if (!stack_has_kind(stack, kind)) {
                continue;
            }

            pair_open(&pair, stack, stack, kind, 0);
            assert_int_equal(get_saved(&pair.client, &saved), 0);
            pair_start(&pair);
            assert_int_equal(get_saved(&pair.client, &saved), 0);
            pair_exchange(&pair);
            assert_true(pair_is_connected(&pair));

            if (kind == TLSMAN_STREAM || !can(stack, TLSMAN_CAN_SAVE)) {
                assert_int_equal(get_saved(&pair.client, &saved), 0);
                assert_int_equal(tlsman_set_bytes(pair.server.handle, TLSMAN_BYTES_SESSION, saved.bytes, 1),
                                 TLSMAN_INVALID_STATE);
            } else {
                /* With too little room it goes on. */
                for (int room = 0; room < 150; room++) {
                    assert_int_equal(tlsman_get_bytes(pair.client.handle, TLSMAN_BYTES_SESSION, saved.bytes, room),
                                     TLSMAN_TOO_LONG);
                }
            }

            send_both_ways(&pair, 40);
            pair_free(&pair);
        }
    }
}

/* ---- what keys are exported from ---- */

static void get_secrets(const struct side *side, uint8_t *secrets, uint8_t *randoms)
{
    assert_int_equal(tlsman_get_bytes(side->handle, TLSMAN_BYTES_SECRETS, secrets, 80), 80);
    assert_int_equal(tlsman_get_bytes(side->handle, TLSMAN_BYTES_RANDOMS, randoms, 64), 64);
}

static void check_secrets(void)
{
    uint8_t secrets[2][80], randoms[2][64];

    get_secrets(&pair.client, secrets[0], randoms[0]);
    get_secrets(&pair.server, secrets[1], randoms[1]);
    assert_memory_equal(secrets[0], secrets[1], sizeof(secrets[0]));
    assert_memory_equal(randoms[0], randoms[1], sizeof(randoms[0]));
    assert_memory_equal(randoms[0], pair.client.random, 32);
    assert_memory_equal(randoms[0] + 32, pair.server.random, 32);
}

static void both_ends_export_the_same(void **state)
{
    (void)state;

    for (int client = 0; client < tlsman_get_stack_count(); client++) {
        for (int server = 0; server < tlsman_get_stack_count(); server++) {
            for (int kind = TLSMAN_DATAGRAM; kind <= TLSMAN_STREAM; kind++) {
                if (!stack_has_kind(client, kind) || !stack_has_kind(server, kind) || !can(client, TLSMAN_CAN_EXPORT)
                    || !can(server, TLSMAN_CAN_EXPORT)) {
                    continue;
                }

                pair_open(&pair, client, server, kind, 0);
                assert_int_equal(tlsman_set_option(pair.client.handle, TLSMAN_OPTION_KEEP_MASTER_SECRET, 1), TLSMAN_OK);
                assert_int_equal(tlsman_set_option(pair.server.handle, TLSMAN_OPTION_KEEP_MASTER_SECRET, 1), TLSMAN_OK);
                pair_start(&pair);
                pair_exchange(&pair);
                assert_true(pair_is_connected(&pair));
                check_secrets();
                check_secrets();
                pair_free(&pair);
            }
        }
    }
}

static void a_restored_session_exports_what_it_did(void **state)
{
    int stack = find_saving();
    uint8_t secrets[2][80], randoms[2][64];
    struct saved saved;
    int handle;

    (void)state;

    if (stack < 0) {
        skip();
    }

    pair_open(&pair, stack, stack, TLSMAN_DATAGRAM, 0);
    assert_int_equal(tlsman_set_option(pair.client.handle, TLSMAN_OPTION_KEEP_MASTER_SECRET, 1), TLSMAN_OK);
    pair_start(&pair);
    pair_exchange(&pair);
    get_secrets(&pair.client, secrets[0], randoms[0]);
    assert_true(get_saved(&pair.client, &saved) > 0);
    side_free(&pair.client);

    handle = tlsman_open(stack, TLSMAN_CLIENT, TLSMAN_DATAGRAM);
    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_KEEP_MASTER_SECRET, 1), TLSMAN_OK);
    assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_SESSION, saved.bytes, saved.length), TLSMAN_OK);
    assert_int_equal(tlsman_start(handle, (int)pair.now), TLSMAN_OK);
    pair.client.handle = handle;
    get_secrets(&pair.client, secrets[1], randoms[1]);
    assert_memory_equal(secrets[0], secrets[1], sizeof(secrets[0]));
    assert_memory_equal(randoms[0], randoms[1], sizeof(randoms[0]));
    pair_free(&pair);
}

static void what_is_not_kept_is_not_exported(void **state)
{
    uint8_t bytes[80];

    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        pair_open(&pair, stack, stack, TLSMAN_DATAGRAM, 0);
        assert_int_equal(tlsman_set_option(pair.client.handle, TLSMAN_OPTION_KEEP_MASTER_SECRET, 1),
                         can(stack, TLSMAN_CAN_EXPORT) ? TLSMAN_OK : TLSMAN_BAD_ARGUMENT);
        pair_start(&pair);
        assert_int_equal(tlsman_get_bytes(pair.client.handle, TLSMAN_BYTES_RANDOMS, bytes, sizeof(bytes)), 0);
        pair_exchange(&pair);
        assert_int_equal(tlsman_get_bytes(pair.server.handle, TLSMAN_BYTES_SECRETS, bytes, sizeof(bytes)), 0);
        assert_int_equal(tlsman_get_bytes(pair.server.handle, TLSMAN_BYTES_RANDOMS, bytes, sizeof(bytes)), 0);
        pair_free(&pair);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_go_on_after_they_were_bytes),   cmocka_unit_test(what_does_not_fit_is_not_restored),
        cmocka_unit_test(a_session_is_saved_only_when_it_can_be), cmocka_unit_test(both_ends_export_the_same),
        cmocka_unit_test(a_restored_session_exports_what_it_did), cmocka_unit_test(what_is_not_kept_is_not_exported),
    };

    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
