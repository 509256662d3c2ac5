/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The ciphers of Mbed TLS 3.6, for the managed stack. */
#include "curves.h"

#include <mbedtls/ccm.h>
#include <mbedtls/chachapoly.h>
#include <mbedtls/gcm.h>
#include <mbedtls/md.h>
#include <mbedtls/sha256.h>

#define AES_KEY_BITS 128
#define GCM_TAG_LENGTH 16

struct aead {
    union {
        mbedtls_ccm_context ccm;
        mbedtls_gcm_context gcm;
        mbedtls_chachapoly_context chacha;
    } cipher;
    int algorithm;
    size_t tag_length;
};

static int aead_supports(int algorithm)
{
    return algorithm == TLSMAN_AES128_CCM || algorithm == TLSMAN_AES128_CCM8 || algorithm == TLSMAN_AES128_GCM
           || TLSMAN_MBEDTLS_IS_CHACHA(algorithm);
}

static int aead_start(void *memory, int algorithm, const uint8_t *key)
{
    struct aead *aead = memory;

    aead->algorithm = algorithm;
    aead->tag_length = algorithm == TLSMAN_AES128_CCM8 ? 8 : 16;

    if (TLSMAN_MBEDTLS_IS_CHACHA(algorithm)) {
        mbedtls_chachapoly_init(&aead->cipher.chacha);
        return mbedtls_chachapoly_setkey(&aead->cipher.chacha, key);
    }

    if (algorithm == TLSMAN_AES128_GCM) {
        mbedtls_gcm_init(&aead->cipher.gcm);
        return mbedtls_gcm_setkey(&aead->cipher.gcm, MBEDTLS_CIPHER_ID_AES, key, AES_KEY_BITS);
    }

    mbedtls_ccm_init(&aead->cipher.ccm);
    return mbedtls_ccm_setkey(&aead->cipher.ccm, MBEDTLS_CIPHER_ID_AES, key, AES_KEY_BITS);
}

static int aead_seal(void *memory, const uint8_t *nonce, const uint8_t *aad, size_t aad_length, uint8_t *text,
                     size_t length)
{
    struct aead *aead = memory;

    if (TLSMAN_MBEDTLS_IS_CHACHA(aead->algorithm)) {
        return mbedtls_chachapoly_encrypt_and_tag(&aead->cipher.chacha, length, nonce, aad, aad_length, text, text,
                                                  text + length);
    }

    if (aead->algorithm == TLSMAN_AES128_GCM) {
        return mbedtls_gcm_crypt_and_tag(&aead->cipher.gcm, MBEDTLS_GCM_ENCRYPT, length, nonce, TLSMAN_NONCE_LENGTH,
                                         aad, aad_length, text, text, GCM_TAG_LENGTH, text + length);
    }

    return mbedtls_ccm_encrypt_and_tag(&aead->cipher.ccm, length, nonce, TLSMAN_NONCE_LENGTH, aad, aad_length, text,
                                       text, text + length, aead->tag_length);
}

static int aead_open(void *memory, const uint8_t *nonce, const uint8_t *aad, size_t aad_length, uint8_t *text,
                     size_t length)
{
    struct aead *aead = memory;

    /* All of them wipe the text if the tag is wrong. */
    if (TLSMAN_MBEDTLS_IS_CHACHA(aead->algorithm)) {
        return mbedtls_chachapoly_auth_decrypt(&aead->cipher.chacha, length, nonce, aad, aad_length, text + length,
                                               text, text);
    }

    if (aead->algorithm == TLSMAN_AES128_GCM) {
        return mbedtls_gcm_auth_decrypt(&aead->cipher.gcm, length, nonce, TLSMAN_NONCE_LENGTH, aad, aad_length,
                                        text + length, GCM_TAG_LENGTH, text, text);
    }

    return mbedtls_ccm_auth_decrypt(&aead->cipher.ccm, length, nonce, TLSMAN_NONCE_LENGTH, aad, aad_length, text, text,
                                    text + length, aead->tag_length);
}

static void aead_end(void *memory)
{
    struct aead *aead = memory;

    if (TLSMAN_MBEDTLS_IS_CHACHA(aead->algorithm)) {
        mbedtls_chachapoly_free(&aead->cipher.chacha);
    } else if (aead->algorithm == TLSMAN_AES128_GCM) {
        mbedtls_gcm_free(&aead->cipher.gcm);
    } else {
        mbedtls_ccm_free(&aead->cipher.ccm);
    }
}

static int hash_start(void *hash)
{
    mbedtls_sha256_init(hash);
    return mbedtls_sha256_starts(hash, 0);
}

static int hash_update(void *hash, const uint8_t *data, size_t length)
{
    return mbedtls_sha256_update(hash, data, length);
}

static int hash_digest(void *hash, uint8_t *digest)
{
    mbedtls_sha256_context copy;
    int result;

    mbedtls_sha256_init(&copy);
    mbedtls_sha256_clone(&copy, hash);
    result = mbedtls_sha256_finish(&copy, digest);
    mbedtls_sha256_free(&copy);
    return result;
}

static void hash_end(void *hash)
{
    mbedtls_sha256_free(hash);
}

static int hmac(const uint8_t *key, size_t key_length, const uint8_t *first, size_t first_length, const uint8_t *second,
                size_t second_length, uint8_t *mac)
{
    mbedtls_md_context_t context;
    int result;

    mbedtls_md_init(&context);
    result = mbedtls_md_setup(&context, mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), 1);
    result = result != 0 ? result : mbedtls_md_hmac_starts(&context, key, key_length);
    result = result != 0 || first_length == 0 ? result : mbedtls_md_hmac_update(&context, first, first_length);
    result = result != 0 || second_length == 0 ? result : mbedtls_md_hmac_update(&context, second, second_length);
    result = result != 0 ? result : mbedtls_md_hmac_finish(&context, mac);
    mbedtls_md_free(&context);
    return result;
}

const struct tlsman_ciphers tlsman_mbedtls_ciphers = {
    .abi = TLSMAN_ABI,
    .name = "mbedtls",
    .aead_size = sizeof(struct aead),
    .aead_supports = aead_supports,
    .aead_start = aead_start,
    .aead_seal = aead_seal,
    .aead_open = aead_open,
    .aead_end = aead_end,
    .hash_size = sizeof(mbedtls_sha256_context),
    .hash_start = hash_start,
    .hash_update = hash_update,
    .hash_digest = hash_digest,
    .hash_end = hash_end,
    .hmac = hmac,
    .curves = TLSMAN_MBEDTLS_CURVES,
};
