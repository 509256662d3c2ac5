#
# Copyright (c) 2026 nanoTlsMan contributors
# See LICENSE.md in the project root for full license information.
#

# Adds nanoTlsMan.Native to a firmware. nf-interpreter looks for this module where it has its own: copy or link it into CMake/Modules, and configure with
#
#   -DNF_INTEROP_ASSEMBLIES="nanoTlsMan.Native"
#   -DTLSMAN_DIR=FOLDER          this repository's native-interop; else InteropAssemblies/nanoTlsMan.Native, or where this file really lies
#   -DTLSMAN_STACKS="mbedtls"    the stacks, separated by ; : mbedtls, tinydtls, wolfssl (which is GPL), or none
#   -DTLSMAN_PUBLIC_KEYS=ON      public keys and certificates as well, and curves and ChaCha20-Poly1305 for the managed stack, as far as the libraries are
#                                configured to have them
#   -DTLSMAN_<STACK>_SOURCES, -DTLSMAN_<STACK>_INCLUDE_DIRS, -DTLSMAN_<STACK>_DEFINITIONS
#                                TINYDTLS, WOLFSSL: the library itself. stacks/wolfssl/stack.cmake lists the sources and WOLFSSL_USER_SETTINGS;
#                                of tinyDTLS all but dtls_time.c and dtls_prng.c, which stacks/tinydtls/port.c stands in for
#
# Mbed TLS is the firmware's own, with the firmware's configuration: nothing of it is compiled here.

set(TLSMAN_STACKS "mbedtls" CACHE STRING "Stacks that are compiled into nanoTlsMan.Native")
option(TLSMAN_PUBLIC_KEYS "Public keys as well as pre-shared ones" OFF)
get_filename_component(_tlsman_module "${CMAKE_CURRENT_LIST_FILE}" REALPATH)
get_filename_component(_tlsman_module "${_tlsman_module}" DIRECTORY)

find_path(TLSMAN_DIR include/tlsman.h
    PATHS ${PROJECT_SOURCE_DIR}/InteropAssemblies/nanoTlsMan.Native ${_tlsman_module}/..
    NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH
    DOC "native-interop of nanoTlsMan")

# Once for the bootloader's packages and once for nanoCLR's: the lists are set, not appended to.
set(nanoTlsMan.Native_INCLUDE_DIRS
    ${TLSMAN_DIR}/include
    ${TLSMAN_DIR}/nanoclr)

file(GLOB nanoTlsMan.Native_SOURCES CONFIGURE_DEPENDS
    ${TLSMAN_DIR}/nanoclr/*.cpp
    ${TLSMAN_DIR}/src/*.c)

# Properties of our own sources only, so that nothing else of the firmware sees them.
set(_tlsman_definitions "")

if(TLSMAN_PUBLIC_KEYS)
    set(_tlsman_definitions TLSMAN_PUBLIC_KEYS)
endif()

set(_tlsman_adapters "")
set(_tlsman_libraries "")

foreach(_stack ${TLSMAN_STACKS})
    file(GLOB _tlsman_adapter CONFIGURE_DEPENDS ${TLSMAN_DIR}/stacks/${_stack}/*.c)

    if(NOT _tlsman_adapter)
        message(FATAL_ERROR "nanoTlsMan.Native: there is no adapter for the stack '${_stack}' in ${TLSMAN_DIR}/stacks")
    endif()

    string(TOUPPER ${_stack} _tlsman_upper)
    list(APPEND _tlsman_adapters ${_tlsman_adapter})
    list(APPEND nanoTlsMan.Native_INCLUDE_DIRS ${TLSMAN_DIR}/stacks/${_stack} ${TLSMAN_${_tlsman_upper}_INCLUDE_DIRS})
    list(APPEND _tlsman_definitions TLSMAN_WITH_${_tlsman_upper}=1)

    # The library's headers are the adapter's, and so are its settings; its warnings are its own affair.
    set_property(SOURCE ${_tlsman_adapter} ${TLSMAN_${_tlsman_upper}_SOURCES} APPEND PROPERTY COMPILE_DEFINITIONS ${TLSMAN_${_tlsman_upper}_DEFINITIONS})

    if(TLSMAN_${_tlsman_upper}_SOURCES)
        set_property(SOURCE ${TLSMAN_${_tlsman_upper}_SOURCES} APPEND PROPERTY COMPILE_OPTIONS -w)
        list(APPEND _tlsman_libraries ${TLSMAN_${_tlsman_upper}_SOURCES})
    endif()
endforeach()

if("mbedtls" IN_LIST TLSMAN_STACKS)
    include(FetchContent)

    if(RTOS_ESP32_CHECK)
        FetchContent_GetProperties(esp32_idf)
        list(APPEND nanoTlsMan.Native_INCLUDE_DIRS
            ${esp32_idf_SOURCE_DIR}/components/mbedtls/port/include
            ${esp32_idf_SOURCE_DIR}/components/mbedtls/mbedtls/include)
        list(APPEND _tlsman_definitions "MBEDTLS_CONFIG_FILE=\"mbedtls/esp_config.h\"")
    else()
        FetchContent_GetProperties(mbedtls)
        list(APPEND nanoTlsMan.Native_INCLUDE_DIRS
            ${mbedtls_SOURCE_DIR}/include
            ${PROJECT_SOURCE_DIR}/src/PAL/COM/sockets/ssl/MbedTLS)
        list(APPEND _tlsman_definitions "MBEDTLS_CONFIG_FILE=\"${PROJECT_SOURCE_DIR}/src/PAL/COM/sockets/ssl/MbedTLS/nf_mbedtls_config.h\"")
    endif()
endif()

list(APPEND nanoTlsMan.Native_SOURCES ${_tlsman_adapters})
set_property(SOURCE ${nanoTlsMan.Native_SOURCES} APPEND PROPERTY COMPILE_DEFINITIONS ${_tlsman_definitions})

# The stacks' headers ask for macros that need not be there, and declare everyday names, which the firmware's flags make an error.
set_property(SOURCE ${_tlsman_adapters} APPEND PROPERTY COMPILE_OPTIONS -Wno-undef -Wno-shadow)
list(APPEND nanoTlsMan.Native_SOURCES ${_tlsman_libraries})

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(INTEROP-nanoTlsMan.Native DEFAULT_MSG TLSMAN_DIR nanoTlsMan.Native_INCLUDE_DIRS nanoTlsMan.Native_SOURCES)
