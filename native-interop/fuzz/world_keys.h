/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

#ifndef TLSMAN_FUZZ_WORLD_KEYS_H
#define TLSMAN_FUZZ_WORLD_KEYS_H

/* One of the stack's suites with public keys that sealer.c knows, or 0. */
int world_has_keyed(int stack, int index);

/* Both sides have one key; the other is trusted by it, or nobody is. */
void world_lend_keys(int handle, int stack, int role, int is_certified, int is_equal);

#endif
