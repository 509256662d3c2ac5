/*
 * Copyright (c) 2026 nanoTlsMan contributors
 * See LICENSE.md in the project root for full license information.
 */

/*
 * Types of sockets, as large as lwIP's with IPv6: tinyDTLS keeps a peer's address in them. There are no sockets here.
 */
#ifndef TLSMAN_MCU_SYS_SOCKET_H
#define TLSMAN_MCU_SYS_SOCKET_H

#include <stdint.h>

#define AF_INET 2
#define AF_INET6 10

typedef uint32_t socklen_t;

struct sockaddr {
    uint16_t sa_family;
    char sa_data[14];
};

struct sockaddr_storage {
    uint16_t ss_family;
    char data1[2];
    uint32_t data2[3];
    uint32_t data3[3];
};

#endif
