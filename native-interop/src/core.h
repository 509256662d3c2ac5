/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* What the parts of the core know of each other. Adapters see tlsman_stack.h only, fronts tlsman.h only. */
#ifndef TLSMAN_CORE_H
#define TLSMAN_CORE_H

#include "tlsman.h"
#include "tlsman_wire.h"

/* As much of each answer of the random source is compared with the one before; less could not be judged. */
#define TLSMAN_CHECKED_RANDOM 16

/* What tells whether a credential is still the one that a session began with, and tells nothing of its key. */
#define TLSMAN_KEY_CHECK_LENGTH 8

#define TLSMAN_SECRETS_LENGTH (2 * TLSMAN_RANDOM_LENGTH + TLSMAN_MASTER_SECRET_LENGTH)

enum tlsman_phase {
    TLSMAN_PHASE_NEW,
    TLSMAN_PHASE_HANDSHAKE,
    TLSMAN_PHASE_CONNECTED,
    TLSMAN_PHASE_CLOSING, /* close_notify is under way */
    TLSMAN_PHASE_ENDING,  /* CLOSED or FAILED is to be reported, after the output before it */
    TLSMAN_PHASE_ENDED,
};

/* How far a handshake over datagrams has got, as anybody can see. */
struct tlsman_progress {
    uint64_t hello_number;   /* of the record with which a client first sent its last ClientHello */
    uint16_t hello_sequence; /* message_seq of the last ClientHello that was sent, or taken */
    uint8_t has_hello;
    uint8_t has_key_exchange; /* a server has got a ClientKeyExchange */
    uint8_t has_answered;     /* a server's ServerHello has left, or a client's ClientKeyExchange */
#ifdef TLSMAN_PUBLIC_KEYS
    uint8_t has_asked; /* a server's CertificateRequest has left */
    uint8_t flights;   /* how often a server's ServerHello has left */
    uint16_t suite;    /* of a server's ServerHello */
#endif
#ifdef TLSMAN_TLS13
    uint8_t has_retried; /* a server's HelloRetryRequest has left */
#endif
    size_t received; /* bytes, by a server until then */
    size_t sent;
    uint32_t repeat_at; /* when the flight that was answered may be answered again */
};

struct tlsman_blob {
    uint8_t *bytes;
    size_t length;
};

/* What a session has that is to outlive a move, a sleep or a restart; allocated with the first of it. */
struct tlsman_lasting {
    uint8_t connection_id[TLSMAN_MAX_CONNECTION_ID];
    uint8_t peer_id[TLSMAN_MAX_PEER_CONNECTION_ID];
    uint8_t peer_id_length;
    uint8_t has_connection_id;                  /* the peer's records carry ours */
    uint8_t is_newest;                          /* a record with it was newer than all before */
    struct tlsman_blob saved;                   /* until the start */
    struct tlsman_blob resumption;              /* until the session is connected */
    uint8_t key_check[TLSMAN_KEY_CHECK_LENGTH]; /* of the credential that a client was connected with */
    struct tlsman_blob ticket_keys;
    struct tlsman_blob ticket; /* as it was sealed, until the session is connected */
};

#ifdef TLSMAN_PUBLIC_KEYS
struct tlsman_key_store {
    struct tlsman_keys keys;
    int next_tag;
    int has_no_psk;
    int trust_tag; /* of what the peer is trusted by, or -1 */
    int own_tag;   /* of our own key in this handshake, or -1 */
    uint8_t *protocol;
    size_t protocol_length;
};
#endif

struct tlsman_session {
    const struct tlsman_stack *stack;
    void *state;
    struct tlsman_config config;
    struct tlsman_credential *credentials;
    struct tlsman_credential *unknown; /* with a random key, for an identity that nobody has */
    int credential_tag;
    int wanted_tag;
    enum tlsman_phase phase;
    int needs_release; /* the stack holds something that release() gives back */
    uint32_t now;
    uint32_t end; /* when the handshake has taken too long */

    /* The windows of the call that is under way; never kept beyond it. */
    uint8_t *input;
    size_t position; /* what lies before it was taken */
    size_t limit;    /* the end of the record that is being handled, or of the stream's bytes */
    size_t count;    /* the end of all input */
    uint8_t *output;
    size_t output_count;
    size_t output_room;

    uint8_t *queue; /* what a stack that cannot wait has written: lengths and datagrams */
    size_t queue_used;

    int has_data;
    int is_announced;   /* it waits inside the stack */
    size_t data_offset; /* in the input, which stays where it is until the session is idle */
    size_t data_count;

