/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* A script of bytes and what it does to a world. */
#ifndef TLSMAN_FUZZ_SCRIPT_H
#define TLSMAN_FUZZ_SCRIPT_H

#include "world.h"

/* The stack and the kind are given; all else the script says. */
void script_run(int stack, int kind, const uint8_t *bytes, size_t count);

#endif
