/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

#include "arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "wolfssl13 client|server PORT [OPTION ...]: speaks DTLS 1.3 on 127.0.0.1\n"
    "\n"
    "  --tcp                    TLS over TCP instead\n"
    "  --version 1.2|1.3|both   1.3 if it is not said\n"
    "  --psk-identity TEXT --psk HEX\n"
    "  --psk-ke                 without a key share; else always with one\n"
    "  --cert FILE --key FILE   of our own, PEM; with --rpk the first is a public key\n"
    "  --ca FILE                whom to trust, PEM; with --rpk the peer's public key\n"
    "  --rpk                    raw public keys instead of certificates\n"
    "  --ask                    a server wants to know who its client is\n"
    "  --suite NAME             as TLS_AES_128_CCM_8_SHA256\n"
    "  --group P-256|X25519     the only one\n"
    "  --share P-256|X25519|none  what a client sends a key share of, where it would take both\n"
    "  --alpn NAME --host NAME\n"
    "  --cid HEX                the connection ID that it wants, '-' for an empty one\n"
    "  --no-cookie              a server answers the first ClientHello at once\n"
    "  --mtu BYTES\n"
    "  --rounds COUNT           lines that a client says, one after the other\n"
    "  --update                 new keys between them\n"
    "  --resume                 a client connects again, with the ticket that it got\n"
    "  --connections COUNT      a server serves so many, one after the other\n"
    "  --say TEXT\n"
    "  --verbose\n"
    "\n"
    "A client says its line, prints what comes and closes; a server sends back what it gets until it is closed. Exit\n"
    "code: 0 if that is how it went, 1 if it did not, 2 for words that it does not know.\n";

static int read_hex(const char *text, unsigned char *bytes, size_t most, size_t *length)
{
    size_t count = strlen(text) / 2;

    if (strlen(text) % 2 != 0 || count > most) {
        return 0;
    }

    for (size_t i = 0; i < count; i++) {
        unsigned value;

        if (sscanf(text + 2 * i, "%2x", &value) != 1) {
            return 0;
        }

        bytes[i] = (unsigned char)value;
    }

    *length = count;
    return 1;
}

static int read_flag(const char *word, struct arguments *arguments)
{
    const struct {
        const char *word;
        int *place;
    } flags[] = {
        { "--tcp", &arguments->is_stream },
        { "--psk-ke", &arguments->has_psk_ke },
        { "--rpk", &arguments->is_raw },
        { "--ask", &arguments->asks },
        { "--no-cookie", &arguments->has_no_cookie },
        { "--update", &arguments->updates_keys },
        { "--resume", &arguments->is_resuming },
        { "--verbose", &arguments->is_verbose },
    };

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (strcmp(word, flags[i].word) == 0) {
            *flags[i].place = 1;
            return 1;
        }
    }

    return 0;
}

static int read_version(const char *value, struct arguments *arguments)
{
    int is_both = strcmp(value, "both") == 0;

    arguments->min_version = is_both || strcmp(value, "1.2") == 0 ? 12 : 13;
    arguments->max_version = is_both || strcmp(value, "1.3") == 0 ? 13 : 12;
    return arguments->min_version <= arguments->max_version;
}

static int read_connection_id(const char *value, struct arguments *arguments)
{
    size_t length = 0;
    int is_read = strcmp(value, "-") == 0 || read_hex(value, arguments->connection_id, MAX_ID, &length);

    arguments->connection_id_length = (int)length;
    return is_read;
}

static int read_value(const char *word, const char *value, struct arguments *arguments)
{
    const struct {
        const char *word;
        const char **place;
    } texts[] = {
        { "--psk-identity", &arguments->identity },
        { "--cert", &arguments->cert },
        { "--key", &arguments->private_key },
        { "--ca", &arguments->ca },
        { "--suite", &arguments->suite },
        { "--group", &arguments->group },
        { "--share", &arguments->share },
        { "--alpn", &arguments->protocol },
        { "--host", &arguments->host },
        { "--say", &arguments->say },
    };
    const struct {
        const char *word;
        int *place;
    } numbers[] = {
        { "--mtu", &arguments->mtu },
        { "--rounds", &arguments->rounds },
        { "--connections", &arguments->connections },
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (strcmp(word, texts[i].word) == 0) {
            *texts[i].place = value;
            return 1;
        }
    }

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (strcmp(word, numbers[i].word) == 0) {
            *numbers[i].place = atoi(value);
            return *numbers[i].place > 0;
        }
    }

    if (strcmp(word, "--psk") == 0) {
        return read_hex(value, arguments->key, MAX_KEY, &arguments->key_length);
    }

    if (strcmp(word, "--cid") == 0) {
        return read_connection_id(value, arguments);
    }

    return strcmp(word, "--version") == 0 && read_version(value, arguments);
}

int read_arguments(int count, char **words, struct arguments *arguments)
{
    int is_good = count >= 3 && (strcmp(words[1], "client") == 0 || strcmp(words[1], "server") == 0);

    *arguments = (struct arguments){
        .min_version = 13,
        .max_version = 13,
        .connection_id_length = -1,
        .rounds = 1,
        .connections = 1,
        .say = "hello from wolfssl",
        .host = "localhost",
    };

    if (is_good) {
        arguments->is_server = strcmp(words[1], "server") == 0;
        arguments->port = atoi(words[2]);
    }

    for (int i = 3; is_good && i < count; i++) {
        if (read_flag(words[i], arguments)) {
            continue;
        }

        is_good = i + 1 < count && read_value(words[i], words[i + 1], arguments);
        i++;
    }

    if (!is_good) {
        fputs(usage, stderr);
    }

    return is_good;
}
