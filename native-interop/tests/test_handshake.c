/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What the core does with a handshake before a stack sees it: it asks for the one key that is needed, and keeps away
 * what anybody can send without a key.
 */
#include "pair.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define HEADER 13
#define HANDSHAKE_HEADER 12
#define CLIENT_HELLO 1
#define HELLO_VERIFY_REQUEST 3
#define CLIENT_KEY_EXCHANGE 16

static const uint8_t other_key[16] = { 9 };
static struct pair pair;

/* The last packets before the ClientKeyExchange. */
static struct packet last_of_client, last_of_server;

static void visit_all(void (*visit)(int stack, int kind), int first_kind, int last_kind)
{
    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        for (int kind = first_kind; kind <= last_kind; kind++) {
            if (stack_has_kind(stack, kind)) {
                print_message("%s, %s\n", stack_name(stack), kind == TLSMAN_DATAGRAM ? "DTLS" : "TLS");
                visit(stack, kind);
            }
        }
    }
}

static void open_asking(int stack, int kind, int tag, const uint8_t *key, int key_length)
{
    pair_open(&pair, stack, stack, kind, 0);
    side_free(&pair.server);
    side_open_asking(&pair.server, stack, kind, 0, tag, key, key_length);
    pair_start(&pair);
}

static void check_asked(void)
{
    assert_int_equal(pair.server.asked, 1);
    assert_int_equal(pair.server.asked_length, sizeof(pair_identity));
    assert_memory_equal(pair.server.asked_identity, pair_identity, sizeof(pair_identity));
}

static void ask_once(int stack, int kind)
{
    uint8_t identity[TLSMAN_MAX_IDENTITY];

    open_asking(stack, kind, 7, pair_key, sizeof(pair_key));
    assert_int_equal(tlsman_get_bytes(pair.server.handle, TLSMAN_BYTES_WANTED_IDENTITY, identity, sizeof(identity)), 0);
    assert_int_equal(tlsman_add_credential(pair.server.handle, 7, NULL, 0, pair_key, sizeof(pair_key), NULL, 0),
                     TLSMAN_INVALID_STATE);
    pair_exchange(&pair);
    assert_true(pair_is_connected(&pair));
    check_asked();
    assert_int_equal(tlsman_get_number(pair.server.handle, TLSMAN_NUMBER_CREDENTIAL_TAG, 0), 7);
    assert_int_equal(tlsman_get_bytes(pair.server.handle, TLSMAN_BYTES_IDENTITY, identity, sizeof(identity)),
                     (int)sizeof(pair_identity));
    assert_memory_equal(identity, pair_identity, sizeof(pair_identity));
    pair_free(&pair);
}

/* Nobody has the identity, its key is another one, or no answer comes at all: to the client it is the same. */
static void do_not_connect(int stack, int kind)
{
    static const int tags[] = { -1, 7, NO_ANSWER };

    for (int i = 0; i < 3; i++) {
        open_asking(stack, kind, tags[i], other_key, sizeof(other_key));
        pair_run(&pair, pair.now + 40000);
        check_asked();
        assert_int_equal(pair.client.connected + pair.server.connected, 0);
        assert_int_equal(pair.client.failed, 1);
        assert_int_equal(pair.client.cause, kind == TLSMAN_DATAGRAM ? TLSMAN_HANDSHAKE_TIMEOUT : TLSMAN_ALERT_RECEIVED);
        assert_int_equal(pair.client.alert, kind == TLSMAN_DATAGRAM ? TLSMAN_NO_ALERT : 20);
        pair_free(&pair);
    }
}

/* Whatever pieces a stream comes in. */
static void ask_in_pieces(int stack, int kind)
{
    static struct packet packet;

    for (size_t size = 1; size < 60; size += 1 + size / 8) {
        open_asking(stack, kind, 7, pair_key, sizeof(pair_key));

        assert_true(side_take(&pair.client, &packet));

        /* The first packet is the ClientHello; from then on both take what the other wrote, cut to pieces. */
        do {
            for (size_t place = 0; place < packet.count; place += size) {
                side_deliver(&pair.server, packet.bytes + place,
                             packet.count - place < size ? packet.count - place : size, pair.now);
            }

            while (side_take(&pair.server, &packet)) {
                side_deliver(&pair.client, packet.bytes, packet.count, pair.now);
            }
        } while (side_take(&pair.client, &packet));

        assert_true(pair_is_connected(&pair));
        check_asked();
        pair_free(&pair);
    }
}

