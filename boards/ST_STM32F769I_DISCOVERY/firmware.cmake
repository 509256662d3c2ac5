#
# Copyright (c) 2026 nanoTlsMan contributors
# See LICENSE.md in the project root for full license information.
#

# Run by nf-interpreter's project() (CMAKE_PROJECT_nanoFramework_INCLUDE in CMakeUserPresets.json), so that nothing in its tree has to be changed.

set(TLSMAN_DIR ${CMAKE_CURRENT_LIST_DIR}/../../native-interop CACHE PATH "native-interop of nanoTlsMan" FORCE)

# Where find_package() finds INTEROP-nanoTlsMan.Native.
list(APPEND CMAKE_MODULE_PATH ${TLSMAN_DIR}/nanoclr)

# Everything that includes Mbed TLS has to see the same configuration: the library, System.Net, Cryptography and our adapter. So it is said to all. The file
# mbedtls_config.h in the target's folder is of no use: nothing includes it.
add_compile_definitions(MBEDTLS_USER_CONFIG_FILE="${CMAKE_CURRENT_LIST_DIR}/mbedtls_user_config.h")

# Datagrams that wait for the interpreter to fetch them; four by default. MEMP_NUM_NETBUF, which is 2, limits nothing here: MEMP_MEM_MALLOC takes netbufs from the heap.
add_compile_definitions(DEFAULT_UDP_RECVMBOX_SIZE=12)
