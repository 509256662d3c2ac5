/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Through tlsman.h, as managed code does it. */
#include "cost.h"

#include "tlsman.h"

#include <stdlib.h>
#include <string.h>

struct end {
    int handle;
    int connected;
    struct wire *out;
    struct wire *in;
};

static int stack_index;
static struct wire to_server, to_client;
static struct end client, server;
static uint8_t input[COST_MTU];
static uint8_t output[COST_MTU];
static uint8_t received[COST_MTU];
static size_t received_count;

static void check(int condition)
{
    if (!condition) {
        abort();
    }
}

static void open_end(struct end *end, int role, struct wire *out, struct wire *in)
{
    end->handle = tlsman_open(stack_index, role, TLSMAN_DATAGRAM);
    end->connected = 0;
    end->out = out;
    end->in = in;
    check(end->handle > 0);
    check(tlsman_set_option(end->handle, TLSMAN_OPTION_SUITE, COST_SUITE) == TLSMAN_OK);
    check(
        tlsman_add_credential(end->handle, 1, cost_identity, sizeof(cost_identity), cost_key, sizeof(cost_key), NULL, 0)
        == TLSMAN_OK);
    check(tlsman_start(end->handle, 0) == TLSMAN_OK);
}

static int results[TLSMAN_RESULT_COUNT];

static void handle_event(struct end *end, int event)
{
    switch (event) {
        case TLSMAN_TRANSMIT:
            wire_put(end->out, output, (size_t)results[TLSMAN_RESULT_OUTPUT_COUNT]);
            break;
        case TLSMAN_DATA:
            received_count = (size_t)results[TLSMAN_RESULT_DATA_COUNT];
            memcpy(received, input + results[TLSMAN_RESULT_DATA_OFFSET], received_count);
            break;
        case TLSMAN_CONNECTED:
            end->connected = 1;
            break;
        default:
            check(event == TLSMAN_IDLE || event == TLSMAN_BUSY);
            break;
    }
}

/* Takes one datagram, if there is one, and goes on until there is nothing to do. */
static int run(struct end *end)
{
    int count = wire_take(end->in, input, sizeof(input));
    int position = 0;

    do {
        int event = tlsman_poll(end->handle, 0, input, position, count < 0 ? 0 : count, output, sizeof(output), results,
                                TLSMAN_RESULT_COUNT);

        position = results[TLSMAN_RESULT_POSITION];
        handle_event(end, event);
    } while (!results[TLSMAN_RESULT_IS_LAST]);

    return count >= 0;
}

static void connect_both(void)
{
    run(&client);

    while (run(&server) | run(&client)) {
    }

    check(client.connected && server.connected);
}

static void record(const uint8_t *data, size_t length)
{
    handle_event(&client, tlsman_send(client.handle, 0, data, (int)length, output, sizeof(output), results,
                                      TLSMAN_RESULT_COUNT));

    if (!results[TLSMAN_RESULT_IS_LAST]) {
        run(&client);
    }

    received_count = 0;
    run(&server);
    check(received_count == length);
}

static void close_both(void)
{
    tlsman_free(client.handle);
    tlsman_free(server.handle);
}

static void open_both(void)
{
    open_end(&client, TLSMAN_CLIENT, &to_server, &to_client);
    open_end(&server, TLSMAN_SERVER, &to_client, &to_server);
}

const struct cost_driver *cost_find_driver(const char *stack)
{
    static const struct cost_driver driver = { open_both, connect_both, record, close_both };

    for (stack_index = 0; stack_index < tlsman_get_stack_count(); stack_index++) {
        char text[32];
        int count = tlsman_get_text(stack_index, TLSMAN_TEXT_NAME, (uint8_t *)text, sizeof(text));

        if (count == (int)strlen(stack) && memcmp(text, stack, (size_t)count) == 0) {
            return &driver;
        }
    }

    return NULL;
}