    int is_idle;    /* the stack has nothing to do until there is input, a call, or a timer is due */
    int is_refused; /* it wanted to write, and there was no room */

    struct tlsman_progress progress;
    struct tlsman_inquiry *inquiry; /* of a server that was lent no key, while the handshake lasts */
    size_t handshake_bytes;         /* what came of a stream so far */

    int event; /* CONNECTED, CLOSED or FAILED that is still to be reported; TLSMAN_IDLE for none */
    enum tlsman_cause cause;
    int alert;
    int native_code;
    enum tlsman_awaited awaited;
    int suspected_alert;
    uint32_t suspicion_end;

    uint64_t last_random[TLSMAN_CHECKED_RANDOM / sizeof(uint64_t)];

    uint16_t suite;
    int bad_records;
    int identity_length;
    uint8_t identity[TLSMAN_MAX_IDENTITY];
    uint8_t *secrets;    /* random value of the client, master secret, random value of the server */
    uint8_t is_extended; /* RFC 7627 */
    uint8_t is_resumed;
    struct tlsman_lasting *lasting;
#ifdef TLSMAN_PUBLIC_KEYS
    struct tlsman_key_store *keys; /* allocated with the first of them */
#endif
#ifdef TLSMAN_TLS13
    uint8_t is_13;
    uint8_t is_known_by_psk; /* with 1.3 */
#endif
    int dropped;
    int drops[TLSMAN_DROP_REASONS];
};

/*
 * What may be told of a secret is said where it is told, for tests/secrets.c, which runs all this with secrets that
 * valgrind takes for undefined.
 */
#ifdef TLSMAN_SECRETS
#include <valgrind/memcheck.h>
#define TLSMAN_TELL(memory, size) VALGRIND_MAKE_MEM_DEFINED(memory, size)
#else
#define TLSMAN_TELL(memory, size) ((void)0)
#endif

/* Whether two secrets are the same, in a time that does not tell where they differ. */
static inline int tlsman_are_equal(const uint8_t *first, const uint8_t *second, size_t length)
{
    uint8_t difference = 0;
    int are_equal;

    for (size_t i = 0; i < length; i++) {
        difference |= (uint8_t)(first[i] ^ second[i]);
    }

    are_equal = difference == 0;
    /* What is asked for: whoever asks acts upon it. */
    TLSMAN_TELL(&are_equal, sizeof(are_equal));
    return are_equal;
}

/* Whether 1.3 has been chosen. */
static inline int tlsman_session_is_13(const tlsman_session *session)
{
#ifdef TLSMAN_TLS13
    return session->is_13;
#else
    (void)session;
    return 0;
#endif
}

static inline int tlsman_session_is_living(const tlsman_session *session)
{
    return session->phase == TLSMAN_PHASE_HANDSHAKE || session->phase == TLSMAN_PHASE_CONNECTED;
}

/* registry.c: what is compiled in. */
int tlsman_count_stacks(void);
const struct tlsman_stack *tlsman_find_stack(int index);
int tlsman_count_ciphers(void);
const struct tlsman_ciphers *tlsman_find_ciphers(int index);

/* handles.c: numbers that managed code may hold instead of pointers. */
enum tlsman_slot_kind { TLSMAN_SLOT_FREE, TLSMAN_SLOT_SESSION, TLSMAN_SLOT_AEAD, TLSMAN_SLOT_HASH, TLSMAN_SLOT_CURVE };

int tlsman_handle_add(enum tlsman_slot_kind kind, void *object); /* a handle, or TLSMAN_NO_MEMORY */
void *tlsman_handle_get(enum tlsman_slot_kind kind, int handle); /* NULL if it is stale or forged */
void *tlsman_handle_remove(enum tlsman_slot_kind kind, int handle);
void *tlsman_handle_take_any(enum tlsman_slot_kind *kind); /* for the reset */
void tlsman_handle_new_generation(void);
const struct tlsman_port *tlsman_get_port(void);

/* session.c */
tlsman_session *tlsman_session_open(const struct tlsman_stack *stack, enum tlsman_role role, enum tlsman_kind kind,
                                    int *status);
int tlsman_session_start(tlsman_session *session, uint32_t now);
int tlsman_session_poll(tlsman_session *session);
int tlsman_session_is_idle(const tlsman_session *session);
int tlsman_session_get_deadline(tlsman_session *session, uint32_t *deadline);
int tlsman_session_close(tlsman_session *session);
void tlsman_session_end(tlsman_session *session, enum tlsman_event event); /* it is reported once, after what waits */
void tlsman_session_free(tlsman_session *session);

