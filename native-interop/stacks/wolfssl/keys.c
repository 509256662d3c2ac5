/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Public keys: our own, and whom to trust. The library verifies the path of the peer's certificates, and calls back for
 * the peer's own, and for what is wrong with another. Raw keys it does not judge at all.
 */
#include "private.h"

#if WOLFSSL_HAS_KEYS

#include <wolfssl/error-ssl.h>
#include <wolfssl/wolfcrypt/asn.h>
#include <wolfssl/wolfcrypt/error-crypt.h>

#include <string.h>
#include <strings.h>
#include <time.h>

#define SEQUENCE 0x30
#define VERSION 0xA0
#define VERSION_3 "\xA0\x03\x02\x01\x02" /* RFC 5280, section 4.1.2.1 */

static int set_private_key(WOLFSSL *ssl, const struct tlsman_key *key)
{
    unsigned char encoded[TLSMAN_ENCODED_KEY_LENGTH];
    int result;

    tlsman_encode_private_key(key->private_key, encoded);
    result = wolfSSL_use_PrivateKey_buffer(ssl, encoded, sizeof(encoded), WOLFSSL_FILETYPE_ASN1);
    tlsman_wipe(encoded, sizeof(encoded));
    return result == WOLFSSL_SUCCESS;
}

/* Of our own certificates each stands behind its length in 3 bytes, which the library wants without. */
static int set_certificates(WOLFSSL *ssl, const struct tlsman_key *key)
{
    uint8_t *chain = tlsman_allocate(key->length);
    size_t count = 0;
    int result;

    if (chain == NULL) {
        return 0;
    }

    for (size_t place = 0; place < key->length;) {
        size_t length = tlsman_read24(key->content + place);

        memcpy(chain + count, key->content + place + 3, length);
        count += length;
        place += 3 + length;
    }

    result = wolfSSL_use_certificate_chain_buffer_format(ssl, chain, (long)count, WOLFSSL_FILETYPE_ASN1);
    tlsman_release(chain, key->length);
    return result == WOLFSSL_SUCCESS;
}

/* A server sends what its client takes, of both the raw key if it has one: only one can be lent to the library. */
static int set_own(struct wolfssl_state *state, const struct tlsman_config *config)
{
    const struct tlsman_key *certified = tlsman_get_key(state->session, TLSMAN_CERTIFIED_KEY);
    const struct tlsman_key *key = certified != NULL ? certified : tlsman_get_key(state->session, TLSMAN_KEY_PAIR);
    const char raw = WOLFSSL_CERT_TYPE_RPK;
    int result;

    if (key == NULL) {
        return 1;
    }

    tlsman_set_own_key(state->session, key);

    if (key == certified) {
        return set_certificates(state->ssl, key) && set_private_key(state->ssl, key);
    }

    result = config->role == TLSMAN_CLIENT ? wolfSSL_set_client_cert_type(state->ssl, &raw, 1)
                                           : wolfSSL_set_server_cert_type(state->ssl, &raw, 1);
    return result == WOLFSSL_SUCCESS
           && wolfSSL_use_certificate_buffer(state->ssl, key->content, (long)key->length, WOLFSSL_FILETYPE_ASN1)
                  == WOLFSSL_SUCCESS
           && set_private_key(state->ssl, key);
}

/* Which kinds of the peer's keys can be judged. */
static int set_peer_types(struct wolfssl_state *state, const struct tlsman_config *config)
{
    static const char types[] = { WOLFSSL_CERT_TYPE_RPK, WOLFSSL_CERT_TYPE_X509 };
    int count = tlsman_takes_certificates(state->session) ? 2 : 1;

    if (!tlsman_takes_raw_keys(state->session)) {
        return 1;
    }

    return (config->role == TLSMAN_CLIENT ? wolfSSL_set_server_cert_type(state->ssl, types, count)
                                          : wolfSSL_set_client_cert_type(state->ssl, types, count))
           == WOLFSSL_SUCCESS;
}

/* What is no certificate vouches for nobody. */
static void set_anchors(struct wolfssl_state *state, const struct tlsman_keys *keys)
{
    for (const struct tlsman_key *key = keys->first; key != NULL; key = key->next) {
        if (key->kind == TLSMAN_ANCHOR) {
            wolfSSL_CTX_load_verify_buffer(state->context, key->content, (long)key->length, WOLFSSL_FILETYPE_ASN1);
        }
    }
}

