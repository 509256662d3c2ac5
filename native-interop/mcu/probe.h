/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Counts what passes between entering and leaving the interface: instructions, stack, memory. The linker puts these
 * functions before those of tlsman.h (--wrap), so that the wire and the two peers' harness are left out of all figures.
 */
#ifndef TLSMAN_MCU_PROBE_H
#define TLSMAN_MCU_PROBE_H

#include "board.h"

struct probe {
    uint32_t instructions; /* in all calls */
    uint32_t longest;      /* in one of them */
    uint32_t stack;        /* in bytes, the deepest call */
};

void probe_start(void);
void probe_restart(void);
const struct probe *probe_get(enum heap_owner role);

#endif
