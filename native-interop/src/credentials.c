/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The pre-shared keys of one session, from before its handshake until the channel is open. */
#include "core.h"

#include <string.h>

/* As long as the shortest key that anybody should use. */
#define RANDOM_KEY_LENGTH 16

int tlsman_credentials_add(tlsman_session *session, int tag, const uint8_t *identity, int identity_length, const uint8_t *key, int key_length,
                           const uint8_t *hint, int hint_length)
{
    struct tlsman_credential *credential;
    struct tlsman_credential **last = &session->credentials;

    if (session->phase != TLSMAN_PHASE_NEW) {
        return TLSMAN_INVALID_STATE;
    }

    if (tag < 0 || identity_length < 1 || identity_length > session->stack->get_capability(TLSMAN_MAX_IDENTITY_LENGTH) || key_length < 1
        || key_length > session->stack->get_capability(TLSMAN_MAX_KEY_LENGTH) || hint_length < 0 || hint_length > TLSMAN_MAX_IDENTITY) {
        return TLSMAN_BAD_ARGUMENT;
    }

    credential = tlsman_allocate(sizeof(struct tlsman_credential));

    if (credential == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    credential->tag = tag;
    credential->identity_length = identity_length;
    credential->key_length = key_length;
    credential->hint_length = hint_length;
    memcpy(credential->identity, identity, (size_t)identity_length);
    memcpy(credential->key, key, (size_t)key_length);

    if (hint_length > 0) {
        memcpy(credential->hint, hint, (size_t)hint_length);
    }

    while (*last != NULL) {
        last = &(*last)->next;
    }

    *last = credential;
    return TLSMAN_OK;
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

static void remember_peer(tlsman_session *session, const struct tlsman_credential *credential)
{
    session->credential_tag = credential->tag;
    session->identity_length = credential->identity_length;
    memcpy(session->identity, credential->identity, (size_t)credential->identity_length);
}

const struct tlsman_credential *tlsman_select_credential(tlsman_session *session, const uint8_t *hint, size_t length)
{
    const struct tlsman_credential *chosen = session->credentials;

    for (const struct tlsman_credential *each = session->credentials; each != NULL; each = each->next) {
        if (session->wanted_tag != TLSMAN_ANY_CREDENTIAL) {
            /* The application has chosen; the hint has no say. */
            if (each->tag == session->wanted_tag) {
                remember_peer(session, each);
                return each;
            }
        } else if (length > 0 && hint != NULL && (size_t)each->hint_length == length && memcmp(each->hint, hint, length) == 0) {
            chosen = each;
            break;
        }
    }

    if (chosen == NULL || session->wanted_tag != TLSMAN_ANY_CREDENTIAL) {
        return NULL;
    }

    remember_peer(session, chosen);
    return chosen;
}

const struct tlsman_credential *tlsman_find_credential(tlsman_session *session, const uint8_t *identity, size_t length)
{
    for (const struct tlsman_credential *each = session->credentials; each != NULL; each = each->next) {
        if ((size_t)each->identity_length == length && memcmp(each->identity, identity, length) == 0) {
            remember_peer(session, each);
            return each;
        }
    }

    /* An unknown identity goes on with a random key, so that it looks like a wrong one (RFC 4279, section 2, lets a server do so). */
    if (session->unknown == NULL) {
        session->unknown = tlsman_allocate(sizeof(struct tlsman_credential));
    }

    if (session->unknown == NULL || tlsman_random(session, session->unknown->key, RANDOM_KEY_LENGTH) != 0) {
        tlsman_fail(session, TLSMAN_INTERNAL_ERROR, TLSMAN_NO_ALERT, 0);
        return NULL;
    }

    session->unknown->tag = -1;
    session->unknown->key_length = RANDOM_KEY_LENGTH;
    return session->unknown;
}