static int set_curves(WOLFSSL *ssl, const struct tlsman_keys *keys)
{
    static const uint16_t all[] = { TLSMAN_GROUP_P256, TLSMAN_GROUP_X25519, 0 };
    const uint16_t *curve = keys->curves[0] == 0 ? all : keys->curves;

    while (*curve != 0 && wolfSSL_UseSupportedCurve(ssl, *curve) == WOLFSSL_SUCCESS) {
        curve++;
    }

    return *curve == 0;
}

/* The library wants them in one string. */
static int set_protocols(WOLFSSL *ssl, const struct tlsman_keys *keys)
{
    char list[TLSMAN_MAX_PROTOCOLS];
    unsigned int length = 0;

    if (keys->protocols == NULL) {
        return 1;
    }

    for (size_t place = 0; place < keys->protocols_length; place += 1U + keys->protocols[place]) {
        if (length > 0) {
            list[length++] = ',';
        }

        memcpy(list + length, keys->protocols + place + 1, keys->protocols[place]);
        length += keys->protocols[place];
    }

    return wolfSSL_UseALPN(ssl, list, length, WOLFSSL_ALPN_FAILED_ON_MISMATCH) == WOLFSSL_SUCCESS;
}

/* Where the content of an element begins; NULL if it is none. */
static const uint8_t *enter(const uint8_t *place, const uint8_t *end, size_t *length)
{
    size_t count;

    if (place == NULL || end - place < 2) {
        return NULL;
    }

    count = place[1] < 0x80 ? 0 : place[1] & 0x7FU;
    *length = count == 0 ? place[1] : 0;
    place += 2;

    if (count > 3 || (size_t)(end - place) < count) {
        return NULL;
    }

    while (count-- > 0) {
        *length = *length << 8 | *place++;
    }

    return (size_t)(end - place) < *length ? NULL : place;
}

static const uint8_t *skip(const uint8_t *place, const uint8_t *end)
{
    size_t length;

    place = enter(place, end, &length);
    return place == NULL ? NULL : place + length;
}

/* What is looked for in a certificate that the library has read already. */
struct certificate {
    const uint8_t *issuer;
    size_t issuer_length;
    const uint8_t *validity;
    const uint8_t *subject;
    size_t subject_length;
    const uint8_t *key_info;
    size_t key_info_length;
    int is_version_3;
};

static int is_issuer(const struct certificate *issuer, const struct certificate *parts)
{
    return issuer->subject_length == parts->issuer_length
           && memcmp(issuer->subject, parts->issuer, parts->issuer_length) == 0;
}

/* RFC 5280, section 4.1: version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo. */
static int find_parts(const uint8_t *bytes, size_t count, struct certificate *parts)
{
    size_t length;
    const uint8_t *end = bytes + count;
    const uint8_t *place = enter(bytes, end, &length);

    place = enter(place, end, &length);
    parts->is_version_3 = place != NULL && end - place > 5 && memcmp(place, VERSION_3, sizeof(VERSION_3) - 1) == 0;

    if (place != NULL && place < end && *place == VERSION) {
        place = skip(place, end);
    }

    parts->issuer = skip(skip(place, end), end);
    parts->validity = skip(parts->issuer, end);
    parts->subject = skip(parts->validity, end);
    parts->key_info = skip(parts->subject, end);
    place = skip(parts->key_info, end);

    if (place == NULL || *parts->key_info != SEQUENCE) {
        return 0;
    }

    parts->issuer_length = (size_t)(parts->validity - parts->issuer);
    parts->subject_length = (size_t)(parts->key_info - parts->subject);
    parts->key_info_length = (size_t)(place - parts->key_info);
    return 1;
}

/* A date can only be judged by a clock that has been set. */
static enum tlsman_rule blame_clock(enum tlsman_rule rule)
{
    return time(NULL) < TLSMAN_LEAST_TIME ? TLSMAN_RULE_NO_CLOCK : rule;
}

static enum tlsman_rule check_dates(const struct certificate *parts)
{
    size_t length, first, second;
    const uint8_t *from = enter(parts->validity, parts->key_info, &length);
    const uint8_t *to = skip(from, parts->key_info);
    const uint8_t *from_text = enter(from, parts->key_info, &first);
    const uint8_t *to_text = enter(to, parts->key_info, &second);

    if (from_text == NULL || to_text == NULL) {
        return TLSMAN_RULE_MALFORMED;
    }

    if (!wolfssl_is_date_good(from_text, first, from[0], BEFORE)) {
        return blame_clock(TLSMAN_RULE_NOT_YET_VALID);
    }

    return wolfssl_is_date_good(to_text, second, to[0], AFTER) ? TLSMAN_RULE_NONE : blame_clock(TLSMAN_RULE_EXPIRED);
}

