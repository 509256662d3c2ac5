/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * The clock and the random source of tinyDTLS, which knows one of each for the whole program. These definitions stand
 * in for its dtls_time.o and dtls_prng.o, which a linker then leaves in libtinydtls.a.
 */
#include "adapter.h"

#include <string.h>

#include <dtls_prng.h>
#include <dtls_time.h>

static TLSMAN_THREAD_LOCAL struct tinydtls_state *current;

void tinydtls_enter(struct tinydtls_state *state, tlsman_session *session, struct tinydtls_flight *flight)
{
    if (flight != NULL) {
        flight->length = 0;
    }

    state->session = session;
    state->flight = flight;
    current = state;
}

void tinydtls_leave(struct tinydtls_state *state)
{
    tinydtls_flush(state);
    state->session = NULL;
    state->flight = NULL;
    current = NULL;
}

void dtls_clock_init(void)
{
}

void dtls_ticks(dtls_tick_t *ticks)
{
    *ticks = (dtls_tick_t)current->ticks;
}

void dtls_prng_init(unsigned seed)
{
    (void)seed;
}

int dtls_prng(unsigned char *buffer, size_t length)
{
    if (tlsman_random(current->session, buffer, length) != 0) {
        /*
         * The library looks at the result for its cookie secret only. The session has failed; nothing that was made of
         * these bytes may leave.
         */
        current->is_muted = 1;
        /* With zeros it would look for a good number without end. */
        memset(buffer, 1, length);
        return 0;
    }

    return (int)length;
}
