/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Public keys: our own, and whom to trust. The library builds the path of the peer's certificates and verifies it; the
 * callback on its way decides, for by a key or a certificate that is trusted itself no path is needed.
 */
#include "private.h"

#if MBED_HAS_KEYS

#include <mbedtls/oid.h>
#include <mbedtls/pk.h>
#include <mbedtls/platform_time.h>
#include <mbedtls/x509_crt.h>

#include <string.h>

#define LAST_OF_PROTOCOL (-0x5F00) /* the errors of ssl.h are below */

#define MAX_GROUPS (TLSMAN_MAX_CURVES + 2)
#define MAX_NAMES 16

struct mbed_keys {
    mbedtls_x509_crt anchors;
    mbedtls_x509_crt own;
    mbedtls_pk_context key;
    uint16_t groups[MAX_GROUPS + 1]; /* ended by 0 */
    int group_count;                 /* of them for key shares */
    const char *names[MAX_NAMES + 1];
    char *name_text;
    size_t name_length;

    int step;                    /* of the handshake, that was prepared last */
    const mbedtls_x509_crt *top; /* the end of the path that is being verified */
    uint32_t flags;              /* of the certificate nearest to the peer's own that has any */
    int flagged;                 /* which one that is */
    int is_self_signed;
    int is_accepted; /* decide() has said so */
    enum tlsman_rule rule;
    int index;
};

/* The library computes the public key. */
static int parse_key(mbedtls_pk_context *key, const uint8_t *bytes, int (*random)(void *, unsigned char *, size_t),
                     void *context)
{
    unsigned char encoded[TLSMAN_ENCODED_KEY_LENGTH];
    int result;

    tlsman_encode_private_key(bytes, encoded);
    result = mbedtls_pk_parse_key(key, encoded, sizeof(encoded), NULL, 0, random, context);
    tlsman_wipe(encoded, sizeof(encoded));
    return result;
}

/* Of our own certificates each stands behind its length in 3 bytes. */
static int parse_list(mbedtls_x509_crt *chain, const struct tlsman_key *key)
{
    int result = 0;

    for (size_t place = 0; result == 0 && place < key->length;) {
        size_t length = tlsman_read24(key->content + place);

        result = mbedtls_x509_crt_parse_der(chain, key->content + place + 3, length);
        place += 3 + length;
    }

    return result;
}

static int set_own(struct mbed_state *state, const struct tlsman_key *key)
{
    int result = parse_key(&state->keys->key, key->private_key, mbed_fill_random, state);

    result = result == 0 ? parse_list(&state->keys->own, key) : result;
    result = result == 0 ? mbedtls_ssl_conf_own_cert(&state->config, &state->keys->own, &state->keys->key) : result;

    if (result == 0) {
        tlsman_set_own_key(state->session, key);
    }

    return result;
}

/* What is no certificate vouches for nobody. */
static void set_anchors(struct mbed_state *state, const struct tlsman_keys *keys)
{
    for (const struct tlsman_key *key = keys->first; key != NULL; key = key->next) {
        if (key->kind == TLSMAN_ANCHOR) {
            mbedtls_x509_crt_parse_der(&state->keys->anchors, key->content, key->length);
        }
    }
}

static void set_groups(struct mbed_state *state, const struct tlsman_keys *keys)
{
    static const uint16_t all[] = { TLSMAN_GROUP_P256, TLSMAN_GROUP_X25519, 0 };
    const uint16_t *wanted = keys->curves[0] == 0 ? all : keys->curves;

    for (int i = 0; wanted[i] != 0; i++) {
        state->keys->groups[state->keys->group_count++] = wanted[i];
    }

    mbedtls_ssl_conf_groups(&state->config, state->keys->groups);
}

