// The decoder against vectors that others made: the reference implementation from DBC files of the wild, where they
// are there, and make_own_vectors.py, always.
#include <gtest/gtest.h>
#include <zlib.h>

#include <bit>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "rt/base/check.hpp"
#include "rt/core/can/dbc_parser.hpp"
#include "rt/core/can/decode_plan.hpp"
#include "rt/core/can/signal_bits.hpp"
#include "rt/core/can/utf8.hpp"
#include "tests/rt/core/can/bitwise_decoder.hpp"

namespace tripline {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const fs::path kCanData = fs::path(TRIPLINE_SHARED_DATA) / "can";
const fs::path kOwn = TRIPLINE_OWN_VECTORS;

struct Compiled {
  DbcFile file;
  DecodePlan plan;
  DecodeRoom room;
};

/// The DBC files of one directory, each compiled once.
class CompiledFiles {
 public:
  explicit CompiledFiles(fs::path directory) : directory_(std::move(directory)) {}

  Compiled& get(const std::string& dbc) {
    std::unique_ptr<Compiled>& entry = cache_[dbc];
    if (entry) return *entry;
    Result<DbcFile> file = load_dbc((directory_ / dbc).string());
    EXPECT_TRUE(file.has_value()) << file.error().message;
    entry = std::make_unique<Compiled>();
    entry->file = *std::move(file);
    entry->plan = DecodePlan::compile({&entry->file, 1}).value();
    entry->room = entry->plan.make_room();
    return *entry;
  }

 private:
  const fs::path directory_;
  std::map<std::string, std::unique_ptr<Compiled>> cache_;
};

class SharedVectors : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kCanData)) GTEST_SKIP() << "the shared data is not at " << kCanData;
  }
};

std::vector<std::uint8_t> from_hex(const std::string& hex) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

CanFrame frame_of(const json& vector) {
  CanFrame frame;
  frame.id = vector["id"].get<std::uint32_t>();
  if (vector.value("ext", frame.id > 0x7FF)) frame.flags |= kCanExtended;
  const std::vector<std::uint8_t> payload = from_hex(vector["data"].get<std::string>());
  frame.length = static_cast<std::uint8_t>(payload.size());
  std::copy(payload.begin(), payload.end(), frame.data.begin());
  return frame;
}

double number_of(const json& value) {
  if (value.is_string()) return std::nan("");
  return value.get<double>();
}

bool same_bits(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool same_raw(const SignalInfo& signal, const DecodedValue& got, const json& expected) {
  if (signal.value_type == DbcValueType::kDouble) return same_bits(std::bit_cast<double>(got.raw), number_of(expected));
  if (signal.value_type == DbcValueType::kFloat)
    return same_bits(static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(got.raw))),
                     number_of(expected));
  if (signal.value_type == DbcValueType::kHalf) return true;  // its value was compared
  if (expected.is_number_unsigned()) return got.raw == expected.get<std::uint64_t>();
  return expected.is_number_integer() && static_cast<std::int64_t>(got.raw) == expected.get<std::int64_t>();
}

const DbcMessage& message_of(const Compiled& dbc, const CanFrame& frame) {
  const DbcMessage* found = nullptr;
  for (const DbcMessage& message : dbc.file.messages)
    if (message.id == frame.can_id() && !message.is_pseudo) found = &message;
  RT_CHECK(found != nullptr);
  return *found;
}

/// The opendbc vectors list every signal, whatever the multiplexers say, and bits beyond the payload as 0.
bool is_left_out_rightly(const Compiled& dbc, const CanFrame& frame, const std::string& name) {
  const DbcMessage& message = message_of(dbc, frame);
  const std::span<const std::uint8_t> payload(frame.data.data(), frame.length);
  for (const DbcSignal& signal : message.signals)
    if (signal.name == name)
      return !test::is_selected_bitwise(message, signal, payload) || !test::decode_bitwise(signal, payload);
  return false;
}

/// Multiplexers whose signals the reference loses: one has a long name that replaces the short one, the other is
/// marked `m` and named only by SG_MUL_VAL_.
const std::set<std::string> kLostMultiplexers{"VCFRONT_loggingAndVitals10HzIndex", "MO2_Mp_Code"};

/// What the vector does not list and the decoder rightly has. A second signal of the same name cannot be in a JSON
/// object.
bool is_lost_by_reference(const Compiled& dbc, const CanFrame& frame, const std::string& name) {
  const bool repeats = name.size() > 2 && name[name.size() - 2] == '#';
  if (repeats) return true;
  const DbcMessage& message = message_of(dbc, frame);
  for (const DbcSignal& signal : message.signals) {
    if (signal.name != name) continue;
    const int multiplexer = signal.multiplexer;
    return multiplexer >= 0 && kLostMultiplexers.contains(message.signals[static_cast<std::size_t>(multiplexer)].name);
  }
  return false;
}

/// The reference reads every file as Windows-1252, so names in UTF-8 come out byte by byte.
std::string as_reference_reads(const std::string& name) {
  std::string read;
  for (const char byte : name) read += to_utf8(std::string(1, byte));
  return read;
}

