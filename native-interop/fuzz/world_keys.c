/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Public keys for both sides of a world: the pair's of the tests, as the stack has them. */
#include "pair.h"
#include "tlsman_wire.h"
#include "world_keys.h"

#include <string.h>

int world_has_keyed(int stack, int index)
{
    static const uint16_t suites[] = { TLSMAN_ECDHE_ECDSA_CCM_8, TLSMAN_ECDHE_ECDSA_CCM, TLSMAN_ECDHE_ECDSA_GCM };
    int suite = suites[(size_t)index % (sizeof(suites) / sizeof(suites[0]))];

    return stack_has_keys(stack) && stack_has_suite(stack, suite) ? suite : 0;
}

void world_lend_keys(int handle, int stack, int role, int is_certified, int is_equal)
{
    int kinds = tlsman_get_capability(stack, TLSMAN_KEY_KINDS);
    uint8_t trusted[sizeof(pair_key_info)];

    memcpy(trusted, pair_key_info, sizeof(trusted));
    trusted[sizeof(trusted) - 1] ^= is_equal ? 0 : 1;

    /* Raw keys, unless there are none. */
    if (!is_certified && (kinds & TLSMAN_KEYS_RAW_PUBLIC_KEY) != 0) {
        kinds = TLSMAN_KEYS_RAW_PUBLIC_KEY;
    }

    lend_keys(handle, role, kinds, trusted);
}
