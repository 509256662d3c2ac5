/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What a caller may do wrong: handles that are stale or forged, numbers and lengths out of range, calls at the wrong
 * time. Nothing of it may touch memory.
 */
#include "pair.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint8_t output[1500];
static int results[TLSMAN_RESULT_COUNT];

static int poll(int handle)
{
    return tlsman_poll(handle, 0, NULL, 0, 0, output, sizeof(output), results, TLSMAN_RESULT_COUNT);
}

static int open_client(void)
{
    int handle = tlsman_open(0, TLSMAN_CLIENT, TLSMAN_DATAGRAM);

    assert_true(handle > 0);
    return handle;
}

static void assert_refused(int handle)
{
    uint8_t byte = 0;

    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_MTU, 1000), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_IDENTITY_HINT, &byte, 1), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_add_credential(handle, 1, &byte, 1, &byte, 1, NULL, 0), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_start(handle, 0), TLSMAN_BAD_HANDLE);
    assert_int_equal(poll(handle), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_read(handle, &byte, 1), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_send(handle, 0, &byte, 1, output, sizeof(output), results, TLSMAN_RESULT_COUNT),
                     TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_end_of_stream(handle), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_close(handle, 0), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_free(handle), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_get_number(handle, TLSMAN_NUMBER_SUITE, 0), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_get_bytes(handle, TLSMAN_BYTES_IDENTITY, &byte, 1), TLSMAN_BAD_HANDLE);
}

static void forged_handles_are_refused(void **state)
{
    int handle = open_client();

    (void)state;
    assert_refused(0);
    assert_refused(-1);
    assert_refused(INT32_MIN);
    assert_refused(INT32_MAX);

    /* Every single bit of a true one. */
    for (int bit = 0; bit < 32; bit++) {
        assert_refused((int)((uint32_t)handle ^ (1U << bit)));
    }

    assert_int_equal(tlsman_free(handle), TLSMAN_OK);
}

static void freed_handles_are_refused_also_where_their_place_is_used_again(void **state)
{
    int first = open_client();
    int second;

    (void)state;
    assert_int_equal(tlsman_free(first), TLSMAN_OK);
    assert_refused(first);
    second = open_client();
    assert_int_not_equal(first, second);
    assert_refused(first);
    assert_int_equal(tlsman_free(second), TLSMAN_OK);
}

static void a_reset_ends_an_older_generation(void **state)
{
    int session = open_client();
    int hash = tlsman_hash_open(0);
    uint8_t digest[TLSMAN_DIGEST_LENGTH];

    (void)state;
    assert_true(hash > 0);
    assert_int_equal(tlsman_reset(), TLSMAN_INTERFACE);
    assert_refused(session);
    assert_int_equal(tlsman_hash_digest(hash, digest), TLSMAN_BAD_HANDLE);

    for (int i = 0; i < 100; i++) {
        int handle = open_client();

        assert_int_not_equal(handle, session);
        assert_int_not_equal(handle, hash);
        assert_int_equal(tlsman_free(handle), TLSMAN_OK);
    }
}

static void a_handle_of_one_kind_is_none_of_another(void **state)
{
    int session = open_client();
    int hash = tlsman_hash_open(0);
    static const uint8_t key[TLSMAN_AES_KEY_LENGTH] = { 1 };
    int aead = tlsman_aead_open(0, TLSMAN_AES128_CCM8, key, TLSMAN_AES_KEY_LENGTH);
    uint8_t bytes[64] = { 0 };

    (void)state;
    assert_true(aead > 0);
    assert_refused(hash);
    assert_refused(aead);
    assert_int_equal(tlsman_hash_update(aead, bytes, 1), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_hash_update(session, bytes, 1), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_aead_seal(hash, bytes, bytes, 1, bytes, 1, 8), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_cipher_free(session), TLSMAN_BAD_HANDLE);
    /* the tag of another cipher */
    assert_int_equal(tlsman_aead_seal(aead, bytes, bytes, 1, bytes, 1, 16), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_cipher_free(hash), TLSMAN_OK);
    assert_int_equal(tlsman_cipher_free(hash), TLSMAN_BAD_HANDLE);
    assert_int_equal(tlsman_cipher_free(aead), TLSMAN_OK);
    assert_int_equal(tlsman_free(session), TLSMAN_OK);
}

