# A Cortex-M without operating system: -DTLSMAN_MCU_CORE=cortex-m4 or cortex-m0plus.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES TLSMAN_MCU_CORE)

set(CMAKE_C_FLAGS_INIT "-mcpu=${TLSMAN_MCU_CORE} -mthumb -mfloat-abi=soft -ffunction-sections -fdata-sections --specs=nano.specs")
set(CMAKE_C_FLAGS_MINSIZEREL_INIT "-Os -DNDEBUG")
