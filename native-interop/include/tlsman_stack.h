/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * How a (D)TLS stack is bound to TLSMAN.
 *
 * Read this header from top to bottom and you can write a further adapter. An adapter is one table of operations,
 * struct tlsman_stack, and what they call; it lives in stacks/<name>/, with a stack.cmake that calls add_stack(), and
 * is listed in src/registry.c. There are mbedtls, wolfssl and tinydtls; stacks/none is the least that links. A second
 * table, struct tlsman_ciphers, lends the ciphers of the same library to the managed stack, and through it a third,
 * struct tlsman_curves, its curves; both are optional. What the core lends to adapters stands in tlsman_lent.h, which
 * this header includes.
 *
 * What TLSMAN does, so that no adapter has to
 *   - sockets, threads, time and randomness. A stack gets bytes and the time, and says what is to be done next.
 *   - handles, generations and ranges: whatever an adapter is given is valid for the length of the call, and of no
 *     longer.
 *   - datagrams are cut into records, and a record that no stack should see is dropped and counted (src/records.c): bad
 *     lengths, unknown types, application data and alerts of epoch 0, a new ClientHello for a connected session,
 *     fragments that contradict their message. input() gets one record.
 *   - the deadline of the whole handshake, and the alert that nobody has authenticated: it ends a session only after a
 *     retransmission period in which nothing else came.
 *   - public keys, where the image has them (TLSMAN_PUBLIC_KEYS): tlsman_keys.h says what an adapter does with them.
 *   - version 1.3, where the image has it (TLSMAN_TLS13, which needs public keys): the adapter is told which versions a
 *     session may have, and says which one it became (tlsman_set_13()).
 *   - credentials. A client's are handed over before the handshake. A server's may be as well; else the core reads the
 *     identity from the client's message and asks for the one key before a stack sees the message whole, for none of
 *     them can stop and wait in the middle of its PSK callback. All are wiped when the session is connected.
 *   - that exactly one of CLOSED and FAILED is reported, once, and nothing after it.
 *
 * What an adapter does, in the order in which a session lives
 *   open()    makes the stack's session from tlsman_get_config(): role, kind, suites, sizes, timers. The session's own
 *             state is `state`, which has state_size bytes, all zero; what else is needed is allocated here or during
 *             the handshake, and no more afterwards.
 *   start()   a client writes its first flight; a server does nothing but what its stack wants.
 *   input()   only for a stack that is pushed its input, as a call with a datagram: over datagrams it is called once
 *             for each record, takes it with tlsman_get_record(), and may handle it at once, keeping what step() is to
 *             tell. A stack that fetches its input by a callback leaves this member NULL and calls tlsman_receive()
 *             from there; so does any stack over a stream.
 *   step()    goes on as far as it can with what is there and returns one of enum tlsman_event. It is called again
 *             until it returns TLSMAN_IDLE, so it may stop wherever that is convenient (TLSMAN_BUSY: "call again"). Due
 *             timers are its affair as well: compare tlsman_get_now().
 *   send()    one application record over datagrams; over a stream it takes what it can and returns how much that was.
 *   close()   writes close_notify.
 *   release() wipes and frees. It is called exactly once for each open() that returned TLSMAN_OK.
 *
 * Output: hand each datagram, or bytes of the stream, to tlsman_transmit(). Of a datagram, what stands in the clear
 * after a change of keys does not leave. It takes all, some (over a stream), or returns TLSMAN_WOULD_BLOCK, which is
 * what the send callback of Mbed TLS or wolfSSL would answer; step() is called again as soon as there is room. A stack
 * that cannot be told to wait (tinyDTLS) sets `needs_queue`, and the core keeps its datagrams, up to TLSMAN_QUEUE_SIZE
 * bytes, of which a stack's longest flight must not need more.
 *
 * Application data: write it into tlsman_get_room() and call tlsman_deliver(), or, if it does not fit there, call
 * tlsman_announce() with its length and let read() fetch it. A stack that opens records in place calls tlsman_deliver()
 * with where it lies inside the record. Then return TLSMAN_DATA from step().
 *
 * Errors: call tlsman_fail() and return TLSMAN_FAILED. Over datagrams, noise is no error: tlsman_drop() counts it. A
 * wrong key and an unknown identity must look alike to the peer: tlsman_find_credential() always gives a key, for an
 * unknown identity a random one.
 *
 * The least adapter that does something, for a stack called "x":
 *
 *     struct x_state { x_session *session; };
 *
 *     static int x_open(tlsman_session *session, void *state)
 *     {
 *         struct x_state *x = state;
 *         const struct tlsman_config *config = tlsman_get_config(session);
 *
 *         x->session = x_new(config->role == TLSMAN_CLIENT);
 *         return x->session == NULL ? TLSMAN_NO_MEMORY : TLSMAN_OK;
 *     }
 *
 *     static int x_step(tlsman_session *session, void *state)
 *     {
 *         struct x_state *x = state;
 *         size_t room;
 *         uint8_t *data = tlsman_get_room(session, &room);
 *         int result = x_is_connected(x->session) ? x_read(x->session, data, room) : x_handshake(x->session);
 *
 *         if (result == X_WANTS_BYTES) return TLSMAN_IDLE;
 *         if (result < 0) return tlsman_fail(session, TLSMAN_NATIVE_FAILURE, TLSMAN_NO_ALERT, result);
 *         if (result != X_HANDSHAKE_DONE) return tlsman_deliver(session, data, (size_t)result);
 *
 *         tlsman_set_connected(session, x_suite(x->session));
 *         return TLSMAN_CONNECTED;
 *     }
 *
 *     const struct tlsman_stack tlsman_x = {
 *         .abi = TLSMAN_ABI, .name = "x", .state_size = sizeof(struct x_state), .open = x_open, .step = x_step, …
 *     };
 *
 * Every number here crosses into managed code and is the same there: nanoTlsMan's TlsErrorCause, DropReason,
 * TlsAwaited, TlsAlert, TlsManStatus and TlsPollResult. A test compares them.
 */
