/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* How a session of Mbed TLS is configured, and what the library calls. */
#include "private.h"

#define LONGEST_TIMEOUT 0x3FFFFFFF
#define PLAIN_ALERT (TLSMAN_STREAM_RECORD_HEADER + 2) /* RFC 5246, section 7.2: level and description */
#define CALLBACK_FAILED (-1) /* to the library anything but 0 is a failure; the session has been told why */

static int transmit(void *context, const unsigned char *buffer, size_t count)
{
    struct mbed_state *state = context;
    int taken;

    if (count > 0 && (buffer[0] == TLSMAN_CONTENT_ALERT || mbed_is_refusing_13(state))) {
#if MBED_HAS_KEYS
        if (mbed_holds_alert(state)) {
            return (int)count;
        }
#endif

        state->is_alert_sent = 1;
#if MBED_HAS_13
        state->sent_alert = count == PLAIN_ALERT ? buffer[PLAIN_ALERT - 1] : 0;
#endif

        if (tlsman_get_config(state->session)->kind == TLSMAN_DATAGRAM && mbed_is_finished_awaited(state)) {
            return (int)count;
        }
    }

    taken = tlsman_transmit(state->session, buffer, count);
    return taken == TLSMAN_WOULD_BLOCK ? MBEDTLS_ERR_SSL_WANT_WRITE : taken;
}

static int receive(void *context, unsigned char *buffer, size_t count)
{
    struct mbed_state *state = context;
    int taken;

#if defined(MBEDTLS_SSL_DTLS_ANTI_REPLAY)
    if (tlsman_get_config(state->session)->kind == TLSMAN_DATAGRAM) {
        mbed_forget_plain_window(state);
    }
#endif

    taken = tlsman_receive(state->session, buffer, count);
#if MBED_HAS_13
    state->has_taken |= taken > 0;
#endif
    return taken == TLSMAN_WOULD_BLOCK ? MBEDTLS_ERR_SSL_WANT_READ : taken;
}

int mbed_fill_random(void *context, unsigned char *buffer, size_t count)
{
    struct mbed_state *state = context;

    return tlsman_random(state->session, buffer, count) == 0 ? 0 : CALLBACK_FAILED;
}

static void set_timer(void *context, uint32_t intermediate, uint32_t final)
{
    struct mbed_state *state = context;
    uint32_t longest, now;

    state->has_timer = final != 0;

    if (final == 0) {
        return;
    }

    longest = (uint32_t)tlsman_get_config(state->session)->max_timeout;
    now = tlsman_get_now(state->session);
    state->intermediate = now + (intermediate < longest ? intermediate : longest);
    state->final = now + tlsman_stretch(state->session, final < longest ? final : longest);
}

static int get_timer(void *context)
{
    struct mbed_state *state = context;
    uint32_t now = tlsman_get_now(state->session);

    if (!state->has_timer) {
        return -1;
    }

    return tlsman_is_due(state->final, now) ? 2 : tlsman_is_due(state->intermediate, now);
}

#if defined(MBEDTLS_SSL_DTLS_HELLO_VERIFY)
/* The manager's gate has proved the peer before there was a session. */
static int check_cookie(void *context, const unsigned char *cookie, size_t count, const unsigned char *client,
                        size_t client_count)
{
    (void)context, (void)cookie, (void)count, (void)client, (void)client_count;
    return 0;
}

static int write_cookie(void *context, unsigned char **place, unsigned char *end, const unsigned char *client,
                        size_t client_count)
{
    (void)context, (void)place, (void)end, (void)client, (void)client_count;
    return CALLBACK_FAILED;
}
#endif

static int find_key(void *context, mbedtls_ssl_context *ssl, const unsigned char *identity, size_t count)
{
    struct mbed_state *state = context;
    const struct tlsman_credential *credential = tlsman_find_credential(state->session, identity, count);

    return credential == NULL ? CALLBACK_FAILED
                              : mbedtls_ssl_set_hs_psk(ssl, credential->key, (size_t)credential->key_length);
}

static void keep_keys(void *context, mbedtls_ssl_key_export_type type, const unsigned char *secret, size_t count,
                      const unsigned char client_random[32], const unsigned char server_random[32],
                      mbedtls_tls_prf_types prf)
{
    struct mbed_state *state = context;

    (void)prf;

    if (type == MBEDTLS_SSL_KEY_EXPORT_TLS12_MASTER_SECRET && count == TLSMAN_MASTER_SECRET_LENGTH) {
        tlsman_keep_secrets(state->session, client_random, server_random, secret);
    }
}

