/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * A platform whose memory is counted and whose memory and generator can fail: no leak in 10,000 sessions, no harm when
 * there is none of either.
 */
#include "counted.h"
#include "pair.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <cmocka.h>

#define SESSIONS 10000

static int random_calls;
static int random_fails_at = -1;
static enum { RANDOM_TRUE, RANDOM_REFUSED, RANDOM_ZERO, RANDOM_STUCK } random_mode;

static int fill_random(uint8_t *buffer, size_t count)
{
    int is_failing = random_calls++ >= random_fails_at && random_fails_at >= 0;

    if (!is_failing || random_mode == RANDOM_TRUE) {
        return getrandom(buffer, count, 0) == (ssize_t)count ? 0 : -1;
    }

    memset(buffer, random_mode == RANDOM_ZERO ? 0 : 0x5A, count);
    return random_mode == RANDOM_REFUSED ? -1 : 0;
}

static const struct tlsman_port port = { .allocate = counted_allocate,
                                         .release = counted_release,
                                         .random = fill_random };

static struct pair pair;

static void ten_thousand_sessions_leave_nothing_behind(void **state)
{
    int before = 0;

    (void)state;

    for (int i = 0; i < SESSIONS; i++) {
        int stack = i % tlsman_get_stack_count();

        pair_open(&pair, stack, stack, TLSMAN_DATAGRAM, 0);
        pair_start(&pair);

        /* Some are given up in the middle, some before anything was sent, most are closed in order. */
        if (i % 10 > 1) {
            pair_exchange(&pair);
            assert_true(pair_is_connected(&pair));
            assert_int_equal(side_send(&pair.client, pair_key, sizeof(pair_key), pair.now), (int)sizeof(pair_key));
            side_close(&pair.server, pair.now);
            pair_exchange(&pair);
        } else if (i % 10 == 1) {
            side_deliver(&pair.server, pair.client.outbox[0].bytes, pair.client.outbox[0].count, pair.now);
        }

        pair_free(&pair);
        before = i == 100 ? allocated : before;
    }

    assert_int_equal(allocated, before);
}

static int try_handshake(int stack)
{
    int connected = 0;
    int client = tlsman_open(stack, TLSMAN_CLIENT, TLSMAN_DATAGRAM);

    /* Only as far as memory allows: each call may say no. */
    if (client > 0) {
        int status =
            tlsman_add_credential(client, 1, pair_identity, sizeof(pair_identity), pair_key, sizeof(pair_key), NULL, 0);

        status = status == TLSMAN_OK ? tlsman_start(client, 0) : status;

        if (status == TLSMAN_OK) {
            uint8_t output[1500];
            int results[TLSMAN_RESULT_COUNT];
            int event;

            do {
                event = tlsman_poll(client, 0, NULL, 0, 0, output, sizeof(output), results, TLSMAN_RESULT_COUNT);
                assert_true(event >= 0);
            } while (event != TLSMAN_IDLE);

            connected = 1;
        }

        assert_int_equal(tlsman_free(client), TLSMAN_OK);
    }

    return connected;
}

static void no_memory_is_an_answer(void **state)
{
    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        int before = allocated;
        int went_well = 0;

        for (int i = 0; i < 40 && !went_well; i++) {
            allocations = 0;
            failing_at = i;
            went_well = try_handshake(stack) && allocations <= i;
            assert_int_equal(allocated, before);
        }

        failing_at = -1;
        assert_true(went_well);
    }
}

static void a_random_source_that_fails_ends_the_session(void **state)
{
    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        for (int mode = RANDOM_REFUSED; mode <= RANDOM_STUCK; mode++) {
            int went_well = 0;

            /* At each place where the stack asks for it, until it is never asked that often. */
            for (int i = 0; i < 200 && !went_well; i++) {
                pair_open(&pair, stack, stack, TLSMAN_DATAGRAM, 0);
                random_calls = 0;
                random_fails_at = i;
                random_mode = (int)mode;
                pair_start(&pair);
                pair_exchange(&pair);
                went_well = random_calls <= i;
                random_fails_at = -1;

                if (went_well) {
                    assert_true(pair_is_connected(&pair));
                } else if (!pair_is_connected(&pair)) {
                    assert_true(pair.client.failed || pair.server.failed);
                    assert_true(!pair.client.failed || pair.client.cause == TLSMAN_RANDOM_FAILED
                                || pair.client.cause == TLSMAN_ALERT_RECEIVED);
                    assert_true(!pair.server.failed || pair.server.cause == TLSMAN_RANDOM_FAILED
                                || pair.server.cause == TLSMAN_ALERT_RECEIVED);
                }

                pair_free(&pair);
            }

            assert_true(went_well);
        }
    }
}

static void a_flood_costs_no_memory(void **state)
{
    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        int before;

        pair_open(&pair, stack, stack, TLSMAN_DATAGRAM, 0);
        pair_start(&pair);
        pair_exchange(&pair);
        assert_true(pair_is_connected(&pair));
        before = 0;

        for (int i = 0; i < 5000; i++) {
            uint8_t forged[100] = {
                23, 0xFE, 0xFD, 0, 1, 0, 0, 0, 1, (uint8_t)(i >> 8), (uint8_t)i, 0, sizeof(forged) - 13
            };

            side_deliver(&pair.server, forged, sizeof(forged), pair.now);

            /* A library may keep a buffer once it needed one. */
            before = i == 0 ? allocated : before;
        }

        assert_int_equal(allocated, before);
        assert_int_equal(pair.server.failed, 0);
        assert_int_equal(pair.server.drops[TLSMAN_DROP_BAD_MAC], 5000);
        pair_free(&pair);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_sessions_leave_nothing_behind),
        cmocka_unit_test(no_memory_is_an_answer),
        cmocka_unit_test(a_random_source_that_fails_ends_the_session),
        cmocka_unit_test(a_flood_costs_no_memory),
    };

    tlsman_set_port(&port);
    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