#ifndef TLSMAN_STACK_H
#define TLSMAN_STACK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Version of the tables in this header. A table of another version is not loaded. */
#define TLSMAN_ABI 3

#if defined(TLSMAN_TLS13) && !defined(TLSMAN_PUBLIC_KEYS)
#error "TLSMAN_TLS13 needs TLSMAN_PUBLIC_KEYS: 1.3 without key shares is not to be had"
#endif

#ifdef TLSMAN_PUBLIC_KEYS
#define TLSMAN_MAX_SUITES 20
#else
#define TLSMAN_MAX_SUITES 8
#endif
#define TLSMAN_MAX_IDENTITY 128          /* CredentialStore.MaxIdentityLength */
#define TLSMAN_MAX_KEY 64                /* CredentialStore.MaxKeyLength */
#define TLSMAN_MAX_CONNECTION_ID 20      /* TlsSessionOptions.MaxConnectionIdLength */
#define TLSMAN_MAX_PEER_CONNECTION_ID 32 /* a peer that asks for a longer one connects nowhere */
#define TLSMAN_RANDOM_LENGTH 32
#define TLSMAN_MASTER_SECRET_LENGTH 48
#define TLSMAN_QUEUE_SIZE 4096
#define TLSMAN_MAX_PLAINTEXT 16384 /* RFC 5246, section 6.2.1 */
/* no message of a PSK handshake needs fragments; a first ClientHello in fragments would connect nowhere */
#define TLSMAN_LEAST_MTU 256
/* what tlsman_get_bytes() gives of a session, or of what resumes one */
#define TLSMAN_MAX_SESSION 4096
#define TLSMAN_MAX_TICKET_KEYS 4
#define TLSMAN_TICKET_KEY_LENGTH 20
#define TLSMAN_NO_ALERT (-1)
#define TLSMAN_ANY_CREDENTIAL (-1)

enum tlsman_role { TLSMAN_CLIENT, TLSMAN_SERVER };

enum tlsman_kind { TLSMAN_DATAGRAM, TLSMAN_STREAM };

