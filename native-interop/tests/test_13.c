/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Version 1.3: each stack that has it with each other, over what it has it; with losses, other versions, wrong keys. */
#include "checks.h"
#include "tlsman_wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define BOTH (TLSMAN_VERSION12 + TLSMAN_VERSION13)

static struct pair pair;

typedef void (*visitor)(int client, int server, int kind, int suite);

static int has_13(int stack, int kind)
{
    return tlsman_get_capability(stack, kind == TLSMAN_DATAGRAM ? TLSMAN_CAN_DTLS13 : TLSMAN_CAN_TLS13) == 1;
}

static int is_usable(int client, int server, int suite, int kind)
{
    return tlsman_is_13((unsigned)suite) && stack_has_suite(server, suite)
           && (kind == TLSMAN_STREAM
               || (suite != tlsman_get_capability(client, TLSMAN_STREAM_SUITE)
                   && suite != tlsman_get_capability(server, TLSMAN_STREAM_SUITE)));
}

static void visit(visitor visitor, int first_kind, int last_kind, int is_every_suite)
{
    for (int kind = first_kind; kind <= last_kind; kind++) {
        for (int client = 0; client < tlsman_get_stack_count(); client++) {
            for (int server = 0; server < tlsman_get_stack_count(); server++) {
                int suite;
                int visited = 0;

                for (int i = 0; has_13(client, kind) && has_13(server, kind)
                                && (suite = tlsman_get_suite(client, i)) != 0 && (is_every_suite || !visited);
                     i++) {
                    if (is_usable(client, server, suite, kind)) {
                        print_message("%s 1.3, client %s, server %s, suite %04X\n",
                                      kind == TLSMAN_DATAGRAM ? "DTLS" : "TLS", stack_name(client), stack_name(server),
                                      (unsigned)suite);
                        visitor(client, server, kind, suite);
                        visited = 1;
                    }
                }
            }
        }
    }
}

static void set_option(struct side *side, int id, int value)
{
    assert_int_equal(tlsman_set_option(side->handle, id, value), TLSMAN_OK);
}

static void set_versions(int client, int server)
{
    set_option(&pair.client, TLSMAN_OPTION_VERSIONS, client);
    set_option(&pair.server, TLSMAN_OPTION_VERSIONS, server);
}

static void set_modes(int client, int server)
{
    set_option(&pair.client, TLSMAN_OPTION_PSK_MODES, client);
    set_option(&pair.server, TLSMAN_OPTION_PSK_MODES, server);
}

static void open_13(int client, int server, int kind, int suite)
{
    pair_open(&pair, client, server, kind, suite);
    set_versions(TLSMAN_VERSION13, TLSMAN_VERSION13);
}

static void run(void)
{
    pair_start(&pair);
    pair_run(&pair, pair.now + 40000);
}

static void check_connected(int version)
{
    if (!pair_is_connected(&pair)) {
        print_error("client: cause %d, alert %d; server: cause %d, alert %d\n", pair.client.cause, pair.client.alert,
                    pair.server.cause, pair.server.alert);
    }

    assert_true(pair_is_connected(&pair));
    assert_int_equal(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_VERSION, 0), version);
    assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_VERSION, 0), version);
}

static void talk(void)
{
    int longest = tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_MAX_PAYLOAD, pair.client.mtu);

    assert_true(longest > 1000);
    send_both_ways(&pair, 1);
    send_both_ways(&pair, (size_t)longest);
}

static void close_pair(void)
{
    side_close(&pair.client, pair.now);
    pair_exchange(&pair);
    assert_int_equal(pair.client.closed, 1);
    assert_int_equal(pair.server.closed, 1);
    assert_int_equal(pair.client.failed + pair.server.failed, 0);
    pair_free(&pair);
}

static void connect_and_talk(int client, int server, int kind, int suite)
{
    open_13(client, server, kind, suite);
    run();
    check_connected(TLSMAN_VERSION13);
    assert_int_equal(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_SUITE, 0), suite);
    assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_SUITE, 0), suite);
    check_peer(&pair.client);
    check_peer(&pair.server);
    talk();
    close_pair();
}

