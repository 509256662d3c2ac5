/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * One function for each InternalCall: it takes its arguments, checks the ranges, calls tlsman.h. Which ranges those
 * are, NativeCalls.Host.cs says as well. If a check failed, nothing is called.
 */
#include "nanoTlsMan_Native.h"

#include "arguments.h"

#include <tlsman.h>

typedef Library_nanoTlsMan_Native_NativeCalls NativeCalls;

HRESULT NativeCalls::GetVersion(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_get_version());
}

/* The first call of every program, and so the one that lends the board's services. */
HRESULT NativeCalls::Reset(CLR_RT_StackFrame &stack)
{
    tlsman_set_port(tlsman_nanoclr_port());
    return give(stack, tlsman_reset());
}

HRESULT NativeCalls::GetStackCount(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_get_stack_count());
}

/* int stack, int id, byte[] text, int offset, int count */
HRESULT NativeCalls::GetText(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int count = number_at(stack, 4);
    uint8_t *text = bytes_at(hr, stack, 2, count);

    return FAILED(hr) ? hr : give(stack, tlsman_get_text(number_at(stack, 0), number_at(stack, 1), text, count));
}

/* int stack, int id */
HRESULT NativeCalls::GetCapability(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_get_capability(number_at(stack, 0), number_at(stack, 1)));
}

/* int stack, int index */
HRESULT NativeCalls::GetSuite(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_get_suite(number_at(stack, 0), number_at(stack, 1)));
}

/* int stack, int role, int kind */
HRESULT NativeCalls::Open(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_open(number_at(stack, 0), number_at(stack, 1), number_at(stack, 2)));
}

/* int handle, int id, int value */
HRESULT NativeCalls::SetOption(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_set_option(number_at(stack, 0), number_at(stack, 1), number_at(stack, 2)));
}

/* int handle, int id, byte[] bytes, int offset, int count */
HRESULT NativeCalls::SetBytes(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int count = number_at(stack, 4);
    const uint8_t *bytes = bytes_at(hr, stack, 2, count);

    return FAILED(hr) ? hr : give(stack, tlsman_set_bytes(number_at(stack, 0), number_at(stack, 1), bytes, count));
}

/* int handle, int tag, byte[] identity, byte[] key, int keyCount, byte[] hint */
HRESULT NativeCalls::AddCredential(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int identity_count;
    int key_count = number_at(stack, 4);
    int hint_count;
    const uint8_t *identity = whole_at(hr, stack, 2, identity_count);
    const uint8_t *key = bytes_from(hr, stack, 3, 0, key_count, 0);
    const uint8_t *hint = optional_at(hr, stack, 5, hint_count);

    return FAILED(hr) ? hr
                      : give(stack, tlsman_add_credential(number_at(stack, 0), number_at(stack, 1), identity,
                                                          identity_count, key, key_count, hint, hint_count));
}

/* int handle, int now */
HRESULT NativeCalls::Start(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_start(number_at(stack, 0), number_at(stack, 1)));
}

/*
 * int handle, int now, byte[] input, int start, int position, int end, byte[] output, int outputOffset, int
 * outputCount, int[] results
 */
HRESULT NativeCalls::Poll(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int start = number_at(stack, 3);
    int position = number_at(stack, 4);
    int end = number_at(stack, 5);
    int output_count = number_at(stack, 8);
    int result_count;
    uint8_t *input = NULL;

    if (position < start || end < position) {
        return CLR_E_OUT_OF_RANGE;
    }

    if (stack.ArgN(2).DereferenceArray() != NULL || end != start) {
        /* A negative start is refused before it could make the length overflow. */
        input = bytes_from(hr, stack, 2, start, start < 0 ? 0 : end - start, 0);
    }

    int *results = numbers_at(hr, stack, 9, result_count);
    uint8_t *output = bytes_at(hr, stack, 6, output_count);

    return FAILED(hr) ? hr
                      : give(stack, tlsman_poll(number_at(stack, 0), number_at(stack, 1), input, position - start,
                                                end - start, output, output_count, results, result_count));
}

/* int handle, byte[] data, int offset, int count */
HRESULT NativeCalls::Read(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int count = number_at(stack, 3);
    uint8_t *data = bytes_at(hr, stack, 1, count);

    return FAILED(hr) ? hr : give(stack, tlsman_read(number_at(stack, 0), data, count));
}

/*
 * int handle, int now, byte[] data, int offset, int count, byte[] output, int outputOffset, int outputCount, int[]
 * results
 */
HRESULT NativeCalls::Send(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int count = number_at(stack, 4);
    int output_count = number_at(stack, 7);
    int result_count;
    const uint8_t *data = bytes_at(hr, stack, 2, count);
    uint8_t *output = bytes_at(hr, stack, 5, output_count);
    int *results = numbers_at(hr, stack, 8, result_count);

    return FAILED(hr) ? hr
                      : give(stack, tlsman_send(number_at(stack, 0), number_at(stack, 1), data, count, output,
                                                output_count, results, result_count));
}

/* int handle */
HRESULT NativeCalls::EndStream(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_end_of_stream(number_at(stack, 0)));
}

/* int handle, int now */
HRESULT NativeCalls::Close(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_close(number_at(stack, 0), number_at(stack, 1)));
}

/* int handle */
HRESULT NativeCalls::Free(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_free(number_at(stack, 0)));
}