/* What step() found; the values of TlsPollResult, but for the last. */
enum tlsman_event {
    TLSMAN_IDLE,            /* nothing until there is input, a call, or the deadline is due */
    TLSMAN_TRANSMIT,        /* the core's: an adapter never returns it */
    TLSMAN_DATA,            /* application data was delivered or announced */
    TLSMAN_CONNECTED,       /* the handshake is complete */
    TLSMAN_CLOSED,          /* close_notify came, or ours is written */
    TLSMAN_FAILED,          /* after tlsman_fail() */
    TLSMAN_BUSY,            /* there is more to do: call again */
    TLSMAN_NEED_CREDENTIAL, /* the core's: tlsman_add_credential() for TLSMAN_BYTES_WANTED_IDENTITY, and go on */
};

/*
 * What a call returns if it does not return a count; the values of TlsManStatus and, from -20 on, this library's
 * own.
 */
enum tlsman_status {
    TLSMAN_OK = 0,
    TLSMAN_WOULD_BLOCK = -1,
    TLSMAN_NOT_CONNECTED = -2,
    TLSMAN_TOO_LONG = -3,
    TLSMAN_ENDED = -5,
    TLSMAN_INVALID_STATE = -7,
    TLSMAN_NO_STACK = -8,
    TLSMAN_BAD_HANDLE = -20,
    TLSMAN_BAD_ARGUMENT = -21,
    TLSMAN_NO_MEMORY = -22,
    TLSMAN_NO_KEY = -23,          /* a session was lent no credential that fits */
    TLSMAN_NOTHING_TRUSTED = -24, /* a client's was lent nothing to verify the server by */
};

/* Why a session ended; the values of TlsErrorCause. */
enum tlsman_cause {
    TLSMAN_NO_CAUSE = 0,
    TLSMAN_HANDSHAKE_TIMEOUT = 7,
    TLSMAN_ALERT_RECEIVED = 8,
    TLSMAN_TRUNCATED = 9,
    TLSMAN_UNEXPECTED_MESSAGE = 10,
    TLSMAN_DECODE_ERROR = 11,
    TLSMAN_ILLEGAL_PARAMETER = 12,
    TLSMAN_UNSUPPORTED_EXTENSION = 13,
    TLSMAN_NO_COMMON_SUITE = 14,
    TLSMAN_PROTOCOL_VERSION = 15,
    TLSMAN_LEGACY_PEER = 16,
    TLSMAN_BAD_RECORD_MAC = 17,
    TLSMAN_RECORD_OVERFLOW = 18,
    TLSMAN_FINISHED_MISMATCH = 19,
    TLSMAN_NO_CREDENTIAL = 20,
    TLSMAN_RANDOM_FAILED = 21,
    TLSMAN_TOO_MANY_BAD_RECORDS = 22,
    TLSMAN_SEQUENCE_EXHAUSTED = 23,
    TLSMAN_NATIVE_FAILURE = 27,
    TLSMAN_INTERNAL_ERROR = 28,
    TLSMAN_PEER_NOT_TRUSTED = 41,
    TLSMAN_CERTIFICATE_REFUSED = 42, /* the native code is the rule * 256 + which certificate, 0 for the peer's own */
    TLSMAN_SIGNATURE_MISMATCH = 43,
    TLSMAN_NO_APPLICATION_PROTOCOL = 44,
    TLSMAN_MISSING_EXTENSION = 45,
    TLSMAN_DOWNGRADED = 46, /* the server could have had 1.3, and says so (RFC 9846, section 4.1.3) */
};

/* Why something that came over datagrams was dropped; the values of DropReason. */
enum tlsman_drop {
    TLSMAN_DROP_TOO_SHORT,
    TLSMAN_DROP_BAD_LENGTH,
    TLSMAN_DROP_UNKNOWN_TYPE,
    TLSMAN_DROP_WRONG_VERSION,
    TLSMAN_DROP_WRONG_EPOCH,
    TLSMAN_DROP_REPLAYED,
    TLSMAN_DROP_BAD_MAC,
    TLSMAN_DROP_UNEXPECTED,
    TLSMAN_DROP_MALFORMED,
    TLSMAN_DROP_BAD_FRAGMENT,
    TLSMAN_DROP_OUT_OF_REACH,
    TLSMAN_DROP_DUPLICATE,
    TLSMAN_DROP_STRAY_ALERT,
    TLSMAN_DROP_EMPTY,
    TLSMAN_DROP_REASONS,
};