static void numbers_out_of_range_are_refused(void **state)
{
    int handle = open_client();
    uint8_t bytes[TLSMAN_MAX_IDENTITY + 1] = { 1 };

    (void)state;
    assert_int_equal(tlsman_open(-1, TLSMAN_CLIENT, TLSMAN_DATAGRAM), TLSMAN_NO_STACK);
    assert_int_equal(tlsman_open(tlsman_get_stack_count(), TLSMAN_CLIENT, TLSMAN_DATAGRAM), TLSMAN_NO_STACK);
    assert_int_equal(tlsman_open(0, 2, TLSMAN_DATAGRAM), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_open(0, TLSMAN_CLIENT, -1), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_get_capability(-1, TLSMAN_CAN_DTLS12), TLSMAN_NO_STACK);
    assert_int_equal(tlsman_get_capability(0, 10000), 0);
    assert_int_equal(tlsman_get_suite(0, 10000), 0);
    assert_int_equal(tlsman_get_suite(0, -1), 0);
    assert_int_equal(tlsman_get_text(0, 3, bytes, 10), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_get_text(0, TLSMAN_TEXT_NAME, bytes, -1), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_get_text(0, TLSMAN_TEXT_NAME, bytes, 2), 2);

    assert_int_equal(tlsman_set_option(handle, 0, 0), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_SUITE, 0), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_SUITE, 0x13FF), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_SUITE, 0x1C0A8), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_MTU, TLSMAN_LEAST_MTU - 1), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_MTU, 65536), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_FIRST_TIMEOUT, 0), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_MAX_FRAGMENT_LENGTH, 513), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_BAD_RECORD_LIMIT, -1), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_CREDENTIAL_TAG, -2), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_IDENTITY_HINT, bytes, TLSMAN_MAX_IDENTITY + 1),
                     TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_IDENTITY, bytes, 1), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_add_credential(handle, -1, bytes, 1, bytes, 1, NULL, 0), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_add_credential(handle, 1, bytes, 0, bytes, 1, NULL, 0), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_add_credential(handle, 1, bytes, 1, bytes, 0, NULL, 0), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_add_credential(handle, 1, bytes, 1, bytes, TLSMAN_MAX_KEY + 1, NULL, 0),
                     TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_add_credential(handle, 1, bytes, TLSMAN_MAX_IDENTITY + 1, bytes, 1, NULL, 0),
                     TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_add_credential(handle, 1, bytes, 1, bytes, 1, bytes, -1), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_get_number(handle, 0, 0), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_get_bytes(handle, 0, bytes, 1), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_free(handle), TLSMAN_OK);
}

static void buffers_that_do_not_fit_are_refused(void **state)
{
    int handle = open_client();
    uint8_t byte = 0;

    (void)state;
    assert_int_equal(tlsman_add_credential(handle, 1, &byte, 1, &byte, 1, NULL, 0), TLSMAN_OK);
    assert_int_equal(tlsman_start(handle, 0), TLSMAN_OK);
    assert_int_equal(tlsman_poll(handle, 0, NULL, 0, 1, output, sizeof(output), results, TLSMAN_RESULT_COUNT),
                     TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_poll(handle, 0, &byte, 1, 0, output, sizeof(output), results, TLSMAN_RESULT_COUNT),
                     TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_poll(handle, 0, &byte, -1, 1, output, sizeof(output), results, TLSMAN_RESULT_COUNT),
                     TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_poll(handle, 0, NULL, 0, 0, NULL, 10, results, TLSMAN_RESULT_COUNT), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_poll(handle, 0, NULL, 0, 0, output, -1, results, TLSMAN_RESULT_COUNT), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_poll(handle, 0, NULL, 0, 0, output, sizeof(output), results, TLSMAN_RESULT_IS_NEWEST - 1),
                     TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_send(handle, 0, &byte, 0, output, sizeof(output), results, TLSMAN_RESULT_COUNT),
                     TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_send(handle, 0, &byte, 1, NULL, 10, results, TLSMAN_RESULT_COUNT), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_send(handle, 0, &byte, 1, output, -1, results, TLSMAN_RESULT_COUNT), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_send(handle, 0, &byte, 1, output, sizeof(output), results, TLSMAN_RESULT_IS_NEWEST - 1),
                     TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_free(handle), TLSMAN_OK);
}

static void calls_at_the_wrong_time_are_refused(void **state)
{
    for (int stack = 0; stack < tlsman_get_stack_count(); stack++) {
        int handle = tlsman_open(stack, TLSMAN_CLIENT, TLSMAN_DATAGRAM);
        uint8_t byte = 1;

        (void)state;
        assert_int_equal(poll(handle), TLSMAN_INVALID_STATE);
        assert_int_equal(tlsman_send(handle, 0, &byte, 1, output, sizeof(output), results, TLSMAN_RESULT_COUNT),
                         TLSMAN_NOT_CONNECTED);
        assert_int_equal(tlsman_read(handle, &byte, 1), TLSMAN_INVALID_STATE);
        assert_int_equal(tlsman_start(handle, 0),
                         tlsman_get_capability(stack, TLSMAN_KEY_KINDS) == 0 ? TLSMAN_NO_KEY : TLSMAN_NOTHING_TRUSTED);
        assert_int_equal(tlsman_add_credential(handle, 1, &byte, 1, &byte, 1, NULL, 0), TLSMAN_OK);
        assert_int_equal(tlsman_start(handle, 0), TLSMAN_OK);
        assert_int_equal(tlsman_start(handle, 0), TLSMAN_INVALID_STATE);
        assert_int_equal(tlsman_set_option(handle, TLSMAN_OPTION_MTU, 1000), TLSMAN_INVALID_STATE);
        assert_int_equal(tlsman_set_bytes(handle, TLSMAN_BYTES_IDENTITY_HINT, &byte, 1), TLSMAN_INVALID_STATE);
        assert_int_equal(tlsman_add_credential(handle, 2, &byte, 1, &byte, 1, NULL, 0), TLSMAN_INVALID_STATE);
        assert_int_equal(tlsman_send(handle, 0, &byte, 1, output, sizeof(output), results, TLSMAN_RESULT_COUNT),
                         TLSMAN_NOT_CONNECTED);
        assert_int_equal(tlsman_get_number(handle, TLSMAN_NUMBER_CREDENTIAL_TAG, 0), -1);
        assert_int_equal(tlsman_get_number(handle, TLSMAN_NUMBER_MAX_PAYLOAD, 1000), 0);

        /* Closing twice, and polling beyond the end, is harmless. */
        assert_int_equal(tlsman_close(handle, 0), TLSMAN_OK);
        assert_int_equal(tlsman_close(handle, 0), TLSMAN_OK);

        for (int i = 0; i < 8; i++) {
            assert_true(poll(handle) >= 0);
        }

        assert_int_equal(poll(handle), TLSMAN_IDLE);
        assert_int_equal(tlsman_send(handle, 0, &byte, 1, output, sizeof(output), results, TLSMAN_RESULT_COUNT),
                         TLSMAN_ENDED);
        assert_int_equal(tlsman_free(handle), TLSMAN_OK);
    }
}

