/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Keys of curves, as tlsman.h has them: what is set is kept as it came, and a call that gets something is the one
 * calculation. Ranges, lengths and the all-zero secret are judged here, so that no adapter has to.
 */
#include "core.h"

#ifdef TLSMAN_PUBLIC_KEYS

#include <string.h>

struct curve_key {
    const struct tlsman_ciphers *ciphers;
    int curve;
    uint8_t key_length;
    uint8_t peer_length;
    uint8_t has_digest;
    uint8_t has_fresh;
    uint8_t has_signature;
    uint8_t key[TLSMAN_POINT_LENGTH];
    uint8_t peer[TLSMAN_POINT_LENGTH];
    uint8_t digest[TLSMAN_DIGEST_LENGTH];
    uint8_t fresh[TLSMAN_SCALAR_LENGTH];
    uint8_t signature[TLSMAN_SIGNATURE_LENGTH];
};

int tlsman_get_mask(uint8_t *bytes, size_t count)
{
    return tlsman_get_port()->random(bytes, count);
}

int tlsman_curve_supports(const struct tlsman_ciphers *ciphers, int curve)
{
    return ciphers->curves != NULL && ciphers->curves->supports(curve) > 0;
}

static int get_public_length(int curve)
{
    return curve == TLSMAN_CURVE_P256 ? TLSMAN_POINT_LENGTH : TLSMAN_SCALAR_LENGTH;
}

static int is_private(const struct curve_key *key)
{
    return key->key_length == TLSMAN_SCALAR_LENGTH;
}

