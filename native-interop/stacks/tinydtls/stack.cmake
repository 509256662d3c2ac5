# tinyDTLS, as it is installed: at TINYDTLS_ROOT, or where pkg-config finds it. It has to be the static library, since the adapter brings the library's
# clock and generator itself (port.c), and a linker then leaves the library's own where they are.
if(TINYDTLS_ROOT)
    find_path(tinydtls_headers tinydtls/dtls.h PATHS ${TINYDTLS_ROOT}/include NO_DEFAULT_PATH REQUIRED)
    find_library(tinydtls_library libtinydtls.a PATHS ${TINYDTLS_ROOT}/lib NO_DEFAULT_PATH REQUIRED)
else()
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(TINYDTLS REQUIRED tinydtls)
    # Its include directories end with tinydtls.
    find_path(tinydtls_headers tinydtls/dtls.h HINTS ${TINYDTLS_INCLUDE_DIRS} PATH_SUFFIXES .. REQUIRED)
    find_library(tinydtls_library libtinydtls.a HINTS ${TINYDTLS_LIBRARY_DIRS} ${TINYDTLS_LIBDIR} REQUIRED)
endif()

# private.h is written for this version, and says what has to be done for another one.
file(STRINGS ${tinydtls_headers}/tinydtls/dtls_config.h tinydtls_version REGEX "define PACKAGE_VERSION ")

if(NOT tinydtls_version MATCHES "\"0\\.8\\.6\"")
    message(FATAL_ERROR "stacks/tinydtls/private.h is written for tinyDTLS 0.8.6, and this is another version: ${tinydtls_version}")
endif()

find_package(Threads REQUIRED)
add_stack(tinydtls stacks/tinydtls/callbacks.c stacks/tinydtls/ciphers.c stacks/tinydtls/hello.c stacks/tinydtls/keys.c stacks/tinydtls/port.c stacks/tinydtls/records.c)
# The library's own headers are not held to our warnings.
target_include_directories(tlsman_stack_tinydtls SYSTEM PRIVATE ${tinydtls_headers}/tinydtls)
target_link_libraries(tlsman_stack_tinydtls PUBLIC ${tinydtls_library} Threads::Threads)