/* What a handshake waits for; the values of TlsAwaited. */
enum tlsman_awaited {
    TLSMAN_AWAIT_NOTHING,
    TLSMAN_AWAIT_CLIENT_HELLO,
    TLSMAN_AWAIT_SERVER_HELLO,
    TLSMAN_AWAIT_SERVER_HELLO_DONE,
    TLSMAN_AWAIT_CLIENT_KEY_EXCHANGE,
    TLSMAN_AWAIT_FINISHED,
    TLSMAN_AWAIT_SERVER_HELLO_AFTER_COOKIE, /* the core tells it from the other: no stack has to */
};

/*
 * What can be asked of a stack; 0 and 1 for no and yes, or a number. An id that an adapter does not know is answered
 * with 0, so that ids may be added.
 */
enum tlsman_capability {
    TLSMAN_CAN_DTLS12 = 1,
    TLSMAN_CAN_TLS12 = 2,
    TLSMAN_MAX_KEY_LENGTH = 3,
    TLSMAN_MAX_IDENTITY_LENGTH = 4,
    TLSMAN_MAX_PAYLOAD = 5,             /* longest plaintext of a record, in bytes */
    TLSMAN_CAN_MAX_FRAGMENT_LENGTH = 6, /* RFC 6066, section 4 */
    TLSMAN_CAN_COOKIE_GATE = 7,         /* a server may begin with a ClientHello whose cookie the manager has checked */
    TLSMAN_CAN_KEY_LOG = 8,
    TLSMAN_CAN_SELECT_BY_HINT = 9,     /* a client sees the server's identity hint before it has to choose */
    TLSMAN_CAN_IDENTITY_HINT = 10,     /* a server can send a hint */
    TLSMAN_CAN_REFUSE_LEGACY = 11,     /* a peer without extended_master_secret or renegotiation_info can be refused */
    TLSMAN_CAN_CONNECTION_ID = 12,     /* RFC 9146, both roles, of its own 0 to TLSMAN_MAX_CONNECTION_ID bytes */
    TLSMAN_CAN_RESUME = 13,            /* the sum of what it can of enum tlsman_resumption */
    TLSMAN_CAN_SAVE = 14,              /* save() and load() */
    TLSMAN_CAN_EXPORT = 15,            /* master secret and random values, where the keys are bound to the handshake */
    TLSMAN_CAN_RECORD_SIZE_LIMIT = 16, /* RFC 8449, with 1.2 */
    TLSMAN_KEY_KINDS = 17,             /* the sum of what it can of enum tlsman_key_kinds, beside pre-shared keys */
    TLSMAN_CAN_DTLS13 = 18,            /* RFC 9147 */
    TLSMAN_CAN_TLS13 = 19,             /* RFC 9846 */
    TLSMAN_PSK_MODES = 20,             /* the sum of what it can of enum tlsman_psk_modes, with 1.3 */
    TLSMAN_STREAM_SUITE = 21,          /* the one of its suites that it has over streams only; 0 for none */
};

/* Bits of TLSMAN_OPTION_VERSIONS, over streams and datagrams alike. */
enum tlsman_versions { TLSMAN_VERSION12 = 1, TLSMAN_VERSION13 = 2 };

/* Bits of TLSMAN_PSK_MODES and TLSMAN_OPTION_PSK_MODES (RFC 9846, section 4.2.9). */
enum tlsman_psk_modes {
    TLSMAN_PSK_KE = 1,     /* the pre-shared key alone */
    TLSMAN_PSK_DHE_KE = 2, /* with a key share beside it */
};

/* Bits of TLSMAN_KEY_KINDS; the values of TlsKeyKinds. */
enum tlsman_key_kinds { TLSMAN_KEYS_RAW_PUBLIC_KEY = 2, TLSMAN_KEYS_X509 = 4 };

/* Bits of TLSMAN_CAN_RESUME. */
enum tlsman_resumption {
    TLSMAN_RESUMES_AS_CLIENT = 1,  /* by session ID or ticket */
    TLSMAN_RESUMES_BY_TICKET = 2,  /* a server issues and takes tickets */
    TLSMAN_RESUMES_BY_SESSION = 4, /* a server keeps sessions by their ID */
};