#if defined(MBEDTLS_SSL_ALPN)
/* The library wants strings, which live as long as the session; the length of the next ends the one before. */
static int set_protocols(struct mbed_state *state, const struct tlsman_keys *keys)
{
    struct mbed_keys *own = state->keys;
    size_t place = 0;

    own->name_text = tlsman_allocate(keys->protocols_length + 1);

    if (own->name_text == NULL) {
        return MBEDTLS_ERR_SSL_ALLOC_FAILED;
    }

    own->name_length = keys->protocols_length + 1;
    memcpy(own->name_text, keys->protocols, keys->protocols_length);

    for (int i = 0; i < MAX_NAMES && place < keys->protocols_length; i++) {
        own->name_text[place] = 0;
        own->names[i] = own->name_text + place + 1;
        place += 1U + keys->protocols[place];
    }

    return mbedtls_ssl_conf_alpn_protocols(&state->config, own->names);
}
#endif

/*
 * Without an authority the library would refuse to verify at all, if it had to. What the callback refuses is refused in
 * either way, and mbed_check_verified() sees to the rest.
 */
static int get_mode(const struct mbed_state *state, const struct tlsman_config *config)
{
    const struct tlsman_keys *keys = config->keys;

    if (config->role == TLSMAN_SERVER && keys->client_authentication == TLSMAN_AUTHENTICATE_NONE) {
        return MBEDTLS_SSL_VERIFY_NONE;
    }

    return state->keys->anchors.raw.p == NULL
                   || (config->role == TLSMAN_SERVER && keys->client_authentication == TLSMAN_AUTHENTICATE_REQUESTED)
               ? MBEDTLS_SSL_VERIFY_OPTIONAL
               : MBEDTLS_SSL_VERIFY_REQUIRED;
}

static enum tlsman_rule get_rule(const struct mbed_keys *keys)
{
    static const struct {
        uint32_t flag;
        enum tlsman_rule rule;
    } map[] = {
        { MBEDTLS_X509_BADCERT_CN_MISMATCH, TLSMAN_RULE_WRONG_HOST },
        { MBEDTLS_X509_BADCERT_EXPIRED, TLSMAN_RULE_EXPIRED },
        { MBEDTLS_X509_BADCERT_FUTURE, TLSMAN_RULE_NOT_YET_VALID },
        { MBEDTLS_X509_BADCERT_KEY_USAGE, TLSMAN_RULE_WRONG_KEY_USAGE },
        { MBEDTLS_X509_BADCERT_EXT_KEY_USAGE, TLSMAN_RULE_WRONG_EXTENDED_KEY_USAGE },
        { MBEDTLS_X509_BADCERT_BAD_MD, TLSMAN_RULE_UNSUPPORTED_SIGNATURE },
        { MBEDTLS_X509_BADCERT_BAD_PK, TLSMAN_RULE_UNSUPPORTED_KEY },
        { MBEDTLS_X509_BADCERT_BAD_KEY, TLSMAN_RULE_WEAK_KEY },
    };

    if ((keys->flags & (MBEDTLS_X509_BADCERT_FUTURE | MBEDTLS_X509_BADCERT_EXPIRED)) != 0
        && mbedtls_time(NULL) < TLSMAN_LEAST_TIME) {
        return TLSMAN_RULE_NO_CLOCK;
    }

    for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++) {
        if ((keys->flags & map[i].flag) != 0) {
            return map[i].rule;
        }
    }

    return keys->is_self_signed ? TLSMAN_RULE_SELF_SIGNED : TLSMAN_RULE_UNKNOWN_ISSUER;
}

static int refuse(struct mbed_keys *keys, enum tlsman_rule rule, int index)
{
    keys->rule = rule;
    keys->index = index;

    /* Any other error would be forgiven to a client that is only asked for a certificate. */
    return MBEDTLS_ERR_X509_FATAL_ERROR;
}

static int is_server(const struct mbed_state *state)
{
    return tlsman_get_config(state->session)->role == TLSMAN_SERVER;
}

/* What the certificate itself has to be like, whoever vouches for it (RFC 5280, sections 4.2.1.3 and 4.2.1.12). */
static enum tlsman_rule check_own_use(const struct mbed_state *state, const mbedtls_x509_crt *certificate)
{
    const char *use = is_server(state) ? MBEDTLS_OID_CLIENT_AUTH : MBEDTLS_OID_SERVER_AUTH;

