#include "bench/can/generated_decoder.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "rt/core/can/signal_bits.hpp"

namespace tripline::bench {
namespace {

namespace fs = std::filesystem;

const char kHead[] = R"(#include <cstdint>
#include <cstring>
namespace {
template <int Byte, bool Big> std::uint64_t load(const std::uint8_t* p) {
  std::uint64_t x;
  std::memcpy(&x, p + Byte, 8);
  return Big ? __builtin_bswap64(x) : x;
}
template <typename To> To as(std::uint64_t x) {
  To to;
  std::memcpy(&to, &x, sizeof to);
  return to;
}
)";

/// The signal's raw value as an expression; sign-extended where it is signed.
std::string raw_of(const DbcSignal& signal) {
  const SignalBits bits = signal_bits(signal);
  const unsigned right = 64U - bits.length;
  if (bits.ninth_byte) {
    const std::string first = fmt::format("load<{}, {}>(p)", bits.load_byte, bits.big_endian);
    const std::string all =
        bits.big_endian ? fmt::format("({} << {} | std::uint64_t{{p[{}]}} >> {}) >> {}", first, bits.first_shift,
                                      bits.load_byte + 8, 8 - bits.first_shift, right)
                        : fmt::format("({} >> {} | std::uint64_t{{p[{}]}} << {}) << {} >> {}", first, bits.first_shift,
                                      bits.load_byte + 8, 64 - bits.first_shift, right, right);
    return signal.is_signed ? fmt::format("std::int64_t(({}) << {}) >> {}", all, right, right) : all;
  }
  const unsigned left = bits.big_endian ? bits.first_shift : 64U - bits.first_shift - bits.length;
  const std::string high = fmt::format("load<{}, {}>(p) << {}", bits.load_byte, bits.big_endian, left);
  return fmt::format("{}({}) >> {}", signal.is_signed ? "std::int64_t" : "", high, right);
}

std::string value_of(const DbcSignal& signal) {
  std::string number = fmt::format("double({})", raw_of(signal));
  if (signal.value_type == DbcValueType::kFloat)
    number = fmt::format("double(as<float>({}))", raw_of(signal));
  else if (signal.value_type == DbcValueType::kDouble)
    number = fmt::format("as<double>({})", raw_of(signal));
  else if (signal.length_bits < 64)
    number = fmt::format("double(std::int64_t({}))", raw_of(signal));  // one instruction, unlike unsigned
  if (signal.scale == 1 && signal.offset == 0) return number;
  return fmt::format("{} * {:a} + {:a}", number, signal.scale, signal.offset);
}

std::string condition_of(const DbcSignal& signal) {
  std::string condition;
  for (const DbcSelectorRange& range : signal.selectors)
    condition += fmt::format("{}(m{} >= {}LL && m{} <= {}LL)", condition.empty() ? "" : " || ", signal.multiplexer,
                             range.first, signal.multiplexer, range.last);
  return condition;
}

/// One function a message; a multiplexer's value is a variable that the signals below it ask.
std::string message_source(const DbcMessage& message, std::size_t number) {
  std::uint32_t end = 0;
  for (const DbcSignal& signal : message.signals)
    if (is_decodable(signal)) end = std::max<std::uint32_t>(end, signal_bits(signal).end_byte);
  std::string source = fmt::format(
      "std::uint32_t message_{}(const std::uint8_t* p, std::uint32_t length, double* out) {{\n"
      "  std::uint32_t n = 0;\n  if (length < {}) return 0;\n",
      number, end);
  for (std::size_t i = 0; i < message.signals.size(); ++i) {
    const DbcSignal& signal = message.signals[i];
    if (!is_decodable(signal)) continue;
    if (signal.is_multiplexer) source += fmt::format("  const std::int64_t m{} = {};\n", i, raw_of(signal));
    if (signal.multiplexer >= 0) source += fmt::format("  if ({}) ", condition_of(signal));
    source += fmt::format("  out[n++] = {};\n", value_of(signal));
  }
  return source + "  return n;\n}\n";
}

}  // namespace

std::string generated_source(const DbcFile& file) {
  std::string source = kHead;
  std::string extended, cases;
  std::map<std::uint32_t, std::size_t> standard;
  for (std::size_t i = 0; i < file.messages.size(); ++i) {
    const DbcMessage& message = file.messages[i];
    if (message.is_pseudo) continue;
    source += message_source(message, i);
    if (message.id.extended)
      extended += fmt::format("    case {}U: return message_{}(p, length, out);\n", message.id.key(), i);
    else if (message.id.value < 2048)
      standard[message.id.value] = i;
    cases += fmt::format("    case {}: return message_{}(p, length, out);\n", i, i);
  }
  source += "const std::uint16_t kStandard[2048] = {\n";
  for (std::uint32_t id = 0; id < 2048; ++id)
    source += fmt::format("{},", standard.contains(id) ? standard[id] : std::size_t{0xFFFF});
  source += fmt::format(
      "}};\n}}\nextern \"C\" std::uint32_t decode(std::uint32_t key, const std::uint8_t* p, std::uint32_t length, "
      "double* out) {{\n  if (key >= 2048) switch (key) {{\n{}    default: return 0;\n  }}\n"
      "  switch (kStandard[key]) {{\n{}    default: return 0;\n  }}\n}}\n",
      extended, cases);
  return source;
}

Result<GeneratedDecoder> GeneratedDecoder::make(const DbcFile& file) {
  char directory[] = "/tmp/tripline-bench-XXXXXX";
  if (::mkdtemp(directory) == nullptr) return Error{ExitCode::kSystem, "no directory for generated code in /tmp"};
  const fs::path source = fs::path(directory) / "decode.cpp";
  const fs::path library = fs::path(directory) / "decode.so";
  std::ofstream(source) << generated_source(file);
  const std::string command = fmt::format("{} -std=c++20 -O3 -ffp-contract=off -fPIC -shared -o {} {}", TRIPLINE_CXX,
                                          library.string(), source.string());
  const bool compiled = std::system(command.c_str()) == 0;
  void* handle = compiled ? ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
  fs::remove_all(directory);
  if (handle == nullptr) return Error{ExitCode::kSystem, "the generated code does not compile or load: " + command};
  auto owner = std::shared_ptr<void>(handle, [](void* opened) { ::dlclose(opened); });
  return GeneratedDecoder(std::move(owner), reinterpret_cast<Run>(::dlsym(handle, "decode")));
}

}  // namespace tripline::bench
