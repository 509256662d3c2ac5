/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * P-256 and X25519 of Mbed TLS 3.6, for the managed stack. Its generator is asked for masks only: keys and nonces come
 * from the caller.
 */
#include "curves.h"

#ifdef TLSMAN_MBEDTLS_HAS_CURVES

#include <mbedtls/ecdsa.h>
#include <mbedtls/ecp.h>

#include <string.h>

#define X25519_LENGTH TLSMAN_SCALAR_LENGTH

/* One multiplication, and what it takes. */
struct product {
    mbedtls_ecp_group group;
    mbedtls_mpi scalar;
    mbedtls_ecp_point point;
};

static int get_mask(void *context, unsigned char *bytes, size_t count)
{
    (void)context;
    return tlsman_get_mask(bytes, count);
}

/* What the library takes for the one random number of a signature. A second one is never given: it fails then. */
static int give_nonce(void *context, unsigned char *bytes, size_t count)
{
    const uint8_t **nonce = context;

    if (*nonce == NULL || count != TLSMAN_SCALAR_LENGTH) {
        return MBEDTLS_ERR_ECP_RANDOM_FAILED;
    }

    memcpy(bytes, *nonce, count);
    *nonce = NULL;
    return 0;
}

static int supports(int curve)
{
#ifdef MBEDTLS_ECP_DP_CURVE25519_ENABLED
    if (curve == TLSMAN_CURVE_X25519) {
        return 1;
    }
#endif

    return curve == TLSMAN_CURVE_P256;
}

static int read_scalar(struct product *product, int curve, const uint8_t *bytes)
{
    uint8_t clamped[X25519_LENGTH];
    int result;

    if (curve == TLSMAN_CURVE_P256) {
        return mbedtls_mpi_read_binary(&product->scalar, bytes, TLSMAN_SCALAR_LENGTH);
    }

    /* RFC 7748, section 5 */
    memcpy(clamped, bytes, sizeof(clamped));
    clamped[0] &= 248;
    clamped[X25519_LENGTH - 1] &= 127;
    clamped[X25519_LENGTH - 1] |= 64;
    result = mbedtls_mpi_read_binary_le(&product->scalar, clamped, sizeof(clamped));
    tlsman_wipe(clamped, sizeof(clamped));
    return result;
}

/* Of the base point if peer_key is NULL; writes it as the curve has its public keys. */
static int multiply(int curve, const uint8_t *private_key, const uint8_t *peer_key, uint8_t *output)
{
    struct product product;
    size_t size = curve == TLSMAN_CURVE_P256 ? TLSMAN_POINT_LENGTH : X25519_LENGTH;
    size_t length = 0;
    int result;

    mbedtls_ecp_group_init(&product.group);
    mbedtls_mpi_init(&product.scalar);
    mbedtls_ecp_point_init(&product.point);
    result = mbedtls_ecp_group_load(&product.group,
                                    curve == TLSMAN_CURVE_P256 ? MBEDTLS_ECP_DP_SECP256R1 : MBEDTLS_ECP_DP_CURVE25519);
    result = result != 0 ? result : read_scalar(&product, curve, private_key);

    if (result == 0 && peer_key != NULL) {
        result = mbedtls_ecp_point_read_binary(&product.group, &product.point, peer_key, size);
        /* On the curve, and not at infinity; of X25519 what gives zeros is refused as well. */
        result = result != 0 ? result : mbedtls_ecp_check_pubkey(&product.group, &product.point);
    } else if (result == 0) {
        result = mbedtls_ecp_copy(&product.point, &product.group.G);
    }

    result = result != 0
                 ? result
                 : mbedtls_ecp_mul(&product.group, &product.point, &product.scalar, &product.point, get_mask, NULL);
    result = result != 0 ? result
                         : mbedtls_ecp_point_write_binary(&product.group, &product.point, MBEDTLS_ECP_PF_UNCOMPRESSED,
                                                          &length, output, size);
    mbedtls_ecp_point_free(&product.point);
    mbedtls_mpi_free(&product.scalar);
    mbedtls_ecp_group_free(&product.group);
    return result != 0 || length != size;
}

