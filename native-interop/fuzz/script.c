/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Each byte of a script is what happens next, with what it needs after it; a script that ends early goes on with
 * zeros, and one without an end is cut. What can be done: to deliver, drop, repeat, reorder and damage packets; to
 * forge records in the clear, or sealed with the keys of the handshake; to change what a record holds under its seal;
 * to send, close, wait and poll with a small window; to save a session and go on with what was saved.
 */
#include "script.h"

#include "tlsman_wire.h"
#include "world_keys.h"

#include <string.h>

#define HEADER 13
#define STREAM_HEADER 5
#define MOST_STEPS 200
#define HANDSHAKE 22
#define APPLICATION_DATA 23
#define RESTORE 0x7F /* beside the other steps, so that older scripts mean what they did */
#define DAMAGE_SAVED 0x7E
#define FIRST_KEYED 0xE0 /* of the byte that chooses a suite: from here on one with public keys, which are slow */

struct script {
    const uint8_t *bytes;
    size_t count;
    size_t place;
};

static unsigned next(struct script *script)
{
    return script->place < script->count ? script->bytes[script->place++] : 0;
}

static void exchange(struct world *world)
{
    static struct packet packet;

    for (int i = 0; i < MOST_PACKETS; i++) {
        int role = world_take(world, TLSMAN_CLIENT, 0, &packet)   ? TLSMAN_CLIENT
                   : world_take(world, TLSMAN_SERVER, 0, &packet) ? TLSMAN_SERVER
                                                                  : -1;

        if (role < 0) {
            return;
        }

        world_deliver(world, 1 - role, packet.bytes, packet.count);
    }
}

static void damage(struct script *script, struct packet *packet)
{
    unsigned how = next(script);
    size_t place = packet->count == 0 ? 0 : (next(script) << 8 | next(script)) % packet->count;
    uint8_t value = (uint8_t)next(script);

    switch (how % 6) {
        case 0:
            packet->bytes[place] ^= (uint8_t)(1U << value % 8);
            break;
        case 1:
            packet->bytes[place] = value;
            break;
        case 2:
            packet->count = place;
            break;
        case 3:
            for (int i = 0; i < value && packet->count < LONGEST_PACKET; i++) {
                packet->bytes[packet->count++] = value;
            }
            break;
        case 4:
            /* A header field of a datagram's record, or of its message. */
            packet->bytes[value % (HEADER + 12)] = (uint8_t)next(script);
            break;
        default:
            /* Two records, or the same twice, in one datagram. */
            if (2 * packet->count <= LONGEST_PACKET) {
                memcpy(packet->bytes + packet->count, packet->bytes, packet->count);
                packet->count *= 2;
            }
            break;
    }
}

/* A content for a record: a message with its header, or bytes. */
static size_t make_content(struct script *script, uint8_t *content, int is_datagram)
{
    static const uint8_t types[] = { 0, 1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 20, 22, 24 };
    unsigned how = next(script);
    size_t length = next(script);
    unsigned fill = next(script);
    size_t header = is_datagram ? 12 : 4;

    if (how % 4 == 0) {
        memset(content, (int)fill, length);
        return length;
    }

    if (how % 4 == 1) {
        for (size_t i = 0; i < length; i++) {
            content[i] = (uint8_t)next(script);
        }

        return length;
    }

    length = how % 4 == 2 ? 12 : length;
    memset(content, (int)fill, header + length);
    content[0] = types[next(script) % sizeof(types)];
    content[1] = how & 0x10 ? (uint8_t)next(script) : 0;
    content[2] = how & 0x20 ? (uint8_t)next(script) : (uint8_t)(length >> 8);
    content[3] = how & 0x40 ? (uint8_t)next(script) : (uint8_t)length;

    if (is_datagram) {
        content[4] = 0;
        content[5] = (uint8_t)next(script);
        content[6] = content[7] = content[8] = content[9] = content[10] = 0;
        content[8] = how & 0x80 ? (uint8_t)next(script) : 0;
        content[11] = how & 0x80 ? (uint8_t)next(script) : (uint8_t)length;
    }

    return header + length;
}

static uint64_t choose_number(struct script *script, struct side *to)
{
    unsigned how = next(script);

    switch (how % 8) {
        case 0:
            return next(script);
        case 1:
            return (1ULL << 48) - 1 - next(script);
        case 2:
            return to->next += 64 + next(script);
        default:
            return to->next++;
    }
}

