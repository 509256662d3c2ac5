/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Connection IDs (RFC 9146): what is agreed on, what the records look like, and which records are taken. */
#include "checks.h"
#include "sealer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NO_ID (-1)
#define APPLICATION_DATA 23
#define CONNECTION_ID 25

static const uint8_t client_id[20] = { 0xC1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 };
static const uint8_t server_id[20] = { 0x51, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39 };
static const uint8_t text[] = "sealed by the test";

static struct pair pair;
static struct sealer sealer;

typedef void (*visitor)(int client, int server, int suite);

static int can(int stack)
{
    return tlsman_get_capability(stack, TLSMAN_CAN_CONNECTION_ID) == 1;
}

/* All pairs of which one at least can have connection IDs. */
static void visit_all(visitor visit)
{
    for (int client = 0; client < tlsman_get_stack_count(); client++) {
        for (int server = 0; server < tlsman_get_stack_count(); server++) {
            for (int i = 0; psk_suite(client, i) != 0; i++) {
                if ((can(client) || can(server)) && stack_has_suite(server, psk_suite(client, i))) {
                    visit(client, server, psk_suite(client, i));
                }
            }
        }
    }
}

static void open_pair(int client, int server, int suite, int client_length, int server_length)
{
    pair_open(&pair, client, server, TLSMAN_DATAGRAM, suite);

    if (tlsman_get_capability(client, TLSMAN_CAN_KEY_LOG) == 1) {
        assert_int_equal(tlsman_set_option(pair.client.handle, TLSMAN_OPTION_KEY_LOG, 1), TLSMAN_OK);
    }

    pair_set_ids(&pair, client_id, can(client) ? client_length : NO_ID, server_id, can(server) ? server_length : NO_ID);
}

static void connect(int client, int server, int suite, int client_length, int server_length)
{
    open_pair(client, server, suite, client_length, server_length);
    pair_start(&pair);
    pair_exchange(&pair);
    assert_true(pair_is_connected(&pair));
}

static void take_keys(int suite)
{
    uint8_t secrets[TLSMAN_RANDOM_LENGTH + TLSMAN_MASTER_SECRET_LENGTH];

    assert_int_equal(tlsman_get_bytes(pair.client.handle, TLSMAN_BYTES_SECRETS, secrets, sizeof(secrets)),
                     (int)sizeof(secrets));
    sealer_open(&sealer, TLSMAN_DATAGRAM, suite, secrets, pair.server.random);
    sealer.id_lengths[TLSMAN_CLIENT] = pair.client.id_length;
    sealer.id_lengths[TLSMAN_SERVER] = pair.server.id_length;
    memcpy(sealer.ids[TLSMAN_CLIENT], server_id, sizeof(server_id));
    memcpy(sealer.ids[TLSMAN_SERVER], client_id, sizeof(client_id));
}

static void check_side(const struct side *side, const struct side *peer, const uint8_t *own_id, int own_length,
                       const uint8_t *peer_id)
{
    uint8_t id[TLSMAN_MAX_PEER_CONNECTION_ID];

    if (own_length >= 0) {
        assert_int_equal(tlsman_get_bytes(side->handle, TLSMAN_BYTES_CONNECTION_ID, id, sizeof(id)), own_length);
        assert_memory_equal(id, own_id, (size_t)own_length);
    }

    /* What the peer sends carries ours. */
    assert_int_equal(tlsman_get_number(side->handle, TLSMAN_NUMBER_HAS_CONNECTION_ID, 0), peer->id_length > 0);
    assert_int_equal(tlsman_get_bytes(side->handle, TLSMAN_BYTES_PEER_CONNECTION_ID, id, sizeof(id)), side->id_length);
    assert_memory_equal(id, peer_id, side->id_length);
}

