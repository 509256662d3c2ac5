/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* One record from the peer, over datagrams: what wolfSSL must not see is kept from it. */
#include "private.h"

#define MESSAGE_SEQUENCE_OFFSET (TLSMAN_RECORD_HEADER + 4) /* RFC 6347, section 4.2.2 */

/* RFC 9147, section 4: a protected record of 1.3, which the core lets through once that has been chosen. */
static int is_unified(const struct wolfssl_state *state, const uint8_t *record)
{
    return record[0] > TLSMAN_CONTENT_CONNECTION_ID && wolfssl_is_13(state->ssl);
}

static int is_acceptable(struct wolfssl_state *state, const uint8_t *record, size_t length)
{
    if (is_unified(state, record)) {
        return 1;
    }

    if (tlsman_read_epoch(record) == 0) {
        wolfssl_forget_plain_window(state->ssl);
        return 1;
    }

    if (!wolfssl_has_read_keys(state->ssl)) {
        /* A Finished that came before its ChangeCipherSpec is not kept: the peer will repeat both. */
        tlsman_drop(state->session, TLSMAN_DROP_WRONG_EPOCH);
        return 0;
    }

    /* The library ends the session over it, though anybody can have sent it. */
    if (length < (size_t)(TLSMAN_RECORD_HEADER + wolfssl_get_expansion(state->ssl))) {
        tlsman_drop(state->session, TLSMAN_DROP_TOO_SHORT);
        return 0;
    }

    return 1;
}

/*
 * A client that missed the server's last flight repeats its own (RFC 6347, section 4.2.4). Of it only Finished gets
 * here, for nothing in the clear belongs to a connected session any more, and the library is told to answer nothing by
 * itself.
 */
static void repeat_last_flight(struct wolfssl_state *state)
{
    if (wolfssl_repeat_last_flight(state->ssl)) {
        tlsman_drop(state->session, TLSMAN_DROP_DUPLICATE);
    }
}

/*
 * With 1.3 the cookie is the library's own, in a HelloRetryRequest (RFC 9147, section 5.1). Until that is back it has no
 * state in which it would be told which suites there are in common, so the suite is chosen here.
 */
static int choose_13(struct wolfssl_state *state, tlsman_session *session, const uint8_t *record, size_t length)
{
#ifdef TLSMAN_TLS13
    int suite = tlsman_choose_13(session, record, length);

    state->suite_13 = suite > 0 ? (uint16_t)suite : 0;
    return suite >= 0;
#else
    (void)state, (void)session, (void)record, (void)length;
    return 0;
#endif
}

void wolfssl_input(tlsman_session *session, void *memory)
{
    struct wolfssl_state *state = memory;
    WOLFSSL *ssl = state->ssl;
    word16 mtu = wolfssl_get_mtu(ssl);
    int was_connected = state->is_connected;
    uint8_t *record;
    size_t length;

    record = tlsman_get_record(session, &length);

    if (state->is_closing) {
        return;
    }

    wolfssl_enter(state, session);

    if (is_acceptable(state, record, length)) {
        word32 drops = state->mac_drops + state->replay_drops;
        uint8_t type = record[0];
        int is_protected = !is_unified(state, record) && tlsman_read_epoch(record) != 0;

        if (wolfssl_is_server_without_hello(ssl) && length > MESSAGE_SEQUENCE_OFFSET + 1
            && !choose_13(state, session, record, length)) {
            wolfssl_accept_gate(ssl, tlsman_read16(record + MESSAGE_SEQUENCE_OFFSET), tlsman_read16(record + 5),
                                (uint32_t)tlsman_read16(record + 7) << 16 | tlsman_read16(record + 9));
        }

        /* It takes as much as it would send, and some more; the peer may think more of the path. */
        if (length > mtu && length <= UINT16_MAX) {
            wolfssl_set_mtu(ssl, length);
        }

        state->record = record;
        state->record_length = length;
        state->event = wolfssl_advance(state);
        state->record = NULL;

        if (length > mtu) {
            wolfssl_set_mtu(ssl, mtu);
        }

        if (is_protected && drops == state->mac_drops + state->replay_drops) {
            wolfssl_update_window(ssl);

            if (was_connected && type == TLSMAN_CONTENT_HANDSHAKE && wolfSSL_is_server(ssl)) {
                repeat_last_flight(state);
            }
        }
    }

    wolfssl_leave(state);
}
