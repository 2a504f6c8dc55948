// RT_NONBLOCKING marks what may run on a real-time thread after start-up: no heap, lock, blocking call or throw.
#pragma once

#if defined(__clang__) && defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::nonblocking)
#define RT_NONBLOCKING [[clang::nonblocking]]
#endif
#endif

#ifndef RT_NONBLOCKING
#define RT_NONBLOCKING
#endif
