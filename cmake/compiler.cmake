# Language level, warnings, sanitizers. Warnings apply to our own targets only (room.cmake).
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# "Dev" keeps assertions and line numbers but optimises, so that tests stay fast on two cores.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1")
set(CMAKE_C_FLAGS_DEV "-O1 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# The same sums on every machine: no contraction into fused multiply-adds, no fast-math.
add_compile_options(-ffp-contract=off -fno-math-errno)
add_compile_definitions(GLM_FORCE_XYZW_ONLY GLM_ENABLE_EXPERIMENTAL)

if(CRUS_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(CRUS_CCACHE ccache)
if(CRUS_CCACHE)
  # Paths below the checkout count as relative, so that a second checkout finds what the first has compiled.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CRUS_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

add_library(crus_warnings INTERFACE)
target_compile_options(crus_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wformat=2)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False positives of GCC 12 inside inlined standard-library and glm code.
  target_compile_options(crus_warnings INTERFACE -Wno-null-dereference -Wno-dangling-pointer)
endif()
if(CRUS_WERROR)
  target_compile_options(crus_warnings INTERFACE -Werror)
endif()
