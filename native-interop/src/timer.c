/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The timer of a flight (RFC 6347, section 4.2.4.1), for stacks whose own is none that can be set. */
#include "tlsman_stack.h"

uint32_t tlsman_stretch(tlsman_session *session, uint32_t timeout)
{
    uint8_t bytes[2] = { 0, 0 };

    /* What fails here has ended the session. */
    tlsman_random(session, bytes, sizeof(bytes));
    return timeout + (uint32_t)((uint64_t)timeout * ((uint32_t)bytes[0] << 8 | bytes[1]) >> 17);
}

static void arm(tlsman_session *session, struct tlsman_timer *timer)
{
    timer->deadline = tlsman_get_now(session) + tlsman_stretch(session, (uint32_t)timer->timeout);
    timer->is_armed = 1;
}

void tlsman_timer_update(tlsman_session *session, struct tlsman_timer *timer, int is_outstanding)
{
    if (!is_outstanding) {
        timer->is_armed = 0;
    } else if (timer->has_sent) {
        timer->timeout = tlsman_get_config(session)->first_timeout;
        arm(session, timer);
    }

    timer->has_sent = 0;
}

void tlsman_timer_repeat(tlsman_session *session, struct tlsman_timer *timer)
{
    int longest = tlsman_get_config(session)->max_timeout;

    timer->timeout = timer->timeout < longest / 2 ? 2 * timer->timeout : longest;
    arm(session, timer);
}

int tlsman_timer_is_due(const tlsman_session *session, const struct tlsman_timer *timer)
{
    return timer->is_armed && tlsman_is_due(timer->deadline, tlsman_get_now(session));
}
