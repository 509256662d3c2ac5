/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* What the library is told before a handshake: keys, suites, groups. */
#include "setup.h"

#include <wolfssl/wolfcrypt/asn_public.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define MAX_FILE 16384
#define DEFAULT_SUITE "TLS_AES_128_GCM_SHA256"

static unsigned char trusted[MAX_FILE]; /* the peer's raw key */
static int trusted_length;

/* ---- keys ---- */

/* The library wants the name of the suite that a key is for (RFC 9846, section 4.2.11, binds it to a hash only). */
static const char *get_suite(void)
{
    return arguments.suite == NULL ? DEFAULT_SUITE : arguments.suite;
}

static unsigned int put_key(unsigned char *key, unsigned int room)
{
    if (arguments.key_length > room) {
        return 0;
    }

    memcpy(key, arguments.key, arguments.key_length);
    return (unsigned int)arguments.key_length;
}

static unsigned int on_client_psk(WOLFSSL *ssl, const char *hint, char *identity, unsigned int identity_room,
                                  unsigned char *key, unsigned int room)
{
    (void)ssl;
    (void)hint;
    snprintf(identity, identity_room, "%s", arguments.identity);
    return put_key(key, room);
}

static unsigned int on_server_psk(WOLFSSL *ssl, const char *identity, unsigned char *key, unsigned int room)
{
    (void)ssl;
    return strcmp(identity, arguments.identity) == 0 ? put_key(key, room) : 0;
}

static unsigned int on_client_psk13(WOLFSSL *ssl, const char *hint, char *identity, unsigned int identity_room,
                                    unsigned char *key, unsigned int room, const char **suite)
{
    *suite = get_suite();
    return on_client_psk(ssl, hint, identity, identity_room, key, room);
}

static unsigned int on_server_psk13(WOLFSSL *ssl, const char *identity, unsigned char *key, unsigned int room,
                                    const char **suite)
{
    *suite = get_suite();
    return on_server_psk(ssl, identity, key, room);
}

static int read_public_key(const char *path, unsigned char *der, int room)
{
    unsigned char pem[MAX_FILE];
    FILE *file = fopen(path, "rb");
    size_t count = file == NULL ? 0 : fread(pem, 1, sizeof(pem), file);

    if (file != NULL) {
        fclose(file);
    }

    return wc_PubKeyPemToDer(pem, (int)count, der, room);
}

/* A raw key comes as the only entry of the list; anything else is a certificate, which the library has judged. */
static int on_verify(int is_good, WOLFSSL_X509_STORE_CTX *store)
{
    if (!arguments.is_raw) {
        return is_good;
    }

    return store->totalCerts > 0 && (int)store->certs->length == trusted_length
           && memcmp(store->certs->buffer, trusted, (size_t)trusted_length) == 0;
}

static int set_raw_keys(WOLFSSL_CTX *context)
{
    const char raw = WOLFSSL_CERT_TYPE_RPK;
    unsigned char own[MAX_FILE];
    int length;

    if (wolfSSL_CTX_set_client_cert_type(context, &raw, 1) != WOLFSSL_SUCCESS
        || wolfSSL_CTX_set_server_cert_type(context, &raw, 1) != WOLFSSL_SUCCESS) {
        return 0;
    }

    if (arguments.ca != NULL) {
        trusted_length = read_public_key(arguments.ca, trusted, sizeof(trusted));
    }

    if (arguments.cert == NULL) {
        return 1;
    }

    length = read_public_key(arguments.cert, own, sizeof(own));
    return length > 0
           && wolfSSL_CTX_use_certificate_buffer(context, own, length, WOLFSSL_FILETYPE_ASN1) == WOLFSSL_SUCCESS;
}

static int set_certificates(WOLFSSL_CTX *context)
{
    if (arguments.ca != NULL && wolfSSL_CTX_load_verify_locations(context, arguments.ca, NULL) != WOLFSSL_SUCCESS) {
        return 0;
    }

    return arguments.cert == NULL || wolfSSL_CTX_use_certificate_chain_file(context, arguments.cert) == WOLFSSL_SUCCESS;
}