static int make_public(int curve, const uint8_t *private_key, uint8_t *public_key)
{
    return multiply(curve, private_key, NULL, public_key);
}

static int agree(int curve, const uint8_t *private_key, const uint8_t *peer_key, uint8_t *secret)
{
    uint8_t point[TLSMAN_POINT_LENGTH];
    int failed = multiply(curve, private_key, peer_key, point);

    if (!failed) {
        /* Of P-256 the first coordinate (SP 800-56A, section 5.7.1.2). */
        memcpy(secret, curve == TLSMAN_CURVE_P256 ? point + 1 : point, TLSMAN_SCALAR_LENGTH);
    }

    tlsman_wipe(point, sizeof(point));
    return failed;
}

static int sign(const uint8_t *private_key, const uint8_t *digest, const uint8_t *nonce, uint8_t *signature)
{
    mbedtls_ecp_group group;
    mbedtls_mpi key;
    mbedtls_mpi r;
    mbedtls_mpi s;
    int result;

    mbedtls_ecp_group_init(&group);
    mbedtls_mpi_init(&key);
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    result = mbedtls_ecp_group_load(&group, MBEDTLS_ECP_DP_SECP256R1);
    result = result != 0 ? result : mbedtls_mpi_read_binary(&key, private_key, TLSMAN_SCALAR_LENGTH);
    result = result != 0 ? result
                         : mbedtls_ecdsa_sign_restartable(&group, &r, &s, &key, digest, TLSMAN_DIGEST_LENGTH,
                                                          give_nonce, &nonce, get_mask, NULL, NULL);
    result = result != 0 ? result : mbedtls_mpi_write_binary(&r, signature, TLSMAN_SCALAR_LENGTH);
    result =
        result != 0 ? result : mbedtls_mpi_write_binary(&s, signature + TLSMAN_SCALAR_LENGTH, TLSMAN_SCALAR_LENGTH);
    mbedtls_mpi_free(&s);
    mbedtls_mpi_free(&r);
    mbedtls_mpi_free(&key);
    mbedtls_ecp_group_free(&group);
    return result;
}

static int verify(const uint8_t *public_key, const uint8_t *digest, const uint8_t *signature)
{
    mbedtls_ecp_group group;
    mbedtls_ecp_point key;
    mbedtls_mpi r;
    mbedtls_mpi s;
    int result;

    mbedtls_ecp_group_init(&group);
    mbedtls_ecp_point_init(&key);
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    result = mbedtls_ecp_group_load(&group, MBEDTLS_ECP_DP_SECP256R1);
    result = result != 0 ? result : mbedtls_ecp_point_read_binary(&group, &key, public_key, TLSMAN_POINT_LENGTH);
    result = result != 0 ? result : mbedtls_ecp_check_pubkey(&group, &key);
    result = result != 0 ? result : mbedtls_mpi_read_binary(&r, signature, TLSMAN_SCALAR_LENGTH);
    result = result != 0 ? result : mbedtls_mpi_read_binary(&s, signature + TLSMAN_SCALAR_LENGTH, TLSMAN_SCALAR_LENGTH);
    result = result != 0 ? result : mbedtls_ecdsa_verify(&group, digest, TLSMAN_DIGEST_LENGTH, &key, &r, &s);
    mbedtls_mpi_free(&s);
    mbedtls_mpi_free(&r);
    mbedtls_ecp_point_free(&key);
    mbedtls_ecp_group_free(&group);
    return result;
}

const struct tlsman_curves tlsman_mbedtls_curves = {
    .supports = supports,
    .make_public = make_public,
    .agree = agree,
    .sign = sign,
    .verify = verify,
};

#endif
