/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What the library asks of its platform: memory, which is counted, and random bytes, the same for the same script.
 */
#include "world.h"

#include <stdlib.h>

static uint64_t random_state;
static long allocated;

/* Of AddressSanitizer, if the program is built with it. */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

long world_get_memory(void)
{
    return __sanitizer_get_current_allocated_bytes != NULL ? (long)__sanitizer_get_current_allocated_bytes()
                                                           : allocated;
}

static void *allocate(size_t size)
{
    size_t *memory = calloc(1, size + 2 * sizeof(size_t));

    if (memory == NULL) {
        return NULL;
    }

    memory[0] = size;
    allocated += (long)size;
    return memory + 2;
}

static void release(void *memory)
{
    size_t *block = (size_t *)memory - 2;

    allocated -= (long)block[0];
    free(block);
}

/* The same for the same script, so that what was found is found again. */
static int fill_random(uint8_t *buffer, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        random_state ^= random_state << 13;
        random_state ^= random_state >> 7;
        random_state ^= random_state << 17;
        buffer[i] = (uint8_t)(random_state >> 24);
    }

    return 0;
}

static const struct tlsman_port port = { .allocate = allocate, .release = release, .random = fill_random };

#if defined(TLSMAN_MBEDTLS_FIRMWARE) || defined(TLSMAN_TLS13)
/* What a firmware gives to PSA (MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG). */
int mbedtls_psa_external_get_random(void *context, uint8_t *output, size_t size, size_t *length);

int mbedtls_psa_external_get_random(void *context, uint8_t *output, size_t size, size_t *length)
{
    (void)context;
    *length = size;
    return fill_random(output, size);
}
#endif

void world_set_port(void)
{
    tlsman_set_port(&port);
    tlsman_reset();
}

void world_seed(uint64_t seed)
{
    random_state = seed | 1;
}
