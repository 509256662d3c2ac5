/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * cost_adapter STACK HANDSHAKES RECORDS, or cost_direct_STACK with the same arguments
 *
 * Does so many handshakes, and so many records in the last session. It is to be run under callgrind (bench/cost.sh),
 * which counts; two runs with different numbers give the cost of one more.
 */
#include "cost.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const uint8_t cost_identity[15] = "Client_identity";
const uint8_t cost_key[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

void wire_put(struct wire *wire, const uint8_t *bytes, size_t length)
{
    int place = (wire->first + wire->count) % 16;

    if (wire->count == 16 || length > COST_MTU) {
        abort();
    }

    memcpy(wire->packets[place].bytes, bytes, length);
    wire->packets[place].length = length;
    wire->count++;
}

int wire_take(struct wire *wire, uint8_t *bytes, size_t room)
{
    size_t length;

    if (wire->count == 0) {
        return -1;
    }

    length = wire->packets[wire->first].length;

    if (length > room) {
        abort();
    }

    memcpy(bytes, wire->packets[wire->first].bytes, length);
    wire->first = (wire->first + 1) % 16;
    wire->count--;
    return (int)length;
}

int main(int count, char **arguments)
{
    uint8_t data[COST_RECORD] = { 7 };
    const struct cost_driver *driver = NULL;

    if (count == 4) {
        driver = cost_find_driver(arguments[1]);
    }

    if (driver == NULL) {
        fprintf(stderr, "usage: %s STACK HANDSHAKES RECORDS\n", arguments[0]);
        return 2;
    }

    for (int left = atoi(arguments[2]); left > 0; left--) {
        driver->open();
        driver->handshake();

        for (int i = left == 1 ? atoi(arguments[3]) : 0; i > 0; i--) {
            driver->record(data, sizeof(data));
        }

        driver->close();
    }

    return 0;
}
