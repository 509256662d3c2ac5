/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * The time of day, for libraries that look at certificates' dates: it stands still on 1 December 2026.
 */
#include <sys/time.h>

int _gettimeofday(struct timeval *now, void *zone);

/* Beneath newlib's time(). */
int _gettimeofday(struct timeval *now, void *zone)
{
    (void)zone;
    now->tv_sec = 1796083200;
    now->tv_usec = 0;
    return 0;
}
