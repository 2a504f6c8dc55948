#include "rt/core/can/dbc_statements.hpp"

#include <utility>

namespace tripline {
namespace {

constexpr std::uint32_t kExtendedBit = 0x80000000U;
constexpr std::uint32_t kFlagBits = 0x60000000U;
constexpr std::uint32_t kIdBits = 0x1FFFFFFFU;
constexpr std::uint32_t kStandardIds = 0x800U;
constexpr std::uint32_t kPseudoId = 0xC0000000U;  // Vector's home of signals that are in no message

}  // namespace

void DbcStatements::read() {
  static constexpr Row kRows[] = {
      {"SG_", &DbcStatements::signal},
      {"BO_", &DbcStatements::message},
      {"BA_", &DbcStatements::attribute},
      {"VAL_", &DbcStatements::choices},
      {"CM_", &DbcStatements::comment},
      {"VAL_TABLE_", &DbcStatements::value_table},
      {"BA_DEF_", &DbcStatements::attribute_definition},
      {"BA_DEF_DEF_", &DbcStatements::attribute_default},
      {"SG_MUL_VAL_", &DbcStatements::selectors},
      {"SIG_VALTYPE_", &DbcStatements::value_type},
      {"VERSION", &DbcStatements::version},
      {"NS_", &DbcStatements::symbols},
      {"BS_", &DbcStatements::line},
      {"BU_", &DbcStatements::nodes},
  };
  start_ = in_.position();
  const std::string_view keyword = in_.word("a statement");
  for (const Row& row : kRows)
    if (row.keyword == keyword) return (this->*row.reader)();
  if (is_dbc_keyword(keyword)) return pass();
  in_.seek(start_);
  in_.fail("a statement (BO_, SG_, CM_, VAL_, BA_, …)");
}

void DbcStatements::lose(std::size_t start) {
  in_.seek(start);
  const std::string_view keyword = in_.word("");
  if (keyword == "BO_") message_lost_ = true;
}

void DbcStatements::warn(std::size_t at, std::string text) {
  const DbcPlace place = in_.place(at);
  file_.diagnostics.push_back({DbcSeverity::kWarning, place.line, place.column, std::move(text)});
}

void DbcStatements::end() {
  if (!in_.end_statement() && !in_.failed()) warn(start_, "the statement has no ';' at its end");
}

void DbcStatements::version() {
  in_.string("the version in quotes");
  in_.accept(';');
}

// NS_ lists the keywords of the format, one in a line. They are no statements.
void DbcStatements::symbols() {
  in_.skip_line();
  while (!in_.at_end()) {
    const std::size_t line_start = in_.position();
    in_.skip_blank();
    if (!in_.rest_of_line_is_blank()) {
      const bool word = !in_.word("a symbol").empty() && in_.rest_of_line_is_blank();
      if (!word) return in_.take_failure(), in_.seek(line_start);
    }
    in_.skip_line();
  }
}

// Names of nodes, in the wild over several lines. They matter to nothing here.
void DbcStatements::nodes() {
  in_.skip_line();
  while (!in_.at_end() && in_.line_is_words()) in_.skip_line();
}

void DbcStatements::line() { in_.skip_line(); }

void DbcStatements::pass() {
  if (!in_.skip_statement()) warn(start_, "the statement has no ';' at its end");
}

void DbcStatements::message() {
  DbcMessage message;
  message.line = in_.place(start_).line;
  message.file_id = in_.unsigned32("the message's id (0 to 4294967295)");
  message.name = in_.word("the message's name");
  in_.expect(':');
  message.length_bytes = in_.unsigned32("the message's length in bytes");
  if (in_.failed()) return;
  if (!in_.rest_of_line_is_blank()) message.sender = in_.word("the sender's name");
  in_.take_failure();
  in_.skip_line();

  const std::uint32_t id = message.file_id & kIdBits;
  const bool marked = (message.file_id & kExtendedBit) != 0;
  message.is_pseudo = message.file_id == kPseudoId || message.name == "VECTOR__INDEPENDENT_SIG_MSG";
  message.id = CanId(id, marked || id >= kStandardIds);
  if (!marked && id >= kStandardIds) warn(start_, "an id of 29 bits without bit 31; taken as extended");
  if (!message.is_pseudo && (message.file_id & kFlagBits) != 0) warn(start_, "bits 29 and 30 of the id are ignored");
  message_lost_ = false;
  file_.messages.push_back(std::move(message));
}

void DbcStatements::signal() {
  if (message_lost_) return in_.skip_line();
  DbcSignal signal;
  signal.line = in_.place(start_).line;
  signal.name = in_.word("the signal's name");
  multiplexing(signal);
  layout(signal);
  scaling(signal);
  if (in_.failed()) return;
  if (file_.messages.empty()) return in_.seek(start_), in_.fail("BO_ before the first SG_");
  in_.skip_line();  // receivers
  file_.messages.back().signals.push_back(std::move(signal));
}

// `M`, `m3` or `m3M` between name and colon.
void DbcStatements::multiplexing(DbcSignal& signal) {
  if (in_.accept(':') || in_.failed()) return;
  std::string_view mark = in_.word("':'");
  if (mark.ends_with('M')) {
    signal.is_multiplexer = true;
    mark.remove_suffix(1);
  }
  if (mark == "m") {
    warn(start_, "'m' without a number; taken as always there");
  } else if (mark.starts_with('m')) {
    DbcLexer digits(mark.substr(1));
    const std::int64_t value = digits.integer("");
    if (digits.failed() || !digits.at_end()) return in_.fail("a multiplexer mark (M, m1 or m1M), or ':'");
    signal.selectors.push_back({value, value});
  } else if (!mark.empty() || !signal.is_multiplexer) {
    return in_.fail("a multiplexer mark (M, m1 or m1M), or ':'");
  }
  in_.expect(':');
}

void DbcStatements::layout(DbcSignal& signal) {
  signal.start_bit = in_.unsigned32("the start bit");
  in_.expect('|');
  signal.length_bits = in_.unsigned32("the length in bits");
  in_.expect('@');
  const std::uint32_t order = in_.unsigned32("the byte order (0 big endian, 1 little endian)");
  if (order > 1) in_.fail("the byte order (0 big endian, 1 little endian)");
  signal.big_endian = order == 0;
  signal.is_signed = in_.accept('-');
  if (!signal.is_signed) in_.expect_one_of("+-");
}

void DbcStatements::scaling(DbcSignal& signal) {
  in_.expect('(');
  signal.scale = in_.number("the scale");
  in_.expect(',');
  signal.offset = in_.number("the offset");
  in_.expect(')');
  if (in_.accept('[')) {
    signal.minimum = in_.number("the minimum");
    in_.expect('|');
    signal.maximum = in_.number("the maximum");
    in_.expect(']');
  }
  in_.skip_blank();
  if (in_.peek() == '"') signal.unit = in_.string("the unit in quotes");
}

DbcTarget DbcStatements::signal_target() {
  DbcTarget target{DbcTarget::Kind::kSignal, 0, {}, start_};
  in_.skip_space();
  target.message = in_.unsigned32("a message's id");
  in_.skip_space();
  target.signal = in_.word("a signal's name");
  return target;
}

DbcTarget DbcStatements::target() {
  in_.skip_space();
  const std::size_t here = in_.position();
  DbcTarget target{DbcTarget::Kind::kOther, 0, {}, start_};
  if (in_.peek() == '"') return target.kind = DbcTarget::Kind::kFile, target;
  const std::string_view kind = in_.word("BU_, BO_, SG_, EV_ or a text in quotes");
  if (kind == "BO_") {
    target.kind = DbcTarget::Kind::kMessage;
    in_.skip_space();
    target.message = in_.unsigned32("a message's id");
  } else if (kind == "SG_") {
    in_.skip_space();
    target.message = in_.unsigned32("a message's id");
    in_.skip_space();
    const bool named = in_.peek() != '"';
    target.kind = named ? DbcTarget::Kind::kSignal : DbcTarget::Kind::kMessage;
    if (named) target.signal = in_.word("a signal's name");
    if (!named) warn(start_, "SG_ without a signal's name; taken as about the message");
  } else if (kind == "BU_" || kind == "EV_") {
    in_.skip_space();
    in_.word("a name");
  } else {
    target.kind = DbcTarget::Kind::kFile;
    in_.seek(here);
  }
  return target;
}

void DbcStatements::comment() {
  DbcTarget about = target();
  std::string text = in_.comment("the comment in quotes");
  end();
  if (!in_.failed()) notes_.comments.push_back({std::move(about), std::move(text)});
}

std::vector<DbcChoice> DbcStatements::choice_list() {
  std::vector<DbcChoice> choices;
  for (in_.skip_space(); !in_.failed() && in_.at_number(); in_.skip_space()) {
    const std::int64_t raw = in_.integer("a raw value");
    choices.push_back({raw, in_.string("the raw value's name in quotes")});
  }
  return choices;
}

void DbcStatements::value_table() {
  std::string name(in_.word("the table's name"));
  std::vector<DbcChoice> list = choice_list();
  end();
  if (!in_.failed()) notes_.tables[std::move(name)] = std::move(list);
}

void DbcStatements::choices() {
  in_.skip_blank();
  if (!in_.at_number()) return pass();  // of an environment variable
  DbcNotes::Choices note{signal_target(), {}, {}};
  in_.skip_space();
  if (in_.at_number() || in_.peek() == ';')
    note.choices = choice_list();
  else
    note.table = in_.word("a raw value");
  end();
  if (!in_.failed()) notes_.choices.push_back(std::move(note));
}

void DbcStatements::attribute_definition() {
  in_.skip_space();
  if (in_.peek() != '"') in_.word("BU_, BO_, SG_, EV_ or the attribute's name in quotes");
  std::string name = in_.string("the attribute's name in quotes");
  in_.skip_space();
  const std::string_view type = in_.word("the attribute's type");
  DbcNotes::AttributeDefinition definition;
  while (type == "ENUM" && !in_.failed()) {
    in_.skip_space();
    if (in_.peek() != '"') break;
    definition.choices.push_back(in_.string("a value in quotes"));
    in_.skip_space();
    in_.accept(',');
  }
  if (in_.failed()) return;
  pass();
  notes_.definitions[std::move(name)] = std::move(definition);
}

std::string DbcStatements::attribute_value() {
  in_.skip_space();
  if (in_.peek() == '"') return in_.string("a value");
  return std::string(in_.word("a value"));
}

void DbcStatements::attribute_default() {
  const std::string name = in_.string("the attribute's name in quotes");
  std::string value = attribute_value();
  end();
  if (in_.failed()) return;
  DbcNotes::AttributeDefinition& definition = notes_.definitions[name];
  definition.default_value = std::move(value);
  definition.has_default = true;
}

void DbcStatements::attribute() {
  DbcNotes::Attribute note;
  note.name = in_.string("the attribute's name in quotes");
  note.target = target();
  note.value = attribute_value();
  end();
  if (!in_.failed()) notes_.attributes.push_back(std::move(note));
}

void DbcStatements::value_type() {
  DbcTarget about = signal_target();
  in_.accept(':');
  const std::uint32_t type = in_.unsigned32("the value type (0 integer, 1 float, 2 double)");
  if (type > 2) in_.fail("the value type (0 integer, 1 float, 2 double)");
  end();
  if (!in_.failed()) notes_.value_types.push_back({std::move(about), static_cast<DbcValueType>(type)});
}

void DbcStatements::selectors() {
  DbcNotes::Selectors note{signal_target(), {}, {}};
  in_.skip_space();
  note.multiplexer = in_.word("the multiplexer's name");
  do {
    in_.skip_space();
    DbcSelectorRange range;
    range.first = in_.integer("a range of selectors, e.g. 0-3");
    in_.expect('-');
    range.last = in_.integer("the end of the range");
    note.ranges.push_back(range);
    in_.skip_space();
  } while (in_.accept(','));
  end();
  if (!in_.failed()) notes_.selectors.push_back(std::move(note));
}

}  // namespace tripline
