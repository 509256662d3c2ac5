/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What the adapter reads, writes and calls of wolfSSL beside its public functions, by the internal header of the very
 * sources that are linked, compiled with the same settings. All of it stands here, and tests/private_fields.sh looks
 * that it does: what these fields mean is promised by nobody, and may be otherwise in another version. For another one,
 * read this file beside the library's sources, run the tests of native-interop and tests/stacks, and add the version.
 */
#ifndef TLSMAN_WOLFSSL_PRIVATE_H
#define TLSMAN_WOLFSSL_PRIVATE_H

#include "adapter.h"

#include <wolfssl/internal.h>
#include <wolfssl/version.h>

#include <string.h>

#if LIBWOLFSSL_VERSION_HEX != 0x05007002
#error "stacks/wolfssl/private.h is for wolfSSL 5.7.2, and says what has to be done for another version"
#endif

/* ---- what was agreed ---- */

/* tlsman_get_expansion() for each record, by what the library keeps. */
static inline int wolfssl_get_expansion(const WOLFSSL *ssl)
{
    return ssl->specs.aead_mac_size + (ssl->specs.bulk_cipher_algorithm == wolfssl_chacha ? 0 : TLSMAN_EXPLICIT_NONCE);
}

static inline uint16_t wolfssl_get_suite(const WOLFSSL *ssl)
{
    return (uint16_t)(ssl->options.cipherSuite0 << 8 | ssl->options.cipherSuite);
}

/* Whether these, and no others, are what the library offers or takes. */
static inline int wolfssl_has_suites(const WOLFSSL *ssl, const byte *suites, int count)
{
    return ssl->suites != NULL && ssl->suites->suiteSz == count
           && memcmp(ssl->suites->suites, suites, (size_t)count) == 0;
}

/* The peer's hello has been read. */
static inline int wolfssl_has_hello(const WOLFSSL *ssl)
{
    return ssl->options.side == WOLFSSL_CLIENT_END ? ssl->options.serverState >= SERVER_HELLO_COMPLETE
                                                   : ssl->options.clientState >= CLIENT_HELLO_COMPLETE;
}

#if WOLFSSL_HAS_KEYS
/*
 * A server has chosen a raw key of what its client offered. When that comes, the library looks at what was offered
 * instead, and takes it for a list of certificates if there was a choice.
 */
static inline void wolfssl_settle_client_type(WOLFSSL *ssl)
{
    RpkState *types = &ssl->options.rpkState;

    if (ssl->options.side == WOLFSSL_SERVER_END && types->sending_ClientCertTypeCnt == 1
        && types->sending_ClientCertTypes[0] == WOLFSSL_CERT_TYPE_RPK) {
        types->received_ClientCertTypeCnt = 1;
        types->received_ClientCertTypes[0] = WOLFSSL_CERT_TYPE_RPK;
    }
}
#endif

/* The peer lacks one of two extensions (RFC 7627, section 5.3; RFC 5746, sections 4.1 and 4.3). */
static inline int wolfssl_has_extended_master_secret(const WOLFSSL *ssl)
{
    return ssl->options.haveEMS;
}

static inline int wolfssl_has_renegotiation_info(const WOLFSSL *ssl)
{
    return ssl->secure_renegotiation != NULL && ssl->secure_renegotiation->enabled;
}

/* The longest plaintext of a record (RFC 6066, section 4); 0 if nothing was agreed. */
static inline int wolfssl_get_max_fragment(const WOLFSSL *ssl)
{
    return ssl->max_fragment;
}

/* Random values and master secret, while the library keeps them; else 0. */
static inline int wolfssl_get_secrets(const WOLFSSL *ssl, const byte **client_random, const byte **server_random,
                                      const byte **master_secret)
{
    if (ssl->arrays == NULL) {
        return 0;
    }

    *client_random = ssl->arrays->clientRandom;
    *server_random = ssl->arrays->serverRandom;
    *master_secret = ssl->arrays->masterSecret;
    return 1;
}

/* ---- where the handshake has got to ---- */

static inline enum tlsman_awaited wolfssl_get_awaited(const WOLFSSL *ssl)
{
    if (ssl->options.side == WOLFSSL_CLIENT_END) {
        if (ssl->options.serverState < SERVER_HELLO_COMPLETE) {
            return TLSMAN_AWAIT_SERVER_HELLO;
        }

        return ssl->options.serverState < SERVER_HELLODONE_COMPLETE ? TLSMAN_AWAIT_SERVER_HELLO_DONE
                                                                    : TLSMAN_AWAIT_FINISHED;
    }

    if (ssl->options.clientState < CLIENT_HELLO_COMPLETE) {
        return TLSMAN_AWAIT_CLIENT_HELLO;
    }

    return ssl->options.clientState < CLIENT_KEYEXCHANGE_COMPLETE ? TLSMAN_AWAIT_CLIENT_KEY_EXCHANGE
                                                                  : TLSMAN_AWAIT_FINISHED;
}

static inline int wolfssl_is_server_without_hello(const WOLFSSL *ssl)
{
    return ssl->options.side == WOLFSSL_SERVER_END && ssl->options.clientState < CLIENT_HELLO_COMPLETE;
}