/* Runs until the client has written what holds its ClientKeyExchange. */
static void reach_key_exchange(struct packet *packet)
{
    do {
        assert_true(side_take(&pair.client, packet));

        if (packet->bytes[0] == 22 && packet->bytes[HEADER] == CLIENT_KEY_EXCHANGE) {
            return;
        }

        last_of_client = *packet;
        side_deliver(&pair.server, packet->bytes, packet->count, pair.now);

        while (side_take(&pair.server, packet)) {
            last_of_server = *packet;
            side_deliver(&pair.client, packet->bytes, packet->count, pair.now);
        }
    } while (1);
}

static void put24(uint8_t *place, size_t value)
{
    place[0] = (uint8_t)(value >> 16);
    place[1] = (uint8_t)(value >> 8);
    place[2] = (uint8_t)value;
}

/* A piece of the message in the record, in a record of its own. */
static size_t cut(const uint8_t *record, size_t offset, size_t length, uint8_t *piece)
{
    memcpy(piece, record, HEADER + HANDSHAKE_HEADER);
    put24(piece + HEADER + 6, offset);
    put24(piece + HEADER + 9, length);
    memcpy(piece + HEADER + HANDSHAKE_HEADER, record + HEADER + HANDSHAKE_HEADER + offset, length);
    piece[11] = 0;
    piece[12] = (uint8_t)(HANDSHAKE_HEADER + length);
    return HEADER + HANDSHAKE_HEADER + length;
}

static void ask_of_fragments(int stack, int kind)
{
    static struct packet packet;
    static const size_t orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 }, { 2, 0, 1 } };

    if (strcmp(stack_name(stack), "tinydtls") == 0) {
        return; /* it puts no fragments together */
    }

    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        size_t length, rest;
        uint8_t piece[300];

        open_asking(stack, kind, 7, pair_key, sizeof(pair_key));
        reach_key_exchange(&packet);
        length = (size_t)packet.bytes[HEADER + 2] << 8 | packet.bytes[HEADER + 3];
        rest = HEADER + HANDSHAKE_HEADER + length;

        for (size_t part = 0; part < 3; part++) {
            size_t offset = orders[i][part] * 6;

            /* The second of them comes twice. */
            for (size_t times = 0; times < (part == 1 ? 2 : 1); times++) {
                size_t count = cut(packet.bytes, offset, orders[i][part] == 2 ? length - 12 : 6, piece);

                piece[10] = (uint8_t)(piece[10] + 10 + 2 * part + times);
                assert_int_equal(pair.server.asked, 0);
                side_deliver(&pair.server, piece, count, pair.now);
            }
        }

        check_asked();
        side_deliver(&pair.server, packet.bytes + rest, packet.count - rest, pair.now);
        pair_exchange(&pair);
        assert_true(pair_is_connected(&pair));
        pair_free(&pair);
    }
}

static void deliver_plain(struct side *side, int type, unsigned sequence, uint64_t number, const uint8_t *body,
                          size_t total, size_t offset, size_t count)
{
    uint8_t record[400] = { 22, 0xFE, 0xFD };

    for (int i = 0; i < 6; i++) {
        record[10 - i] = (uint8_t)(number >> 8 * i);
    }

    record[11] = (uint8_t)((HANDSHAKE_HEADER + count) >> 8);
    record[12] = (uint8_t)(HANDSHAKE_HEADER + count);
    record[HEADER] = (uint8_t)type;
    put24(record + HEADER + 1, total);
    record[HEADER + 4] = (uint8_t)(sequence >> 8);
    record[HEADER + 5] = (uint8_t)sequence;
    put24(record + HEADER + 6, offset);
    put24(record + HEADER + 9, count);
    memcpy(record + HEADER + HANDSHAKE_HEADER, body, count);
    side_deliver(side, record, HEADER + HANDSHAKE_HEADER + count, pair.now);
}

/*
 * A server that waits for the client's key exchange is sent everything that is not in its turn or not well formed, and
 * goes on.
 */
