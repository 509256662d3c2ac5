/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What is promised, whatever comes over the wire:
 *   - nobody is connected without equal keys;
 *   - after the one final event nothing more happens;
 *   - no key, no master secret and no application data leaves in the clear, and nothing at all does after a change of
 *     keys;
 *   - no sender uses a nonce twice for different contents;
 *   - what is delivered was sealed by somebody who has the keys, and is delivered as often as it was sealed at the
 *     most;
 *   - a call comes to an end, and a handshake always has a deadline;
 *   - memory is bounded, and given back;
 *   - a connected session over datagrams ends by what was sealed to end it, and by nothing else;
 *   - all of that holds for a session that was bytes in the meantime, and bytes that somebody changed do no harm.
 */
#include "world.h"

#include "tlsman_wire.h"
#include "world_keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_EVENTS 2000         /* of one call */
#define MOST_MEMORY (512 * 1024) /* of two sessions */
#if defined(TLSMAN_MBEDTLS_FIRMWARE) || defined(TLSMAN_TLS13)
/* PSA makes room for more keys when it is needed, and keeps it; a leak goes beyond it in time */
#define MOST_KEPT (16 * 1024)
#else
#define MOST_KEPT 0
#endif
#define HEADER 13       /* RFC 6347, section 4.1 */
#define STREAM_HEADER 5 /* RFC 5246, section 6.2.1 */
#define CHANGE_CIPHER_SPEC 20
#define ALERT 21
#define HANDSHAKE 22
#define APPLICATION_DATA 23
#define CONNECTION_ID 25 /* RFC 9146, section 4 */
#define FNV 0x100000001B3U

const uint8_t world_key[TLSMAN_MAX_KEY] = "a key that must never be seen in the clear, however long it is";
const uint8_t world_marker[16] = "plain text here:";
static const uint8_t other_key[TLSMAN_MAX_KEY] = "another key";
static const uint8_t identity[15] = "Client_identity";
static const uint8_t ids[2][TLSMAN_MAX_CONNECTION_ID] = { "the client's ID", "what the server has" };

static long before; /* memory in use when the world was opened */

void world_violated(const char *promise)
{
    fprintf(stderr, "VIOLATED: %s\n", promise);
#ifdef SABOTAGE
    exit(1); /* as is expected */
#else
    abort();
#endif
}

void world_promise(int holds, const char *text)
{
    if (!holds) {
        world_violated(text);
    }
}

int world_find_stack(const char *name)
{
    char text[32];

    for (int i = 0; i < tlsman_get_stack_count(); i++) {
        int length = tlsman_get_text(i, TLSMAN_TEXT_NAME, (uint8_t *)text, sizeof(text));

        if (length == (int)strlen(name) && memcmp(text, name, (size_t)length) == 0) {
            return i;
        }
    }

    return -1;
}

static uint64_t hash_bytes(const uint8_t *bytes, size_t count)
{
    uint64_t hash = 0xCBF29CE484222325U + count;

    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ bytes[i]) * FNV;
    }

    return hash;
}

static int contains(const uint8_t *bytes, size_t count, const uint8_t *secret, size_t length)
{
    for (size_t i = 0; i + length <= count; i++) {
        if (bytes[i] == secret[0] && memcmp(bytes + i, secret, length) == 0) {
            return 1;
        }
    }

    return 0;
}

static void use_nonce(struct side *side, uint64_t number, uint64_t hash, int may_repeat)
{
    for (int i = 0; i < side->nonce_count; i++) {
        if (side->nonces[i].number == number) {
            world_promise(may_repeat && side->nonces[i].hash == hash, "a nonce is used once");
            return;
        }
    }

    if (side->nonce_count < MOST_NONCES) {
        side->nonces[side->nonce_count++] = (struct nonce){ number, hash };
    }
}

static struct content *find_content(struct side *side, const uint8_t *bytes, size_t count)
{
    uint64_t hash = hash_bytes(bytes, count);

    for (int i = 0; i < side->content_count; i++) {
        if (side->contents[i].hash == hash) {
            return &side->contents[i];
        }
    }

    if (side->content_count == MOST_CONTENTS) {
        return NULL;
    }

    side->contents[side->content_count] = (struct content){ .hash = hash };
    return &side->contents[side->content_count++];
}

static void note_sealed(struct world *world, int from, int type, const uint8_t *bytes, size_t count)
{
    struct side *to = &world->sides[1 - from];

    if (type == APPLICATION_DATA) {
        struct content *content = find_content(to, bytes, count);

        to->sealed += count;

        if (content != NULL) {
            content->sealed++;
        }
    }
}

