/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What lets a session outlive a move of its peer, a sleep and a restart: connection IDs, the whole session as bytes,
 * and what a later handshake resumes. The stack's own bytes come last, after what the core knows itself.
 */
#include "core.h"

#include <string.h>

/* The first byte of each kind: who changes what follows changes it. */
#define SESSION_FORMAT 1
#define RESUMPTION_FORMAT 1

enum session_flag { FLAG_HAS_CONNECTION_ID = 1, FLAG_IS_RESUMED = 2, FLAG_IS_EXTENDED = 4, FLAG_HAS_IDS = 8 };

static struct tlsman_lasting *get_lasting(tlsman_session *session)
{
    if (session->lasting == NULL) {
        session->lasting = tlsman_allocate(sizeof(struct tlsman_lasting));
    }

    return session->lasting;
}

static void free_blob(struct tlsman_blob *blob)
{
    tlsman_release(blob->bytes, blob->length);
    blob->bytes = NULL;
    blob->length = 0;
}

static int set_blob(struct tlsman_blob *blob, const uint8_t *bytes, int length)
{
    free_blob(blob);

    if (length > 0) {
        blob->bytes = tlsman_allocate((size_t)length);

        if (blob->bytes == NULL) {
            return TLSMAN_NO_MEMORY;
        }

        memcpy(blob->bytes, bytes, (size_t)length);
        blob->length = (size_t)length;
    }

    return TLSMAN_OK;
}

static int can_resume(const tlsman_session *session, enum tlsman_resumption how)
{
    return (session->stack->get_capability(TLSMAN_CAN_RESUME) & (int)how) != 0;
}

static int set_connection_id(tlsman_session *session, const uint8_t *bytes, int length)
{
    if (length > TLSMAN_MAX_CONNECTION_ID) {
        return TLSMAN_BAD_ARGUMENT;
    }

    /* Over a stream nobody has to be found again. */
    if (session->config.kind == TLSMAN_STREAM || !session->stack->get_capability(TLSMAN_CAN_CONNECTION_ID)) {
        return TLSMAN_NO_STACK;
    }

    if (length > 0) {
        memcpy(session->lasting->connection_id, bytes, (size_t)length);
    }

    session->config.connection_id = session->lasting->connection_id;
    session->config.connection_id_length = length;
    return TLSMAN_OK;
}

static int set_session(tlsman_session *session, const uint8_t *bytes, int length)
{
    if (session->config.kind == TLSMAN_STREAM || !session->stack->get_capability(TLSMAN_CAN_SAVE)) {
        return TLSMAN_NO_STACK;
    }

    session->config.is_restored = 1;
    return set_blob(&session->lasting->saved, bytes, length);
}

static int set_resumption(tlsman_session *session, const uint8_t *bytes, int length)
{
    if (session->config.role != TLSMAN_CLIENT || !can_resume(session, TLSMAN_RESUMES_AS_CLIENT)) {
        return TLSMAN_NO_STACK;
    }

    session->config.offers_resumption = 1;
    return set_blob(&session->lasting->resumption, bytes, length);
}

