/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The calls of tlsman.h that have to do with sessions: whatever managed code passes is checked here. */
#include "core.h"

#include <string.h>

/* What interface 1 had: who was written for it passes so many. */
#define LEAST_RESULTS TLSMAN_RESULT_IS_NEWEST

static int copy_text(const char *text, uint8_t *buffer, int length)
{
    int count = (int)strlen(text);

    count = count < length ? count : length;
    memcpy(buffer, text, (size_t)count);
    return count;
}

int tlsman_get_version(void)
{
    return TLSMAN_INTERFACE;
}

int tlsman_reset(void)
{
    enum tlsman_slot_kind kind;
    void *object;

    if (tlsman_get_port() == NULL) {
        return TLSMAN_INVALID_STATE;
    }

    while ((object = tlsman_handle_take_any(&kind)) != NULL) {
        if (kind == TLSMAN_SLOT_SESSION) {
            tlsman_session_free(object);
        } else if (kind == TLSMAN_SLOT_CURVE) {
            tlsman_curve_object_free(object);
        } else {
            tlsman_cipher_object_free(object);
        }
    }

    tlsman_handle_new_generation();
    return TLSMAN_INTERFACE;
}

int tlsman_get_stack_count(void)
{
    return tlsman_count_stacks();
}

int tlsman_get_text(int stack, int id, uint8_t *text, int length)
{
    const struct tlsman_stack *found = tlsman_find_stack(stack);

    if (found == NULL) {
        return TLSMAN_NO_STACK;
    }

    if (length < 0 || (id != TLSMAN_TEXT_NAME && id != TLSMAN_TEXT_VERSION)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    return copy_text(id == TLSMAN_TEXT_NAME ? found->name : found->get_version(), text, length);
}

int tlsman_get_capability(int stack, int id)
{
    const struct tlsman_stack *found = tlsman_find_stack(stack);

    return found == NULL ? TLSMAN_NO_STACK : found->get_capability(id);
}

static int has_suite(const struct tlsman_stack *stack, int suite)
{
    const uint16_t *suites = stack->get_suites();

    while (*suites != 0 && *suites != suite) {
        suites++;
    }

    return suite != 0 && *suites == suite;
}

int tlsman_get_suite(int stack, int index)
{
    const struct tlsman_stack *found = tlsman_find_stack(stack);
    const uint16_t *suites;

    if (found == NULL) {
        return TLSMAN_NO_STACK;
    }

    suites = found->get_suites();

    for (int i = 0; i < index && *suites != 0; i++) {
        suites++;
    }

    return index < 0 ? 0 : *suites;
}

int tlsman_open(int stack, int role, int kind)
{
    const struct tlsman_stack *found = tlsman_find_stack(stack);
    tlsman_session *session;
    int handle;

    if (tlsman_get_port() == NULL) {
        return TLSMAN_INVALID_STATE;
    }

    if (found == NULL) {
        return TLSMAN_NO_STACK;
    }

    if ((role != TLSMAN_CLIENT && role != TLSMAN_SERVER) || (kind != TLSMAN_DATAGRAM && kind != TLSMAN_STREAM)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    session = tlsman_session_open(found, (enum tlsman_role)role, (enum tlsman_kind)kind, &handle);

    if (session == NULL) {
        return handle;
    }

    handle = tlsman_handle_add(TLSMAN_SLOT_SESSION, session);

    if (handle < 0) {
        tlsman_session_free(session);
    }

    return handle;
}

static int add_suite(tlsman_session *session, int suite)
{
    int count = 0;

    while (session->config.suites[count] != 0 && session->config.suites[count] != suite) {
        count++;
    }

    if (!has_suite(session->stack, suite) || count == TLSMAN_MAX_SUITES) {
        return TLSMAN_BAD_ARGUMENT;
    }

    session->config.suites[count] = (uint16_t)suite;
    return TLSMAN_OK;
}

static int set_number(int *place, int value, int least, int most)
{
    if (value < least || value > most) {
        return TLSMAN_BAD_ARGUMENT;
    }

    *place = value;
    return TLSMAN_OK;
}

static int set_max_fragment_length(tlsman_session *session, int value)
{
    /* RFC 6066, section 4, has these four. */
    if (value != 0 && value != 512 && value != 1024 && value != 2048 && value != 4096) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (value != 0 && !session->stack->get_capability(TLSMAN_CAN_MAX_FRAGMENT_LENGTH)) {
        return TLSMAN_NO_STACK;
    }

    session->config.max_fragment_length = value;
    return TLSMAN_OK;
}

#ifdef TLSMAN_TLS13
static int set_versions(tlsman_session *session, int value)
{
    int newer = session->config.kind == TLSMAN_DATAGRAM ? TLSMAN_CAN_DTLS13 : TLSMAN_CAN_TLS13;

    if (value < TLSMAN_VERSION12 || value > TLSMAN_VERSION12 + TLSMAN_VERSION13) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if ((value & TLSMAN_VERSION13) != 0 && !session->stack->get_capability(newer)) {
        return TLSMAN_NO_STACK;
    }

    session->config.versions = value;
    return TLSMAN_OK;
}

static int set_psk_modes(tlsman_session *session, int value)
{
    if (value < TLSMAN_PSK_KE || value > TLSMAN_PSK_KE + TLSMAN_PSK_DHE_KE) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if ((session->stack->get_capability(TLSMAN_PSK_MODES) & value) != value) {
        return TLSMAN_NO_STACK;
    }

    session->config.psk_modes = value;
    return TLSMAN_OK;
}
#endif

int tlsman_set_option(int handle, int id, int value)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);

    if (session == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    if (session->phase != TLSMAN_PHASE_NEW) {
        return TLSMAN_INVALID_STATE;
    }

    switch (id) {
        case TLSMAN_OPTION_SUITE:
            return add_suite(session, value);
        case TLSMAN_OPTION_MTU:
            return set_number(&session->config.mtu, value, TLSMAN_LEAST_MTU, UINT16_MAX);
        case TLSMAN_OPTION_FIRST_TIMEOUT:
            return set_number(&session->config.first_timeout, value, 1, INT32_MAX / 4);
        case TLSMAN_OPTION_MAX_TIMEOUT:
            return set_number(&session->config.max_timeout, value, 1, INT32_MAX / 4);
        case TLSMAN_OPTION_HANDSHAKE_TIMEOUT:
            return set_number(&session->config.handshake_timeout, value, 1, INT32_MAX);
        case TLSMAN_OPTION_MAX_FRAGMENT_LENGTH:
            return set_max_fragment_length(session, value);
        case TLSMAN_OPTION_RECEIVE_BUFFER_SIZE:
            return set_number(&session->config.receive_buffer_size, value, 64, TLSMAN_MAX_PLAINTEXT);
        case TLSMAN_OPTION_BAD_RECORD_LIMIT:
            return set_number(&session->config.bad_record_limit, value, 0, INT32_MAX);
        case TLSMAN_OPTION_ALLOW_LEGACY_MASTER_SECRET:
            return set_number(&session->config.allow_legacy_master_secret, value, 0, 1);
        case TLSMAN_OPTION_REQUIRE_SECURE_RENEGOTIATION:
            return set_number(&session->config.require_secure_renegotiation, value, 0, 1);
        case TLSMAN_OPTION_KEY_LOG:
            return set_number(&session->config.key_log, value, 0, session->stack->get_capability(TLSMAN_CAN_KEY_LOG));
        case TLSMAN_OPTION_KEEP_MASTER_SECRET:
            return set_number(&session->config.keep_master_secret, value, 0,
                              session->stack->get_capability(TLSMAN_CAN_EXPORT));
        case TLSMAN_OPTION_CREDENTIAL_TAG:
            return set_number(&session->wanted_tag, value, TLSMAN_ANY_CREDENTIAL, INT32_MAX);
#ifdef TLSMAN_TLS13
        case TLSMAN_OPTION_VERSIONS:
            return set_versions(session, value);
        case TLSMAN_OPTION_PSK_MODES:
            return set_psk_modes(session, value);
#else
        case TLSMAN_OPTION_VERSIONS:
            return value == TLSMAN_VERSION12 ? TLSMAN_OK : TLSMAN_NO_STACK;
#endif
        default:
#ifdef TLSMAN_PUBLIC_KEYS
            return tlsman_keys_set_option(session, id, value);
#else
            return TLSMAN_BAD_ARGUMENT;
#endif
    }
}

int tlsman_set_bytes(int handle, int id, const uint8_t *bytes, int length)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);

    if (session == NULL) {
        return tlsman_curve_set_bytes(handle, id, bytes, length);
    }

    if (session->phase != TLSMAN_PHASE_NEW) {
        return TLSMAN_INVALID_STATE;
    }

