/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The platform's random source, and a check that it is not evidently broken. */
#include "core.h"

#include <string.h>

static int is_broken(tlsman_session *session, const uint8_t *bytes)
{
    uint64_t now[2];
    uint64_t *last = session->last_random;
    int broken;

    memcpy(now, bytes, sizeof(now));
    broken = (now[0] | now[1]) == 0 || ((now[0] ^ last[0]) | (now[1] ^ last[1])) == 0;
    last[0] = now[0];
    last[1] = now[1];
    return broken;
}

int tlsman_random(tlsman_session *session, uint8_t *buffer, size_t count)
{
    const struct tlsman_port *port = tlsman_get_port();
    uint8_t block[TLSMAN_CHECKED_RANDOM];
    int failed;

    if (count >= TLSMAN_CHECKED_RANDOM) {
        failed = port->random(buffer, count) != 0 || is_broken(session, buffer);
    } else {
        /* Less could not be judged. */
        failed = port->random(block, sizeof(block)) != 0 || is_broken(session, block);
        memcpy(buffer, block, count);
        tlsman_wipe(block, sizeof(block));
    }

    if (failed) {
        tlsman_wipe(buffer, count);
        tlsman_fail(session, TLSMAN_RANDOM_FAILED, TLSMAN_NO_ALERT, 0);
        return -1;
    }

    return 0;
}
