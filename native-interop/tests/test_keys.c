/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Public keys: each stack with each other, what is refused before a packet leaves, and messages of a handshake that
 * say what no honest peer does.
 */
#include "checks.h"
#include "pair.h"
#include "tlsman_wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum message { CERTIFICATE = 11, SERVER_KEY_EXCHANGE = 12, CLIENT_KEY_EXCHANGE = 16, CERTIFICATE_VERIFY = 15 };

static struct pair pair;

static void talk(void)
{
    static const uint8_t data[] = "who goes there";

    assert_int_equal(side_send(&pair.client, data, sizeof(data), pair.now), sizeof(data));
    pair_exchange(&pair);
    assert_int_equal(pair.server.data_count, sizeof(data));
    assert_memory_equal(pair.server.data, data, sizeof(data));
}

static void stacks_know_each_other_by_their_keys(void **state)
{
    int count = 0;

    (void)state;

    for (int client = 0; client < tlsman_get_stack_count(); client++) {
        for (int server = 0; server < tlsman_get_stack_count(); server++) {
            int common =
                tlsman_get_capability(client, TLSMAN_KEY_KINDS) & tlsman_get_capability(server, TLSMAN_KEY_KINDS);

            for (int kind = TLSMAN_DATAGRAM; kind <= TLSMAN_STREAM && common != 0; kind++) {
                uint8_t identity[TLSMAN_MAX_IDENTITY];

                if (!stack_has_kind(client, kind) || !stack_has_kind(server, kind)) {
                    continue;
                }

                pair_open_keyed(&pair, client, server, kind, 0);
                pair_start(&pair);
                pair_exchange(&pair);
                assert_true(pair_is_connected(&pair));
                assert_int_equal(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_CREDENTIAL_TAG, 0), 9);
                assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_CREDENTIAL_TAG, 0), 9);
                assert_int_equal(
                    tlsman_get_bytes(pair.server.handle, TLSMAN_BYTES_IDENTITY, identity, sizeof(identity)), 32);
                talk();
                pair_free(&pair);
                count++;
            }
        }
    }

    assert_true(count > 0);
}

static int open_client(int stack)
{
    int handle = tlsman_open(stack, TLSMAN_CLIENT, TLSMAN_DATAGRAM);

    assert_true(handle > 0);
    return handle;
}

static void a_client_that_can_verify_nobody_does_not_begin(void **state)
{
    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        int handle;

        if (!stack_has_keys(stack)) {
            continue;
        }

        handle = open_client(stack);
        assert_int_equal(tlsman_start(handle, 0), TLSMAN_NOTHING_TRUSTED);

        /* An authority vouches for a host only, and no host is named. */
        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_ANCHOR, pair_certificate, sizeof(pair_certificate)),
                         TLSMAN_OK);
        assert_int_equal(tlsman_start(handle, 0), TLSMAN_NOTHING_TRUSTED);
        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_TRUSTED_KEY, pair_key_info, sizeof(pair_key_info)),
                         TLSMAN_OK);
        assert_int_equal(tlsman_start(handle, 0), TLSMAN_OK);
        assert_int_equal(tlsman_free(handle), TLSMAN_OK);
    }
}

static void what_is_no_key_is_refused(void **state)
{
    static const uint8_t zeros[200];
    int id;

    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        int handle = open_client(stack);

        if (!stack_has_keys(stack)) {
            assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_TRUSTED_KEY, zeros, 32), TLSMAN_NO_STACK);
            assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_DANGEROUS_TRUST_ANYONE, 1), TLSMAN_NO_STACK);
            tlsman_free(handle);
            continue;
        }

        for (id = TLSMAN_BYTES_KEY_PAIR; id <= TLSMAN_BYTES_ANCHOR; id++) {
            assert_int_equal(tlsman_set_bytes(handle, id, zeros, -1), TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_set_bytes(handle, id, zeros, 0), TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_set_bytes(handle, id, zeros, 31), TLSMAN_BAD_ARGUMENT);
        }

        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_KEY_PAIR, zeros, 32 + 91), TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_CERTIFIED_KEY, zeros, 200), TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_TARGET_HOST, zeros, 3), TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_APPLICATION_PROTOCOLS, zeros, 3), TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_APPLICATION_PROTOCOLS, (const uint8_t *)"\3ab", 3),
                         TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_CURVE, 24), TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_CLIENT_AUTHENTICATION, 3), TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_KEY_TAG, -1), TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_free(handle), TLSMAN_OK);
    }
}

