/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What decides by a secret, or looks up by one? Keys, plaintexts and what is derived from them are undefined memory to
 * valgrind, which names each jump and each address that depends on it. secrets.sh compares what was found with the
 * table of docs/threat-model.md. What may be told is told where TLSMAN_TELL() stands; the verdicts of libraries on tags,
 * which whoever sent the record learns, are in secrets.supp.
 */
#include "../src/core.h"

#include <valgrind/memcheck.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_LENGTH 100
#define MAX_TAG 16

static uint8_t secret[TLSMAN_POINT_LENGTH];

/* Fresh secret bytes, of which nothing is known that a program may act upon; a number below the order of P-256. */
static const uint8_t *make_secret(void)
{
    VALGRIND_MAKE_MEM_DEFINED(secret, sizeof(secret));

    if (tlsman_get_port()->random(secret, sizeof(secret)) != 0) {
        abort();
    }

    secret[0] &= 0x7F;
    VALGRIND_MAKE_MEM_UNDEFINED(secret, sizeof(secret));
    return secret;
}

static void check(int condition)
{
    if (!condition) {
        VALGRIND_PRINTF("a calculation failed\n");
        abort();
    }
}

static int tell(int status)
{
    VALGRIND_MAKE_MEM_DEFINED(&status, sizeof(status));
    return status;
}

static void run_aead(int ciphers, int algorithm)
{
    static const uint8_t nonce[TLSMAN_NONCE_LENGTH] = { 1, 2, 3 };
    uint8_t text[TEXT_LENGTH + MAX_TAG];
    int tag = algorithm == TLSMAN_AES128_CCM8 ? 8 : 16;
    int key = algorithm == TLSMAN_CHACHA20_POLY1305 ? TLSMAN_CHACHA_KEY_LENGTH : TLSMAN_AES_KEY_LENGTH;
    int handle = tlsman_aead_open(ciphers, algorithm, make_secret(), key);

    check(handle > 0);

    for (int length = 0; length <= TEXT_LENGTH; length += 33) {
        memset(text, 0x5A, sizeof(text));
        VALGRIND_MAKE_MEM_UNDEFINED(text, (size_t)length);
        check(tlsman_aead_seal(handle, nonce, nonce, sizeof(nonce), text, length, tag) == TLSMAN_OK);
        /* A record is public. */
        VALGRIND_MAKE_MEM_DEFINED(text, sizeof(text));
        check(tell(tlsman_aead_unseal(handle, nonce, nonce, sizeof(nonce), text, length, tag)) == TLSMAN_OK);
        VALGRIND_MAKE_MEM_DEFINED(text, sizeof(text));
        text[length] ^= 1;
        check(tell(tlsman_aead_unseal(handle, nonce, nonce, sizeof(nonce), text, length, tag)) != TLSMAN_OK);
    }

    check(tlsman_cipher_free(handle) == TLSMAN_OK);
}

static void run_ccm(int ciphers)
{
    run_aead(ciphers, TLSMAN_AES128_CCM);
    run_aead(ciphers, TLSMAN_AES128_CCM8);
}

static void run_gcm(int ciphers)
{
    run_aead(ciphers, TLSMAN_AES128_GCM);
}

static void run_chacha(int ciphers)
{
    run_aead(ciphers, TLSMAN_CHACHA20_POLY1305);
}

static void run_hash(int ciphers)
{
    static const uint8_t label[] = "key expansion";
    uint8_t output[100];
    int handle = tlsman_hash_open(ciphers);

    check(handle > 0);
    check(tlsman_hash_update(handle, make_secret(), sizeof(secret)) == TLSMAN_OK);
    check(tlsman_hash_digest(handle, output) == TLSMAN_OK);
    check(tlsman_cipher_free(handle) == TLSMAN_OK);
    check(tlsman_hmac(ciphers, make_secret(), TLSMAN_SCALAR_LENGTH, label, sizeof(label), output) == TLSMAN_OK);
    check(tlsman_hmac(ciphers, output, TLSMAN_DIGEST_LENGTH, secret, sizeof(secret), output) == TLSMAN_OK);
    check(tlsman_prf(ciphers, make_secret(), TLSMAN_MASTER_SECRET_LENGTH, label, sizeof(label), secret,
                     TLSMAN_RANDOM_LENGTH, output, sizeof(output))
          == TLSMAN_OK);
}

static int open_key(int ciphers, int curve)
{
    int handle = tlsman_aead_open(ciphers, curve, make_secret(), TLSMAN_SCALAR_LENGTH);

    check(handle > 0);
    return handle;
}

static void get_public(int ciphers, int curve, uint8_t *key)
{
    int handle = open_key(ciphers, curve);

    check(tell(tlsman_get_bytes(handle, TLSMAN_CURVE_PUBLIC_KEY, key, TLSMAN_POINT_LENGTH)) > 0);
    check(tlsman_cipher_free(handle) == TLSMAN_OK);
    VALGRIND_MAKE_MEM_DEFINED(key, TLSMAN_POINT_LENGTH);
}

