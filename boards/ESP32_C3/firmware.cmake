#
# Copyright (c) 2026 nanoTlsMan contributors
# See LICENSE.md in the project root for full license information.
#

# Run by nf-interpreter's project() (CMAKE_PROJECT_nanoFramework_INCLUDE in CMakeUserPresets.json), so that nothing in its tree has to be changed.

set(TLSMAN_DIR ${CMAKE_CURRENT_LIST_DIR}/../../native-interop CACHE PATH "native-interop of nanoTlsMan" FORCE)

# Where find_package() finds INTEROP-nanoTlsMan.Native.
list(APPEND CMAKE_MODULE_PATH ${TLSMAN_DIR}/nanoclr)

# The build takes one sdkconfig: the one that the board's defconfig names, and ours behind it. This variable hides that of the defconfig.
file(READ ${CMAKE_SOURCE_DIR}/targets/ESP32/_IDF/${SDK_CONFIG_FILE} tlsman_sdkconfig)
file(READ ${CMAKE_CURRENT_LIST_DIR}/sdkconfig.nanotlsman tlsman_fragment)
file(WRITE ${CMAKE_BINARY_DIR}/sdkconfig.nanotlsman "${tlsman_sdkconfig}\n${tlsman_fragment}")
set(SDK_CONFIG_FILE ${CMAKE_BINARY_DIR}/sdkconfig.nanotlsman)
