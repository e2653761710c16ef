// The heap of a program whose life is a few tenths of a second.
#pragma once

#include <cstddef>

namespace crus {

// Before the first thread: all threads allocate from one heap, which is never given back in parts. Does nothing where
// the C library is not glibc.
void share_one_heap();

// Touches so many bytes of the shared heap and frees them, so that other threads find memory that the system has mapped
// already: each page costs them about a microsecond otherwise. For a core that has nothing else to do.
void make_heap_ready(std::size_t bytes);

}  // namespace crus
