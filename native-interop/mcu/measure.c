/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Handshakes and records of one stack with itself, and what they take: lines of "scope,quantity,value" for measure.sh.
 * The first handshake of each kind is not counted, so that what a stack keeps for the whole program is not laid upon
 * one session.
 */
#include "pair.h"
#include "probe.h"

#include <stdlib.h>
#include <string.h>

#define RECORD_LENGTH 64

/* The packets in flight, which are not the peers' memory. */
static uint8_t wire[PAIR_MAX_DATAGRAM];
static struct pair pair;
static const char *kind_name;
static const char *suite_name;

void *wire_malloc(size_t size);
void wire_free(void *memory);

void *wire_malloc(size_t size)
{
    return size <= sizeof(wire) ? wire : NULL;
}

void wire_free(void *memory)
{
    (void)memory;
}

static void check(int condition)
{
    if (!condition) {
        abort();
    }
}

static void print(enum heap_owner role, const char *quantity, uint32_t value)
{
    console_print(kind_name);
    console_print(" ");
    console_print(suite_name);
    console_print(role == HEAP_CLIENT ? " client," : role == HEAP_SERVER ? " server," : ",");
    console_print(quantity);
    console_print(",");
    console_print_number(value);
    console_print("\n");
}

static uint32_t most(uint32_t first, uint32_t second)
{
    return first > second ? first : second;
}

/* One record from the one to the other; the second of two, for the first may be special. */
static void measure_record(struct side *from, enum heap_owner from_role, struct side *to, enum heap_owner to_role,
                           uint32_t *stack)
{
    uint8_t bytes[RECORD_LENGTH];

    memset(bytes, 0x5A, sizeof(bytes));

    for (int i = 0; i < 2; i++) {
        to->data_count = 0;
        heap_restart();
        probe_restart();
        check(side_send(from, bytes, sizeof(bytes), pair.now) == RECORD_LENGTH);
        pair_exchange(&pair);
        check(to->data_count == RECORD_LENGTH && memcmp(to->data, bytes, sizeof(bytes)) == 0);
    }

    print(from_role, "record_sealed", probe_get(from_role)->instructions);
    print(to_role, "record_opened", probe_get(to_role)->instructions);
    stack[from_role] = most(stack[from_role], probe_get(from_role)->stack);
    stack[to_role] = most(stack[to_role], probe_get(to_role)->stack);
    print(from_role, "record_allocations", heap_get_allocations());
}

static void measure_session(int kind, int suite)
{
    uint32_t stack[2] = { 0, 0 };

    for (int i = 0; i < 2; i++) {
        heap_restart();
        probe_restart();
        pair_open(&pair, 0, 0, kind, suite);
        pair_start(&pair);
        pair_exchange(&pair);
        check(pair_is_connected(&pair));

        if (i == 0) {
            pair_free(&pair);
        }
    }

    for (enum heap_owner role = HEAP_CLIENT; role <= HEAP_SERVER; role++) {
        print(role, "handshake", probe_get(role)->instructions);
        print(role, "handshake_longest_call", probe_get(role)->longest);
        print(role, "handshake_stack", probe_get(role)->stack);
        print(role, "heap_peak", heap_get_peak(role));
        print(role, "heap_open", heap_get_used(role));
    }

    measure_record(&pair.client, HEAP_CLIENT, &pair.server, HEAP_SERVER, stack);
    measure_record(&pair.server, HEAP_SERVER, &pair.client, HEAP_CLIENT, stack);
    print(HEAP_CLIENT, "record_stack", stack[HEAP_CLIENT]);
    print(HEAP_SERVER, "record_stack", stack[HEAP_SERVER]);
    side_close(&pair.client, pair.now);
    pair_exchange(&pair);
    pair_free(&pair);
}

static void measure_suite(int kind, int suite)
{
    kind_name = kind == TLSMAN_DATAGRAM ? "DTLS" : "TLS";
    suite_name = suite == 0xC0A8 ? "CCM_8" : "GCM";

    if (tlsman_get_capability(0, kind == TLSMAN_DATAGRAM ? TLSMAN_CAN_DTLS12 : TLSMAN_CAN_TLS12) != 1) {
        return;
    }

    for (int i = 0; tlsman_get_suite(0, i) != 0; i++) {
        if (tlsman_get_suite(0, i) == suite) {
            measure_session(kind, suite);
        }
    }
}

int main(void)
{
    size_t kept;

    tlsman_reset();
    check(tlsman_get_stack_count() == 1);
    probe_start();

    measure_suite(TLSMAN_DATAGRAM, 0xC0A8);
    measure_suite(TLSMAN_DATAGRAM, 0x00A8);
    measure_suite(TLSMAN_STREAM, 0xC0A8);

    kept = heap_get_used(HEAP_CLIENT) + heap_get_used(HEAP_SERVER) + heap_get_used(HEAP_OTHER);
    console_print("image,heap_kept,");
    console_print_number((uint32_t)kept);
    console_print("\n");
    return 0;
}
