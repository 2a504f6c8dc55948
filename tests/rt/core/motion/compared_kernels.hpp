// Which kernels kernel_equality_test.cpp compares.
#pragma once

#include <span>

#include "rt/core/motion/kernel_table.hpp"

namespace tripline {

std::span<const KernelTable* const> compared_kernels();

}  // namespace tripline
