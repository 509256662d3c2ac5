/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * DTLS 1.3 by wolfSSL itself, as a peer of tests: the labels, transcripts and record numbers that two ends of one
 * implementation would get wrong in the same way. It keeps to the library's public functions.
 */
#include "setup.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_SECONDS 60 /* no test waits longer */
#define MAX_LINE 16384
#define CONTENT_HANDSHAKE 22

struct arguments arguments;

int fail(const char *what, WOLFSSL *ssl, int result)
{
    char text[WOLFSSL_MAX_ERROR_SZ] = "";
    int code = ssl == NULL ? result : wolfSSL_get_error(ssl, result);

    wolfSSL_ERR_error_string((unsigned long)code, text);
    fprintf(stderr, "failed: %s: %d %s\n", what, code, text);
    return 0;
}

/* ---- sockets ---- */

static struct sockaddr_in get_address(void)
{
    struct sockaddr_in address = { 0 };

    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)arguments.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static int bind_socket(void)
{
    struct sockaddr_in address = get_address();
    int one = 1;
    int handle = socket(AF_INET, arguments.is_stream ? SOCK_STREAM : SOCK_DGRAM, 0);

    setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));

    if (bind(handle, (struct sockaddr *)&address, sizeof(address)) != 0
        || (arguments.is_stream && listen(handle, 4) != 0)) {
        close(handle);
        return -1;
    }

    return handle;
}

/* Of datagrams whoever sends a ClientHello first; what an earlier client still sends is passed over. */
static int accept_peer(int listener)
{
    struct sockaddr_in peer;
    socklen_t length = sizeof(peer);
    unsigned char first;

    if (arguments.is_stream) {
        return accept(listener, NULL, NULL);
    }

    while (recvfrom(listener, &first, 1, MSG_PEEK, (struct sockaddr *)&peer, &length) == 1
           && first != CONTENT_HANDSHAKE) {
        recv(listener, &first, 1, 0);
    }

    return connect(listener, (struct sockaddr *)&peer, length) == 0 ? listener : -1;
}

static int connect_peer(void)
{
    struct sockaddr_in address = get_address();
    int handle = socket(AF_INET, arguments.is_stream ? SOCK_STREAM : SOCK_DGRAM, 0);

    if (connect(handle, (struct sockaddr *)&address, sizeof(address)) != 0) {
        close(handle);
        return -1;
    }

    return handle;
}

/* ---- talk ---- */

static void tell(WOLFSSL *ssl)
{
    const char *curve = wolfSSL_get_curve_name(ssl);

    printf("connected: %s %s %s%s\n", wolfSSL_get_version(ssl), wolfSSL_get_cipher_name(ssl),
           curve == NULL ? "-" : curve, wolfSSL_session_reused(ssl) ? " resumed" : "");
    fflush(stdout);
}

static int receive(WOLFSSL *ssl, char *line)
{
    int count = wolfSSL_read(ssl, line, MAX_LINE - 1);

    if (count > 0) {
        line[count] = 0;
        printf("received: %s%s", line, line[count - 1] == '\n' ? "" : "\n");
        fflush(stdout);
    }

    return count;
}

static int talk(WOLFSSL *ssl)
{
    char line[MAX_LINE];

    for (int round = 0; round < arguments.rounds; round++) {
        int length = snprintf(line, sizeof(line), "%s\n", arguments.say);
        int result;

        if (round > 0 && arguments.updates_keys && wolfSSL_update_keys(ssl) != WOLFSSL_SUCCESS) {
            return fail("key update", NULL, 0);
        }

        result = wolfSSL_write(ssl, line, length);

        if (result != length) {
            return fail("write", ssl, result);
        }

        result = receive(ssl, line);

        if (result <= 0) {
            return fail("read", ssl, result);
        }
    }

    return 1;
}

static int echo(WOLFSSL *ssl)
{
    char line[MAX_LINE];

    for (int round = 0;; round++) {
        int count = receive(ssl, line);

        if (count <= 0) {
            return wolfSSL_get_error(ssl, count) == WOLFSSL_ERROR_ZERO_RETURN || fail("read", ssl, count);
        }

        if (round > 0 && arguments.updates_keys && wolfSSL_update_keys(ssl) != WOLFSSL_SUCCESS) {
            return fail("key update", NULL, 0);
        }

        count = wolfSSL_write(ssl, line, count);

        if (count <= 0) {
            return fail("write", ssl, count);
        }
    }
}

static int converse(WOLFSSL *ssl, int handle)
{
    int result;

    if ((arguments.is_stream ? wolfSSL_set_fd(ssl, handle) : wolfSSL_set_dtls_fd_connected(ssl, handle))
        != WOLFSSL_SUCCESS) {
        return fail("socket", NULL, 0);
    }

    result = arguments.is_server ? wolfSSL_accept(ssl) : wolfSSL_connect(ssl);

    if (result != WOLFSSL_SUCCESS) {
        return fail("handshake", ssl, result);
    }

    tell(ssl);

    if (!(arguments.is_server ? echo(ssl) : talk(ssl))) {
        return 0;
    }

    wolfSSL_shutdown(ssl);
    return 1;
}

static int run_client(WOLFSSL_CTX *context)
{
    WOLFSSL_SESSION *session = NULL;
    int is_done = 1;

    for (int i = 0; is_done && i <= arguments.is_resuming; i++) {
        WOLFSSL *ssl = make_session(context);
        int handle = connect_peer();

        is_done = ssl != NULL && handle >= 0
                  && (session == NULL || wolfSSL_set_session(ssl, session) == WOLFSSL_SUCCESS) && converse(ssl, handle);

        if (is_done && session == NULL) {
            session = wolfSSL_get1_session(ssl);
        }

        wolfSSL_free(ssl);
        close(handle);
    }

    wolfSSL_SESSION_free(session);
    return is_done;
}

static int run_server(WOLFSSL_CTX *context)
{
    int listener = bind_socket();
    int is_done = 1;

    for (int i = 0; is_done && i < arguments.connections; i++) {
        WOLFSSL *ssl = make_session(context);
        int handle;

        if (listener < 0) {
            return fail("port", NULL, 0);
        }

        if (i == 0) {
            printf("listening\n");
            fflush(stdout);
        }

        handle = accept_peer(listener);

        /* The socket of datagrams is this peer's now, and the next one needs another before this one is done. */
        if (!arguments.is_stream) {
            listener = bind_socket();
        }

        is_done = ssl != NULL && handle >= 0 && converse(ssl, handle);
        wolfSSL_free(ssl);
        close(handle);
    }

    return is_done;
}

int main(int count, char **words)
{
    WOLFSSL_CTX *context;
    int is_done;

    if (!read_arguments(count, words, &arguments)) {
        return 2;
    }

    alarm(MAX_SECONDS);
    wolfSSL_Init();

    if (arguments.is_verbose) {
        wolfSSL_Debugging_ON();
    }

    context = make_context();
    is_done = context != NULL && (arguments.is_server ? run_server(context) : run_client(context));
    wolfSSL_CTX_free(context);
    wolfSSL_Cleanup();
    return !is_done;
}