static void exchange_without_share(int client, int server, int kind, int suite)
{
    open_13(client, server, kind, suite);
    set_modes(TLSMAN_PSK_KE, TLSMAN_PSK_KE);
    run();
    check_connected(TLSMAN_VERSION13);
    talk();
    close_pair();
}

static void exchange_as_wanted(int client, int server, int kind, int suite)
{
    open_13(client, server, kind, suite);
    set_modes(TLSMAN_PSK_KE + TLSMAN_PSK_DHE_KE, TLSMAN_PSK_DHE_KE);
    run();
    check_connected(TLSMAN_VERSION13);
    pair_free(&pair);
}

/* The identity stands in the ClientHello, and is asked for once. */
static void ask_for_key(int client, int server, int kind, int suite)
{
    open_13(client, server, kind, suite);
    side_free(&pair.server);
    side_open_asking(&pair.server, server, kind, suite, 7, pair_key, sizeof(pair_key));
    set_option(&pair.server, TLSMAN_OPTION_VERSIONS, TLSMAN_VERSION13);
    run();
    check_connected(TLSMAN_VERSION13);
    assert_int_equal(pair.server.asked, 1);
    assert_int_equal(pair.server.asked_length, (int)sizeof(pair_identity));
    assert_memory_equal(pair.server.asked_identity, pair_identity, sizeof(pair_identity));
    check_peer(&pair.server);
    talk();
    pair_free(&pair);
}

static void prove_by_keys(int client, int server, int kind, int suite)
{
    uint8_t identity[TLSMAN_MAX_IDENTITY];

    pair_open_keyed(&pair, client, server, kind, suite);
    set_versions(TLSMAN_VERSION13, TLSMAN_VERSION13);
    run();
    check_connected(TLSMAN_VERSION13);
    assert_int_equal(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_CREDENTIAL_TAG, 0), 9);
    assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_CREDENTIAL_TAG, 0), 9);
    /* its SHA-256 value */
    assert_int_equal(tlsman_get_bytes(pair.server.handle, TLSMAN_BYTES_IDENTITY, identity, sizeof(identity)), 32);
    talk();
    close_pair();
}

static void refuse_strangers(int client, int server, int kind, int suite)
{
    uint8_t stranger[sizeof(pair_key_info)];

    memcpy(stranger, pair_key_info, sizeof(stranger));
    stranger[sizeof(stranger) - 1] ^= 1;

    pair_open_keyed(&pair, client, server, kind, suite);
    set_versions(TLSMAN_VERSION13, TLSMAN_VERSION13);
    side_free(&pair.client);
    side_open_bare(&pair.client, client, TLSMAN_CLIENT, kind, suite);
    set_option(&pair.client, TLSMAN_OPTION_VERSIONS, TLSMAN_VERSION13);
    assert_int_equal(tlsman_set_bytes(pair.client.handle, TLSMAN_BYTES_TRUSTED_KEY, stranger, (int)sizeof(stranger)),
                     TLSMAN_OK);
    run();
    assert_int_equal(pair.client.connected, 0);
    assert_int_equal(pair.client.failed, 1);
    assert_true(pair.client.cause == TLSMAN_PEER_NOT_TRUSTED || pair.client.cause == TLSMAN_CERTIFICATE_REFUSED);
    assert_int_equal(pair.server.connected, 0);
    pair_free(&pair);
}

/* With both versions on both sides it is the newer one, whatever the suites' order is. */
static void choose_newer(int client, int server, int kind, int suite)
{
    (void)suite;
    pair_open(&pair, client, server, kind, 0);
    set_versions(BOTH, BOTH);
    run();
    check_connected(TLSMAN_VERSION13);
    talk();
    close_pair();
}

static void choose_common(int client, int server, int kind, int suite)
{
    (void)suite;

    for (int is_client = 0; is_client < 2; is_client++) {
        for (int other = TLSMAN_VERSION12; other <= TLSMAN_VERSION13; other++) {
            pair_open(&pair, client, server, kind, 0);
            set_versions(is_client ? BOTH : other, is_client ? other : BOTH);
            run();
            check_connected(other);
            talk();
            close_pair();
        }
    }
}

