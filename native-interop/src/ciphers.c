/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The calls of tlsman.h that have to do with ciphers, and what is derived from HMAC alone, the PRF. */
#include "core.h"

#include <string.h>

#define MAX_LABEL_AND_SEED 256

struct cipher_object {
    const struct tlsman_ciphers *ciphers;
    size_t size;
    int is_hash;
    int tag_length;
};

static void *get_state(struct cipher_object *object)
{
    return (uint8_t *)object
           + sizeof(max_align_t) * ((sizeof(*object) + sizeof(max_align_t) - 1) / sizeof(max_align_t));
}

static struct cipher_object *create(const struct tlsman_ciphers *ciphers, int is_hash)
{
    size_t state = is_hash ? ciphers->hash_size : ciphers->aead_size;
    size_t size = sizeof(struct cipher_object) + sizeof(max_align_t) + state;
    struct cipher_object *object = tlsman_allocate(size);

    if (object != NULL) {
        object->ciphers = ciphers;
        object->size = size;
        object->is_hash = is_hash;
    }

    return object;
}

void tlsman_cipher_object_free(void *memory)
{
    struct cipher_object *object = memory;

    if (object->is_hash) {
        object->ciphers->hash_end(get_state(object));
    } else {
        object->ciphers->aead_end(get_state(object));
    }

    tlsman_release(object, object->size);
}

static int add(struct cipher_object *object, enum tlsman_slot_kind kind)
{
    int handle = tlsman_handle_add(kind, object);

    if (handle < 0) {
        tlsman_cipher_object_free(object);
    }

    return handle;
}

int tlsman_get_cipher_count(void)
{
    return tlsman_count_ciphers();
}

int tlsman_get_cipher_text(int ciphers, int id, uint8_t *text, int length)
{
    const struct tlsman_ciphers *found = tlsman_find_ciphers(ciphers);
    int count;

    if (found == NULL) {
        return TLSMAN_NO_STACK;
    }

    if (length < 0 || id != TLSMAN_TEXT_NAME) {
        return TLSMAN_BAD_ARGUMENT;
    }

    count = (int)strlen(found->name);
    count = count < length ? count : length;
    memcpy(text, found->name, (size_t)count);
    return count;
}

int tlsman_aead_supports(int ciphers, int algorithm)
{
    const struct tlsman_ciphers *found = tlsman_find_ciphers(ciphers);

    if (found == NULL) {
        return TLSMAN_NO_STACK;
    }

    return tlsman_curve_supports(found, algorithm) ? 1 : found->aead_supports(algorithm);
}