static void note_delivered(struct world *world, struct side *side, const uint8_t *bytes, size_t count)
{
    world_promise(count > 0 && side->connected, "data comes in a connected session");
    side->delivered += count;

    if (world->kind == TLSMAN_STREAM) {
        world_promise(side->delivered <= side->sealed, "no more is delivered than was sealed");
    } else {
        struct content *content = find_content(side, bytes, count);

        world_promise(content == NULL || ++content->delivered <= content->sealed, "each record is delivered once");
    }
}

size_t world_measure_header(const struct world *world, int role, const uint8_t *record)
{
    return HEADER + (record[0] == CONNECTION_ID ? world->id_lengths[role] : 0);
}

static void check_datagram(const struct world *world, struct side *side, const struct packet *packet)
{
    size_t header, length;

    for (size_t place = 0; place < packet->count; place += header + length) {
        const uint8_t *record = packet->bytes + place;
        uint64_t number = 0;

        header = world_measure_header(world, side->role, record);
        world_promise(packet->count - place >= header, "a datagram holds whole records");
        length = (size_t)record[header - 2] << 8 | record[header - 1];

        /* Somebody may have changed the connection ID in the hello; then nobody gets connected. */
        if (record[0] == CONNECTION_ID && !side->connected) {
            length = packet->count - place - header;
        }

        world_promise(length <= packet->count - place - header, "a datagram holds whole records");

        if (record[0] == HANDSHAKE && record[4] == 0 && (record[HEADER] == 1 || record[HEADER] == 2)
            && length >= 12 + 2 + TLSMAN_RANDOM_LENGTH) {
            memcpy(side->random, record + HEADER + 12 + 2, TLSMAN_RANDOM_LENGTH);
        }

        for (int i = 3; i < 11; i++) {
            number = number << 8 | record[i];
        }

        if (number >> 48 != 0) {
            world_promise(length >= 16, "nothing leaves in the clear after a change of keys");
            use_nonce(side, number, hash_bytes(record, header + length), 1);
        } else {
            world_promise(record[0] != APPLICATION_DATA, "no data leaves in the clear");
        }
    }
}

static void check_stream(struct side *side, const struct packet *packet)
{
    size_t place = STREAM_HEADER + 4 + 2;

    if (packet->bytes[0] == HANDSHAKE && !side->stream.is_protected && side->stream.header_count == 0
        && packet->count >= place + TLSMAN_RANDOM_LENGTH
        && (packet->bytes[STREAM_HEADER] == 1 || packet->bytes[STREAM_HEADER] == 2)) {
        memcpy(side->random, packet->bytes + place, TLSMAN_RANDOM_LENGTH);
    }

    for (size_t i = 0; i < packet->count; i++) {
        uint8_t byte = packet->bytes[i];

        if (side->stream.header_count < STREAM_HEADER) {
            side->stream.header[side->stream.header_count++] = byte;
            side->stream.left = (size_t)side->stream.header[3] << 8 | side->stream.header[4];
            side->stream.place = 0;

            if (side->stream.header_count == STREAM_HEADER) {
                world_promise(side->stream.left >= (side->stream.is_protected ? 16 : 1),
                              "nothing leaves in the clear after a change of keys");
                world_promise(side->stream.is_protected || side->stream.header[0] != APPLICATION_DATA,
                              "no data leaves in the clear");
                side->stream.type = side->stream.is_protected;
                side->stream.is_protected |= side->stream.header[0] == CHANGE_CIPHER_SPEC;
            }

            continue;
        }

        /* The explicit nonce comes first (RFC 5288, section 3). */
        side->stream.hash = side->stream.place == 0 ? 0 : side->stream.hash;
        side->stream.hash = side->stream.hash << 8 | byte;

        if (++side->stream.place == 8 && side->stream.type) {
            use_nonce(side, side->stream.hash, 0, 0);
        }

        if (--side->stream.left == 0) {
            side->stream.header_count = 0;
        }
    }
}

static void check_output(struct world *world, struct side *side, const struct packet *packet)
{
    world_promise(packet->count > 0 && packet->count <= side->window, "output fits its window");
    world_promise(!contains(packet->bytes, packet->count, world_key, 16), "no key leaves");
    world_promise(!contains(packet->bytes, packet->count, world_marker, sizeof(world_marker)),
                  "no data leaves in the clear");
    world_promise(!world->has_keys
                      || !contains(packet->bytes, packet->count, world->secrets + TLSMAN_RANDOM_LENGTH, 16),
                  "no master secret leaves");

    if (world->kind == TLSMAN_DATAGRAM) {
        check_datagram(world, side, packet);
    } else {
        check_stream(side, packet);
    }
}

