/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/* See sys/socket.h; of this one tinyDTLS uses nothing but the name and the byte order of its ports, for its log. */
#ifndef TLSMAN_MCU_ARPA_INET_H
#define TLSMAN_MCU_ARPA_INET_H

#include <netinet/in.h>

#define ntohs(value) __builtin_bswap16(value)

#endif
