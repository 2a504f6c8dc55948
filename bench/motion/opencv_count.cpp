#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "bench/motion/peers.hpp"

namespace tripline::bench {

struct OpenCvCount::Buffers {
  cv::Mat difference;
  cv::Mat mask;
};

bool OpenCvCount::available() noexcept { return true; }
OpenCvCount::OpenCvCount() : buffers_(std::make_unique<Buffers>()) { cv::setNumThreads(0); }
OpenCvCount::~OpenCvCount() = default;

int OpenCvCount::count(const ImageView& current, const ImageView& reference, std::uint8_t threshold) {
  const auto mat = [](const ImageView& image) {
    return cv::Mat(static_cast<int>(image.height), static_cast<int>(image.width), CV_8UC1,
                   const_cast<std::uint8_t*>(image.pixels), image.stride);
  };
  cv::absdiff(mat(current), mat(reference), buffers_->difference);
  cv::threshold(buffers_->difference, buffers_->mask, threshold, 255, cv::THRESH_BINARY);
  return cv::countNonZero(buffers_->mask);
}

}  // namespace tripline::bench
