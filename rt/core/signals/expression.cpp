#include "rt/core/signals/expression.hpp"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <deque>
#include <exception>
#include <limits>

#include "rt/base/limits.hpp"

namespace tripline {

struct Expression::Compiled {
  mu::Parser parser;
  std::vector<ExpressionInput> inputs;
  std::deque<double> values;  // one an input; the parser has their addresses, so they never move
  std::vector<NamedTable> tables;
};

namespace {

constexpr auto kNameCharacters = "0123456789_.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; }

double hypotenuse(double a, double b) { return std::hypot(a, b); }
double power(double a, double b) { return std::pow(a, b); }
double remainder_of(double a, double b) { return std::fmod(a, b); }
double rounded_down(double a) { return std::floor(a); }
double rounded_up(double a) { return std::ceil(a); }
double clamped(double a, double low, double high) { return a < low ? low : a > high ? high : a; }
double chosen(double condition, double then, double otherwise) { return condition != 0 ? then : otherwise; }
double looked_up(void* table, double x) { return static_cast<const LookupTable*>(table)->at(x); }

void add_own_functions(mu::Parser& parser) {
  parser.DefineFun("hypot", hypotenuse);
  parser.DefineFun("pow", power);
  parser.DefineFun("fmod", remainder_of);
  parser.DefineFun("floor", rounded_down);
  parser.DefineFun("ceil", rounded_up);
  parser.DefineFun("clamp", clamped);
  parser.DefineFun("if", chosen);
}

/// Where `word` stands by itself in `text`.
std::size_t place_of_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool starts = at == 0 || !is_word(text[at - 1]);
    const bool ends = at + word.size() == text.size() || !is_word(text[at + word.size()]);
    if (starts && ends) return at;
  }
  return 0;
}

/// The parser asks for each name that it does not know; it is an input then.
double* add_input(const char* name, void* compiled) {
  auto& into = *static_cast<Expression::Compiled*>(compiled);
  if (into.inputs.size() >= limits::kExpressionInputs || !is_signal_name(name))
    throw mu::ParserError(fmt::format("'{}' cannot be an input", name));
  into.inputs.push_back({name, 0});
  return &into.values.emplace_back(0);
}

/// A single '=' would assign to an input.
std::size_t place_of_assignment(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') continue;
    const bool doubled = i + 1 < text.size() && text[i + 1] == '=';
    const bool compares = i > 0 && (text[i - 1] == '<' || text[i - 1] == '>' || text[i - 1] == '!');
    if (!doubled && !compares) return i;
    i += doubled ? 1 : 0;
  }
  return std::string_view::npos;
}

/// Also of a part that has no input, e.g. 1 / 0: the parser has computed it, and may have put it into the step that
/// loads an input, as a factor and an addend.
bool has_infinite_constant(const mu::Parser& parser) {
  const auto& code = parser.GetByteCode();
  const auto* token = code.GetBase();
  return std::any_of(token, token + code.GetSize(), [](const mu::SToken& one) {
    if (one.Cmd == mu::cmVAL) return !std::isfinite(one.Val.data2);
    return one.Cmd == mu::cmVARMUL && !(std::isfinite(one.Val.data) && std::isfinite(one.Val.data2));
  });
}

Result<void> check_text(const std::string& text) {
  if (text.empty()) return Error{ExitCode::kBadConfig, "is empty; give a formula such as hypot(ax, ay)"};
  if (text.size() > limits::kExpressionBytes)
    return Error{ExitCode::kBadConfig,
                 fmt::format("{} characters, at most {} are allowed", text.size(), limits::kExpressionBytes)};
  const auto odd = std::find_if(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; });
  if (odd != text.end())
    return Error{ExitCode::kBadConfig, fmt::format("character {} is not a printable ASCII one; formulas are one line",
                                                   odd - text.begin() + 1)};
  if (const auto assignment = place_of_assignment(text); assignment != std::string::npos)
    return Error{ExitCode::kBadConfig, "'=' assigns, write '==' to compare, " + marked(text, assignment)};
  return {};
}

/// muParser's own words without its place, which is told another way.
Error error_of(const std::string& text, const mu::ParserError& error) {
  std::string message = error.GetMsg();
  for (const char* place : {" found at position ", " at position "})
    if (const auto at = message.find(place); at != std::string::npos) message.resize(at);
  if (!message.empty() && message.back() == '.') message.pop_back();
  if (!message.empty()) message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
  const auto position = error.GetPos() < 0 ? text.size() : static_cast<std::size_t>(error.GetPos());
  return {ExitCode::kBadConfig, fmt::format("{}, {}", message, marked(text, position))};
}

Result<void> check_compiled(const std::string& text, const Expression::Compiled& compiled) {
  if (compiled.parser.GetNumResults() != 1)
    return Error{ExitCode::kBadConfig, "has several values, " + marked(text, text.find(','))};
  if (has_infinite_constant(compiled.parser))
    return Error{ExitCode::kBadConfig, fmt::format("a constant in it is not a finite number: {}", text)};
  if (compiled.inputs.empty())
    return Error{ExitCode::kBadConfig, fmt::format("uses no signal, so it would never be evaluated: {}", text)};
  return {};
}

/// May throw, as muParser does.
void parse(const std::string& text, Expression::Compiled& compiled) {
  compiled.parser.DefineNameChars(kNameCharacters);
  add_own_functions(compiled.parser);
  for (const auto& [name, table] : compiled.tables)
    compiled.parser.DefineFunUserData(name, looked_up, const_cast<LookupTable*>(table.get()));
  compiled.parser.SetVarFactory(add_input, &compiled);
  compiled.parser.SetExpr(text);
  compiled.parser.Eval();
  for (auto& input : compiled.inputs) input.position = place_of_word(text, input.name);
}

}  // namespace

Expression::Expression(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Expression::~Expression() = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;

Result<Expression> Expression::compile(const std::string& text, std::span<const NamedTable> tables) {
  if (auto checked = check_text(text); !checked) return checked.error();
  auto compiled = std::make_unique<Compiled>();
  compiled->tables.assign(tables.begin(), tables.end());
  try {
    parse(text, *compiled);
  } catch (const mu::ParserError& error) {
    return error_of(text, error);
  } catch (const std::exception& error) {
    return Error{ExitCode::kBadConfig, fmt::format("{}: {}", error.what(), text)};
  }
  if (auto checked = check_compiled(text, *compiled); !checked) return checked.error();
  return Expression(std::move(compiled));
}

std::span<const ExpressionInput> Expression::inputs() const noexcept { return compiled_->inputs; }

double Expression::evaluate(std::span<const double> values) noexcept {
  RT_CHECK(values.size() == compiled_->values.size());
  std::copy(values.begin(), values.end(), compiled_->values.begin());
  try {
    return compiled_->parser.Eval();
  } catch (const mu::ParserError&) {
  } catch (const std::exception&) {
  }
  return std::numeric_limits<double>::quiet_NaN();
}

bool is_known_function(const std::string& name) {
  mu::Parser parser;
  add_own_functions(parser);
  return parser.GetFunDef().count(name) != 0;
}

std::string marked(std::string_view text, std::size_t position) {
  const auto at = std::min(position, text.size());
  return fmt::format("at character {}: {}>>>{}", at + 1, text.substr(0, at), text.substr(at));
}

bool is_signal_name(std::string_view name) {
  if (name.empty() || name.size() > limits::kSignalNameBytes) return false;
  if (std::isalpha(static_cast<unsigned char>(name.front())) == 0 && name.front() != '_') return false;
  return std::all_of(name.begin(), name.end(), is_word);
}

}  // namespace tripline
