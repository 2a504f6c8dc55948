// Formulas that people write, and where they are wrong.
#include "rt/core/signals/expression.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

std::vector<NamedTable> tables() {
  auto table = LookupTable::create({0, 10}, {0, 100}, false);
  RT_CHECK(table.has_value());
  return {{"ten_times", std::make_shared<const LookupTable>(std::move(*table))}};
}

/// With the values in the order in which the formula first uses its inputs.
double value_of(const std::string& text, std::vector<double> values) {
  auto expression = Expression::compile(text, tables());
  EXPECT_TRUE(expression) << expression.error().message;
  return expression ? expression->evaluate(values) : NAN;
}

std::string refusal(const std::string& text) {
  const auto expression = Expression::compile(text, tables());
  return expression ? "accepted" : expression.error().message;
}

bool says(const std::string& message, const std::string& words) { return message.find(words) != std::string::npos; }

TEST(Expression, KnowsTheFunctionsThatPeopleNeed) {
  EXPECT_EQ(value_of("hypot(ax, ay)", {3, 4}), 5);
  EXPECT_EQ(value_of("abs(x)", {-2}), 2);
  EXPECT_EQ(value_of("min(a, b, 7)", {9, 8}), 7);
  EXPECT_EQ(value_of("max(a, b)", {9, 8}), 9);
  EXPECT_EQ(value_of("sqrt(x)", {16}), 4);
  EXPECT_EQ(value_of("clamp(x, 0, 1)", {1.5}), 1);
  EXPECT_EQ(value_of("fmod(x, 3)", {7}), 1);
  EXPECT_EQ(value_of("floor(x) + ceil(x)", {2.5}), 5);
  EXPECT_EQ(value_of("pow(x, 3) + x ^ 2", {2}), 12);
}

TEST(Expression, Chooses) {
  EXPECT_EQ(value_of("speed > 1 ? rpm / speed : 0", {10, 500}), 50);
  EXPECT_EQ(value_of("speed > 1 ? rpm / speed : 0", {0, 500}), 0);
  EXPECT_EQ(value_of("if(x == 1 && y != 2, 5, 6)", {1, 3}), 5);
  EXPECT_EQ(value_of("if(x <= 0 || y >= 9, 5, 6)", {1, 3}), 6);
}

TEST(Expression, LooksUpTablesByName) { EXPECT_EQ(value_of("ten_times(x) + 1", {2.5}), 26); }

TEST(Expression, TellsWhichSignalsItUsesAndWhere) {
  const auto expression = Expression::compile("speed2 + Engine.Speed * speed2 + speed", {});
  ASSERT_TRUE(expression) << expression.error().message;
  ASSERT_EQ(expression->inputs().size(), 3U);
  EXPECT_EQ(expression->inputs()[0].name, "speed2");
  EXPECT_EQ(expression->inputs()[0].position, 0U);
  EXPECT_EQ(expression->inputs()[1].name, "Engine.Speed");
  EXPECT_EQ(expression->inputs()[1].position, 9U);
  EXPECT_EQ(expression->inputs()[2].name, "speed");
  EXPECT_EQ(expression->inputs()[2].position, 33U);
}

TEST(Expression, GivesInfAndNanRatherThanAFault) {
  EXPECT_TRUE(std::isinf(value_of("1 / x", {0})));
  EXPECT_TRUE(std::isnan(value_of("sqrt(x)", {-1})));
  EXPECT_TRUE(std::isnan(value_of("ten_times(x)", {NAN})));
}

TEST(Expression, KeepsItsInputsWhenItIsMoved) {
  auto first = Expression::compile("x + 1", {});
  ASSERT_TRUE(first);
  Expression moved = std::move(*first);
  EXPECT_EQ(moved.evaluate(std::vector<double>{4}), 5);
}

TEST(Expression, SaysWhereItIsWrong) {
  EXPECT_TRUE(says(refusal("hypot(ax, ay"), "at character")) << refusal("hypot(ax, ay");
  EXPECT_TRUE(says(refusal("ax + * ay"), "at character 6: ax + >>>* ay")) << refusal("ax + * ay");
  EXPECT_TRUE(says(refusal("nothing(ax)"), "at character 8: nothing>>>(ax)") ||
              says(refusal("nothing(ax)"), "at character 1: >>>nothing(ax)"))
      << refusal("nothing(ax)");
  EXPECT_TRUE(says(refusal("hypot(ax)"), "at character")) << refusal("hypot(ax)");
  EXPECT_TRUE(says(refusal("ax ay"), "at character 4: ax >>>ay")) << refusal("ax ay");
}

TEST(Expression, RefusesToAssign) {
  EXPECT_EQ(refusal("ax = 3"), "'=' assigns, write '==' to compare, at character 4: ax >>>= 3");
  EXPECT_EQ(refusal("ax += 3"), "'=' assigns, write '==' to compare, at character 5: ax +>>>= 3");
  EXPECT_EQ(refusal("ax == 3"), "accepted");
}

TEST(Expression, RefusesConstantsThatAreNotFinite) {
  EXPECT_TRUE(says(refusal("ax + 1 / 0"), "a constant in it is not a finite number")) << refusal("ax + 1 / 0");
  EXPECT_TRUE(says(refusal("ax + log(0)"), "a constant in it is not a finite number")) << refusal("ax + log(0)");
  EXPECT_NE(refusal("ax + 1e999"), "accepted");
}

TEST(Expression, RefusesWhatIsNoSingleFormula) {
  EXPECT_TRUE(says(refusal(""), "is empty"));
  EXPECT_TRUE(says(refusal("1 + 2"), "uses no signal"));
  EXPECT_TRUE(says(refusal("ax, ay"), "has several values, at character 3"));
  EXPECT_TRUE(says(refusal("ax +\n ay"), "character 5 is not a printable ASCII one"));
  EXPECT_TRUE(says(refusal(std::string(limits::kExpressionBytes + 1, ' ')), "at most 1024 are allowed"));
  EXPECT_NE(refusal("\"ax\""), "accepted");
}

TEST(Expression, BoundsItsInputs) {
  std::string sum = "x0";
  for (std::size_t i = 1; i < limits::kExpressionInputs; ++i) sum += " + x" + std::to_string(i);
  EXPECT_EQ(refusal(sum), "accepted");
  EXPECT_TRUE(says(refusal(sum + " + y"), "cannot be an input")) << refusal(sum + " + y");
}

TEST(Expression, EndsItsMessageOnTheSameLine) {
  for (const char* text : {"(", "ax)", "ax +", "ax ? 1", ": 3", "$", "1.2.3 + ax", "if(,)", "min()"}) {
    EXPECT_NE(refusal(text), "accepted") << text;
    EXPECT_FALSE(says(refusal(text), "\n")) << refusal(text);
  }
}

TEST(SignalName, HasLettersDigitsUnderscoresAndDots) {
  for (const char* good : {"rpm", "Engine.Speed", "_x1", "A"}) EXPECT_TRUE(is_signal_name(good)) << good;
  for (const char* bad : {"", "1st", ".x", "engine speed", "a-b", "grad°"}) EXPECT_FALSE(is_signal_name(bad)) << bad;
}

}  // namespace
}  // namespace tripline
