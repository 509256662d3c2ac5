/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * The native stacks as managed code calls them: numbers, bytes with their length, and one array of results; options and
 * queries by id, so that what is added never changes a signature. host/ exports these functions for P/Invoke, nanoclr/
 * binds them to the InternalCalls of nanoTlsMan.Native.
 *
 * Every call validates its handle and its numbers. A buffer and its length come from the front, which has checked that
 * the one holds the other; no pointer outlives the call that brought it. A handle belongs to a generation: after
 * tlsman_reset() every older one is refused.
 */
#ifndef TLSMAN_H
#define TLSMAN_H

#include "tlsman_stack.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All else of a shared library stays inside. */
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/* Version of this interface; what is added to it raises the number, what is there stays. */
#define TLSMAN_INTERFACE 3

/* tlsman_set_option() */
enum tlsman_option {
    TLSMAN_OPTION_SUITE = 1, /* adds one, best first */
    TLSMAN_OPTION_MTU = 2,
    TLSMAN_OPTION_FIRST_TIMEOUT = 3,
    TLSMAN_OPTION_MAX_TIMEOUT = 4,
    TLSMAN_OPTION_HANDSHAKE_TIMEOUT = 5,
    TLSMAN_OPTION_MAX_FRAGMENT_LENGTH = 6,
    TLSMAN_OPTION_RECEIVE_BUFFER_SIZE = 7,
    TLSMAN_OPTION_BAD_RECORD_LIMIT = 8,
    TLSMAN_OPTION_ALLOW_LEGACY_MASTER_SECRET = 9, /* a peer without extended_master_secret (RFC 7627) */
    TLSMAN_OPTION_KEY_LOG = 10,
    TLSMAN_OPTION_CREDENTIAL_TAG = 11,
    TLSMAN_OPTION_REQUIRE_SECURE_RENEGOTIATION = 12, /* no peer without RFC 5746 */
    TLSMAN_OPTION_KEEP_MASTER_SECRET = 13,           /* for TLSMAN_BYTES_SECRETS and _RANDOMS, as often as wanted */
    TLSMAN_OPTION_KEY_TAG = 14,                      /* of what TLSMAN_BYTES_KEY_PAIR to _ANCHOR add from now on */
    TLSMAN_OPTION_CURVE = 15,                        /* adds one for key shares, best first: 23 or 29 (RFC 8422) */
    TLSMAN_OPTION_CLIENT_AUTHENTICATION = 16,        /* one of enum tlsman_client_authentication */
    TLSMAN_OPTION_DANGEROUS_TRUST_ANYONE = 17,
    TLSMAN_OPTION_NO_PSK = 18,    /* a server's: nobody has a pre-shared key, so nobody is asked for one */
    TLSMAN_OPTION_VERSIONS = 19,  /* the sum of enum tlsman_versions; 1.2 alone unless it is set */
    TLSMAN_OPTION_PSK_MODES = 20, /* the sum of enum tlsman_psk_modes, of 1.3; with a key share unless it is set */
};

/* tlsman_get_number() */
enum tlsman_number {
    TLSMAN_NUMBER_SUITE = 1,
    TLSMAN_NUMBER_CREDENTIAL_TAG = 2,
    TLSMAN_NUMBER_MAX_PAYLOAD = 3,       /* argument: the MTU */
    TLSMAN_NUMBER_HAS_CONNECTION_ID = 4, /* 1 if the peer's protected records carry our connection ID */
    TLSMAN_NUMBER_IS_RESUMED = 5,        /* 1 after an abbreviated handshake (RFC 5246, section 7.3) */
    TLSMAN_NUMBER_VERSION = 6,           /* one of enum tlsman_versions, while connected; else 0 */
};

