/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Whose key a server needs. No stack can stop in its PSK callback, so the core reads the client's identity itself, from
 * the ClientKeyExchange on its way to the stack, and asks for the one key before the stack has the message whole. A
 * session holds no key until then, and never another one.
 */
#include "dtls.h"

#include <string.h>

/* With a key share behind the identity (RFC 5489, section 2). */
#ifdef TLSMAN_PUBLIC_KEYS
#define LONGEST_SHARE (1 + TLSMAN_MAX_KEY_SHARE)
#else
#define LONGEST_SHARE 0
#endif

#define LONGEST_MESSAGE (2 + TLSMAN_MAX_IDENTITY + LONGEST_SHARE)

enum inquiry_state {
    INQUIRY_COLLECTING,
    INQUIRY_COMPLETE, /* to be asked */
    INQUIRY_ASKED,    /* until the answer, or the next call without one */
    INQUIRY_OVER,
};

/* Where a stream has got to: in the header of a record or a message, or in the content of one. */
struct stream_place {
    unsigned header_count;
    unsigned type;
    size_t record_left;
    unsigned message_header_count;
    unsigned message_type;
    size_t message_left;
    size_t collected; /* of a ClientKeyExchange */
};

struct tlsman_inquiry {
    enum inquiry_state state;
    struct stream_place place;
    size_t length; /* of the message */
    int is_for_ticket;
    uint8_t message[LONGEST_MESSAGE];           /* the identity after its length */
    uint8_t present[(LONGEST_MESSAGE + 7) / 8]; /* over datagrams: which bytes of it have come */
#ifdef TLSMAN_TLS13
    int wants_hello; /* over a stream: 1.3 may be chosen */
    uint8_t *hello;  /* a ClientHello that is collected */
    size_t hello_length;
#endif
};

/* There is no key that nobody would be asked for. */
static int may_ask(const tlsman_session *session)
{
#ifdef TLSMAN_PUBLIC_KEYS
    return tlsman_keys_asks_psk(session);
#else
    (void)session;
    return 1;
#endif
}

/*
 * The message is whole: an identity after its length and, if the suite has key shares, one after its own. What is not
 * well formed, or no such message, is for the stack to refuse. 1 if the identity is the one that is asked for.
 */
static int read_identity(struct tlsman_inquiry *inquiry)
{
    size_t identity = inquiry->length < 2 ? 0 : tlsman_read16(inquiry->message);
    size_t rest = inquiry->length < 2 + identity ? 0 : inquiry->length - 2 - identity;

    if (identity == 0 || identity > TLSMAN_MAX_IDENTITY || inquiry->length < 2 + identity || rest > LONGEST_SHARE
        || (rest > 0 && inquiry->message[2 + identity] != rest - 1)) {
        return 0;
    }

    inquiry->length = 2 + identity;
    return 1;
}

#ifdef TLSMAN_TLS13
/* The identity of a ClientHello of 1.3 is asked for, if there is one: no ClientKeyExchange follows. */
static void ask_for_hello(struct tlsman_inquiry *inquiry, const uint8_t *hello, size_t count, enum tlsman_kind kind)
{
    size_t length;
    const uint8_t *identity = tlsman_hello_find_identity(hello, count, kind, &length);

    if (identity != NULL) {
        memcpy(inquiry->message + 2, identity, length);
        inquiry->length = 2 + length;
        inquiry->state = INQUIRY_COMPLETE;
    }
}

static void free_hello(struct tlsman_inquiry *inquiry)
{
    tlsman_release(inquiry->hello, inquiry->hello_length);
    inquiry->hello = NULL;
    inquiry->hello_length = 0;
}

/* Of a stream. What is too long for a ClientHello, or finds no memory, is for the stack alone. */
static void begin_hello(struct tlsman_inquiry *inquiry, size_t length)
{
    free_hello(inquiry);

    if (inquiry->wants_hello && length > 0 && length <= MAX_MESSAGE) {
        inquiry->hello = tlsman_allocate(length);
        inquiry->hello_length = inquiry->hello == NULL ? 0 : length;
    }
}

static void add_to_hello(struct tlsman_inquiry *inquiry, const struct stream_place *place, uint8_t byte)
{
    if (inquiry->hello != NULL && place->message_type == CLIENT_HELLO) {
        inquiry->hello[place->collected] = byte;
    }
}

