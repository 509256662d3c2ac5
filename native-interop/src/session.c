/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* One session: what happens next, deadlines, the one final event. */
#include "core.h"

/* How often a stack is asked to take a record before it is dropped. */
#define MAX_OFFERS 8

tlsman_session *tlsman_session_open(const struct tlsman_stack *stack, enum tlsman_role role, enum tlsman_kind kind,
                                    int *status)
{
    /* The state follows the session in one allocation, at an offset that suits every type. */
    size_t size = (sizeof(tlsman_session) + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    tlsman_session *session;

    if (!stack->get_capability(kind == TLSMAN_DATAGRAM ? TLSMAN_CAN_DTLS12 : TLSMAN_CAN_TLS12)) {
        *status = TLSMAN_NO_STACK;
        return NULL;
    }

    session = tlsman_allocate(size + stack->state_size);

    if (session == NULL) {
        *status = TLSMAN_NO_MEMORY;
        return NULL;
    }

    session->stack = stack;
    session->state = (uint8_t *)session + size;
    session->config.role = role;
    session->config.kind = kind;
    session->config.mtu = 1232;
    session->config.first_timeout = 1000;
    session->config.max_timeout = 60000;
    session->config.handshake_timeout = 30000;
    session->config.receive_buffer_size = TLSMAN_MAX_PLAINTEXT;
#ifdef TLSMAN_TLS13
    session->config.versions = TLSMAN_VERSION12;
    session->config.psk_modes = TLSMAN_PSK_DHE_KE;
#endif
    session->credential_tag = -1;
    session->wanted_tag = TLSMAN_ANY_CREDENTIAL;
    session->alert = TLSMAN_NO_ALERT;
    session->suspected_alert = TLSMAN_NO_ALERT;
    session->awaited = role == TLSMAN_CLIENT ? TLSMAN_AWAIT_SERVER_HELLO : TLSMAN_AWAIT_CLIENT_HELLO;
    *status = TLSMAN_OK;
    return session;
}

#ifdef TLSMAN_PUBLIC_KEYS
static int is_known_by_key(const tlsman_session *session)
{
#ifdef TLSMAN_TLS13
    if (session->is_13) {
        return !session->is_known_by_psk;
    }
#endif
    return tlsman_get_exchange(session->suite) >= TLSMAN_ECDHE_ECDSA;
}
#endif

static void enter_connected(tlsman_session *session)
{
    session->phase = TLSMAN_PHASE_CONNECTED;
    session->event = TLSMAN_CONNECTED;
    session->awaited = TLSMAN_AWAIT_NOTHING;
    session->bad_records = 0;
    tlsman_lasting_note_key(session);
    tlsman_credentials_wipe(session);
    tlsman_inquiry_free(session);
    tlsman_lasting_wipe(session);
#ifdef TLSMAN_PUBLIC_KEYS
    if (is_known_by_key(session) && session->keys != NULL && !session->config.is_restored) {
        session->credential_tag = tlsman_keys_get_tag(session);
    }

    tlsman_keys_wipe(session);
#endif
}

/* Whether there are keys for the suites that are to be used. */
static int check_keys(tlsman_session *session)
{
    if (session->config.is_restored) {
        return TLSMAN_OK;
    }

#ifdef TLSMAN_PUBLIC_KEYS
    return tlsman_keys_start(session);
#else
    return session->config.role == TLSMAN_CLIENT && session->credentials == NULL ? TLSMAN_NO_KEY : TLSMAN_OK;
#endif
}

/*
 * All that the stack has. A client takes key shares beside a pre-shared key only if it is told to: all of its hellos
 * would be longer for them.
 */
static void take_suites(tlsman_session *session)
{
    const uint16_t *suites = session->stack->get_suites();
    int count = 0;

    for (int i = 0; count < TLSMAN_MAX_SUITES && suites[i] != 0; i++) {
        if (session->config.role == TLSMAN_SERVER || tlsman_get_exchange(suites[i]) != TLSMAN_ECDHE_PSK) {
            session->config.suites[count++] = suites[i];
        }
    }
}

int tlsman_session_start(tlsman_session *session, uint32_t now)
{
    int status;

    if (session->phase != TLSMAN_PHASE_NEW) {
        return TLSMAN_INVALID_STATE;
    }

    status = tlsman_lasting_prepare(session);

    if (status != TLSMAN_OK) {
        return status;
    }

    if (session->config.suites[0] == 0) {
        take_suites(session);
    }

    status = check_keys(session);

    if (status != TLSMAN_OK) {
        return status;
    }

    session->now = now;
    session->end = now + (uint32_t)session->config.handshake_timeout;
    status = tlsman_inquiry_start(session);

    if (status != TLSMAN_OK) {
        return status;
    }

    status = session->stack->open(session, session->state);

    session->needs_release = status == TLSMAN_OK;

    /* What failed inside open(), as the random source, is reported as any failure is. */
    if (session->phase != TLSMAN_PHASE_NEW) {
        return TLSMAN_OK;
    }

    if (status != TLSMAN_OK) {
        return status;
    }

    if (session->config.is_restored) {
        status = tlsman_lasting_load(session);

        if (status != TLSMAN_OK) {
            session->phase = TLSMAN_PHASE_ENDED;
            return status;
        }

        enter_connected(session);
        return TLSMAN_OK;
    }

    tlsman_lasting_offer(session);
    session->phase = TLSMAN_PHASE_HANDSHAKE;

    if (session->stack->start != NULL) {
        session->stack->start(session, session->state);
    }

    return TLSMAN_OK;
}

void tlsman_session_end(tlsman_session *session, enum tlsman_event event)
{
    if (session->phase < TLSMAN_PHASE_ENDING) {
        session->phase = TLSMAN_PHASE_ENDING;
        session->event = event;
    }
}

/*
 * When a handshake has taken too long. A client that says nothing after its ClientHello has half the time of a server
 * over datagrams: its place is wanted.
 */
static uint32_t get_end(const tlsman_session *session)
{
    int is_hello_all = session->config.role == TLSMAN_SERVER && session->config.kind == TLSMAN_DATAGRAM
                       && !session->progress.has_key_exchange;

    return session->end - (is_hello_all ? (uint32_t)session->config.handshake_timeout / 2 : 0);
}

static void check_timers(tlsman_session *session)
{
    if (session->phase == TLSMAN_PHASE_HANDSHAKE) {
        if (tlsman_is_due(get_end(session), session->now)) {
            tlsman_fail(session, TLSMAN_HANDSHAKE_TIMEOUT, session->suspected_alert, 0);
        } else if (session->suspected_alert != TLSMAN_NO_ALERT && tlsman_is_due(session->suspicion_end, session->now)) {
            tlsman_fail(session, TLSMAN_ALERT_RECEIVED, session->suspected_alert, 0);
        }
    }
}

/* Hands over the next record of a datagram if the last one was taken. */
static int has_input(tlsman_session *session)
{
    if (session->config.kind == TLSMAN_STREAM || !tlsman_session_is_living(session)) {
        return session->position < session->limit;
    }

    if (session->position < session->limit) {
        return 1;
    }

    if (!tlsman_records_next(session)) {
        return 0;
    }

    if (session->stack->input != NULL && !tlsman_inquiry_is_complete(session)) {
        session->stack->input(session, session->state);
    }

    return 1;
}

static int take_event(tlsman_session *session)
{
    int event = session->event;

    session->event = TLSMAN_IDLE;

    if (event != TLSMAN_CONNECTED) {
        session->phase = TLSMAN_PHASE_ENDED;
    }

    return event;
}

/* The stack gets no more until it is known whose key it needs. The datagram is looked at again with the next call. */
static int ask(tlsman_session *session)
{
    session->limit = session->config.kind == TLSMAN_STREAM ? session->limit : session->position;
    tlsman_inquiry_ask(session);
    return TLSMAN_NEED_CREDENTIAL;
}

/* What waits to be reported, in the order in which it is: output, data, the event. TLSMAN_BUSY for none. */
static int report(tlsman_session *session)
{
    while (session->output_count == 0 && session->queue_used > 0) {
        tlsman_output_take_queued(session);
    }

    if (session->output_count > 0) {
        return TLSMAN_TRANSMIT;
    }

    if (session->has_data) {
        session->has_data = 0;
        return TLSMAN_DATA;
    }

    if (session->event != TLSMAN_IDLE) {
        return take_event(session);
    }

    return session->phase == TLSMAN_PHASE_ENDED ? TLSMAN_IDLE : TLSMAN_BUSY;
}

static void handle(tlsman_session *session, int result)
{
    switch (result) {
        case TLSMAN_CONNECTED:
            if (session->phase == TLSMAN_PHASE_HANDSHAKE) {
                enter_connected(session);
            }
            break;
        case TLSMAN_CLOSED:
            tlsman_session_end(session, TLSMAN_CLOSED);
            break;
        case TLSMAN_FAILED:
            tlsman_fail(session, TLSMAN_INTERNAL_ERROR, TLSMAN_NO_ALERT, 0);
            break;
        default:
            break;
    }
}

static int is_timer_due(tlsman_session *session)
{
    uint32_t deadline;

    return session->stack->get_deadline(session, session->state, &deadline) && tlsman_is_due(deadline, session->now);
}

/* The step has left something for report(), or for the question for a key. */
static int has_news(const tlsman_session *session)
{
    return session->output_count > 0 || session->queue_used > 0 || tlsman_inquiry_is_complete(session);
}

/* Calls the stack once. TLSMAN_IDLE if that brought nothing, else TLSMAN_BUSY: report() says what it was. */
static int call_stack(tlsman_session *session)
{
    int result;

    session->is_refused = 0;
    session->is_idle = 0;
    result = session->stack->step(session, session->state);
    session->is_idle |= result == TLSMAN_IDLE && !session->is_refused && session->phase != TLSMAN_PHASE_CLOSING;
    handle(session, result);
    return result == TLSMAN_IDLE && !has_news(session) ? TLSMAN_IDLE : TLSMAN_BUSY;
}

/* A stack that has not taken a record so often will not take it later: the record is dropped. */
static void count_offer(tlsman_session *session, int was_taken, int *offers)
{
    *offers = was_taken ? 0 : *offers + 1;

    if (*offers == MAX_OFFERS) {
        tlsman_drop(session, TLSMAN_DROP_UNEXPECTED);
        session->position = session->limit;
        *offers = 0;
    }
}

/*
 * One step further: timers, the next record, the question for a key, the stack. TLSMAN_BUSY while something may have
 * come of it, else what the call returns.
 */
static int advance(tlsman_session *session, int *offers)
{
    int is_offered;
    size_t before;

    check_timers(session);

    if (session->phase >= TLSMAN_PHASE_ENDING) {
        return TLSMAN_BUSY;
    }

    is_offered = has_input(session);
    before = session->position;

    if (tlsman_inquiry_is_complete(session)) {
        return ask(session);
    }

    /* A stack that is pushed its input may have ended the session in has_input(). */
    if (session->phase >= TLSMAN_PHASE_ENDING) {
        return TLSMAN_BUSY;
    }

    if (session->is_idle && !is_offered && !is_timer_due(session)) {
        return TLSMAN_IDLE;
    }

    if (call_stack(session) != TLSMAN_IDLE) {
        return TLSMAN_BUSY;
    }

    if (session->phase == TLSMAN_PHASE_CLOSING) {
        tlsman_session_end(session, TLSMAN_CLOSED);
        return TLSMAN_BUSY;
    }

    /* Over a stream, what is there may be the beginning of a record. */
    if (!is_offered || (session->config.kind == TLSMAN_STREAM && session->position == before)) {
        return TLSMAN_IDLE;
    }

    count_offer(session, session->position != before, offers);
    return TLSMAN_BUSY;
}

int tlsman_session_poll(tlsman_session *session)
{
    int offers = 0;
    int result;

    if (session->phase == TLSMAN_PHASE_NEW) {
        return TLSMAN_INVALID_STATE;
    }

    /* Without an answer nobody is known by that identity. */
    tlsman_inquiry_go_on(session);

    do {
        result = report(session);

        if (result == TLSMAN_BUSY) {
            result = advance(session, &offers);
        }
    } while (result == TLSMAN_BUSY);

    return result;
}

int tlsman_session_is_idle(const tlsman_session *session)
{
    return session->is_idle && tlsman_session_is_living(session) && session->position == session->count
           && session->queue_used == 0 && !session->has_data && session->event == TLSMAN_IDLE;
}

int tlsman_session_get_deadline(tlsman_session *session, uint32_t *deadline)
{
    int has = session->phase == TLSMAN_PHASE_HANDSHAKE;
    uint32_t stack;

    *deadline = get_end(session);

    if (!tlsman_session_is_living(session)) {
        return 0;
    }

    if (has && session->suspected_alert != TLSMAN_NO_ALERT && !tlsman_is_due(*deadline, session->suspicion_end)) {
        *deadline = session->suspicion_end;
    }

    if (session->stack->get_deadline(session, session->state, &stack) && (!has || !tlsman_is_due(*deadline, stack))) {
        *deadline = stack;
        has = 1;
    }

    return has;
}

int tlsman_session_close(tlsman_session *session)
{
    if (tlsman_session_is_living(session)) {
        session->phase = TLSMAN_PHASE_CLOSING;
        session->event = TLSMAN_IDLE;
        session->is_idle = 0;
        session->stack->close(session, session->state);
    }

    return TLSMAN_OK;
}

void tlsman_session_free(tlsman_session *session)
{
    size_t size = (size_t)((uint8_t *)session->state - (uint8_t *)session) + session->stack->state_size;

    if (session->needs_release) {
        session->stack->release(session, session->state);
    }

    tlsman_credentials_wipe(session);
#ifdef TLSMAN_PUBLIC_KEYS
    tlsman_keys_free(session);
#endif
    tlsman_inquiry_free(session);
    tlsman_output_free(session);
    tlsman_lasting_free(session);
    tlsman_release(session->secrets, TLSMAN_SECRETS_LENGTH);
    tlsman_release(session, size);
}
