/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * The ciphers of tinyDTLS for the managed stack: AES-CCM, SHA-256 and HMAC. It has no GCM, and its AES looks tables up.
 */
#include "tlsman_stack.h"

#include <ccm.h>
#include <hmac.h>

#include <string.h>

#define COUNTER_LENGTH 3 /* RFC 6655, section 3: a nonce of 12 bytes leaves so many for the length */

struct aead {
    rijndael_ctx aes;
    size_t tag_length;
};

static int aead_supports(int algorithm)
{
    return algorithm == TLSMAN_AES128_CCM || algorithm == TLSMAN_AES128_CCM8;
}

static int aead_start(void *memory, int algorithm, const uint8_t *key)
{
    struct aead *aead = memory;

    aead->tag_length = algorithm == TLSMAN_AES128_CCM8 ? 8 : 16;
    return rijndael_set_key_enc_only(&aead->aes, key, 8 * TLSMAN_AES_KEY_LENGTH) < 0;
}

static int aead_seal(void *memory, const uint8_t *nonce, const uint8_t *aad, size_t aad_length, uint8_t *text,
                     size_t length)
{
    struct aead *aead = memory;

    return dtls_ccm_encrypt_message(&aead->aes, aead->tag_length, COUNTER_LENGTH, nonce, text, length, aad, aad_length)
           != (long)(length + aead->tag_length);
}

static int aead_open(void *memory, const uint8_t *nonce, const uint8_t *aad, size_t aad_length, uint8_t *text,
                     size_t length)
{
    struct aead *aead = memory;
    long opened = dtls_ccm_decrypt_message(&aead->aes, aead->tag_length, COUNTER_LENGTH, nonce, text,
                                           length + aead->tag_length, aad, aad_length);

    if (opened != (long)length) {
        tlsman_wipe(text, length);
        return 1;
    }

    return 0;
}

static void aead_end(void *memory)
{
    tlsman_wipe(memory, sizeof(struct aead));
}

static int hash_start(void *memory)
{
    dtls_hash_init(memory);
    return 0;
}

static int hash_update(void *memory, const uint8_t *data, size_t length)
{
    dtls_hash_update(memory, data, length);
    return 0;
}

static int hash_digest(void *memory, uint8_t *digest)
{
    dtls_hash_ctx copy;

    memcpy(&copy, memory, sizeof(copy));
    dtls_hash_finalize(digest, &copy);
    tlsman_wipe(&copy, sizeof(copy));
    return 0;
}

static void hash_end(void *memory)
{
    tlsman_wipe(memory, sizeof(dtls_hash_ctx));
}

static int hmac(const uint8_t *key, size_t key_length, const uint8_t *first, size_t first_length, const uint8_t *second,
                size_t second_length, uint8_t *mac)
{
    dtls_hmac_context_t context;

    dtls_hmac_init(&context, key, key_length);

    if (first_length > 0) {
        dtls_hmac_update(&context, first, first_length);
    }

    if (second_length > 0) {
        dtls_hmac_update(&context, second, second_length);
    }

    dtls_hmac_finalize(&context, mac);
    tlsman_wipe(&context, sizeof(context));
    return 0;
}

const struct tlsman_ciphers tlsman_tinydtls_ciphers = {
    .abi = TLSMAN_ABI,
    .name = "tinydtls",
    .aead_size = sizeof(struct aead),
    .aead_supports = aead_supports,
    .aead_start = aead_start,
    .aead_seal = aead_seal,
    .aead_open = aead_open,
    .aead_end = aead_end,
    .hash_size = sizeof(dtls_hash_ctx),
    .hash_start = hash_start,
    .hash_update = hash_update,
    .hash_digest = hash_digest,
    .hash_end = hash_end,
    .hmac = hmac,
};
