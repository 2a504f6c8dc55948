#include "shim/api/error_problem.hpp"

#include <gtest/gtest.h>

#include "tests/shim/support/api_caller.hpp"

namespace tripline {
namespace {

using test::json_of;

TEST(ErrorProblem, TellsFieldFaultAndRemedyApart) {
  const auto response = problem_of({ExitCode::kUsage, "query.limit: 'x' is not allowed; give a number"});
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, "application/problem+json");
  const auto document = json_of(response);
  EXPECT_EQ(document["field"], "query.limit");
  EXPECT_EQ(document["detail"], "'x' is not allowed");
  EXPECT_EQ(document["remedy"], "give a number");
}

TEST(ErrorProblem, TakesAStatedRangeAsTheRemedy) {
  const auto document =
      json_of(problem_of({ExitCode::kBadConfig, "trigger.threshold: 300 is out of range, allowed 1..254 grey levels"}));
  EXPECT_EQ(document["status"], 422);
  EXPECT_EQ(document["field"], "trigger.threshold");
  EXPECT_EQ(document["remedy"], "give a value that is allowed: 1..254 grey levels");
}

TEST(ErrorProblem, KeepsTheCallersFieldWhereTheMessageNamesNone) {
  const auto document = json_of(problem_of({ExitCode::kBadConfig, "strobe refused: too long"}, "strobe"));
  EXPECT_EQ(document["field"], "strobe");
  EXPECT_EQ(document["detail"], "strobe refused: too long");
  EXPECT_FALSE(json_of(problem_of({ExitCode::kFailure, "not armed"})).contains("field"));
}

TEST(ErrorProblem, MapsEveryKindOfError) {
  const auto status = [](ExitCode code) { return problem_of({code, "x"}).status; };
  EXPECT_EQ(status(ExitCode::kNoInput), 404);
  EXPECT_EQ(status(ExitCode::kFailure), 409);
  EXPECT_EQ(status(ExitCode::kConflict), 412);
  EXPECT_EQ(status(ExitCode::kUnavailable), 503);
  EXPECT_EQ(status(ExitCode::kCannotCreate), 500);
}

}  // namespace
}  // namespace tripline
