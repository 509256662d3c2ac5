/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* One record from the peer, over datagrams: what wolfSSL must not see is kept from it. */
#include "adapter.h"

#define HANDSHAKE_TYPE 22                                   /* RFC 5246, section 6.2.1 */
#define MESSAGE_SEQUENCE_OFFSET (WOLFSSL_RECORD_HEADER + 4) /* RFC 6347, section 4.2.2 */

static unsigned read16(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

/*
 * The manager has checked the client's cookie, or there is no manager, and whoever asks is answered. The library would
 * demand a cookie of its own; once it is told that this is behind it, it also expects to know where the client has got
 * to. The answer goes on with the numbers of the ClientHello: RFC 6347, section 4.2.2, for message_seq, which
 * HelloVerifyRequest and ClientHello share, and section 4.2.1 for the record's.
 */
static void accept_gate(WOLFSSL *ssl, const uint8_t *record)
{
    word16 message = (word16)read16(record + MESSAGE_SEQUENCE_OFFSET);

    ssl->options.dtlsStateful = 1;
    ssl->keys.dtls_expected_peer_handshake_number = message;
    ssl->keys.dtls_handshake_number = message;
    ssl->keys.dtls_sequence_number_hi = (word16)read16(record + 5);
    ssl->keys.dtls_sequence_number_lo = (word32)read16(record + 7) << 16 | read16(record + 9);
}

/*
 * Nobody has authenticated a record of epoch 0. One with a high number, forged, would push all that the peer sends in
 * the clear out of the window, so there is none; what comes twice is recognised by its message_seq.
 */
static void forget_plain_window(WOLFSSL_DTLS_PEERSEQ *peer)
{
    if (peer->nextEpoch == 0) {
        peer->nextSeq_hi = 0;
        peer->nextSeq_lo = 0;
        XMEMSET(peer->window, 0, sizeof(peer->window));
    } else {
        peer->prevSeq_hi = 0;
        peer->prevSeq_lo = 0;
        XMEMSET(peer->prevWindow, 0, sizeof(peer->prevWindow));
    }
}

static int is_acceptable(struct wolfssl_state *state, const uint8_t *record, size_t length)
{
    WOLFSSL_DTLS_PEERSEQ *peer = state->ssl->keys.peerSeq;

    if (read16(record + 3) == 0) {
        forget_plain_window(peer);
        return 1;
    }

    if (peer->nextEpoch == 0) {
        /* A Finished that came before its ChangeCipherSpec is not kept: the peer will repeat both. */
        tlsman_drop(state->session, TLSMAN_DROP_WRONG_EPOCH);
        return 0;
    }

    /* The library ends the session over it, though anybody can have sent it. */
    if (length < (size_t)(WOLFSSL_RECORD_HEADER + WOLFSSL_EXPLICIT_NONCE + wolfssl_get_tag_length(state))) {
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
    if (state->ssl->options.dtlsHsRetain && state->ssl->dtls_tx_msg_list != NULL) {
        tlsman_drop(state->session, TLSMAN_DROP_DUPLICATE);
        DtlsMsgPoolSend(state->ssl, 0);
    }
}

void wolfssl_input(tlsman_session *session, void *memory)
{
    struct wolfssl_state *state = memory;
    WOLFSSL *ssl = state->ssl;
    word16 mtu = ssl->dtlsMtuSz;
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
        int is_protected = read16(record + 3) != 0;

        if (ssl->options.side == WOLFSSL_SERVER_END && ssl->options.clientState < CLIENT_HELLO_COMPLETE
            && length > MESSAGE_SEQUENCE_OFFSET + 1) {
            accept_gate(ssl, record);
        }

        /* It takes as much as it would send, and some more; the peer may think more of the path. */
        if (length > mtu && length <= UINT16_MAX) {
            ssl->dtlsMtuSz = (word16)length;
        }

        state->record = record;
        state->record_length = length;
        state->event = wolfssl_advance(state);
        state->record = NULL;

        if (length > mtu) {
            ssl->dtlsMtuSz = mtu;
        }

        if (is_protected && drops == state->mac_drops + state->replay_drops) {
            /*
             * Without DTLS 1.3 the library looks into its replay window but never enters anything: it took every record
             * as often as it came.
             */
            DtlsUpdateWindow(ssl);

            if (was_connected && type == HANDSHAKE_TYPE && ssl->options.side == WOLFSSL_SERVER_END) {
                repeat_last_flight(state);
            }
        }
    }

    wolfssl_leave(state);
}
