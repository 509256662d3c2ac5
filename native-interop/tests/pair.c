/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

#include "pair.h"
#include "tlsman_wire.h"

#include <stdlib.h>
#include <string.h>

const uint8_t pair_identity[15] = "Client_identity";
const uint8_t pair_key[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

static void check(int condition)
{
    if (!condition) {
        abort();
    }
}

int is_due(uint32_t deadline, uint32_t now)
{
    return now - deadline < 0x80000000U;
}

const char *stack_name(int stack)
{
    static char names[8][32];
    int count = tlsman_get_text(stack, TLSMAN_TEXT_NAME, (uint8_t *)names[stack], sizeof(names[0]) - 1);

    check(count > 0);
    names[stack][count] = 0;
    return names[stack];
}

int stack_has_kind(int stack, int kind)
{
    return tlsman_get_capability(stack, kind == TLSMAN_DATAGRAM ? TLSMAN_CAN_DTLS12 : TLSMAN_CAN_TLS12) == 1;
}

int psk_suite(int stack, int index)
{
    int each;

    for (int i = 0; (each = tlsman_get_suite(stack, i)) != 0; i++) {
        if (tlsman_get_exchange((unsigned)each) == TLSMAN_PSK && index-- == 0) {
            return each;
        }
    }

    return 0;
}

int stack_has_suite(int stack, int suite)
{
    int each;

    for (int i = 0; (each = tlsman_get_suite(stack, i)) != 0; i++) {
        if (each == suite) {
            return 1;
        }
    }

    return 0;
}

int find_stack(const char *name)
{
    for (int i = 0; i < tlsman_get_stack_count(); i++) {
        if (strcmp(stack_name(i), name) == 0) {
            return i;
        }
    }

    return -1;
}

void side_open_bare(struct side *side, int stack, int role, int kind, int suite)
{
    memset(side, 0, sizeof(*side));
    side->kind = kind;
    side->mtu = 1232;
    side->handle = tlsman_open(stack, role, kind);
    check(side->handle > 0);
    check(suite == 0 || tlsman_set_option(side->handle, TLSMAN_OPTION_SUITE, suite) == TLSMAN_OK);
}

void side_open(struct side *side, int stack, int role, int kind, int suite, const uint8_t *key)
{
    side_open_bare(side, stack, role, kind, suite);
    check(tlsman_add_credential(side->handle, 7, pair_identity, sizeof(pair_identity), key, sizeof(pair_key), NULL, 0)
          == TLSMAN_OK);
}

void side_open_asking(struct side *side, int stack, int kind, int suite, int tag, const uint8_t *key, int key_length)
{
    side_open_bare(side, stack, TLSMAN_SERVER, kind, suite);
    side->answer = tag;
    side->answer_key = key;
    side->answer_length = key_length;
}

void side_set_id(struct side *side, const uint8_t *id, int length)
{
    check(length < 0 || tlsman_set_bytes(side->handle, TLSMAN_BYTES_CONNECTION_ID, id, length) == TLSMAN_OK);
}

static void give_credential(struct side *side)
{
    side->asked++;
    side->asked_length = tlsman_get_bytes(side->handle, TLSMAN_BYTES_WANTED_IDENTITY, side->asked_identity,
                                          sizeof(side->asked_identity));
    check(side->asked_length > 0);

    if (side->answer != NO_ANSWER) {
        check(tlsman_add_credential(side->handle, side->answer, NULL, 0, side->answer_key, side->answer_length, NULL, 0)
              == TLSMAN_OK);
        check(tlsman_add_credential(side->handle, side->answer, NULL, 0, side->answer_key, side->answer_length, NULL, 0)
              == TLSMAN_INVALID_STATE);
    }
}

void side_start(struct side *side, uint32_t now)
{
    check(tlsman_start(side->handle, (int)now) == TLSMAN_OK);
    side_drain(side, now);
}

static void take_data(struct side *side, const uint8_t *input, const int *results)
{
    size_t count = (size_t)results[TLSMAN_RESULT_DATA_COUNT];
    int offset = results[TLSMAN_RESULT_DATA_OFFSET];

    check(side->data_count + count <= sizeof(side->data));

    if (offset >= 0) {
        memcpy(side->data + side->data_count, input + offset, count);
    } else {
        check(tlsman_read(side->handle, side->data + side->data_count, (int)count) == (int)count);
    }

    side->data_count += count;
}

/* Nothing leaves in the clear once there are keys: each record has room for nonce and tag (RFC 6655, section 3). */
static void check_datagram(const struct side *side, const struct packet *packet)
{
    size_t header, length;

    for (size_t place = 0; place < packet->count; place += header + length) {
        const uint8_t *record = packet->bytes + place;

        /* RFC 9147, section 4: with 1.3 protected records have another header, here always with its length. */
        if ((record[0] & 0xE0) == 0x20) {
            header = 1U + ((record[0] & 0x08) != 0 ? 2U : 1U) + 2U;
            check((record[0] & 0x14) == 0x04 && packet->count - place >= header);
            length = (size_t)record[header - 2] << 8 | record[header - 1];
            check(length <= packet->count - place - header && length >= 16);
            continue;
        }

        /* RFC 9146, section 4 */
        check((record[0] == 25) == (side->id_length > 0 && (record[3] | record[4]) != 0));
        header = 13 + (record[0] == 25 ? side->id_length : 0);
        check(packet->count - place >= header);
        length = (size_t)record[header - 2] << 8 | record[header - 1];
        check(length <= packet->count - place - header);
        check((record[3] | record[4]) == 0 || length >= 16);
    }
}

static void check_stream(struct side *side, const struct packet *packet)
{
    for (size_t i = 0; i < packet->count; i++) {
        if (side->stream.left > 0 && side->stream.header_count == 5) {
            side->stream.left--;
            side->stream.header_count = side->stream.left == 0 ? 0 : 5;
        } else {
            /* Content type, version, length (RFC 5246, section 6.2.1). */
            side->stream.type = side->stream.header_count == 0 ? packet->bytes[i] : side->stream.type;
            side->stream.left = side->stream.header_count < 3 ? 0 : side->stream.left << 8 | packet->bytes[i];
            side->stream.header_count++;

            if (side->stream.header_count == 5) {
                /* With 1.3 all is application data by its type, with eight bytes of a tag and one for the type. */
                check(side->stream.left >= (!side->stream.is_protected ? 1 : side->stream.type == 23 ? 10 : 16));
                side->stream.is_protected |= side->stream.type == 20;
            }
        }
    }
}

/* The random value of a hello, if a packet begins with one whole. */
static void note_random(struct side *side, const struct packet *packet)
{
    /* RFC 6347, section 4.1; RFC 5246, section 6.2.1 */
    size_t header = side->kind == TLSMAN_DATAGRAM ? 13 : 5;
    /* RFC 6347, section 4.2.2; RFC 5246, section 7.4 */
    size_t place = header + (side->kind == TLSMAN_DATAGRAM ? 12 : 4) + 2;
    uint8_t first = packet->bytes[header];

    if (packet->count >= place + TLSMAN_RANDOM_LENGTH && packet->bytes[0] == 22 && (first == 1 || first == 2)
        && (side->kind == TLSMAN_STREAM || packet->bytes[4] == 0)) {
        memcpy(side->random, packet->bytes + place, TLSMAN_RANDOM_LENGTH);
    }
}

/* Does what an event asks for. 0 if there is nothing more to do. */
static int handle_event(struct side *side, int event, const uint8_t *input, const int *results)
{
    struct packet *packet = &side->outbox[side->outbox_count];

    for (int i = 0; results[TLSMAN_RESULT_DROPPED] > 0 && i < TLSMAN_DROP_REASONS; i++) {
        side->drops[i] += results[TLSMAN_RESULT_DROPS + i];
    }

    switch (event) {
        case TLSMAN_TRANSMIT:
            packet->count = (size_t)results[TLSMAN_RESULT_OUTPUT_COUNT];
            check(packet->count > 0 && packet->count <= (size_t)side->mtu);
            note_random(side, packet);

            if (side->kind == TLSMAN_DATAGRAM) {
                check_datagram(side, packet);
            } else {
                check_stream(side, packet);
            }

            side->outbox_count++;
            side->sent++;
            check(side->outbox_count < PAIR_MAX_DATAGRAMS);
            break;
        case TLSMAN_DATA:
            take_data(side, input, results);
            break;
        case TLSMAN_NEED_CREDENTIAL:
            give_credential(side);
            break;
        case TLSMAN_CONNECTED:
            side->connected++;
            break;
        case TLSMAN_CLOSED:
            side->closed++;
            break;
        case TLSMAN_FAILED:
            side->failed++;
            side->cause = results[TLSMAN_RESULT_CAUSE];
            side->alert = results[TLSMAN_RESULT_ALERT];
            side->awaited = results[TLSMAN_RESULT_AWAITED];
            break;
        default:
            check(event == TLSMAN_IDLE || event == TLSMAN_BUSY);
            break;
    }

    side->newest += results[TLSMAN_RESULT_IS_NEWEST];

    if (results[TLSMAN_RESULT_IS_LAST]) {
        side->has_deadline = results[TLSMAN_RESULT_HAS_DEADLINE];
        side->deadline = (uint32_t)results[TLSMAN_RESULT_DEADLINE];
    }

    return event != TLSMAN_IDLE;
}

static void drain(struct side *side, uint8_t *input, int count, uint32_t now)
{
    int results[TLSMAN_RESULT_COUNT];
    int position = 0;
    int was_last = 0;
    int is_done;
    int event;

    do {
        event = tlsman_poll(side->handle, (int)now, input, position, count, side->outbox[side->outbox_count].bytes,
                            side->mtu, results, TLSMAN_RESULT_COUNT);
        check(event >= 0 && results[TLSMAN_RESULT_POSITION] >= position && results[TLSMAN_RESULT_POSITION] <= count);

        /* What was said to be the last was it. */
        check(!was_last || event == TLSMAN_IDLE);
        was_last = results[TLSMAN_RESULT_IS_LAST];
        position = results[TLSMAN_RESULT_POSITION];
        is_done = !handle_event(side, event, input, results);

        /* What a close has to say comes after what was idle before it. */
        if (side->close_after > 0 && --side->close_after == 0) {
            check(tlsman_close(side->handle, (int)now) == TLSMAN_OK);
            was_last = is_done = 0;
        }
    } while (!is_done);
}

void side_drain(struct side *side, uint32_t now)
{
    drain(side, NULL, 0, now);
}

void side_deliver(struct side *side, const uint8_t *bytes, size_t count, uint32_t now)
{
    /* An allocation of just its length, so that a sanitizer sees every byte too many. */
    uint8_t *input = malloc(count > 0 ? count : 1);

    check(input != NULL);
    memcpy(input, bytes, count);
    drain(side, input, (int)count, now);
    free(input);
}

int side_send(struct side *side, const uint8_t *bytes, size_t count, uint32_t now)
{
    int results[TLSMAN_RESULT_COUNT];
    int sent = 0;

    while (sent < (int)count) {
        int event = tlsman_send(side->handle, (int)now, bytes + sent, (int)count - sent,
                                side->outbox[side->outbox_count].bytes, side->mtu, results, TLSMAN_RESULT_COUNT);

        if (event < 0) {
            return event;
        }

        sent += results[TLSMAN_RESULT_SENT];
        handle_event(side, event, NULL, results);
        side_drain(side, now);
    }

    return sent;
}

void side_close(struct side *side, uint32_t now)
{
    check(tlsman_close(side->handle, (int)now) == TLSMAN_OK);
    side_drain(side, now);
}

void side_free(struct side *side)
{
    check(tlsman_free(side->handle) == TLSMAN_OK);
}

void pair_open(struct pair *pair, int client_stack, int server_stack, int kind, int suite)
{
    pair->now = 0xFFFFFF00U; /* the clock wraps soon */
    pair->lost_client = pair->lost_server = -1;
    side_open(&pair->client, client_stack, TLSMAN_CLIENT, kind, suite, pair_key);
    side_open(&pair->server, server_stack, TLSMAN_SERVER, kind, suite, pair_key);
}

void pair_set_ids(struct pair *pair, const uint8_t *client, int client_length, const uint8_t *server, int server_length)
{
    side_set_id(&pair->client, client, client_length);
    side_set_id(&pair->server, server, server_length);

    if (client_length >= 0 && server_length >= 0) {
        pair->client.id_length = (size_t)server_length;
        pair->server.id_length = (size_t)client_length;
    }
}

void pair_start(struct pair *pair)
{
    side_start(&pair->server, pair->now);
    side_start(&pair->client, pair->now);
}

int side_take(struct side *side, struct packet *packet)
{
    if (side->outbox_count == 0) {
        return 0;
    }

    *packet = side->outbox[0];
    side->outbox_count--;
    memmove(side->outbox, side->outbox + 1, (size_t)side->outbox_count * sizeof(*packet));
    return 1;
}

static int carry(struct side *from, struct side *to, int lost, uint32_t now)
{
    static struct packet packet;
    int number = from->sent - from->outbox_count;

    if (!side_take(from, &packet)) {
        return 0;
    }

    if (number != lost) {
        side_deliver(to, packet.bytes, packet.count, now);
    }

    return 1;
}

int pair_step(struct pair *pair)
{
    return carry(&pair->client, &pair->server, pair->lost_client, pair->now)
           | carry(&pair->server, &pair->client, pair->lost_server, pair->now);
}

void pair_exchange(struct pair *pair)
{
    while (pair_step(pair)) {
    }
}

int pair_is_connected(const struct pair *pair)
{
    return pair->client.connected && pair->server.connected;
}

static int has_ended(const struct side *side)
{
    return side->closed || side->failed;
}

void pair_run(struct pair *pair, uint32_t end)
{
    pair_exchange(pair);

    while (!pair_is_connected(pair) && !(has_ended(&pair->client) && has_ended(&pair->server))
           && !is_due(end, pair->now)) {
        pair->now += 50;

        if (pair->client.has_deadline && is_due(pair->client.deadline, pair->now)) {
            side_drain(&pair->client, pair->now);
        }

        if (pair->server.has_deadline && is_due(pair->server.deadline, pair->now)) {
            side_drain(&pair->server, pair->now);
        }

        pair_exchange(pair);
    }
}

void pair_free(struct pair *pair)
{
    side_free(&pair->client);
    side_free(&pair->server);
}
