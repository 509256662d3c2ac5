/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* What a session of 1.3 has otherwise: pre-shared keys that belong to a suite, and how keys are exchanged. */
#include "private.h"

#ifdef TLSMAN_TLS13

#include <string.h>

/*
 * A client's key is for the first suite of 1.3 only: one identity is offered, and the library takes any suite with the
 * same hash that the server chooses.
 */
static unsigned int on_client_psk(WOLFSSL *ssl, const char *hint, char *identity, unsigned int identity_room,
                                  unsigned char *key, unsigned int room, const char *suite)
{
    struct wolfssl_state *state = wolfSSL_GetIOReadCtx(ssl);
    const uint16_t *first = tlsman_get_config(state->session)->suites;

    while (*first != 0 && !tlsman_is_13(*first)) {
        first++;
    }

    return strcmp(suite, wolfssl_get_suite_name(*first)) == 0
               ? wolfssl_put_client_psk(ssl, hint, identity, identity_room, key, room)
               : 0;
}

static unsigned int on_server_psk(WOLFSSL *ssl, const char *identity, unsigned char *key, unsigned int room,
                                  const char **suite)
{
    const struct wolfssl_state *state = wolfSSL_GetIOReadCtx(ssl);

    *suite = wolfssl_get_suite_name(state->suite_13 != 0 ? state->suite_13 : wolfssl_get_first_13(ssl));
    return wolfssl_put_server_psk(ssl, identity, key, room);
}

static int set_modes(WOLFSSL *ssl, int modes)
{
    switch (modes) {
        case TLSMAN_PSK_KE:
            return wolfSSL_no_dhe_psk(ssl) == 0;
        case TLSMAN_PSK_DHE_KE:
            return wolfSSL_only_dhe_psk(ssl) == 0;
        default:
            return 1;
    }
}

/* The library would take curves that nobody asked for. */
static int set_groups(WOLFSSL *ssl, const struct tlsman_config *config)
{
    int groups[TLSMAN_MAX_CURVES] = { TLSMAN_GROUP_P256, TLSMAN_GROUP_X25519 };
    int count = 2;

    if (config->keys != NULL && config->keys->curves[0] != 0) {
        for (count = 0; config->keys->curves[count] != 0; count++) {
            groups[count] = config->keys->curves[count];
        }
    }

    return wolfSSL_set_groups(ssl, groups, count) == WOLFSSL_SUCCESS;
}

/* Of 1.3 alone, or of both: the library knows none older, for it is compiled without. */
WOLFSSL_METHOD *wolfssl_make_method_13(const struct tlsman_config *config)
{
    int is_client = config->role == TLSMAN_CLIENT;

    if (config->kind == TLSMAN_DATAGRAM) {
        if (config->versions == TLSMAN_VERSION13) {
            return is_client ? wolfDTLSv1_3_client_method() : wolfDTLSv1_3_server_method();
        }

        return is_client ? wolfDTLS_client_method() : wolfDTLS_server_method();
    }

    if (config->versions == TLSMAN_VERSION13) {
        return is_client ? wolfTLSv1_3_client_method() : wolfTLSv1_3_server_method();
    }

    return is_client ? wolfTLS_client_method() : wolfTLS_server_method();
}

int wolfssl_set_up_13(struct wolfssl_state *state, const struct tlsman_config *config)
{
    WOLFSSL *ssl = state->ssl;
    int takes_psk = tlsman_takes_psk(state->session);

    if (config->role == TLSMAN_CLIENT) {
        wolfSSL_set_psk_client_callback(ssl, takes_psk ? wolfssl_put_client_psk : NULL);
        wolfSSL_set_psk_client_cs_callback(ssl, takes_psk ? on_client_psk : NULL);
    } else {
        wolfSSL_set_psk_server_callback(ssl, takes_psk ? wolfssl_put_server_psk : NULL);
        wolfSSL_set_psk_server_tls13_callback(ssl, takes_psk ? on_server_psk : NULL);
    }

    /* A repetition of the peer's is acknowledged at once, for what told it of the first one has got lost. */
    if (config->kind == TLSMAN_DATAGRAM) {
        wolfSSL_dtls13_set_send_more_acks(ssl, 1);
    }

    return set_modes(ssl, config->psk_modes) && set_groups(ssl, config);
}

#else

/* A translation unit has to declare something. */
typedef int wolfssl_has_no_13;

#endif
