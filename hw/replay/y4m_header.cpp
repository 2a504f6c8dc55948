#include "hw/replay/y4m_header.hpp"

#include <charconv>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

bool parse_whole(std::string_view text, std::uint32_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

bool parse_edge(std::string_view text, std::uint32_t& value) {
  return parse_whole(text, value) && value >= 1 && value <= limits::kFrameEdgePx;
}

// F30000:1001 is 29.97 Hz; F0:0 means unknown.
bool parse_rate(std::string_view text, double& fps) {
  const std::size_t colon = text.find(':');
  std::uint32_t numerator = 0;
  std::uint32_t denominator = 0;
  if (colon == std::string_view::npos || !parse_whole(text.substr(0, colon), numerator) ||
      !parse_whole(text.substr(colon + 1), denominator))
    return false;
  fps = denominator == 0 ? 0 : static_cast<double>(numerator) / denominator;
  return true;
}

// C420jpeg, C420mpeg2 and C420paldv differ in where chroma is sampled; C420p10 has more than 8 bits.
bool parse_colour(std::string_view text, bool& has_chroma) {
  has_chroma = text != "mono";
  return !has_chroma || text == "420" || text == "420jpeg" || text == "420mpeg2" || text == "420paldv";
}

std::string parse_parameter(std::string_view parameter, Y4mHeader& header) {
  const std::string edge = " (1 to " + std::to_string(limits::kFrameEdgePx) + " px)";
  const std::string_view value = parameter.substr(1);
  switch (parameter.front()) {
    case 'W':
      return parse_edge(value, header.width) ? "" : "W and the width" + edge;
    case 'H':
      return parse_edge(value, header.height) ? "" : "H and the height" + edge;
    case 'F':
      return parse_rate(value, header.fps) ? "" : "F and the frame rate as a fraction, e.g. F571:1";
    case 'C':
      return parse_colour(value, header.has_chroma) ? "" : "8-bit C420, C420jpeg, C420mpeg2, C420paldv or Cmono";
    case 'I':
    case 'A':
    case 'X':
      return "";
    default:
      return "a parameter W, H, F, I, A, C or X";
  }
}

}  // namespace

std::string parse_y4m_header(std::string_view line, Y4mHeader& header) {
  constexpr std::string_view kMagic = "YUV4MPEG2";
  if (!line.starts_with(kMagic)) return "YUV4MPEG2 at its beginning";
  line.remove_prefix(kMagic.size());
  while (!line.empty()) {
    if (line.front() != ' ') return "a blank between parameters";
    line.remove_prefix(1);
    const std::string_view parameter = line.substr(0, line.find(' '));
    if (parameter.empty()) continue;
    if (std::string expected = parse_parameter(parameter, header); !expected.empty())
      return expected + ", found '" + std::string(parameter) + "'";
    line.remove_prefix(parameter.size());
  }
  if (header.width == 0) return "W and the width";
  if (header.height == 0) return "H and the height";
  return {};
}

}  // namespace tripline
