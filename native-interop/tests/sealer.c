/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

#include "sealer.h"

#include <stdlib.h>
#include <string.h>

#define VERSION_DTLS12 0xFEFD
#define VERSION_TLS12 0x0303
#define KEY_LENGTH 16
#define SALT_LENGTH 4
#define EXPLICIT_LENGTH 8
#define HEADER_LENGTH 13 /* RFC 6347, section 4.1 */
#define CONNECTION_ID 25 /* RFC 9146, section 4 */
#define MOST_ID_AAD (8 + 3 + 2 + 8 + TLSMAN_MAX_CONNECTION_ID + 2)
#define AAD_LENGTH 13 /* RFC 5246, section 6.2.3.3 */

static void put(uint8_t *place, uint64_t value, int size)
{
    for (int i = size - 1; i >= 0; i--) {
        place[i] = (uint8_t)value;
        value >>= 8;
    }
}

static int get_algorithm(int suite)
{
    switch (suite) {
        case 0xC0A8: /* TLS_PSK_WITH_AES_128_CCM_8 */
        case 0xC0AE: /* TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8 */
            return TLSMAN_AES128_CCM8;
        case 0xC0A4: /* TLS_PSK_WITH_AES_128_CCM */
        case 0xC0AC: /* TLS_ECDHE_ECDSA_WITH_AES_128_CCM */
            return TLSMAN_AES128_CCM;
        default:
            return TLSMAN_AES128_GCM;
    }
}

static int get_tag_length(const struct sealer *sealer)
{
    return get_algorithm(sealer->suite) == TLSMAN_AES128_CCM8 ? 8 : 16;
}

static int find_ciphers(int algorithm)
{
    for (int i = 0; i < tlsman_get_cipher_count(); i++) {
        if (tlsman_aead_supports(i, algorithm) > 0) {
            return i;
        }
    }

    abort();
}

void sealer_open(struct sealer *sealer, int kind, int suite, const uint8_t *secrets, const uint8_t *server_random)
{
    uint8_t seed[2 * TLSMAN_RANDOM_LENGTH];
    uint8_t keys[2 * (KEY_LENGTH + SALT_LENGTH)];
    int ciphers = find_ciphers(get_algorithm(suite));

    memset(sealer, 0, sizeof(*sealer));
    sealer->kind = kind;
    sealer->suite = suite;

    /* RFC 5246, section 6.3 */
    memcpy(sealer->master_secret, secrets + TLSMAN_RANDOM_LENGTH, TLSMAN_MASTER_SECRET_LENGTH);
    memcpy(seed, server_random, TLSMAN_RANDOM_LENGTH);
    memcpy(seed + TLSMAN_RANDOM_LENGTH, secrets, TLSMAN_RANDOM_LENGTH);

    if (tlsman_prf(ciphers, sealer->master_secret, TLSMAN_MASTER_SECRET_LENGTH, (const uint8_t *)"key expansion", 13,
                   seed, sizeof(seed), keys, sizeof(keys))
        != TLSMAN_OK) {
        abort();
    }

    for (int role = TLSMAN_CLIENT; role <= TLSMAN_SERVER; role++) {
        sealer->ciphers[role] =
            tlsman_aead_open(ciphers, get_algorithm(sealer->suite), keys + role * KEY_LENGTH, KEY_LENGTH);
        memcpy(sealer->salts[role], keys + 2 * KEY_LENGTH + role * SALT_LENGTH, SALT_LENGTH);
    }
}

void sealer_free(struct sealer *sealer)
{
    tlsman_cipher_free(sealer->ciphers[TLSMAN_CLIENT]);
    tlsman_cipher_free(sealer->ciphers[TLSMAN_SERVER]);
}

static void make_aad(const struct sealer *sealer, int type, uint64_t number, size_t count, uint8_t *aad)
{
    put(aad, number, 8);
    aad[8] = (uint8_t)type;
    put(aad + 9, sealer->kind == TLSMAN_DATAGRAM ? VERSION_DTLS12 : VERSION_TLS12, 2);
    put(aad + 11, count, 2);
}

/* RFC 9146, section 5.3. Returns its length. */
static size_t make_id_aad(const struct sealer *sealer, int role, const uint8_t *number, size_t inner, uint8_t *aad)
{
    size_t id_length = sealer->id_lengths[role];

    memset(aad, 0xFF, 8);
    aad[8] = CONNECTION_ID;
    aad[9] = (uint8_t)id_length;
    aad[10] = CONNECTION_ID;
    put(aad + 11, VERSION_DTLS12, 2);
    memcpy(aad + 13, number, 8);
    memcpy(aad + 21, sealer->ids[role], id_length);
    put(aad + 21 + id_length, inner, 2);
    return 23 + id_length;
}

