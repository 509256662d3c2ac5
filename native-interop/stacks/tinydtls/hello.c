/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * A server's first ClientHello. tinyDTLS takes a handshake up only for a cookie of its own making, whereas the manager
 * has already checked one that it made itself. So the library is made to tell its cookie: it answers the ClientHello,
 * with the client's cookie blanked, by a HelloVerifyRequest that goes nowhere. Its cookie is then put into the
 * ClientHello in place of the client's, and taken out again in the callback between the library's check and its
 * transcript hash, which must be that of what the client sent (RFC 6347, section 4.2.1). A ClientHello without a cookie
 * gets the HelloVerifyRequest.
 */
#include "private.h"

#include <string.h>

#define VERSION_AND_RANDOM_LENGTH (2 + TLSMAN_RANDOM_LENGTH)
#define SIGNALLING_SUITE 0x00FF /* TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746, section 3.3) */

struct hello {
    uint8_t *cookie;
    size_t cookie_length;
    const uint8_t *suites;
    size_t suites_length;
};

/* Steps over a vector whose length is in its first `size` bytes. */
static uint8_t *read_vector(uint8_t *from, const uint8_t *end, size_t size, size_t *length)
{
    if (from == NULL || (size_t)(end - from) < size) {
        return NULL;
    }

    *length = size == 1 ? from[0] : (size_t)from[0] << 8 | from[1];
    from += size;
    return (size_t)(end - from) < *length ? NULL : from + *length;
}

/*
 * The library trusts some of these lengths in a build without assertions (its issue 272), so a ClientHello is looked
 * through before it gets there.
 */
static int parse_hello(uint8_t *body, const uint8_t *end, struct hello *hello)
{
    size_t length;
    uint8_t *next;

    if ((size_t)(end - body) < VERSION_AND_RANDOM_LENGTH) {
        return 0;
    }

    next = read_vector(body + VERSION_AND_RANDOM_LENGTH, end, 1, &length);
    next = read_vector(next, end, 1, &hello->cookie_length);
    hello->cookie = next == NULL ? NULL : next - hello->cookie_length;
    next = read_vector(next, end, 2, &hello->suites_length);
    hello->suites = next == NULL ? NULL : next - hello->suites_length;
    next = read_vector(next, end, 1, &length);

    if (next == NULL || length == 0 || hello->suites_length == 0 || hello->suites_length % 2 != 0) {
        return 0;
    }

    return next == end || read_vector(next, end, 2, &length) == end;
}

static int has_common_suite(const struct tlsman_config *config, const struct hello *hello)
{
    for (size_t i = 0; i < hello->suites_length; i += 2) {
        uint16_t suite = (uint16_t)(hello->suites[i] << 8 | hello->suites[i + 1]);

        for (const uint16_t *each = config->suites; *each != 0 && suite != SIGNALLING_SUITE; each++) {
            if (*each == suite) {
                return 1;
            }
        }
    }

    return 0;
}

static void put_library_cookie(struct tinydtls_state *state, uint8_t *record, size_t length, uint8_t *cookie)
{
    memcpy(state->client_cookie, cookie, DTLS_COOKIE_LENGTH);
    memset(cookie, 0, DTLS_COOKIE_LENGTH);
    state->is_probing = 1;
    state->has_probed = 0;
    dtls_handle_message(state->context, &state->peer, record, (int)length);
    state->is_probing = 0;

    if (state->has_probed) {
        memcpy(cookie, state->library_cookie, DTLS_COOKIE_LENGTH);
        state->cookie = cookie;
    } else {
        memcpy(cookie, state->client_cookie, DTLS_COOKIE_LENGTH);
    }
}

void tinydtls_accept_hello(struct tinydtls_state *state, uint8_t *record, size_t length)
{
    const struct tlsman_config *config = tlsman_get_config(state->session);
    struct hello hello;

    /*
     * A ClientHello that came once more would begin the handshake again, with another random value, in the middle of
     * it. Our timer repeats the answer.
     */
    if (tinydtls_get_peer(state) != NULL) {
        tlsman_drop(state->session, TLSMAN_DROP_DUPLICATE);
        return;
    }

    if (!parse_hello(record + TLSMAN_RECORD_HEADER + TLSMAN_MESSAGE_HEADER, record + length, &hello)) {
        tlsman_drop(state->session, TLSMAN_DROP_MALFORMED);
        return;
    }

    /* The library's own cookie needs no exchange: it asked for that itself, without a gate before it. */
    if (hello.cookie_length == DTLS_COOKIE_LENGTH
        && !(state->has_probed && memcmp(hello.cookie, state->library_cookie, DTLS_COOKIE_LENGTH) == 0)) {
        put_library_cookie(state, record, length, hello.cookie);
    }

    state->alert = TLSMAN_NO_ALERT;
    memcpy(state->client_random, record + TLSMAN_RECORD_HEADER + TLSMAN_MESSAGE_HEADER + 2, TLSMAN_RANDOM_LENGTH);
    dtls_handle_message(state->context, &state->peer, record, (int)length);
    state->cookie = NULL;

    /* The library does not say how it fared, but by the alert that it writes. */
    if (state->alert == DTLS_ALERT_HANDSHAKE_FAILURE && !has_common_suite(config, &hello)) {
        tlsman_fail(state->session, TLSMAN_NO_COMMON_SUITE, state->alert, 0);
    } else if (state->alert == DTLS_ALERT_HANDSHAKE_FAILURE && tinydtls_refuses_legacy(state)) {
        tlsman_fail(state->session, TLSMAN_LEGACY_PEER, state->alert, 0);
    } else if (state->alert != TLSMAN_NO_ALERT) {
        tinydtls_fail(state, state->alert, 0);
    }
}