static int set_keys(WOLFSSL_CTX *context)
{
    int mode = WOLFSSL_VERIFY_NONE;

    if (arguments.identity != NULL) {
        wolfSSL_CTX_set_psk_client_callback(context, on_client_psk);
        wolfSSL_CTX_set_psk_server_callback(context, on_server_psk);
        wolfSSL_CTX_set_psk_client_tls13_callback(context, on_client_psk13);
        wolfSSL_CTX_set_psk_server_tls13_callback(context, on_server_psk13);
    }

    if (!(arguments.is_raw ? set_raw_keys(context) : set_certificates(context))) {
        return fail("certificates", NULL, 0);
    }

    if (arguments.private_key != NULL
        && wolfSSL_CTX_use_PrivateKey_file(context, arguments.private_key, WOLFSSL_FILETYPE_PEM) != WOLFSSL_SUCCESS) {
        return fail("private key", NULL, 0);
    }

    if (arguments.is_server ? arguments.asks : arguments.ca != NULL) {
        mode = WOLFSSL_VERIFY_PEER | (arguments.is_server ? WOLFSSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
    }

    wolfSSL_CTX_set_verify(context, mode, mode == WOLFSSL_VERIFY_NONE ? NULL : on_verify);
    return 1;
}

/* ---- what is offered and taken ---- */

static WOLFSSL_METHOD *make_method(void)
{
    if (arguments.min_version == 13) {
        if (arguments.is_stream) {
            return arguments.is_server ? wolfTLSv1_3_server_method() : wolfTLSv1_3_client_method();
        }

        return arguments.is_server ? wolfDTLSv1_3_server_method() : wolfDTLSv1_3_client_method();
    }

    if (arguments.max_version == 12) {
        if (arguments.is_stream) {
            return arguments.is_server ? wolfTLSv1_2_server_method() : wolfTLSv1_2_client_method();
        }

        return arguments.is_server ? wolfDTLSv1_2_server_method() : wolfDTLSv1_2_client_method();
    }

    if (arguments.is_stream) {
        return arguments.is_server ? wolfTLS_server_method() : wolfTLS_client_method();
    }

    return arguments.is_server ? wolfDTLS_server_method() : wolfDTLS_client_method();
}

WOLFSSL_CTX *make_context(void)
{
    WOLFSSL_CTX *context = wolfSSL_CTX_new(make_method());

    if (context == NULL || !set_keys(context)) {
        wolfSSL_CTX_free(context);
        return NULL;
    }

    if (arguments.max_version == 13) {
        if (arguments.has_psk_ke) {
            wolfSSL_CTX_no_dhe_psk(context);
        } else {
            wolfSSL_CTX_only_dhe_psk(context);
        }
    }

    /* An unknown name leaves the list as it was, so the suite is looked at again when it is known. */
    if (arguments.suite != NULL && wolfSSL_CTX_set_cipher_list(context, arguments.suite) != WOLFSSL_SUCCESS) {
        wolfSSL_CTX_free(context);
        fail("suite", NULL, 0);
        return NULL;
    }

    return context;
}

static int get_group(const char *name)
{
    return strcmp(name, "X25519") == 0 ? WOLFSSL_ECC_X25519 : WOLFSSL_ECC_SECP256R1;
}

static int set_groups(WOLFSSL *ssl)
{
    int groups[] = { WOLFSSL_ECC_SECP256R1, WOLFSSL_ECC_X25519 };
    int count = 2;

    if (arguments.max_version == 12) {
        return 1;
    }

    if (arguments.group != NULL) {
        groups[0] = get_group(arguments.group);
        count = 1;
    }

    if (wolfSSL_set_groups(ssl, groups, count) != WOLFSSL_SUCCESS) {
        return 0;
    }

    if (arguments.is_server || arguments.has_psk_ke) {
        return 1;
    }

    if (arguments.share != NULL && strcmp(arguments.share, "none") == 0) {
        return wolfSSL_NoKeyShares(ssl) == WOLFSSL_SUCCESS;
    }

    return wolfSSL_UseKeyShare(ssl, (word16)(arguments.share == NULL ? groups[0] : get_group(arguments.share)))
           == WOLFSSL_SUCCESS;
}

static int set_datagrams(WOLFSSL *ssl)
{
    if (arguments.mtu > 0 && wolfSSL_dtls_set_mtu(ssl, (word16)arguments.mtu) != WOLFSSL_SUCCESS) {
        return 0;
    }

    if (arguments.connection_id_length >= 0
        && (wolfSSL_dtls_cid_use(ssl) != WOLFSSL_SUCCESS
            || wolfSSL_dtls_cid_set(ssl, arguments.connection_id, (unsigned int)arguments.connection_id_length)
                   != WOLFSSL_SUCCESS)) {
        return 0;
    }

    if (!arguments.is_server || arguments.max_version == 12) {
        return 1;
    }

    if (arguments.has_no_cookie) {
        return wolfSSL_disable_hrr_cookie(ssl) == WOLFSSL_SUCCESS;
    }

    return wolfSSL_send_hrr_cookie(ssl, NULL, 0) == WOLFSSL_SUCCESS
           && wolfSSL_dtls13_allow_ch_frag(ssl, 1) == WOLFSSL_SUCCESS;
}

WOLFSSL *make_session(WOLFSSL_CTX *context)
{
    WOLFSSL *ssl = wolfSSL_new(context);

    if (ssl == NULL) {
        return NULL;
    }

    if (!set_groups(ssl) || (!arguments.is_stream && !set_datagrams(ssl))
        || (arguments.protocol != NULL
            && wolfSSL_UseALPN(ssl, (char *)(uintptr_t)arguments.protocol, (unsigned int)strlen(arguments.protocol),
                               WOLFSSL_ALPN_FAILED_ON_MISMATCH)
                   != WOLFSSL_SUCCESS)
        || (!arguments.is_server && arguments.ca != NULL && !arguments.is_raw
            && wolfSSL_check_domain_name(ssl, arguments.host) != WOLFSSL_SUCCESS)) {
        fail("configuration", NULL, 0);
        wolfSSL_free(ssl);
        return NULL;
    }

    return ssl;
}