/* RFC 9146, section 4 */
static size_t seal_with_id(struct sealer *sealer, int role, int type, uint64_t number, const uint8_t *content,
                           size_t count, uint8_t *record)
{
    int tag_length = get_tag_length(sealer);
    size_t id_length = sealer->id_lengths[role];
    size_t inner = count + 1 + sealer->padding;
    uint8_t nonce[TLSMAN_NONCE_LENGTH];
    uint8_t aad[MOST_ID_AAD], bytes[8];
    uint8_t *place = record;
    size_t aad_length;

    put(bytes, number, 8);
    aad_length = make_id_aad(sealer, role, bytes, inner, aad);
    memcpy(place, aad + 10, 11 + id_length);
    place += 11 + id_length;
    put(place, EXPLICIT_LENGTH + inner + (size_t)tag_length, 2);
    put(place + 2, number, EXPLICIT_LENGTH);
    place += 2 + EXPLICIT_LENGTH;
    memcpy(nonce, sealer->salts[role], SALT_LENGTH);
    put(nonce + SALT_LENGTH, number, EXPLICIT_LENGTH);
    memmove(place, content, count);
    place[count] = (uint8_t)type;
    memset(place + count + 1, 0, sealer->padding);

    if (tlsman_aead_seal(sealer->ciphers[role], nonce, aad, (int)aad_length, place, (int)inner, tag_length)
        != TLSMAN_OK) {
        abort();
    }

    return (size_t)(place - record) + inner + (size_t)tag_length;
}

size_t sealer_seal(struct sealer *sealer, int role, int type, unsigned epoch, uint64_t number, const uint8_t *content,
                   size_t count, uint8_t *record)
{
    int tag_length = get_tag_length(sealer);
    uint8_t nonce[TLSMAN_NONCE_LENGTH];
    uint8_t aad[AAD_LENGTH];
    uint8_t *place = record;

    number |= (uint64_t)epoch << 48;

    if (sealer->id_lengths[role] > 0) {
        return seal_with_id(sealer, role, type, number, content, count, record);
    }

    make_aad(sealer, type, number, count, aad);
    *place++ = (uint8_t)type;
    memcpy(place, aad + 9, 2);
    place += 2;

    if (sealer->kind == TLSMAN_DATAGRAM) {
        put(place, number, 8);
        place += 8;
    }

    put(place, EXPLICIT_LENGTH + count + (size_t)tag_length, 2);
    put(place + 2, number, EXPLICIT_LENGTH);
    place += 2 + EXPLICIT_LENGTH;
    memcpy(nonce, sealer->salts[role], SALT_LENGTH);
    put(nonce + SALT_LENGTH, number, EXPLICIT_LENGTH);
    memmove(place, content, count);

    if (tlsman_aead_seal(sealer->ciphers[role], nonce, aad, AAD_LENGTH, place, (int)count, tag_length) != TLSMAN_OK) {
        abort();
    }

    return (size_t)(place - record) + count + (size_t)tag_length;
}

static int open_with_id(struct sealer *sealer, int role, const uint8_t *record, size_t length, uint8_t *content)
{
    size_t header = HEADER_LENGTH + sealer->id_lengths[role];
    size_t expansion = EXPLICIT_LENGTH + (size_t)get_tag_length(sealer);
    uint8_t nonce[TLSMAN_NONCE_LENGTH];
    uint8_t aad[MOST_ID_AAD];
    size_t count, aad_length;

    sealer->opened_type = 0;

    if (length < header + expansion) {
        return -1;
    }

    count = length - header - expansion;
    aad_length = make_id_aad(sealer, role, record + 3, count, aad);
    memcpy(nonce, sealer->salts[role], SALT_LENGTH);
    memcpy(nonce + SALT_LENGTH, record + header, EXPLICIT_LENGTH);
    memcpy(content, record + header + EXPLICIT_LENGTH, count + expansion - EXPLICIT_LENGTH);

    if (tlsman_aead_unseal(sealer->ciphers[role], nonce, aad, (int)aad_length, content, (int)count,
                           get_tag_length(sealer))
        != TLSMAN_OK) {
        return -1;
    }

    while (count > 0 && sealer->opened_type == 0) {
        sealer->opened_type = content[--count];
    }

    return (int)count;
}

int sealer_open_record(struct sealer *sealer, int role, const uint8_t *record, size_t length, uint8_t *content)
{
    size_t expansion = EXPLICIT_LENGTH + (size_t)get_tag_length(sealer);
    uint8_t nonce[TLSMAN_NONCE_LENGTH];
    uint8_t aad[AAD_LENGTH];
    size_t count;

    if (record[0] == CONNECTION_ID && sealer->id_lengths[role] > 0) {
        return open_with_id(sealer, role, record, length, content);
    }

    sealer->opened_type = record[0];

    if (length < HEADER_LENGTH + expansion) {
        return -1;
    }

    count = length - HEADER_LENGTH - expansion;
    memcpy(aad, record + 3, 8);
    memcpy(aad + 8, record, 3);
    put(aad + 11, count, 2);
    memcpy(nonce, sealer->salts[role], SALT_LENGTH);
    memcpy(nonce + SALT_LENGTH, record + HEADER_LENGTH, EXPLICIT_LENGTH);
    memcpy(content, record + HEADER_LENGTH + EXPLICIT_LENGTH, count + expansion - EXPLICIT_LENGTH);
    return tlsman_aead_unseal(sealer->ciphers[role], nonce, aad, AAD_LENGTH, content, (int)count,
                              get_tag_length(sealer))
                   == TLSMAN_OK
               ? (int)count
               : -1;
}