/*
 * What a session is to be like. The core has checked it against the capabilities. Times are in milliseconds, lengths in
 * bytes.
 */
struct tlsman_config {
    enum tlsman_role role;
    enum tlsman_kind kind;
    uint16_t suites[TLSMAN_MAX_SUITES + 1]; /* best first, ended by 0; only such as the stack has */
    int mtu;                                /* the longest datagram, TLSMAN_LEAST_MTU or more */
    int first_timeout;
    int max_timeout;
    int handshake_timeout;
    int max_fragment_length; /* 0, or 512 … 4096 */
    int receive_buffer_size; /* over a stream: the longest plaintext that is taken */
    /* over datagrams: so many failed records without a good one between them end the session; 0 for no limit */
    int bad_record_limit;
    int allow_legacy_master_secret;   /* a peer without extended_master_secret is taken */
    int require_secure_renegotiation; /* a peer without renegotiation_info and its suite is refused */
    int key_log;
    int keep_master_secret;
    int is_restored;       /* open() is followed by load() */
    int offers_resumption; /* a client's: it wants a ticket, or resumes */
    int has_ticket_keys;   /* a server's */
    uint8_t hint[TLSMAN_MAX_IDENTITY];
    int hint_length;
    /* what the peer's protected records are to carry; NULL: connection IDs are neither offered nor answered */
    const uint8_t *connection_id;
    int connection_id_length;
#ifdef TLSMAN_PUBLIC_KEYS
    const struct tlsman_keys *keys; /* NULL: there are pre-shared keys only (tlsman_keys.h) */
#endif
#ifdef TLSMAN_TLS13
    int versions;  /* the sum of enum tlsman_versions, each of which the stack has, and suites for it */
    int psk_modes; /* the sum of enum tlsman_psk_modes, of 1.3 */
#endif
};

/* One pre-shared key. */
struct tlsman_credential {
    struct tlsman_credential *next;
    int tag;
    int identity_length;
    int key_length;
    int hint_length;
    uint8_t identity[TLSMAN_MAX_IDENTITY];
    uint8_t key[TLSMAN_MAX_KEY];
    uint8_t hint[TLSMAN_MAX_IDENTITY];
};

typedef struct tlsman_session tlsman_session;

/*
 * What an adapter implements. The core calls these operations, one at a time for each session. Three lines describe
 * each: what it takes, what it does, what it returns. `session` is what the functions of tlsman_lent.h want; `state` is
 * the session's own, state_size bytes, all zero before open(), valid until release() returns. Whatever else is passed
 * is valid for the length of the call. All are required but start(), input() and read().
 */
struct tlsman_stack {
    uint32_t abi;      /* TLSMAN_ABI */
    const char *name;  /* as "mbedtls" */
    size_t state_size; /* bytes of state per session */
    int needs_queue;   /* what it writes cannot be refused */

    /*
     * takes    nothing
     * does     nothing
     * returns  the library's version as text, which is valid for good
     */
    const char *(*get_version)(void);

    /*
     * takes    one of enum tlsman_capability, or any other number
     * does     nothing
     * returns  what the stack has of it, always the same; 0 for what it does not know
     */
    int (*get_capability)(int id);

    /*
     * takes    nothing
     * does     nothing
     * returns  the suites, best first, ended by 0, at most TLSMAN_MAX_SUITES; valid for good
     */
    const uint16_t *(*get_suites)(void);

    /*
     * takes    a session that is configured and, for a client, has its credentials
     * does     makes the library's session; what else it needs it allocates here or during the handshake
     * returns  TLSMAN_OK; or TLSMAN_NO_MEMORY, TLSMAN_NO_KEY, or TLSMAN_NO_STACK if the configuration cannot be served,
     *          and then it holds nothing and release() is not called
     */
    int (*open)(tlsman_session *session, void *state);

    /*
     * takes    a session right after open(); optional
     * does     a client writes its first flight
     * returns  TLSMAN_OK, or TLSMAN_FAILED after tlsman_fail()
     */
    int (*start)(tlsman_session *session, void *state);

