/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* ARM semihosting: QEMU carries out what a breakpoint asks for. */
#include "board.h"

enum { WRITE_TEXT = 0x04, EXIT_EXTENDED = 0x20 };

#define APPLICATION_EXIT 0x20026U

static void ask(uint32_t operation, const void *argument)
{
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;

    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

void console_print(const char *text)
{
    ask(WRITE_TEXT, text);
}

void console_print_number(uint32_t number)
{
    char digits[11];
    char *first = digits + sizeof(digits) - 1;

    *first = 0;

    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);

    console_print(first);
}

void console_exit(int code)
{
    const uint32_t arguments[] = { APPLICATION_EXIT, (uint32_t)code };

    ask(EXIT_EXTENDED, arguments);

    while (1) {
    }
}
