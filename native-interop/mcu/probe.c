/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

#include "probe.h"

#include <stdlib.h>
#include <string.h>

/*
 * A CMSDK timer, 25 million steps a second. Under QEMU's -icount shift=10 an instruction takes 1,024 ns, which is 25.6
 * steps, so that the timer tells instructions exactly; it runs over after 167 million.
 */
struct timer {
    uint32_t control;
    uint32_t value;
    uint32_t reload;
};

#define TIMER ((volatile struct timer *)0x40000000U)
#define ENABLE 1U

#define PAINT 0xC5C5C5C5U
#define PAINTED_WORDS (24U * 1024U / 4U)

static struct probe probes[HEAP_OWNERS];
static int handles[2];
static enum heap_owner entered;
static int is_opening;
static uint32_t overhead;
static uint32_t begin;
static uint32_t *top;

/* For the doors below. */
void probe_enter(int handle, int ignored, uint32_t *from, uint32_t caller);
void probe_enter_open(int stack, int role, uint32_t *from, uint32_t caller);
int probe_leave(int result);
int probe_nothing(int handle);
extern uint32_t probe_caller;
uint32_t probe_caller;

/* What lies below the caller's frame. This function's own few words are not painted; no call of interest is so flat. */
__attribute__((noinline)) static void paint(uint32_t *from)
{
    uint32_t *here = __builtin_frame_address(0);

    top = from;

    for (uint32_t *word = from - PAINTED_WORDS; word < here - 16; word++) {
        *(volatile uint32_t *)word = PAINT;
    }
}

static uint32_t measure_depth(void)
{
    const volatile uint32_t *word = top - PAINTED_WORDS;

    while (word < top && *word == PAINT) {
        word++;
    }

    return (uint32_t)((uintptr_t)top - (uintptr_t)word);
}

static uint32_t to_instructions(uint32_t ticks)
{
    return (uint32_t)(((uint64_t)ticks * 10 + 128) / 256);
}

/* A loop of 2,000 instructions must be counted as such, or this is not QEMU, or not with -icount shift=10. */
static void check_counter(void)
{
    uint32_t rounds = 1000;
    uint32_t start = TIMER->value;
    uint32_t counted;

    __asm__ volatile(".syntax unified\n 1: subs %0, %0, #1\n bne 1b" : "+l"(rounds)::"cc");
    counted = to_instructions(start - TIMER->value);

    if (counted < 2000 || counted > 2010) {
        console_print("The timer does not count instructions.\n");
        console_exit(1);
    }
}

static void enter(enum heap_owner role, uint32_t *from, uint32_t caller)
{
    probe_caller = caller;
    entered = role;
    paint(from);
    heap_set_owner(role);
    begin = TIMER->value;
}

int probe_leave(int result)
{
    uint32_t instructions = to_instructions(begin - TIMER->value) - overhead;
    uint32_t depth = measure_depth();
    struct probe *probe = &probes[entered];

    heap_set_owner(HEAP_OTHER);

    if (depth == PAINTED_WORDS * sizeof(uint32_t)) {
        abort(); /* deeper than what was painted */
    }

    if (is_opening) {
        handles[entered] = result;
        is_opening = 0;
    }

    probe->instructions += instructions;
    probe->longest = instructions > probe->longest ? instructions : probe->longest;
    probe->stack = depth > probe->stack ? depth : probe->stack;
    return result;
}

static enum heap_owner role_of(int handle)
{
    return handle == handles[HEAP_CLIENT] ? HEAP_CLIENT : handle == handles[HEAP_SERVER] ? HEAP_SERVER : HEAP_OTHER;
}

void probe_enter(int handle, int ignored, uint32_t *from, uint32_t caller)
{
    (void)ignored;
    enter(role_of(handle), from, caller);
}

void probe_enter_open(int stack, int role, uint32_t *from, uint32_t caller)
{
    (void)stack;
    is_opening = 1;
    enter(role == TLSMAN_CLIENT ? HEAP_CLIENT : HEAP_SERVER, from, caller);
}

/*
 * The doors. A door works for any signature: it leaves the stack and the registers as the caller has set them, so that
 * the function finds its arguments, and only keeps where to return to.
 */
#define DOOR(name, real, on_enter)                         \
    __asm__(".syntax unified\n"                            \
            ".section .text." name ", \"ax\", %progbits\n" \
            ".global " name "\n"                           \
            ".type " name ", %function\n"                  \
            ".thumb_func\n"                                \
            ".align 2\n" name ":\n"                        \
            "push {r0-r4, lr}\n"                           \
            "mov r2, sp\n"                                 \
            "adds r2, #24\n"                               \
            "mov r3, lr\n"                                 \
            "bl " on_enter "\n"                            \
            "pop {r0-r4}\n"                                \
            "add sp, #4\n"                                 \
            "bl " real "\n"                                \
            "bl probe_leave\n"                             \
            "ldr r1, =probe_caller\n"                      \
            "ldr r1, [r1]\n"                               \
            "bx r1\n"                                      \
            ".pool\n")

#define PROBE(function) DOOR("__wrap_" #function, "__real_" #function, "probe_enter")

DOOR("__wrap_tlsman_open", "__real_tlsman_open", "probe_enter_open");
PROBE(tlsman_set_option);
PROBE(tlsman_set_bytes);
PROBE(tlsman_add_credential);
PROBE(tlsman_start);
PROBE(tlsman_poll);
PROBE(tlsman_read);
PROBE(tlsman_send);
PROBE(tlsman_end_of_stream);
PROBE(tlsman_close);
PROBE(tlsman_free);
#ifdef TLSMAN_PUBLIC_KEYS
PROBE(tlsman_get_bytes);
PROBE(tlsman_get_number);
#endif
DOOR("probe_nothing", "probe_return", "probe_enter");

int probe_return(int handle);

int probe_return(int handle)
{
    return handle;
}

void probe_start(void)
{
    TIMER->reload = 0xFFFFFFFFU;
    TIMER->value = 0xFFFFFFFFU;
    TIMER->control = ENABLE;
    check_counter();

    /* What a door itself takes, beside a function of one instruction. */
    overhead = 0;
    probe_nothing(-1);
    overhead = probes[HEAP_OTHER].instructions - 1;
}

void probe_restart(void)
{
    memset(probes, 0, sizeof(probes));
}

const struct probe *probe_get(enum heap_owner role)
{
    return &probes[role];
}