static int is_equal(const char *first, const char *second, size_t length)
{
    return strlen(second) == length && strncasecmp(first, second, length) == 0;
}

/* RFC 9525, section 6.3: a star stands for one label, the first. The library's own comparison has it anywhere. */
static int is_name_of(const char *name, size_t length, const char *host)
{
    const char *rest = strchr(host, '.');

    if (length > 2 && name[0] == '*' && name[1] == '.') {
        return rest != NULL && rest > host && memchr(name + 2, '.', length - 2) != NULL
               && is_equal(name + 1, rest, length - 1);
    }

    return is_equal(name, host, length);
}

static int is_address(const char *host)
{
    return strchr(host, ':') != NULL || strspn(host, "0123456789.") == strlen(host);
}

/* The library would take a name of any kind for a host's, and without any the common name. */
static enum tlsman_rule check_host(const DecodedCert *certificate, const char *host)
{
    int count = 0;

    for (const DNS_entry *each = certificate->altNames; each != NULL; each = each->next) {
        if (each->type == ASN_IP_TYPE) {
            count++;

            if (is_address(host) && each->ipString != NULL && strcasecmp(each->ipString, host) == 0) {
                return TLSMAN_RULE_NONE;
            }
        } else if (each->type == ASN_DNS_TYPE) {
            count++;

            if (!is_address(host) && each->len > 0 && is_name_of(each->name, (size_t)each->len, host)) {
                return TLSMAN_RULE_NONE;
            }
        }
    }

    return count == 0 ? TLSMAN_RULE_NO_NAMES : TLSMAN_RULE_WRONG_HOST;
}

static enum tlsman_rule get_rule(int error)
{
    switch (error) {
        case ASN_BEFORE_DATE_E:
            return blame_clock(TLSMAN_RULE_NOT_YET_VALID);
        case ASN_AFTER_DATE_E:
            return blame_clock(TLSMAN_RULE_EXPIRED);
        case ASN_NO_SIGNER_E:
            return TLSMAN_RULE_UNKNOWN_ISSUER;
        case ASN_SELF_SIGNED_E:
            return TLSMAN_RULE_SELF_SIGNED;
        case ASN_SIG_CONFIRM_E:
        case ASN_SIG_HASH_E:
            return TLSMAN_RULE_BAD_SIGNATURE;
        case ASN_SIG_OID_E:
            return TLSMAN_RULE_UNSUPPORTED_SIGNATURE;
        case ASN_PATHLEN_INV_E:
        case ASN_PATHLEN_SIZE_E:
            return TLSMAN_RULE_PATH_TOO_LONG;
        case KEYUSAGE_E:
            return TLSMAN_RULE_WRONG_KEY_USAGE;
        case EXTKEYUSAGE_E:
            return TLSMAN_RULE_WRONG_EXTENDED_KEY_USAGE;
        case ECC_KEY_SIZE_E:
            return TLSMAN_RULE_WEAK_KEY;
        case ASN_UNKNOWN_OID_E:
            return TLSMAN_RULE_UNSUPPORTED_KEY;
        case MAX_CHAIN_ERROR:
            return TLSMAN_RULE_TOO_DEEP;
        default:
            return TLSMAN_RULE_MALFORMED;
    }
}

static int is_client(const struct wolfssl_state *state)
{
    return tlsman_get_config(state->session)->role == TLSMAN_CLIENT;
}

static enum tlsman_rule check_use(const struct wolfssl_state *state, const DecodedCert *certificate)
{
    int use = EXTKEYUSE_ANY | (is_client(state) ? EXTKEYUSE_SERVER_AUTH : EXTKEYUSE_CLIENT_AUTH);

    if (certificate->extKeyUsageSet && (certificate->extKeyUsage & KEYUSE_DIGITAL_SIG) == 0) {
        return TLSMAN_RULE_WRONG_KEY_USAGE;
    }

    return certificate->extExtKeyUsageSet && (certificate->extExtKeyUsage & use) == 0
               ? TLSMAN_RULE_WRONG_EXTENDED_KEY_USAGE
               : TLSMAN_RULE_NONE;
}

/* By an authority: the library has built the path, and says what is wrong with it. */
static enum tlsman_rule check_path(struct wolfssl_state *state, const DecodedCert *certificate, int error)
{
    const struct tlsman_keys *keys = tlsman_get_config(state->session)->keys;
    enum tlsman_rule rule = TLSMAN_RULE_NONE;

    if (!tlsman_takes_anchors(state->session)) {
        return tlsman_get_key(state->session, TLSMAN_ANCHOR) == NULL ? TLSMAN_RULE_UNKNOWN_ISSUER : TLSMAN_RULE_NO_HOST;
    }