    if (certificate->version != 3) {
        return TLSMAN_RULE_UNSUPPORTED_VERSION;
    }

    if (mbedtls_x509_crt_check_key_usage(certificate, MBEDTLS_X509_KU_DIGITAL_SIGNATURE) != 0) {
        return TLSMAN_RULE_WRONG_KEY_USAGE;
    }

    return mbedtls_x509_crt_check_extended_key_usage(certificate, use, MBEDTLS_OID_SIZE(MBEDTLS_OID_CLIENT_AUTH)) == 0
               ? TLSMAN_RULE_NONE
               : TLSMAN_RULE_WRONG_EXTENDED_KEY_USAGE;
}

/* The path is known: the peer's own certificate is the last that is shown. */
static int decide(struct mbed_state *state, const mbedtls_x509_crt *certificate, uint32_t flags)
{
    struct mbed_keys *keys = state->keys;
    const struct tlsman_keys *given = tlsman_get_config(state->session)->keys;
    const uint32_t elsewhere = MBEDTLS_X509_BADCERT_NOT_TRUSTED | MBEDTLS_X509_BADCERT_CN_MISMATCH;
    int is_pinned = tlsman_trust_key(state->session, certificate->pk_raw.p, certificate->pk_raw.len);
    enum tlsman_rule rule;

    if (given->trusts_anyone) {
        return 0;
    }

    is_pinned = is_pinned || tlsman_trust_certificate(state->session, certificate->raw.p, certificate->raw.len);
    rule = check_own_use(state, certificate);

    if (rule != TLSMAN_RULE_NONE) {
        return refuse(keys, rule, 0);
    }

    if (is_pinned) {
        keys->flags = flags & ~elsewhere;
        return keys->flags == 0 ? 0 : refuse(keys, get_rule(keys), 0);
    }

    if (!tlsman_takes_anchors(state->session)) {
        return refuse(keys,
                      tlsman_get_key(state->session, TLSMAN_ANCHOR) == NULL ? TLSMAN_RULE_UNKNOWN_ISSUER
                                                                            : TLSMAN_RULE_NO_HOST,
                      0);
    }

    /* RFC 9525, section 6: without names the library would look at the common name of the subject. */
    if (!is_server(state) && !mbedtls_x509_crt_has_ext_type(certificate, MBEDTLS_X509_EXT_SUBJECT_ALT_NAME)) {
        return refuse(keys, TLSMAN_RULE_NO_NAMES, 0);
    }

    if (keys->flags != 0) {
        return refuse(keys, get_rule(keys), keys->flagged);
    }

    return tlsman_trust_anchor(state->session, keys->top->raw.p, keys->top->raw.len)
               ? 0
               : refuse(keys, TLSMAN_RULE_UNKNOWN_ISSUER, 0);
}

/* Called for each certificate of the path, from its end on. */
static int verify(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    struct mbed_state *state = context;
    struct mbed_keys *keys = state->keys;

    if (keys->top == NULL) {
        keys->top = certificate;
    }

    if (*flags != 0) {
        keys->flags = *flags;
        keys->flagged = depth;
        keys->is_self_signed =
            certificate->subject_raw.len > 0 && certificate->issuer_raw.len == certificate->subject_raw.len
            && memcmp(certificate->issuer_raw.p, certificate->subject_raw.p, certificate->subject_raw.len) == 0;
    }

    if (depth > 0) {
        *flags = 0;
        return 0;
    }

    depth = decide(state, certificate, *flags);
    keys->is_accepted = depth == 0;
    *flags = 0;
    keys->top = NULL;
    return depth;
}

enum tlsman_status mbed_set_up_keys(struct mbed_state *state, const struct tlsman_config *config)
{
    const struct tlsman_keys *keys = config->keys;
    const struct tlsman_key *own = tlsman_get_key(state->session, TLSMAN_CERTIFIED_KEY);
    int result = 0;