static void agree(int client, int server, int suite)
{
    static const int lengths[] = { NO_ID, 0, 1, 4, 8, 20 };

    for (size_t c = 0; c < sizeof(lengths) / sizeof(lengths[0]); c++) {
        for (size_t s = 0; s < sizeof(lengths) / sizeof(lengths[0]); s++) {
            int most;

            connect(client, server, suite, lengths[c], lengths[s]);
            check_side(&pair.client, &pair.server, client_id, can(client) ? lengths[c] : NO_ID, server_id);
            check_side(&pair.server, &pair.client, server_id, can(server) ? lengths[s] : NO_ID, client_id);
            most = tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_MAX_PAYLOAD, pair.client.mtu);
            send_both_ways(&pair, 1);
            send_both_ways(&pair, (size_t)(most < 1100 ? most : 1100));
            assert_int_equal(pair.server.newest > 0, pair.client.id_length > 0);
            assert_int_equal(pair.client.newest > 0, pair.server.id_length > 0);
            side_close(&pair.client, pair.now);
            pair_exchange(&pair);
            assert_int_equal(pair.client.closed + pair.server.closed, 2);
            pair_free(&pair);
        }
    }
}

static void lose_each(int client, int server, int suite)
{
    int sent_client, sent_server;

    connect(client, server, suite, 4, 8);
    sent_client = pair.client.sent;
    sent_server = pair.server.sent;
    pair_free(&pair);

    for (int lost = 0; lost < sent_client + sent_server; lost++) {
        open_pair(client, server, suite, 4, 8);
        pair.lost_client = lost < sent_client ? lost : -1;
        pair.lost_server = lost < sent_client ? -1 : lost - sent_client;
        pair_start(&pair);
        pair_run(&pair, pair.now + 20000);
        assert_true(pair_is_connected(&pair));
        send_both_ways(&pair, 32);
        pair_free(&pair);
    }
}

/* What the specification says is what the stack takes, with padding or without. */
static void sealed_records_arrive(int client, int server, int suite)
{
    uint8_t record[sizeof(text) + SEALER_MOST_EXPANSION + 64];

    if (!can(client) || !can(server)) {
        return;
    }

    connect(client, server, suite, 8, 20);
    take_keys(suite);

    for (sealer.padding = 0; sealer.padding <= 64; sealer.padding += 32) {
        for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER; role++) {
            struct side *side = role == TLSMAN_CLIENT ? &pair.server : &pair.client;
            size_t length =
                sealer_seal(&sealer, role, APPLICATION_DATA, 1, 100 + sealer.padding, text, sizeof(text), record);

            side->data_count = 0;
            side_deliver(side, record, length, pair.now);
            assert_int_equal(side->data_count, sizeof(text));
            assert_memory_equal(side->data, text, sizeof(text));
        }
    }

    sealer_free(&sealer);
    pair_free(&pair);
}

/* The peer is where a record came from only if that is authentic, and newer than all before. */
static void only_the_newest_counts(int client, int server, int suite)
{
    static const struct {
        unsigned number;
        int is_newest, is_taken;
    } steps[] = {
        { 100, 1, 1 }, { 100, 0, 0 }, { 99, 0, 1 }, { 101, 1, 1 }, { 98, 0, 1 }, { 101, 0, 0 }, { 500, 1, 1 }
    };
    uint8_t record[sizeof(text) + SEALER_MOST_EXPANSION];

    if (!can(server) || !can(client)) {
        return;
    }

    connect(client, server, suite, 0, 4);
    take_keys(suite);

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        size_t length =
            sealer_seal(&sealer, TLSMAN_CLIENT, APPLICATION_DATA, 1, steps[i].number, text, sizeof(text), record);

        pair.server.newest = 0;
        pair.server.data_count = 0;
        side_deliver(&pair.server, record, length, pair.now);
        assert_int_equal(pair.server.newest, steps[i].is_newest);
        assert_int_equal(pair.server.data_count, steps[i].is_taken ? sizeof(text) : 0);
    }

    assert_int_equal(pair.server.drops[TLSMAN_DROP_REPLAYED], 2);

    /* A forged one says nothing, however high its number. */
    record[sealer_seal(&sealer, TLSMAN_CLIENT, APPLICATION_DATA, 1, 900, text, sizeof(text), record) - 1] ^= 1;
    pair.server.newest = 0;
    side_deliver(&pair.server, record, 13 + 4 + 8 + sizeof(text) + 1 + (suite == 0xC0A8 ? 8 : 16), pair.now);
    assert_int_equal(pair.server.newest, 0);
    assert_int_equal(pair.server.drops[TLSMAN_DROP_BAD_MAC], 1);
    sealer_free(&sealer);
    pair_free(&pair);
}

