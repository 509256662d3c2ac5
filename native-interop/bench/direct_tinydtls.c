/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* tinyDTLS as its own examples use it. */
#include "cost.h"

#include "tinydtls.h"

#include "dtls.h"
#include "dtls_debug.h"

#include <stdlib.h>
#include <string.h>

struct end {
    dtls_context_t *context;
    session_t peer;
    int connected;
    struct wire *out;
    struct wire *in;
};

static struct wire to_server, to_client;
static struct end client, server;
static size_t received_count;

static void check(int condition)
{
    if (!condition) {
        abort();
    }
}

static int on_write(struct dtls_context_t *context, session_t *peer, uint8 *bytes, size_t count)
{
    (void)peer;
    wire_put(((struct end *)dtls_get_app_data(context))->out, bytes, count);
    return (int)count;
}

static int on_read(struct dtls_context_t *context, session_t *peer, uint8 *bytes, size_t count)
{
    (void)context, (void)peer, (void)bytes;
    received_count = count;
    return 0;
}

static int on_event(struct dtls_context_t *context, session_t *peer, dtls_alert_level_t level, unsigned short code)
{
    (void)peer;

    if (level == 0 && code == DTLS_EVENT_CONNECTED) {
        ((struct end *)dtls_get_app_data(context))->connected = 1;
    }

    return 0;
}

static int on_psk(struct dtls_context_t *context, const session_t *peer, dtls_credentials_type_t type,
                  const unsigned char *identity, size_t identity_length, unsigned char *result, size_t room)
{
    (void)context, (void)peer, (void)identity, (void)identity_length, (void)room;

    switch (type) {
        case DTLS_PSK_IDENTITY:
            memcpy(result, cost_identity, sizeof(cost_identity));
            return sizeof(cost_identity);
        case DTLS_PSK_KEY:
            memcpy(result, cost_key, sizeof(cost_key));
            return sizeof(cost_key);
        default:
            return 0;
    }
}

static void on_parameters(struct dtls_context_t *context, session_t *peer, dtls_user_parameters_t *parameters)
{
    (void)context, (void)peer;
    parameters->cipher_suites[0] = TLS_PSK_WITH_AES_128_CCM_8;
    parameters->cipher_suites[1] = TLS_NULL_WITH_NULL_NULL;
}

static dtls_handler_t handler = {
    .write = on_write, .read = on_read, .event = on_event, .get_user_parameters = on_parameters, .get_psk_info = on_psk
};

static void open_end(struct end *end, struct wire *out, struct wire *in)
{
    end->out = out;
    end->in = in;
    end->connected = 0;
    dtls_session_init(&end->peer);
    end->peer.addr.sa.sa_family = AF_INET;
    end->context = dtls_new_context(end);
    check(end->context != NULL);
    dtls_set_handler(end->context, &handler);
}

static void open_both(void)
{
    static int initialized;

    if (!initialized) {
        dtls_init();
        dtls_set_log_level(DTLS_LOG_EMERG);
        initialized = 1;
    }

    open_end(&client, &to_server, &to_client);
    open_end(&server, &to_client, &to_server);
}

static int run(struct end *end)
{
    uint8_t input[COST_MTU];
    int count = wire_take(end->in, input, sizeof(input));

    if (count >= 0) {
        check(dtls_handle_message(end->context, &end->peer, input, count) >= 0);
    }

    return count >= 0;
}

static void connect_both(void)
{
    check(dtls_connect(client.context, &client.peer) > 0);

    while (run(&server) | run(&client)) {
    }

    check(client.connected && server.connected);
}

static void record(const uint8_t *data, size_t length)
{
    received_count = 0;
    check(dtls_write(client.context, &client.peer, (uint8 *)(uintptr_t)data, length) == (int)length);
    run(&server);
    check(received_count == length);
}

static void close_both(void)
{
    /* Without a word to the peer, as the adapters do it here. */
    handler.write = NULL;
    dtls_reset_peer(client.context, dtls_get_peer(client.context, &client.peer));
    dtls_reset_peer(server.context, dtls_get_peer(server.context, &server.peer));
    handler.write = on_write;
    dtls_free_context(client.context);
    dtls_free_context(server.context);
    to_server.count = to_client.count = 0;
}

const struct cost_driver *cost_find_driver(const char *stack)
{
    static const struct cost_driver driver = { open_both, connect_both, record, close_both };

    return strcmp(stack, "tinydtls") == 0 ? &driver : NULL;
}
