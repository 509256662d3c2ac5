/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * The least adapter that links: it can do nothing, and says so. For a firmware without any stack, and to begin another
 * adapter from.
 */
#include "tlsman_stack.h"

static const char *none_get_version(void)
{
    return "0";
}

static int none_get_capability(int id)
{
    (void)id;
    return 0;
}

static const uint16_t *none_get_suites(void)
{
    static const uint16_t suites[] = { 0 };

    return suites;
}

static int none_open(tlsman_session *session, void *state)
{
    (void)session;
    (void)state;
    return TLSMAN_NO_STACK;
}

static int none_step(tlsman_session *session, void *state)
{
    (void)session;
    (void)state;
    return TLSMAN_IDLE;
}

static int none_send(tlsman_session *session, void *state, const uint8_t *data, size_t count)
{
    (void)session;
    (void)state;
    (void)data;
    (void)count;
    return TLSMAN_NOT_CONNECTED;
}

static void none_close(tlsman_session *session, void *state)
{
    (void)session;
    (void)state;
}

static int none_get_deadline(tlsman_session *session, void *state, uint32_t *deadline)
{
    (void)session;
    (void)state;
    (void)deadline;
    return 0;
}

static int none_get_max_payload(tlsman_session *session, void *state, int mtu)
{
    (void)session;
    (void)state;
    (void)mtu;
    return 0;
}

const struct tlsman_stack tlsman_none = {
    .abi = TLSMAN_ABI,
    .name = "none",
    .get_version = none_get_version,
    .get_capability = none_get_capability,
    .get_suites = none_get_suites,
    .open = none_open,
    .step = none_step,
    .send = none_send,
    .close = none_close,
    .get_deadline = none_get_deadline,
    .get_max_payload = none_get_max_payload,
    .release = none_close,
};
