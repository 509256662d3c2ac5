/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Sessions that are resumed. */
#include "checks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NO_ID (-1)
#define NOBODY (-1)

/* Time, lifetime, and two keys; the first byte of a name tells them apart. */
#define TICKET_KEYS_LENGTH (8 + 2 * TLSMAN_TICKET_KEY_LENGTH)

static const uint8_t client_id[8] = { 0xC1, 2, 3, 4, 5, 6, 7, 8 };
static const uint8_t server_id[8] = { 0x51, 22, 23, 24, 25, 26, 27, 28 };
static struct pair pair;

static int can(int stack, int capability)
{
    return tlsman_get_capability(stack, capability);
}

static void make_ticket_keys(uint8_t *keys, uint32_t now, uint32_t lifetime, uint8_t first, uint8_t second)
{
    memset(keys, 0, TICKET_KEYS_LENGTH);

    for (int i = 0; i < 4; i++) {
        keys[i] = (uint8_t)(now >> (24 - 8 * i));
        keys[4 + i] = (uint8_t)(lifetime >> (24 - 8 * i));
    }

    memset(keys + 8, first, TLSMAN_TICKET_KEY_LENGTH);
    memset(keys + 8 + TLSMAN_TICKET_KEY_LENGTH, second, TLSMAN_TICKET_KEY_LENGTH);
}

struct resuming {
    int client, server, kind, suite;
    int server_suite; /* 0 for the same */
    int id_length;
    uint32_t now; /* of the tickets */
    uint8_t first, second;
    int asks;   /* the server is lent no key */
    int answer; /* and then its answer */
    int close_after;
};

static void set_ticket_keys(const struct resuming *how)
{
    uint8_t keys[TICKET_KEYS_LENGTH];

    if (can(how->server, TLSMAN_CAN_RESUME) & TLSMAN_RESUMES_BY_TICKET) {
        make_ticket_keys(keys, how->now, 3600, how->first, how->second);
        assert_int_equal(tlsman_set_bytes(pair.server.handle, TLSMAN_BYTES_TICKET_KEYS, keys, sizeof(keys)), TLSMAN_OK);
    }
}

static void open_resuming(const struct resuming *how, const struct saved *saved)
{
    pair_open(&pair, how->client, how->server, how->kind, how->suite);

    if (how->asks) {
        side_free(&pair.server);
        side_open_asking(&pair.server, how->server, how->kind, how->server_suite != 0 ? how->server_suite : how->suite,
                         how->answer, pair_key, sizeof(pair_key));
    } else if (how->server_suite != 0) {
        side_free(&pair.server);
        side_open(&pair.server, how->server, TLSMAN_SERVER, how->kind, how->server_suite, pair_key);
    }

    if (how->kind == TLSMAN_DATAGRAM && how->id_length != NO_ID) {
        pair_set_ids(&pair, client_id, can(how->client, TLSMAN_CAN_CONNECTION_ID) ? how->id_length : NO_ID, server_id,
                     can(how->server, TLSMAN_CAN_CONNECTION_ID) ? how->id_length : NO_ID);
    }

    assert_int_equal(tlsman_set_bytes(pair.client.handle, TLSMAN_BYTES_RESUMPTION, saved->bytes, saved->length),
                     TLSMAN_OK);

    set_ticket_keys(how);
}

/* Connects, and tells whether that was an abbreviated handshake. */
static int run_resuming(const struct resuming *how, struct saved *saved)
{
    int is_resumed;

    open_resuming(how, saved);
    pair_start(&pair);
    pair_run(&pair, pair.now + 20000);
    assert_true(pair_is_connected(&pair));
    is_resumed = tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_IS_RESUMED, 0);
    assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_IS_RESUMED, 0), is_resumed);
    check_peer(&pair.client);
    check_peer(&pair.server);
    send_both_ways(&pair, 40);
    saved->length = tlsman_get_bytes(pair.client.handle, TLSMAN_BYTES_RESUMPTION, saved->bytes, sizeof(saved->bytes));
    assert_true(saved->length >= 0);
    return is_resumed;
}

static int resumes(const struct resuming *how, struct saved *saved)
{
    int is_resumed = run_resuming(how, saved);

    pair_free(&pair);
    return is_resumed;
}

typedef void (*visitor)(struct resuming *how);

