/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Curves on a platform whose memory and generator fail, with inputs that are noise, and across a reset. That they are
 * right, the managed side's tests say, with vectors and against the managed ones.
 */
#include "counted.h"
#include "tlsman.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <cmocka.h>

#define NOISE 400

static int random_calls;
static int random_fails;

static int fill_random(uint8_t *buffer, size_t count)
{
    random_calls++;
    return random_fails || getrandom(buffer, count, 0) != (ssize_t)count ? -1 : 0;
}

static const struct tlsman_port port = { .allocate = counted_allocate,
                                         .release = counted_release,
                                         .random = fill_random };

static const int goals[] = { TLSMAN_CURVE_PUBLIC_KEY, TLSMAN_CURVE_SECRET, TLSMAN_CURVE_SIGNATURE,
                             TLSMAN_CURVE_SIGNATURE_DER };

#define GOALS ((int)(sizeof(goals) / sizeof(goals[0])))

static const uint8_t key_bytes[TLSMAN_SCALAR_LENGTH] = { 0x40, 1, 2, 3, [31] = 0x17 };

static int has_curves(int ciphers)
{
    return tlsman_aead_supports(ciphers, TLSMAN_CURVE_P256) > 0;
}

/* Everything that a calculation could take; of P-256 the base point is the peer's. */
static int open_key(int ciphers, int curve)
{
    static const uint8_t base[TLSMAN_POINT_LENGTH] = { 0x04, 0x6B, 0x17, 0xD1, 0xF2, 0xE1, 0x2C, 0x42, 0x47, 0xF8, 0xBC,
                                                       0xE6, 0xE5, 0x63, 0xA4, 0x40, 0xF2, 0x77, 0x03, 0x7D, 0x81, 0x2D,
                                                       0xEB, 0x33, 0xA0, 0xF4, 0xA1, 0x39, 0x45, 0xD8, 0x98, 0xC2, 0x96,
                                                       0x4F, 0xE3, 0x42, 0xE2, 0xFE, 0x1A, 0x7F, 0x9B, 0x8E, 0xE7, 0xEB,
                                                       0x4A, 0x7C, 0x0F, 0x9E, 0x16, 0x2B, 0xCE, 0x33, 0x57, 0x6B, 0x31,
                                                       0x5E, 0xCE, 0xCB, 0xB6, 0x40, 0x68, 0x37, 0xBF, 0x51, 0xF5 };
    int is_p256 = curve == TLSMAN_CURVE_P256;
    int handle = tlsman_aead_open(ciphers, curve, key_bytes, sizeof(key_bytes));

    if (handle > 0) {
        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_CURVE_PEER_KEY, is_p256 ? base : base + 1,
                                          is_p256 ? TLSMAN_POINT_LENGTH : TLSMAN_SCALAR_LENGTH),
                         TLSMAN_OK);
        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_CURVE_DIGEST, key_bytes, TLSMAN_DIGEST_LENGTH), TLSMAN_OK);
        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_CURVE_FRESH, key_bytes, TLSMAN_SCALAR_LENGTH), TLSMAN_OK);
    }

    return handle;
}

static int calculate(int ciphers, int curve, int goal)
{
    uint8_t result[TLSMAN_MAX_SIGNATURE];
    int handle = open_key(ciphers, curve);
    int status = handle > 0 ? tlsman_get_bytes(handle, goal, result, sizeof(result)) : handle;

    assert_true(handle < 0 || tlsman_cipher_free(handle) == TLSMAN_OK);
    return status;
}

static int can(int curve, int goal)
{
    return curve == TLSMAN_CURVE_P256 || goal == TLSMAN_CURVE_PUBLIC_KEY || goal == TLSMAN_CURVE_SECRET;
}

static void no_memory_is_an_answer(void **state)
{
    (void)state;

    for (int ciphers = 0; ciphers < tlsman_get_cipher_count(); ciphers++) {
        for (int curve = TLSMAN_CURVE_P256; curve <= TLSMAN_CURVE_X25519 && has_curves(ciphers); curve++) {
            for (int goal = 0; goal < GOALS; goal++) {
                int before;
                int went_well = 0;

                assert_int_equal(calculate(ciphers, curve, goals[goal]) > 0, can(curve, goals[goal]));
                before = allocated;

                for (int i = 0; i < 60 && !went_well; i++) {
                    int status;

                    allocations = 0;
                    failing_at = i;
                    status = calculate(ciphers, curve, goals[goal]);
                    went_well = allocations <= i;
                    assert_true(went_well || status < 0);
                    assert_int_equal(allocated, before);
                }

                failing_at = -1;
                assert_true(went_well);
            }
        }
    }
}