    /*
     * takes    a session for which tlsman_get_record() has one record, over datagrams; optional, for a library that is
     *          pushed its input instead of fetching it
     * does     handles the record now, and keeps what step() is to tell
     * returns  nothing; the record belongs to the caller again
     */
    void (*input)(tlsman_session *session, void *state);

    /*
     * takes    a session that has not ended; input may be there or not, and a timer may be due
     * does     goes on as far as is convenient: handshake, the next data, a due timer, what waits to leave
     * returns  TLSMAN_IDLE if nothing is left to do, else what happened: TLSMAN_DATA after tlsman_deliver() or
     *          tlsman_announce(), TLSMAN_CONNECTED once, after tlsman_set_connected(), TLSMAN_FAILED after
     *          tlsman_fail()
     */
    int (*step)(tlsman_session *session, void *state);

    /*
     * takes    room for `count` bytes, once after each tlsman_announce(); required only if that is called
     * does     copies plaintext out of the library; what does not fit stays there, and step() announces it again
     * returns  how many bytes, or a negative enum tlsman_status
     */
    int (*read)(tlsman_session *session, void *state, uint8_t *data, size_t count);

    /*
     * takes    application data, one byte or more, while connected only; the bytes are of no use afterwards
     * does     seals it: over datagrams all of it in one record or nothing, over a stream as much as it can take now
     * returns  how many bytes; TLSMAN_WOULD_BLOCK while an earlier record waits to leave, TLSMAN_TOO_LONG if it does
     *          not fit a datagram, TLSMAN_ENDED after tlsman_fail()
     */
    int (*send)(tlsman_session *session, void *state, const uint8_t *data, size_t count);

    /*
     * takes    a session in its handshake or connected, once at most
     * does     writes close_notify; what has no room yet is written by step(), until that returns TLSMAN_IDLE or
     *          TLSMAN_CLOSED
     * returns  nothing
     */
    void (*close)(tlsman_session *session, void *state);

    /*
     * takes    a session in its handshake or connected, and a place for the time
     * does     nothing
     * returns  1 if there is a time at which step() has to be called at the latest, which it wrote there; else 0
     */
    int (*get_deadline)(tlsman_session *session, void *state, uint32_t *deadline);

    /*
     * takes    the length of a datagram, while connected only; over a stream it is of no meaning
     * does     nothing
     * returns  the longest plaintext that send() takes for it, or for one record of the stream; 0 if there is none
     */
    int (*get_max_payload)(tlsman_session *session, void *state, int mtu);

    /*
     * takes    a session at any point of its life; once for each open() that returned TLSMAN_OK
     * does     wipes and frees all that it holds; what the library writes meanwhile does not leave
     * returns  nothing
     */
    void (*release)(tlsman_session *session, void *state);

    /*
     * takes    room for `count` bytes, while connected only; optional
     * does     writes all that load() needs to go on from here, and what is secret with it. After that only release()
     *          is called, and nothing leaves any more
     * returns  how many bytes; TLSMAN_TOO_LONG if they do not fit, TLSMAN_WOULD_BLOCK while something waits to leave,
     *          TLSMAN_NO_STACK if this session cannot be saved: then it goes on
     */
    int (*save)(tlsman_session *session, void *state, uint8_t *bytes, size_t count);

    /*
     * takes    what save() wrote, right after open() in place of start(); optional. It came back unchanged, but may be
     *          of another build
     * does     makes the session what it was, and calls what enter a connected session: tlsman_set_connected(),
     *          tlsman_set_connection_ids()
     * returns  TLSMAN_OK, or TLSMAN_BAD_ARGUMENT if it does not fit, TLSMAN_NO_MEMORY; then release() is called
     */
    int (*load)(tlsman_session *session, void *state, const uint8_t *bytes, size_t count);

    /*
     * takes    a client's session that is connected, of which tlsman_set_extended() was told, and room; optional
     * does     writes what resume() needs
     * returns  how many bytes; 0 if the server gave nothing to resume by; TLSMAN_TOO_LONG if they do not fit
     */
    int (*get_resumption)(tlsman_session *session, void *state, uint8_t *bytes, size_t count);

