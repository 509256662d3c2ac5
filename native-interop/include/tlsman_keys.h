/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Public keys: what the core hands to an adapter, and what it lends for them. tlsman_stack.h includes this header in an
 * image that is compiled with TLSMAN_PUBLIC_KEYS; in others there is nothing of it.
 *
 * The library exchanges keys, signs, and verifies signatures and paths of certificates. Whom to trust is told here: the
 * adapter asks for the peer's key or certificate when the library has it, and lets the handshake go on only if the
 * answer is yes. There is no other way to be trusted but DANGEROUS_TRUST_ANYONE, for which the answer is always yes.
 *
 * Of the suites in tlsman_config the core has left those only that can be served: for pre-shared keys if there are any;
 * for ECDSA a client's if it has something to verify the server by, a server's if it has a key pair. A client that is
 * left with nothing to verify the server by is never opened.
 *
 * What stands in struct tlsman_keys lives until the session is connected; then it is wiped. An adapter that has copied
 * a private key wipes its copy by then.
 */
#ifndef TLSMAN_KEYS_H
#define TLSMAN_KEYS_H

#include "tlsman_stack.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TLSMAN_PRIVATE_KEY_LENGTH 32 /* CredentialStore.PrivateKeyLength, on P-256 */
#define TLSMAN_ENCODED_KEY_LENGTH 51 /* the same as tlsman_encode_private_key() writes it */
#define TLSMAN_PIN_LENGTH 32         /* CredentialStore.PinLength */
#define TLSMAN_MAX_CURVES 4
#define TLSMAN_MAX_NAME 255 /* of a host, and of an application protocol (RFC 7301, section 3.1) */
/* no message of a handshake is longer (ClientHelloView.MaxLength), so neither is what one carries */
#define TLSMAN_MAX_KEY_CONTENT 4096
#define TLSMAN_MAX_PROTOCOLS 512
/* A board that has not asked anybody for the time counts from 1970, or from when its firmware was made. */
#define TLSMAN_LEAST_TIME 1735689600 /* 2025-01-01, in seconds from 1970 */

/* What a key is; the values of CredentialKind, and the order of TLSMAN_BYTES_KEY_PAIR and the following. */
enum tlsman_key_kind {
    TLSMAN_KEY_PAIR,      /* our own; content: its SubjectPublicKeyInfo of P-256 (RFC 5480, section 2) */
    TLSMAN_CERTIFIED_KEY, /* our own; content: its certificates, each behind its length in 3 bytes */
    TLSMAN_TRUSTED_KEY,   /* content: a SubjectPublicKeyInfo, or its SHA-256 value; with a certificate or without */
    TLSMAN_TRUSTED_CERTIFICATE, /* content: the certificate in DER, or its SHA-256 value */
    TLSMAN_ANCHOR,              /* content: an authority's certificate in DER */
};

/* The values of TlsClientAuthentication. */
enum tlsman_client_authentication {
    TLSMAN_AUTHENTICATE_NONE,
    TLSMAN_AUTHENTICATE_REQUESTED,
    TLSMAN_AUTHENTICATE_REQUIRED
};

/* By which rule a certificate was refused; the values of CertificateRule that the libraries tell. */
enum tlsman_rule {
    TLSMAN_RULE_NONE = 0,
    TLSMAN_RULE_MALFORMED = 2,
    TLSMAN_RULE_TOO_DEEP = 5,
    TLSMAN_RULE_UNSUPPORTED_VERSION = 7,
    TLSMAN_RULE_WRONG_HOST = 12,
    TLSMAN_RULE_NO_NAMES = 13,
    TLSMAN_RULE_NO_HOST = 14,
    TLSMAN_RULE_NO_CLOCK = 15,
    TLSMAN_RULE_NOT_YET_VALID = 16,
    TLSMAN_RULE_EXPIRED = 17,
    TLSMAN_RULE_WRONG_KEY_USAGE = 18,
    TLSMAN_RULE_WRONG_EXTENDED_KEY_USAGE = 19,
    TLSMAN_RULE_UNSUPPORTED_KEY = 20,
    TLSMAN_RULE_WEAK_KEY = 21,
    TLSMAN_RULE_UNSUPPORTED_SIGNATURE = 22,
    TLSMAN_RULE_BAD_SIGNATURE = 23,
    TLSMAN_RULE_UNKNOWN_ISSUER = 24,
    TLSMAN_RULE_SELF_SIGNED = 25,
    TLSMAN_RULE_NOT_AN_AUTHORITY = 26,
    TLSMAN_RULE_PATH_TOO_LONG = 27,
};