/* tlsman_get_bytes(), tlsman_set_bytes() */
enum tlsman_bytes {
    TLSMAN_BYTES_IDENTITY = 1,        /* get: the identity that the peer is known by; of a key its SHA-256 value */
    TLSMAN_BYTES_SECRETS = 2,         /* get, once unless they are kept: client random and master secret */
    TLSMAN_BYTES_IDENTITY_HINT = 3,   /* set: a server's hint */
    TLSMAN_BYTES_WANTED_IDENTITY = 4, /* get, after TLSMAN_NEED_CREDENTIAL: whose key is needed */
    /*
     * set: the connection ID that the peer's records are to carry (RFC 9146), at most TLSMAN_MAX_CONNECTION_ID bytes;
     * an empty one is negotiated as well. Without it the extension is neither offered nor answered. get: the same, of a
     * session that was restored its own.
     */
    TLSMAN_BYTES_CONNECTION_ID = 5,
    TLSMAN_BYTES_PEER_CONNECTION_ID = 6, /* get: what the records carry that leave */
    /*
     * get, while connected: the whole session, keys included, with which it ends here without a word to the peer.
     * TLSMAN_TOO_LONG if there is no room, TLSMAN_WOULD_BLOCK while something waits to leave or to be reported, 0 if it
     * cannot be had; then it goes on. set: opens such a session instead of a handshake. tlsman_start() reports
     * TLSMAN_BAD_ARGUMENT if it is none of this stack's and version's, or of the other role. What was agreed on stays,
     * whatever the options are. Whoever opens one twice uses nonces twice: the caller sees to it that nobody does, and
     * that it comes back unchanged.
     */
    TLSMAN_BYTES_SESSION = 7,
    /*
     * A client's. set: an empty one asks for a ticket (RFC 5077); another, which was got while connected, is resumed if
     * the server agrees, else there is a full handshake, as if it was damaged. It is of use only with the credential
     * that it began with.
     */
    TLSMAN_BYTES_RESUMPTION = 8,
    /*
     * A server's. set: the time in milliseconds, which may wrap, but goes on for as long as the keys live; for how many
     * milliseconds a ticket is good (4 bytes each, the greatest first); then one to TLSMAN_MAX_TICKET_KEYS keys, the
     * newest first, of TLSMAN_TICKET_KEY_LENGTH bytes: 4 for the name, 16 for AES-128. Tickets are sealed under the
     * first, with random nonces.
     */
    TLSMAN_BYTES_TICKET_KEYS = 9,
    /*
     * get: the client's and the server's random value; nothing if the keys are not bound to the handshake, and so must
     * not be exported (RFC 7627, section 5.4)
     */
    TLSMAN_BYTES_RANDOMS = 10,
    /*
     * set: public keys, under TLSMAN_OPTION_KEY_TAG, where the stack has TLSMAN_KEY_KINDS; our own behind their private
     * key of TLSMAN_PRIVATE_KEY_LENGTH bytes. What they are enum tlsman_key_kind says.
     */
    TLSMAN_BYTES_KEY_PAIR = 11,
    TLSMAN_BYTES_CERTIFIED_KEY = 12,
    TLSMAN_BYTES_TRUSTED_KEY = 13,
    TLSMAN_BYTES_TRUSTED_CERTIFICATE = 14,
    TLSMAN_BYTES_ANCHOR = 15,
    TLSMAN_BYTES_TARGET_HOST = 16, /* set: the host that a server's certificate has to be for */
    TLSMAN_BYTES_SERVER_NAME = 17, /* set: the name that is sent to the server (RFC 6066, section 3) */
    /* set: each behind its length of one byte, best first (RFC 7301); get: the one that was agreed on */
    TLSMAN_BYTES_APPLICATION_PROTOCOLS = 18,
};

/*
 * tlsman_get_bytes(), tlsman_set_bytes() and tlsman_get_number() of a key that tlsman_aead_open() opened for a curve
 * (enum tlsman_curve). What is set is checked when it is used, as a peer may have sent it: TLSMAN_BAD_ARGUMENT says that
 * it is of another length, no point of the curve, or not there.
 */
enum tlsman_curve_value {
    TLSMAN_CURVE_PUBLIC_KEY = 256, /* get: the public key of a private one */
    TLSMAN_CURVE_PEER_KEY = 257,   /* set: the peer's public key */
    /* get: what is agreed with the peer; TLSMAN_BAD_ARGUMENT as well if that is all zeros (RFC 7748, section 6.1) */
    TLSMAN_CURVE_SECRET = 258,
    TLSMAN_CURVE_DIGEST = 259, /* set: what is signed, TLSMAN_DIGEST_LENGTH bytes */
    /*
     * set: TLSMAN_SCALAR_LENGTH random bytes that the nonce is made of beside key and digest (RFC 6979, section 3.6).
     * Without them a signature is that of section 3.2.
     */
    TLSMAN_CURVE_FRESH = 260,
    TLSMAN_CURVE_SIGNATURE = 261,     /* get, set: r and s, TLSMAN_SIGNATURE_LENGTH bytes */
    TLSMAN_CURVE_SIGNATURE_DER = 262, /* get, set: the same as an ECDSA-Sig-Value in DER (RFC 3279, section 2.2.3) */
    TLSMAN_CURVE_IS_SIGNED = 263,     /* number: 1 if the digest was signed so by the owner of the public key, else 0 */
};

/* tlsman_get_text() */
enum tlsman_text { TLSMAN_TEXT_NAME = 1, TLSMAN_TEXT_VERSION = 2 };

/* Places in the results of tlsman_poll(). What belongs to one event only is written with that event. */
enum tlsman_result {
    TLSMAN_RESULT_POSITION, /* how much input was taken: where the rest begins */
    TLSMAN_RESULT_OUTPUT_COUNT,
    TLSMAN_RESULT_DATA_OFFSET, /* in the input buffer; -1: fetch it with tlsman_read() */
    TLSMAN_RESULT_DATA_COUNT,
    TLSMAN_RESULT_HAS_DEADLINE,
    TLSMAN_RESULT_DEADLINE,
    TLSMAN_RESULT_CAUSE,
    TLSMAN_RESULT_ALERT,
    TLSMAN_RESULT_NATIVE_CODE,
    TLSMAN_RESULT_AWAITED,
    /* the next call would find nothing to do, so it can be spared; the deadline is told already */
    TLSMAN_RESULT_IS_LAST,
    TLSMAN_RESULT_SENT,    /* how many bytes tlsman_send() took */
    TLSMAN_RESULT_DROPPED, /* how many records were dropped in this call */
    TLSMAN_RESULT_DROPS,   /* from here on, how many for each reason */
    /*
     * 1 if a record with our connection ID was authenticated in this call that is newer than all before: only such a
     * one tells where the peer is (RFC 9146, section 6)
     */
    TLSMAN_RESULT_IS_NEWEST = TLSMAN_RESULT_DROPS + TLSMAN_DROP_REASONS,
    TLSMAN_RESULT_COUNT,
};

