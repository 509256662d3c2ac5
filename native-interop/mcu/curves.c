/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What one native call with a curve's key takes, which is one step of the managed stack: lines of
 * "scope,quantity,value" for measure.sh. Each is done twice, and the second time counts.
 */
#include "probe.h"

#include <stdlib.h>
#include <string.h>

/* A private key, and all else that is random here. */
static const uint8_t secret[TLSMAN_SCALAR_LENGTH] = { 0x7d, 0xa9, 0x61, 0x1e, 0x82, 0xd4, 0x07, 0x4e, 0x78, 0x75, 0x90,
                                                      0xd4, 0x1e, 0x66, 0xa2, 0x55, 0x30, 0x5a, 0x43, 0xb1, 0x7f, 0x3a,
                                                      0xad, 0xf6, 0x4a, 0x0d, 0xee, 0xef, 0x1b, 0x90, 0x75, 0x53 };

static void check(int condition)
{
    if (!condition) {
        abort();
    }
}

static void print(const char *scope, const char *quantity, uint32_t value)
{
    console_print(scope);
    console_print(",");
    console_print(quantity);
    console_print(",");
    console_print_number(value);
    console_print("\n");
}

static int open_key(int curve, const uint8_t *key, int length)
{
    int handle = tlsman_aead_open(0, curve, key, length);

    check(handle > 0);
    return handle;
}

/* Gets one thing of a key, or asks it, twice; returns the length. */
static int measure(const char *scope, int handle, int id, uint8_t *result, int room)
{
    int length = 0;

    for (int i = 0; i < 2; i++) {
        heap_restart();
        probe_restart();
        length = id == TLSMAN_CURVE_IS_SIGNED ? tlsman_get_number(handle, id, 0)
                                              : tlsman_get_bytes(handle, id, result, room);
        check(length > 0);
    }

    print(scope, "calculation", probe_get(HEAP_OTHER)->instructions);
    print(scope, "calculation_stack", probe_get(HEAP_OTHER)->stack);
    print(scope, "calculation_heap", (uint32_t)(heap_get_peak(HEAP_OTHER) - heap_get_used(HEAP_OTHER)));
    check(tlsman_cipher_free(handle) == TLSMAN_OK);
    return length;
}

static void measure_agreement(int curve, const char *key_scope, const char *scope)
{
    uint8_t key[TLSMAN_POINT_LENGTH];
    uint8_t agreed[TLSMAN_SCALAR_LENGTH];
    int length = measure(key_scope, open_key(curve, secret, sizeof(secret)), TLSMAN_CURVE_PUBLIC_KEY, key, sizeof(key));
    int handle = open_key(curve, secret, sizeof(secret));

    check(tlsman_set_bytes(handle, TLSMAN_CURVE_PEER_KEY, key, length) == TLSMAN_OK);
    measure(scope, handle, TLSMAN_CURVE_SECRET, agreed, sizeof(agreed));
}

static void measure_signature(void)
{
    uint8_t key[TLSMAN_POINT_LENGTH];
    uint8_t signature[TLSMAN_SIGNATURE_LENGTH];
    int handle = open_key(TLSMAN_CURVE_P256, secret, sizeof(secret));

    check(tlsman_get_bytes(handle, TLSMAN_CURVE_PUBLIC_KEY, key, sizeof(key)) == TLSMAN_POINT_LENGTH);
    check(tlsman_set_bytes(handle, TLSMAN_CURVE_DIGEST, secret, sizeof(secret)) == TLSMAN_OK);
    check(tlsman_set_bytes(handle, TLSMAN_CURVE_FRESH, secret, sizeof(secret)) == TLSMAN_OK);
    measure("ECDSA signature", handle, TLSMAN_CURVE_SIGNATURE, signature, sizeof(signature));

    handle = open_key(TLSMAN_CURVE_P256, key, sizeof(key));
    check(tlsman_set_bytes(handle, TLSMAN_CURVE_DIGEST, secret, sizeof(secret)) == TLSMAN_OK);
    check(tlsman_set_bytes(handle, TLSMAN_CURVE_SIGNATURE, signature, sizeof(signature)) == TLSMAN_OK);
    measure("ECDSA verification", handle, TLSMAN_CURVE_IS_SIGNED, NULL, 0);
}

int main(void)
{
    tlsman_reset();
    check(tlsman_aead_supports(0, TLSMAN_CURVE_P256) > 0);
    probe_start();

    measure_agreement(TLSMAN_CURVE_P256, "P-256 key pair", "P-256 agreement");
    measure_signature();
    measure_agreement(TLSMAN_CURVE_X25519, "X25519 key pair", "X25519 agreement");

    print("image", "heap_kept", (uint32_t)heap_get_used(HEAP_OTHER));
    return 0;
}
