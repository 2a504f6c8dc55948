// A formula of a derived signal, compiled by muParser; the only file that knows of it is expression.cpp.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rt/base/result.hpp"
#include "rt/core/signals/lookup_table.hpp"

namespace tripline {

/// A table by its name.
struct NamedTable {
  std::string name;
  std::shared_ptr<const LookupTable> table;
};

/// A signal that a formula uses.
struct ExpressionInput {
  std::string name;
  std::size_t position = 0;  ///< in the formula, of its first use
};

/// Owns its inputs' memory. Thread: one.
class Expression {
 public:
  struct Compiled;  ///< muParser's side

  /// Known are muParser's own operators (also `c ? a : b`) and functions, hypot, pow, fmod, floor, ceil, clamp, if, and
  /// `tables`. Every other name is an input. RT-safe: no (allocates). Errors: kBadConfig with the place, see marked().
  static Result<Expression> compile(const std::string& text, std::span<const NamedTable> tables);
  ~Expression();
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;

  /// In the order in which values are given to evaluate().
  std::span<const ExpressionInput> inputs() const noexcept;

  /// Its value; `values` has one for each input. Division by zero and the like give Inf or NaN.
  double evaluate(std::span<const double> values) noexcept;

 private:
  explicit Expression(std::unique_ptr<Compiled> compiled);

  std::unique_ptr<Compiled> compiled_;
};

/// Expressions know a function of that name without any table.
bool is_known_function(const std::string& name);

/// `at character 11: hypot(ax, >>>ayy)`: the place in a formula, on one line.
std::string marked(std::string_view text, std::size_t position);

/// Letters, digits, '_' and '.', beginning with a letter or '_': a name that expressions can use.
bool is_signal_name(std::string_view name);

}  // namespace tripline