/* Changes a message on its way, in place: its body has a length of its own. 0 if it leaves it alone. */
typedef int (*meddler)(uint8_t *body, size_t length);

/* RFC 8422, sections 5.4 and 5.7: (x, 0) is on no curve of an odd order. */
static int put_point_without_y(uint8_t *body, size_t length)
{
    size_t start = body[0] == 3 ? 4 : 1;

    if (length < start + TLSMAN_P256_POINT || body[start - 1] != TLSMAN_P256_POINT) {
        return 0;
    }

    memset(body + start + 1 + 32, 0, 32);
    return 1;
}

/* The order of the group in place of s: zero to who reckons with it, and not zero to who looks. */
static int put_order_for_s(uint8_t *body, size_t length)
{
    static const uint8_t order[32] = { 0xFF, 0xFF, 0xFF, 0xFF, 0,    0,    0,    0,    0xFF, 0xFF, 0xFF,
                                       0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17,
                                       0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51 };

    /* Of about half of all signatures s has 33 bytes, the first of them zero. */
    if (length < 35 || body[length - 34] != 33 || body[length - 33] != 0) {
        return 0;
    }

    memcpy(body + length - 32, order, sizeof(order));
    return 1;
}

static int put_no_certificate(uint8_t *body, size_t length)
{
    memset(body, 0, length);
    return 1;
}

static int make_list_longer(uint8_t *body, size_t length)
{
    (void)length;
    body[1] = 0xFF;
    return 1;
}

/* Each message in a datagram, as it stands there whole. */
static int meddle(struct packet *packet, enum message which, meddler change)
{
    int changed = 0;

    for (size_t place = 0; place + 25 < packet->count;) {
        uint8_t *record = packet->bytes + place;

        if (record[0] == 22 && record[4] == 0 && record[13] == which
            && tlsman_read24(record + 14) == tlsman_read24(record + 22)) {
            changed |= change(record + 25, tlsman_read24(record + 14));
        }

        place += 13 + tlsman_read_length(record);
    }

    return changed;
}

/* Carries one packet, meddled with. */
static int carry(struct side *from, struct side *to, enum message which, meddler change, int *changed)
{
    static struct packet packet;

    if (!side_take(from, &packet)) {
        return 0;
    }

    *changed |= meddle(&packet, which, change);
    side_deliver(to, packet.bytes, packet.count, pair.now);
    return 1;
}

/* Both come to an end, which nothing may keep them from, and never to a channel. 0 if nothing could be changed. */
static int run_meddled(int stack, enum message which, meddler change)
{
    int changed = 0;
    uint32_t end;

    pair_open_keyed(&pair, stack, stack, TLSMAN_DATAGRAM, 0);
    pair_start(&pair);
    end = pair.now + 40000;

    while (!is_due(end, pair.now) && !pair_is_connected(&pair) && !(pair.client.failed && pair.server.failed)) {
        if (!(carry(&pair.client, &pair.server, which, change, &changed)
              | carry(&pair.server, &pair.client, which, change, &changed))) {
            pair.now += 500;
            side_drain(&pair.client, pair.now);
            side_drain(&pair.server, pair.now);
        }
    }

    assert_true(changed ? pair.client.failed && pair.server.failed : pair_is_connected(&pair));
    pair_free(&pair);
    return changed;
}

static void numbers_that_are_none_open_nothing(void **state)
{
    static const struct {
        enum message message;
        meddler change;
    } cases[] = {
        { SERVER_KEY_EXCHANGE, put_point_without_y }, { CLIENT_KEY_EXCHANGE, put_point_without_y },
        { SERVER_KEY_EXCHANGE, put_order_for_s },     { CERTIFICATE_VERIFY, put_order_for_s },
        { CERTIFICATE, put_no_certificate },          { CERTIFICATE, make_list_longer },
    };

    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]) && stack_has_keys(stack); i++) {
            int tries = 0;

            while (!run_meddled(stack, cases[i].message, cases[i].change)) {
                assert_true(++tries < 100);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stacks_know_each_other_by_their_keys),
        cmocka_unit_test(a_client_that_can_verify_nobody_does_not_begin),
        cmocka_unit_test(what_is_no_key_is_refused),
        cmocka_unit_test(numbers_that_are_none_open_nothing),
    };

    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