static void end_hello(struct tlsman_inquiry *inquiry)
{
    if (inquiry->hello != NULL) {
        ask_for_hello(inquiry, inquiry->hello, inquiry->hello_length, TLSMAN_STREAM);
    }

    free_hello(inquiry);
}

enum tlsman_drop tlsman_inquiry_add_hello(tlsman_session *session, const uint8_t *message)
{
    size_t total = tlsman_read24(message + 1);

    if (session->inquiry == NULL || session->inquiry->state != INQUIRY_COLLECTING) {
        return PASS;
    }

    /* The identity stands at its end, so a piece does not tell. No stack here takes a ClientHello in pieces. */
    if (tlsman_read24(message + 9) != total) {
        return TLSMAN_DROP_BAD_FRAGMENT;
    }

    ask_for_hello(session->inquiry, message + TLSMAN_MESSAGE_HEADER, total, TLSMAN_DATAGRAM);
    return PASS;
}
#else
static void begin_hello(struct tlsman_inquiry *inquiry, size_t length)
{
    (void)inquiry, (void)length;
}

static void add_to_hello(struct tlsman_inquiry *inquiry, const struct stream_place *place, uint8_t byte)
{
    (void)inquiry, (void)place, (void)byte;
}

static void end_hello(struct tlsman_inquiry *inquiry)
{
    (void)inquiry;
}
#endif

int tlsman_inquiry_start(tlsman_session *session)
{
    if (may_ask(session) && session->config.role == TLSMAN_SERVER && session->credentials == NULL
        && !session->config.is_restored) {
        session->inquiry = tlsman_allocate(sizeof(struct tlsman_inquiry));

        if (session->inquiry == NULL) {
            return TLSMAN_NO_MEMORY;
        }

#ifdef TLSMAN_TLS13
        session->inquiry->wants_hello = (session->config.versions & TLSMAN_VERSION13) != 0;
#endif
    }

    return TLSMAN_OK;
}

void tlsman_inquiry_free(tlsman_session *session)
{
#ifdef TLSMAN_TLS13
    if (session->inquiry != NULL) {
        free_hello(session->inquiry);
    }
#endif

    tlsman_release(session->inquiry, sizeof(struct tlsman_inquiry));
    session->inquiry = NULL;
}

static int is_complete(const struct tlsman_inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->length; i++) {
        if ((inquiry->present[i / 8] >> i % 8 & 1) == 0) {
            return 0;
        }
    }

    return 1;
}

enum tlsman_drop tlsman_inquiry_add(tlsman_session *session, const uint8_t *message)
{
    struct tlsman_inquiry *inquiry = session->inquiry;
    size_t total = tlsman_read24(message + 1);
    size_t offset = tlsman_read24(message + 6);
    size_t fragment = tlsman_read24(message + 9);

    if (inquiry == NULL || inquiry->state != INQUIRY_COLLECTING) {
        return PASS;
    }

    /* What does not fit together was not sent by one; it begins anew. */
    if (inquiry->length != total) {
        memset(inquiry->present, 0, sizeof(inquiry->present));
        inquiry->length = total;
    }

    memcpy(inquiry->message + offset, message + TLSMAN_MESSAGE_HEADER, fragment);

    for (size_t i = offset; i < offset + fragment; i++) {
        inquiry->present[i / 8] |= (uint8_t)(1U << i % 8);
    }

    if (!is_complete(inquiry)) {
        return PASS;
    }

    if (!read_identity(inquiry)) {
        inquiry->length = 0;
        return TLSMAN_DROP_MALFORMED;
    }

    inquiry->state = INQUIRY_COMPLETE;
    return PASS;
}

