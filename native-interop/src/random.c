/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The platform's random source, and a check that it is not evidently broken. */
#include "core.h"

#include <string.h>

#define CHECKED_LENGTH 16

int tlsman_random(tlsman_session *session, uint8_t *buffer, size_t count)
{
    uint8_t first[CHECKED_LENGTH];
    uint8_t second[CHECKED_LENGTH];
    uint8_t any = 0;
    int is_broken;

    /* What is asked for may be too short to be judged, so two probes are: a source that is stuck gives the same twice, a dead one zeros. */
    is_broken = tlsman_get_port()->random(buffer, count) != 0 || tlsman_get_port()->random(first, sizeof(first)) != 0
        || tlsman_get_port()->random(second, sizeof(second)) != 0;

    for (size_t i = 0; i < CHECKED_LENGTH; i++) {
        any |= first[i];
    }

    is_broken = is_broken || any == 0 || memcmp(first, second, CHECKED_LENGTH) == 0;
    tlsman_wipe(first, sizeof(first));
    tlsman_wipe(second, sizeof(second));

    if (is_broken) {
        tlsman_wipe(buffer, count);
        tlsman_fail(session, TLSMAN_RANDOM_FAILED, TLSMAN_NO_ALERT, 0);
        return -1;
    }

    return 0;
}
