/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What a stack writes: straight into the caller's buffer if that is empty, else, for a stack that cannot wait, into
 * a queue.
 */
#include "dtls.h"

#include <string.h>

#define LENGTH_SIZE 2

static int enqueue(tlsman_session *session, const uint8_t *buffer, size_t count)
{
    uint8_t *place;

    if (session->queue == NULL) {
        session->queue = tlsman_allocate(TLSMAN_QUEUE_SIZE);
    }

    /* A datagram that finds no place is lost, as any datagram may be; a stream would miss a piece. */
    if (session->queue == NULL || count > UINT16_MAX || session->queue_used + LENGTH_SIZE + count > TLSMAN_QUEUE_SIZE) {
        session->is_refused = 1;
        return session->config.kind == TLSMAN_DATAGRAM ? (int)count : TLSMAN_WOULD_BLOCK;
    }

    place = session->queue + session->queue_used;
    place[0] = (uint8_t)(count >> 8);
    place[1] = (uint8_t)count;
    memcpy(place + LENGTH_SIZE, buffer, count);
    session->queue_used += LENGTH_SIZE + count;
    return (int)count;
}

/*
 * How much of a datagram may leave: what stands before the first record that has an epoch of keys, but no room for
 * nonce and tag, and so is in the clear. wolfSSL sends such alerts between its own Finished and the peer's.
 */
static size_t measure_protected(const uint8_t *buffer, size_t count)
{
    size_t position = 0;

    while (count - position >= TLSMAN_RECORD_HEADER) {
        const uint8_t *record = buffer + position;
        size_t length = tlsman_read_length(record);

        /* Its header is another one, and who writes such records is past the point where one could be in the clear. */
        if (record[0] > TLSMAN_CONTENT_APPLICATION_DATA) {
            break;
        }

        if ((record[3] | record[4]) != 0 && length < TLSMAN_LEAST_EXPANSION) {
            return position;
        }

        if (length > count - position - TLSMAN_RECORD_HEADER) {
            break;
        }

        position += TLSMAN_RECORD_HEADER + length;
    }

    return count;
}

static int transmit(tlsman_session *session, const uint8_t *buffer, size_t count)
{
    size_t room = session->output_room - session->output_count;

    /* Longer than the caller's datagrams may be: lost, as on a path with a smaller MTU. */
    if (session->config.kind == TLSMAN_DATAGRAM && session->output_room > 0 && count > session->output_room) {
        return (int)count;
    }

    if (session->queue_used > 0 || room == 0
        || (session->config.kind == TLSMAN_DATAGRAM && session->output_count > 0)) {
        if (session->stack->needs_queue) {
            return enqueue(session, buffer, count);
        }

        session->is_refused = 1;
        return TLSMAN_WOULD_BLOCK;
    }

    if (count > room) {
        if (session->stack->needs_queue) {
            return enqueue(session, buffer, count);
        }

        session->is_refused = 1;
        count = room;
    }

    memcpy(session->output + session->output_count, buffer, count);
    session->output_count += count;
    return (int)count;
}

int tlsman_transmit(tlsman_session *session, const uint8_t *buffer, size_t count)
{
    size_t leaving;

    if (count > INT32_MAX) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (session->config.kind == TLSMAN_STREAM) {
        return transmit(session, buffer, count);
    }

    leaving = measure_protected(buffer, count);

    if (session->phase == TLSMAN_PHASE_HANDSHAKE) {
        if (!tlsman_handshake_may_send(session, buffer, leaving)) {
            return (int)count;
        }

        tlsman_handshake_note_sent(session, buffer, leaving);
    }

    /* To the stack all of it has left. */
    return leaving > 0 && transmit(session, buffer, leaving) == TLSMAN_WOULD_BLOCK ? TLSMAN_WOULD_BLOCK : (int)count;
}

int tlsman_output_take_queued(tlsman_session *session)
{
    uint8_t *first = session->queue;
    size_t count, taken;

    if (session->queue_used == 0) {
        return 0;
    }

    count = (size_t)first[0] << 8 | first[1];
    taken = count;

    if (count > session->output_room) {
        /* A datagram that is longer than the caller's MTU cannot leave; the stack's own timer makes a new one. */
        taken = session->config.kind == TLSMAN_STREAM ? session->output_room : 0;
    }

    memcpy(session->output, first + LENGTH_SIZE, taken);
    session->output_count = taken;

    if (taken < count && taken > 0) {
        size_t rest = count - taken;

        memmove(first + LENGTH_SIZE, first + LENGTH_SIZE + taken, session->queue_used - LENGTH_SIZE - taken);
        first[0] = (uint8_t)(rest >> 8);
        first[1] = (uint8_t)rest;
        session->queue_used -= taken;
    } else {
        session->queue_used -= LENGTH_SIZE + count;
        memmove(first, first + LENGTH_SIZE + count, session->queue_used);
    }

    /* It is needed for flights only, so a connected session does without. */
    if (session->queue_used == 0) {
        tlsman_output_free(session);
    }

    return taken > 0;
}

void tlsman_output_free(tlsman_session *session)
{
    tlsman_release(session->queue, TLSMAN_QUEUE_SIZE);
    session->queue = NULL;
    session->queue_used = 0;
}