static void answer(struct side *side)
{
    uint8_t asked[TLSMAN_MAX_IDENTITY];
    int count = tlsman_get_bytes(side->handle, TLSMAN_BYTES_WANTED_IDENTITY, asked, sizeof(asked));
    int is_known = count == (int)sizeof(identity) && memcmp(asked, identity, sizeof(identity)) == 0;

    world_promise(count > 0, "who is asked for has a name");
    world_promise(!side->is_asked++, "a key is asked for once");
    world_promise(tlsman_add_credential(side->handle, is_known ? 7 : -1, NULL, 0, world_key, 16, NULL, 0) == TLSMAN_OK,
                  "an answer is taken");
}

static void handle_event(struct world *world, struct side *side, int event, const uint8_t *input, const int *results)
{
    int has_ended = side->closed || side->failed;

    world_promise(!has_ended || event == TLSMAN_IDLE, "nothing happens after the end");

    switch (event) {
        case TLSMAN_DATA:
            if (results[TLSMAN_RESULT_DATA_OFFSET] >= 0) {
                note_delivered(world, side, input + results[TLSMAN_RESULT_DATA_OFFSET],
                               (size_t)results[TLSMAN_RESULT_DATA_COUNT]);
            } else {
                static uint8_t data[TLSMAN_MAX_PLAINTEXT];
                int count = tlsman_read(side->handle, data, results[TLSMAN_RESULT_DATA_COUNT]);

                world_promise(count == results[TLSMAN_RESULT_DATA_COUNT], "what is announced can be read");
                note_delivered(world, side, data, (size_t)count);
            }
            break;
        case TLSMAN_CONNECTED:
            world_promise(world->has_equal_keys, "nobody is connected without equal keys");
            world_promise(!side->connected, "a session is connected once");
            side->connected = 1;
            break;
        case TLSMAN_CLOSED:
            side->closed = 1;
            world_promise(world->kind == TLSMAN_STREAM || !side->connected || side->is_closing || side->may_end,
                          "a connected session ends by what was sealed");
            break;
        case TLSMAN_FAILED:
            side->failed = 1;
            world_promise(results[TLSMAN_RESULT_CAUSE] > 0, "a failure has a cause");
            world_promise(world->kind == TLSMAN_STREAM || !side->connected || side->may_end,
                          "a connected session ends by what was sealed");
            break;
        case TLSMAN_NEED_CREDENTIAL:
            answer(side);
            break;
        default:
            break;
    }
}

static void note_idle(struct side *side, const int *results)
{
    side->has_deadline = results[TLSMAN_RESULT_HAS_DEADLINE];
    side->deadline = (uint32_t)results[TLSMAN_RESULT_DEADLINE];
    world_promise(side->connected || side->closed || side->failed || side->is_closing || side->has_deadline,
                  "a handshake has a deadline");
}

/* Polls until there is nothing to do. */
static void drain(struct world *world, struct side *side, uint8_t *input, int count)
{
    int results[TLSMAN_RESULT_COUNT] = { 0 };
    int position = 0;
    int event;
    int events = 0;

    do {
        struct packet *packet = &side->wire[side->count < MOST_PACKETS ? side->count : MOST_PACKETS - 1];

        event = tlsman_poll(side->handle, (int)world->now, input, position, count, packet->bytes, (int)side->window,
                            results, TLSMAN_RESULT_COUNT);
        world_promise(event >= 0, "a poll is no fault");
        world_promise(++events < MOST_EVENTS, "a call comes to an end");
        world_promise(results[TLSMAN_RESULT_POSITION] >= position && results[TLSMAN_RESULT_POSITION] <= count,
                      "input is taken in order");
        position = results[TLSMAN_RESULT_POSITION];
        handle_event(world, side, event, input, results);

        if (event == TLSMAN_TRANSMIT) {
            packet->count = (size_t)results[TLSMAN_RESULT_OUTPUT_COUNT];
            check_output(world, side, packet);
            side->count += side->count < MOST_PACKETS - 1;
        }
    } while (event != TLSMAN_IDLE);

    note_idle(side, results);
    world_learn_keys(world);
    world_promise(world_get_memory() < before + MOST_MEMORY, "memory is bounded");
}