    if (is_client(state)) {
        rule = check_host(certificate, keys->target_host);
    }

    if (rule == TLSMAN_RULE_NONE && state->path_rule != TLSMAN_RULE_NONE) {
        state->refused_index = state->path_index;
        return (enum tlsman_rule)state->path_rule;
    }

    return rule != TLSMAN_RULE_NONE || error == 0 ? rule : get_rule(error);
}

/* The anchor that has the name of a certificate's issuer. */
static const struct tlsman_key *find_anchor(const struct wolfssl_state *state, const struct certificate *parts)
{
    const struct tlsman_key *key = tlsman_get_config(state->session)->keys->first;
    struct certificate anchor;

    while (key != NULL
           && (key->kind != TLSMAN_ANCHOR || !find_parts(key->content, key->length, &anchor)
               || !is_issuer(&anchor, parts))) {
        key = key->next;
    }

    return key;
}

/* Which of the authorities vouches the library does not say: the path is followed by its names. */
static void note_anchor(struct wolfssl_state *state, const WOLFSSL_X509_STORE_CTX *store, struct certificate parts)
{
    const struct tlsman_key *anchor = find_anchor(state, &parts);

    for (int steps = 1; anchor == NULL && steps < store->totalCerts; steps++) {
        for (int i = 1; i < store->totalCerts; i++) {
            struct certificate next;

            if (find_parts(store->certs[i].buffer, store->certs[i].length, &next) && is_issuer(&next, &parts)) {
                parts = next;
                break;
            }
        }

        anchor = find_anchor(state, &parts);
    }

    if (anchor != NULL) {
        tlsman_trust_anchor(state->session, anchor->content, anchor->length);
    }
}

static enum tlsman_rule judge(struct wolfssl_state *state, const WOLFSSL_X509_STORE_CTX *store)
{
    const uint8_t *bytes = store->certs->buffer;
    size_t length = store->certs->length;
    struct certificate parts;
    DecodedCert certificate;
    enum tlsman_rule rule = TLSMAN_RULE_MALFORMED;
    int is_pinned;

    if (!find_parts(bytes, length, &parts)) {
        return rule;
    }

    is_pinned = tlsman_trust_key(state->session, parts.key_info, parts.key_info_length);

    if (tlsman_get_config(state->session)->keys->trusts_anyone) {
        return TLSMAN_RULE_NONE;
    }

    is_pinned = is_pinned || tlsman_trust_certificate(state->session, bytes, length);
    wc_InitDecodedCert(&certificate, bytes, (word32)length, NULL);

    if (wc_ParseCert(&certificate, CERT_TYPE, NO_VERIFY, NULL) == 0) {
        rule = !parts.is_version_3 ? TLSMAN_RULE_UNSUPPORTED_VERSION : check_use(state, &certificate);
        rule = rule == TLSMAN_RULE_NONE && !is_pinned ? check_path(state, &certificate, store->error) : rule;
        rule = rule == TLSMAN_RULE_NONE ? check_dates(&parts) : rule;
        rule = rule == TLSMAN_RULE_UNKNOWN_ISSUER && is_issuer(&parts, &parts) && tlsman_takes_anchors(state->session)
                   ? TLSMAN_RULE_SELF_SIGNED
                   : rule;
    }

    wc_FreeDecodedCert(&certificate);

    if (rule == TLSMAN_RULE_NONE && !is_pinned) {
        note_anchor(state, store, parts);
    }

    return rule;
}

static int get_mode(const struct tlsman_config *config)
{
    if (config->role == TLSMAN_CLIENT) {
        return WOLFSSL_VERIFY_PEER;
    }

    switch (config->keys->client_authentication) {
        case TLSMAN_AUTHENTICATE_REQUIRED:
            return WOLFSSL_VERIFY_PEER | WOLFSSL_VERIFY_FAIL_IF_NO_PEER_CERT;
        case TLSMAN_AUTHENTICATE_REQUESTED:
            return WOLFSSL_VERIFY_PEER;
        default:
            return WOLFSSL_VERIFY_NONE;
    }
}

