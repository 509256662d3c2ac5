/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The ciphers of wolfSSL for the managed stack. */
#include "tlsman_stack.h"

#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/aes.h>
#ifdef HAVE_CHACHA
#include <wolfssl/wolfcrypt/chacha20_poly1305.h>
#endif
#include <wolfssl/wolfcrypt/hmac.h>
#include <wolfssl/wolfcrypt/sha256.h>

struct aead {
    union {
        Aes aes;
        byte chacha_key[TLSMAN_CHACHA_KEY_LENGTH]; /* each record begins with it */
    } cipher;
    word32 tag_length;
    int algorithm;
};

static int aead_supports(int algorithm)
{
#ifdef HAVE_CHACHA
    if (algorithm == TLSMAN_CHACHA20_POLY1305) {
        return 1;
    }
#endif

    return algorithm == TLSMAN_AES128_CCM || algorithm == TLSMAN_AES128_CCM8 || algorithm == TLSMAN_AES128_GCM;
}

static int aead_start(void *memory, int algorithm, const uint8_t *key)
{
    struct aead *aead = memory;

    aead->tag_length = algorithm == TLSMAN_AES128_CCM8 ? 8 : 16;
    aead->algorithm = algorithm;

#ifdef HAVE_CHACHA
    if (algorithm == TLSMAN_CHACHA20_POLY1305) {
        memcpy(aead->cipher.chacha_key, key, sizeof(aead->cipher.chacha_key));
        return 0;
    }
#endif

    if (wc_AesInit(&aead->cipher.aes, NULL, INVALID_DEVID) != 0) {
        return 1;
    }

    return aead->algorithm == TLSMAN_AES128_GCM ? wc_AesGcmSetKey(&aead->cipher.aes, key, TLSMAN_AES_KEY_LENGTH)
                                                : wc_AesCcmSetKey(&aead->cipher.aes, key, TLSMAN_AES_KEY_LENGTH);
}

static int aead_seal(void *memory, const uint8_t *nonce, const uint8_t *aad, size_t aad_length, uint8_t *text,
                     size_t length)
{
    struct aead *aead = memory;
    byte *tag = text + length;
    word32 size = (word32)length;

#ifdef HAVE_CHACHA
    if (aead->algorithm == TLSMAN_CHACHA20_POLY1305) {
        return wc_ChaCha20Poly1305_Encrypt(aead->cipher.chacha_key, nonce, aad, (word32)aad_length, text, size, text,
                                           tag);
    }
#endif

    return aead->algorithm == TLSMAN_AES128_GCM
               ? wc_AesGcmEncrypt(&aead->cipher.aes, text, text, size, nonce, TLSMAN_NONCE_LENGTH, tag,
                                  aead->tag_length, aad, (word32)aad_length)
               : wc_AesCcmEncrypt(&aead->cipher.aes, text, text, size, nonce, TLSMAN_NONCE_LENGTH, tag,
                                  aead->tag_length, aad, (word32)aad_length);
}

static int decrypt(struct aead *aead, const uint8_t *nonce, const uint8_t *aad, word32 aad_length, uint8_t *text,
                   word32 length)
{
    const byte *tag = text + length;

#ifdef HAVE_CHACHA
    if (aead->algorithm == TLSMAN_CHACHA20_POLY1305) {
        return wc_ChaCha20Poly1305_Decrypt(aead->cipher.chacha_key, nonce, aad, aad_length, text, length, tag, text);
    }
#endif

    return aead->algorithm == TLSMAN_AES128_GCM
               ? wc_AesGcmDecrypt(&aead->cipher.aes, text, text, length, nonce, TLSMAN_NONCE_LENGTH, tag,
                                  aead->tag_length, aad, aad_length)
               : wc_AesCcmDecrypt(&aead->cipher.aes, text, text, length, nonce, TLSMAN_NONCE_LENGTH, tag,
                                  aead->tag_length, aad, aad_length);
}

static int aead_open(void *memory, const uint8_t *nonce, const uint8_t *aad, size_t aad_length, uint8_t *text,
                     size_t length)
{
    int result = decrypt(memory, nonce, aad, (word32)aad_length, text, (word32)length);

    if (result != 0) {
        tlsman_wipe(text, length);
    }

    return result;
}

static void aead_end(void *memory)
{
    struct aead *aead = memory;

    if (aead->algorithm != TLSMAN_CHACHA20_POLY1305) {
        wc_AesFree(&aead->cipher.aes);
    }

    tlsman_wipe(aead, sizeof(*aead));
}

static int hash_start(void *memory)
{
    return wc_InitSha256(memory);
}

static int hash_update(void *memory, const uint8_t *data, size_t length)
{
    return length == 0 ? 0 : wc_Sha256Update(memory, data, (word32)length);
}

static int hash_digest(void *memory, uint8_t *digest)
{
    return wc_Sha256GetHash(memory, digest);
}

static void hash_end(void *memory)
{
    wc_Sha256Free(memory);
    tlsman_wipe(memory, sizeof(wc_Sha256));
}

static int hmac(const uint8_t *key, size_t key_length, const uint8_t *first, size_t first_length, const uint8_t *second,
                size_t second_length, uint8_t *mac)
{
    Hmac state;
    int result = wc_HmacInit(&state, NULL, INVALID_DEVID);

    if (result == 0) {
        result = wc_HmacSetKey(&state, WC_SHA256, key, (word32)key_length);
    }

    if (result == 0 && first_length > 0) {
        result = wc_HmacUpdate(&state, first, (word32)first_length);
    }

    if (result == 0 && second_length > 0) {
        result = wc_HmacUpdate(&state, second, (word32)second_length);
    }

    if (result == 0) {
        result = wc_HmacFinal(&state, mac);
    }

    wc_HmacFree(&state);
    tlsman_wipe(&state, sizeof(state));
    return result;
}

#ifdef TLSMAN_PUBLIC_KEYS
extern const struct tlsman_curves tlsman_wolfssl_curves;
#endif

const struct tlsman_ciphers tlsman_wolfssl_ciphers = {
    .abi = TLSMAN_ABI,
    .name = "wolfssl",
    .aead_size = sizeof(struct aead),
    .aead_supports = aead_supports,
    .aead_start = aead_start,
    .aead_seal = aead_seal,
    .aead_open = aead_open,
    .aead_end = aead_end,
    .hash_size = sizeof(wc_Sha256),
    .hash_start = hash_start,
    .hash_update = hash_update,
    .hash_digest = hash_digest,
    .hash_end = hash_end,
    .hmac = hmac,
#ifdef TLSMAN_PUBLIC_KEYS
    .curves = &tlsman_wolfssl_curves,
#endif
};