/* One byte of a message of the stream. */
static void scan_message(struct tlsman_inquiry *inquiry, struct stream_place *place, uint8_t byte)
{
    if (place->message_header_count < TLSMAN_STREAM_MESSAGE_HEADER) {
        place->message_type = place->message_header_count == 0 ? byte : place->message_type;
        place->message_left = place->message_header_count < 2 ? 0 : place->message_left << 8 | byte;

        /* The first byte of three is too much for any message that is looked into. */
        if (place->message_header_count == 1 && byte != 0) {
            inquiry->state = INQUIRY_OVER;
        }

        place->message_header_count++;
        inquiry->length = place->message_left;

        if (place->message_header_count == TLSMAN_STREAM_MESSAGE_HEADER && place->message_type == CLIENT_HELLO) {
            begin_hello(inquiry, place->message_left);
        }
    } else {
        add_to_hello(inquiry, place, byte);

        if (place->message_type == CLIENT_KEY_EXCHANGE && place->collected < LONGEST_MESSAGE) {
            inquiry->message[place->collected] = byte;
        }

        place->collected++;
        place->message_left--;
    }

    if (place->message_header_count < TLSMAN_STREAM_MESSAGE_HEADER || place->message_left > 0) {
        return;
    }

    if (place->message_type == CLIENT_HELLO) {
        end_hello(inquiry);
    } else if (place->message_type == CLIENT_KEY_EXCHANGE) {
        inquiry->state = inquiry->length <= LONGEST_MESSAGE && read_identity(inquiry) ? INQUIRY_COMPLETE : INQUIRY_OVER;
    }

    place->message_header_count = 0;
    place->collected = 0;
}

int tlsman_inquiry_scan(tlsman_session *session, const uint8_t *bytes, size_t count)
{
    struct tlsman_inquiry *inquiry = session->inquiry;
    struct stream_place place;

    if (inquiry == NULL || inquiry->state != INQUIRY_COLLECTING) {
        return 0;
    }

    place = inquiry->place;

    for (size_t i = 0; i < count && inquiry->state == INQUIRY_COLLECTING; i++) {
        if (place.header_count < TLSMAN_STREAM_RECORD_HEADER) {
            place.type = place.header_count == 0 ? bytes[i] : place.type;
            place.record_left = place.header_count < 3 ? 0 : place.record_left << 8 | bytes[i];
            place.header_count++;
        } else {
            place.record_left--;

            if (place.type == TLSMAN_CONTENT_HANDSHAKE) {
                scan_message(inquiry, &place, bytes[i]);
            }
        }

        if (place.header_count == TLSMAN_STREAM_RECORD_HEADER && place.record_left == 0) {
            place.header_count = 0;
        }
    }

    /*
     * If the question comes first, the stack gets these bytes once it is answered, and they are not looked at again.
     */
    inquiry->place = place;
    return inquiry->state == INQUIRY_COMPLETE;
}

int tlsman_inquiry_ask_for(tlsman_session *session, const uint8_t *identity, size_t length,
                           const struct tlsman_credential **credential)
{
    struct tlsman_inquiry *inquiry = session->inquiry;

    if (!inquiry->is_for_ticket) {
        memcpy(inquiry->message + 2, identity, length);
        inquiry->length = 2 + length;
        inquiry->state = INQUIRY_COMPLETE;
        inquiry->is_for_ticket = 1;
    }

    if (inquiry->state != INQUIRY_OVER) {
        return TLSMAN_WOULD_BLOCK;
    }

    *credential = tlsman_credentials_find(session, identity, length);

    /* It may be random bytes, of an identity that nobody has. */
    if (*credential != NULL && (*credential)->tag < 0) {
        *credential = NULL;
    }

    return TLSMAN_OK;
}

void tlsman_inquiry_refuse(tlsman_session *session)
{
    struct tlsman_inquiry *inquiry = session->inquiry;

    /* The client will say who it is in its key exchange, and may be somebody else. */
    tlsman_credentials_wipe(session);
    inquiry->is_for_ticket = 0;
    inquiry->length = 0;
    inquiry->state = INQUIRY_COLLECTING;
}

int tlsman_inquiry_is_complete(const tlsman_session *session)
{
    return session->inquiry != NULL && session->inquiry->state == INQUIRY_COMPLETE;
}

void tlsman_inquiry_ask(tlsman_session *session)
{
    session->inquiry->state = INQUIRY_ASKED;
}

void tlsman_inquiry_go_on(tlsman_session *session)
{
    if (session->inquiry != NULL && session->inquiry->state == INQUIRY_ASKED) {
        session->inquiry->state = INQUIRY_OVER;
    }
}

const uint8_t *tlsman_inquiry_get_identity(const tlsman_session *session, size_t *length)
{
    if (session->inquiry == NULL || session->inquiry->state != INQUIRY_ASKED) {
        return NULL;
    }

    *length = session->inquiry->length - 2;
    return session->inquiry->message + 2;
}
