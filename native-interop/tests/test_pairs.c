/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Every stack with every other: handshake, data, close; with losses; with a wrong key. */
#include "checks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct pair pair;

typedef void (*visitor)(int client, int server, int kind, int suite);

static void visit_all(visitor visit, int first_kind, int last_kind)
{
    int visited = 0;

    for (int kind = first_kind; kind <= last_kind; kind++) {
        for (int client = 0; client < tlsman_get_stack_count(); client++) {
            for (int server = 0; server < tlsman_get_stack_count(); server++) {
                for (int i = 0;
                     stack_has_kind(client, kind) && stack_has_kind(server, kind) && psk_suite(client, i) != 0; i++) {
                    if (stack_has_suite(server, psk_suite(client, i))) {
                        print_message("%s, client %s, server %s, suite %04X\n",
                                      kind == TLSMAN_DATAGRAM ? "DTLS" : "TLS", stack_name(client), stack_name(server),
                                      (unsigned)psk_suite(client, i));
                        visit(client, server, kind, psk_suite(client, i));
                        visited++;
                    }
                }
            }
        }
    }

    assert_true(visited > 0);
}

static int least(int first, int second)
{
    return first < second ? first : second;
}

static void connect_and_talk(int client, int server, int kind, int suite)
{
    uint8_t identity[TLSMAN_MAX_IDENTITY];
    uint8_t too_long[PAIR_MAX_DATAGRAM] = { 0 };
    int most;

    pair_open(&pair, client, server, kind, suite);
    pair_start(&pair);
    pair_exchange(&pair);
    assert_int_equal(pair.client.connected, 1);
    assert_int_equal(pair.server.connected, 1);
    assert_int_equal(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_SUITE, 0), suite);
    assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_SUITE, 0), suite);
    assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_CREDENTIAL_TAG, 0), 7);
    assert_int_equal(tlsman_get_bytes(pair.server.handle, TLSMAN_BYTES_IDENTITY, identity, sizeof(identity)),
                     (int)sizeof(pair_identity));
    assert_memory_equal(identity, pair_identity, sizeof(pair_identity));

    most = least(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_MAX_PAYLOAD, pair.client.mtu),
                 tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_MAX_PAYLOAD, pair.server.mtu));
    assert_true(most > 1000);
    send_both_ways(&pair, 1);
    send_both_ways(&pair, 64);
    send_both_ways(&pair, (size_t)most);

    if (kind == TLSMAN_DATAGRAM) {
        int longest = tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_MAX_PAYLOAD, pair.client.mtu);

        assert_int_equal(side_send(&pair.client, too_long, (size_t)longest + 1, pair.now), TLSMAN_TOO_LONG);
    } else {
        send_both_ways(&pair, 10000);
    }

    side_close(&pair.client, pair.now);
    pair_exchange(&pair);
    assert_int_equal(pair.client.closed, 1);
    assert_int_equal(pair.server.closed, 1);
    assert_int_equal(pair.client.failed + pair.server.failed, 0);
    assert_int_equal(side_send(&pair.client, identity, 1, pair.now), TLSMAN_ENDED);
    pair_free(&pair);
}

static void server_closes(int client, int server, int kind, int suite)
{
    pair_open(&pair, client, server, kind, suite);
    pair_start(&pair);
    pair_exchange(&pair);
    assert_true(pair_is_connected(&pair));
    side_close(&pair.server, pair.now);
    pair_exchange(&pair);
    assert_int_equal(pair.server.closed, 1);
    assert_int_equal(pair.client.closed, 1);
    pair_free(&pair);
}

