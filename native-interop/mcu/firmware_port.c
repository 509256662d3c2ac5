/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What Mbed TLS wants of a platform if it has the feature set of nanoFramework's firmware, or public keys: random bytes
 * for PSA, and a clock, which stands still here.
 */
#include "board.h"

#include <mbedtls/platform_time.h>

int mbedtls_psa_external_get_random(void *context, uint8_t *output, size_t size, size_t *length);

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
