#include "bench/motion/peers.hpp"

namespace tripline::bench {

struct OpenCvCount::Buffers {};

bool OpenCvCount::available() noexcept { return false; }
OpenCvCount::OpenCvCount() = default;
OpenCvCount::~OpenCvCount() = default;
int OpenCvCount::count(const ImageView&, const ImageView&, std::uint8_t) { return 0; }

}  // namespace tripline::bench
