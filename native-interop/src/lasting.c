/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* What lets a session outlive a move of its peer: the connection IDs of both directions. */
#include "core.h"

#include <string.h>

static struct tlsman_lasting *get_lasting(tlsman_session *session)
{
    if (session->lasting == NULL) {
        session->lasting = tlsman_allocate(sizeof(struct tlsman_lasting));
    }

    return session->lasting;
}

static int set_connection_id(tlsman_session *session, const uint8_t *bytes, int length)
{
    struct tlsman_lasting *lasting;

    if (length < 0 || length > TLSMAN_MAX_CONNECTION_ID) {
        return TLSMAN_BAD_ARGUMENT;
    }

    /* Over a stream nobody has to be found again. */
    if (session->config.kind == TLSMAN_STREAM || !session->stack->get_capability(TLSMAN_CAN_CONNECTION_ID)) {
        return TLSMAN_NO_STACK;
    }

    lasting = get_lasting(session);

    if (lasting == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    if (length > 0) {
        memcpy(lasting->connection_id, bytes, (size_t)length);
    }

    session->config.connection_id = lasting->connection_id;
    session->config.connection_id_length = length;
    return TLSMAN_OK;
}

int tlsman_lasting_set_bytes(tlsman_session *session, int id, const uint8_t *bytes, int length)
{
    switch (id) {
        case TLSMAN_BYTES_CONNECTION_ID:
            return set_connection_id(session, bytes, length);
        default:
            return TLSMAN_BAD_ARGUMENT;
    }
}

static int get_peer_id(const tlsman_session *session, uint8_t *bytes, int length)
{
    const struct tlsman_lasting *lasting = session->lasting;

    if (session->phase != TLSMAN_PHASE_CONNECTED || lasting == NULL || length < lasting->peer_id_length) {
        return 0;
    }

    memcpy(bytes, lasting->peer_id, lasting->peer_id_length);
    return lasting->peer_id_length;
}

int tlsman_lasting_get_bytes(tlsman_session *session, int id, uint8_t *bytes, int length)
{
    switch (id) {
        case TLSMAN_BYTES_PEER_CONNECTION_ID:
            return get_peer_id(session, bytes, length);
        default:
            return TLSMAN_BAD_ARGUMENT;
    }
}

void tlsman_set_connection_ids(tlsman_session *session, int has_own, const uint8_t *peer, size_t length)
{
    struct tlsman_lasting *lasting = session->lasting;

    /* Without one of ours, be it empty, nothing was agreed on. */
    if (lasting == NULL || length > sizeof(lasting->peer_id)) {
        return;
    }

    lasting->has_connection_id = has_own && session->config.connection_id_length > 0;
    lasting->peer_id_length = (uint8_t)length;
    memcpy(lasting->peer_id, peer, length);
}

int tlsman_lasting_has_connection_id(const tlsman_session *session)
{
    return session->lasting != NULL && session->lasting->has_connection_id;
}

void tlsman_note_newest(tlsman_session *session)
{
    if (tlsman_lasting_has_connection_id(session)) {
        session->lasting->is_newest = 1;
    }
}

int tlsman_lasting_take_newest(tlsman_session *session)
{
    int is_newest = session->lasting != NULL && session->lasting->is_newest;

    if (is_newest) {
        session->lasting->is_newest = 0;
    }

    return is_newest;
}

void tlsman_lasting_free(tlsman_session *session)
{
    tlsman_release(session->lasting, sizeof(struct tlsman_lasting));
    session->lasting = NULL;
}