int tlsman_aead_open(int ciphers, int algorithm, const uint8_t *key, int key_length)
{
    const struct tlsman_ciphers *found = tlsman_find_ciphers(ciphers);
    struct cipher_object *object;

    if (found == NULL || tlsman_get_port() == NULL) {
        return TLSMAN_NO_STACK;
    }

    if (tlsman_curve_supports(found, algorithm)) {
        return tlsman_curve_open(found, algorithm, key, key_length);
    }

    if (found->aead_supports(algorithm) <= 0) {
        return TLSMAN_NO_STACK;
    }

    if (key_length != (algorithm == TLSMAN_CHACHA20_POLY1305 ? TLSMAN_CHACHA_KEY_LENGTH : TLSMAN_AES_KEY_LENGTH)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    object = create(found, 0);

    if (object == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    object->tag_length = algorithm == TLSMAN_AES128_CCM8 ? 8 : 16;

    if (found->aead_start(get_state(object), algorithm, key) != 0) {
        tlsman_cipher_object_free(object);
        return TLSMAN_NO_MEMORY;
    }

    return add(object, TLSMAN_SLOT_AEAD);
}

static int are_lengths_valid(const struct cipher_object *object, int aad_length, int length, int tag_length)
{
    return aad_length >= 0 && aad_length < TLSMAN_AAD_LIMIT && length >= 0 && length < TLSMAN_TEXT_LIMIT
           && tag_length == object->tag_length;
}

int tlsman_aead_seal(int handle, const uint8_t *nonce, const uint8_t *aad, int aad_length, uint8_t *text, int length,
                     int tag_length)
{
    struct cipher_object *object = tlsman_handle_get(TLSMAN_SLOT_AEAD, handle);

    if (object == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    if (!are_lengths_valid(object, aad_length, length, tag_length)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    return object->ciphers->aead_seal(get_state(object), nonce, aad, (size_t)aad_length, text, (size_t)length) == 0
               ? TLSMAN_OK
               : TLSMAN_BAD_ARGUMENT;
}

int tlsman_aead_unseal(int handle, const uint8_t *nonce, const uint8_t *aad, int aad_length, uint8_t *text, int length,
                       int tag_length)
{
    struct cipher_object *object = tlsman_handle_get(TLSMAN_SLOT_AEAD, handle);

    if (object == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    if (!are_lengths_valid(object, aad_length, length, tag_length)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    return object->ciphers->aead_open(get_state(object), nonce, aad, (size_t)aad_length, text, (size_t)length) == 0
               ? TLSMAN_OK
               : 1;
}

int tlsman_hash_open(int ciphers)
{
    const struct tlsman_ciphers *found = tlsman_find_ciphers(ciphers);
    struct cipher_object *object;

    if (found == NULL || tlsman_get_port() == NULL) {
        return TLSMAN_NO_STACK;
    }

    object = create(found, 1);

    if (object == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    if (found->hash_start(get_state(object)) != 0) {
        tlsman_cipher_object_free(object);
        return TLSMAN_NO_MEMORY;
    }

    return add(object, TLSMAN_SLOT_HASH);
}

int tlsman_hash_update(int handle, const uint8_t *data, int length)
{
    struct cipher_object *object = tlsman_handle_get(TLSMAN_SLOT_HASH, handle);

    if (object == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    return length >= 0 && object->ciphers->hash_update(get_state(object), data, (size_t)length) == 0
               ? TLSMAN_OK
               : TLSMAN_BAD_ARGUMENT;
}

int tlsman_hash_digest(int handle, uint8_t *digest)
{
    struct cipher_object *object = tlsman_handle_get(TLSMAN_SLOT_HASH, handle);

    if (object == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    return object->ciphers->hash_digest(get_state(object), digest) == 0 ? TLSMAN_OK : TLSMAN_BAD_ARGUMENT;
}

int tlsman_hash_reset(int handle)
{
    struct cipher_object *object = tlsman_handle_get(TLSMAN_SLOT_HASH, handle);

    if (object == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    object->ciphers->hash_end(get_state(object));
    tlsman_wipe(get_state(object), object->ciphers->hash_size);
    return object->ciphers->hash_start(get_state(object)) == 0 ? TLSMAN_OK : TLSMAN_NO_MEMORY;
}

int tlsman_cipher_free(int handle)
{
    void *object = tlsman_handle_remove(TLSMAN_SLOT_AEAD, handle);

    object = object != NULL ? object : tlsman_handle_remove(TLSMAN_SLOT_HASH, handle);

    if (object == NULL) {
        return tlsman_curve_free(handle);
    }

    tlsman_cipher_object_free(object);
    return TLSMAN_OK;
}

int tlsman_hmac(int ciphers, const uint8_t *key, int key_length, const uint8_t *data, int length, uint8_t *mac)
{
    const struct tlsman_ciphers *found = tlsman_find_ciphers(ciphers);

    if (found == NULL) {
        return TLSMAN_NO_STACK;
    }

    if (key_length < 0 || length < 0) {
        return TLSMAN_BAD_ARGUMENT;
    }

    return found->hmac(key, (size_t)key_length, data, (size_t)length, NULL, 0, mac) == 0 ? TLSMAN_OK
                                                                                         : TLSMAN_BAD_ARGUMENT;
}

/*
 * RFC 5246, section 5: A(i) = HMAC(secret, A(i-1)), and the output is HMAC(secret, A(i) | label | seed) for i = 1, 2, …
 */
int tlsman_prf(int ciphers, const uint8_t *secret, int secret_length, const uint8_t *label, int label_length,
               const uint8_t *seed, int seed_length, uint8_t *output, int length)
{
    const struct tlsman_ciphers *found = tlsman_find_ciphers(ciphers);
    uint8_t message[MAX_LABEL_AND_SEED];
    uint8_t a[TLSMAN_DIGEST_LENGTH];
    uint8_t block[TLSMAN_DIGEST_LENGTH];
    size_t message_length;
    int failed;

    if (found == NULL) {
        return TLSMAN_NO_STACK;
    }

    if (secret_length < 0 || label_length < 0 || label_length > MAX_LABEL_AND_SEED || seed_length < 0
        || seed_length > MAX_LABEL_AND_SEED - label_length || length < 0) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (label_length > 0) {
        memcpy(message, label, (size_t)label_length);
    }

    if (seed_length > 0) {
        memcpy(message + label_length, seed, (size_t)seed_length);
    }

    message_length = (size_t)label_length + (size_t)seed_length;
    failed = found->hmac(secret, (size_t)secret_length, message, message_length, NULL, 0, a);

    while (length > 0 && !failed) {
        size_t count = length < TLSMAN_DIGEST_LENGTH ? (size_t)length : TLSMAN_DIGEST_LENGTH;

        failed = found->hmac(secret, (size_t)secret_length, a, sizeof(a), message, message_length, block);
        memcpy(output, block, count);
        output += count;
        length -= (int)count;

        if (length > 0 && !failed) {
            failed = found->hmac(secret, (size_t)secret_length, a, sizeof(a), NULL, 0, block);
            memcpy(a, block, sizeof(a));
        }
    }

    tlsman_wipe(a, sizeof(a));
    tlsman_wipe(block, sizeof(block));
    tlsman_wipe(message, sizeof(message));
    return failed ? TLSMAN_BAD_ARGUMENT : TLSMAN_OK;
}
