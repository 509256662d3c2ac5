/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What a handshake and a record cost: through the adapter, and with the stack called directly, in the same
 * configuration and with the same wire between.
 */
#ifndef TLSMAN_BENCH_COST_H
#define TLSMAN_BENCH_COST_H

#include <stddef.h>
#include <stdint.h>

#define COST_MTU 1232
#define COST_SUITE 0xC0A8 /* TLS_PSK_WITH_AES_128_CCM_8 */
#define COST_RECORD 64

extern const uint8_t cost_identity[15];
extern const uint8_t cost_key[16];

/* A wire: what one side has written and the other not read yet. */
struct wire {
    int first, count;
    struct {
        size_t length;
        uint8_t bytes[COST_MTU];
    } packets[16];
};

void wire_put(struct wire *wire, const uint8_t *bytes, size_t length);
int wire_take(struct wire *wire, uint8_t *bytes, size_t room); /* the length, or -1 */

/* One way to use one stack. All of them abort if something goes wrong. */
struct cost_driver {
    void (*open)(void);                                 /* client and server */
    void (*handshake)(void);                            /* until both are connected */
    void (*record)(const uint8_t *data, size_t length); /* from the client to the server, where it is read */
    void (*close)(void);                                /* gives everything back; close_notify is left out */
};

/* Each program has one: adapter.c for all stacks, or direct_*.c. NULL if it does not know the stack. */
const struct cost_driver *cost_find_driver(const char *stack);

#endif
