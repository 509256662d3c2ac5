# Mbed TLS 3.6, compiled from its sources in one of two configurations.
if(NOT EXISTS ${TLSMAN_MBEDTLS_ROOT}/include/mbedtls/ssl.h)
    message(FATAL_ERROR "TLSMAN_MBEDTLS_ROOT names no sources of Mbed TLS")
endif()

file(GLOB mbedtls_sources CONFIGURE_DEPENDS ${TLSMAN_MBEDTLS_ROOT}/library/*.c)
add_library(mbedtls_built STATIC ${mbedtls_sources})
target_include_directories(mbedtls_built PUBLIC ${TLSMAN_MBEDTLS_ROOT}/include ${TLSMAN_MBEDTLS_ROOT}/library ${CMAKE_CURRENT_LIST_DIR})

if(TLSMAN_MBEDTLS_CONFIG STREQUAL "lean" AND TLSMAN_TLS13)
    target_compile_definitions(mbedtls_built PUBLIC "MBEDTLS_CONFIG_FILE=\"config_13.h\"")
elseif(TLSMAN_MBEDTLS_CONFIG STREQUAL "lean" AND TLSMAN_PUBLIC_KEYS)
    target_compile_definitions(mbedtls_built PUBLIC "MBEDTLS_CONFIG_FILE=\"config_keys.h\"")
elseif(TLSMAN_MBEDTLS_CONFIG STREQUAL "lean")
    target_compile_definitions(mbedtls_built PUBLIC "MBEDTLS_CONFIG_FILE=\"config_lean.h\"")
elseif(TLSMAN_MBEDTLS_CONFIG STREQUAL "firmware")
    target_compile_definitions(mbedtls_built PUBLIC "MBEDTLS_USER_CONFIG_FILE=\"config_firmware.h\"")
else()
    message(FATAL_ERROR "TLSMAN_MBEDTLS_CONFIG is lean or firmware, not '${TLSMAN_MBEDTLS_CONFIG}'")
endif()

# A PC has more sessions than a board, and one that nobody disposed of keeps its keys until it is finalized: of 32 places for keys none may be left.
if(NOT CMAKE_CROSSCOMPILING AND (TLSMAN_TLS13 OR TLSMAN_MBEDTLS_CONFIG STREQUAL "firmware"))
    target_compile_definitions(mbedtls_built PUBLIC MBEDTLS_PSA_KEY_SLOT_COUNT=1024)
endif()

add_stack(mbedtls stacks/mbedtls/ciphers.c stacks/mbedtls/curves.c stacks/mbedtls/engine.c stacks/mbedtls/keys.c stacks/mbedtls/lasting.c stacks/mbedtls/setup.c)
# The library's own headers are not held to our warnings.
get_target_property(mbedtls_headers mbedtls_built INTERFACE_INCLUDE_DIRECTORIES)
target_include_directories(tlsman_stack_mbedtls SYSTEM PRIVATE ${mbedtls_headers})
target_link_libraries(tlsman_stack_mbedtls PUBLIC mbedtls_built)

# It compares empty names of a certificate by memcmp() with a null pointer and no length (x509_crt.c, x509_name_cmp), which every library takes.
if(TLSMAN_SANITIZE)
    target_compile_options(mbedtls_built PRIVATE -fno-sanitize=nonnull-attribute)
endif()
