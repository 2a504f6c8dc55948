# How everything is compiled: the language, the warnings, the sanitizers, where programs land.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(TRIPLINE_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")
option(TRIPLINE_CHECK_HEADERS "Compile every header by itself" OFF)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(tripline_options INTERFACE)
add_library(tripline::options ALIAS tripline_options)
target_include_directories(tripline_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(tripline_options INTERFACE TRIPLINE_VERSION="${PROJECT_VERSION}")
# No fused multiply-add: decoded values must equal the reference implementation's to the last bit.
target_compile_options(tripline_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Werror=return-type
  -ffp-contract=off -fno-omit-frame-pointer -fstack-protector-strong)
if(TRIPLINE_SANITIZE)
  target_compile_options(tripline_options INTERFACE -fsanitize=${TRIPLINE_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(tripline_options INTERFACE -fsanitize=${TRIPLINE_SANITIZE})
else()
  target_compile_options(tripline_options INTERFACE $<$<CONFIG:RelWithDebInfo>:-D_FORTIFY_SOURCE=2>)
  target_link_options(tripline_options INTERFACE -Wl,-z,relro,-z,now)
endif()