    /*
     * takes    what get_resumption() wrote, right after open(), before start(); optional. Somebody may have changed it
     * does     offers the server to resume that session. If the server does, tlsman_set_resumed() is called
     * returns  TLSMAN_OK, or anything else: then there is a full handshake
     */
    int (*resume)(tlsman_session *session, void *state, const uint8_t *bytes, size_t count);
};

/* Algorithms of struct tlsman_ciphers; the values of AeadAlgorithm. */
enum tlsman_aead { TLSMAN_AES128_CCM, TLSMAN_AES128_CCM8, TLSMAN_AES128_GCM, TLSMAN_CHACHA20_POLY1305 };

/* Curves of struct tlsman_curves; none is the number of an AEAD, for keys of both are opened by one call. */
enum tlsman_curve { TLSMAN_CURVE_P256 = 256, TLSMAN_CURVE_X25519 = 257 };

#define TLSMAN_NONCE_LENGTH 12
#define TLSMAN_AES_KEY_LENGTH 16
#define TLSMAN_CHACHA_KEY_LENGTH 32
#define TLSMAN_DIGEST_LENGTH 32
#define TLSMAN_AAD_LIMIT 0xFF00     /* from here on CCM has another form of the length (RFC 3610, section 2.2) */
#define TLSMAN_TEXT_LIMIT 0x1000000 /* CCM with a nonce of 12 bytes has three for the length */
#define TLSMAN_SCALAR_LENGTH 32     /* a private key, a coordinate, a shared secret, and half a signature */
#define TLSMAN_POINT_LENGTH 65      /* of P-256, uncompressed (SEC 1, section 2.3.3) */
#define TLSMAN_SIGNATURE_LENGTH 64  /* r and s */
#define TLSMAN_MAX_SIGNATURE 72     /* the same in DER */

/*
 * The curves of a library, for the managed stack: P-256 (numbers are big-endian) and X25519 (RFC 7748). Each call is a
 * whole calculation, of milliseconds on a board. What is secret must not decide what the library does, nor where it
 * reads; where a library knows no better, docs/threat-model.md says so. 0 is success.
 */
struct tlsman_curves {
    /*
     * takes    one of enum tlsman_curve, or any other number
     * does     nothing
     * returns  1 if the library has that curve, with P-256 ECDSA as well, else 0
     */
    int (*supports)(int curve);

    /*
     * takes    a curve that is supported; a private key, of P-256 between 1 and the order, of X25519 as it is, which is
     *          not clamped yet; room for TLSMAN_POINT_LENGTH or TLSMAN_SCALAR_LENGTH bytes
     * does     writes the public key
     * returns  0, or anything else if it failed
     */
    int (*make_public)(int curve, const uint8_t *private_key, uint8_t *public_key);

    /*
     * takes    the same, and a peer's public key of the length of the curve's, which may be anything
     * does     writes the shared secret, TLSMAN_SCALAR_LENGTH bytes; that zeros are refused is not its concern
     * returns  0, or anything else if it failed, or the peer's key is no point of P-256 (SP 800-56A, section 5.6.2.3.4)
     */
    int (*agree)(int curve, const uint8_t *private_key, const uint8_t *peer_key, uint8_t *secret);

    /*
     * takes    a private key of P-256 and a nonce, both between 1 and the order; TLSMAN_DIGEST_LENGTH bytes of digest
     * does     writes the ECDSA signature with that nonce (FIPS 186-4, section 6.4), TLSMAN_SIGNATURE_LENGTH bytes
     * returns  0, or anything else if it failed, or the nonce gives none
     */
    int (*sign)(const uint8_t *private_key, const uint8_t *digest, const uint8_t *nonce, uint8_t *signature);

    /*
     * takes    a public key of P-256, a digest and a signature; key and signature may be anything
     * does     nothing that lasts; all is public
     * returns  0 if the signature is right, or anything else
     */
    int (*verify)(const uint8_t *public_key, const uint8_t *digest, const uint8_t *signature);
};

/*
 * The ciphers of a library, for the managed stack. Each call serves a whole record or derivation. A state has the size
 * that is given here, is zero when *_start() gets it, and valid until *_end() returns; nothing else that is passed is
 * kept after the call. 0 is success.
 */