static void lose_each(int client, int server, int kind, int suite)
{
    int sent_client, sent_server;

    pair_open(&pair, client, server, kind, suite);
    pair_start(&pair);
    pair_exchange(&pair);
    assert_true(pair_is_connected(&pair));
    sent_client = pair.client.sent;
    sent_server = pair.server.sent;
    pair_free(&pair);

    for (int lost = 0; lost < sent_client + sent_server; lost++) {
        pair_open(&pair, client, server, kind, suite);
        pair.lost_client = lost < sent_client ? lost : -1;
        pair.lost_server = lost < sent_client ? -1 : lost - sent_client;
        pair_start(&pair);
        pair_run(&pair, pair.now + 20000);

        if (!pair_is_connected(&pair)) {
            print_error("lost: packet %d of the client, %d of the server\n", pair.lost_client, pair.lost_server);
        }

        assert_true(pair_is_connected(&pair));
        send_both_ways(&pair, 32);
        pair_free(&pair);
    }
}

static void wrong_key(int client, int server, int kind, int suite)
{
    static const uint8_t other[16] = { 9 };
    uint32_t end;

    pair_open(&pair, client, server, kind, suite);
    side_free(&pair.client);
    side_open(&pair.client, client, TLSMAN_CLIENT, kind, suite, other);
    pair_start(&pair);
    end = pair.now + 40000;
    pair_run(&pair, end);
    assert_int_equal(pair.client.connected + pair.server.connected, 0);
    assert_int_equal(pair.client.failed, 1);
    assert_int_equal(pair.server.failed, 1);

    if (kind == TLSMAN_DATAGRAM) {
        /* Silence: nobody learns anything but that no answer came. */
        assert_int_equal(pair.client.cause, TLSMAN_HANDSHAKE_TIMEOUT);
        assert_int_equal(pair.server.cause, TLSMAN_HANDSHAKE_TIMEOUT);
        assert_int_equal(pair.client.awaited, TLSMAN_AWAIT_FINISHED);
    } else {
        assert_int_equal(pair.server.cause, TLSMAN_BAD_RECORD_MAC);
        assert_int_equal(pair.client.cause, TLSMAN_ALERT_RECEIVED);
        assert_int_equal(pair.client.alert, 20);
    }

    pair_free(&pair);
}

/* Closed after each call of a handshake, by either side: both come to an end, and pair.c looks at all that leaves. */
static void close_at_each_step(int client, int server, int kind, int suite)
{
    for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER; role++) {
        struct side *side = role == TLSMAN_CLIENT ? &pair.client : &pair.server;
        int was_closed = 1;

        for (int step = 1; was_closed; step++) {
            assert_true(step < 100);
            pair_open(&pair, client, server, kind, suite);
            side->close_after = step;
            pair_start(&pair);
            pair_run(&pair, pair.now + 40000);
            was_closed = side->close_after == 0;
            assert_int_equal(side->closed, was_closed);
            assert_int_equal(side->failed, 0);
            assert_true(was_closed || pair_is_connected(&pair));
            pair_free(&pair);
        }
    }
}

static void every_stack_talks_to_every_other(void **state)
{
    (void)state;
    visit_all(connect_and_talk, TLSMAN_DATAGRAM, TLSMAN_STREAM);
}

static void a_server_can_close(void **state)
{
    (void)state;
    visit_all(server_closes, TLSMAN_DATAGRAM, TLSMAN_STREAM);
}

static void any_step_may_be_the_last(void **state)
{
    (void)state;
    visit_all(close_at_each_step, TLSMAN_DATAGRAM, TLSMAN_STREAM);
}

static void any_datagram_may_be_lost(void **state)
{
    (void)state;
    visit_all(lose_each, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM);
}

static void a_wrong_key_does_not_connect(void **state)
{
    (void)state;
    visit_all(wrong_key, TLSMAN_DATAGRAM, TLSMAN_STREAM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_stack_talks_to_every_other), cmocka_unit_test(a_server_can_close),
        cmocka_unit_test(any_step_may_be_the_last),         cmocka_unit_test(any_datagram_may_be_lost),
        cmocka_unit_test(a_wrong_key_does_not_connect),
    };

    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