/* int handle, int id, int argument */
HRESULT NativeCalls::GetNumber(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_get_number(number_at(stack, 0), number_at(stack, 1), number_at(stack, 2)));
}

/* int handle, int id, byte[] bytes, int offset, int count */
HRESULT NativeCalls::GetBytes(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int count = number_at(stack, 4);
    uint8_t *bytes = bytes_at(hr, stack, 2, count);

    return FAILED(hr) ? hr : give(stack, tlsman_get_bytes(number_at(stack, 0), number_at(stack, 1), bytes, count));
}

HRESULT NativeCalls::GetCipherCount(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_get_cipher_count());
}

/* int ciphers, int id, byte[] text, int offset, int count */
HRESULT NativeCalls::GetCipherText(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int count = number_at(stack, 4);
    uint8_t *text = bytes_at(hr, stack, 2, count);

    return FAILED(hr) ? hr : give(stack, tlsman_get_cipher_text(number_at(stack, 0), number_at(stack, 1), text, count));
}

/* int ciphers, int algorithm */
HRESULT NativeCalls::AeadSupports(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_aead_supports(number_at(stack, 0), number_at(stack, 1)));
}

/* int ciphers, int algorithm, byte[] key, int offset, int count */
HRESULT NativeCalls::AeadOpen(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int count = number_at(stack, 4);
    const uint8_t *key = bytes_at(hr, stack, 2, count);

    return FAILED(hr) ? hr : give(stack, tlsman_aead_open(number_at(stack, 0), number_at(stack, 1), key, count));
}

typedef int (*aead_call)(int handle, const uint8_t *nonce, const uint8_t *aad, int aad_length, uint8_t *text,
                         int length, int tag_length);

/*
 * int handle, byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset, int
 * count, int tagCount
 */
static HRESULT call_aead(CLR_RT_StackFrame &stack, aead_call call)
{
    HRESULT hr = S_OK;
    int aad_count = number_at(stack, 5);
    int count = number_at(stack, 8);
    int tag_count = number_at(stack, 9);
    const uint8_t *nonce = bytes_at(hr, stack, 1, TLSMAN_NONCE_LENGTH);
    const uint8_t *aad = bytes_at(hr, stack, 3, aad_count);
    uint8_t *text = bytes_at(hr, stack, 6, count, tag_count);

    return FAILED(hr) ? hr : give(stack, call(number_at(stack, 0), nonce, aad, aad_count, text, count, tag_count));
}

HRESULT NativeCalls::AeadSeal(CLR_RT_StackFrame &stack)
{
    return call_aead(stack, tlsman_aead_seal);
}

HRESULT NativeCalls::AeadUnseal(CLR_RT_StackFrame &stack)
{
    return call_aead(stack, tlsman_aead_unseal);
}

/* int ciphers */
HRESULT NativeCalls::HashOpen(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_hash_open(number_at(stack, 0)));
}

/* int handle, byte[] data, int offset, int count */
HRESULT NativeCalls::HashUpdate(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int count = number_at(stack, 3);
    const uint8_t *data = bytes_at(hr, stack, 1, count);

    return FAILED(hr) ? hr : give(stack, tlsman_hash_update(number_at(stack, 0), data, count));
}

/* int handle, byte[] digest, int offset */
HRESULT NativeCalls::HashDigest(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    uint8_t *digest = bytes_at(hr, stack, 1, TLSMAN_DIGEST_LENGTH);

    return FAILED(hr) ? hr : give(stack, tlsman_hash_digest(number_at(stack, 0), digest));
}

/* int handle */
HRESULT NativeCalls::HashReset(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_hash_reset(number_at(stack, 0)));
}

/* int handle */
HRESULT NativeCalls::FreeCipher(CLR_RT_StackFrame &stack)
{
    return give(stack, tlsman_cipher_free(number_at(stack, 0)));
}

/*
 * int ciphers, byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount, byte[] mac, int
 * macOffset
 */
HRESULT NativeCalls::ComputeHmac(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int key_count = number_at(stack, 3);
    int data_count = number_at(stack, 6);
    const uint8_t *key = bytes_at(hr, stack, 1, key_count);
    const uint8_t *data = bytes_at(hr, stack, 4, data_count);
    uint8_t *mac = bytes_at(hr, stack, 7, TLSMAN_DIGEST_LENGTH);

    return FAILED(hr) ? hr : give(stack, tlsman_hmac(number_at(stack, 0), key, key_count, data, data_count, mac));
}

/*
 * int ciphers, byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset, int
 * seedCount, byte[] output, int outputOffset, int outputCount
 */
HRESULT NativeCalls::ComputePrf(CLR_RT_StackFrame &stack)
{
    HRESULT hr = S_OK;
    int secret_count = number_at(stack, 3);
    int label_count;
    int seed_count = number_at(stack, 7);
    int output_count = number_at(stack, 10);
    const uint8_t *secret = bytes_at(hr, stack, 1, secret_count);
    const uint8_t *label = whole_at(hr, stack, 4, label_count);
    const uint8_t *seed = bytes_at(hr, stack, 5, seed_count);
    uint8_t *output = bytes_at(hr, stack, 8, output_count);

    return FAILED(hr) ? hr
                      : give(stack, tlsman_prf(number_at(stack, 0), secret, secret_count, label, label_count, seed,
                                               seed_count, output, output_count));
}