#ifdef TLSMAN_PUBLIC_KEYS
    if (id >= TLSMAN_BYTES_KEY_PAIR && id <= TLSMAN_BYTES_APPLICATION_PROTOCOLS) {
        return tlsman_keys_set_bytes(session, id, bytes, length);
    }
#endif

    if (id != TLSMAN_BYTES_IDENTITY_HINT) {
        return tlsman_lasting_set_bytes(session, id, bytes, length);
    }

    if (length < 0 || length > TLSMAN_MAX_IDENTITY) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (length > 0) {
        memcpy(session->config.hint, bytes, (size_t)length);
    }

    session->config.hint_length = length;
    return TLSMAN_OK;
}

int tlsman_add_credential(int handle, int tag, const uint8_t *identity, int identity_length, const uint8_t *key,
                          int key_length, const uint8_t *hint, int hint_length)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);

    return session == NULL
               ? TLSMAN_BAD_HANDLE
               : tlsman_credentials_add(session, tag, identity, identity_length, key, key_length, hint, hint_length);
}

int tlsman_start(int handle, int now)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);

    return session == NULL ? TLSMAN_BAD_HANDLE : tlsman_session_start(session, (uint32_t)now);
}

static void write_results(tlsman_session *session, int event, int *results, int count)
{
    int is_last = event == TLSMAN_IDLE || tlsman_session_is_idle(session);
    uint32_t deadline = 0;

    results[TLSMAN_RESULT_POSITION] = (int)session->position;
    results[TLSMAN_RESULT_OUTPUT_COUNT] = (int)session->output_count;
    results[TLSMAN_RESULT_IS_LAST] = is_last;
    results[TLSMAN_RESULT_HAS_DEADLINE] = is_last && tlsman_session_get_deadline(session, &deadline);
    results[TLSMAN_RESULT_DEADLINE] = (int)deadline;
    results[TLSMAN_RESULT_DROPPED] = session->dropped;

    if (event == TLSMAN_DATA) {
        results[TLSMAN_RESULT_DATA_OFFSET] = session->is_announced ? -1 : (int)session->data_offset;
        results[TLSMAN_RESULT_DATA_COUNT] = (int)session->data_count;
    } else if (event == TLSMAN_FAILED) {
        results[TLSMAN_RESULT_CAUSE] = session->cause;
        results[TLSMAN_RESULT_ALERT] = session->alert;
        results[TLSMAN_RESULT_NATIVE_CODE] = session->native_code;
        results[TLSMAN_RESULT_AWAITED] =
            session->awaited == TLSMAN_AWAIT_SERVER_HELLO && session->progress.hello_sequence > 0
                ? TLSMAN_AWAIT_SERVER_HELLO_AFTER_COOKIE
                : session->awaited;
    }

    if (session->dropped > 0) {
        memcpy(results + TLSMAN_RESULT_DROPS, session->drops, sizeof(session->drops));
        memset(session->drops, 0, sizeof(session->drops));
        session->dropped = 0;
    }

    if (count > TLSMAN_RESULT_IS_NEWEST) {
        results[TLSMAN_RESULT_IS_NEWEST] = tlsman_lasting_take_newest(session);
    }
}

