/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * wolfSSL as its own documentation has it used, but that the server takes the first ClientHello for good, as it does
 * after the manager's cookie gate.
 */
#include "cost.h"

#include <wolfssl/ssl.h>
#include <wolfssl/internal.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct end {
    WOLFSSL_CTX *context;
    WOLFSSL *ssl;
    int connected;
    struct wire *out;
    struct wire *in;
};

static struct wire to_server, to_client;
static struct end client, server;

static void check(int condition)
{
    if (!condition) {
        abort();
    }
}

/*
 * What user_settings.h asks of whoever links the library: memory that is zero when it is given and when it is taken
 * back, for it holds keys and plaintext. So it is part of the configuration, and costs here what it costs in the
 * adapter.
 */
struct block {
    size_t size;
    max_align_t memory[];
};

static void *(*volatile const set)(void *, int, size_t) = memset;

static struct block *get_block(void *memory)
{
    return (struct block *)((char *)memory - offsetof(struct block, memory));
}

void *tlsman_wolfssl_malloc(size_t size)
{
    struct block *block = malloc(sizeof(struct block) + size);

    check(block != NULL);
    set(block, 0, sizeof(struct block) + size);
    block->size = size;
    return block->memory;
}

void tlsman_wolfssl_free(void *memory)
{
    if (memory != NULL) {
        struct block *block = get_block(memory);

        set(block, 0, sizeof(struct block) + block->size);
        free(block);
    }
}

void *tlsman_wolfssl_realloc(void *memory, size_t size)
{
    void *grown = tlsman_wolfssl_malloc(size);

    if (memory != NULL) {
        size_t old = get_block(memory)->size;

        memcpy(grown, memory, old < size ? old : size);
        tlsman_wolfssl_free(memory);
    }

    return grown;
}

int tlsman_wolfssl_random(unsigned char *output, unsigned int size)
{
    return getrandom(output, size, 0) == (ssize_t)size ? 0 : -1;
}

word32 LowResTimer(void)
{
    return 0;
}

static int on_send(WOLFSSL *ssl, char *bytes, int count, void *context)
{
    (void)ssl;
    wire_put(((struct end *)context)->out, (const uint8_t *)bytes, (size_t)count);
    return count;
}

static int on_receive(WOLFSSL *ssl, char *bytes, int count, void *context)
{
    int taken = wire_take(((struct end *)context)->in, (uint8_t *)bytes, (size_t)count);

    (void)ssl;
    return taken < 0 ? WOLFSSL_CBIO_ERR_WANT_READ : taken;
}

static unsigned on_client_psk(WOLFSSL *ssl, const char *hint, char *identity, unsigned identity_size,
                              unsigned char *key, unsigned key_size)
{
    (void)ssl, (void)hint, (void)identity_size, (void)key_size;
    memcpy(identity, cost_identity, sizeof(cost_identity));
    identity[sizeof(cost_identity)] = 0;
    memcpy(key, cost_key, sizeof(cost_key));
    return sizeof(cost_key);
}

static unsigned on_server_psk(WOLFSSL *ssl, const char *identity, unsigned char *key, unsigned key_size)
{
    (void)ssl, (void)identity, (void)key_size;
    memcpy(key, cost_key, sizeof(cost_key));
    return sizeof(cost_key);
}

static void open_end(struct end *end, WOLFSSL_METHOD *method, struct wire *out, struct wire *in)
{
    static const byte suites[] = { COST_SUITE >> 8, COST_SUITE & 0xFF };

    end->out = out;
    end->in = in;
    end->connected = 0;
    end->context = wolfSSL_CTX_new(method);
    check(end->context != NULL);

    /* Of a context without a certificate the library makes no server's session, unless it has this callback. */
    if (end != &client) {
        wolfSSL_CTX_set_psk_server_callback(end->context, on_server_psk);
    }

    end->ssl = wolfSSL_new(end->context);
    check(end->ssl != NULL);
    wolfSSL_SSLSetIORecv(end->ssl, on_receive);
    wolfSSL_SSLSetIOSend(end->ssl, on_send);
    wolfSSL_SetIOReadCtx(end->ssl, end);
    wolfSSL_SetIOWriteCtx(end->ssl, end);
    wolfSSL_dtls_set_using_nonblock(end->ssl, 1);
    wolfSSL_dtls_set_mtu(end->ssl, COST_MTU);

    if (end == &client) {
        wolfSSL_set_psk_client_callback(end->ssl, on_client_psk);
        check(wolfSSL_UseSecureRenegotiation(end->ssl) == WOLFSSL_SUCCESS);
    } else {
        end->ssl->options.dtlsStateful = 1;
    }

    check(wolfSSL_set_cipher_list_bytes(end->ssl, suites, sizeof(suites)) == WOLFSSL_SUCCESS);
    wolfSSL_set_group_messages(end->ssl);
}

static void open_both(void)
{
    static int initialized;

    if (!initialized) {
        wolfSSL_Init();
        initialized = 1;
    }

    open_end(&client, wolfDTLSv1_2_client_method(), &to_server, &to_client);
    open_end(&server, wolfDTLSv1_2_server_method(), &to_client, &to_server);
}

static int step(struct end *end)
{
    int result = end->connected   ? WOLFSSL_SUCCESS
                 : end == &client ? wolfSSL_connect(end->ssl)
                                  : wolfSSL_accept(end->ssl);

    check(result == WOLFSSL_SUCCESS || wolfSSL_get_error(end->ssl, result) == WOLFSSL_ERROR_WANT_READ);
    end->connected = result == WOLFSSL_SUCCESS;
    return end->connected;
}

static void connect_both(void)
{
    while (!(step(&client) & step(&server))) {
    }
}

static void record(const uint8_t *data, size_t length)
{
    uint8_t received[COST_MTU];

    check(wolfSSL_write(client.ssl, data, (int)length) == (int)length);
    check(wolfSSL_read(server.ssl, received, sizeof(received)) == (int)length);
}

static void close_end(struct end *end)
{
    wolfSSL_free(end->ssl);
    wolfSSL_CTX_free(end->context);
}

static void close_both(void)
{
    close_end(&client);
    close_end(&server);
}

const struct cost_driver *cost_find_driver(const char *stack)
{
    static const struct cost_driver driver = { open_both, connect_both, record, close_both };

    return strcmp(stack, "wolfssl") == 0 ? &driver : NULL;
}