static void open_side(struct world *world, int role, const struct world_setup *setup)
{
    struct side *side = &world->sides[role];
    int is_asking = role == TLSMAN_SERVER && setup->server_asks;
    const uint8_t *key = role == TLSMAN_CLIENT && !setup->has_equal_keys ? other_key : world_key;

    side->role = role;
    side->window = (size_t)setup->mtu;
    side->handle = tlsman_open(setup->stack, role, setup->kind);
    world_promise(side->handle > 0, "a session can be made");
    tlsman_set_option(side->handle, TLSMAN_OPTION_SUITE, setup->suite);
    tlsman_set_option(side->handle, TLSMAN_OPTION_MTU, setup->mtu);
    tlsman_set_option(side->handle, TLSMAN_OPTION_KEY_LOG, 1);
    tlsman_set_option(side->handle, TLSMAN_OPTION_ALLOW_LEGACY_MASTER_SECRET, setup->allow_legacy);
    tlsman_set_option(side->handle, TLSMAN_OPTION_REQUIRE_SECURE_RENEGOTIATION, !setup->allow_legacy);

    if (setup->has_keys) {
        world_lend_keys(side->handle, setup->stack, role, setup->is_certified,
                        role == TLSMAN_SERVER || setup->has_equal_keys);
    } else if (!is_asking) {
        world_promise(
            tlsman_add_credential(side->handle, 7, identity, sizeof(identity), key, setup->key_length, NULL, 0)
                == TLSMAN_OK,
            "a key is taken");
    }

    if (world->kind == TLSMAN_DATAGRAM && setup->has_ids
        && tlsman_set_bytes(side->handle, TLSMAN_BYTES_CONNECTION_ID, ids[role], (int)setup->id_length[role])
               == TLSMAN_OK) {
        world->id_lengths[1 - role] = setup->id_length[role];
    }

    world_promise(tlsman_start(side->handle, (int)world->now) == TLSMAN_OK, "a session starts");
}

void world_open(struct world *world, const struct world_setup *setup)
{
    memset(world, 0, sizeof(*world));
    world->stack = setup->stack;
    world->kind = setup->kind;
    world->suite = setup->suite;
    world->has_equal_keys = setup->has_equal_keys;
    world->now = 0xFFFFF000U; /* the clock wraps soon */
    before = world_get_memory();
    open_side(world, TLSMAN_SERVER, setup);
    open_side(world, TLSMAN_CLIENT, setup);
    world_poll(world, TLSMAN_SERVER);
    world_poll(world, TLSMAN_CLIENT);
}

void world_close(struct world *world)
{
    static long first = -1;

    if (world->has_keys) {
        sealer_free(&world->sealer);
    }

    tlsman_free(world->sides[0].handle);
    tlsman_free(world->sides[1].handle);

    /* The first time leaves what a library keeps for good, and the table of handles. */
    world_promise(first < 0 || world_get_memory() <= first + MOST_KEPT, "memory is given back");
    first = first < 0 ? world_get_memory() : first;
}

static void note_input(struct world *world, struct side *side, const uint8_t *bytes, size_t count);

void world_deliver(struct world *world, int role, const uint8_t *bytes, size_t count)
{
    struct side *side = &world->sides[role];
    /* An allocation of just its length, so that a sanitizer sees every byte too many. */
    uint8_t *input = malloc(count > 0 ? count : 1);

    world_promise(input != NULL, "there is memory for the test");
    memcpy(input, bytes, count);
    note_input(world, side, bytes, count);
    drain(world, side, input, (int)count);
    free(input);
}

void world_poll(struct world *world, int role)
{
    drain(world, &world->sides[role], NULL, 0);
}

void world_send(struct world *world, int role, size_t count)
{
    struct side *side = &world->sides[role];
    struct packet *packet = &side->wire[side->count < MOST_PACKETS ? side->count : MOST_PACKETS - 1];
    uint8_t data[1200];
    int results[TLSMAN_RESULT_COUNT];
    int event;

    count = count < sizeof(world_marker) + 4 ? sizeof(world_marker) + 4 : count > sizeof(data) ? sizeof(data) : count;
    memset(data, 0x33, sizeof(data));
    memcpy(data, world_marker, sizeof(world_marker));
    data[sizeof(world_marker)] = (uint8_t)++world->messages;
    data[sizeof(world_marker) + 1] = (uint8_t)(world->messages >> 8);
    data[sizeof(world_marker) + 2] = (uint8_t)role;
    event = tlsman_send(side->handle, (int)world->now, data, (int)count, packet->bytes, (int)side->window, results,
                        TLSMAN_RESULT_COUNT);

    if (event < 0) {
        return;
    }

    note_sealed(world, role, APPLICATION_DATA, data, (size_t)results[TLSMAN_RESULT_SENT]);
    handle_event(world, side, event, NULL, results);

    if (event == TLSMAN_TRANSMIT) {
        packet->count = (size_t)results[TLSMAN_RESULT_OUTPUT_COUNT];
        check_output(world, side, packet);
        side->count += side->count < MOST_PACKETS - 1;
    }

    world_poll(world, role);
}