#if defined(MBEDTLS_SSL_MAX_FRAGMENT_LENGTH)
static unsigned char get_fragment_code(int length)
{
    switch (length) {
        case 512:
            return MBEDTLS_SSL_MAX_FRAG_LEN_512;
        case 1024:
            return MBEDTLS_SSL_MAX_FRAG_LEN_1024;
        case 2048:
            return MBEDTLS_SSL_MAX_FRAG_LEN_2048;
        case 4096:
            return MBEDTLS_SSL_MAX_FRAG_LEN_4096;
        default:
            return MBEDTLS_SSL_MAX_FRAG_LEN_NONE;
    }
}
#endif

enum tlsman_status mbed_to_status(int result)
{
    switch (result) {
        case 0:
            return TLSMAN_OK;
        case MBEDTLS_ERR_SSL_ALLOC_FAILED:
#if MBED_HAS_KEYS
        case MBEDTLS_ERR_X509_ALLOC_FAILED:
        case MBEDTLS_ERR_PK_ALLOC_FAILED:
#endif
            return TLSMAN_NO_MEMORY;
        default:
            return TLSMAN_NO_STACK;
    }
}

static enum tlsman_status configure_keys(struct mbed_state *state, const struct tlsman_config *config)
{
    const struct tlsman_credential *credential;

    if (config->role == TLSMAN_SERVER) {
#if MBED_HAS_13
        /* Of 1.3 no suite tells that nobody has a key. */
        if (!tlsman_takes_psk(state->session)) {
            return TLSMAN_OK;
        }
#endif

        mbedtls_ssl_conf_psk_cb(&state->config, find_key, state);
        return TLSMAN_OK;
    }

    if (config->is_restored) {
        return TLSMAN_OK;
    }

    credential = tlsman_select_credential(state->session, NULL, 0);

#if MBED_HAS_KEYS
    /* The core has made sure that there is something to verify the server by. */
    if (credential == NULL && config->keys != NULL) {
        return TLSMAN_OK;
    }
#endif

    if (credential == NULL) {
        return TLSMAN_NO_KEY;
    }

    return mbed_to_status(mbedtls_ssl_conf_psk(&state->config, credential->key, (size_t)credential->key_length,
                                               credential->identity, (size_t)credential->identity_length));
}

int mbed_may_be_13(const struct tlsman_config *config)
{
#if MBED_HAS_13
    return (config->versions & TLSMAN_VERSION13) != 0;
#else
    (void)config;
    return 0;
#endif
}

#if MBED_HAS_13
/* How keys are exchanged in 1.3, as far as there are keys for it. */
static int get_modes(const struct mbed_state *state, const struct tlsman_config *config)
{
    int has_keys = config->role == TLSMAN_CLIENT ? tlsman_takes_certificates(state->session)
                                                 : tlsman_get_key(state->session, TLSMAN_CERTIFIED_KEY) != NULL;
    unsigned modes = has_keys ? MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_EPHEMERAL : 0;

    if (tlsman_takes_psk(state->session)) {
        modes |= (config->psk_modes & TLSMAN_PSK_KE) != 0 ? MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK : 0;
        modes |= (config->psk_modes & TLSMAN_PSK_DHE_KE) != 0 ? MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_EPHEMERAL : 0;
    }

    return (int)modes;
}
#endif

static void configure_versions(mbedtls_ssl_config *mbed, struct mbed_state *state, const struct tlsman_config *config)
{
    mbedtls_ssl_protocol_version oldest = MBEDTLS_SSL_VERSION_TLS1_2;
    mbedtls_ssl_protocol_version newest = MBEDTLS_SSL_VERSION_TLS1_2;

#if MBED_HAS_13
    if (mbed_may_be_13(config)) {
        newest = MBEDTLS_SSL_VERSION_TLS1_3;
        oldest = config->versions == TLSMAN_VERSION13 ? newest : oldest;
        mbedtls_ssl_conf_tls13_key_exchange_modes(mbed, get_modes(state, config));
#if defined(MBEDTLS_SSL_SESSION_TICKETS) && defined(MBEDTLS_SSL_SRV_C)
        mbedtls_ssl_conf_new_session_tickets(mbed, 0);
#endif
    }
#else
    (void)state, (void)config;
#endif

    mbedtls_ssl_conf_min_tls_version(mbed, oldest);
    mbedtls_ssl_conf_max_tls_version(mbed, newest);
}

