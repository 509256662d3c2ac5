/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

#ifndef TLSMAN_PEER_SETUP_H
#define TLSMAN_PEER_SETUP_H

#include "arguments.h"

#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/ssl.h>

extern struct arguments arguments;

/* Prints what went wrong and the library's code for it; ssl may be NULL, then the code is the result. Returns 0. */
int fail(const char *what, WOLFSSL *ssl, int result);

/* What the arguments ask for, or NULL after fail(). */
WOLFSSL_CTX *make_context(void);
WOLFSSL *make_session(WOLFSSL_CTX *context);

#endif
