/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What the adapter reads and writes of tinyDTLS beside its functions. All of it stands here, and
 * tests/private_fields.sh looks that it does: what these fields mean is promised by nobody, and may be otherwise in
 * another version. The library has no number of its version that could be compared here, so stack.cmake looks at the
 * text in its configuration, and the sizes that are relied upon are asserted. For another version, read this file
 * beside the library's sources, run the tests of native-interop and tests/stacks, and change the version there.
 */
#ifndef TLSMAN_TINYDTLS_PRIVATE_H
#define TLSMAN_TINYDTLS_PRIVATE_H

#include "adapter.h"

#include <netq.h>
#include <peer.h>

_Static_assert(DTLS_COOKIE_LENGTH == 16, "hello.c puts a cookie of this length in place of the manager's");
_Static_assert(DTLS_MASTER_SECRET_LENGTH == TLSMAN_MASTER_SECRET_LENGTH, "it is handed over as it is");
_Static_assert(sizeof(((seqnum_t *)NULL)->bitfield) * 8 == 64, "the window is a bit for each record");
_Static_assert(sizeof(((dtls_peer_t *)NULL)->security_params) == 2 * sizeof(void *), "there are two epochs at most");

/*
 * A context has one peer at the most, so there is nothing to be looked up by its address, which would cost more than
 * the rest of a record but its cipher.
 */
static inline dtls_peer_t *tinydtls_get_peer(const struct tinydtls_state *state)
{
    return state->context->peers;
}

/* ---- where the handshake has got to ---- */

static inline dtls_state_t tinydtls_get_step(const dtls_peer_t *peer)
{
    return peer->state;
}

/* A client has got the ServerHello, and nothing after it. */
static inline int tinydtls_has_server_hello(const dtls_peer_t *peer)
{
    return peer->state == DTLS_STATE_WAIT_SERVERHELLODONE || peer->state == DTLS_STATE_WAIT_SERVERCERTIFICATE;
}

/* The master secret, if Finished is the next message: both sides have it, and the library forgets it after that. */
static inline const uint8_t *tinydtls_get_master_secret(const dtls_peer_t *peer)
{
    return peer->state == DTLS_STATE_WAIT_FINISHED ? peer->handshake_params->tmp.master_secret : NULL;
}

/* ---- the send queue ---- */

/* The library holds a flight of ours for repetition. */
static inline int tinydtls_has_flight(const struct tinydtls_state *state)
{
    return state->context->sendqueue != NULL;
}

/* Makes the library forget how often it has repeated its flight, and returns the tick at which it does so again. */
static inline uint32_t tinydtls_prepare_repetition(struct tinydtls_state *state)
{
    for (netq_t *each = state->context->sendqueue; each != NULL; each = each->next) {
        each->retransmit_cnt = 0;
    }

    /* All of a flight was queued at the same tick, so it is due as a whole. */
    return (uint32_t)state->context->sendqueue->t;
}

/* ---- records ---- */

/* The number of the next record, without its epoch. */
static inline uint64_t tinydtls_get_sequence(dtls_peer_t *peer)
{
    return dtls_security_params(peer)->rseq;
}

/* The replay window, which moves with every record that was authenticated, and with no other. */
static inline seqnum_t tinydtls_get_window(const dtls_security_parameters_t *security)
{
    return security->cseq;
}

static inline int tinydtls_has_moved(const dtls_security_parameters_t *security, const seqnum_t *before)
{
    return security->cseq.cseq != before->cseq || security->cseq.bitfield != before->bitfield;
}

/* RFC 6347, section 4.1.2.6, as the library does it, so that a replayed record can be told from a forged one. */
static inline int tinydtls_is_replayed(const dtls_security_parameters_t *security, uint64_t number)
{
    return security->cseq.bitfield != 0 && tlsman_is_replayed(security->cseq.cseq, security->cseq.bitfield, number);
}

/*
 * Nobody has authenticated a record of epoch 0. One with a high number, forged, would push all that the peer sends in
 * the clear out of the window, so there is none; what comes twice is recognised by its message_seq.
 */
static inline void tinydtls_forget_plain_window(dtls_peer_t *peer)
{
    for (int i = 0; i < 2; i++) {
        if (peer->security_params[i] != NULL && peer->security_params[i]->epoch == 0) {
            peer->security_params[i]->cseq.bitfield = 0;
        }
    }
}

/* ---- secrets: the library frees them as they are ---- */

/* What a handshake derives its keys from. */
static inline void tinydtls_wipe_handshake(dtls_peer_t *peer)
{
    if (peer->handshake_params != NULL) {
        tlsman_wipe(&peer->handshake_params->tmp, sizeof(peer->handshake_params->tmp));
        tlsman_wipe(&peer->handshake_params->keyx, sizeof(peer->handshake_params->keyx));
    }
}

static inline void tinydtls_wipe_all(struct tinydtls_state *state)
{
    dtls_peer_t *peer = tinydtls_get_peer(state);

    if (peer != NULL) {
        for (int i = 0; i < 2; i++) {
            if (peer->security_params[i] != NULL) {
                tlsman_wipe(peer->security_params[i]->key_block, sizeof(peer->security_params[i]->key_block));
            }
        }

        tinydtls_wipe_handshake(peer);
    }

    tlsman_wipe(state->context->cookie_secret, sizeof(state->context->cookie_secret));
}

#endif
