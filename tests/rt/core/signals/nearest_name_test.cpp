// A slip of the pen is understood; another word is not.
#include "rt/core/signals/nearest_name.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tripline {
namespace {

const std::vector<std::string> kNames{"EngineSpeed", "EngineTorque", "VehicleSpeed", "Ax", "Ay"};

TEST(NearestName, ForgivesALetterTooManyTooFewWrongOrSwapped) {
  for (const char* slip : {"EngineSpeeed", "EngineSped", "EngineSpead", "EnignSpeed", "enginespeed"})
    EXPECT_EQ(nearest_name(slip, kNames), "EngineSpeed") << slip;
}

TEST(NearestName, TakesTheNearestOfSeveral) { EXPECT_EQ(nearest_name("EngineTorq", kNames), "EngineTorque"); }

TEST(NearestName, SuggestsNothingForAnotherWord) {
  EXPECT_EQ(nearest_name("BrakePressure", kNames), "");
  EXPECT_EQ(nearest_name("EngineSpeed", {}), "");
}

}  // namespace
}  // namespace tripline
