/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The public keys of one session, from before its handshake until the session is connected, and whom to trust. */
#include "core.h"

#ifdef TLSMAN_PUBLIC_KEYS

#include <string.h>

/* What a SubjectPublicKeyInfo of P-256 begins with (RFC 5480, section 2): everything but the point. */
static const uint8_t key_info_prefix[TLSMAN_P256_PREFIX] = {
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
    0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
};

/* What stands before and behind the number in an ECPrivateKey of P-256 (RFC 5915, section 3). */
static const uint8_t private_key_prefix[] = { 0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20 };
static const uint8_t private_key_suffix[] = {
    0xA0, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07,
};

static struct tlsman_key_store *get_store(tlsman_session *session)
{
    if (session->keys == NULL) {
        session->keys = tlsman_allocate(sizeof(struct tlsman_key_store));

        if (session->keys != NULL) {
            session->keys->trust_tag = -1;
            session->keys->own_tag = -1;
            session->config.keys = &session->keys->keys;
        }
    }

    return session->keys;
}

static int add_curve(struct tlsman_keys *keys, int curve)
{
    int count = 0;

    if (curve != TLSMAN_GROUP_P256 && curve != TLSMAN_GROUP_X25519) {
        return TLSMAN_BAD_ARGUMENT;
    }

    while (keys->curves[count] != 0 && keys->curves[count] != curve) {
        count++;
    }

    if (count == TLSMAN_MAX_CURVES) {
        return TLSMAN_BAD_ARGUMENT;
    }

    keys->curves[count] = (uint16_t)curve;
    return TLSMAN_OK;
}