static void survive_forgeries(int stack, int kind)
{
    static const uint8_t bad_length[] = { 0, 9, 'a', 'b', 'c' };
    static const uint8_t empty[] = { 0, 0 };
    static struct packet packet;
    static uint8_t body[200];

    for (int asks = 0; asks < 2; asks++) {
        unsigned awaited;

        if (asks) {
            open_asking(stack, kind, 7, pair_key, sizeof(pair_key));
        } else {
            pair_open(&pair, stack, stack, kind, 0);
            pair_start(&pair);
        }

        reach_key_exchange(&packet);
        awaited = (unsigned)packet.bytes[HEADER + 4] << 8 | packet.bytes[HEADER + 5];

        for (unsigned sequence = 0; sequence < 12; sequence++) {
            for (int type = 0; type < 25; type++) {
                if (sequence != awaited || type != CLIENT_KEY_EXCHANGE) {
                    deliver_plain(&pair.server, type, sequence, 50 + sequence, body, 2, 0, 2);
                    deliver_plain(&pair.server, type, sequence, 50 + sequence, body, 130, 0, 130);
                    deliver_plain(&pair.server, type, sequence, 50 + sequence, body, 2000, 100, 30);
                }
            }
        }

        deliver_plain(&pair.server, CLIENT_KEY_EXCHANGE, awaited, 60, empty, 2, 0, 2);
        deliver_plain(&pair.server, CLIENT_KEY_EXCHANGE, awaited, 61, bad_length, 5, 0, 5);
        deliver_plain(&pair.server, CLIENT_KEY_EXCHANGE, awaited, 62, body, 131, 0, 131);
        deliver_plain(&pair.server, CLIENT_KEY_EXCHANGE, awaited, 63, body, 0, 0, 0);
        assert_int_equal(pair.server.failed + pair.server.closed, 0);
        side_deliver(&pair.server, packet.bytes, packet.count, pair.now);
        pair_run(&pair, pair.now + 40000);
        assert_true(pair_is_connected(&pair));
        pair_free(&pair);
    }
}

/* RFC 6347, section 4.2.1: the answer goes on from the ClientHello's record number, and there would be none left. */
static void refuse_last_numbers(int stack, int kind)
{
    static struct packet packet;

    pair_open(&pair, stack, stack, kind, 0);
    pair_start(&pair);
    assert_true(side_take(&pair.client, &packet));
    memset(packet.bytes + 5, 0xFF, 6);
    side_deliver(&pair.server, packet.bytes, packet.count, pair.now);
    assert_int_equal(pair.server.drops[TLSMAN_DROP_OUT_OF_REACH], 1);
    assert_int_equal(pair.server.outbox_count, 0);
    pair_run(&pair, pair.now + 40000);
    assert_true(pair_is_connected(&pair));
    pair_free(&pair);
}

static void deliver_verify_request(unsigned sequence, uint64_t number, uint8_t cookie)
{
    uint8_t body[3 + 16] = { 0xFE, 0xFF, 16, cookie };

    deliver_plain(&pair.client, HELLO_VERIFY_REQUEST, sequence, number, body, sizeof(body), 0, sizeof(body));
}

static int take_hello(uint8_t *cookie, unsigned *sequence, uint64_t *number)
{
    static struct packet packet;
    int count = 0;

    while (side_take(&pair.client, &packet)) {
        assert_int_equal(packet.bytes[HEADER], CLIENT_HELLO);
        *cookie = packet.bytes[HEADER + HANDSHAKE_HEADER + 2 + TLSMAN_RANDOM_LENGTH + 1 + 1];
        *sequence = (unsigned)packet.bytes[HEADER + 4] << 8 | packet.bytes[HEADER + 5];
        *number = (uint64_t)packet.bytes[9] << 8 | packet.bytes[10];
        count++;
    }

    return count;
}

/*
 * A client with a long way to its server repeats its first ClientHello before the answer comes. Then two come, and the
 * second of them is too late: to take it would be to send a third ClientHello into a handshake that has begun.
 */