/* One key. What follows it in memory is its own. */
struct tlsman_key {
    struct tlsman_key *next;
    enum tlsman_key_kind kind;
    int tag;
    const uint8_t *private_key; /* of our own: TLSMAN_PRIVATE_KEY_LENGTH bytes; else NULL */
    const uint8_t *content;
    size_t length;
};

/* What a session has of public keys. Names end with a zero; NULL is none. */
struct tlsman_keys {
    struct tlsman_key *first;
    uint16_t curves[TLSMAN_MAX_CURVES + 1]; /* best first, ended by 0; none: all that the stack has */
    enum tlsman_client_authentication client_authentication;
    int trusts_anyone;
    char *target_host;
    char *server_name;
    uint8_t *protocols; /* each behind its length of one byte, best first (RFC 7301) */
    size_t protocols_length;
};

/*
 * takes    any session; a kind
 * does     nothing
 * returns  the first key of that kind, or NULL
 */
const struct tlsman_key *tlsman_get_key(const tlsman_session *session, enum tlsman_key_kind kind);

/*
 * takes    any session
 * does     nothing
 * returns  1 if a peer's raw public key can be judged; else 0
 */
int tlsman_takes_raw_keys(const tlsman_session *session);

/*
 * takes    any session
 * does     nothing
 * returns  1 if a peer's certificates can be judged: by a key, a certificate, or an authority; else 0. An authority is
 *          good for a server with a name only, or anybody whom it has certified could pose as the server
 */
int tlsman_takes_certificates(const tlsman_session *session);

/*
 * takes    any session
 * does     nothing
 * returns  1 if the authorities that are trusted can vouch for the peer; else 0
 */
int tlsman_takes_anchors(const tlsman_session *session);

/*
 * takes    a SubjectPublicKeyInfo
 * does     nothing
 * returns  its point of TLSMAN_P256_POINT bytes, if it is that of a key on P-256 in the one encoding; or NULL
 */
const uint8_t *tlsman_find_point(const uint8_t *info, size_t length);

/*
 * takes    a private key of our own; room for TLSMAN_ENCODED_KEY_LENGTH bytes
 * does     writes it as an ECPrivateKey of P-256 without the public key (RFC 5915, section 3); the caller wipes that
 * returns  nothing
 */
void tlsman_encode_private_key(const uint8_t *private_key, uint8_t *encoded);

/*
 * takes    a peer's signature in DER (RFC 8422, section 5.4)
 * does     nothing
 * returns  1 if it is the one encoding of two numbers that are more than zero and less than the order of P-256; else 0
 */
int tlsman_is_signature(const uint8_t *der, size_t length);

/*
 * takes    the peer's SubjectPublicKeyInfo, raw or out of its certificate, before its signature is verified
 * does     remembers it as what the peer is known by, and the tag of the key that is trusted
 * returns  1 if it is trusted by itself; else 0
 */
int tlsman_trust_key(tlsman_session *session, const uint8_t *info, size_t length);

/*
 * takes    the peer's own certificate in DER
 * does     remembers the tag of the certificate that is trusted
 * returns  1 if it is trusted by itself; else 0
 */
int tlsman_trust_certificate(tlsman_session *session, const uint8_t *certificate, size_t length);

/*
 * takes    the authority's certificate that the path of the peer's ends with
 * does     remembers the tag of the anchor
 * returns  1 if it is one; else 0
 */
int tlsman_trust_anchor(tlsman_session *session, const uint8_t *certificate, size_t length);

/*
 * takes    the key pair that our side proves itself by in this handshake
 * does     remembers its tag, by which a session is known whose peer has no key
 * returns  nothing
 */
void tlsman_set_own_key(tlsman_session *session, const struct tlsman_key *key);

/*
 * takes    the application protocol that was agreed on, before tlsman_set_connected()
 * does     keeps it
 * returns  nothing
 */
void tlsman_set_protocol(tlsman_session *session, const uint8_t *name, size_t length);

/*
 * takes    by which rule which certificate of the peer's list was refused, the alert that was sent
 * does     ends the session
 * returns  TLSMAN_FAILED, for step() to return
 */
int tlsman_refuse_certificate(tlsman_session *session, enum tlsman_rule rule, int index, int alert);

#ifdef __cplusplus
}
#endif

#endif
