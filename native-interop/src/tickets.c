/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * A server's tickets (RFC 5077), in the form that its section 4 recommends, with an AEAD in place of its two steps: the
 * key's name, a nonce, and sealed: when it was issued, suite, identity, and what the stack needs. Whose keys they are,
 * and when they change, is the application's affair.
 */
#include "core.h"

#include <string.h>

#define TICKET_FORMAT 1
#define NAME_LENGTH 4
#define TAG_LENGTH 16
#define KEYS_HEADER 8 /* the time, and for how long a ticket is good */
#define OVERHEAD (NAME_LENGTH + TLSMAN_NONCE_LENGTH + TAG_LENGTH)

int tlsman_tickets_check_keys(size_t length)
{
    return length > KEYS_HEADER && (length - KEYS_HEADER) % TLSMAN_TICKET_KEY_LENGTH == 0
           && (length - KEYS_HEADER) / TLSMAN_TICKET_KEY_LENGTH <= TLSMAN_MAX_TICKET_KEYS;
}

static uint32_t get_time(const tlsman_session *session)
{
    struct tlsman_fields bytes = { session->lasting->ticket_keys.bytes, 4, 0 };

    return tlsman_fields_get(&bytes, 4);
}

static uint32_t get_lifetime(const tlsman_session *session)
{
    struct tlsman_fields bytes = { session->lasting->ticket_keys.bytes + 4, 4, 0 };

    return tlsman_fields_get(&bytes, 4);
}

uint32_t tlsman_get_ticket_lifetime(const tlsman_session *session)
{
    return get_lifetime(session) / 1000;
}

/* Seals or opens in place, under a key with its name before it, which is what else is authenticated. 0 if it failed. */
static int protect(const uint8_t *key, uint8_t *ticket, size_t length, int is_sealing)
{
    uint8_t *nonce = ticket + NAME_LENGTH;
    uint8_t *text = nonce + TLSMAN_NONCE_LENGTH;
    int succeeded = 0;

    for (int i = 0; i < tlsman_count_ciphers() && !succeeded; i++) {
        const struct tlsman_ciphers *ciphers = tlsman_find_ciphers(i);
        void *aead;

        if (!ciphers->aead_supports(TLSMAN_AES128_CCM)) {
            continue;
        }

        aead = tlsman_allocate(ciphers->aead_size);

        if (aead == NULL) {
            return 0;
        }

        succeeded = ciphers->aead_start(aead, TLSMAN_AES128_CCM, key + NAME_LENGTH) == 0
                    && (is_sealing ? ciphers->aead_seal(aead, nonce, ticket, NAME_LENGTH, text, length)
                                   : ciphers->aead_open(aead, nonce, ticket, NAME_LENGTH, text, length))
                           == 0;
        ciphers->aead_end(aead);
        tlsman_release(aead, ciphers->aead_size);
        break;
    }

    return succeeded;
}

size_t tlsman_seal_ticket(tlsman_session *session, uint16_t suite, const uint8_t *content, size_t count,
                          uint8_t *ticket, size_t room)
{
    const uint8_t *key = session->lasting->ticket_keys.bytes + KEYS_HEADER;
    struct tlsman_fields bytes;
    uint8_t *text = ticket + NAME_LENGTH + TLSMAN_NONCE_LENGTH;
    uint8_t check[TLSMAN_KEY_CHECK_LENGTH];
    const struct tlsman_credential *credential =
        tlsman_credentials_find(session, session->identity, (size_t)session->identity_length);
    size_t length;

    if (room < OVERHEAD + count || credential == NULL || !tlsman_credentials_make_check(credential, check)
        || tlsman_random(session, ticket + NAME_LENGTH, TLSMAN_NONCE_LENGTH) != 0) {
        return 0;
    }

    bytes = (struct tlsman_fields){ text, room - OVERHEAD - count, 0 };
    memcpy(ticket, key, NAME_LENGTH);
    tlsman_fields_put(&bytes, TICKET_FORMAT, 1);
    tlsman_fields_put(&bytes, (uint32_t)session->config.kind, 1);
    tlsman_fields_put(&bytes, get_time(session), 4);
    tlsman_fields_put(&bytes, suite, 2);
    tlsman_fields_put_field(&bytes, check, sizeof(check));
    tlsman_fields_put_field(&bytes, session->identity, (size_t)session->identity_length);

    if (bytes.has_failed) {
        return 0;
    }

    memcpy(bytes.place, content, count);
    length = (size_t)(bytes.place - text) + count;
    return protect(key, ticket, length, 1) ? OVERHEAD + length : 0;
}

