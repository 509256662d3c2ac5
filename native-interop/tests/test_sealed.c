/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What somebody who has the keys may send: an authenticated peer is a stranger to the memory of this one. And what
 * anybody may send before that.
 */
#include "pair.h"
#include "sealer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define APPLICATION_DATA 23
#define HANDSHAKE 22
#define FINISHED 20
#define CLIENT_HELLO 1
#define LONGEST 300

static struct pair pair;
static struct sealer sealer;
static int limit; /* of bad records; 0 for the default, which is none */

static void connect(int stack, int suite)
{
    uint8_t secrets[TLSMAN_RANDOM_LENGTH + TLSMAN_MASTER_SECRET_LENGTH];

    pair_open(&pair, stack, stack, TLSMAN_DATAGRAM, suite);
    assert_int_equal(tlsman_set_option(pair.client.handle, TLSMAN_OPTION_KEY_LOG, 1), TLSMAN_OK);
    assert_int_equal(tlsman_set_option(pair.server.handle, TLSMAN_OPTION_BAD_RECORD_LIMIT, limit), TLSMAN_OK);
    pair_start(&pair);
    pair_exchange(&pair);
    assert_true(pair_is_connected(&pair));
    assert_int_equal(tlsman_get_bytes(pair.client.handle, TLSMAN_BYTES_SECRETS, secrets, sizeof(secrets)),
                     (int)sizeof(secrets));
    assert_memory_equal(secrets, pair.client.random, TLSMAN_RANDOM_LENGTH);
    sealer_open(&sealer, TLSMAN_DATAGRAM, suite, secrets, pair.server.random);
}

static void disconnect(void)
{
    sealer_free(&sealer);
    pair_free(&pair);
}

/* A message or a fragment of one (RFC 6347, section 4.2.2). */
static size_t make_message(uint8_t *message, int type, size_t total, unsigned sequence, size_t offset, size_t length)
{
    memset(message, 0x5A, 12 + length);
    message[0] = (uint8_t)type;
    message[1] = (uint8_t)(total >> 16), message[2] = (uint8_t)(total >> 8), message[3] = (uint8_t)total;
    message[4] = (uint8_t)(sequence >> 8), message[5] = (uint8_t)sequence;
    message[6] = (uint8_t)(offset >> 16), message[7] = (uint8_t)(offset >> 8), message[8] = (uint8_t)offset;
    message[9] = (uint8_t)(length >> 16), message[10] = (uint8_t)(length >> 8), message[11] = (uint8_t)length;
    return 12 + length;
}

static void deliver_sealed(int role, int type, uint64_t number, const uint8_t *content, size_t count)
{
    uint8_t record[LONGEST + SEALER_MOST_EXPANSION];
    size_t length = sealer_seal(&sealer, role, type, 1, number, content, count, record);

    side_deliver(role == TLSMAN_CLIENT ? &pair.server : &pair.client, record, length, pair.now);
}

static void deliver_forged(struct side *side, unsigned number)
{
    uint8_t forged[61];

    memset(forged, 0xEE, sizeof(forged));
    memcpy(forged, "\x17\xFE\xFD\x00\x01\x00\x00\x00\x00\x00\x00\x00\x30", 13);
    forged[8] = (uint8_t)(number >> 16);
    forged[9] = (uint8_t)(number >> 8);
    forged[10] = (uint8_t)number;
    side_deliver(side, forged, sizeof(forged), pair.now);
}

/* The keys are right, and the peer takes what they sealed. */
static void sealed_data_arrives(int stack, int suite)
{
    static const uint8_t text[] = "sealed by the test";

    for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER; role++) {
        struct side *side = role == TLSMAN_CLIENT ? &pair.server : &pair.client;

        connect(stack, suite);
        deliver_sealed(role, APPLICATION_DATA, 100, text, sizeof(text));
        assert_int_equal(side->data_count, sizeof(text));
        assert_memory_equal(side->data, text, sizeof(text));
        disconnect();
    }
}

/*
 * Anybody sends a record with a bad tag; then, from the peer and well sealed, comes a message, or a piece of one, of
 * some number. Mbed TLS wrote the second beyond its buffer while it counted the first itself.
 */