static void forge(struct script *script, struct world *world, int role)
{
    static const uint8_t types[] = { 20, 21, 22, 23, 22, 23, 24, 25 };
    static uint8_t content[1024];
    unsigned how = next(script);
    int type = types[how % 8];
    unsigned epoch = how & 0x40 ? next(script) % 4 : 1;
    uint64_t number = choose_number(script, &world->sides[1 - role]);
    size_t count = make_content(script, content, world->kind == TLSMAN_DATAGRAM);

    world_forge(world, role, type, epoch, number, content, count);
}

static void forge_plain(struct script *script, struct world *world, int role)
{
    static const uint8_t types[] = { 20, 21, 22, 22, 22, 23, 24, 255 };
    static struct packet packet;
    unsigned how = next(script);
    int is_datagram = world->kind == TLSMAN_DATAGRAM;
    size_t header = is_datagram ? HEADER : STREAM_HEADER;
    size_t count;

    memset(packet.bytes, 0, header);
    packet.bytes[0] = types[how % 8];
    packet.bytes[1] = is_datagram ? 0xFE : 3;
    packet.bytes[2] = is_datagram ? (how & 8 ? 0xFF : 0xFD) : 3;

    if (is_datagram) {
        packet.bytes[4] = how & 0x10 ? (uint8_t)(next(script) % 3) : 0;
        packet.bytes[how & 0x20 ? 5 : 9] = (uint8_t)next(script);
        packet.bytes[10] = (uint8_t)next(script);
    }

    count = make_content(script, packet.bytes + header, is_datagram);
    packet.bytes[header - 2] = (uint8_t)(count >> 8);
    packet.bytes[header - 1] = (uint8_t)count;
    world_deliver(world, 1 - role, packet.bytes, header + count);
}

/* What the next protected record of a side holds is changed, and sealed again under the same number. */
static void change_content(struct script *script, struct world *world, int role)
{
    static struct packet packet;
    static uint8_t content[LONGEST_PACKET];
    size_t place = 0;
    size_t header, length;
    int opened;

    if (world->kind != TLSMAN_DATAGRAM || !world_take(world, role, 0, &packet)) {
        return;
    }

    /* After what is in the clear. */
    while (packet.count - place >= HEADER && packet.bytes[place + 4] == 0) {
        place += HEADER + ((size_t)packet.bytes[place + 11] << 8 | packet.bytes[place + 12]);
        place = place < packet.count ? place : packet.count;
    }

    if (place > 0) {
        world_deliver(world, 1 - role, packet.bytes, place);
    }

    if (!world->has_keys || packet.count - place < HEADER) {
        return;
    }

    header = world_measure_header(world, role, packet.bytes + place);

    if (packet.count - place < header) {
        return;
    }

    length = header + ((size_t)packet.bytes[place + header - 2] << 8 | packet.bytes[place + header - 1]);

    if (length > packet.count - place) {
        return;
    }

    opened = sealer_open_record(&world->sealer, role, packet.bytes + place, length, content);

    if (opened > 0) {
        size_t count = (size_t)opened;
        int type = world->sealer.opened_type;
        uint64_t number = (uint64_t)packet.bytes[place + 9] << 8 | packet.bytes[place + 10];
        unsigned how = next(script);

        content[next(script) % count] ^= (uint8_t)next(script);
        count = how & 1 && count > 1 ? count - 1 - next(script) % (count - 1) : count;
        type = how & 2 ? (int)(20 + next(script) % 5) : type;
        world_forge(world, role, type, 1, number, content, count);
    }
}

static void deliver_pieces(struct script *script, struct world *world, int role, const struct packet *packet)
{
    size_t size = 1 + next(script) % 64;

    for (size_t place = 0; place < packet->count; place += size) {
        world_deliver(world, 1 - role, packet->bytes + place,
                      packet->count - place < size ? packet->count - place : size);
    }
}