int tlsman_keys_set_option(tlsman_session *session, int id, int value)
{
    struct tlsman_key_store *store = session->stack->get_capability(TLSMAN_KEY_KINDS) == 0 ? NULL : get_store(session);

    if (id < TLSMAN_OPTION_KEY_TAG || id > TLSMAN_OPTION_NO_PSK || value < 0) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (store == NULL) {
        return session->stack->get_capability(TLSMAN_KEY_KINDS) == 0 ? TLSMAN_NO_STACK : TLSMAN_NO_MEMORY;
    }

    if (id == TLSMAN_OPTION_KEY_TAG) {
        store->next_tag = value;
        return TLSMAN_OK;
    }

    if (id == TLSMAN_OPTION_CURVE) {
        return add_curve(&store->keys, value);
    }

    if (value > (id == TLSMAN_OPTION_CLIENT_AUTHENTICATION ? (int)TLSMAN_AUTHENTICATE_REQUIRED : 1)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (id == TLSMAN_OPTION_CLIENT_AUTHENTICATION) {
        store->keys.client_authentication = (enum tlsman_client_authentication)value;
    } else if (id == TLSMAN_OPTION_DANGEROUS_TRUST_ANYONE) {
        store->keys.trusts_anyone = value;
    } else {
        store->has_no_psk = value;
    }

    return TLSMAN_OK;
}

/* The certificates of a key: each behind its length in 3 bytes, and at least one. */
static int is_list(const uint8_t *bytes, size_t length)
{
    size_t place = 0;

    while (length - place > 3) {
        size_t next = tlsman_read24(bytes + place);

        if (next == 0 || next > length - place - 3) {
            return 0;
        }

        place += 3 + next;
    }

    return length > 0 && place == length;
}

static int is_good(enum tlsman_key_kind kind, const uint8_t *content, size_t length)
{
    switch (kind) {
        case TLSMAN_KEY_PAIR:
            return tlsman_find_point(content, length) != NULL;
        case TLSMAN_CERTIFIED_KEY:
            return is_list(content, length);
        default:
            return length >= TLSMAN_PIN_LENGTH;
    }
}

static int add_key(struct tlsman_key_store *store, enum tlsman_key_kind kind, const uint8_t *bytes, size_t length)
{
    size_t own = kind <= TLSMAN_CERTIFIED_KEY ? TLSMAN_PRIVATE_KEY_LENGTH : 0;
    struct tlsman_key **last = &store->keys.first;
    struct tlsman_key *key;
    uint8_t *copy;

    if (length <= own || length - own > TLSMAN_MAX_KEY_CONTENT || !is_good(kind, bytes + own, length - own)) {
        return TLSMAN_BAD_ARGUMENT;
    }

    key = tlsman_allocate(sizeof(struct tlsman_key) + length);

    if (key == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    copy = (uint8_t *)(key + 1);
    memcpy(copy, bytes, length);
    key->kind = kind;
    key->tag = store->next_tag;
    key->private_key = own > 0 ? copy : NULL;
    key->content = copy + own;
    key->length = length - own;

    while (*last != NULL) {
        last = &(*last)->next;
    }

    *last = key;
    return TLSMAN_OK;
}

static void free_name(char **name)
{
    tlsman_release(*name, *name == NULL ? 0 : strlen(*name) + 1);
    *name = NULL;
}

static int set_name(char **name, const uint8_t *bytes, size_t length)
{
    if (length == 0 || length > TLSMAN_MAX_NAME || memchr(bytes, 0, length) != NULL) {
        return TLSMAN_BAD_ARGUMENT;
    }

    free_name(name);
    *name = tlsman_allocate(length + 1);

    if (*name == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    memcpy(*name, bytes, length);
    return TLSMAN_OK;
}

/* RFC 6066, section 3: an address is no name. */
static int is_host_name(const uint8_t *bytes, size_t length)
{
    int has_letter = 0;

    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < '!' || bytes[i] > '~' || bytes[i] == ':') {
            return 0;
        }

        has_letter |= bytes[i] != '.' && (bytes[i] < '0' || bytes[i] > '9');
    }

    return has_letter;
}

static int set_protocols(struct tlsman_keys *keys, const uint8_t *bytes, size_t length)
{
    size_t place = 0;

    while (place < length && bytes[place] > 0) {
        place += 1U + bytes[place];
    }

    if (length == 0 || length > TLSMAN_MAX_PROTOCOLS || place != length) {
        return TLSMAN_BAD_ARGUMENT;
    }

    tlsman_release(keys->protocols, keys->protocols_length);
    keys->protocols_length = 0;
    keys->protocols = tlsman_allocate(length);

    if (keys->protocols == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    memcpy(keys->protocols, bytes, length);
    keys->protocols_length = length;
    return TLSMAN_OK;
}

int tlsman_keys_set_bytes(tlsman_session *session, int id, const uint8_t *bytes, int length)
{
    struct tlsman_key_store *store;

    if (length < 0) {
        return TLSMAN_BAD_ARGUMENT;
    }

    if (session->stack->get_capability(TLSMAN_KEY_KINDS) == 0) {
        return TLSMAN_NO_STACK;
    }

    store = get_store(session);

    if (store == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    switch (id) {
        case TLSMAN_BYTES_TARGET_HOST:
            return set_name(&store->keys.target_host, bytes, (size_t)length);
        case TLSMAN_BYTES_SERVER_NAME:
            return is_host_name(bytes, (size_t)length) ? set_name(&store->keys.server_name, bytes, (size_t)length)
                                                       : TLSMAN_OK;
        case TLSMAN_BYTES_APPLICATION_PROTOCOLS:
            return set_protocols(&store->keys, bytes, (size_t)length);
        default:
            return add_key(store, (enum tlsman_key_kind)(id - TLSMAN_BYTES_KEY_PAIR), bytes, (size_t)length);
    }
}

int tlsman_keys_get_protocol(const tlsman_session *session, uint8_t *bytes, int length)
{
    const struct tlsman_key_store *store = session->keys;

    if (store == NULL || session->phase != TLSMAN_PHASE_CONNECTED || store->protocol_length == 0
        || length < (int)store->protocol_length) {
        return 0;
    }

    memcpy(bytes, store->protocol, store->protocol_length);
    return (int)store->protocol_length;
}

static int can(const tlsman_session *session, enum tlsman_key_kinds kind)
{
    return (session->stack->get_capability(TLSMAN_KEY_KINDS) & (int)kind) != 0;
}

static int has_own_key(const tlsman_session *session)
{
    return (can(session, TLSMAN_KEYS_RAW_PUBLIC_KEY) && tlsman_get_key(session, TLSMAN_KEY_PAIR) != NULL)
           || (can(session, TLSMAN_KEYS_X509) && tlsman_get_key(session, TLSMAN_CERTIFIED_KEY) != NULL);
}

static int asks_client(const tlsman_session *session)
{
    return session->keys != NULL && session->keys->keys.client_authentication != TLSMAN_AUTHENTICATE_NONE;
}

/* Whether a session may have the version that a suite is for, and the stack has it over such a transport. */
static int has_version(const tlsman_session *session, uint16_t suite)
{
#ifdef TLSMAN_TLS13
    return (session->config.versions & (tlsman_is_13(suite) ? TLSMAN_VERSION13 : TLSMAN_VERSION12)) != 0
           && (session->config.kind == TLSMAN_STREAM || session->stack->get_capability(TLSMAN_STREAM_SUITE) != suite);
#else
    (void)session, (void)suite;
    return 1;
#endif
}

/* Leaves of the versions those that there are suites for, since a library would choose others of its own. */
static void settle_versions(tlsman_session *session, int has_12, int has_13)
{
#ifdef TLSMAN_TLS13
    session->config.versions &= (has_12 ? TLSMAN_VERSION12 : 0) | (has_13 ? TLSMAN_VERSION13 : 0);
#else
    (void)session, (void)has_12, (void)has_13;
#endif
}

/* Leaves of the suites those that can be served, and says why not if there are none. */
int tlsman_keys_start(tlsman_session *session)
{
    const int is_client = session->config.role == TLSMAN_CLIENT;
    const int takes_certificates = tlsman_takes_certificates(session);
    const int has_psk = is_client ? session->credentials != NULL : session->keys == NULL || !session->keys->has_no_psk;
    const int takes_keys = takes_certificates || tlsman_takes_raw_keys(session);
    const int has_ecdsa = is_client ? takes_keys : has_own_key(session) && (takes_keys || !asks_client(session));
    uint16_t *suites = session->config.suites;
    int count = 0;
    int has_12 = 0;
    int has_13 = 0;

    if (is_client && !has_psk && !has_ecdsa) {
        return session->stack->get_capability(TLSMAN_KEY_KINDS) == 0 ? TLSMAN_NO_KEY : TLSMAN_NOTHING_TRUSTED;
    }

    for (int i = 0; suites[i] != 0; i++) {
        enum tlsman_exchange exchange = tlsman_get_exchange(suites[i]);

        if (has_version(session, suites[i])
            && (exchange == TLSMAN_ANY_EXCHANGE  ? has_psk || has_ecdsa
                : exchange == TLSMAN_ECDHE_ECDSA ? has_ecdsa
                : exchange == TLSMAN_ECDHE_RSA   ? is_client && takes_certificates
                                                 : has_psk)) {
            has_12 |= exchange != TLSMAN_ANY_EXCHANGE;
            has_13 |= exchange == TLSMAN_ANY_EXCHANGE;
            suites[count++] = suites[i];
        }
    }

    settle_versions(session, has_12, has_13);

    suites[count] = 0;
    return count == 0 ? TLSMAN_NO_KEY : TLSMAN_OK;
}

int tlsman_keys_asks_psk(const tlsman_session *session)
{
    return session->keys == NULL || !session->keys->has_no_psk;
}

const struct tlsman_key *tlsman_get_key(const tlsman_session *session, enum tlsman_key_kind kind)
{
    const struct tlsman_key *key = session->keys == NULL ? NULL : session->keys->keys.first;

    while (key != NULL && key->kind != kind) {
        key = key->next;
    }

    return key;
}

static int trusts_any_key(const tlsman_session *session)
{
    return session->keys != NULL
           && (session->keys->keys.trusts_anyone || tlsman_get_key(session, TLSMAN_TRUSTED_KEY) != NULL);
}

int tlsman_takes_raw_keys(const tlsman_session *session)
{
    return can(session, TLSMAN_KEYS_RAW_PUBLIC_KEY) && trusts_any_key(session);
}

int tlsman_takes_anchors(const tlsman_session *session)
{
    return session->keys != NULL && tlsman_get_key(session, TLSMAN_ANCHOR) != NULL
           && (session->config.role == TLSMAN_SERVER || session->keys->keys.target_host != NULL);
}

int tlsman_takes_certificates(const tlsman_session *session)
{
    return can(session, TLSMAN_KEYS_X509)
           && (trusts_any_key(session) || tlsman_get_key(session, TLSMAN_TRUSTED_CERTIFICATE) != NULL
               || tlsman_takes_anchors(session));
}

const uint8_t *tlsman_find_point(const uint8_t *info, size_t length)
{
    return length == TLSMAN_P256_KEY_INFO && memcmp(info, key_info_prefix, sizeof(key_info_prefix)) == 0
                   && info[TLSMAN_P256_PREFIX] == 4
               ? info + TLSMAN_P256_PREFIX
               : NULL;
}

void tlsman_encode_private_key(const uint8_t *private_key, uint8_t *encoded)
{
    memcpy(encoded, private_key_prefix, sizeof(private_key_prefix));
    encoded += sizeof(private_key_prefix);
    memcpy(encoded, private_key, TLSMAN_PRIVATE_KEY_LENGTH);
    memcpy(encoded + TLSMAN_PRIVATE_KEY_LENGTH, private_key_suffix, sizeof(private_key_suffix));
}

/* 0 if there are no ciphers for it: then no SHA-256 value is that of anything. */
static int digest(const uint8_t *bytes, size_t length, uint8_t *value)
{
    const struct tlsman_ciphers *ciphers = tlsman_find_ciphers(0);
    void *hash = ciphers == NULL ? NULL : tlsman_allocate(ciphers->hash_size);
    int succeeded;

    if (hash == NULL) {
        return 0;
    }

    succeeded = ciphers->hash_start(hash) == 0 && ciphers->hash_update(hash, bytes, length) == 0
                && ciphers->hash_digest(hash, value) == 0;
    ciphers->hash_end(hash);
    tlsman_release(hash, ciphers->hash_size);
    return succeeded;
}

/* None of it is secret. */
static int match(tlsman_session *session, enum tlsman_key_kind kind, const uint8_t *content, size_t length,
                 const uint8_t *value)
{
    for (const struct tlsman_key *key = session->keys->keys.first; key != NULL; key = key->next) {
        if (key->kind != kind) {
            continue;
        }

        if (key->length == TLSMAN_PIN_LENGTH ? value != NULL && memcmp(key->content, value, TLSMAN_PIN_LENGTH) == 0
                                             : key->length == length && memcmp(key->content, content, length) == 0) {
            session->keys->trust_tag = key->tag;
            return 1;
        }
    }

    return 0;
}

int tlsman_trust_key(tlsman_session *session, const uint8_t *info, size_t length)
{
    uint8_t value[TLSMAN_DIGEST_LENGTH];

    if (session->keys == NULL || !digest(info, length, value)) {
        return 0;
    }

    memcpy(session->identity, value, sizeof(value));
    session->identity_length = sizeof(value);
    return match(session, TLSMAN_TRUSTED_KEY, info, length, value) || session->keys->keys.trusts_anyone;
}

int tlsman_trust_certificate(tlsman_session *session, const uint8_t *certificate, size_t length)
{
    uint8_t value[TLSMAN_DIGEST_LENGTH];

    return session->keys != NULL && digest(certificate, length, value)
           && match(session, TLSMAN_TRUSTED_CERTIFICATE, certificate, length, value);
}

int tlsman_trust_anchor(tlsman_session *session, const uint8_t *certificate, size_t length)
{
    return tlsman_takes_anchors(session) && match(session, TLSMAN_ANCHOR, certificate, length, NULL);
}

void tlsman_set_own_key(tlsman_session *session, const struct tlsman_key *key)
{
    session->keys->own_tag = key->tag;
}

int tlsman_keys_get_tag(const tlsman_session *session)
{
    const struct tlsman_key_store *store = session->keys;

    /* Where the peer was not asked, or anyone is trusted, there is our own or none. */
    return store->trust_tag >= 0 ? store->trust_tag : store->own_tag >= 0 ? store->own_tag : 0;
}

void tlsman_set_protocol(tlsman_session *session, const uint8_t *name, size_t length)
{
    if (session->keys != NULL && session->keys->protocol == NULL && length > 0 && length <= TLSMAN_MAX_NAME) {
        session->keys->protocol = tlsman_allocate(length);

        if (session->keys->protocol != NULL) {
            memcpy(session->keys->protocol, name, length);
            session->keys->protocol_length = length;
        }
    }
}

int tlsman_refuse_certificate(tlsman_session *session, enum tlsman_rule rule, int index, int alert)
{
    return tlsman_fail(session, TLSMAN_CERTIFICATE_REFUSED, alert, (int)rule << 8 | (index & 0xFF));
}

void tlsman_keys_wipe(tlsman_session *session)
{
    struct tlsman_keys *keys;

    if (session->keys == NULL) {
        return;
    }

    keys = &session->keys->keys;

    while (keys->first != NULL) {
        struct tlsman_key *next = keys->first->next;
        size_t own = keys->first->private_key == NULL ? 0 : TLSMAN_PRIVATE_KEY_LENGTH;

        tlsman_release(keys->first, sizeof(struct tlsman_key) + own + keys->first->length);
        keys->first = next;
    }

    free_name(&keys->target_host);
    free_name(&keys->server_name);
    tlsman_release(keys->protocols, keys->protocols_length);
    keys->protocols = NULL;
    keys->protocols_length = 0;
}

void tlsman_keys_free(tlsman_session *session)
{
    tlsman_keys_wipe(session);

    if (session->keys != NULL) {
        tlsman_release(session->keys->protocol, session->keys->protocol_length);
        tlsman_release(session->keys, sizeof(struct tlsman_key_store));
        session->keys = NULL;
    }
}

#else

/* A translation unit has to declare something. */
typedef int tlsman_no_public_keys;

#endif