static void refuse_other(int client, int server, int kind, int suite)
{
    (void)suite;

    for (int is_client = 0; is_client < 2; is_client++) {
        pair_open(&pair, client, server, kind, 0);
        set_versions(is_client ? TLSMAN_VERSION13 : TLSMAN_VERSION12, is_client ? TLSMAN_VERSION12 : TLSMAN_VERSION13);
        run();
        assert_int_equal(pair.client.connected + pair.server.connected, 0);
        assert_int_equal(pair.client.failed, 1);
        pair_free(&pair);
    }
}

/* Over datagrams as over streams the binder tells (RFC 9846, section 4.2.11.2), and an unknown identity looks alike. */
static void wrong_key(int client, int server, int kind, int suite)
{
    static const uint8_t other[16] = { 9 };
    int causes[2];
    int alerts[2];

    for (int is_unknown = 0; is_unknown < 2; is_unknown++) {
        open_13(client, server, kind, suite);
        side_free(&pair.server);
        side_open_asking(&pair.server, server, kind, suite, is_unknown ? -1 : 7, other, sizeof(other));
        set_option(&pair.server, TLSMAN_OPTION_VERSIONS, TLSMAN_VERSION13);
        run();
        assert_int_equal(pair.client.connected + pair.server.connected, 0);
        assert_int_equal(pair.client.failed, 1);
        assert_int_equal(pair.server.failed, 1);
        causes[is_unknown] = pair.server.cause;
        alerts[is_unknown] = pair.client.alert;
        pair_free(&pair);
    }

    assert_int_equal(causes[0], TLSMAN_FINISHED_MISMATCH);
    assert_int_equal(causes[0], causes[1]);
    assert_int_equal(alerts[0], alerts[1]);
}

/*
 * Somebody on the way takes the newer version out of the hello: the server goes on with 1.2, and its random value says
 * that it could have had more (RFC 9846, section 4.1.3).
 */
static void lower_version(int client, int server, int kind, int suite)
{
    static const uint8_t versions[] = { 0, 43 };
    static struct packet packet;
    int is_changed = 0;

    (void)suite;
    pair_open(&pair, client, server, kind, 0);
    set_versions(BOTH, BOTH);
    pair_start(&pair);
    assert_true(side_take(&pair.client, &packet));

    /* Behind random value and session ID, the first place where type and length can be those of the extension. */
    for (size_t i = 80; !is_changed && i + 4 < packet.count; i++) {
        if (memcmp(packet.bytes + i, versions, sizeof(versions)) == 0 && packet.bytes[i + 2] == 0
            && packet.bytes[i + 3] == packet.bytes[i + 4] + 1) {
            packet.bytes[i] = packet.bytes[i + 1] = 0x7A;
            is_changed = 1;
        }
    }

    assert_true(is_changed);
    side_deliver(&pair.server, packet.bytes, packet.count, pair.now);
    pair_run(&pair, pair.now + 40000);
    assert_int_equal(pair.client.connected + pair.server.connected, 0);
    assert_int_equal(pair.client.failed, 1);
    /* Mbed TLS has one code for this and others. */
    assert_true(pair.client.cause == TLSMAN_DOWNGRADED || pair.client.cause == TLSMAN_ILLEGAL_PARAMETER);
    assert_int_equal(pair.client.alert, 47);
    pair_free(&pair);
}

static void lose_each(int client, int server, int kind, int suite)
{
    int sent_client, sent_server;

    open_13(client, server, kind, suite);
    run();
    check_connected(TLSMAN_VERSION13);
    sent_client = pair.client.sent;
    sent_server = pair.server.sent;
    pair_free(&pair);

    for (int lost = 0; lost < sent_client + sent_server; lost++) {
        open_13(client, server, kind, suite);
        pair.lost_client = lost < sent_client ? lost : -1;
        pair.lost_server = lost < sent_client ? -1 : lost - sent_client;
        run();

        if (!pair_is_connected(&pair)) {
            print_error("lost: packet %d of the client, %d of the server\n", pair.lost_client, pair.lost_server);
        }

        check_connected(TLSMAN_VERSION13);
        send_both_ways(&pair, 32);
        pair_free(&pair);
    }
}