static void lengths_beyond_a_cipher_are_refused(void **state)
{
    static uint8_t bytes[TLSMAN_AAD_LIMIT + 64];

    (void)state;

    for (int ciphers = 0; ciphers < tlsman_get_cipher_count(); ciphers++) {
        for (int algorithm = TLSMAN_AES128_CCM; algorithm <= TLSMAN_CHACHA20_POLY1305; algorithm++) {
            int tag = algorithm == TLSMAN_AES128_CCM8 ? 8 : 16;
            int key = algorithm == TLSMAN_CHACHA20_POLY1305 ? TLSMAN_CHACHA_KEY_LENGTH : TLSMAN_AES_KEY_LENGTH;
            int aead = tlsman_aead_open(ciphers, algorithm, bytes, key);

            if (tlsman_aead_supports(ciphers, algorithm) != 1) {
                assert_int_equal(aead, TLSMAN_NO_STACK);
                continue;
            }

            assert_true(aead > 0);
            assert_int_equal(tlsman_aead_open(ciphers, algorithm, bytes, key - 1), TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_aead_open(ciphers, algorithm, bytes, 2 * key), TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_aead_open(ciphers, algorithm, bytes, 48 - key), TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_aead_seal(aead, bytes, bytes, TLSMAN_AAD_LIMIT, bytes, 1, tag),
                             TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_aead_unseal(aead, bytes, bytes, TLSMAN_AAD_LIMIT, bytes, 1, tag),
                             TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_aead_seal(aead, bytes, bytes, 1, bytes, TLSMAN_TEXT_LIMIT, tag),
                             TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_aead_seal(aead, bytes, bytes, -1, bytes, 1, tag), TLSMAN_BAD_ARGUMENT);
            assert_int_equal(tlsman_aead_seal(aead, bytes, bytes, TLSMAN_AAD_LIMIT - 1, bytes + 16, 1, tag), TLSMAN_OK);
            assert_int_equal(tlsman_cipher_free(aead), TLSMAN_OK);
        }
    }
}

static void without_stacks_nothing_breaks(void **state)
{
    (void)state;
    assert_int_equal(tlsman_get_text(1000, TLSMAN_TEXT_NAME, output, 10), TLSMAN_NO_STACK);
    assert_int_equal(tlsman_get_cipher_text(1000, TLSMAN_TEXT_NAME, output, 10), TLSMAN_NO_STACK);
    assert_int_equal(tlsman_hash_open(1000), TLSMAN_NO_STACK);
    assert_int_equal(tlsman_aead_open(1000, TLSMAN_AES128_CCM8, output, TLSMAN_AES_KEY_LENGTH), TLSMAN_NO_STACK);
    assert_int_equal(tlsman_aead_open(0, 77, output, TLSMAN_AES_KEY_LENGTH), TLSMAN_NO_STACK);
    assert_int_equal(tlsman_hmac(1000, output, 1, output, 1, output), TLSMAN_NO_STACK);
    assert_int_equal(tlsman_hmac(0, output, -1, output, 1, output), TLSMAN_BAD_ARGUMENT);
    assert_int_equal(tlsman_prf(0, output, 1, output, 200, output, 200, output, 1), TLSMAN_BAD_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forged_handles_are_refused),
        cmocka_unit_test(freed_handles_are_refused_also_where_their_place_is_used_again),
        cmocka_unit_test(a_reset_ends_an_older_generation),
        cmocka_unit_test(a_handle_of_one_kind_is_none_of_another),
        cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(buffers_that_do_not_fit_are_refused),
        cmocka_unit_test(calls_at_the_wrong_time_are_refused),
        cmocka_unit_test(without_stacks_nothing_breaks),
        cmocka_unit_test(lengths_beyond_a_cipher_are_refused),
    };

    tlsman_reset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
