// Statements of a DBC file about messages and signals declared elsewhere in it, kept until all of them are known.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rt/core/can/dbc_file.hpp"

namespace tripline {

/// What a statement is about.
struct DbcTarget {
  enum class Kind : std::uint8_t { kFile, kMessage, kSignal, kOther };
  Kind kind = Kind::kFile;
  std::uint32_t message = 0;  ///< DbcMessage::file_id
  std::string signal;
  std::size_t at = 0;  ///< position of the statement
};

struct DbcNotes {
  struct Comment {
    DbcTarget target;
    std::string text;
  };
  struct Choices {
    DbcTarget target;
    std::vector<DbcChoice> choices;
    std::string table;  ///< name of a VAL_TABLE_ instead of choices
  };
  struct ValueType {
    DbcTarget target;
    DbcValueType type;
  };
  struct Selectors {
    DbcTarget target;
    std::string multiplexer;
    std::vector<DbcSelectorRange> ranges;
  };
  struct Attribute {
    DbcTarget target;
    std::string name;
    std::string value;  ///< as written, without quotes
  };
  struct AttributeDefinition {
    std::vector<std::string> choices;  ///< of an ENUM
    std::string default_value;
    bool has_default = false;
  };

  std::vector<Comment> comments;
  std::vector<Choices> choices;
  std::vector<ValueType> value_types;
  std::vector<Selectors> selectors;
  std::vector<Attribute> attributes;
  std::map<std::string, AttributeDefinition> definitions;
  std::map<std::string, std::vector<DbcChoice>> tables;
};

}  // namespace tripline