/// What the vector says and the decoder does not; empty when they agree.
std::string disagreement(const Compiled& dbc, const CanFrame& frame, const DecodedFrame& decoded, const json& vector) {
  std::map<std::string, DecodedValue> got;
  for (std::size_t i = 0; i < decoded.count; ++i)
    got[as_reference_reads(dbc.plan.signals()[decoded.signal[i]].signal_name)] = decoded[i];
  const bool lists_everything = !vector.contains("kind");
  for (const auto& [name, phys] : vector["phys"].items()) {
    const auto it = got.find(name);
    if (it == got.end() && lists_everything && is_left_out_rightly(dbc, frame, name)) continue;
    if (it == got.end()) return name + " is missing";
    const DecodedValue& value = it->second;
    if (!same_bits(value.value, number_of(phys))) return name + " is " + std::to_string(value.value);
    if (!same_raw(dbc.plan.signals()[value.signal], value, vector["raw"][name])) return name + ": raw";
  }
  for (const auto& [name, value] : got)
    if (!vector["phys"].contains(name) && !is_lost_by_reference(dbc, frame, name)) return name + " is not expected";
  return {};
}

/// For payloads that the reference refuses as a whole: what the bits say, signal by signal.
std::string bitwise_disagreement(const Compiled& dbc, const CanFrame& frame, const DecodedFrame& result) {
  const DbcMessage& message = message_of(dbc, frame);
  const std::span<const std::uint8_t> payload(frame.data.data(), frame.length);
  std::map<std::string, std::uint64_t> expected;
  for (const DbcSignal& signal : message.signals) {
    if (!is_decodable(signal) || !test::is_selected_bitwise(message, signal, payload)) continue;
    if (const auto value = test::decode_bitwise(signal, payload)) expected[signal.name] = value->raw;
  }
  if (expected.size() != result.count)
    return std::to_string(result.count) + " values, the bits have " + std::to_string(expected.size());
  for (std::size_t i = 0; i < result.count; ++i) {
    const DecodedValue value = result[i];
    const auto it = expected.find(dbc.plan.signals()[value.signal].signal_name);
    if (it == expected.end() || it->second != value.raw) return dbc.plan.signals()[value.signal].signal_name;
  }
  return {};
}

struct Tally {
  std::size_t vectors = 0;
  std::size_t refused_by_reference = 0;
  std::size_t pseudo = 0;  ///< of a message that is on no bus
  std::size_t wrong = 0;
};

void check_line(Compiled& dbc, const json& vector, const std::string& line, Tally& tally) {
  ++tally.vectors;
  if (vector["msg"] == "VECTOR__INDEPENDENT_SIG_MSG") return void(++tally.pseudo);
  const CanFrame frame = frame_of(vector);
  const DecodedFrame result = dbc.plan.decode(frame, dbc.room);
  const bool refused = vector.contains("error");
  tally.refused_by_reference += refused ? 1 : 0;
  std::string problem = "the id is unknown";
  if (result.known() && refused)
    problem = bitwise_disagreement(dbc, frame, result);
  else if (result.known() && dbc.plan.messages()[result.message].name == vector["msg"].get<std::string>())
    problem = disagreement(dbc, frame, result, vector);
  if (problem.empty()) return;
  if (++tally.wrong <= 10) ADD_FAILURE() << problem << "\n" << line;
}

using GzFile = std::unique_ptr<gzFile_s, decltype(&gzclose)>;

/// Checks every line of a file of vectors, plain or gzipped.
void check_file(const fs::path& directory, const char* name, Tally& tally) {
  CompiledFiles files(directory);
  const GzFile file(gzopen((directory / name).c_str(), "rb"), &gzclose);
  ASSERT_NE(file, nullptr) << name;
  std::string line(1U << 20, '\0');
  while (gzgets(file.get(), line.data(), static_cast<int>(line.size())) != nullptr) {
    const json vector = json::parse(line.c_str());
    check_line(files.get(vector["dbc"].get<std::string>()), vector, line.c_str(), tally);
  }
}

TEST(OwnVectors, AgreeBitForBit) {
  Tally tally;
  check_file(kOwn, "own_vectors.jsonl", tally);
  EXPECT_EQ(tally.wrong, 0U);
  EXPECT_EQ(tally.vectors, 278U);
  EXPECT_EQ(tally.refused_by_reference, 0U);
}

TEST_F(SharedVectors, AgreeBitForBit) {
  Tally tally;
  check_file(kCanData, "vectors-cantools.jsonl.gz", tally);
  check_file(kCanData, "vectors-opendbc.jsonl.gz", tally);
  EXPECT_EQ(tally.wrong, 0U);
  EXPECT_EQ(tally.vectors, 15'910U);
  EXPECT_EQ(tally.pseudo, 2U);
  EXPECT_EQ(tally.refused_by_reference, 665U);
}

TEST_F(SharedVectors, EveryDbcFileLoadsWithNothingLeftOut) {
  std::size_t files = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kCanData)) {
    if (entry.path().extension() != ".dbc") continue;
    ++files;
    const Result<DbcFile> file = load_dbc(entry.path().string());
    ASSERT_TRUE(file.has_value()) << file.error().message;
    EXPECT_FALSE(file->messages.empty()) << entry.path();
    for (const DbcDiagnostic& diagnostic : file->diagnostics)
      EXPECT_EQ(diagnostic.severity, DbcSeverity::kWarning) << to_string(*file, diagnostic);
  }
  EXPECT_EQ(files, 70U);
}

}  // namespace
}  // namespace tripline
