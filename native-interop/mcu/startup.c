/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* From reset to main(), and what happens when the processor objects. */
#include "board.h"

#include <stdlib.h>
#include <string.h>

extern uint8_t stack_top[];
extern uint8_t data_image[], data_start[], data_end[];
extern uint8_t bss_start[], bss_end[];

int main(void);
void reset(void);

#define CONFIGURATION_AND_CONTROL (*(volatile uint32_t *)0xE000ED14U)
#define TRAP_UNALIGNED (1U << 3)

static void fault(void)
{
    console_print("fault\n");
    console_exit(1);
}

void reset(void)
{
    memcpy(data_start, data_image, (size_t)(data_end - data_start));
    memset(bss_start, 0, (size_t)(bss_end - bss_start));

    /*
     * The machine has a Cortex-M4, which runs the smaller one's instructions as they are. Words at odd addresses, which
     * the smaller one cannot read, it could.
     */
#if !defined(__ARM_FEATURE_UNALIGNED)
    CONFIGURATION_AND_CONTROL |= TRAP_UNALIGNED;
    __asm__ volatile("dsb\n isb" ::: "memory");
#endif

    tlsman_set_port(&board_port_with_predictable_random);
    console_exit(main());
}

/* Where the stack begins, and the first fifteen exceptions: after the reset, none of them is expected. */
static const struct {
    uint8_t *stack;
    void (*exceptions[15])(void);
} vectors __attribute__((section(".vectors"), used)) = {
    stack_top,
    { reset, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault },
};

/* pair.c ends with this if a check fails. */
void abort(void)
{
    console_print("abort\n");
    console_exit(1);
}
