/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The timer of a flight (RFC 6347, section 4.2.4.1), for stacks whose own is none that can be set. */
#include "tlsman_stack.h"

static void arm(const tlsman_session *session, struct tlsman_timer *timer)
{
    timer->deadline = tlsman_get_now(session) + (uint32_t)timer->timeout;
    timer->is_armed = 1;
}

void tlsman_timer_begin(const tlsman_session *session, struct tlsman_timer *timer)
{
    timer->timeout = tlsman_get_config(session)->first_timeout;
    arm(session, timer);
}

void tlsman_timer_repeat(const tlsman_session *session, struct tlsman_timer *timer)
{
    int longest = tlsman_get_config(session)->max_timeout;

    timer->timeout = timer->timeout < longest / 2 ? 2 * timer->timeout : longest;
    arm(session, timer);
}

int tlsman_timer_is_due(const tlsman_session *session, const struct tlsman_timer *timer)
{
    return timer->is_armed && tlsman_is_due(timer->deadline, tlsman_get_now(session));
}