struct tlsman_ciphers {
    uint32_t abi;
    const char *name;
    size_t aead_size;

    /*
     * takes    one of enum tlsman_aead, or any other number
     * does     nothing
     * returns  1 if the library has that AEAD, else 0
     */
    int (*aead_supports)(int algorithm);

    /*
     * takes    a new state; an algorithm that is supported; its key, of TLSMAN_AES_KEY_LENGTH bytes, or for ChaCha20 of
     *          TLSMAN_CHACHA_KEY_LENGTH
     * does     prepares the state, for any number of records
     * returns  0, or anything else if it failed; aead_end() is called then as well
     */
    int (*aead_start)(void *aead, int algorithm, const uint8_t *key);

    /*
     * takes    a nonce of TLSMAN_NONCE_LENGTH bytes; less than TLSMAN_AAD_LIMIT of additional data; less than
     *          TLSMAN_TEXT_LIMIT of text, with room for the tag after it, 8 or 16 bytes by the algorithm
     * does     encrypts the text in place, and writes the tag after it (RFC 5116; RFC 6655)
     * returns  0, or anything else if it failed
     */
    int (*aead_seal)(void *aead, const uint8_t *nonce, const uint8_t *aad, size_t aad_length, uint8_t *text,
                     size_t length);

    /*
     * takes    the same, with the tag after the text; `length` is without it
     * does     decrypts the text in place, or leaves no plaintext in it
     * returns  0, or anything else if the tag is wrong
     */
    int (*aead_open)(void *aead, const uint8_t *nonce, const uint8_t *aad, size_t aad_length, uint8_t *text,
                     size_t length);

    /*
     * takes    a state that aead_start() got
     * does     wipes it, and frees what it holds
     * returns  nothing
     */
    void (*aead_end)(void *aead);

    size_t hash_size;

    /*
     * takes    a new state
     * does     begins SHA-256
     * returns  0, or anything else if it failed; hash_end() is called then as well
     */
    int (*hash_start)(void *hash);

    /*
     * takes    any number of bytes, also none
     * does     hashes them
     * returns  0, or anything else if it failed
     */
    int (*hash_update)(void *hash, const uint8_t *data, size_t length);

    /*
     * takes    room for TLSMAN_DIGEST_LENGTH bytes
     * does     writes the digest of what came so far; the state goes on as if it had not been asked
     * returns  0, or anything else if it failed
     */
    int (*hash_digest)(void *hash, uint8_t *digest);

    /*
     * takes    a state that hash_start() got
     * does     wipes it, and frees what it holds
     * returns  nothing
     */
    void (*hash_end)(void *hash);

    /*
     * takes    a key and two parts of a message, of which either may be empty
     * does     writes HMAC-SHA-256 (RFC 2104) of the one part after the other, TLSMAN_DIGEST_LENGTH bytes
     * returns  0, or anything else if it failed
     */
    int (*hmac)(const uint8_t *key, size_t key_length, const uint8_t *first, size_t first_length, const uint8_t *second,
                size_t second_length, uint8_t *mac);

    const struct tlsman_curves *curves; /* NULL if the library has none, or an image is to have none */
};

/* What the platform lends to the core, for as long as the program runs. */
struct tlsman_port {
    /*
     * takes    a size
     * does     takes memory from the platform
     * returns  so many bytes, all zero, aligned for any type, until release(); NULL if there are none
     */
    void *(*allocate)(size_t size);

    /*
     * takes    what allocate() returned; never NULL
     * does     gives it back
     * returns  nothing
     */
    void (*release)(void *memory);

    /*
     * takes    room for `count` bytes
     * does     fills it from a generator that is fit for keys
     * returns  0, or anything else if it failed; then nothing of it is used
     */
    int (*random)(uint8_t *buffer, size_t count);

    /*
     * takes    nothing; both are NULL if one thread calls at a time
     * does     keeps other threads out of what stands between the two, which never nests but may call allocate()
     * returns  nothing
     */
    void (*lock)(void);
    void (*unlock)(void);
};

#ifdef __cplusplus
}
#endif

#include "tlsman_lent.h"
#ifdef TLSMAN_PUBLIC_KEYS
#include "tlsman_keys.h"
#endif

#endif