/* credentials.c */
int tlsman_credentials_add(tlsman_session *session, int tag, const uint8_t *identity, int identity_length,
                           const uint8_t *key, int key_length, const uint8_t *hint, int hint_length);
void tlsman_credentials_wipe(tlsman_session *session);
/* NULL if there is none with that identity. */
const struct tlsman_credential *tlsman_credentials_find(const tlsman_session *session, const uint8_t *identity,
                                                        size_t length);
/* 0 if there are no ciphers for it. */
int tlsman_credentials_make_check(const struct tlsman_credential *credential, uint8_t *check);
/* The peer is known by it from now on. */
void tlsman_credentials_remember(tlsman_session *session, const struct tlsman_credential *credential);

/* output.c: moves what is queued into the output. 0 if nothing is. */
int tlsman_output_take_queued(tlsman_session *session);
void tlsman_output_free(tlsman_session *session);

/*
 * records.c: moves position and limit to the next record of the datagram that a stack may see. 0 if there is none.
 */
int tlsman_records_next(tlsman_session *session);

/* lasting.c: what is set before the start, and got; negative for what fails. */
int tlsman_lasting_set_bytes(tlsman_session *session, int id, const uint8_t *bytes, int length);
int tlsman_lasting_get_bytes(tlsman_session *session, int id, uint8_t *bytes, int length);
/* Before open(): what was saved takes the place of what was configured. */
int tlsman_lasting_prepare(tlsman_session *session);
/* After open(): loads what was saved, or offers to resume. */
int tlsman_lasting_load(tlsman_session *session);
void tlsman_lasting_offer(tlsman_session *session);
void tlsman_lasting_note_key(tlsman_session *session);
void tlsman_lasting_wipe(tlsman_session *session); /* what a connected session needs no more */
int tlsman_lasting_has_connection_id(const tlsman_session *session);
int tlsman_lasting_take_newest(tlsman_session *session);
void tlsman_lasting_free(tlsman_session *session);

#ifdef TLSMAN_PUBLIC_KEYS
/* keys.c: what is set before the start, and got. */
int tlsman_keys_set_option(tlsman_session *session, int id, int value);
int tlsman_keys_set_bytes(tlsman_session *session, int id, const uint8_t *bytes, int length);
int tlsman_keys_get_protocol(const tlsman_session *session, uint8_t *bytes, int length);
/* Before open(): TLSMAN_OK if there are suites that can be served. */
int tlsman_keys_start(tlsman_session *session);
int tlsman_keys_asks_psk(const tlsman_session *session); /* of a server's session */
int tlsman_keys_get_tag(const tlsman_session *session);  /* of a peer that is known by a key */
void tlsman_keys_wipe(tlsman_session *session);          /* what a connected session needs no more */
void tlsman_keys_free(tlsman_session *session);
#endif

/* fields.c: a blob is written and read field by field; what does not fit is noted. */
struct tlsman_fields {
    uint8_t *place;
    size_t left;
    int has_failed;
};

void tlsman_fields_put(struct tlsman_fields *fields, uint32_t value, size_t size);
void tlsman_fields_put_field(struct tlsman_fields *fields, const uint8_t *field, size_t length); /* after its length */
uint32_t tlsman_fields_get(struct tlsman_fields *fields, size_t size);
const uint8_t *tlsman_fields_get_field(struct tlsman_fields *fields, size_t most, size_t *length);

#ifdef TLSMAN_TLS13
/*
 * hello.c: the identity that a ClientHello of 1.3 offers first (RFC 9846, section 4.2.11), from its legacy_version on;
 * NULL if it offers another version, none, or is malformed, which the stack will find.
 */
const uint8_t *tlsman_hello_find_identity(const uint8_t *hello, size_t count, enum tlsman_kind kind, size_t *length);
/* hello.c: -1 if a ClientHello does not offer 1.3, else the first of these suites of 1.3 that it offers, or 0. */
int tlsman_hello_choose(const uint8_t *hello, size_t count, enum tlsman_kind kind, const uint16_t *suites);
/* hello.c: whether a ServerHello, from its legacy_version on, is a HelloRetryRequest (RFC 9846, section 4.1.3). */
int tlsman_hello_is_retry(const uint8_t *hello, size_t count);
#endif

/* tickets.c: whether so many bytes can be TLSMAN_BYTES_TICKET_KEYS. */
int tlsman_tickets_check_keys(size_t length);