static void visit_resuming(visitor visit)
{
    for (int client = 0; client < tlsman_get_stack_count(); client++) {
        for (int server = 0; server < tlsman_get_stack_count(); server++) {
            for (int kind = TLSMAN_DATAGRAM; kind <= TLSMAN_STREAM; kind++) {
                for (int i = 0; psk_suite(client, i) != 0; i++) {
                    struct resuming how = { .client = client,
                                            .server = server,
                                            .kind = kind,
                                            .suite = psk_suite(client, i),
                                            .id_length = NO_ID,
                                            .now = 1000,
                                            .first = 1,
                                            .second = 2,
                                            .answer = 7 };

                    if (stack_has_kind(client, kind) && stack_has_kind(server, kind)
                        && stack_has_suite(server, how.suite)
                        && (can(client, TLSMAN_CAN_RESUME) & TLSMAN_RESUMES_AS_CLIENT)) {
                        visit(&how);
                    }
                }
            }
        }
    }
}

static int has_tickets(const struct resuming *how)
{
    return (can(how->server, TLSMAN_CAN_RESUME) & TLSMAN_RESUMES_BY_TICKET) != 0;
}

static void resume_again_and_again(struct resuming *how)
{
    struct saved saved = { 0 };
    int expected = has_tickets(how);

    for (how->asks = 0; how->asks <= 1; how->asks++) {
        for (how->id_length = NO_ID; how->id_length <= 8; how->id_length += 9) {
            int full, sent;

            saved.length = 0;
            assert_int_equal(run_resuming(how, &saved), 0);
            full = pair.client.sent + pair.server.sent;
            pair_free(&pair);

            for (int i = 0; i < 3 && expected; i++) {
                assert_true(saved.length > 0);
                assert_int_equal(run_resuming(how, &saved), 1);
                sent = pair.client.sent + pair.server.sent;
                /* Of two flights each, with what is sent both ways, and without a cookie. */
                assert_true(how->kind == TLSMAN_STREAM || sent < full);
                assert_int_equal(pair.server.asked, how->asks);
                pair_free(&pair);
            }

            if (!expected) {
                assert_int_equal(resumes(how, &saved), 0);
            }
        }
    }
}

static void lose_each(struct resuming *how)
{
    struct saved first = { 0 }, saved;
    int sent_client, sent_server;

    if (how->kind == TLSMAN_STREAM || !has_tickets(how)) {
        return;
    }

    for (how->asks = 0; how->asks <= 1; how->asks++) {
        for (int is_resuming = 0; is_resuming <= 1; is_resuming++) {
            if (is_resuming) {
                first.length = 0;
                resumes(how, &first);
            } else {
                first.length = 0;
            }

            saved = first;
            open_resuming(how, &saved);
            pair_start(&pair);
            pair_exchange(&pair);
            assert_true(pair_is_connected(&pair));
            sent_client = pair.client.sent;
            sent_server = pair.server.sent;
            pair_free(&pair);

            for (int lost = 0; lost < sent_client + sent_server; lost++) {
                saved = first;
                open_resuming(how, &saved);
                pair.lost_client = lost < sent_client ? lost : -1;
                pair.lost_server = lost < sent_client ? -1 : lost - sent_client;
                pair_start(&pair);
                pair_run(&pair, pair.now + 20000);
                assert_true(pair_is_connected(&pair));
                assert_int_equal(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_IS_RESUMED, 0), is_resuming);
                send_both_ways(&pair, 40);
                pair_free(&pair);
            }
        }
    }
}

static void refuse_what_does_not_fit(struct resuming *how)
{
    struct saved first = { 0 }, saved;

    if (!has_tickets(how)) {
        return;
    }

    for (how->asks = 0; how->asks <= 1; how->asks++) {
        struct resuming other = *how;

        first.length = 0;
        assert_int_equal(resumes(how, &first), 0);

        /* A key that has become the second is still one, and the ticket stays as it is. */
        other.first = 3, other.second = 1;
        saved = first;
        assert_int_equal(resumes(&other, &saved), 1);

        /* Keys that are gone; then there is a new ticket. */
        other.second = 4;
        saved = first;
        assert_int_equal(resumes(&other, &saved), 0);
        assert_int_equal(resumes(&other, &saved), 1);

        /* Until it is too old, and by a clock that was set back. */
        other = *how;
        other.now = how->now + 3600;
        saved = first;
        assert_int_equal(resumes(&other, &saved), 1);
        other.now = how->now + 3601;
        saved = first;
        assert_int_equal(resumes(&other, &saved), 0);
        other.now = how->now - 1;
        saved = first;
        assert_int_equal(resumes(&other, &saved), 0);
    }

    /* Nobody has that identity any more when it is asked for; when the client names it, somebody has it again. */
    how->asks = 1;
    how->answer = NOBODY;
    saved = first;
    open_resuming(how, &saved);
    pair_start(&pair);
    assert_true(pair.server.asked == 0);

    while (pair.server.asked == 0) {
        assert_true(pair_step(&pair));
    }

    assert_memory_equal(pair.server.asked_identity, pair_identity, sizeof(pair_identity));
    pair.server.answer = 7;
    pair_run(&pair, pair.now + 20000);
    assert_true(pair_is_connected(&pair));
    assert_int_equal(pair.server.asked, 2);
    assert_int_equal(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_IS_RESUMED, 0), 0);
    send_both_ways(&pair, 40);
    pair_free(&pair);

    /* And without an answer it is the same. */
    how->answer = NO_ANSWER;
    saved = first;
    open_resuming(how, &saved);
    pair_start(&pair);

    while (pair.server.asked == 0) {
        assert_true(pair_step(&pair));
    }

    pair.server.answer = 7;
    pair_run(&pair, pair.now + 20000);
    assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_IS_RESUMED, 0), 0);
    send_both_ways(&pair, 40);
    pair_free(&pair);
}

