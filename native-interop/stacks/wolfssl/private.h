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

#define WOLFSSL_5_7_2 0x05007002
#define WOLFSSL_5_9_2 0x05009002

#if LIBWOLFSSL_VERSION_HEX != WOLFSSL_5_7_2 && LIBWOLFSSL_VERSION_HEX != WOLFSSL_5_9_2
#error "stacks/wolfssl/private.h is for wolfSSL 5.7.2 and 5.9.2, and says what has to be done for another version"
#endif

/* Records of DTLS 1.3 that are too short for the mask of their number. */
#define WOLFSSL_PADS_RECORDS (LIBWOLFSSL_VERSION_HEX >= WOLFSSL_5_9_2)

/* ---- what was agreed ---- */

#ifdef TLSMAN_TLS13
/* 1.3 was chosen, be it by a HelloRetryRequest. A server answers the first ClientHello without a state. */
static inline int wolfssl_is_13(const WOLFSSL *ssl)
{
    return ssl->options.tls1_3
           && (ssl->options.side == WOLFSSL_CLIENT_END ? ssl->options.serverState >= SERVER_HELLO_RETRY_REQUEST_COMPLETE
                                                       : ssl->options.clientState >= CLIENT_HELLO_COMPLETE);
}

/* It has not been chosen yet, or it was: flights are kept and repeated as in 1.3. */
static inline int wolfssl_may_be_13(const WOLFSSL *ssl)
{
    return IsAtLeastTLSv1_3(ssl->version);
}

static inline int wolfssl_has_used_psk(const WOLFSSL *ssl)
{
    return ssl->options.pskNegotiated;
}

/* RFC 9846, section 4.1.3: a server that could have had 1.3 says so at the end of its random value. */
static inline int wolfssl_is_downgraded(const WOLFSSL *ssl)
{
    return ssl->options.side == WOLFSSL_CLIENT_END && ssl->arrays != NULL
           && memcmp(ssl->arrays->serverRandom + RAN_LEN - 8, "DOWNGRD", 7) == 0;
}

/* The name of a suite, as callbacks of 1.3 have to give it, or are given it. */
static inline const char *wolfssl_get_suite_name(uint16_t suite)
{
    return GetCipherNameInternal((byte)(suite >> 8), (byte)suite);
}

/*
 * Of the suites that both sides have, the first of 1.3, which a server's pre-shared key is to be for. The library asks
 * for the key once for each suite without saying for which.
 */
static inline uint16_t wolfssl_get_first_13(const WOLFSSL *ssl)
{
    for (int i = 0; ssl->suites != NULL && i < ssl->suites->suiteSz; i += 2) {
        unsigned suite = tlsman_read16(ssl->suites->suites + i);

        if (tlsman_is_13(suite)) {
            return (uint16_t)suite;
        }
    }

    return 0;
}

#define LONG_AGO 60000U /* more than the library wants, in seconds or, from 5.9 on, milliseconds */

/*
 * Sends what of our flight nobody has acknowledged. The library wants some time to have passed since the last time, by
 * a clock that stands still here at 0, and gives up after some; the one is told to it and the other taken back. So
 * nothing is repeated but at our own deadlines. 0, or an error of the library.
 */
static inline int wolfssl_repeat_13(WOLFSSL *ssl)
{
    ssl->dtls13Rtx.lastRtx = 0;
    ssl->dtls13Rtx.lastRtx -= LONG_AGO;
    ssl->dtls13FastTimeout = 0;
    ssl->dtls_timeout = ssl->dtls_timeout_init;
    return Dtls13RtxTimeout(ssl);
}

#else
static inline int wolfssl_is_13(const WOLFSSL *ssl)
{
    (void)ssl;
    return 0;
}

static inline int wolfssl_is_downgraded(const WOLFSSL *ssl)
{
    (void)ssl;
    return 0;
}
#endif

/* tlsman_get_expansion() for each record, by what the library keeps. */
static inline int wolfssl_get_expansion(const WOLFSSL *ssl)
{
#ifdef TLSMAN_TLS13
    if (wolfssl_is_13(ssl)) {
        return ssl->specs.aead_mac_size + TLSMAN_13_INNER_TYPE;
    }
#endif

    return ssl->specs.aead_mac_size + (ssl->specs.bulk_cipher_algorithm == wolfssl_chacha ? 0 : TLSMAN_EXPLICIT_NONCE);
}

/* Of a record over datagrams. In 1.3 the library writes a number of 16 bits and the length (RFC 9147, section 4). */
static inline int wolfssl_get_header(const WOLFSSL *ssl)
{
    return wolfssl_is_13(ssl) ? 1 + 2 + 2 : TLSMAN_RECORD_HEADER;
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

#if WOLFSSL_HAS_KEYS
/* Whether a date of a certificate is before or after now, as type says. Newer versions look that it is long enough. */
static inline int wolfssl_is_date_good(const uint8_t *date, size_t length, uint8_t format, int type)
{
#if LIBWOLFSSL_VERSION_HEX >= WOLFSSL_5_9_2
    return wc_ValidateDate(date, format, type, (int)length);
#else
    (void)length;
    return wc_ValidateDate(date, format, type);
#endif
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

        return ssl->options.serverState < SERVER_HELLODONE_COMPLETE && !wolfssl_is_13(ssl)
                   ? TLSMAN_AWAIT_SERVER_HELLO_DONE
                   : TLSMAN_AWAIT_FINISHED;
    }

    if (ssl->options.clientState < CLIENT_HELLO_COMPLETE) {
        return TLSMAN_AWAIT_CLIENT_HELLO;
    }

    return ssl->options.clientState < CLIENT_KEYEXCHANGE_COMPLETE && !wolfssl_is_13(ssl)
               ? TLSMAN_AWAIT_CLIENT_KEY_EXCHANGE
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
    if (ssl->options.side == WOLFSSL_CLIENT_END && ssl->options.connectState >= FINISHED_DONE && !wolfssl_is_13(ssl)) {
        ssl->keys.encryptionOn = 1;
    }
}

/* The library holds a flight of ours for repetition. */
static inline int wolfssl_has_flight(const WOLFSSL *ssl)
{
#ifdef TLSMAN_TLS13
    if (ssl->dtls13Rtx.rtxRecords != NULL) {
        return 1;
    }
#endif

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
#ifdef WOLFSSL_DTLS13
    (void)ssl;
#else
    DtlsUpdateWindow(ssl);
#endif
}

/* wolfSSL_dtls_get_drop_stats() without its checks, once for every record. */
static inline word32 wolfssl_get_mac_drops(const WOLFSSL *ssl)
{
    return ssl->macDropCount;
}

static inline word32 wolfssl_get_replay_drops(const WOLFSSL *ssl)
{
#if LIBWOLFSSL_VERSION_HEX >= WOLFSSL_5_9_2
    /* It counts a record that fails twice. */
    return ssl->replayDropCount - ssl->macDropCount;
#else
    return ssl->replayDropCount;
#endif
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
