/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * As much of cmocka as the tests of pairs use, for an image without operating system: the first assertion that fails
 * ends the run.
 */
#ifndef TLSMAN_MCU_CMOCKA_H
#define TLSMAN_MCU_CMOCKA_H

#include "board.h"

#include <stdio.h>
#include <string.h>

struct CMUnitTest {
    const char *name;
    void (*run)(void **state);
};

#define cmocka_unit_test(function) \
    {                              \
#function, function        \
    }
#define cmocka_run_group_tests(tests, setup, teardown) run_tests((tests), sizeof(tests) / sizeof((tests)[0]))

/* Messages go with what failed; a run that passes is silent but for its tests. */
#define print_message(...) ((void)snprintf(last_message, sizeof(last_message), __VA_ARGS__))
#define print_error(...) print_message(__VA_ARGS__)

#define assert_true(condition) check_that((condition) != 0, #condition, __LINE__)
#define assert_false(condition) check_that((condition) == 0, "not " #condition, __LINE__)
#define assert_int_equal(left, right) check_that((left) == (right), #left " == " #right, __LINE__)
#define assert_int_not_equal(left, right) check_that((left) != (right), #left " != " #right, __LINE__)
#define assert_memory_equal(left, right, size) \
    check_that(memcmp((left), (right), (size)) == 0, #left " like " #right, __LINE__)

static char last_message[128];
static const char *running;

static void check_that(int is_true, const char *text, int line)
{
    if (!is_true) {
        console_print("failed: ");
        console_print(running);
        console_print(", line ");
        console_print_number((uint32_t)line);
        console_print(": ");
        console_print(text);
        console_print("\n");
        console_print(last_message);
        console_exit(1);
    }
}

static int run_tests(const struct CMUnitTest *tests, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        running = tests[i].name;
        tests[i].run(NULL);
        console_print("passed: ");
        console_print(running);
        console_print("\n");
    }

    return 0;
}

#endif