/* What the library calls: 1 to go on, whatever it has found. For the peer's own certificate it does so in any case. */
static int on_verify(int is_good, WOLFSSL_X509_STORE_CTX *store)
{
    struct wolfssl_state *state = store->userCtx;
    const WOLFSSL_BUFFER_INFO *certificate = store->certs;

    (void)is_good;

    /* It goes on, for the peer's own may be trusted by itself; if it is not, this is why. */
    if (store->error_depth > 0) {
        state->path_rule = (uint8_t)get_rule(store->error);
        state->path_index = (uint8_t)store->error_depth;
        return 1;
    }

    state->refused_index = 0;

    if (store->totalCerts == 0) {
        state->is_stranger = is_client(state) || get_mode(tlsman_get_config(state->session)) != WOLFSSL_VERIFY_PEER;
        return !state->is_stranger;
    }

    if (tlsman_find_point(certificate->buffer, certificate->length) != NULL) {
        state->is_accepted = (uint8_t)tlsman_trust_key(state->session, certificate->buffer, certificate->length);
        state->is_stranger = !state->is_accepted;
        return state->is_accepted;
    }

    state->refused_rule = (uint8_t)judge(state, store);
    state->is_accepted = state->refused_rule == TLSMAN_RULE_NONE;
    return state->is_accepted;
}

int wolfssl_set_up_keys(struct wolfssl_state *state, const struct tlsman_config *config)
{
    const struct tlsman_keys *keys = config->keys;

    if (keys == NULL) {
        return 1;
    }

    set_anchors(state, keys);
    wolfSSL_set_verify(state->ssl, get_mode(config), on_verify);
    wolfSSL_SetCertCbCtx(state->ssl, state);
    return set_own(state, config) && set_peer_types(state, config) && set_curves(state->ssl, keys)
           && set_protocols(state->ssl, keys)
           && (keys->server_name == NULL || config->role == TLSMAN_SERVER
               || wolfSSL_UseSNI(state->ssl, WOLFSSL_SNI_HOST_NAME, keys->server_name,
                                 (word16)strlen(keys->server_name))
                      == WOLFSSL_SUCCESS);
}

int wolfssl_is_verified(const struct wolfssl_state *state, uint16_t suite)
{
    const struct tlsman_config *config = tlsman_get_config(state->session);

#ifdef TLSMAN_TLS13
    if (wolfssl_is_13(state->ssl) && wolfssl_has_used_psk(state->ssl)) {
        return 1;
    }
#endif

    return (tlsman_get_exchange(suite) < TLSMAN_ECDHE_ECDSA && !wolfssl_is_13(state->ssl)) || state->is_accepted
           || (config->role == TLSMAN_SERVER && config->keys->client_authentication != TLSMAN_AUTHENTICATE_REQUIRED);
}

enum tlsman_cause wolfssl_get_key_cause(struct wolfssl_state *state, int code, int *alert, int *native_code)
{
    if (state->refused_rule != TLSMAN_RULE_NONE) {
        *alert = bad_certificate;
        *native_code = state->refused_rule << 8 | state->refused_index;
        return TLSMAN_CERTIFICATE_REFUSED;
    }

    *alert = TLSMAN_NO_ALERT;

    if (state->is_stranger || code == NO_PEER_CERT || code == NO_PEER_VERIFY || code == UNSUPPORTED_CERTIFICATE) {
        *alert = state->is_stranger ? certificate_unknown : TLSMAN_NO_ALERT;
        return TLSMAN_PEER_NOT_TRUSTED;
    }

    switch (code) {
        case UNKNOWN_ALPN_PROTOCOL_NAME_E:
            return TLSMAN_NO_APPLICATION_PROTOCOL;
        case VERIFY_SIGN_ERROR:
        case SIG_VERIFY_E:
            return TLSMAN_SIGNATURE_MISMATCH;
        case ECC_PEERKEY_ERROR:
        case ECC_CURVE_ERROR:
        case ECC_CURVETYPE_ERROR:
            return TLSMAN_ILLEGAL_PARAMETER;
        default:
            break;
    }

    if (code <= ASN_PARSE_E && code >= ASN_ECC_KEY_E && !state->is_accepted
        && tlsman_get_config(state->session)->keys != NULL) {
        *native_code = (int)get_rule(code) << 8;
        return TLSMAN_CERTIFICATE_REFUSED;
    }

    return TLSMAN_NO_CAUSE;
}

void wolfssl_wipe_keys(struct wolfssl_state *state)
{
    wolfSSL_UnloadCertsKeys(state->ssl);
    wolfSSL_CTX_UnloadCAs(state->context);
}

void wolfssl_keep_protocol(struct wolfssl_state *state)
{
    char *name = NULL;
    word16 length = 0;

    if (wolfSSL_ALPN_GetProtocol(state->ssl, &name, &length) == WOLFSSL_SUCCESS && name != NULL) {
        tlsman_set_protocol(state->session, (const uint8_t *)name, length);
    }
}

#else

typedef int wolfssl_has_no_keys;

#endif