/* What anybody can send to a connected session is dropped and counted, and the session goes on. */
static void drop_noise(int client, int server, int kind, int suite)
{
    static const struct {
        uint8_t bytes[64];
        size_t count;
        int reason;
    } noise[] = {
        { { 0x2F, 0, 0, 0, 16 }, 5 + 16, TLSMAN_DROP_BAD_MAC },      /* forged */
        { { 0x2F, 0, 0, 0, 15 }, 5 + 15, TLSMAN_DROP_TOO_SHORT },    /* no mask can be made of it */
        { { 0x2F, 0, 0, 0, 17 }, 5 + 16, TLSMAN_DROP_BAD_LENGTH },   /* more than there is */
        { { 0x2F, 0 }, 2, TLSMAN_DROP_TOO_SHORT },                   /* of a header */
        { { 0x2B, 0, 0 }, 3 + 16, TLSMAN_DROP_BAD_MAC },             /* without a length */
        { { 0x3F, 0, 0, 0, 16 }, 5 + 16, TLSMAN_DROP_UNKNOWN_TYPE }, /* with a connection ID */
        { { 0x2C, 0, 0, 20 }, 4 + 20, -1 },                          /* of an epoch that nobody has keys for */
        { { 23, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 1, 0, 20 }, 13 + 20, TLSMAN_DROP_WRONG_EPOCH }, /* of 1.2 */
        { { 21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40 }, 15, TLSMAN_DROP_WRONG_EPOCH },
        { { 26, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 0, 0 }, 15, TLSMAN_DROP_UNKNOWN_TYPE }, /* ACK in the clear */
    };

    open_13(client, server, kind, suite);
    run();
    check_connected(TLSMAN_VERSION13);

    for (size_t i = 0; i < sizeof(noise) / sizeof(noise[0]); i++) {
        for (int is_client = 0; is_client < 2; is_client++) {
            struct side *side = is_client ? &pair.client : &pair.server;
            int before = noise[i].reason < 0 ? 0 : side->drops[noise[i].reason];

            side_deliver(side, noise[i].bytes, noise[i].count, pair.now);

            if (noise[i].reason >= 0) {
                assert_int_equal(side->drops[noise[i].reason], before + 1);
            }
        }
    }

    talk();
    close_pair();
}

static void each_replay_is_dropped(int client, int server, int kind, int suite)
{
    static struct packet packet;

    open_13(client, server, kind, suite);
    run();
    check_connected(TLSMAN_VERSION13);
    assert_int_equal(side_send(&pair.client, pair_key, sizeof(pair_key), pair.now), (int)sizeof(pair_key));
    assert_true(side_take(&pair.client, &packet));
    side_deliver(&pair.server, packet.bytes, packet.count, pair.now);
    side_deliver(&pair.server, packet.bytes, packet.count, pair.now);
    assert_int_equal(pair.server.data_count, sizeof(pair_key));
    close_pair();
}

static void every_suite_connects(void **state)
{
    (void)state;
    visit(connect_and_talk, TLSMAN_DATAGRAM, TLSMAN_STREAM, 1);
}

static void a_key_share_may_be_left_out(void **state)
{
    (void)state;
    visit(exchange_without_share, TLSMAN_DATAGRAM, TLSMAN_STREAM, 0);
    visit(exchange_as_wanted, TLSMAN_DATAGRAM, TLSMAN_STREAM, 0);
}

static void a_server_asks_whose_key_it_needs(void **state)
{
    (void)state;
    visit(ask_for_key, TLSMAN_DATAGRAM, TLSMAN_STREAM, 0);
}