static void damage_each_byte(struct resuming *how)
{
    struct saved first = { 0 }, saved;
    int resumed = 0;

    if (how->kind == TLSMAN_STREAM || !has_tickets(how)) {
        return;
    }

    assert_int_equal(resumes(how, &first), 0);

    for (int i = 0; i < first.length; i++) {
        saved = first;
        saved.bytes[i] ^= (uint8_t)(1 << i % 8);
        open_resuming(how, &saved);
        pair_start(&pair);
        pair_exchange(&pair);

        /* A client that believes in other keys than the server has, or in another ID, finds out; no other harm is
         * done. */
        resumed += pair_is_connected(&pair) && tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_IS_RESUMED, 0);
        pair_free(&pair);

        saved = first;
        saved.length = i;
        assert_int_equal(resumes(how, &saved), 0);
    }

    assert_true(resumed < first.length / 2);

    /* There is not too little room for it without a word. */
    assert_int_equal(run_resuming(how, &first), 1);

    for (int room = 0; room < first.length; room++) {
        assert_int_equal(tlsman_get_bytes(pair.client.handle, TLSMAN_BYTES_RESUMPTION, saved.bytes, room),
                         TLSMAN_TOO_LONG);
    }

    pair_free(&pair);
}

/* Another key by the same identity: whoever has only the old one, or only what came of it, is a stranger. */
static void change_the_key(struct resuming *how)
{
    static const uint8_t other_key[sizeof(pair_key)] = { 0x77 };
    struct saved first = { 0 }, saved;

    if (!has_tickets(how)) {
        return;
    }

    assert_int_equal(resumes(how, &first), 0);

    for (int asks = 0; asks <= 1; asks++) {
        saved = first;
        open_resuming(how, &saved);
        side_free(&pair.server);

        if (asks) {
            side_open_asking(&pair.server, how->server, how->kind, how->suite, 7, other_key, sizeof(other_key));
        } else {
            side_open(&pair.server, how->server, TLSMAN_SERVER, how->kind, how->suite, other_key);
        }

        set_ticket_keys(how);
        pair_start(&pair);
        pair_run(&pair, pair.now + 40000);
        assert_int_equal(pair.client.connected + pair.server.connected, 0);
        pair_free(&pair);
    }

    /* A client that has the other key as well does not offer the old session. */
    saved = first;
    open_resuming(how, &saved);
    side_free(&pair.client);
    side_free(&pair.server);
    side_open(&pair.client, how->client, TLSMAN_CLIENT, how->kind, how->suite, other_key);
    side_open(&pair.server, how->server, TLSMAN_SERVER, how->kind, how->suite, other_key);
    assert_int_equal(tlsman_set_bytes(pair.client.handle, TLSMAN_BYTES_RESUMPTION, saved.bytes, saved.length),
                     TLSMAN_OK);
    set_ticket_keys(how);
    pair_start(&pair);
    pair_run(&pair, pair.now + 20000);
    assert_true(pair_is_connected(&pair));
    assert_int_equal(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_IS_RESUMED, 0), 0);
    pair_free(&pair);
}

/* What began over datagrams is not resumed over a stream, nor the other way round. */
static void change_the_transport(struct resuming *how)
{
    struct saved saved = { 0 };
    struct resuming other = *how;

    other.kind = how->kind == TLSMAN_DATAGRAM ? TLSMAN_STREAM : TLSMAN_DATAGRAM;

    if (has_tickets(how) && stack_has_kind(how->client, other.kind) && stack_has_kind(how->server, other.kind)) {
        assert_int_equal(resumes(how, &saved), 0);
        assert_true(saved.length > 0);
        assert_int_equal(resumes(&other, &saved), 0);
    }
}