static void a_generator_that_fails_lets_fail_what_is_masked(void **state)
{
    (void)state;

    for (int ciphers = 0; ciphers < tlsman_get_cipher_count(); ciphers++) {
        for (int curve = TLSMAN_CURVE_P256; curve <= TLSMAN_CURVE_X25519 && has_curves(ciphers); curve++) {
            for (int goal = 0; goal < GOALS; goal++) {
                int status;

                random_calls = 0;
                random_fails = 1;
                status = calculate(ciphers, curve, goals[goal]);
                random_fails = 0;
                assert_int_equal(status > 0, random_calls == 0 && can(curve, goals[goal]));
            }
        }
    }
}

static void noise_is_no_point_and_no_signature(void **state)
{
    (void)state;

    for (int ciphers = 0; ciphers < tlsman_get_cipher_count(); ciphers++) {
        for (int i = 0; i < NOISE && has_curves(ciphers); i++) {
            uint8_t noise[TLSMAN_POINT_LENGTH + TLSMAN_MAX_SIGNATURE];
            uint8_t result[TLSMAN_SCALAR_LENGTH];
            uint8_t *signature = noise + TLSMAN_POINT_LENGTH;
            int length = i % (TLSMAN_MAX_SIGNATURE + 1);
            int handle;

            assert_int_equal(getrandom(noise, sizeof(noise), 0), (ssize_t)sizeof(noise));
            noise[0] = i % 4 == 0 ? noise[0] : 4;
            handle = open_key(ciphers, TLSMAN_CURVE_P256);
            assert_int_equal(tlsman_set_bytes(handle, TLSMAN_CURVE_PEER_KEY, noise, TLSMAN_POINT_LENGTH), TLSMAN_OK);
            assert_int_equal(tlsman_get_bytes(handle, TLSMAN_CURVE_SECRET, result, sizeof(result)),
                             TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_cipher_free(handle), TLSMAN_OK);

            handle = tlsman_aead_open(ciphers, TLSMAN_CURVE_P256, noise, TLSMAN_POINT_LENGTH);
            assert_true(handle > 0);
            assert_int_equal(tlsman_set_bytes(handle, TLSMAN_CURVE_DIGEST, noise, TLSMAN_DIGEST_LENGTH), TLSMAN_OK);
            signature[0] = 0x30;
            signature[1] = (uint8_t)(length - 2);
            signature[2] = 2;
            assert_int_equal(tlsman_get_number(handle, TLSMAN_CURVE_IS_SIGNED, 0), TLSMAN_BAD_ARGUMENT);

            if (tlsman_set_bytes(handle, TLSMAN_CURVE_SIGNATURE_DER, signature, length) == TLSMAN_OK) {
                assert_int_equal(tlsman_get_number(handle, TLSMAN_CURVE_IS_SIGNED, 0), 0);
            }

            assert_int_equal(tlsman_set_bytes(handle, TLSMAN_CURVE_SIGNATURE, noise + 1, TLSMAN_SIGNATURE_LENGTH),
                             TLSMAN_OK);
            assert_int_equal(tlsman_get_number(handle, TLSMAN_CURVE_IS_SIGNED, 0), 0);
            assert_int_equal(tlsman_cipher_free(handle), TLSMAN_OK);
        }
    }
}

static void a_reset_ends_a_curves_key(void **state)
{
    uint8_t result[TLSMAN_POINT_LENGTH];

    (void)state;

    for (int ciphers = 0; ciphers < tlsman_get_cipher_count(); ciphers++) {
        if (has_curves(ciphers)) {
            int handle = open_key(ciphers, TLSMAN_CURVE_P256);
            int before = allocated;

            assert_true(handle > 0);
            assert_int_equal(tlsman_reset(), TLSMAN_INTERFACE);
            assert_int_equal(allocated, before - 1);
            assert_int_equal(tlsman_get_bytes(handle, TLSMAN_CURVE_PUBLIC_KEY, result, sizeof(result)),
                             TLSMAN_BAD_HANDLE);
            assert_int_equal(tlsman_set_bytes(handle, TLSMAN_CURVE_DIGEST, result, TLSMAN_DIGEST_LENGTH),
                             TLSMAN_BAD_HANDLE);
            assert_int_equal(tlsman_get_number(handle, TLSMAN_CURVE_IS_SIGNED, 0), TLSMAN_BAD_HANDLE);
            assert_int_equal(tlsman_cipher_free(handle), TLSMAN_BAD_HANDLE);
        }
    }
}

static void there_are_curves_to_be_tested(void **state)
{
    int found = 0;

    (void)state;

    for (int ciphers = 0; ciphers < tlsman_get_cipher_count(); ciphers++) {
        found += has_curves(ciphers);
    }

    assert_true(found > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_curves_to_be_tested),
        cmocka_unit_test(no_memory_is_an_answer),
        cmocka_unit_test(a_generator_that_fails_lets_fail_what_is_masked),
        cmocka_unit_test(noise_is_no_point_and_no_signature),
        cmocka_unit_test(a_reset_ends_a_curves_key),
    };

    tlsman_set_port(&port);
    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
