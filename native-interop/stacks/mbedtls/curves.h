/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* What there is for suites with key shares: of it the image is to have it, and the library's configuration has it. */
#ifndef TLSMAN_MBEDTLS_CURVES_H
#define TLSMAN_MBEDTLS_CURVES_H

#include "tlsman_stack.h"

#include <mbedtls/build_info.h>

/* Signatures of a board's accelerator take no nonce. */
#if defined(TLSMAN_PUBLIC_KEYS) && defined(MBEDTLS_ECDSA_C) && !defined(MBEDTLS_ECDSA_SIGN_ALT) \
    && defined(MBEDTLS_ECP_DP_SECP256R1_ENABLED)
#define TLSMAN_MBEDTLS_HAS_CURVES
#define TLSMAN_MBEDTLS_CURVES (&tlsman_mbedtls_curves)
extern const struct tlsman_curves tlsman_mbedtls_curves;
#else
#define TLSMAN_MBEDTLS_CURVES NULL
#endif

#if defined(TLSMAN_PUBLIC_KEYS) && defined(MBEDTLS_CHACHAPOLY_C)
#define TLSMAN_MBEDTLS_IS_CHACHA(algorithm) ((algorithm) == TLSMAN_CHACHA20_POLY1305)
#else
#define TLSMAN_MBEDTLS_IS_CHACHA(algorithm) 0
#endif

#endif