static int set_ticket_keys(tlsman_session *session, const uint8_t *bytes, int length)
{
    int status;

    if (session->config.role != TLSMAN_SERVER || !can_resume(session, TLSMAN_RESUMES_BY_TICKET)) {
        return TLSMAN_NO_STACK;
    }

    if (!tlsman_tickets_check_keys((size_t)length)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    status = set_blob(&session->lasting->ticket_keys, bytes, length);
    session->config.has_ticket_keys = status == TLSMAN_OK;
    return status;
}

int tlsman_lasting_set_bytes(tlsman_session *session, int id, const uint8_t *bytes, int length)
{
    if (length < 0 || length > TLSMAN_MAX_SESSION) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (get_lasting(session) == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    switch (id) {
        case TLSMAN_BYTES_CONNECTION_ID:
            return set_connection_id(session, bytes, length);
        case TLSMAN_BYTES_SESSION:
            return set_session(session, bytes, length);
        case TLSMAN_BYTES_RESUMPTION:
            return set_resumption(session, bytes, length);
        case TLSMAN_BYTES_TICKET_KEYS:
            return set_ticket_keys(session, bytes, length);
        default:
            return TLSMAN_BAD_ARGUMENT;
    }
}

static int get_own_id(const tlsman_session *session, uint8_t *bytes, int length)
{
    int count = session->config.connection_id_length;

    if (count == 0 || length < count) {
        return 0;
    }

    memcpy(bytes, session->config.connection_id, (size_t)count);
    return count;
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

static void write_session(const tlsman_session *session, struct tlsman_fields *bytes)
{
    const struct tlsman_lasting *lasting = session->lasting;
    int has_ids = session->config.connection_id != NULL;

    tlsman_fields_put(bytes, SESSION_FORMAT, 1);
    tlsman_fields_put(bytes, (uint32_t)session->config.role, 1);
    tlsman_fields_put(bytes,
                      (tlsman_lasting_has_connection_id(session) ? FLAG_HAS_CONNECTION_ID : 0U)
                          | (session->is_resumed ? FLAG_IS_RESUMED : 0U)
                          | (session->is_extended ? FLAG_IS_EXTENDED : 0U) | (has_ids ? FLAG_HAS_IDS : 0U),
                      1);
    tlsman_fields_put(bytes, session->suite, 2);
    tlsman_fields_put(bytes, (uint32_t)session->credential_tag, 4);
    tlsman_fields_put_field(bytes, session->identity, (size_t)session->identity_length);

    if (has_ids) {
        tlsman_fields_put_field(bytes, lasting->connection_id, (size_t)session->config.connection_id_length);
        tlsman_fields_put_field(bytes, lasting->peer_id, lasting->peer_id_length);
    }
}

static int get_session(tlsman_session *session, uint8_t *place, int length)
{
    struct tlsman_fields bytes = { place, (size_t)length, 0 };
    int count;

    if (session->phase != TLSMAN_PHASE_CONNECTED || session->config.kind == TLSMAN_STREAM
        || !session->stack->get_capability(TLSMAN_CAN_SAVE)) {
        return 0;
    }

    if (session->event != TLSMAN_IDLE || session->has_data || session->is_announced || session->queue_used > 0) {
        return TLSMAN_WOULD_BLOCK;
    }

    write_session(session, &bytes);

    if (bytes.has_failed) {
        return TLSMAN_TOO_LONG;
    }

    count = session->stack->save(session, session->state, bytes.place, bytes.left);

    if (count < 0) {
        tlsman_wipe(place, (size_t)length);
        return count == TLSMAN_NO_STACK ? 0 : count;
    }

    session->phase = TLSMAN_PHASE_ENDED;
    return (int)(bytes.place - place) + count;
}

static int get_resumption(tlsman_session *session, uint8_t *place, int length)
{
    struct tlsman_fields bytes = { place, (size_t)length, 0 };
    int count;

    if (session->phase != TLSMAN_PHASE_CONNECTED || !session->config.offers_resumption || !session->is_extended) {
        return 0;
    }

    tlsman_fields_put(&bytes, RESUMPTION_FORMAT, 1);
    tlsman_fields_put(&bytes, (uint32_t)session->config.kind, 1);
    tlsman_fields_put(&bytes, session->suite, 2);
    tlsman_fields_put_field(&bytes, session->lasting->key_check, TLSMAN_KEY_CHECK_LENGTH);
    tlsman_fields_put_field(&bytes, session->identity, (size_t)session->identity_length);

    if (bytes.has_failed) {
        return TLSMAN_TOO_LONG;
    }

    count = session->stack->get_resumption(session, session->state, bytes.place, bytes.left);
    return count <= 0 ? count : (int)(bytes.place - place) + count;
}

int tlsman_lasting_get_bytes(tlsman_session *session, int id, uint8_t *bytes, int length)
{
    if (length < 0) {
        return TLSMAN_BAD_ARGUMENT;
    }

    switch (id) {
        case TLSMAN_BYTES_CONNECTION_ID:
            return get_own_id(session, bytes, length);
        case TLSMAN_BYTES_PEER_CONNECTION_ID:
            return get_peer_id(session, bytes, length);
        case TLSMAN_BYTES_SESSION:
            return get_session(session, bytes, length);
        case TLSMAN_BYTES_RESUMPTION:
            return get_resumption(session, bytes, length);
        default:
            return TLSMAN_BAD_ARGUMENT;
    }
}

static int has_suite(const uint16_t *suites, unsigned suite)
{
    while (*suites != 0 && *suites != suite) {
        suites++;
    }

    return suite != 0 && *suites == suite;
}

static void read_ids(tlsman_session *session, struct tlsman_fields *bytes, uint32_t flags)
{
    struct tlsman_lasting *lasting = session->lasting;
    const uint8_t *own, *peer;
    size_t own_length, peer_length;

    own = tlsman_fields_get_field(bytes, sizeof(lasting->connection_id), &own_length);
    peer = tlsman_fields_get_field(bytes, sizeof(lasting->peer_id), &peer_length);

    if (bytes->has_failed) {
        return;
    }

    memcpy(lasting->connection_id, own, own_length);
    memcpy(lasting->peer_id, peer, peer_length);
    lasting->peer_id_length = (uint8_t)peer_length;
    lasting->has_connection_id = (flags & FLAG_HAS_CONNECTION_ID) != 0 && own_length > 0;
    session->config.connection_id = lasting->connection_id;
    session->config.connection_id_length = (int)own_length;
}

/* What stands before the stack's own bytes, which remain. */
static int read_session(tlsman_session *session, struct tlsman_fields *bytes)
{
    uint32_t format = tlsman_fields_get(bytes, 1);
    uint32_t role = tlsman_fields_get(bytes, 1);
    uint32_t flags = tlsman_fields_get(bytes, 1);
    uint32_t suite = tlsman_fields_get(bytes, 2);
    uint32_t tag = tlsman_fields_get(bytes, 4);
    size_t length;
    const uint8_t *identity = tlsman_fields_get_field(bytes, TLSMAN_MAX_IDENTITY, &length);

    session->config.connection_id = NULL;
    session->config.connection_id_length = 0;

    if ((flags & FLAG_HAS_IDS) != 0) {
        read_ids(session, bytes, flags);
    }

    if (bytes->has_failed || format != SESSION_FORMAT || role != (uint32_t)session->config.role
        || !has_suite(session->stack->get_suites(), suite)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    session->suite = (uint16_t)suite;
    session->credential_tag = (int)tag;
    session->is_resumed = (flags & FLAG_IS_RESUMED) != 0;
    session->is_extended = (flags & FLAG_IS_EXTENDED) != 0;
    session->identity_length = (int)length;
    memcpy(session->identity, identity, length);
    return TLSMAN_OK;
}

int tlsman_lasting_prepare(tlsman_session *session)
{
    struct tlsman_fields bytes;

    /* RFC 6066, section 4, ties the length to the session: where one is wanted, nothing is resumed. */
    if (session->config.max_fragment_length != 0) {
        session->config.offers_resumption = 0;
    }

    if (!session->config.is_restored) {
        return TLSMAN_OK;
    }

    bytes = (struct tlsman_fields){ session->lasting->saved.bytes, session->lasting->saved.length, 0 };
    return read_session(session, &bytes);
}

int tlsman_lasting_load(tlsman_session *session)
{
    struct tlsman_fields bytes = { session->lasting->saved.bytes, session->lasting->saved.length, 0 };
    unsigned suite;
    int status = read_session(session, &bytes);

    if (status != TLSMAN_OK) {
        return status;
    }

    suite = session->suite;
    status = session->stack->load(session, session->state, bytes.place, bytes.left);
    return status == TLSMAN_OK && session->suite != suite ? TLSMAN_BAD_ARGUMENT : status;
}

/* The credential that what is to be resumed began with; NULL if it fits nothing here. The stack's own bytes remain. */
static const struct tlsman_credential *read_resumption(tlsman_session *session, struct tlsman_fields *bytes)
{
    uint32_t format, kind, suite;
    const struct tlsman_credential *credential;
    const uint8_t *check, *identity;
    uint8_t own_check[TLSMAN_KEY_CHECK_LENGTH];
    size_t length, check_length;

    *bytes = (struct tlsman_fields){ session->lasting->resumption.bytes, session->lasting->resumption.length, 0 };
    format = tlsman_fields_get(bytes, 1);
    kind = tlsman_fields_get(bytes, 1);
    suite = tlsman_fields_get(bytes, 2);
    check = tlsman_fields_get_field(bytes, TLSMAN_KEY_CHECK_LENGTH, &check_length);
    identity = tlsman_fields_get_field(bytes, TLSMAN_MAX_IDENTITY, &length);

    if (bytes->has_failed || format != RESUMPTION_FORMAT || check_length != TLSMAN_KEY_CHECK_LENGTH
        || kind != (uint32_t)session->config.kind || !has_suite(session->config.suites, suite)) {
        return NULL;
    }

    credential = tlsman_credentials_find(session, identity, length);

    if (credential == NULL
        || (session->wanted_tag != TLSMAN_ANY_CREDENTIAL && session->wanted_tag != credential->tag)) {
        return NULL;
    }

    return tlsman_credentials_make_check(credential, own_check) && tlsman_are_equal(check, own_check, sizeof(own_check))
               ? credential
               : NULL;
}

void tlsman_lasting_note_key(tlsman_session *session)
{
    const struct tlsman_credential *credential =
        tlsman_credentials_find(session, session->identity, (size_t)session->identity_length);

    /* Where there is none, a resumption begins no session, so nothing has to be told. */
    if (session->config.offers_resumption
        && (credential == NULL || !tlsman_credentials_make_check(credential, session->lasting->key_check))) {
        session->config.offers_resumption = 0;
    }
}

void tlsman_lasting_offer(tlsman_session *session)
{
    struct tlsman_fields bytes;

    if (session->config.offers_resumption && session->lasting->resumption.length > 0
        && read_resumption(session, &bytes) != NULL) {
        session->stack->resume(session, session->state, bytes.place, bytes.left);
    }
}

void tlsman_set_resumed(tlsman_session *session)
{
    session->is_resumed = 1;

    if (session->config.role == TLSMAN_CLIENT) {
        struct tlsman_fields bytes;
        const struct tlsman_credential *credential = read_resumption(session, &bytes);

        if (credential != NULL) {
            tlsman_credentials_remember(session, credential);
        }
    }
}

void tlsman_set_connection_ids(tlsman_session *session, int has_own, const uint8_t *peer, size_t length)
{
    struct tlsman_lasting *lasting = session->lasting;

    /* Without one of ours, be it empty, nothing was agreed on. */
    if (session->config.connection_id == NULL || length > sizeof(lasting->peer_id)) {
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

void tlsman_lasting_wipe(tlsman_session *session)
{
    if (session->lasting != NULL) {
        free_blob(&session->lasting->saved);
        free_blob(&session->lasting->resumption);
        free_blob(&session->lasting->ticket_keys);
        free_blob(&session->lasting->ticket);
    }
}

void tlsman_lasting_free(tlsman_session *session)
{
    tlsman_lasting_wipe(session);
    tlsman_release(session->lasting, sizeof(struct tlsman_lasting));
    session->lasting = NULL;
}