    if (keys == NULL || config->is_restored) {
        return TLSMAN_OK;
    }

    state->keys = tlsman_allocate(sizeof(struct mbed_keys));

    if (state->keys == NULL) {
        return TLSMAN_NO_MEMORY;
    }

    mbedtls_x509_crt_init(&state->keys->anchors);
    mbedtls_x509_crt_init(&state->keys->own);
    mbedtls_pk_init(&state->keys->key);
    set_anchors(state, keys);
    set_groups(state, keys);
    mbedtls_ssl_conf_authmode(&state->config, get_mode(state, config));

    if (state->keys->anchors.raw.p != NULL) {
        mbedtls_ssl_conf_ca_chain(&state->config, &state->keys->anchors, NULL);
    }

    mbedtls_ssl_conf_verify(&state->config, verify, state);
#if defined(MBEDTLS_SSL_SRV_C)
    mbedtls_ssl_conf_cert_req_ca_list(&state->config, MBEDTLS_SSL_CERT_REQ_CA_LIST_DISABLED);
#endif

    if (own != NULL) {
        result = set_own(state, own);
    }

#if defined(MBEDTLS_SSL_ALPN)
    if (result == 0 && keys->protocols != NULL) {
        result = set_protocols(state, keys);
    }
#endif

    return mbed_to_status(result);
}

const char *mbed_get_server_name(const struct tlsman_config *config)
{
    return config->keys == NULL ? NULL : config->keys->server_name;
}

int mbed_prepare_step(struct mbed_state *state)
{
    struct mbed_keys *keys = state->keys;
    int step = mbed_get_step(state);
    int is_certificate = mbed_is_certificate_awaited(state);

    if (keys == NULL || step == keys->step) {
        return 0;
    }

    keys->step = step;

    /* The library has one list for the curves of key shares and those of certificates. */
    keys->groups[keys->group_count] = is_certificate ? TLSMAN_GROUP_P256 : 0;
    keys->groups[keys->group_count + 1] = is_certificate ? MBEDTLS_SSL_IANA_TLS_GROUP_SECP384R1 : 0;

    /* The name that is sent need not be the one that the certificate has to be for; it has been sent now. */
    return is_certificate && !is_server(state)
               ? mbedtls_ssl_set_hostname(&state->ssl, tlsman_get_config(state->session)->keys->target_host)
               : 0;
}

/*
 * To a peer that need not have a certificate, or where there is no authority, the library would forgive what is wrong
 * beside the path: so nothing goes on unless all is well, or nothing was asked for.
 */
int mbed_check_verified(struct mbed_state *state)
{
    const struct tlsman_config *config = tlsman_get_config(state->session);
    uint32_t flags = mbedtls_ssl_get_verify_result(&state->ssl);

    /* With 1.3 there is a certificate where it is asked for. */
    if (state->keys == NULL
        || (!mbed_is_13(state) && tlsman_get_exchange(mbed_get_negotiated_suite(state)) < TLSMAN_ECDHE_ECDSA)) {
        return 0;
    }

    if (is_server(state) && (flags & (MBEDTLS_X509_BADCERT_MISSING | MBEDTLS_X509_BADCERT_SKIP_VERIFY)) != 0) {
        return config->keys->client_authentication == TLSMAN_AUTHENTICATE_REQUIRED
                   ? MBEDTLS_ERR_SSL_NO_CLIENT_CERTIFICATE
                   : 0;
    }

    if (flags == 0 && state->keys->is_accepted) {
        return 0;
    }

    state->keys->flags = flags;
    refuse(state->keys, get_rule(state->keys), 0);
    return MBEDTLS_ERR_SSL_BAD_CERTIFICATE;
}

