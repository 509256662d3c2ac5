/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* This PC as the platform: its memory, its generator, and a lock, for managed code may call from several threads. */
#include "tlsman.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *allocate(size_t size)
{
    /*
     * Not calloc, which passes by glibc's cache of small blocks; nor a memset, which a compiler would join with malloc
     * to that.
     */
    void *memory = malloc(size);

    if (memory != NULL) {
        tlsman_wipe(memory, size);
    }

    return memory;
}

static int fill_random(uint8_t *buffer, size_t count)
{
    while (count > 0) {
        ssize_t given = getrandom(buffer, count, 0);

        if (given < 0) {
            return -1;
        }

        buffer += given;
        count -= (size_t)given;
    }

    return 0;
}

static void lock(void)
{
    pthread_mutex_lock(&mutex);
}

static void unlock(void)
{
    pthread_mutex_unlock(&mutex);
}

static const struct tlsman_port port = {
    .allocate = allocate, .release = free, .random = fill_random, .lock = lock, .unlock = unlock
};

__attribute__((constructor)) static void load(void)
{
    tlsman_set_port(&port);
}

#if defined(TLSMAN_MBEDTLS_FIRMWARE) || defined(TLSMAN_TLS13)
/* What a platform gives to PSA (MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG). */
int mbedtls_psa_external_get_random(void *context, uint8_t *output, size_t size, size_t *length);

int mbedtls_psa_external_get_random(void *context, uint8_t *output, size_t size, size_t *length)
{
    (void)context;
    *length = size;
    return fill_random(output, size) == 0 ? 0 : -148; /* PSA_ERROR_INSUFFICIENT_ENTROPY */
}
#endif