static void late_messages_do_no_harm(int stack, int suite)
{
    static const size_t lengths[] = { 0, 1, 11, 12, 13, 42, 200 };
    static const unsigned sequences[] = { 4, 5, 6, 7, 3, 100, 0xFFFF, 2, 1, 0 };
    /* ClientHello is the last, for with it a library takes the handshake for wanted, or forgets it. */
    static const uint8_t types[] = { 0, 2, 4, 14, 16, FINISHED, CLIENT_HELLO };
    uint8_t message[LONGEST];

    for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER; role++) {
        for (int has_bad = 0; has_bad < 2; has_bad++) {
            for (size_t l = 0; l < sizeof(lengths) / sizeof(lengths[0]); l++) {
                struct side *side = role == TLSMAN_CLIENT ? &pair.server : &pair.client;
                uint64_t number = 100;

                connect(stack, suite);

                if (has_bad) {
                    deliver_forged(side, 80);
                    assert_int_equal(side->drops[TLSMAN_DROP_BAD_MAC], 1);
                }

                for (size_t t = 0; t < sizeof(types); t++) {
                    for (size_t s = 0; s < sizeof(sequences) / sizeof(sequences[0]); s++) {
                        deliver_sealed(role, HANDSHAKE, number++, message,
                                       make_message(message, types[t], lengths[l], sequences[s], 0, lengths[l]));
                        deliver_sealed(role, HANDSHAKE, number++, message,
                                       make_message(message, types[t], 1000, sequences[s], 500, lengths[l]));
                    }
                }

                disconnect();
            }
        }
    }
}

/*
 * Of a handshake nothing but Finished may come late, and a HelloRequest to a client; all else never gets to a stack,
 * and the session goes on.
 */
static void other_late_messages_are_dropped(int stack, int suite)
{
    uint8_t message[LONGEST];

    for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER; role++) {
        struct side *side = role == TLSMAN_CLIENT ? &pair.server : &pair.client;
        int dropped = 0;

        connect(stack, suite);

        for (size_t length = 1; length < LONGEST; length++) {
            if (length != 24 && (length != 12 || role == TLSMAN_CLIENT)) {
                make_message(message, 1, length > 12 ? length - 12 : 0, 0, 0, length > 12 ? length - 12 : 0);
                deliver_sealed(role, HANDSHAKE, 100 + length, message, length);
                dropped++;
            }
        }

        assert_int_equal(side->drops[TLSMAN_DROP_UNEXPECTED], dropped);
        deliver_sealed(role, APPLICATION_DATA, 1000, message, 1);
        assert_int_equal(side->data_count, 1);
        assert_int_equal(side->failed + side->closed, 0);
        disconnect();
    }
}

/*
 * Off-path noise ends no session, however much of it comes; a limit that the application sets counts from the last good
 * record on.
 */
static void noise_ends_nothing(int stack, int suite)
{
    static const uint8_t text[] = "still here";

    connect(stack, suite);

    for (unsigned i = 0; i < 70000; i++) {
        deliver_forged(&pair.server, 1000 + i);
    }

    assert_int_equal(pair.server.drops[TLSMAN_DROP_BAD_MAC], 70000);
    deliver_sealed(TLSMAN_CLIENT, APPLICATION_DATA, 100000, text, sizeof(text));
    assert_int_equal(pair.server.data_count, sizeof(text));
    disconnect();

    limit = 10;
    connect(stack, suite);

    for (unsigned i = 0; i < 100; i++) {
        for (unsigned j = 0; j < 9; j++) {
            deliver_forged(&pair.server, 1000 + 9 * i + j);
        }

        deliver_sealed(TLSMAN_CLIENT, APPLICATION_DATA, 10 + i, text, 1);
        assert_int_equal(pair.server.failed, 0);
    }

    for (unsigned j = 0; j < 10; j++) {
        assert_int_equal(pair.server.failed, 0);
        deliver_forged(&pair.server, 5000 + j);
    }

    assert_int_equal(pair.server.failed, 1);
    assert_int_equal(pair.server.cause, TLSMAN_TOO_MANY_BAD_RECORDS);
    limit = 0;
    disconnect();
}

static void visit_all(void (*visit)(int stack, int suite))
{
    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        int suite;

        for (int i = 0; (suite = psk_suite(stack, i)) != 0; i++) {
            print_message("%s, suite %04X\n", stack_name(stack), (unsigned)suite);
            visit(stack, suite);
        }
    }
}

static void what_is_sealed_arrives(void **state)
{
    (void)state;
    visit_all(sealed_data_arrives);
}

static void no_late_message_does_harm(void **state)
{
    (void)state;
    visit_all(late_messages_do_no_harm);
}

static void noise_ends_no_session(void **state)
{
    (void)state;
    visit_all(noise_ends_nothing);
}

static void only_what_may_be_late_gets_to_a_stack(void **state)
{
    (void)state;
    visit_all(other_late_messages_are_dropped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_arrives),
        cmocka_unit_test(no_late_message_does_harm),
        cmocka_unit_test(noise_ends_no_session),
        cmocka_unit_test(only_what_may_be_late_gets_to_a_stack),
    };

    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