static void expect_drop(struct side *side, const uint8_t *bytes, size_t count, enum tlsman_drop reason)
{
    memset(side->drops, 0, sizeof(side->drops));
    side->data_count = 0;
    side->newest = 0;
    side_deliver(side, bytes, count, pair.now);
    assert_int_equal(side->drops[reason], 1);
    assert_int_equal(side->data_count + (size_t)side->newest + (size_t)side->failed, 0);
}

static void others_are_dropped(int client, int server, int suite)
{
    uint8_t good[sizeof(text) + SEALER_MOST_EXPANSION], bad[sizeof(text) + SEALER_MOST_EXPANSION];
    size_t length, header = 13 + 4;

    if (!can(server) || !can(client)) {
        return;
    }

    connect(client, server, suite, NO_ID + 1, 4);
    take_keys(suite);
    length = sealer_seal(&sealer, TLSMAN_CLIENT, APPLICATION_DATA, 1, 100, text, sizeof(text), good);

    /* Each byte of the header. */
    for (size_t i = 0; i < header; i++) {
        static const enum tlsman_drop reasons[] = {
            TLSMAN_DROP_BAD_LENGTH, /* of another type, its length is read where the ID is */
            TLSMAN_DROP_WRONG_VERSION, TLSMAN_DROP_WRONG_VERSION, TLSMAN_DROP_WRONG_EPOCH,  TLSMAN_DROP_WRONG_EPOCH,
            TLSMAN_DROP_BAD_MAC,       TLSMAN_DROP_BAD_MAC,       TLSMAN_DROP_BAD_MAC,      TLSMAN_DROP_BAD_MAC,
            TLSMAN_DROP_BAD_MAC,       TLSMAN_DROP_BAD_MAC,       TLSMAN_DROP_UNKNOWN_TYPE, TLSMAN_DROP_UNKNOWN_TYPE,
            TLSMAN_DROP_UNKNOWN_TYPE,  TLSMAN_DROP_UNKNOWN_TYPE,  TLSMAN_DROP_BAD_LENGTH,   TLSMAN_DROP_BAD_LENGTH,
        };

        memcpy(bad, good, length);
        bad[i] ^= i == header - 1 ? 0x40 : 2;
        expect_drop(&pair.server, bad, length, reasons[i]);
    }

    /* Each length, the record's own with it. */
    for (size_t i = 1; i < length; i++) {
        expect_drop(&pair.server, good, i, i < header ? TLSMAN_DROP_TOO_SHORT : TLSMAN_DROP_BAD_LENGTH);
    }

    for (size_t i = header; i < length; i++) {
        memcpy(bad, good, i);
        bad[header - 1] = (uint8_t)(i - header);
        expect_drop(&pair.server, bad, i, i < header + 17 ? TLSMAN_DROP_TOO_SHORT : TLSMAN_DROP_BAD_MAC);
    }

    /* Without an ID, though well sealed. */
    sealer.id_lengths[TLSMAN_CLIENT] = 0;
    expect_drop(&pair.server, bad,
                sealer_seal(&sealer, TLSMAN_CLIENT, APPLICATION_DATA, 1, 100, text, sizeof(text), bad),
                TLSMAN_DROP_UNKNOWN_TYPE);

    /* And with one, where none was asked for; what follows it is lost too. */
    sealer.id_lengths[TLSMAN_SERVER] = 4;
    expect_drop(&pair.client, bad,
                sealer_seal(&sealer, TLSMAN_SERVER, APPLICATION_DATA, 1, 100, text, sizeof(text), bad),
                TLSMAN_DROP_UNKNOWN_TYPE);

    /* None of them has moved the window. */
    pair.server.data_count = 0;
    side_deliver(&pair.server, good, length, pair.now);
    assert_int_equal(pair.server.data_count, sizeof(text));
    sealer_free(&sealer);
    pair_free(&pair);
}

