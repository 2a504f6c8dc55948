#include "shim/api/control_resource.hpp"

#include <gtest/gtest.h>

#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/fake_core.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using test::FakeControl;
using test::json_of;

struct ControlResourceTest : testing::Test {
  FakeControl answer(bool ok) {
    return FakeControl(run_dir, [this, ok](const wire::ControlRequestT& request) {
      asked += std::string(wire::EnumNameVerb(request.verb)) + " " + request.value + "\n";
      wire::ControlReplyT reply;
      reply.request_id = request.request_id;
      reply.ok = ok;
      reply.code = ok ? 0 : static_cast<std::uint8_t>(ExitCode::kUnavailable);
      reply.error = ok ? "" : "not armed: the trigger is disarmed; `tripline arm` and wait until it has settled";
      return reply;
    });
  }

  test::TempDir dir;
  RunDir run_dir{dir.path()};
  CoreCommands control{run_dir};
  test::ApiCaller api{{control_routes(control)}};
  std::string asked;
};

TEST_F(ControlResourceTest, PassesCommandsOn) {
  {
    const auto core = answer(true);
    for (const auto* path : {"/api/v1/arm", "/api/v1/disarm", "/api/v1/fire", "/api/v1/test_pulse"})
      EXPECT_EQ(api.post(path).status, 202) << path;
    EXPECT_EQ(api.post("/api/v1/test_pulse", R"({"line":"GPIO17"})").status, 202);
    EXPECT_EQ(api.post("/api/v1/sim/lamp", R"({"gain":1.5})").status, 202);
    EXPECT_EQ(json_of(api.post("/api/v1/sim/poke", R"({"level":"pulse"})"))["accepted"], "poke");
  }
  EXPECT_EQ(asked, "arm \ndisarm \nfire \ntest_pulse \ntest_pulse GPIO17\nlamp 1.5\npoke pulse\n");
}

TEST_F(ControlResourceTest, RefusesInTheCoresWords) {
  const auto core = answer(false);
  const auto response = api.post("/api/v1/fire");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(json_of(response)["detail"], "not armed: the trigger is disarmed");
  EXPECT_EQ(json_of(response)["remedy"], "`tripline arm` and wait until it has settled");
}

TEST_F(ControlResourceTest, SaysThatNoCoreAnswers) { EXPECT_EQ(api.post("/api/v1/arm").status, 503); }

TEST_F(ControlResourceTest, RefusesBodiesOfAnotherShape) {
  EXPECT_EQ(api.post("/api/v1/fire", R"({"now":true})").status, 400);
  EXPECT_EQ(api.post("/api/v1/sim/lamp").status, 400);
  EXPECT_EQ(api.post("/api/v1/sim/lamp", R"({"gain":[1]})").status, 400);
  EXPECT_EQ(api.post("/api/v1/sim/lamp", R"({"gains":1})").status, 400);
  EXPECT_EQ(api.get("/api/v1/fire").status, 405);
}

TEST_F(ControlResourceTest, TakesTheRoleOperate) {
  const Request request{"POST", "/api/v1/fire", {}, {}, {}, Role::kRead};
  EXPECT_EQ(api.api().handle(request).status, 403);
}

}  // namespace
}  // namespace tripline