void world_end(struct world *world, int role)
{
    struct side *side = &world->sides[role];

    side->is_closing = 1;
    tlsman_close(side->handle, (int)world->now);
    world_poll(world, role);
}

void world_pass(struct world *world, uint32_t time)
{
    world->now += time;
    world_poll(world, TLSMAN_CLIENT);
    world_poll(world, TLSMAN_SERVER);
}

int world_learn_keys(struct world *world)
{
    for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER && !world->has_keys; role++) {
        if (tlsman_get_bytes(world->sides[role].handle, TLSMAN_BYTES_SECRETS, world->secrets, sizeof(world->secrets))
            == (int)sizeof(world->secrets)) {
            world->has_keys = 1;
            sealer_open(&world->sealer, world->kind, world->suite, world->secrets, world->sides[TLSMAN_SERVER].random);

            for (int of = TLSMAN_CLIENT; of <= TLSMAN_SERVER; of++) {
                world->sealer.id_lengths[of] = world->id_lengths[of];
                memcpy(world->sealer.ids[of], ids[1 - of], sizeof(ids[0]));
            }
        }
    }

    return world->has_keys;
}

/* What a record may do to a connected session, once it is opened: alerts end it, and a late handshake message may. */
static void note_input(struct world *world, struct side *side, const uint8_t *bytes, size_t count)
{
    size_t header, length;

    side->may_end = 0;

    for (size_t place = 0; world->kind == TLSMAN_DATAGRAM && count - place >= HEADER; place += header + length) {
        const uint8_t *record = bytes + place;
        static uint8_t content[LONGEST_PACKET];

        header = world_measure_header(world, 1 - side->role, record);

        if (header > count - place) {
            return;
        }

        length = (size_t)record[header - 2] << 8 | record[header - 1];

        if (length > count - place - header || header + length > sizeof(content)) {
            return;
        }

        /* What is within, only the keys tell: whatever is no data may end it. */
        if (record[0] == CONNECTION_ID) {
            side->may_end |=
                !world->has_keys
                || (sealer_open_record(&world->sealer, 1 - side->role, record, header + length, content) >= 0
                    && world->sealer.opened_type != APPLICATION_DATA);
            continue;
        }

        if (record[4] == 1 && record[0] != APPLICATION_DATA) {
            size_t expansion = tlsman_get_expansion((unsigned)world->suite);
            int is_late = side->connected
                          && (length == expansion + 24 || (side->role == TLSMAN_CLIENT && length == expansion + 12));

            /* Of alerts the keys are not asked: it may come in the datagram that opens the channel. */
            if (record[0] == ALERT || (record[0] == HANDSHAKE && is_late && !world->has_keys)) {
                side->may_end = 1;
            } else if (record[0] == HANDSHAKE && is_late) {
                side->may_end |=
                    sealer_open_record(&world->sealer, 1 - side->role, record, HEADER + length, content) >= 0;
            }
        }
    }
}

void world_forge(struct world *world, int role, int type, unsigned epoch, uint64_t number, const uint8_t *content,
                 size_t count)
{
    uint8_t record[LONGEST_PACKET];
    size_t length;

    if (!world->has_keys || count + SEALER_MOST_EXPANSION > sizeof(record)) {
        return;
    }

    length = sealer_seal(&world->sealer, role, type, epoch, number, content, count, record);
    note_sealed(world, role, type, content, count);
    world_deliver(world, 1 - role, record, length);
}

int world_take(struct world *world, int role, int place, struct packet *packet)
{
    struct side *side = &world->sides[role];

    if (side->count == 0) {
        return 0;
    }

    place %= side->count;
    *packet = side->wire[place];
    side->count--;
    memmove(side->wire + place, side->wire + place + 1, (size_t)(side->count - place) * sizeof(*packet));
    world->history[world->history_count++ % HISTORY] = *packet;
    return 1;
}
