/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Mbed TLS as its own documentation has it used. */
#include "cost.h"

#include <mbedtls/ssl.h>

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct end {
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config config;
    struct wire *out;
    struct wire *in;
};

static struct wire to_server, to_client;
static struct end client, server;
static const int suites[] = { COST_SUITE, 0 };

static void check(int condition)
{
    if (!condition) {
        abort();
    }
}

static int fill_random(void *context, unsigned char *buffer, size_t count)
{
    (void)context;
    return getrandom(buffer, count, 0) == (ssize_t)count ? 0 : -1;
}

#ifdef TLSMAN_TLS13
/* What the library makes keys of 1.3 with, which are not counted here, wants a generator as well. */
psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t *context, uint8_t *output,
                                             size_t size, size_t *length)
{
    *length = size;
    return fill_random(context, output, size) == 0 ? PSA_SUCCESS : PSA_ERROR_INSUFFICIENT_ENTROPY;
}
#endif

static int transmit(void *context, const unsigned char *bytes, size_t count)
{
    wire_put(((struct end *)context)->out, bytes, count);
    return (int)count;
}

static int receive(void *context, unsigned char *bytes, size_t count)
{
    int taken = wire_take(((struct end *)context)->in, bytes, count);

    return taken < 0 ? MBEDTLS_ERR_SSL_WANT_READ : taken;
}

static void set_timer(void *context, uint32_t intermediate, uint32_t final)
{
    (void)context, (void)intermediate, (void) final;
}

static int get_timer(void *context)
{
    (void)context;
    return 0;
}

static int check_cookie(void *context, const unsigned char *cookie, size_t count, const unsigned char *id,
                        size_t id_count)
{
    (void)context, (void)cookie, (void)count, (void)id, (void)id_count;
    return 0;
}

static int find_key(void *context, mbedtls_ssl_context *ssl, const unsigned char *identity, size_t count)
{
    (void)context, (void)identity, (void)count;
    return mbedtls_ssl_set_hs_psk(ssl, cost_key, sizeof(cost_key));
}

static void open_end(struct end *end, int endpoint, struct wire *out, struct wire *in)
{
    end->out = out;
    end->in = in;
    mbedtls_ssl_init(&end->ssl);
    mbedtls_ssl_config_init(&end->config);
    check(
        mbedtls_ssl_config_defaults(&end->config, endpoint, MBEDTLS_SSL_TRANSPORT_DATAGRAM, MBEDTLS_SSL_PRESET_DEFAULT)
        == 0);
    mbedtls_ssl_conf_rng(&end->config, fill_random, NULL);
    mbedtls_ssl_conf_ciphersuites(&end->config, suites);
    mbedtls_ssl_conf_max_tls_version(&end->config, MBEDTLS_SSL_VERSION_TLS1_2);
    mbedtls_ssl_conf_dtls_cookies(&end->config, NULL, check_cookie, NULL);

    if (endpoint == MBEDTLS_SSL_IS_SERVER) {
        mbedtls_ssl_conf_psk_cb(&end->config, find_key, NULL);
    } else {
        check(mbedtls_ssl_conf_psk(&end->config, cost_key, sizeof(cost_key), cost_identity, sizeof(cost_identity))
              == 0);
    }

    check(mbedtls_ssl_setup(&end->ssl, &end->config) == 0);
    mbedtls_ssl_set_bio(&end->ssl, end, transmit, receive, NULL);
    mbedtls_ssl_set_timer_cb(&end->ssl, end, set_timer, get_timer);
    mbedtls_ssl_set_mtu(&end->ssl, COST_MTU);
}

static void open_both(void)
{
    open_end(&client, MBEDTLS_SSL_IS_CLIENT, &to_server, &to_client);
    open_end(&server, MBEDTLS_SSL_IS_SERVER, &to_client, &to_server);
}

static int step(struct end *end)
{
    int result = mbedtls_ssl_is_handshake_over(&end->ssl) ? 0 : mbedtls_ssl_handshake(&end->ssl);

    check(result == 0 || result == MBEDTLS_ERR_SSL_WANT_READ);
    return result == 0;
}

static void connect_both(void)
{
    while (!(step(&client) & step(&server))) {
    }
}

static void record(const uint8_t *data, size_t length)
{
    uint8_t received[COST_MTU];

    check(mbedtls_ssl_write(&client.ssl, data, length) == (int)length);
    check(mbedtls_ssl_read(&server.ssl, received, sizeof(received)) == (int)length);
}

static void close_end(struct end *end)
{
    mbedtls_ssl_free(&end->ssl);
    mbedtls_ssl_config_free(&end->config);
}

static void close_both(void)
{
    close_end(&client);
    close_end(&server);
}

const struct cost_driver *cost_find_driver(const char *stack)
{
    static const struct cost_driver driver = { open_both, connect_both, record, close_both };

    return strcmp(stack, "mbedtls") == 0 ? &driver : NULL;
}
