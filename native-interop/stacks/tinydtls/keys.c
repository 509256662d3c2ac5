/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Raw public keys: our own, whom to trust, and what of the peer's numbers the library must not see. It neither looks
 * whether a point is on the curve nor whether the numbers of a signature are less than the order: with a point whose y
 * is zero, or a signature whose s is the order, it divides by zero and never comes back.
 */
#include "private.h"

#if TINYDTLS_HAS_KEYS

#include <string.h>

#define WORDS 8 /* of 32 bits, the least first */
#define NUMBER 32
#define LIST_HEADER 3
#define SHARE_HEADER 4 /* named_curve, secp256r1 in two bytes, length (RFC 8422, section 5.4) */
#define SHARE_LENGTH (SHARE_HEADER + TLSMAN_P256_POINT)
#define SCHEME_AND_LENGTH 4

/* The prime of P-256, and its coefficient b (SEC 2, section 2.4.2). */
static const uint8_t prime[NUMBER] = { 0xFF, 0xFF, 0xFF, 0xFF, 0,    0,    0,    1,    0,    0,    0,
                                       0,    0,    0,    0,    0,    0,    0,    0,    0,    0xFF, 0xFF,
                                       0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
static const uint8_t coefficient[NUMBER] = { 0x5A, 0xC6, 0x35, 0xD8, 0xAA, 0x3A, 0x93, 0xE7, 0xB3, 0xEB, 0xBD,
                                             0x55, 0x76, 0x98, 0x86, 0xBC, 0x65, 0x1D, 0x06, 0xB0, 0xCC, 0x53,
                                             0xB0, 0xF6, 0x3B, 0xCE, 0x3C, 0x3E, 0x27, 0xD2, 0x60, 0x4B };

static void read_number(uint32_t *number, const uint8_t *bytes)
{
    for (int i = 0; i < WORDS; i++, bytes += 4) {
        number[WORDS - 1 - i] = (uint32_t)tlsman_read16(bytes) << 16 | tlsman_read16(bytes + 2);
    }
}

/* result = (result + number) mod the prime; both are less. */
static void add(uint32_t *result, const uint32_t *number, const uint32_t *modulus)
{
    uint32_t less[WORDS];
    uint64_t carry = 0;
    int64_t borrow = 0;

    for (int i = 0; i < WORDS; i++) {
        carry += (uint64_t)result[i] + number[i];
        result[i] = (uint32_t)carry;
        carry >>= 32;
    }

    for (int i = 0; i < WORDS; i++) {
        borrow += (int64_t)result[i] - modulus[i];
        less[i] = (uint32_t)borrow;
        borrow = borrow < 0 ? -1 : 0;
    }

    if (carry != 0 || borrow == 0) {
        memcpy(result, less, sizeof(less));
    }
}

static void multiply(uint32_t *result, const uint32_t *first, const uint32_t *second, const uint32_t *modulus)
{
    uint32_t product[WORDS] = { 0 };

    for (int bit = WORDS * 32 - 1; bit >= 0; bit--) {
        uint32_t twice[WORDS];

        memcpy(twice, product, sizeof(twice));
        add(product, twice, modulus);

        if ((second[bit / 32] >> bit % 32 & 1) != 0) {
            add(product, first, modulus);
        }
    }

    memcpy(result, product, sizeof(product));
}

/* RFC 8422, section 5.11: y^2 + 3x = x^3 + b. None of it is secret. */
static int is_on_curve(const uint8_t *point)
{
    uint32_t p[WORDS], x[WORDS], left[WORDS], right[WORDS], b[WORDS];

    if (point[0] != 4 || memcmp(point + 1, prime, NUMBER) >= 0 || memcmp(point + 1 + NUMBER, prime, NUMBER) >= 0) {
        return 0;
    }

    read_number(p, prime);
    read_number(b, coefficient);
    read_number(x, point + 1);
    read_number(left, point + 1 + NUMBER);
    multiply(left, left, left, p);
    multiply(right, x, x, p);
    multiply(right, right, x, p);
    add(right, b, p);
    add(left, x, p);
    add(left, x, p);
    add(left, x, p);
    return memcmp(left, right, sizeof(left)) == 0;
}

/* A scheme, and a signature after its length, and nothing else (RFC 8422, section 5.4). */
static int is_signature(const uint8_t *body, size_t length)
{
    return length > SCHEME_AND_LENGTH && tlsman_read16(body + 2) == length - SCHEME_AND_LENGTH
           && tlsman_is_signature(body + SCHEME_AND_LENGTH, length - SCHEME_AND_LENGTH);
}

static int is_client(const struct tinydtls_state *state)
{
    return tlsman_get_config(state->session)->role == TLSMAN_CLIENT;
}

/* CVE-2026-9267: the library believes the length of the list, and reads on. An empty one it refuses as it should. */
static int check_certificate(struct tinydtls_state *state, const uint8_t *body, size_t length)
{
    const uint8_t *point;

    state->key_info = body + LIST_HEADER;
    state->is_keyless = !is_client(state) && length == LIST_HEADER && tlsman_read24(body) == 0;

    if (length < LIST_HEADER || state->is_keyless) {
        return state->is_keyless;
    }

    point = tlsman_find_point(body + LIST_HEADER, length - LIST_HEADER);
    return tlsman_read24(body) == length - LIST_HEADER && point != NULL && is_on_curve(point);
}

int tinydtls_is_good(struct tinydtls_state *state, const uint8_t *message, size_t length)
{
    const uint8_t *body = message + TLSMAN_MESSAGE_HEADER;

    length -= TLSMAN_MESSAGE_HEADER;

    if (tlsman_get_exchange(state->suite) != TLSMAN_ECDHE_ECDSA) {
        return message[0] != DTLS_HT_CERTIFICATE && message[0] != DTLS_HT_CERTIFICATE_VERIFY;
    }

    switch (message[0]) {
        case DTLS_HT_CERTIFICATE:
            return check_certificate(state, body, length);
        case DTLS_HT_SERVER_KEY_EXCHANGE:
            return length > SHARE_LENGTH && body[SHARE_HEADER - 1] == TLSMAN_P256_POINT
                   && is_on_curve(body + SHARE_HEADER) && is_signature(body + SHARE_LENGTH, length - SHARE_LENGTH);
        case DTLS_HT_CLIENT_KEY_EXCHANGE:
            return length == 1 + TLSMAN_P256_POINT && body[0] == TLSMAN_P256_POINT && is_on_curve(body + 1);
        case DTLS_HT_CERTIFICATE_VERIFY:
            return is_signature(body, length);
        default:
            return 1;
    }
}

int tinydtls_get_own_key(struct dtls_context_t *context, const session_t *peer, const dtls_ecdsa_key_t **result)
{
    struct tinydtls_state *state = dtls_get_app_data(context);
    const struct tlsman_key *key = tlsman_get_key(state->session, TLSMAN_KEY_PAIR);

    (void)peer;

    if (key == NULL) {
        return dtls_alert_fatal_create(DTLS_ALERT_INTERNAL_ERROR);
    }

    state->own_key.curve = DTLS_ECDH_CURVE_SECP256R1;
    state->own_key.priv_key = key->private_key;
    state->own_key.pub_key_x = key->content + TLSMAN_P256_PREFIX + 1;
    state->own_key.pub_key_y = state->own_key.pub_key_x + NUMBER;
    tlsman_set_own_key(state->session, key);
    *result = &state->own_key;
    return 0;
}

int tinydtls_check_peer_key(struct dtls_context_t *context, const session_t *peer, const unsigned char *x,
                            const unsigned char *y, size_t count)
{
    struct tinydtls_state *state = dtls_get_app_data(context);

    (void)peer, (void)x, (void)y, (void)count;
    return tlsman_trust_key(state->session, state->key_info, TLSMAN_P256_KEY_INFO)
               ? 0
               : dtls_alert_fatal_create(DTLS_ALERT_CERTIFICATE_UNKNOWN);
}

int tinydtls_has_curve(const struct tlsman_config *config)
{
    const uint16_t *curve = config->keys == NULL ? NULL : config->keys->curves;

    if (curve == NULL || curve[0] == 0) {
        return 1;
    }

    while (*curve != 0 && *curve != TLSMAN_GROUP_P256) {
        curve++;
    }

    return *curve != 0;
}

static int has_signatures(const struct tlsman_config *config)
{
    int has = 0;

    for (const uint16_t *suite = config->suites; *suite != 0; suite++) {
        has |= tlsman_get_exchange(*suite) == TLSMAN_ECDHE_ECDSA;
    }

    return has;
}

dtls_handler_t *tinydtls_choose_handler(const struct tlsman_config *config)
{
    if (!has_signatures(config)) {
        return &tinydtls_handler;
    }

    return config->role == TLSMAN_CLIENT || config->keys->client_authentication != TLSMAN_AUTHENTICATE_NONE
               ? &tinydtls_asking_handler
               : &tinydtls_proving_handler;
}

#else

typedef int tinydtls_has_no_keys;

#endif