/* Where a client wants max_fragment_length, nothing is resumed, and it is agreed on. */
static void want_short_fragments(struct resuming *how)
{
    struct saved first = { 0 }, saved;

    if (!has_tickets(how) || !can(how->client, TLSMAN_CAN_MAX_FRAGMENT_LENGTH)
        || !can(how->server, TLSMAN_CAN_MAX_FRAGMENT_LENGTH)) {
        return;
    }

    assert_int_equal(resumes(how, &first), 0);

    for (int i = 0; i < 2; i++) {
        saved = first;
        open_resuming(how, &saved);
        assert_int_equal(tlsman_set_option(pair.client.handle, TLSMAN_OPTION_MAX_FRAGMENT_LENGTH, 512), TLSMAN_OK);
        pair_start(&pair);
        pair_exchange(&pair);
        assert_true(pair_is_connected(&pair));
        assert_int_equal(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_IS_RESUMED, 0), 0);
        assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_MAX_PAYLOAD, 1232), 512);
        assert_int_equal(
            tlsman_get_bytes(pair.client.handle, TLSMAN_BYTES_RESUMPTION, saved.bytes, sizeof(saved.bytes)), 0);
        pair_free(&pair);
    }
}

/* The server chooses another suite than the ticket is for. */
static void change_the_suite(struct resuming *how)
{
    struct saved saved = { 0 };
    struct resuming other = *how;

    if (!has_tickets(how)) {
        return;
    }

    assert_int_equal(resumes(how, &saved), 0);

    for (int i = 0; (other.server_suite = psk_suite(how->server, i)) != 0; i++) {
        struct saved copy = saved;

        if (other.server_suite != how->suite && stack_has_suite(how->client, other.server_suite)) {
            other.suite = 0;
            assert_int_equal(resumes(&other, &copy), 0);
        }
    }
}

static void a_resumed_session_can_be_saved(void **state)
{
    int stack = find_saving();
    struct saved saved = { 0 };

    (void)state;

    if (stack < 0 || !(can(stack, TLSMAN_CAN_RESUME) & TLSMAN_RESUMES_BY_TICKET)) {
        skip();
    }

    for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER; role++) {
        struct resuming how = { .client = stack,
                                .server = stack,
                                .suite = psk_suite(stack, 0),
                                .id_length = 8,
                                .now = 1000,
                                .first = 1,
                                .second = 2 };
        struct side *side = role == TLSMAN_CLIENT ? &pair.client : &pair.server;

        saved.length = 0;
        resumes(&how, &saved);
        open_resuming(&how, &saved);
        pair_start(&pair);
        pair_exchange(&pair);
        assert_true(pair_is_connected(&pair));
        save_and_restore(side, stack, role, pair.now);
        assert_int_equal(tlsman_get_number(side->handle, TLSMAN_NUMBER_IS_RESUMED, 0), 1);
        send_both_ways(&pair, 40);
        pair_free(&pair);
    }
}

static void numbers_of_tickets_are_checked(void **state)
{
    uint8_t bytes[TLSMAN_MAX_SESSION + 1] = { 0 };

    (void)state;

    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        int client = tlsman_open(stack, TLSMAN_CLIENT, TLSMAN_DATAGRAM);
        int server = tlsman_open(stack, TLSMAN_SERVER, TLSMAN_DATAGRAM);
        int can_take = can(stack, TLSMAN_CAN_RESUME) & TLSMAN_RESUMES_BY_TICKET;

        for (int length = 0; length < 8 + 6 * TLSMAN_TICKET_KEY_LENGTH; length++) {
            int is_good = length > 8 && (length - 8) % TLSMAN_TICKET_KEY_LENGTH == 0
                          && (length - 8) / TLSMAN_TICKET_KEY_LENGTH <= TLSMAN_MAX_TICKET_KEYS;

            assert_int_equal(tlsman_set_bytes(server, TLSMAN_BYTES_TICKET_KEYS, bytes, length),
                             !can_take ? TLSMAN_NO_STACK
                             : is_good ? TLSMAN_OK
                                       : TLSMAN_BAD_ARGUMENT);
        }

        assert_int_equal(tlsman_set_bytes(client, TLSMAN_BYTES_TICKET_KEYS, bytes, 28), TLSMAN_NO_STACK);
        assert_int_equal(tlsman_set_bytes(server, TLSMAN_BYTES_RESUMPTION, bytes, 0), TLSMAN_NO_STACK);
        assert_int_equal(tlsman_set_bytes(client, TLSMAN_BYTES_RESUMPTION, bytes, sizeof(bytes)), TLSMAN_BAD_ARGUMENT);
        assert_int_equal(tlsman_get_bytes(client, TLSMAN_BYTES_RESUMPTION, bytes, sizeof(bytes)), 0);
        assert_int_equal(tlsman_free(client), TLSMAN_OK);
        assert_int_equal(tlsman_free(server), TLSMAN_OK);
    }
}

