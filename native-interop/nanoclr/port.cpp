/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What a board lends to the native layer: nanoCLR's native heap, and the board's own random generator. Not
 * CLR_RT_Random, which ignores the generator's errors, and which falls back to rand() if a platform has none. No
 * lock: all managed threads are one thread of the system.
 */
#include "nanoTlsMan_Native.h"

#include <tlsman.h>

#include <string.h>

#if defined(TLSMAN_BOARD_RANDOM)
/* A board with a generator that is not known here defines this one; 0 is success. */
extern "C" int TLSMAN_BOARD_RANDOM(uint8_t *buffer, size_t count);
#elif defined(ESP_PLATFORM) || defined(PLATFORM_ESP32)
#include <esp_random.h>
#elif __has_include(<hal_nf_community.h>)
#include <hal.h>
#include <hal_nf_community.h>
#elif __has_include(<fsl_trng.h>)
#include <fsl_trng.h>
#elif __has_include(<sli_crypto_driver_trng.h>)
#include <sli_crypto_driver_trng.h>
#elif defined(__linux__)
#include <errno.h>
#include <sys/random.h>
#else
#error "This platform's random generator is unknown: TLSMAN_BOARD_RANDOM has to name a function that fills a buffer."
#endif

static void *allocate(size_t size)
{
    void *memory = platform_malloc(size);

    if (memory != NULL) {
        memset(memory, 0, size);
    }

    return memory;
}

static void release(void *memory)
{
    platform_free(memory);
}

static int fill_random(uint8_t *buffer, size_t count)
{
#if defined(TLSMAN_BOARD_RANDOM)
    return TLSMAN_BOARD_RANDOM(buffer, count);
#elif defined(ESP_PLATFORM) || defined(PLATFORM_ESP32)
    /* True randomness while radio or Ethernet clock feed it, which is whenever there is a network to need it. */
    esp_fill_random(buffer, count);
    return 0;
#elif __has_include(<hal_nf_community.h>)
    /*
     * Started each time, as Mbed TLS stops it whenever it has read from it; not stopped, as a living System.Random
     * expects it to run.
     */
#if defined(HAL_NF_USE_RNG) && (HAL_NF_USE_RNG == TRUE)
    rngStart();
    return rngGenerate(count, buffer) ? 0 : -1;
#elif defined(HAL_USE_TRNG) && (HAL_USE_TRNG == TRUE)
    trngStart(&TRNGD1, NULL);
    return trngGenerate(&TRNGD1, count, buffer) ? -1 : 0; /* true is an error */
#else
#error "The board's random generator is not enabled: HAL_NF_USE_RNG or HAL_USE_TRNG."
#endif
#elif __has_include(<fsl_trng.h>)
    static bool is_started = false;

    if (!is_started) {
        trng_config_t config;

        if (TRNG_GetDefaultConfig(&config) != kStatus_Success || TRNG_Init(TRNG, &config) != kStatus_Success) {
            return -1;
        }

        is_started = true;
    }

    return TRNG_GetRandomData(TRNG, buffer, count) == kStatus_Success ? 0 : -1;
#elif __has_include(<sli_crypto_driver_trng.h>)
    size_t received = 0;

    return sli_crypto_trng_get_random(buffer, count, &received) == PSA_SUCCESS && received == count ? 0 : -1;
#else
    while (count > 0) {
        ssize_t received = getrandom(buffer, count, 0);

        if (received < 0 && errno != EINTR) {
            return -1;
        }

        if (received > 0) {
            buffer += received;
            count -= (size_t)received;
        }
    }

    return 0;
#endif
}

const struct tlsman_port *tlsman_nanoclr_port(void)
{
    static const struct tlsman_port port = { allocate, release, fill_random, NULL, NULL };

    return &port;
}
