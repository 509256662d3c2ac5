/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* One stack as a target of libFuzzer, of AFL++, which takes the same function, and of driver.c. */
#include "script.h"

#include <stdlib.h>

int run_script(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int run_script(const uint8_t *bytes, size_t count)
{
    static int stack = -1;
    int kind;

    if (stack < 0) {
        world_set_port();
        stack = world_find_stack(FUZZ_STACK);

        if (stack < 0) {
            abort();
        }
    }

    kind = count > 0 && bytes[0] & 1 && tlsman_get_capability(stack, TLSMAN_CAN_TLS12) == 1 ? TLSMAN_STREAM
                                                                                            : TLSMAN_DATAGRAM;

    if (count > 0) {
        script_run(stack, kind, bytes + 1, count - 1);
    }

    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    return run_script(bytes, count);
}
