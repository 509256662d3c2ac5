/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * What stands in for a guard, so that the promises are seen to be kept by it. The linker puts it in its place (--wrap).
 */
#include "world.h"

#ifdef SABOTAGE_tlsman_handshake_can_be_late
int __wrap_tlsman_handshake_can_be_late(const tlsman_session *session, size_t length);

int __wrap_tlsman_handshake_can_be_late(const tlsman_session *session, size_t length)
{
    (void)session, (void)length;
    return 1;
}
#endif

#ifdef SABOTAGE_DtlsUpdateWindow
int __wrap_DtlsUpdateWindow(void *ssl);

int __wrap_DtlsUpdateWindow(void *ssl)
{
    (void)ssl;
    return 0;
}
#endif