int tlsman_curve_open(const struct tlsman_ciphers *ciphers, int curve, const uint8_t *bytes, int length)
{
    int is_point = curve == TLSMAN_CURVE_P256 && length == TLSMAN_POINT_LENGTH;
    struct curve_key *key;
    int handle;

    if (length != TLSMAN_SCALAR_LENGTH && !is_point) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (curve == TLSMAN_CURVE_P256 && !is_point && !tlsman_scalar_is_valid(bytes)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    key = tlsman_allocate(sizeof(*key));

    if (key == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    key->ciphers = ciphers;
    key->curve = curve;
    key->key_length = (uint8_t)length;
    memcpy(key->key, bytes, (size_t)length);
    handle = tlsman_handle_add(TLSMAN_SLOT_CURVE, key);

    if (handle < 0) {
        tlsman_curve_object_free(key);
    }

    return handle;
}

void tlsman_curve_object_free(void *key)
{
    tlsman_release(key, sizeof(struct curve_key));
}

int tlsman_curve_free(int handle)
{
    void *key = tlsman_handle_remove(TLSMAN_SLOT_CURVE, handle);

    if (key == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    tlsman_curve_object_free(key);
    return TLSMAN_OK;
}

int tlsman_curve_set_bytes(int handle, int id, const uint8_t *bytes, int length)
{
    struct curve_key *key = tlsman_handle_get(TLSMAN_SLOT_CURVE, handle);

    if (key == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    if (id == TLSMAN_CURVE_PEER_KEY && length == get_public_length(key->curve)) {
        memcpy(key->peer, bytes, (size_t)length);
        key->peer_length = (uint8_t)length;
        return TLSMAN_OK;
    }

    if (id == TLSMAN_CURVE_DIGEST && length == TLSMAN_DIGEST_LENGTH) {
        memcpy(key->digest, bytes, TLSMAN_DIGEST_LENGTH);
        key->has_digest = 1;
        return TLSMAN_OK;
    }

    if (id == TLSMAN_CURVE_FRESH && length == TLSMAN_SCALAR_LENGTH) {
        memcpy(key->fresh, bytes, TLSMAN_SCALAR_LENGTH);
        key->has_fresh = 1;
        return TLSMAN_OK;
    }

    if (id == TLSMAN_CURVE_SIGNATURE && length == TLSMAN_SIGNATURE_LENGTH) {
        memcpy(key->signature, bytes, TLSMAN_SIGNATURE_LENGTH);
        key->has_signature = 1;
        return TLSMAN_OK;
    }

    if (id == TLSMAN_CURVE_SIGNATURE_DER) {
        key->has_signature = tlsman_signature_read(bytes, length, key->signature) == TLSMAN_SIGNATURE_LENGTH;
        return key->has_signature ? TLSMAN_OK : TLSMAN_BAD_ARGUMENT;
    }

    return TLSMAN_BAD_ARGUMENT;
}

static int make_public(const struct curve_key *key, uint8_t *bytes, int room)
{
    int length = get_public_length(key->curve);

    if (!is_private(key)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (room < length) {
        return TLSMAN_TOO_LONG;
    }

    return key->ciphers->curves->make_public(key->curve, key->key, bytes) == 0 ? length : TLSMAN_BAD_ARGUMENT;
}

static int agree(const struct curve_key *key, uint8_t *bytes, int room)
{
    uint8_t any = 0;
    int is_zero;

    if (!is_private(key) || key->peer_length == 0
        || (key->curve == TLSMAN_CURVE_P256 && key->peer[0] != 4 /* uncompressed: SEC 1, section 2.3.3 */)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (room < TLSMAN_SCALAR_LENGTH) {
        return TLSMAN_TOO_LONG;
    }

    if (key->ciphers->curves->agree(key->curve, key->key, key->peer, bytes) != 0) {
        tlsman_wipe(bytes, TLSMAN_SCALAR_LENGTH);
        return TLSMAN_BAD_ARGUMENT;
    }

    for (int i = 0; i < TLSMAN_SCALAR_LENGTH; i++) {
        any |= bytes[i];
    }

    is_zero = any == 0;
    /* Only a peer that chose its key so makes it zero, and it knows that already. */
    TLSMAN_TELL(&is_zero, sizeof(is_zero));
    return is_zero && key->curve == TLSMAN_CURVE_X25519 ? TLSMAN_BAD_ARGUMENT : TLSMAN_SCALAR_LENGTH;
}

static int sign(const struct curve_key *key, int id, uint8_t *bytes, int room)
{
    uint8_t nonce[TLSMAN_SCALAR_LENGTH];
    uint8_t numbers[TLSMAN_SIGNATURE_LENGTH];
    int failed;

    if (!is_private(key) || key->curve != TLSMAN_CURVE_P256 || !key->has_digest) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (room < (id == TLSMAN_CURVE_SIGNATURE ? TLSMAN_SIGNATURE_LENGTH : TLSMAN_MAX_SIGNATURE)) {
        return TLSMAN_TOO_LONG;
    }

    failed = tlsman_nonce_make(key->ciphers, key->key, key->digest, key->has_fresh ? key->fresh : NULL, nonce) != 0
             || key->ciphers->curves->sign(key->key, key->digest, nonce, numbers) != 0;
    tlsman_wipe(nonce, sizeof(nonce));

    if (failed) {
        return TLSMAN_BAD_ARGUMENT;
    }

    /* A signature is public. */
    TLSMAN_TELL(numbers, sizeof(numbers));

    if (id == TLSMAN_CURVE_SIGNATURE_DER) {
        return tlsman_signature_write(numbers, bytes);
    }

    memcpy(bytes, numbers, sizeof(numbers));
    return TLSMAN_SIGNATURE_LENGTH;
}

int tlsman_curve_get_bytes(int handle, int id, uint8_t *bytes, int length)
{
    struct curve_key *key = tlsman_handle_get(TLSMAN_SLOT_CURVE, handle);

    if (key == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    switch (id) {
        case TLSMAN_CURVE_PUBLIC_KEY:
            return make_public(key, bytes, length);
        case TLSMAN_CURVE_SECRET:
            return agree(key, bytes, length);
        case TLSMAN_CURVE_SIGNATURE:
        case TLSMAN_CURVE_SIGNATURE_DER:
            return sign(key, id, bytes, length);
        default:
            return TLSMAN_BAD_ARGUMENT;
    }
}

int tlsman_curve_get_number(int handle, int id)
{
    struct curve_key *key = tlsman_handle_get(TLSMAN_SLOT_CURVE, handle);

    if (key == NULL) {
        return TLSMAN_BAD_HANDLE;
    }

    if (id != TLSMAN_CURVE_IS_SIGNED || is_private(key) || !key->has_digest || !key->has_signature) {
        return TLSMAN_BAD_ARGUMENT;
    }

    /* FIPS 186-4, section 6.4: both are between 1 and the order. */
    return key->key[0] == 4 && tlsman_scalar_is_valid(key->signature)
           && tlsman_scalar_is_valid(key->signature + TLSMAN_SCALAR_LENGTH)
           && key->ciphers->curves->verify(key->key, key->digest, key->signature) == 0;
}

#endif
