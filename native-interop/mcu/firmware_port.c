/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What Mbed TLS wants of a platform if it has the feature set of nanoFramework's firmware: random bytes for PSA, and
 * clocks, which stand still here.
 */
#include "board.h"

#include <mbedtls/platform_time.h>
#include <sys/time.h>

int mbedtls_psa_external_get_random(void *context, uint8_t *output, size_t size, size_t *length);
int _gettimeofday(struct timeval *now, void *zone);

int mbedtls_psa_external_get_random(void *context, uint8_t *output, size_t size, size_t *length)
{
    (void)context;
    *length = size;
    return board_port_with_predictable_random.random(output, size);
}

mbedtls_ms_time_t mbedtls_ms_time(void)
{
    return 0;
}

/* Beneath newlib's time(). */
int _gettimeofday(struct timeval *now, void *zone)
{
    (void)zone;
    now->tv_sec = 0;
    now->tv_usec = 0;
    return 0;
}