/* The platform's: before all others, once. */
void tlsman_set_port(const struct tlsman_port *port);

/* TLSMAN_INTERFACE of this library: the first thing to be asked. */
int tlsman_get_version(void);

/* Ends all sessions and wipes them, and begins a new generation of handles. Returns TLSMAN_INTERFACE. */
int tlsman_reset(void);

/* Stacks have indices from 0. tlsman_get_text() returns the length, not more than there is room for. */
int tlsman_get_stack_count(void);
int tlsman_get_text(int stack, int id, uint8_t *text, int length);
int tlsman_get_capability(int stack, int id);
int tlsman_get_suite(int stack, int index); /* 0 after the last */

/* Sessions. All return a status, or what is said. */
int tlsman_open(int stack, int role, int kind); /* a handle, which is positive */
int tlsman_set_option(int handle, int id, int value);
int tlsman_set_bytes(int handle, int id, const uint8_t *bytes, int length);
int tlsman_add_credential(int handle, int tag, const uint8_t *identity, int identity_length, const uint8_t *key,
                          int key_length, const uint8_t *hint, int hint_length);
int tlsman_start(int handle, int now);

/*
 * A server that was started without a credential answers TLSMAN_NEED_CREDENTIAL by one call of tlsman_add_credential(),
 * for TLSMAN_BYTES_WANTED_IDENTITY whatever identity is passed; tag -1 is for one that nobody has, and then key_length
 * alone counts, which should be that of a key which somebody might have had: the handshake goes on with random bytes.
 * Without an answer it goes on in the same way.
 */

/*
 * Goes on, and returns one of enum tlsman_event or a negative status. input[position … count) is what came and has not
 * been taken; it may be changed in place, and what lies before `position` may be overwritten. Over datagrams one call
 * is given one datagram at the most.
 */
int tlsman_poll(int handle, int now, uint8_t *input, int position, int count, uint8_t *output, int output_length,
                int *results, int result_count);
int tlsman_read(int handle, uint8_t *data, int length); /* what TLSMAN_DATA announced; returns how much */

/*
 * Takes application data, and goes on as tlsman_poll() does, without input: the record that it became lies in the
 * output, as a rule. How much was taken, over a stream perhaps not all, is TLSMAN_RESULT_SENT. A negative status if
 * none was, TLSMAN_WOULD_BLOCK while an earlier one waits to leave.
 */
int tlsman_send(int handle, int now, const uint8_t *data, int length, uint8_t *output, int output_length, int *results,
                int result_count);
int tlsman_end_of_stream(int handle);
int tlsman_close(int handle, int now);
int tlsman_free(int handle);
int tlsman_get_number(int handle, int id, int argument);
int tlsman_get_bytes(int handle, int id, uint8_t *bytes, int length);

/* Cipher services, of providers with indices from 0. */
int tlsman_get_cipher_count(void);
int tlsman_get_cipher_text(int ciphers, int id, uint8_t *text, int length);
int tlsman_aead_supports(int ciphers, int algorithm);

/*
 * A handle of a key: of an AEAD, or of a curve, whose private key has TLSMAN_SCALAR_LENGTH bytes, and whose public key
 * (of P-256, to verify with) TLSMAN_POINT_LENGTH. TLSMAN_BAD_ARGUMENT if it is of another length, or a private key of
 * P-256 is not between 1 and the order.
 */
int tlsman_aead_open(int ciphers, int algorithm, const uint8_t *key, int key_length);

/*
 * aad_length is less than TLSMAN_AAD_LIMIT, length less than TLSMAN_TEXT_LIMIT. The tag stands after the text:
 * tag_length bytes, which must be what the algorithm has. unseal returns 1 if the tag is wrong.
 */
int tlsman_aead_seal(int handle, const uint8_t *nonce, const uint8_t *aad, int aad_length, uint8_t *text, int length,
                     int tag_length);
int tlsman_aead_unseal(int handle, const uint8_t *nonce, const uint8_t *aad, int aad_length, uint8_t *text, int length,
                       int tag_length);
int tlsman_hash_open(int ciphers); /* a handle */
int tlsman_hash_update(int handle, const uint8_t *data, int length);
int tlsman_hash_digest(int handle, uint8_t *digest);
int tlsman_hash_reset(int handle);
int tlsman_cipher_free(int handle);
int tlsman_hmac(int ciphers, const uint8_t *key, int key_length, const uint8_t *data, int length, uint8_t *mac);
int tlsman_prf(int ciphers, const uint8_t *secret, int secret_length, const uint8_t *label, int label_length,
               const uint8_t *seed, int seed_length, uint8_t *output, int length);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