static int configure(mbedtls_ssl_config *mbed, struct mbed_state *state, const struct tlsman_config *config)
{
    int result = mbedtls_ssl_config_defaults(
        mbed, config->role == TLSMAN_CLIENT ? MBEDTLS_SSL_IS_CLIENT : MBEDTLS_SSL_IS_SERVER,
        config->kind == TLSMAN_DATAGRAM ? MBEDTLS_SSL_TRANSPORT_DATAGRAM : MBEDTLS_SSL_TRANSPORT_STREAM,
        MBEDTLS_SSL_PRESET_DEFAULT);

    if (result != 0) {
        return result;
    }

    for (int i = 0; config->suites[i] != 0; i++) {
        state->suites[i] = config->suites[i];
    }

    mbedtls_ssl_conf_rng(mbed, mbed_fill_random, state);
    mbedtls_ssl_conf_ciphersuites(mbed, state->suites);
    configure_versions(mbed, state, config);
    mbedtls_ssl_conf_legacy_renegotiation(mbed, config->require_secure_renegotiation
                                                    ? MBEDTLS_SSL_LEGACY_BREAK_HANDSHAKE
                                                    : MBEDTLS_SSL_LEGACY_NO_RENEGOTIATION);
#if defined(MBEDTLS_SSL_RENEGOTIATION)
    mbedtls_ssl_conf_renegotiation(mbed, MBEDTLS_SSL_RENEGOTIATION_DISABLED);
#endif
    mbed_configure_tickets(state, config);
#if defined(MBEDTLS_SSL_PROTO_DTLS)
    mbedtls_ssl_conf_handshake_timeout(
        mbed, (uint32_t)(config->first_timeout < config->max_timeout ? config->first_timeout : config->max_timeout),
        LONGEST_TIMEOUT);
    /* mbedtls_ssl_conf_dtls_badmac_limit() is never called: see stack.c. */
#if defined(MBEDTLS_SSL_DTLS_HELLO_VERIFY)
    mbedtls_ssl_conf_dtls_cookies(mbed, write_cookie, check_cookie, NULL);
#endif
#endif
#if MBED_HAS_CONNECTION_ID
    /* A record of another one is dropped, as noise is. */
    if (config->connection_id != NULL) {
        result = mbedtls_ssl_conf_cid(mbed, (size_t)config->connection_id_length, MBEDTLS_SSL_UNEXPECTED_CID_IGNORE);
    }
#endif
#if defined(MBEDTLS_SSL_MAX_FRAGMENT_LENGTH)
    if (config->max_fragment_length != 0) {
        result = mbedtls_ssl_conf_max_frag_len(mbed, get_fragment_code(config->max_fragment_length));
    }
#endif

    return result;
}

static void set_callbacks(struct mbed_state *state, const struct tlsman_config *config)
{
    mbedtls_ssl_set_bio(&state->ssl, state, transmit, receive, NULL);
    mbedtls_ssl_set_timer_cb(&state->ssl, state, set_timer, get_timer);

    if (config->key_log || config->keep_master_secret) {
        mbedtls_ssl_set_export_keys_cb(&state->ssl, keep_keys, state);
    }
}

enum tlsman_status mbed_set_up(struct mbed_state *state, const struct tlsman_config *config)
{
    enum tlsman_status status = mbed_to_status(configure(&state->config, state, config));

    if (status == TLSMAN_OK) {
        status = configure_keys(state, config);
    }

#if MBED_HAS_KEYS
    if (status == TLSMAN_OK) {
        status = mbed_set_up_keys(state, config);
    }
#endif

    if (status == TLSMAN_OK) {
        status = mbed_to_status(mbedtls_ssl_setup(&state->ssl, &state->config));
    }

#if MBED_HAS_CONNECTION_ID
    if (status == TLSMAN_OK && config->connection_id != NULL) {
        status = mbed_to_status(mbedtls_ssl_set_cid(&state->ssl, MBEDTLS_SSL_CID_ENABLED, config->connection_id,
                                                    (size_t)config->connection_id_length));
    }
#endif

#if defined(MBEDTLS_X509_CRT_PARSE_C)
    if (status == TLSMAN_OK && config->role == TLSMAN_CLIENT) {
#if MBED_HAS_KEYS
        status = mbed_to_status(mbedtls_ssl_set_hostname(&state->ssl, mbed_get_server_name(config)));
#else
        status = mbed_to_status(mbedtls_ssl_set_hostname(&state->ssl, NULL));
#endif
    }
#endif

    if (status != TLSMAN_OK) {
        return status;
    }

    set_callbacks(state, config);

    if (config->kind == TLSMAN_DATAGRAM) {
        mbedtls_ssl_set_mtu(&state->ssl, (uint16_t)config->mtu);
    }

    return TLSMAN_OK;
}
