/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

#include "counted.h"

#include <stdlib.h>

int allocated;
int allocations;
int failing_at = -1;

void *counted_allocate(size_t size)
{
    if (allocations++ == failing_at) {
        return NULL;
    }

    allocated++;
    return calloc(1, size);
}

void counted_release(void *memory)
{
    allocated--;
    free(memory);
}
