#include "core/heap.hpp"

#include <cstdlib>
#include <memory>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace crus {

void share_one_heap() {
#ifdef __GLIBC__
  constexpr int kLargestBlock = 32 << 20;  // beyond it glibc maps blocks by themselves; it takes no larger limit
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, kLargestBlock);
  mallopt(M_TRIM_THRESHOLD, 8 * kLargestBlock);
#endif
}

void make_heap_ready(std::size_t bytes) {
#ifdef __GLIBC__
  constexpr std::size_t kPage = 4096;
  const std::unique_ptr<void, decltype(&std::free)> block(std::malloc(bytes), std::free);
  auto* const pages = static_cast<volatile char*>(block.get());
  for (std::size_t at = 0; pages != nullptr && at < bytes; at += kPage) {
    pages[at] = 0;
  }
#else
  static_cast<void>(bytes);
#endif
}

}  // namespace crus