/* What of a certificate the library could not read. */
static enum tlsman_rule get_parse_rule(int result)
{
    switch (result) {
        case MBEDTLS_ERR_X509_UNKNOWN_VERSION:
            return TLSMAN_RULE_UNSUPPORTED_VERSION;
        case MBEDTLS_ERR_X509_UNKNOWN_SIG_ALG:
            return TLSMAN_RULE_UNSUPPORTED_SIGNATURE;
        case MBEDTLS_ERR_PK_UNKNOWN_PK_ALG:
        case MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE:
            return TLSMAN_RULE_UNSUPPORTED_KEY;
        default:
            return TLSMAN_RULE_MALFORMED;
    }
}

int mbed_holds_alert(const struct mbed_state *state)
{
    return state->keys != NULL && !state->is_telling && mbed_is_certificate_awaited(state);
}

enum tlsman_cause mbed_get_key_cause(struct mbed_state *state, int result, int *alert, int *code)
{
    /* Errors of a signature or a certificate, and not of the protocol. */
    const int is_of_library = result > LAST_OF_PROTOCOL;

    if (state->keys == NULL) {
        return TLSMAN_NO_CAUSE;
    }

    if (result == MBEDTLS_ERR_SSL_NO_APPLICATION_PROTOCOL) {
        *alert = MBEDTLS_SSL_ALERT_MSG_NO_APPLICATION_PROTOCOL;
        return TLSMAN_NO_APPLICATION_PROTOCOL;
    }

    if (result == MBEDTLS_ERR_SSL_NO_CLIENT_CERTIFICATE) {
        *alert = MBEDTLS_SSL_ALERT_MSG_CERT_UNKNOWN;
        return TLSMAN_PEER_NOT_TRUSTED;
    }

    if (result == MBEDTLS_ERR_SSL_BAD_CERTIFICATE && state->keys->rule == TLSMAN_RULE_NONE) {
        state->keys->flags = mbedtls_ssl_get_verify_result(&state->ssl);
        refuse(state->keys, get_rule(state->keys), 0);
    }

    if (state->keys->rule == TLSMAN_RULE_NONE && mbed_is_certificate_awaited(state) && is_of_library
        && result != MBEDTLS_ERR_X509_ALLOC_FAILED) {
        refuse(state->keys, get_parse_rule(result), 0);
    }

    if (state->keys->rule != TLSMAN_RULE_NONE) {
        *alert = MBEDTLS_SSL_ALERT_MSG_BAD_CERT;
        *code = (int)state->keys->rule << 8 | state->keys->index;
        return TLSMAN_CERTIFICATE_REFUSED;
    }

    if (mbed_is_signature_awaited(state) && is_of_library) {
        *alert = MBEDTLS_SSL_ALERT_MSG_DECRYPT_ERROR;
        return TLSMAN_SIGNATURE_MISMATCH;
    }

    if (mbed_is_signature_awaited(state) && result == MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE) {
        *alert = MBEDTLS_SSL_ALERT_MSG_ILLEGAL_PARAMETER;
        return TLSMAN_ILLEGAL_PARAMETER;
    }

    return TLSMAN_NO_CAUSE;
}

void mbed_keep_protocol(struct mbed_state *state)
{
#if defined(MBEDTLS_SSL_ALPN)
    const char *name = mbedtls_ssl_get_alpn_protocol(&state->ssl);

    if (name != NULL) {
        tlsman_set_protocol(state->session, (const uint8_t *)name, strlen(name));
    }
#else
    (void)state;
#endif
}

void mbed_wipe_keys(struct mbed_state *state)
{
    struct mbed_keys *keys = state->keys;

    if (keys != NULL) {
        mbedtls_x509_crt_free(&keys->anchors);
        mbedtls_x509_crt_free(&keys->own);
        mbedtls_pk_free(&keys->key);
    }
}

void mbed_free_keys(struct mbed_state *state)
{
    mbed_wipe_keys(state);

    if (state->keys != NULL) {
        tlsman_release(state->keys->name_text, state->keys->name_length);
        tlsman_release(state->keys, sizeof(struct mbed_keys));
        state->keys = NULL;
    }
}

#else

typedef int mbed_has_no_keys;

#endif