/* The key by the name that the ticket begins with. Names are random, so no other one of the same name is tried. */
static const uint8_t *find_key(const tlsman_session *session, const uint8_t *name)
{
    const struct tlsman_blob *keys = &session->lasting->ticket_keys;

    for (size_t i = KEYS_HEADER; i < keys->length; i += TLSMAN_TICKET_KEY_LENGTH) {
        if (memcmp(keys->bytes + i, name, NAME_LENGTH) == 0) {
            return keys->bytes + i;
        }
    }

    return NULL;
}

/* What the core put in, before the stack's content, which remains. */
static int read_ticket(const tlsman_session *session, struct tlsman_fields *bytes, uint32_t *suite,
                       const uint8_t **check, const uint8_t **identity, size_t *length)
{
    const struct tlsman_blob *ticket = &session->lasting->ticket;
    uint32_t format, kind, issued;
    size_t check_length;

    if (ticket->length < OVERHEAD) {
        return 0;
    }

    *bytes = (struct tlsman_fields){ ticket->bytes + NAME_LENGTH + TLSMAN_NONCE_LENGTH, ticket->length - OVERHEAD, 0 };
    format = tlsman_fields_get(bytes, 1);
    kind = tlsman_fields_get(bytes, 1);
    issued = tlsman_fields_get(bytes, 4);
    *suite = tlsman_fields_get(bytes, 2);
    *check = tlsman_fields_get_field(bytes, TLSMAN_KEY_CHECK_LENGTH, &check_length);
    *identity = tlsman_fields_get_field(bytes, TLSMAN_MAX_IDENTITY, length);

    /* One from the future, by a clock that was set back, is as old as can be. */
    return !bytes->has_failed && format == TICKET_FORMAT && check_length == TLSMAN_KEY_CHECK_LENGTH
           && kind == (uint32_t)session->config.kind && get_time(session) - issued <= get_lifetime(session);
}

size_t tlsman_open_ticket(tlsman_session *session, const uint8_t *ticket, size_t count, uint8_t *content, size_t room)
{
    struct tlsman_blob *opened = &session->lasting->ticket;
    struct tlsman_fields bytes;
    const uint8_t *key, *check, *identity;
    uint32_t suite;
    size_t length;

    tlsman_release(opened->bytes, opened->length);
    *opened = (struct tlsman_blob){ NULL, 0 };

    if (count < OVERHEAD || count > TLSMAN_MAX_SESSION) {
        return 0;
    }

    key = find_key(session, ticket);

    if (key == NULL) {
        return 0;
    }

    opened->bytes = tlsman_allocate(count);

    if (opened->bytes == NULL) {
        return 0;
    }

    opened->length = count;
    memcpy(opened->bytes, ticket, count);

    if (!protect(key, opened->bytes, count - OVERHEAD, 0)
        || !read_ticket(session, &bytes, &suite, &check, &identity, &length) || bytes.left > room) {
        return 0;
    }

    memcpy(content, bytes.place, bytes.left);
    return bytes.left;
}

static int is_of_key(const struct tlsman_credential *credential, const uint8_t *check)
{
    uint8_t own[TLSMAN_KEY_CHECK_LENGTH];

    return credential != NULL && tlsman_credentials_make_check(credential, own)
           && tlsman_are_equal(own, check, sizeof(own));
}

int tlsman_may_resume(tlsman_session *session, uint16_t suite)
{
    const struct tlsman_credential *credential;
    struct tlsman_fields bytes;
    const uint8_t *check, *identity;
    uint32_t sealed_suite;
    size_t length;

    /* RFC 5246, section 7.4.1.3: a session is resumed with its own suite. */
    if (!read_ticket(session, &bytes, &sealed_suite, &check, &identity, &length) || sealed_suite != suite) {
        return 0;
    }

    if (session->inquiry == NULL) {
        credential = tlsman_credentials_find(session, identity, length);
    } else if (tlsman_inquiry_ask_for(session, identity, length, &credential) == TLSMAN_WOULD_BLOCK) {
        return TLSMAN_WOULD_BLOCK;
    }

    if (is_of_key(credential, check)) {
        tlsman_credentials_remember(session, credential);
        return 1;
    }

    if (session->inquiry != NULL) {
        tlsman_inquiry_refuse(session);
    }

    return 0;
}