/* A client whose ChangeCipherSpec has been written. */
static inline int wolfssl_has_changed_cipher(const WOLFSSL *ssl)
{
    return ssl->options.side == WOLFSSL_CLIENT_END && ssl->options.connectState >= FIRST_REPLY_FOURTH;
}

/*
 * A client's own keys are in use from its Finished on, but the library goes on sending alerts in the clear until the
 * server's ChangeCipherSpec comes. Until then this flag is of no other use: what comes is opened only once there are
 * keys for it.
 */
static inline void wolfssl_protect_alerts(WOLFSSL *ssl)
{
    if (ssl->options.side == WOLFSSL_CLIENT_END && ssl->options.connectState >= FINISHED_DONE) {
        ssl->keys.encryptionOn = 1;
    }
}

/* The library holds a flight of ours for repetition. */
static inline int wolfssl_has_flight(const WOLFSSL *ssl)
{
    return ssl->dtls_tx_msg_list != NULL;
}

/* Sends a server's last flight once more, if the library has kept it: 1 if it has. */
static inline int wolfssl_repeat_last_flight(WOLFSSL *ssl)
{
    if (!ssl->options.dtlsHsRetain || ssl->dtls_tx_msg_list == NULL) {
        return 0;
    }

    DtlsMsgPoolSend(ssl, 0);
    return 1;
}

/*
 * The manager has checked the client's cookie, or there is no manager, and whoever asks is answered. The library would
 * demand a cookie of its own; once it is told that this is done, it also expects to know where the client has got to.
 * The answer goes on with the numbers of the ClientHello: RFC 6347, section 4.2.2, for message_seq, which
 * HelloVerifyRequest and ClientHello share, and section 4.2.1 for the record's, of 48 bits.
 */
static inline void wolfssl_accept_gate(WOLFSSL *ssl, unsigned message, unsigned number_high, uint32_t number_low)
{
    ssl->options.dtlsStateful = 1;
    ssl->keys.dtls_expected_peer_handshake_number = (word16)message;
    ssl->keys.dtls_handshake_number = (word16)message;
    ssl->keys.dtls_sequence_number_hi = (word16)number_high;
    ssl->keys.dtls_sequence_number_lo = number_low;
}

/* ---- records ---- */

/* There are keys for what comes in epoch 1. */
static inline int wolfssl_has_read_keys(const WOLFSSL *ssl)
{
    return ssl->keys.peerSeq->nextEpoch != 0;
}

/*
 * Nobody has authenticated a record of epoch 0. One with a high number, forged, would push all that the peer sends in
 * the clear out of the window, so there is none; what comes twice is recognised by its message_seq.
 */
static inline void wolfssl_forget_plain_window(WOLFSSL *ssl)
{
    WOLFSSL_DTLS_PEERSEQ *peer = ssl->keys.peerSeq;

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

/*
 * Enters the record that was read last into the replay window (RFC 6347, section 4.1.2.6). Without DTLS 1.3 the library
 * looks into it but never enters anything: it took every record as often as it came.
 */
static inline void wolfssl_update_window(WOLFSSL *ssl)
{
    DtlsUpdateWindow(ssl);
}

/* wolfSSL_dtls_get_drop_stats() without its checks, once for every record. */
static inline word32 wolfssl_get_mac_drops(const WOLFSSL *ssl)
{
    return ssl->macDropCount;
}

static inline word32 wolfssl_get_replay_drops(const WOLFSSL *ssl)
{
    return ssl->replayDropCount;
}

/* The upper bits, of 48 or 64, of the number that the next record gets. */
static inline word32 wolfssl_get_sequence_high(const WOLFSSL *ssl)
{
    return ssl->options.dtls ? ssl->keys.dtls_sequence_number_hi : ssl->keys.sequence_number_hi;
}

/* wolfSSL_dtls_set_mtu() without its limits: the library sends and takes datagrams of this length, and some more. */
static inline word16 wolfssl_get_mtu(const WOLFSSL *ssl)
{
    return ssl->dtlsMtuSz;
}

static inline void wolfssl_set_mtu(WOLFSSL *ssl, size_t mtu)
{
    ssl->dtlsMtuSz = (word16)mtu;
}

/* ---- output ---- */

static inline int wolfssl_has_output(const WOLFSSL *ssl)
{
    return ssl->buffers.outputBuffer.length > 0;
}

/* 0, WANT_WRITE, or an error of the library. */
static inline int wolfssl_send_output(WOLFSSL *ssl)
{
    return SendBuffered(ssl);
}

/* An alert of our own, in place of what was about to leave. */
static inline void wolfssl_send_alert(WOLFSSL *ssl, int alert)
{
    ssl->buffers.outputBuffer.length = 0;
    ssl->buffers.outputBuffer.idx = 0;
    SendAlert(ssl, alert_fatal, alert);
}

/* The library wants to be called once more with the bytes of a record that it has made already; it is spared that. */
static inline void wolfssl_forget_write(WOLFSSL *ssl)
{
    ssl->buffers.plainSz = 0;
    ssl->buffers.prevSent = 0;
    ssl->error = 0;
}

/* The last error, as wolfSSL_get_error() has it before it makes others of some. */
static inline int wolfssl_get_last_error(const WOLFSSL *ssl)
{
    return ssl->error;
}

#endif
