/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * P-256 and X25519 of wolfSSL for the managed stack: P-256 by its SP code, which is written for this one curve and needs
 * no masks. Its generator is asked for nothing.
 */
#include "tlsman_stack.h"

#ifdef TLSMAN_PUBLIC_KEYS

#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/curve25519.h>
#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/random.h>

#include <string.h>

static int supports(int curve)
{
    return curve == TLSMAN_CURVE_P256 || curve == TLSMAN_CURVE_X25519;
}

static int multiply_x25519(const uint8_t *private_key, const uint8_t *u, uint8_t *product)
{
    byte clamped[TLSMAN_SCALAR_LENGTH];
    byte masked[TLSMAN_SCALAR_LENGTH];
    int result;

    /* RFC 7748, section 5 */
    memcpy(clamped, private_key, sizeof(clamped));
    clamped[0] &= 248;
    clamped[TLSMAN_SCALAR_LENGTH - 1] &= 127;
    clamped[TLSMAN_SCALAR_LENGTH - 1] |= 64;
    memcpy(masked, u, sizeof(masked));
    masked[TLSMAN_SCALAR_LENGTH - 1] &= 127;
    result = wc_curve25519_generic(TLSMAN_SCALAR_LENGTH, product, TLSMAN_SCALAR_LENGTH, clamped, TLSMAN_SCALAR_LENGTH,
                                   masked);
    tlsman_wipe(clamped, sizeof(clamped));
    return result;
}

/* A private key, or a public one that is checked to be on the curve, and not at infinity. */
static int read_key(ecc_key *key, const uint8_t *private_key, const uint8_t *public_key)
{
    int result = wc_ecc_init(key);

    if (result == 0 && private_key != NULL) {
        result = wc_ecc_import_private_key_ex(private_key, TLSMAN_SCALAR_LENGTH, NULL, 0, key, ECC_SECP256R1);
    } else if (result == 0) {
        result =
            wc_ecc_import_unsigned(key, public_key + 1, public_key + 1 + TLSMAN_SCALAR_LENGTH, NULL, ECC_SECP256R1);
        result = result != 0 ? result : wc_ecc_check_key(key);
    }

    return result;
}

static int make_public(int curve, const uint8_t *private_key, uint8_t *public_key)
{
    static const uint8_t base[TLSMAN_SCALAR_LENGTH] = { 9 };
    word32 length = TLSMAN_POINT_LENGTH;
    ecc_key key;
    int result;

    if (curve == TLSMAN_CURVE_X25519) {
        return multiply_x25519(private_key, base, public_key);
    }

    result = read_key(&key, private_key, NULL);
    result = result != 0 ? result : wc_ecc_make_pub(&key, NULL);
    result = result != 0 ? result : wc_ecc_export_x963(&key, public_key, &length);
    wc_ecc_free(&key);
    tlsman_wipe(&key, sizeof(key));
    return result;
}

static int agree(int curve, const uint8_t *private_key, const uint8_t *peer_key, uint8_t *secret)
{
    word32 length = TLSMAN_SCALAR_LENGTH;
    ecc_key key;
    ecc_key peer;
    int result;

    if (curve == TLSMAN_CURVE_X25519) {
        return multiply_x25519(private_key, peer_key, secret);
    }

    result = read_key(&key, private_key, NULL);
    result = result | read_key(&peer, NULL, peer_key);
    result = result != 0 ? result : wc_ecc_shared_secret(&key, &peer, secret, &length);
    wc_ecc_free(&peer);
    wc_ecc_free(&key);
    tlsman_wipe(&key, sizeof(key));
    return result;
}

static int sign(const uint8_t *private_key, const uint8_t *digest, const uint8_t *nonce, uint8_t *signature)
{
    /* Asked for, and not used where there is a nonce; if it were, it would find no session, and fail. */
    WC_RNG unused = { 0 };
    ecc_key key;
    mp_int r;
    mp_int s;
    int result = read_key(&key, private_key, NULL);

    result = result != 0 ? result : mp_init_multi(&r, &s, NULL, NULL, NULL, NULL);
    result = result != 0 ? result : wc_ecc_sign_set_k(nonce, TLSMAN_SCALAR_LENGTH, &key);
    result = result != 0 ? result : wc_ecc_sign_hash_ex(digest, TLSMAN_DIGEST_LENGTH, &unused, &key, &r, &s);
    result = result != 0 ? result : mp_to_unsigned_bin_len(&r, signature, TLSMAN_SCALAR_LENGTH);
    result = result != 0 ? result : mp_to_unsigned_bin_len(&s, signature + TLSMAN_SCALAR_LENGTH, TLSMAN_SCALAR_LENGTH);
    wc_ecc_free(&key);
    tlsman_wipe(&key, sizeof(key));
    return result;
}

static int verify(const uint8_t *public_key, const uint8_t *digest, const uint8_t *signature)
{
    ecc_key key;
    mp_int r;
    mp_int s;
    int is_right = 0;
    int result = read_key(&key, NULL, public_key);

    result = result != 0 ? result : mp_init_multi(&r, &s, NULL, NULL, NULL, NULL);
    result = result != 0 ? result : mp_read_unsigned_bin(&r, signature, TLSMAN_SCALAR_LENGTH);
    result = result != 0 ? result : mp_read_unsigned_bin(&s, signature + TLSMAN_SCALAR_LENGTH, TLSMAN_SCALAR_LENGTH);
    result = result != 0 ? result : wc_ecc_verify_hash_ex(&r, &s, digest, TLSMAN_DIGEST_LENGTH, &is_right, &key);
    wc_ecc_free(&key);
    return result != 0 || !is_right;
}

const struct tlsman_curves tlsman_wolfssl_curves = {
    .supports = supports,
    .make_public = make_public,
    .agree = agree,
    .sign = sign,
    .verify = verify,
};

#endif