static void public_keys_prove_both_sides(void **state)
{
    (void)state;
    visit(prove_by_keys, TLSMAN_DATAGRAM, TLSMAN_STREAM, 1);
    visit(refuse_strangers, TLSMAN_DATAGRAM, TLSMAN_STREAM, 0);
}

static void the_newest_common_version_is_chosen(void **state)
{
    (void)state;
    visit(choose_newer, TLSMAN_DATAGRAM, TLSMAN_STREAM, 0);
    visit(choose_common, TLSMAN_DATAGRAM, TLSMAN_STREAM, 0);
}

static void other_versions_are_refused(void **state)
{
    (void)state;
    visit(refuse_other, TLSMAN_DATAGRAM, TLSMAN_STREAM, 0);
}

static void a_wrong_key_does_not_connect(void **state)
{
    (void)state;
    visit(wrong_key, TLSMAN_DATAGRAM, TLSMAN_STREAM, 0);
}

static void a_lowered_version_is_noticed(void **state)
{
    (void)state;
    visit(lower_version, TLSMAN_DATAGRAM, TLSMAN_STREAM, 0);
}

static void any_datagram_may_be_lost(void **state)
{
    (void)state;
    visit(lose_each, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM, 0);
}

static void noise_ends_nothing(void **state)
{
    (void)state;
    visit(drop_noise, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM, 0);
    visit(each_replay_is_dropped, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM, 0);
}

/* A server prefers another suite than the only one that its client has. */
static void offer_last(int client, int server, int kind, int suite)
{
    pair_open(&pair, client, server, kind, suite);
    side_free(&pair.server);
    side_open(&pair.server, server, TLSMAN_SERVER, kind, 0, pair_key);
    set_versions(TLSMAN_VERSION13, BOTH);
    run();
    check_connected(TLSMAN_VERSION13);
    assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_SUITE, 0), suite);
    pair_free(&pair);
}

static void any_suite_of_a_client_will_do(void **state)
{
    (void)state;
    visit(offer_last, TLSMAN_DATAGRAM, TLSMAN_STREAM, 1);
}

/* What nobody has asked for nobody gets: a session is 1.2, and no stack takes what it does not have. */
static void versions_are_as_asked(void **state)
{
    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        for (int kind = TLSMAN_DATAGRAM; kind <= TLSMAN_STREAM; kind++) {
            if (!stack_has_kind(stack, kind)) {
                continue;
            }

            side_open(&pair.client, stack, TLSMAN_CLIENT, kind, 0, pair_key);
            assert_int_equal(tlsman_set_option(pair.client.handle, TLSMAN_OPTION_VERSIONS, 0), TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_set_option(pair.client.handle, TLSMAN_OPTION_VERSIONS, 4), TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_set_option(pair.client.handle, TLSMAN_OPTION_VERSIONS, BOTH),
                             has_13(stack, kind) ? TLSMAN_OK : TLSMAN_NO_STACK);
            side_free(&pair.client);

            if (has_13(stack, kind)) {
                pair_open(&pair, stack, stack, kind, 0);
                run();
                check_connected(TLSMAN_VERSION12);
                pair_free(&pair);
                side_open(&pair.client, stack, TLSMAN_CLIENT, kind, TLSMAN_13_GCM, pair_key);
                assert_int_equal(tlsman_start(pair.client.handle, 0), TLSMAN_NO_KEY);
                side_free(&pair.client);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_suite_connects),
        cmocka_unit_test(a_key_share_may_be_left_out),
        cmocka_unit_test(a_server_asks_whose_key_it_needs),
        cmocka_unit_test(public_keys_prove_both_sides),
        cmocka_unit_test(the_newest_common_version_is_chosen),
        cmocka_unit_test(other_versions_are_refused),
        cmocka_unit_test(a_wrong_key_does_not_connect),
        cmocka_unit_test(a_lowered_version_is_noticed),
        cmocka_unit_test(any_datagram_may_be_lost),
        cmocka_unit_test(noise_ends_nothing),
        cmocka_unit_test(any_suite_of_a_client_will_do),
        cmocka_unit_test(versions_are_as_asked),
    };

    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