static void open_windows(tlsman_session *session, int now, uint8_t *output, int output_length)
{
    session->now = (uint32_t)now;
    session->output = output;
    session->output_room = (size_t)output_length;
}

/* The caller's buffers are its own again, and may move. */
static void close_windows(tlsman_session *session)
{
    session->input = session->output = NULL;
    session->position = session->limit = session->count = 0;
    session->output_count = session->output_room = 0;
}

static int finish(tlsman_session *session, int event, int *results, int result_count)
{
    if (event >= 0) {
        write_results(session, event, results, result_count);
    }

    close_windows(session);
    return event;
}

int tlsman_poll(int handle, int now, uint8_t *input, int position, int count, uint8_t *output, int output_length,
                int *results, int result_count)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);

    if (session == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    if (position < 0 || count < position || output_length < 0 || result_count < LEAST_RESULTS
        || (input == NULL && count > 0) || output == NULL) {
        return TLSMAN_BAD_ARGUMENT;
    }

    open_windows(session, now, output, output_length);
    session->input = input;
    session->position = (size_t)position;
    session->count = (size_t)count;
    session->limit = session->config.kind == TLSMAN_STREAM ? session->count : session->position;
    return finish(session, tlsman_session_poll(session), results, result_count);
}

int tlsman_read(int handle, uint8_t *data, int length)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);

    if (session == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    if (session->phase != TLSMAN_PHASE_CONNECTED || session->stack->read == NULL || !session->is_announced) {
        return TLSMAN_INVALID_STATE;
    }

    session->is_announced = 0;
    session->is_idle = 0;
    return length < 0 ? TLSMAN_BAD_ARGUMENT : session->stack->read(session, session->state, data, (size_t)length);
}

