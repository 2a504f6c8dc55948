#include "rt/core/can/dbc_resolve.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace tripline {
namespace {

using std::chrono::nanoseconds;

/// Finds what notes are about. An id may be declared twice; a note then is about both.
class Targets {
 public:
  Targets(DbcFile& file, const DbcLexer& lexer) : file_(file), lexer_(lexer) {
    for (std::size_t i = 0; i < file.messages.size(); ++i) by_id_.emplace(file.messages[i].file_id, i);
  }

  void warn(const DbcTarget& target, std::string text) {
    const DbcPlace place = lexer_.place(target.at);
    file_.diagnostics.push_back({DbcSeverity::kWarning, place.line, place.column, std::move(text)});
  }

  template <typename Apply>
  void each_message(const DbcTarget& target, Apply apply) {
    const auto [first, last] = by_id_.equal_range(target.message);
    if (first == last) return warn(target, "no message has the id " + std::to_string(target.message));
    for (auto it = first; it != last; ++it) apply(file_.messages[it->second]);
  }

  template <typename Apply>
  void each_signal(const DbcTarget& target, Apply apply) {
    bool found = false;
    each_message(target, [&](DbcMessage& message) {
      for (DbcSignal& signal : message.signals)
        if (signal.name == target.signal) found = true, apply(message, signal);
    });
    if (!found && by_id_.contains(target.message))
      warn(target, "message " + std::to_string(target.message) + " has no signal '" + target.signal + "'");
  }