static void drop_late_verify_request(int stack, int kind)
{
    unsigned sequence = 0;
    uint64_t number = 0, first;
    uint8_t cookie = 0;

    pair_open(&pair, stack, stack, kind, 0);
    pair_start(&pair);
    assert_int_equal(take_hello(&cookie, &sequence, &number), 1);
    assert_int_equal(sequence, 0);
    pair.now += 1600;
    side_drain(&pair.client, pair.now);
    assert_int_equal(take_hello(&cookie, &sequence, &number), 1);
    first = number - 1;
    deliver_verify_request(0, first, 0xA1);
    assert_int_equal(take_hello(&cookie, &sequence, &number), 1);
    assert_int_equal(cookie, 0xA1);
    assert_int_equal(sequence, 1);
    deliver_verify_request(0, number - 1, 0xB2);
    assert_int_equal(take_hello(&cookie, &sequence, &number), 0);
    assert_int_equal(pair.client.drops[TLSMAN_DROP_DUPLICATE], 1);

    /* An answer to the second, by a server that counts from zero, but says what it answers. */
    deliver_verify_request(0, number, 0xC3);

    if (take_hello(&cookie, &sequence, &number) == 1) {
        assert_int_equal(cookie, 0xC3);
    }

    pair_free(&pair);
}

/*
 * A server may use the record number of its HelloVerifyRequest again: no record that nobody authenticated shuts out
 * another.
 */
static void take_repeated_numbers(int stack, int kind)
{
    static struct packet packet;
    uint8_t cookie;
    unsigned sequence;
    uint64_t number;

    pair_open(&pair, stack, stack, kind, 0);
    pair_start(&pair);
    assert_int_equal(take_hello(&cookie, &sequence, &number), 1);
    deliver_verify_request(0, number + 1, 0xA1);
    deliver_plain(&pair.client, 0, 9, 0xF00000000000, &cookie, 1, 0, 1); /* forged, and far ahead */
    assert_true(side_take(&pair.client, &packet));
    side_deliver(&pair.server, packet.bytes, packet.count, pair.now);
    assert_true(pair.server.outbox_count > 0);
    assert_int_equal(pair.server.outbox[0].bytes[10], number + 1);
    pair_exchange(&pair);
    assert_true(pair_is_connected(&pair));
    pair_free(&pair);
}

/* What ended the flight that was answered comes a hundred times: it is answered once in half a time-out at most. */
static void answer_no_flood(int stack, int kind)
{
    static struct packet packet, repeated;

    for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER; role++) {
        struct side *side = role == TLSMAN_CLIENT ? &pair.client : &pair.server;
        int sent;

        pair_open(&pair, stack, stack, kind, 0);
        pair_start(&pair);
        reach_key_exchange(&packet);
        repeated = role == TLSMAN_CLIENT ? last_of_server : last_of_client;
        sent = side->sent;

        for (int i = 0; i < 100; i++) {
            pair.now += 9;
            side_deliver(side, repeated.bytes, repeated.count, pair.now);
        }

        assert_in_range(side->sent, sent, sent + 1);
        side->outbox_count = 0;
        side_deliver(&pair.server, packet.bytes, packet.count, pair.now);
        pair_run(&pair, pair.now + 40000);
        assert_true(pair_is_connected(&pair));
        pair_free(&pair);
    }
}

/* Until it has got a key exchange a server sends no more than three times what came, and waits half the time. */
static void bound_a_silent_client(int stack, int kind)
{
    static struct packet packet;
    uint32_t begin;
    size_t sent = 0, received = 0;

    pair_open(&pair, stack, stack, kind, 0);
    begin = pair.now;
    pair_start(&pair);
    reach_key_exchange(&packet);
    received = last_of_client.count;
    sent = last_of_server.count;

    while (!pair.server.failed) {
        assert_true(pair.server.has_deadline);
        pair.now = pair.server.deadline;
        side_drain(&pair.server, pair.now);

        for (int i = 0; i < pair.server.outbox_count; i++) {
            sent += pair.server.outbox[i].count;
        }

        pair.server.outbox_count = 0;
    }

    assert_int_equal(pair.now - begin, 15000);
    /* it asked for a cookie first */
    assert_true(sent <= 3 * received * (strcmp(stack_name(stack), "tinydtls") == 0 ? 2 : 1));
    pair_free(&pair);
}

/*
 * Each time-out is stretched by up to half, differently for each session, and doubles: clients that began together do
 * not collide for ever.
 */
