/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The bare-metal board of this folder: a console, an end, and a heap that counts. */
#ifndef TLSMAN_MCU_BOARD_H
#define TLSMAN_MCU_BOARD_H

#include "tlsman.h"

/* Both go to QEMU by semihosting. */
void console_print(const char *text);
void console_print_number(uint32_t number);
_Noreturn void console_exit(int code);

/* Whose call it is that takes memory. */
enum heap_owner { HEAP_CLIENT, HEAP_SERVER, HEAP_OTHER, HEAP_OWNERS };

/*
 * What an owner holds counts with the 8 bytes before each block, and rounded up to 8, as newlib's own malloc would take
 * it.
 */
void heap_set_owner(enum heap_owner owner);
size_t heap_get_used(enum heap_owner owner);
size_t heap_get_peak(enum heap_owner owner); /* since heap_restart() */
uint32_t heap_get_allocations(void);         /* since heap_restart() */
void heap_restart(void);

/* Memory from the heap, and bytes that anybody can predict: for tests, and for nothing else. */
extern const struct tlsman_port board_port_with_predictable_random;

#endif