/* Anybody can send what has a connection ID before there are keys; a handshake goes on. */
static void noise_does_not_end_a_handshake(int client, int server, int suite)
{
    static const uint8_t shapes[][13 + 20 + 40] = {
        { CONNECTION_ID, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 1, 0x51, 22, 23, 24, 0, 30 },
        { CONNECTION_ID, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 1, 0x51, 22, 23, 24, 0, 30 },
        { CONNECTION_ID, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 1, 0xC1, 2, 3, 4, 0, 30 },
        { CONNECTION_ID, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 1, 0, 30 },
        { APPLICATION_DATA, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 1, 0, 30 },
    };

    for (int server_length = NO_ID; server_length <= 4; server_length += 5) {
        open_pair(client, server, suite, 4, server_length);
        pair_start(&pair);
        /* A server's session begins with its ClientHello. */
        pair_step(&pair);

        while (!pair_is_connected(&pair)) {
            int before = pair.client.sent + pair.server.sent;

            for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
                side_deliver(&pair.client, shapes[i], 13 + 4 + 30, pair.now);
                side_deliver(&pair.server, shapes[i], 13 + 4 + 30, pair.now);
            }

            pair_step(&pair);
            if (pair.client.failed + pair.server.failed > 0) {
                print_error("client %s, server %s, suite %04X, ID of the server %d: causes %d and %d\n",
                            stack_name(client), stack_name(server), (unsigned)suite, server_length, pair.client.cause,
                            pair.server.cause);
            }

            assert_int_equal(pair.client.failed + pair.server.failed, 0);
            assert_true(pair_is_connected(&pair) || pair.client.sent + pair.server.sent >= before);
        }

        send_both_ways(&pair, 10);
        pair_free(&pair);
    }
}

static void both_agree_on_ids_of_any_length(void **state)
{
    (void)state;
    visit_all(agree);
}

static void any_datagram_may_be_lost(void **state)
{
    (void)state;
    visit_all(lose_each);
}

static void records_are_as_specified(void **state)
{
    (void)state;
    visit_all(sealed_records_arrive);
}

static void only_newer_records_tell_where_the_peer_is(void **state)
{
    (void)state;
    visit_all(only_the_newest_counts);
}

static void records_of_other_ids_are_dropped(void **state)
{
    (void)state;
    visit_all(others_are_dropped);
}

static void noise_with_ids_does_not_end_a_handshake(void **state)
{
    (void)state;
    visit_all(noise_does_not_end_a_handshake);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        int datagram = tlsman_open(stack, TLSMAN_CLIENT, TLSMAN_DATAGRAM);
        uint8_t id[TLSMAN_MAX_CONNECTION_ID + 1] = { 0 };

        assert_int_equal(tlsman_set_bytes(datagram, TLSMAN_BYTES_CONNECTION_ID, id, sizeof(id)), TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_set_bytes(datagram, TLSMAN_BYTES_CONNECTION_ID, id, -1), TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_set_bytes(datagram, TLSMAN_BYTES_CONNECTION_ID, id, TLSMAN_MAX_CONNECTION_ID),
                         can(stack) ? TLSMAN_OK : TLSMAN_NO_STACK);
        assert_int_equal(tlsman_get_number(datagram, TLSMAN_NUMBER_HAS_CONNECTION_ID, 0), 0);
        assert_int_equal(tlsman_get_bytes(datagram, TLSMAN_BYTES_PEER_CONNECTION_ID, id, sizeof(id)), 0);
        assert_int_equal(tlsman_free(datagram), TLSMAN_OK);

        if (tlsman_get_capability(stack, TLSMAN_CAN_TLS12)) {
            int stream = tlsman_open(stack, TLSMAN_CLIENT, TLSMAN_STREAM);

            assert_int_equal(tlsman_set_bytes(stream, TLSMAN_BYTES_CONNECTION_ID, id, 4), TLSMAN_NO_STACK);
            assert_int_equal(tlsman_free(stream), TLSMAN_OK);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_agree_on_ids_of_any_length),  cmocka_unit_test(any_datagram_may_be_lost),
        cmocka_unit_test(records_are_as_specified),         cmocka_unit_test(only_newer_records_tell_where_the_peer_is),
        cmocka_unit_test(records_of_other_ids_are_dropped), cmocka_unit_test(noise_with_ids_does_not_end_a_handshake),
        cmocka_unit_test(what_cannot_be_is_refused),
    };

    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