int tlsman_send(int handle, int now, const uint8_t *data, int length, uint8_t *output, int output_length, int *results,
                int result_count)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);
    int taken;

    if (session == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    if (length < 1 || output_length < 0 || output == NULL || result_count < LEAST_RESULTS) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (session->phase != TLSMAN_PHASE_CONNECTED) {
        return session->phase < TLSMAN_PHASE_CONNECTED ? TLSMAN_NOT_CONNECTED : TLSMAN_ENDED;
    }

    open_windows(session, now, output, output_length);
    session->is_refused = 0;
    taken = session->stack->send(session, session->state, data, (size_t)length);
    session->is_idle &= !session->is_refused;

    /* What failed for good has an event to say so. */
    if (taken < 0 && session->phase == TLSMAN_PHASE_CONNECTED) {
        close_windows(session);
        return taken;
    }

    results[TLSMAN_RESULT_SENT] = taken < 0 ? 0 : taken;
    return finish(session, tlsman_session_poll(session), results, result_count);
}

int tlsman_end_of_stream(int handle)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);

    if (session == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    /* RFC 5246, section 7.2.1: without close_notify nobody knows whether something is missing. */
    if (session->config.kind == TLSMAN_STREAM && session->phase != TLSMAN_PHASE_NEW) {
        tlsman_fail(session, TLSMAN_TRUNCATED, TLSMAN_NO_ALERT, 0);
    }

    return TLSMAN_OK;
}

int tlsman_close(int handle, int now)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);

    if (session == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    session->now = (uint32_t)now;
    return tlsman_session_close(session);
}