/* handshake.c: looks at a datagram that leaves, and whether it may. */
int tlsman_handshake_may_send(tlsman_session *session, const uint8_t *datagram, size_t count);
void tlsman_handshake_note_sent(tlsman_session *session, const uint8_t *datagram, size_t count);

/*
 * inquiry.c: over datagrams a ClientKeyExchange, or a piece of it, passes; why it does not, else TLSMAN_DROP_REASONS.
 */
int tlsman_inquiry_start(tlsman_session *session);
enum tlsman_drop tlsman_inquiry_add(tlsman_session *session, const uint8_t *message);
#ifdef TLSMAN_TLS13
/* The same of a ClientHello, which names the identity if it offers 1.3 with a pre-shared key. */
enum tlsman_drop tlsman_inquiry_add_hello(tlsman_session *session, const uint8_t *message);
#endif
/* Over a stream: whether the next bytes have to wait for a key. Each byte is shown once. */
int tlsman_inquiry_scan(tlsman_session *session, const uint8_t *bytes, size_t count);
/*
 * Of a session that is to be resumed: TLSMAN_OK if there is an answer, which is a credential or NULL for none;
 * TLSMAN_WOULD_BLOCK until then. What does not fit is given back with tlsman_inquiry_refuse(): a key exchange follows.
 */
int tlsman_inquiry_ask_for(tlsman_session *session, const uint8_t *identity, size_t length,
                           const struct tlsman_credential **credential);
void tlsman_inquiry_refuse(tlsman_session *session);
int tlsman_inquiry_is_complete(const tlsman_session *session);
void tlsman_inquiry_ask(tlsman_session *session);
void tlsman_inquiry_go_on(tlsman_session *session);
/* NULL if none is asked for */
const uint8_t *tlsman_inquiry_get_identity(const tlsman_session *session, size_t *length);
void tlsman_inquiry_free(tlsman_session *session);

/* ciphers.c */
void tlsman_cipher_object_free(void *object);

/*
 * curves.c: the keys of curves. An image without TLSMAN_PUBLIC_KEYS has none, whatever its library has, and none of the
 * code.
 */
#ifdef TLSMAN_PUBLIC_KEYS
int tlsman_curve_supports(const struct tlsman_ciphers *ciphers, int curve);
int tlsman_curve_open(const struct tlsman_ciphers *ciphers, int curve, const uint8_t *bytes, int length); /* a handle */
int tlsman_curve_set_bytes(int handle, int id, const uint8_t *bytes, int length);
int tlsman_curve_get_bytes(int handle, int id, uint8_t *bytes, int length);
int tlsman_curve_get_number(int handle, int id);
int tlsman_curve_free(int handle);
void tlsman_curve_object_free(void *key);
#else
static inline int tlsman_curve_supports(const struct tlsman_ciphers *ciphers, int curve)
{
    (void)ciphers;
    (void)curve;
    return 0;
}

static inline int tlsman_curve_open(const struct tlsman_ciphers *ciphers, int curve, const uint8_t *bytes, int length)
{
    (void)ciphers;
    (void)curve;
    (void)bytes;
    (void)length;
    return TLSMAN_NO_STACK;
}

static inline int tlsman_curve_set_bytes(int handle, int id, const uint8_t *bytes, int length)
{
    (void)handle;
    (void)id;
    (void)bytes;
    (void)length;
    return TLSMAN_BAD_HANDLE;
}

static inline int tlsman_curve_get_bytes(int handle, int id, uint8_t *bytes, int length)
{
    return tlsman_curve_set_bytes(handle, id, bytes, length);
}

static inline int tlsman_curve_get_number(int handle, int id)
{
    return tlsman_curve_set_bytes(handle, id, NULL, 0);
}

static inline int tlsman_curve_free(int handle)
{
    return tlsman_curve_set_bytes(handle, 0, NULL, 0);
}

static inline void tlsman_curve_object_free(void *key)
{
    (void)key;
}
#endif

/* nonce.c: numbers modulo the order of P-256, big-endian. */
int tlsman_scalar_is_valid(const uint8_t *number); /* between 1 and the order */
/* RFC 6979, sections 3.2 and 3.6. 0, or anything else if HMAC failed */
int tlsman_nonce_make(const struct tlsman_ciphers *ciphers, const uint8_t *key, const uint8_t *digest,
                      const uint8_t *fresh, uint8_t *nonce);

/* signature.c: DER from r and s, and back; a length, or TLSMAN_BAD_ARGUMENT. */
int tlsman_signature_write(const uint8_t *numbers, uint8_t *der);
int tlsman_signature_read(const uint8_t *der, int length, uint8_t *numbers);

#endif