static void sessions_are_resumed(void **state)
{
    (void)state;
    visit_resuming(resume_again_and_again);
}

static void any_datagram_of_a_resumption_may_be_lost(void **state)
{
    (void)state;
    visit_resuming(lose_each);
}

static void tickets_that_do_not_fit_lead_to_full_handshakes(void **state)
{
    (void)state;
    visit_resuming(refuse_what_does_not_fit);
}

static void damaged_resumptions_do_no_harm(void **state)
{
    (void)state;
    visit_resuming(damage_each_byte);
}

static void a_session_is_for_its_key(void **state)
{
    (void)state;
    visit_resuming(change_the_key);
}

static void a_session_is_for_its_transport(void **state)
{
    (void)state;
    visit_resuming(change_the_transport);
}

static void with_short_fragments_nothing_is_resumed(void **state)
{
    (void)state;
    visit_resuming(want_short_fragments);
}

static void forge_message(struct side *side, int type, unsigned sequence)
{
    /* RFC 6347, section 4.2.2: of a record in the clear with a message of four bytes. */
    uint8_t record[13 + 12 + 4] = { 22, 0xFE, 0xFD, [10] = 77, [12] = 16, [13] = (uint8_t)type, [16] = 4, [24] = 4 };

    record[18] = (uint8_t)sequence;
    record[26] = 2;
    side_deliver(side, record, sizeof(record), pair.now);
}

/* Anybody can send what a full handshake would have in the clear: an abbreviated one goes on. */
static void forge_at_each_step(struct resuming *how)
{
    static const int of_server[] = { 12, 14, 20 };
    static const int of_client[] = { 16, 20 };
    struct saved first = { 0 }, saved;

    if (how->kind == TLSMAN_STREAM || !has_tickets(how)) {
        return;
    }

    for (how->asks = 0; how->asks <= 1; how->asks++) {
        first.length = 0;
        assert_int_equal(resumes(how, &first), 0);
        saved = first;
        open_resuming(how, &saved);
        pair_start(&pair);
        assert_true(pair_step(&pair));

        /* The ServerHello is under way, and nobody can have answered it. */
        for (int step = 0; step < 20 && !pair_is_connected(&pair); step++) {
            for (unsigned sequence = 0; sequence < 5; sequence++) {
                for (size_t i = 0; i < sizeof(of_server) / sizeof(of_server[0]) && step > 0; i++) {
                    forge_message(&pair.client, of_server[i], sequence);
                }

                for (size_t i = 0; i < sizeof(of_client) / sizeof(of_client[0]); i++) {
                    forge_message(&pair.server, of_client[i], sequence);
                }
            }

            pair_step(&pair);
        }

        assert_true(pair_is_connected(&pair));
        assert_int_equal(tlsman_get_number(pair.client.handle, TLSMAN_NUMBER_IS_RESUMED, 0), 1);
        send_both_ways(&pair, 40);
        pair_free(&pair);
    }
}

static void forged_messages_do_not_end_a_resumption(void **state)
{
    (void)state;
    visit_resuming(forge_at_each_step);
}

static void a_ticket_is_for_its_suite(void **state)
{
    (void)state;
    visit_resuming(change_the_suite);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_are_resumed),
        cmocka_unit_test(any_datagram_of_a_resumption_may_be_lost),
        cmocka_unit_test(tickets_that_do_not_fit_lead_to_full_handshakes),
        cmocka_unit_test(damaged_resumptions_do_no_harm),
        cmocka_unit_test(a_ticket_is_for_its_suite),
        cmocka_unit_test(forged_messages_do_not_end_a_resumption),
        cmocka_unit_test(a_session_is_for_its_key),
        cmocka_unit_test(a_session_is_for_its_transport),
        cmocka_unit_test(with_short_fragments_nothing_is_resumed),
        cmocka_unit_test(a_resumed_session_can_be_saved),
        cmocka_unit_test(numbers_of_tickets_are_checked),
    };

    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
