/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Runs scripts, and changes them at random, with the same result for the same seed:
 *
 *   fuzz_<stack> [--seconds N] [--seed N] [--runs N] [--save FOLDER] FILE…
 *
 * Without --seconds or --runs each file is run once. FILE is a script, whose first byte says over which kind of
 * transport it runs. What is being run is written to FOLDER/last before it is, so that what ended the program is found
 * there.
 */
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_FILES 1000
#define LONGEST 1024

struct input {
    size_t count;
    uint8_t bytes[LONGEST];
};

static struct input corpus[MOST_FILES];
static int corpus_count;
static uint64_t state;

int run_script(const uint8_t *bytes, size_t count);

static unsigned get_random(unsigned limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state >> 33) % limit;
}

static void load(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct input *input = &corpus[corpus_count];

    if (file == NULL || corpus_count == MOST_FILES) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }

    input->count = fread(input->bytes, 1, sizeof(input->bytes), file);
    fclose(file);
    corpus_count++;
}

static void save(const char *folder, const struct input *input)
{
    char path[1000];
    FILE *file;

    snprintf(path, sizeof(path), "%s/last", folder);
    file = fopen(path, "wb");

    if (file != NULL) {
        fwrite(input->bytes, 1, input->count, file);
        fclose(file);
    }
}

static void insert(struct input *input, size_t place, const uint8_t *bytes, size_t count)
{
    count = count < LONGEST - input->count ? count : LONGEST - input->count;
    memmove(input->bytes + place + count, input->bytes + place, input->count - place);
    memcpy(input->bytes + place, bytes, count);
    input->count += count;
}

static void change(struct input *input)
{
    for (unsigned i = 1 + get_random(8); i > 0; i--) {
        size_t place = input->count == 0 ? 0 : get_random((unsigned)input->count);
        uint8_t fresh[16];

        for (size_t j = 0; j < sizeof(fresh); j++) {
            fresh[j] = (uint8_t)get_random(256);
        }

        switch (get_random(6)) {
            case 0:
            case 1:
                input->bytes[place] = fresh[0];
                break;
            case 2:
                insert(input, place, fresh, 1 + get_random(sizeof(fresh)));
                break;
            case 3: {
                size_t count = get_random(16) % (input->count - place + 1);

                memmove(input->bytes + place, input->bytes + place + count, input->count - place - count);
                input->count -= count;
                break;
            }
            case 4: {
                /* From another one. */
                const struct input *other = &corpus[get_random((unsigned)corpus_count)];
                size_t from = other->count == 0 ? 0 : get_random((unsigned)other->count);

                insert(input, place, other->bytes + from, other->count - from < 40 ? other->count - from : 40);
                break;
            }
            default:
                insert(input, input->count, fresh, sizeof(fresh));
                break;
        }
    }
}

int main(int argc, char **argv)
{
    const char *folder = NULL;
    long seconds = 0, most = 0, runs = 0;
    time_t end;

    state = 0x9E3779B97F4A7C15U;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--seconds") == 0 && i + 1 < argc) {
            seconds = atol(argv[++i]);
        } else if (strcmp(argv[i], "--runs") == 0 && i + 1 < argc) {
            most = atol(argv[++i]);
        } else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
            state ^= strtoull(argv[++i], NULL, 10) * 0xBF58476D1CE4E5B9U;
        } else if (strcmp(argv[i], "--save") == 0 && i + 1 < argc) {
            folder = argv[++i];
        } else {
            load(argv[i]);
        }
    }

    end = time(NULL) + seconds;

    for (int i = 0; i < corpus_count; i++, runs++) {
        if (folder != NULL) {
            save(folder, &corpus[i]);
        }

        run_script(corpus[i].bytes, corpus[i].count);
    }

    while (corpus_count > 0 && (time(NULL) < end || runs < most)) {
        struct input input = corpus[get_random((unsigned)corpus_count)];

        change(&input);

        if (folder != NULL) {
            save(folder, &input);
        }

        run_script(input.bytes, input.count);
        runs++;
    }

    printf("%ld scripts, no promise broken\n", runs);
    return 0;
}
