/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Which stacks are in this image: CMake's TLSMAN_STACKS, the RFC's "configured by the Makefile". */
#include "core.h"

#ifdef TLSMAN_WITH_MBEDTLS
extern const struct tlsman_stack tlsman_mbedtls;
extern const struct tlsman_ciphers tlsman_mbedtls_ciphers;
#endif
#ifdef TLSMAN_WITH_WOLFSSL
extern const struct tlsman_stack tlsman_wolfssl;
extern const struct tlsman_ciphers tlsman_wolfssl_ciphers;
#endif
#ifdef TLSMAN_WITH_TINYDTLS
extern const struct tlsman_stack tlsman_tinydtls;
extern const struct tlsman_ciphers tlsman_tinydtls_ciphers;
#endif
#ifdef TLSMAN_WITH_NONE
extern const struct tlsman_stack tlsman_none;
#endif

/* Ended by NULL, so that an image without any stack is a C program as well. */
static const struct tlsman_stack *const stacks[] = {
#ifdef TLSMAN_WITH_MBEDTLS
    &tlsman_mbedtls,
#endif
#ifdef TLSMAN_WITH_WOLFSSL
    &tlsman_wolfssl,
#endif
#ifdef TLSMAN_WITH_TINYDTLS
    &tlsman_tinydtls,
#endif
#ifdef TLSMAN_WITH_NONE
    &tlsman_none,
#endif
    NULL,
};

static const struct tlsman_ciphers *const ciphers[] = {
#ifdef TLSMAN_WITH_MBEDTLS
    &tlsman_mbedtls_ciphers,
#endif
#ifdef TLSMAN_WITH_WOLFSSL
    &tlsman_wolfssl_ciphers,
#endif
#ifdef TLSMAN_WITH_TINYDTLS
    &tlsman_tinydtls_ciphers,
#endif
    NULL,
};

int tlsman_count_stacks(void)
{
    return (int)(sizeof(stacks) / sizeof(stacks[0])) - 1;
}

const struct tlsman_stack *tlsman_find_stack(int index)
{
    if (index < 0 || index >= tlsman_count_stacks() || stacks[index]->abi != TLSMAN_ABI) {
        return NULL;
    }

    return stacks[index];
}

int tlsman_count_ciphers(void)
{
    return (int)(sizeof(ciphers) / sizeof(ciphers[0])) - 1;
}

const struct tlsman_ciphers *tlsman_find_ciphers(int index)
{
    if (index < 0 || index >= tlsman_count_ciphers() || ciphers[index]->abi != TLSMAN_ABI) {
        return NULL;
    }

    return ciphers[index];
}
