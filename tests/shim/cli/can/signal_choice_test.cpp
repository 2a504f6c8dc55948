#include "shim/cli/can/signal_choice.hpp"

#include <gtest/gtest.h>

#include "rt/core/can/dbc_parser.hpp"
#include "tests/shim/support/events.hpp"

namespace tripline {
namespace {

using Chosen = std::vector<std::uint8_t>;

SignalNames names() {
  SignalNames names;
  names.signals = {{"Speed", "Wheels", "km/h", CanId(1), ""},
                   {"Rpm", "Engine", "rpm", CanId(2), ""},
                   {"Speed", "Engine", "rpm", CanId(2), ""}};
  return names;
}

TEST(SignalChoice, TakesNamesFullNamesAndPatterns) {
  EXPECT_EQ(*choose_signals(names(), {}), (Chosen{1, 1, 1}));
  EXPECT_EQ(*choose_signals(names(), {"Speed"}), (Chosen{1, 0, 1}));
  EXPECT_EQ(*choose_signals(names(), {"Engine.Speed"}), (Chosen{0, 0, 1}));
  EXPECT_EQ(*choose_signals(names(), {"Engine.*"}), (Chosen{0, 1, 1}));
  EXPECT_EQ(*choose_signals(names(), {"R?m", "Wheels.Speed"}), (Chosen{1, 1, 0}));
}

TEST(SignalChoice, NamesWhatIsNotThere) {
  const auto chosen = choose_signals(names(), {"Rpm", "Torque*"});
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().code, ExitCode::kUsage);
  EXPECT_NE(chosen.error().message.find("'Torque*'"), std::string::npos);
}

TEST(SignalNames, AreThoseOfThePlanOrOfTheCatalogue) {
  const DbcFile file = parse_dbc("BO_ 5 A: 8 X\n SG_ S : 0|8@1+ (1,0) [0|1] \"V\" X\n", "a.dbc");
  const SignalNames of_plan = names_of(DecodePlan::compile({&file, 1}).value());
  ASSERT_EQ(of_plan.signals.size(), 1U);
  EXPECT_EQ(of_plan.signals[0].name, "S");
  EXPECT_EQ(of_plan.messages.at(CanId(5).key()), "A");
  const auto bytes = test::catalog_bytes(test::header(1));
  const SignalNames of_core = names_of(*wire::GetCatalog(bytes.data()));
  EXPECT_EQ(of_core.signals.size(), wire::GetCatalog(bytes.data())->signals()->size());
}

}  // namespace
}  // namespace tripline
