/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* The fields of what is kept outside of a session: numbers from the greatest byte on, and bytes after their length. */
#include "core.h"

#include <string.h>

static uint8_t *take(struct tlsman_fields *fields, size_t count)
{
    uint8_t *place = fields->place;

    if (fields->has_failed || count > fields->left) {
        fields->has_failed = 1;
        return NULL;
    }

    fields->place += count;
    fields->left -= count;
    return place;
}

void tlsman_fields_put(struct tlsman_fields *fields, uint32_t value, size_t size)
{
    uint8_t *place = take(fields, size);

    while (place != NULL && size > 0) {
        place[--size] = (uint8_t)value;
        value >>= 8;
    }
}

void tlsman_fields_put_field(struct tlsman_fields *fields, const uint8_t *field, size_t length)
{
    uint8_t *place;

    tlsman_fields_put(fields, (uint32_t)length, 1);
    place = take(fields, length);

    if (place != NULL && length > 0) {
        memcpy(place, field, length);
    }
}

uint32_t tlsman_fields_get(struct tlsman_fields *fields, size_t size)
{
    const uint8_t *place = take(fields, size);
    uint32_t value = 0;

    for (size_t i = 0; place != NULL && i < size; i++) {
        value = value << 8 | place[i];
    }

    return value;
}

const uint8_t *tlsman_fields_get_field(struct tlsman_fields *fields, size_t most, size_t *length)
{
    const uint8_t *place;

    *length = tlsman_fields_get(fields, 1);
    fields->has_failed |= *length > most;
    place = take(fields, *length);
    *length = place == NULL ? 0 : *length;
    return place;
}
