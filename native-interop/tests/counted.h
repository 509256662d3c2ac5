/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* Memory for a port that is counted, and can fail. */
#ifndef TLSMAN_TESTS_COUNTED_H
#define TLSMAN_TESTS_COUNTED_H

#include <stddef.h>

extern int allocated;   /* what the core holds now */
extern int allocations; /* how often memory was asked for */
extern int failing_at;  /* which of them fails; -1 for none */

void *counted_allocate(size_t size);
void counted_release(void *memory);

#endif
