/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * An ECDSA signature of P-256 in DER (RFC 3279, section 2.2.3), read strictly: a signature has one encoding. All of it
 * is public.
 */
#include "core.h"

#ifdef TLSMAN_PUBLIC_KEYS

#include <string.h>

#define SEQUENCE 0x30
#define INTEGER 2

/* An integer's head, and a zero before a highest bit that is set: no length needs the long form. */
static int write_integer(const uint8_t *number, uint8_t *der)
{
    int count = TLSMAN_SCALAR_LENGTH;
    int padding;

    while (count > 1 && *number == 0) {
        number++;
        count--;
    }

    padding = *number >> 7;
    der[0] = INTEGER;
    der[1] = (uint8_t)(count + padding);
    der[2] = 0;
    memcpy(der + 2 + padding, number, (size_t)count);
    return 2 + padding + count;
}

int tlsman_signature_write(const uint8_t *numbers, uint8_t *der)
{
    int length = 2;

    length += write_integer(numbers, der + length);
    length += write_integer(numbers + TLSMAN_SCALAR_LENGTH, der + length);
    der[0] = SEQUENCE;
    der[1] = (uint8_t)(length - 2);
    return length;
}

/* Where the next one begins, or -1: an integer is positive, and as short as it can be (X.690, section 8.3.2). */
static int read_integer(const uint8_t *der, int offset, int length, uint8_t *number)
{
    int count;
    int next;

    if (length - offset < 3 || der[offset] != INTEGER) {
        return -1;
    }

    count = der[offset + 1];
    offset += 2;

    if (count == 0 || count > length - offset || der[offset] > 0x7f) {
        return -1;
    }

    next = offset + count;

    if (der[offset] == 0 && count > 1) {
        if (der[offset + 1] <= 0x7f) {
            return -1;
        }

        offset++;
        count--;
    }

    if (count > TLSMAN_SCALAR_LENGTH) {
        return -1;
    }

    memset(number, 0, TLSMAN_SCALAR_LENGTH);
    memcpy(number + TLSMAN_SCALAR_LENGTH - count, der + offset, (size_t)count);
    return next;
}

int tlsman_signature_read(const uint8_t *der, int length, uint8_t *numbers)
{
    int next;

    /* X.690, sections 8.1.3 and 10.1: the short form of the length, and nothing behind. */
    if (length < 2 || length > TLSMAN_MAX_SIGNATURE || der[0] != SEQUENCE || der[1] != length - 2) {
        return TLSMAN_BAD_ARGUMENT;
    }

    next = read_integer(der, 2, length, numbers);
    next = next < 0 ? next : read_integer(der, next, length, numbers + TLSMAN_SCALAR_LENGTH);
    return next == length ? TLSMAN_SIGNATURE_LENGTH : TLSMAN_BAD_ARGUMENT;
}

int tlsman_is_signature(const uint8_t *der, size_t length)
{
    uint8_t numbers[TLSMAN_SIGNATURE_LENGTH];

    return length <= TLSMAN_MAX_SIGNATURE && tlsman_signature_read(der, (int)length, numbers) > 0
           && tlsman_scalar_is_valid(numbers) && tlsman_scalar_is_valid(numbers + TLSMAN_SCALAR_LENGTH);
}

#endif