int tlsman_free(int handle)
{
    tlsman_session *session = tlsman_handle_remove(TLSMAN_SLOT_SESSION, handle);

    if (session == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    tlsman_session_free(session);
    return TLSMAN_OK;
}

int tlsman_get_number(int handle, int id, int argument)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);

    if (session == NULL) {
        return tlsman_curve_get_number(handle, id);
    }

    switch (id) {
        case TLSMAN_NUMBER_SUITE:
            return session->suite;
        case TLSMAN_NUMBER_CREDENTIAL_TAG:
            return session->phase == TLSMAN_PHASE_CONNECTED ? session->credential_tag : -1;
        case TLSMAN_NUMBER_MAX_PAYLOAD:
            return session->phase == TLSMAN_PHASE_CONNECTED
                       ? session->stack->get_max_payload(session, session->state, argument)
                       : 0;
        case TLSMAN_NUMBER_HAS_CONNECTION_ID:
            return tlsman_lasting_has_connection_id(session);
        case TLSMAN_NUMBER_IS_RESUMED:
            return session->phase == TLSMAN_PHASE_CONNECTED && session->is_resumed;
        case TLSMAN_NUMBER_VERSION:
            return session->phase != TLSMAN_PHASE_CONNECTED ? 0
                   : tlsman_session_is_13(session)          ? TLSMAN_VERSION13
                                                            : TLSMAN_VERSION12;
        default:
            return TLSMAN_BAD_ARGUMENT;
    }
}

static int get_wanted_identity(const tlsman_session *session, uint8_t *bytes, int length)
{
    size_t count;
    const uint8_t *identity = tlsman_inquiry_get_identity(session, &count);

    if (identity == NULL || length < 0 || count > (size_t)length) {
        return 0;
    }

    memcpy(bytes, identity, count);
    return (int)count;
}

static int get_randoms(const tlsman_session *session, uint8_t *bytes, int length)
{
    if (session->secrets == NULL || !session->is_extended || session->phase != TLSMAN_PHASE_CONNECTED
        || length < 2 * TLSMAN_RANDOM_LENGTH) {
        return 0;
    }

    memcpy(bytes, session->secrets, TLSMAN_RANDOM_LENGTH);
    memcpy(bytes + TLSMAN_RANDOM_LENGTH, session->secrets + TLSMAN_RANDOM_LENGTH + TLSMAN_MASTER_SECRET_LENGTH,
           TLSMAN_RANDOM_LENGTH);
    return 2 * TLSMAN_RANDOM_LENGTH;
}

int tlsman_get_bytes(int handle, int id, uint8_t *bytes, int length)
{
    tlsman_session *session = tlsman_handle_get(TLSMAN_SLOT_SESSION, handle);
    const int secrets_length = TLSMAN_RANDOM_LENGTH + TLSMAN_MASTER_SECRET_LENGTH;

    if (session == NULL) {
        return tlsman_curve_get_bytes(handle, id, bytes, length);
    }

    if (id == TLSMAN_BYTES_IDENTITY && length >= session->identity_length && session->phase == TLSMAN_PHASE_CONNECTED) {
        memcpy(bytes, session->identity, (size_t)session->identity_length);
        return session->identity_length;
    }

    if (id == TLSMAN_BYTES_SECRETS && length >= secrets_length && session->secrets != NULL) {
        memcpy(bytes, session->secrets, (size_t)secrets_length);

        if (!session->config.keep_master_secret) {
            tlsman_release(session->secrets, TLSMAN_SECRETS_LENGTH);
            session->secrets = NULL;
        }

        return secrets_length;
    }

    if (id == TLSMAN_BYTES_RANDOMS) {
        return get_randoms(session, bytes, length);
    }

#ifdef TLSMAN_PUBLIC_KEYS
    if (id == TLSMAN_BYTES_APPLICATION_PROTOCOLS) {
        return tlsman_keys_get_protocol(session, bytes, length);
    }
#endif

    if (id == TLSMAN_BYTES_WANTED_IDENTITY) {
        return get_wanted_identity(session, bytes, length);
    }

    return id == TLSMAN_BYTES_IDENTITY || id == TLSMAN_BYTES_SECRETS
               ? 0
               : tlsman_lasting_get_bytes(session, id, bytes, length);
}
