/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The pre-shared keys of one session, from before its handshake until the session is connected. */
#include "core.h"

#include <string.h>

/* As long as the shortest key that anybody should use; for a server that holds no key to be taken as a pattern. */
#define RANDOM_KEY_LENGTH 16

static int add(tlsman_session *session, int tag, const uint8_t *identity, size_t identity_length, const uint8_t *key,
               size_t key_length, const uint8_t *hint, size_t hint_length)
{
    struct tlsman_credential *credential = tlsman_allocate(sizeof(struct tlsman_credential));
    struct tlsman_credential **last = &session->credentials;

    if (credential == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    credential->tag = tag;
    credential->identity_length = (int)identity_length;
    credential->key_length = (int)key_length;
    credential->hint_length = (int)hint_length;
    memcpy(credential->identity, identity, identity_length);
    memcpy(credential->key, key, key_length);

    if (hint_length > 0) {
        memcpy(credential->hint, hint, hint_length);
    }

    while (*last != NULL) {
        last = &(*last)->next;
    }

    *last = credential;
    return TLSMAN_OK;
}

/*
 * The one key that was asked for; for an identity that nobody has, random bytes of that length. Both ways take as long.
 */
static int answer(tlsman_session *session, int tag, const uint8_t *key, int key_length)
{
    uint8_t unknown[TLSMAN_MAX_KEY];
    size_t identity_length;
    const uint8_t *identity = tlsman_inquiry_get_identity(session, &identity_length);
    int status;

    if (identity == NULL) {
        return TLSMAN_INVALID_STATE;
    }

    if (tag < -1 || key_length < 1 || key_length > session->stack->get_capability(TLSMAN_MAX_KEY_LENGTH)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (tlsman_random(session, unknown, sizeof(unknown)) != 0) {
        return TLSMAN_ENDED;
    }

    status = add(session, tag, identity, identity_length, tag < 0 ? unknown : key, (size_t)key_length, NULL, 0);
    tlsman_wipe(unknown, sizeof(unknown));
    tlsman_inquiry_go_on(session);
    return status;
}

int tlsman_credentials_add(tlsman_session *session, int tag, const uint8_t *identity, int identity_length,
                           const uint8_t *key, int key_length, const uint8_t *hint, int hint_length)
{
    if (session->phase == TLSMAN_PHASE_HANDSHAKE) {
        return answer(session, tag, key, key_length);
    }

    if (session->phase != TLSMAN_PHASE_NEW) {
        return TLSMAN_INVALID_STATE;
    }

    if (tag < 0 || identity_length < 1 || identity_length > session->stack->get_capability(TLSMAN_MAX_IDENTITY_LENGTH)
        || key_length < 1 || key_length > session->stack->get_capability(TLSMAN_MAX_KEY_LENGTH) || hint_length < 0
        || hint_length > TLSMAN_MAX_IDENTITY) {
        return TLSMAN_BAD_ARGUMENT;
    }

    return add(session, tag, identity, (size_t)identity_length, key, (size_t)key_length, hint, (size_t)hint_length);
}

void tlsman_credentials_wipe(tlsman_session *session)
{
    while (session->credentials != NULL) {
        struct tlsman_credential *next = session->credentials->next;

        tlsman_release(session->credentials, sizeof(struct tlsman_credential));
        session->credentials = next;
    }

    tlsman_release(session->unknown, sizeof(struct tlsman_credential));
    session->unknown = NULL;
}

int tlsman_credentials_make_check(const struct tlsman_credential *credential, uint8_t *check)
{
    /* The same key under another tag is another credential as well. */
    uint8_t label[] = { 'r',
                        'e',
                        's',
                        'u',
                        'm',
                        'e',
                        (uint8_t)(credential->tag >> 24),
                        (uint8_t)(credential->tag >> 16),
                        (uint8_t)(credential->tag >> 8),
                        (uint8_t)credential->tag };
    const struct tlsman_ciphers *ciphers = tlsman_find_ciphers(0);
    uint8_t mac[TLSMAN_DIGEST_LENGTH];
    int succeeded = ciphers != NULL
                    && ciphers->hmac(credential->key, (size_t)credential->key_length, label, sizeof(label),
                                     credential->identity, (size_t)credential->identity_length, mac)
                           == 0;

    if (succeeded) {
        memcpy(check, mac, TLSMAN_KEY_CHECK_LENGTH);
        tlsman_wipe(mac, sizeof(mac));
    }

    return succeeded;
}

void tlsman_credentials_remember(tlsman_session *session, const struct tlsman_credential *credential)
{
    session->credential_tag = credential->tag;
    session->identity_length = credential->identity_length;
    memcpy(session->identity, credential->identity, (size_t)credential->identity_length);
}

const struct tlsman_credential *tlsman_credentials_find(const tlsman_session *session, const uint8_t *identity,
                                                        size_t length)
{
    for (const struct tlsman_credential *each = session->credentials; each != NULL; each = each->next) {
        if ((size_t)each->identity_length == length && memcmp(each->identity, identity, length) == 0) {
            return each;
        }
    }

    return NULL;
}

const struct tlsman_credential *tlsman_select_credential(tlsman_session *session, const uint8_t *hint, size_t length)
{
    const struct tlsman_credential *chosen = session->credentials;

    for (const struct tlsman_credential *each = session->credentials; each != NULL; each = each->next) {
        if (session->wanted_tag != TLSMAN_ANY_CREDENTIAL) {
            /* The application has chosen; the hint has no say. */
            if (each->tag == session->wanted_tag) {
                tlsman_credentials_remember(session, each);
                return each;
            }
        } else if (length > 0 && hint != NULL && (size_t)each->hint_length == length
                   && memcmp(each->hint, hint, length) == 0) {
            chosen = each;
            break;
        }
    }

    if (chosen == NULL || session->wanted_tag != TLSMAN_ANY_CREDENTIAL) {
        return NULL;
    }

    tlsman_credentials_remember(session, chosen);
    return chosen;
}

/*
 * The key of an unknown identity is as long as that of a known one which it might have been: how long a key is shows in
 * the time of a handshake. Which one is told by a hash under a secret of this image, so that nobody can say beforehand,
 * and the same identity always takes as long.
 */
static int get_unknown_length(tlsman_session *session, const uint8_t *identity, size_t length)
{
    static uint64_t secret;
    const struct tlsman_credential *chosen = session->credentials;
    uint64_t hash;
    size_t count = 0;

    if (chosen == NULL) {
        return RANDOM_KEY_LENGTH;
    }

    while (secret == 0) {
        if (tlsman_random(session, (uint8_t *)&secret, sizeof(secret)) != 0) {
            return RANDOM_KEY_LENGTH;
        }
    }

    hash = secret;

    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ identity[i]) * 0x100000001B3U;
        hash ^= hash >> 29;
    }

    for (const struct tlsman_credential *each = chosen; each != NULL; each = each->next) {
        count++;
    }

    for (count = (size_t)(hash >> 32) % count; count > 0; count--) {
        chosen = chosen->next;
    }

    return chosen->key_length;
}

const struct tlsman_credential *tlsman_find_credential(tlsman_session *session, const uint8_t *identity, size_t length)
{
    const struct tlsman_credential *found = tlsman_credentials_find(session, identity, length);

    if (found != NULL) {
        tlsman_credentials_remember(session, found);
        return found;
    }

    /*
     * An unknown identity goes on with a random key, so that it looks like a wrong one (RFC 4279, section 2, lets a
     * server do so).
     */
    if (session->unknown == NULL) {
        session->unknown = tlsman_allocate(sizeof(struct tlsman_credential));
    }

    if (session->unknown == NULL || tlsman_random(session, session->unknown->key, TLSMAN_MAX_KEY) != 0) {
        tlsman_fail(session, TLSMAN_INTERNAL_ERROR, TLSMAN_NO_ALERT, 0);
        return NULL;
    }

    session->unknown->tag = -1;
    session->unknown->key_length = get_unknown_length(session, identity, length);
    return session->unknown;
}
