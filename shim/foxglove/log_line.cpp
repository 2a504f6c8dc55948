#include "shim/foxglove/log_line.hpp"

#include "schemas/foxglove/Log_bfbs_generated.h"
#include "schemas/foxglove/Log_generated.h"
#include "schemas/log_generated.h"
#include "shim/foxglove/wall_time.hpp"

namespace tripline::foxglove_live {
namespace {

foxglove::LogLevel level_of(wire::LogLevel level) {
  switch (level) {
    case wire::LogLevel::debug:
      return foxglove::LogLevel::DEBUG;
    case wire::LogLevel::info:
      return foxglove::LogLevel::INFO;
    case wire::LogLevel::warning:
      return foxglove::LogLevel::WARNING;
    case wire::LogLevel::error:
      return foxglove::LogLevel::ERROR;
  }
  return foxglove::LogLevel::UNKNOWN;
}

}  // namespace

std::span<const std::uint8_t> log_line_schema() noexcept {
  return {foxglove::LogBinarySchema::data(), foxglove::LogBinarySchema::size()};
}

std::vector<std::uint8_t> log_line(std::span<const std::uint8_t> bytes) {
  const auto& log = *wire::GetLog(bytes.data());
  const auto wall = wall_time(nanoseconds(log.wall_ns()));
  const foxglove::Time timestamp(wall.seconds, wall.nanoseconds);
  flatbuffers::FlatBufferBuilder builder;
  const auto message = builder.CreateString(log.message()->str());
  const auto name = builder.CreateString(log.source()->str());
  builder.Finish(foxglove::CreateLog(builder, &timestamp, level_of(log.level()), message, name));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

}  // namespace tripline::foxglove_live