 private:
  DbcFile& file_;
  const DbcLexer& lexer_;
  std::unordered_multimap<std::uint32_t, std::size_t> by_id_;
};

void apply_comments(DbcNotes& notes, Targets& targets) {
  for (const DbcNotes::Comment& note : notes.comments) {
    if (note.target.kind == DbcTarget::Kind::kMessage)
      targets.each_message(note.target, [&](DbcMessage& message) { message.comment = note.text; });
    if (note.target.kind == DbcTarget::Kind::kSignal)
      targets.each_signal(note.target, [&](DbcMessage&, DbcSignal& signal) { signal.comment = note.text; });
  }
}

void apply_choices(DbcNotes& notes, Targets& targets) {
  for (const DbcNotes::Choices& note : notes.choices) {
    const auto table = notes.tables.find(note.table);
    if (!note.table.empty() && table == notes.tables.end()) {
      targets.warn(note.target, "no VAL_TABLE_ has the name '" + note.table + "'");
      continue;
    }
    const std::vector<DbcChoice>& choices = note.table.empty() ? note.choices : table->second;
    targets.each_signal(note.target, [&](DbcMessage&, DbcSignal& signal) { signal.choices = choices; });
  }
}

/// The IEEE format of so many bits; the declared one where there is none.
DbcValueType type_of_length(std::uint32_t bits, DbcValueType declared) {
  if (bits == 16) return DbcValueType::kHalf;
  if (bits == 32) return DbcValueType::kFloat;
  return bits == 64 ? DbcValueType::kDouble : declared;
}

void apply_value_types(DbcNotes& notes, Targets& targets) {
  for (const DbcNotes::ValueType& note : notes.value_types)
    targets.each_signal(note.target, [&](DbcMessage&, DbcSignal& signal) {
      signal.value_type = note.type;
      if (note.type == DbcValueType::kInteger) return;
      signal.value_type = type_of_length(signal.length_bits, note.type);
      if (signal.value_type != note.type)
        targets.warn(note.target, "'" + signal.name + "' has " + std::to_string(signal.length_bits) +
                                      " bits, not those of the declared type; taken as a number of its length");
    });
}

int find_signal(const DbcMessage& message, std::string_view name) {
  for (std::size_t i = 0; i < message.signals.size(); ++i)
    if (message.signals[i].name == name) return static_cast<int>(i);
  return -1;
}

/// The one signal marked M that nothing selects; -1 when there is none, or when there are several.
int only_multiplexer(const DbcMessage& message) {
  int found = -1;
  for (std::size_t i = 0; i < message.signals.size(); ++i) {
    if (!message.signals[i].is_multiplexer || !message.signals[i].selectors.empty()) continue;
    if (found >= 0) return -1;
    found = static_cast<int>(i);
  }
  return found;
}

// What SG_MUL_VAL_ has not told is told by the one signal marked M. Where that is not one, the file does not say when
// a signal is there, and the reference implementation decodes it always.
void apply_simple_multiplexing(DbcFile& file) {
  for (DbcMessage& message : file.messages) {
    const int multiplexer = only_multiplexer(message);
    for (DbcSignal& signal : message.signals) {
      if (signal.selectors.empty() || signal.multiplexer >= 0) continue;
      signal.multiplexer = multiplexer;
      if (multiplexer >= 0) continue;
      signal.selectors.clear();
      file.diagnostics.push_back({DbcSeverity::kWarning, signal.line, 1,
                                  "'" + signal.name + "' is multiplexed, but '" + message.name +
                                      "' has not one signal marked M; taken as always there"});
    }
  }
}

/// A message with one multiplexer in all may say the same thing twice: by `m3` and by SG_MUL_VAL_. Both count.
std::vector<DbcSelectorRange> marks_to_keep(const DbcMessage& message, const DbcSignal& signal) {
  const auto is_multiplexer = [](const DbcSignal& one) { return one.is_multiplexer; };
  const bool one = std::count_if(message.signals.begin(), message.signals.end(), is_multiplexer) == 1;
  return one && signal.multiplexer < 0 ? signal.selectors : std::vector<DbcSelectorRange>{};
}

void apply_selectors(DbcNotes& notes, Targets& targets) {
  for (const DbcNotes::Selectors& note : notes.selectors)
    targets.each_signal(note.target, [&](DbcMessage& message, DbcSignal& signal) {
      const int multiplexer = find_signal(message, note.multiplexer);
      if (multiplexer < 0) return targets.warn(note.target, "no signal '" + note.multiplexer + "' in the message");
      if (&message.signals[static_cast<std::size_t>(multiplexer)] == &signal)
        return targets.warn(note.target, "a signal cannot select itself");
      std::vector<DbcSelectorRange> selectors = marks_to_keep(message, signal);
      selectors.insert(selectors.end(), note.ranges.begin(), note.ranges.end());
      signal.multiplexer = multiplexer;
      signal.selectors = std::move(selectors);
      message.signals[static_cast<std::size_t>(multiplexer)].is_multiplexer = true;
    });
}

/// The text of an attribute whose value may be written as a number into the list of its definition.
std::string_view choice_text(const DbcNotes& notes, const std::string& attribute, std::string_view value) {
  const auto definition = notes.definitions.find(attribute);
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
  const bool is_index = error == std::errc{} && end == value.data() + value.size();
  if (!is_index || definition == notes.definitions.end() || index >= definition->second.choices.size()) return value;
  return definition->second.choices[index];
}

double to_number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

nanoseconds to_cycle_time(std::string_view milliseconds) {
  const double value = to_number(milliseconds);
  const bool sensible = std::isfinite(value) && value > 0 && value < 1e9;
  return sensible ? nanoseconds(std::llround(value * 1e6)) : nanoseconds(0);
}

/// The frame format of J1939, by its name or, where the attribute is a number, by its place in Vector's list.
bool is_j1939_format(const DbcNotes& notes, std::string_view value) {
  const std::string_view format = choice_text(notes, "VFrameFormat", value);
  return format == "J1939PG" || format == "3";
}

/// What holds for every message that has no attribute of its own.
void apply_defaults(DbcFile& file, const DbcNotes& notes) {
  const auto cycle = notes.definitions.find("GenMsgCycleTime");
  const auto format = notes.definitions.find("VFrameFormat");
  const auto protocol = notes.definitions.find("ProtocolType");
  bool j1939 = protocol != notes.definitions.end() && protocol->second.default_value == "J1939";
  for (const DbcNotes::Attribute& note : notes.attributes)
    if (note.name == "ProtocolType" && note.target.kind == DbcTarget::Kind::kFile) j1939 = note.value == "J1939";
  if (format != notes.definitions.end() && format->second.has_default)
    j1939 = is_j1939_format(notes, format->second.default_value);
  for (DbcMessage& message : file.messages) {
    message.is_j1939 = j1939 && message.id.extended;
    if (cycle != notes.definitions.end()) message.cycle_time = to_cycle_time(cycle->second.default_value);
  }
}

void apply_to_message(const DbcNotes& notes, const DbcNotes::Attribute& note, DbcMessage& message) {
  if (note.name == "GenMsgCycleTime") message.cycle_time = to_cycle_time(note.value);
  if (note.name == "VFrameFormat") message.is_j1939 = message.id.extended && is_j1939_format(notes, note.value);
}

void apply_to_signal(const DbcNotes::Attribute& note, DbcSignal& signal) {
  const double value = to_number(note.value);
  if (note.name == "SPN" && value > 0 && value < 4294967296.0) signal.spn = static_cast<std::uint32_t>(value);
  if (note.name == "GenSigStartValue") signal.start_value = value;
}

void apply_attributes(const DbcNotes& notes, Targets& targets) {
  for (const DbcNotes::Attribute& note : notes.attributes) {
    if (note.target.kind == DbcTarget::Kind::kMessage)
      targets.each_message(note.target, [&](DbcMessage& message) { apply_to_message(notes, note, message); });
    if (note.target.kind == DbcTarget::Kind::kSignal)
      targets.each_signal(note.target, [&](DbcMessage&, DbcSignal& signal) { apply_to_signal(note, signal); });
  }
}

/// DBC names end at 32 characters; longer ones are in attributes. Last, because notes refer to the short names.
void apply_long_names(const DbcNotes& notes, Targets& targets) {
  std::vector<std::pair<DbcSignal*, std::string>> renamed;
  for (const DbcNotes::Attribute& note : notes.attributes) {
    if (note.value.empty()) continue;
    if (note.name == "SystemMessageLongSymbol" && note.target.kind == DbcTarget::Kind::kMessage)
      targets.each_message(note.target, [&](DbcMessage& message) { message.name = note.value; });
    if (note.name == "SystemSignalLongSymbol" && note.target.kind == DbcTarget::Kind::kSignal)
      targets.each_signal(note.target,
                          [&](DbcMessage&, DbcSignal& signal) { renamed.emplace_back(&signal, note.value); });
  }
  for (auto& [signal, name] : renamed) signal->name = std::move(name);
}

/// A second signal of a name in the same message gets a number behind it.
void number_repeated_names(DbcFile& file) {
  for (DbcMessage& message : file.messages) {
    std::unordered_map<std::string, int> uses;
    for (DbcSignal& signal : message.signals) {
      const int use = ++uses[signal.name];
      if (use == 1) continue;
      file.diagnostics.push_back({DbcSeverity::kWarning, signal.line, 1,
                                  "'" + message.name + "' has several signals '" + signal.name +
                                      "'; this one becomes '" + signal.name + "#" + std::to_string(use) + "'"});
      signal.name += "#" + std::to_string(use);
    }
  }
}

}  // namespace

void resolve_dbc(DbcFile& file, DbcNotes& notes, const DbcLexer& lexer) {
  Targets targets(file, lexer);
  apply_comments(notes, targets);
  apply_choices(notes, targets);
  apply_value_types(notes, targets);
  apply_selectors(notes, targets);
  apply_simple_multiplexing(file);
  apply_defaults(file, notes);
  apply_attributes(notes, targets);
  apply_long_names(notes, targets);
  number_repeated_names(file);
}

}  // namespace tripline
