// What a DBC file says: its messages and signals in the file's own order, and every oddity met on the way.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rt/base/ids.hpp"

namespace tripline {

/// A name for a raw value (VAL_, VAL_TABLE_).
struct DbcChoice {
  std::int64_t raw = 0;
  std::string name;
};

/// Raw values of a multiplexer, both ends included.
struct DbcSelectorRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// What the bits mean (SIG_VALTYPE_): an integer, or an IEEE 754 number of 16, 32 or 64 bits.
enum class DbcValueType : std::uint8_t { kInteger, kFloat, kDouble, kHalf };

struct DbcSignal {
  std::string name;
  std::uint32_t start_bit = 0;  ///< as the file counts: little endian the lowest bit, big endian the highest
  std::uint32_t length_bits = 0;
  bool big_endian = false;
  bool is_signed = false;
  DbcValueType value_type = DbcValueType::kInteger;
  double scale = 1;
  double offset = 0;
  double minimum = 0;  ///< both 0: none declared
  double maximum = 0;
  std::string unit;     ///< UTF-8
  std::string comment;  ///< UTF-8
  std::vector<DbcChoice> choices;
  bool is_multiplexer = false;  ///< its raw value selects which others are in the payload
  int multiplexer = -1;         ///< index in DbcMessage::signals of the one that selects this; -1: always there
  std::vector<DbcSelectorRange> selectors;  ///< of its multiplexer; empty: always there
  std::optional<std::uint32_t> spn;         ///< J1939 parameter number
  std::optional<double> start_value;        ///< GenSigStartValue, raw
  std::uint32_t line = 0;
};

struct DbcMessage {
  std::uint32_t file_id = 0;  ///< number after BO_, with whatever flag bits it has
  CanId id;
  std::string name;
  std::uint32_t length_bytes = 0;
  std::string sender;
  std::string comment;
  std::vector<DbcSignal> signals;
  std::chrono::nanoseconds cycle_time{0};  ///< GenMsgCycleTime; 0: none declared
  bool is_j1939 = false;                   ///< matched by parameter group, whoever sends it
  bool is_pseudo = false;                  ///< VECTOR__INDEPENDENT_SIG_MSG: never on a bus
  std::uint32_t line = 0;
};

enum class DbcSeverity : std::uint8_t {
  kWarning,  ///< odd, but read in full
  kError,    ///< a statement could not be read and was left out
};

struct DbcDiagnostic {
  DbcSeverity severity = DbcSeverity::kWarning;
  std::uint32_t line = 0;    ///< from 1
  std::uint32_t column = 0;  ///< byte in the line, from 1
  std::string text;
};

struct DbcFile {
  std::string path;
  std::vector<DbcMessage> messages;
  std::vector<DbcDiagnostic> diagnostics;  ///< in order of appearance in the file
};

/// `path:line:column: error|warning: text`.
std::string to_string(const DbcFile& file, const DbcDiagnostic& diagnostic);

}  // namespace tripline
