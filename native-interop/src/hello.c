/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What the core reads in hellos of 1.3: whose key a server needs, which stands in the ClientHello, and whether what
 * leaves is a HelloRetryRequest. A message that is malformed is passed on, for the stack to refuse.
 */
#include "dtls.h"

#ifdef TLSMAN_TLS13

#include <string.h>

#define EXTENSION_PRE_SHARED_KEY 41     /* RFC 9846, section 4.2.11 */
#define EXTENSION_SUPPORTED_VERSIONS 43 /* RFC 9846, section 4.2.1 */
#define VERSION_AND_RANDOM (2 + TLSMAN_RANDOM_LENGTH)
#define TICKET_AGE 4

/* RFC 9846, section 4.1.3: the SHA-256 value of "HelloRetryRequest". */
static const uint8_t retry_random[TLSMAN_RANDOM_LENGTH] = {
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
    0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
};

/* What is left of a message. What does not fit is noted, and reads as empty. */
struct rest {
    const uint8_t *place;
    size_t left;
    int has_failed;
};

static const uint8_t *take(struct rest *rest, size_t count)
{
    const uint8_t *place = rest->place;

    if (rest->has_failed || count > rest->left) {
        rest->has_failed = 1;
        rest->left = 0;
        return NULL;
    }

    rest->place += count;
    rest->left -= count;
    return place;
}

/* A vector behind its length, of one or two bytes. */
static struct rest take_vector(struct rest *rest, size_t size)
{
    const uint8_t *length = take(rest, size);
    size_t count = length == NULL ? 0 : size == 1 ? length[0] : tlsman_read16(length);

    return (struct rest){ .place = take(rest, count), .left = rest->has_failed ? 0 : count };
}

static int has_version(struct rest body, enum tlsman_kind kind)
{
    const unsigned version = kind == TLSMAN_DATAGRAM ? TLSMAN_13_DTLS : TLSMAN_13_TLS;
    struct rest versions = take_vector(&body, 1);

    while (versions.left >= 2) {
        if (tlsman_read16(take(&versions, 2)) == version) {
            return 1;
        }
    }

    return 0;
}

/* The first that can be one: a ticket that somebody else has issued is longer, as a rule. */
static const uint8_t *find_identity(struct rest body, size_t *length)
{
    struct rest identities = take_vector(&body, 2);

    while (identities.left > 0 && !identities.has_failed) {
        struct rest identity = take_vector(&identities, 2);

        take(&identities, TICKET_AGE);

        if (!identities.has_failed && identity.left > 0 && identity.left <= TLSMAN_MAX_IDENTITY) {
            *length = identity.left;
            return identity.place;
        }
    }

    return NULL;
}

/* What is looked for in a ClientHello. */
struct offer {
    int is_13;
    struct rest suites;
    const uint8_t *identity;
    size_t length;
};

static struct offer read_offer(const uint8_t *hello, size_t count, enum tlsman_kind kind)
{
    struct offer offer = { 0 };
    struct rest rest = { .place = hello, .left = count };
    struct rest extensions;

    take(&rest, VERSION_AND_RANDOM);
    take_vector(&rest, 1); /* legacy_session_id */

    if (kind == TLSMAN_DATAGRAM) {
        take_vector(&rest, 1); /* legacy_cookie (RFC 9147, section 5.3) */
    }

    offer.suites = take_vector(&rest, 2);
    take_vector(&rest, 1); /* legacy_compression_methods */
    extensions = take_vector(&rest, 2);

    while (extensions.left > 0 && !extensions.has_failed) {
        const uint8_t *type = take(&extensions, 2);
        struct rest body = take_vector(&extensions, 2);

        if (extensions.has_failed) {
            break;
        }

        if (tlsman_read16(type) == EXTENSION_SUPPORTED_VERSIONS) {
            offer.is_13 = has_version(body, kind);
        } else if (tlsman_read16(type) == EXTENSION_PRE_SHARED_KEY) {
            offer.identity = find_identity(body, &offer.length);
        }
    }

    return offer;
}

const uint8_t *tlsman_hello_find_identity(const uint8_t *hello, size_t count, enum tlsman_kind kind, size_t *length)
{
    struct offer offer = read_offer(hello, count, kind);

    *length = offer.length;
    return offer.is_13 ? offer.identity : NULL;
}

static int has_suite(struct rest suites, uint16_t suite)
{
    while (suites.left >= 2) {
        if (tlsman_read16(take(&suites, 2)) == suite) {
            return 1;
        }
    }

    return 0;
}

int tlsman_hello_choose(const uint8_t *hello, size_t count, enum tlsman_kind kind, const uint16_t *suites)
{
    struct offer offer = read_offer(hello, count, kind);

    if (!offer.is_13) {
        return -1;
    }

    while (*suites != 0 && !(tlsman_is_13(*suites) && has_suite(offer.suites, *suites))) {
        suites++;
    }

    return *suites;
}

int tlsman_hello_is_retry(const uint8_t *hello, size_t count)
{
    return count >= VERSION_AND_RANDOM && memcmp(hello + 2, retry_random, sizeof(retry_random)) == 0;
}

#else

/* A translation unit has to declare something. */
typedef int tlsman_has_no_13;

#endif
