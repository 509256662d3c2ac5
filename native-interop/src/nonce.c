/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * The nonce of an ECDSA signature on P-256, made of key, digest and fresh random bytes by HMAC-SHA-256 (RFC 6979,
 * sections 3.2 and 3.6), for whatever library signs with it: neither a poor generator nor a glitch that repeats gives
 * the key away.
 */
#include "core.h"

#ifdef TLSMAN_PUBLIC_KEYS

#include <string.h>

#define LENGTH TLSMAN_SCALAR_LENGTH

/* V, a byte, the key, the digest and the random bytes: what HMAC takes, from V on. */
#define MARK_OFFSET LENGTH
#define KEY_OFFSET (MARK_OFFSET + 1)
#define DIGEST_OFFSET (KEY_OFFSET + LENGTH)
#define FRESH_OFFSET (DIGEST_OFFSET + LENGTH)
#define MESSAGE_LENGTH (FRESH_OFFSET + LENGTH)

/* A candidate is refused once in 2^32 times: that so many are, only a broken HMAC could make happen. */
#define MAX_CANDIDATES 8

/* FIPS 186-4, section D.1.2.3 */
static const uint8_t order[LENGTH] = { 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                                       0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                                       0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51 };

/* Writes number - order, and returns 1 if that is below zero. */
static unsigned int subtract_order(const uint8_t *number, uint8_t *difference)
{
    unsigned int borrow = 0;

    for (int i = LENGTH - 1; i >= 0; i--) {
        unsigned int digit = (unsigned int)number[i] - order[i] - borrow;

        difference[i] = (uint8_t)digit;
        borrow = digit >> (sizeof(digit) * 8 - 1);
    }

    return borrow;
}

int tlsman_scalar_is_valid(const uint8_t *number)
{
    uint8_t difference[LENGTH];
    unsigned int is_less = subtract_order(number, difference);
    unsigned int any = 0;
    int result;

    for (int i = 0; i < LENGTH; i++) {
        any |= number[i];
    }

    result = (int)(is_less & ((any + 0xff) >> 8));
    tlsman_wipe(difference, sizeof(difference));
    /* Whether a number is in range is told by what is refused, and says nothing of one that is. */
    TLSMAN_TELL(&result, sizeof(result));
    return result;
}

/* Section 2.3.4: the digest modulo the order, which is less than twice as much as the order. */
static void reduce(const uint8_t *digest, uint8_t *reduced)
{
    uint8_t difference[LENGTH];
    uint8_t keep = (uint8_t)(0U - subtract_order(digest, difference));

    for (int i = 0; i < LENGTH; i++) {
        reduced[i] = (uint8_t)((digest[i] & keep) | (difference[i] & (uint8_t)~keep));
    }
}

int tlsman_nonce_make(const struct tlsman_ciphers *ciphers, const uint8_t *key, const uint8_t *digest,
                      const uint8_t *fresh, uint8_t *nonce)
{
    uint8_t message[MESSAGE_LENGTH];
    uint8_t k[LENGTH] = { 0 };
    size_t length = fresh == NULL ? FRESH_OFFSET : MESSAGE_LENGTH;
    int failed = 0;
    int found = 0;

    memset(message, 1, LENGTH);
    memcpy(message + KEY_OFFSET, key, LENGTH);
    reduce(digest, message + DIGEST_OFFSET);

    if (fresh != NULL) {
        memcpy(message + FRESH_OFFSET, fresh, LENGTH);
    }

    /* Steps d to g: K = HMAC(K, V || 0 or 1 || key || digest || fresh), and V = HMAC(K, V) after each. */
    for (uint8_t mark = 0; mark < 2; mark++) {
        message[MARK_OFFSET] = mark;
        failed = failed || ciphers->hmac(k, LENGTH, message, length, NULL, 0, k) != 0;
        failed = failed || ciphers->hmac(k, LENGTH, message, LENGTH, NULL, 0, message) != 0;
    }

    for (int i = 0; i < MAX_CANDIDATES && !failed && !found; i++) {
        /* Step h.2: V = HMAC(K, V) is the candidate. */
        failed = ciphers->hmac(k, LENGTH, message, LENGTH, NULL, 0, message) != 0;
        found = !failed && tlsman_scalar_is_valid(message);

        if (found) {
            memcpy(nonce, message, LENGTH);
        } else if (!failed) {
            /* Step h.3: K = HMAC(K, V || 0), and V = HMAC(K, V). */
            message[MARK_OFFSET] = 0;
            failed = ciphers->hmac(k, LENGTH, message, KEY_OFFSET, NULL, 0, k) != 0
                     || ciphers->hmac(k, LENGTH, message, LENGTH, NULL, 0, message) != 0;
        }
    }

    tlsman_wipe(message, sizeof(message));
    tlsman_wipe(k, sizeof(k));
    return !found;
}

#endif