static void run_agreement(int ciphers, int curve)
{
    uint8_t key[TLSMAN_POINT_LENGTH];
    uint8_t agreed[TLSMAN_SCALAR_LENGTH];
    int handle;

    get_public(ciphers, curve, key);
    handle = open_key(ciphers, curve);
    check(tlsman_set_bytes(handle, TLSMAN_CURVE_PEER_KEY, key,
                           curve == TLSMAN_CURVE_P256 ? TLSMAN_POINT_LENGTH : TLSMAN_SCALAR_LENGTH)
          == TLSMAN_OK);
    check(tell(tlsman_get_bytes(handle, TLSMAN_CURVE_SECRET, agreed, sizeof(agreed))) == TLSMAN_SCALAR_LENGTH);
    check(tlsman_cipher_free(handle) == TLSMAN_OK);
}

static void run_p256(int ciphers)
{
    run_agreement(ciphers, TLSMAN_CURVE_P256);
}

static void run_x25519(int ciphers)
{
    run_agreement(ciphers, TLSMAN_CURVE_X25519);
}

static void run_ecdsa(int ciphers)
{
    static const uint8_t digest[TLSMAN_DIGEST_LENGTH] = { 1 };
    uint8_t fresh[TLSMAN_SCALAR_LENGTH];
    uint8_t signature[TLSMAN_MAX_SIGNATURE];
    int handle = open_key(ciphers, TLSMAN_CURVE_P256);

    memcpy(fresh, make_secret(), sizeof(fresh));
    check(tlsman_set_bytes(handle, TLSMAN_CURVE_DIGEST, digest, sizeof(digest)) == TLSMAN_OK);
    check(tlsman_set_bytes(handle, TLSMAN_CURVE_FRESH, fresh, sizeof(fresh)) == TLSMAN_OK);
    check(tell(tlsman_get_bytes(handle, TLSMAN_CURVE_SIGNATURE_DER, signature, sizeof(signature))) > 0);
    check(tlsman_cipher_free(handle) == TLSMAN_OK);
}

/* What is the core's own: nonces, comparisons, the code of a credential's key. */
static void run_core(int ciphers)
{
    static const uint8_t digest[TLSMAN_DIGEST_LENGTH] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
    struct tlsman_credential credential = { .tag = 1, .identity_length = 1, .key_length = 32 };
    uint8_t nonce[TLSMAN_SCALAR_LENGTH];
    uint8_t code[TLSMAN_KEY_CHECK_LENGTH];
    uint8_t other[TLSMAN_KEY_CHECK_LENGTH];

    check(tlsman_nonce_make(tlsman_find_ciphers(ciphers), make_secret(), digest, secret, nonce) == 0);
    memcpy(credential.key, make_secret(), 32);
    check(tell(tlsman_credentials_make_check(&credential, code)));
    credential.tag = 2;
    check(tell(tlsman_credentials_make_check(&credential, other)));
    check(tlsman_are_equal(code, code, sizeof(code)));
    check(!tlsman_are_equal(code, other, sizeof(code)));
}

/* What this test is for has to be found. */
static volatile int sink;

static void leak_by_jump(int ciphers)
{
    (void)ciphers;

    if (make_secret()[1] > 127) {
        sink = 1;
    }
}

static void leak_by_address(int ciphers)
{
    static volatile uint8_t table[256];

    (void)ciphers;
    sink = table[make_secret()[1]];
}

static const char *only; /* NULL for all */

static void run(const char *library, const char *name, void (*calculation)(int), int ciphers)
{
    unsigned int before = VALGRIND_COUNT_ERRORS;
    char title[64];

    snprintf(title, sizeof(title), "%s, %s", library, name);

    if (only == NULL || strcmp(only, title) == 0) {
        calculation(ciphers);
        printf("%s: %s\n", title, VALGRIND_COUNT_ERRORS == before ? "clean" : "depends");
    }
}

int main(int count, char **arguments)
{
    only = count > 1 ? arguments[1] : NULL;

    if (!RUNNING_ON_VALGRIND) {
        fprintf(stderr, "secrets: only valgrind can tell\n");
        return 3;
    }

    tlsman_reset();
    run("deliberate", "jump", leak_by_jump, 0);
    run("deliberate", "address", leak_by_address, 0);

    for (int ciphers = 0; ciphers < tlsman_get_cipher_count(); ciphers++) {
        const char *library = tlsman_find_ciphers(ciphers)->name;

        run(library, "AES-CCM", run_ccm, ciphers);

        if (tlsman_aead_supports(ciphers, TLSMAN_AES128_GCM) > 0) {
            run(library, "AES-GCM", run_gcm, ciphers);
        }

        if (tlsman_aead_supports(ciphers, TLSMAN_CHACHA20_POLY1305) > 0) {
            run(library, "ChaCha20-Poly1305", run_chacha, ciphers);
        }

        run(library, "SHA-256, HMAC, PRF", run_hash, ciphers);
        run(library, "nonces, comparisons", run_core, ciphers);

        if (tlsman_aead_supports(ciphers, TLSMAN_CURVE_P256) > 0) {
            run(library, "P-256", run_p256, ciphers);
            run(library, "ECDSA", run_ecdsa, ciphers);
            run(library, "X25519", run_x25519, ciphers);
        }
    }

    return 0;
}