static void step(struct script *script, struct world *world)
{
    static struct packet packet;
    unsigned what = next(script);
    int role = what & 0x80 ? TLSMAN_SERVER : TLSMAN_CLIENT;

    if (what % 0x80 == RESTORE) {
        world_restore(world, role);
        return;
    }

    if (what % 0x80 == DAMAGE_SAVED) {
        unsigned how = next(script);
        size_t place = next(script) << 8;

        place |= next(script);
        world_damage_saved(world, role, place, (uint8_t)next(script), how & 1);
        return;
    }

    switch (what % 0x80 % 17) {
        case 0:
        case 1:
            if (world_take(world, role, 0, &packet)) {
                world_deliver(world, 1 - role, packet.bytes, packet.count);
            }
            break;
        case 2:
            world_take(world, role, 0, &packet);
            break;
        case 3:
            if (world_take(world, role, (int)next(script), &packet)) {
                world_deliver(world, 1 - role, packet.bytes, packet.count);
                world_deliver(world, 1 - role, packet.bytes, packet.count);
            }
            break;
        case 4:
            if (world_take(world, role, (int)next(script), &packet)) {
                world_deliver(world, 1 - role, packet.bytes, packet.count);
            }
            break;
        case 5:
            if (world_take(world, role, 0, &packet)) {
                damage(script, &packet);
                world_deliver(world, 1 - role, packet.bytes, packet.count);
            }
            break;
        case 6:
            if (world->history_count > 0) {
                packet = world->history[next(script)
                                        % (unsigned)(world->history_count < HISTORY ? world->history_count : HISTORY)];
                damage(script, &packet);
                world_deliver(world, 1 - role, packet.bytes, packet.count);
            }
            break;
        case 7:
            if (world->history_count > 0) {
                packet = world->history[next(script)
                                        % (unsigned)(world->history_count < HISTORY ? world->history_count : HISTORY)];
                world_deliver(world, 1 - role, packet.bytes, packet.count);
            }
            break;
        case 8:
        case 9:
            forge(script, world, role);
            break;
        case 10:
            forge_plain(script, world, role);
            break;
        case 11:
            change_content(script, world, role);
            break;
        case 12:
            world_send(world, role, next(script) * 4);
            break;
        case 13:
            /* Rarely, for with it little is left to happen. */
            if (next(script) % 8 == 7) {
                world_end(world, role);
            }
            break;
        case 14:
            world_pass(world, (1U << next(script) % 16) + next(script));
            break;
        case 15:
            world->sides[role].window = LEAST_WINDOW + next(script) * 4;

            if (world_take(world, role, 0, &packet)) {
                if (world->kind == TLSMAN_STREAM) {
                    deliver_pieces(script, world, role, &packet);
                } else {
                    world_deliver(world, 1 - role, packet.bytes, packet.count);
                }
            }
            break;
        default:
            exchange(world);
            break;
    }
}

/* Of the suites with pre-shared keys; 0 after the last. */
static int psk_suite(int stack, int index)
{
    int each;

    for (int i = 0; (each = tlsman_get_suite(stack, i)) != 0; i++) {
        if (tlsman_get_exchange((unsigned)each) == TLSMAN_PSK && index-- == 0) {
            return each;
        }
    }

    return 0;
}

void script_run(int stack, int kind, const uint8_t *bytes, size_t count)
{
    static struct world world;
    struct script script = { bytes, count, 0 };
    unsigned flags = next(&script);
    unsigned choice = next(&script);
    int keyed = choice >= FIRST_KEYED ? world_has_keyed(stack, (int)(choice % 4)) : 0;
    int suites = 0;
    uint64_t seed = count;

    for (size_t i = 0; i < count; i++) {
        seed = (seed ^ bytes[i]) * 0x100000001B3U;
    }

    while (psk_suite(stack, suites) != 0) {
        suites++;
    }

    world_seed(seed);
    world_open(&world, &(struct world_setup){
                           .stack = stack,
                           .kind = kind,
                           .suite = keyed != 0 ? keyed : psk_suite(stack, (int)(choice % (unsigned)suites)),
                           .has_keys = keyed != 0,
                           .is_certified = (choice & 4) != 0,
                           .key_length = 16,
                           .server_asks = (flags & 1) != 0,
                           .has_equal_keys = flags % 8 != 7,
                           .allow_legacy = (flags & 0x10) != 0,
                           .mtu = flags & 0x20 ? 256 : 1232,
                           .has_ids = (flags & 0x80) != 0,
                           .id_length = { flags & 4 ? 4 : 0, flags & 8 ? 0 : 8 },
                       });

    /* Most begin with a connected session, for what comes before is but six datagrams. */
    if (flags & 0x40) {
        exchange(&world);
        world.sides[0].next = world.sides[1].next = 2;
    }

    for (int i = 0; i < MOST_STEPS && script.place < script.count; i++) {
        step(&script, &world);
    }

    exchange(&world);
    world_pass(&world, 100000);
    world_pass(&world, 100000);

    for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER; role++) {
        const struct side *side = &world.sides[role];

        if (!side->connected && !side->closed && !side->failed) {
            world_violated("every handshake ends");
        }
    }

    world_close(&world);
}