static void stretch_timers(int stack, int kind)
{
    enum { SESSIONS = 30, FLIGHTS = 4 };
    uint32_t least = 0, most = 0;

    for (int i = 0; i < SESSIONS; i++) {
        uint32_t timeout = 1000;

        pair_open(&pair, stack, stack, kind, 0);
        pair_start(&pair);

        for (int flight = 0; flight < FLIGHTS; flight++) {
            uint32_t wait = pair.client.deadline - pair.now;

            assert_true(pair.client.has_deadline);
            assert_in_range(wait, timeout, timeout + timeout / 2);
            least = flight == 0 && (i == 0 || wait < least) ? wait : least;
            most = flight == 0 && wait > most ? wait : most;
            pair.now = pair.client.deadline;
            pair.client.outbox_count = 0;
            side_drain(&pair.client, pair.now);
            assert_true(pair.client.outbox_count > 0);
            timeout *= 2;
        }

        pair_free(&pair);
    }

    /* That 30 of them lie within a fifth of the range has a chance of 1 in 10^19. */
    assert_true(most - least > 100);
}

/*
 * HelloRequests and warnings may be passed over in a handshake (RFC 5246, sections 7.4.1.1 and 7.2.2), but not for
 * ever.
 */
static void end_a_flood(int stack, int kind)
{
    static const uint8_t records[][9] = { { 22, 3, 3, 0, 4, 0, 0, 0, 0 }, { 21, 3, 3, 0, 2, 1, 90 } };
    static const size_t lengths[] = { 9, 7 };
    static struct packet packet;

    for (int i = 0; i < 2; i++) {
        int count = 0;

        pair_open(&pair, stack, stack, kind, 0);
        pair_start(&pair);
        assert_true(side_take(&pair.client, &packet));

        while (!pair.client.failed && count < 10000) {
            side_deliver(&pair.client, records[i], lengths[i], pair.now);
            count++;
        }

        assert_true(pair.client.failed);
        pair_free(&pair);
    }
}

static void a_server_without_keys_asks_for_one(void **state)
{
    (void)state;
    visit_all(ask_once, TLSMAN_DATAGRAM, TLSMAN_STREAM);
}

static void an_unknown_identity_looks_like_a_wrong_key(void **state)
{
    (void)state;
    visit_all(do_not_connect, TLSMAN_DATAGRAM, TLSMAN_STREAM);
}

static void an_identity_may_come_in_pieces(void **state)
{
    (void)state;
    visit_all(ask_in_pieces, TLSMAN_STREAM, TLSMAN_STREAM);
}

static void an_identity_may_come_in_fragments(void **state)
{
    (void)state;
    visit_all(ask_of_fragments, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM);
}

static void no_forged_message_ends_a_server(void **state)
{
    (void)state;
    visit_all(survive_forgeries, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM);
}

static void an_epoch_does_not_run_over(void **state)
{
    (void)state;
    visit_all(refuse_last_numbers, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM);
}

static void a_late_verify_request_is_dropped(void **state)
{
    (void)state;
    visit_all(drop_late_verify_request, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM);
}

static void a_record_number_may_be_used_again(void **state)
{
    (void)state;
    visit_all(take_repeated_numbers, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM);
}

static void a_repeated_flight_is_no_amplifier(void **state)
{
    (void)state;
    visit_all(answer_no_flood, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM);
}

static void a_silent_client_is_bounded(void **state)
{
    (void)state;
    visit_all(bound_a_silent_client, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM);
}

static void timers_are_stretched(void **state)
{
    (void)state;
    visit_all(stretch_timers, TLSMAN_DATAGRAM, TLSMAN_DATAGRAM);
}

static void a_flood_ends_a_stream(void **state)
{
    (void)state;
    visit_all(end_a_flood, TLSMAN_STREAM, TLSMAN_STREAM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_without_keys_asks_for_one),
        cmocka_unit_test(an_unknown_identity_looks_like_a_wrong_key),
        cmocka_unit_test(an_identity_may_come_in_pieces),
        cmocka_unit_test(an_identity_may_come_in_fragments),
        cmocka_unit_test(no_forged_message_ends_a_server),
        cmocka_unit_test(an_epoch_does_not_run_over),
        cmocka_unit_test(a_late_verify_request_is_dropped),
        cmocka_unit_test(a_record_number_may_be_used_again),
        cmocka_unit_test(timers_are_stretched),
        cmocka_unit_test(a_silent_client_is_bounded),
        cmocka_unit_test(a_repeated_flight_is_no_amplifier),
        cmocka_unit_test(a_flood_ends_a_stream),
    };

    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
