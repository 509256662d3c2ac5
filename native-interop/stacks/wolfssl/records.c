/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* One record from the peer, over datagrams: what wolfSSL must not see is kept from it. */
#include "private.h"

#define MESSAGE_SEQUENCE_OFFSET (TLSMAN_RECORD_HEADER + 4) /* RFC 6347, section 4.2.2 */

static int is_acceptable(struct wolfssl_state *state, const uint8_t *record, size_t length)
{
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
        int is_protected = tlsman_read_epoch(record) != 0;

        if (wolfssl_is_server_without_hello(ssl) && length > MESSAGE_SEQUENCE_OFFSET + 1) {
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
