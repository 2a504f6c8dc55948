// The configuration over the API, with a core that answers as told.
#include "shim/api/config_resource.hpp"

#include <gtest/gtest.h>

#include <mutex>

#include "schemas/config_in_force_generated.h"
#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/fake_core.hpp"
#include "tests/shim/support/temp_dir.hpp"

namespace tripline {
namespace {

using nlohmann::json;
using test::FakeControl;
using test::header;
using test::json_of;

constexpr const char* kTag = "\"1122334455667788-3\"";

struct ConfigResourceTest : testing::Test {
  void tell(std::uint32_t revision) {
    const auto head = header(revision);
    core.see(test::event("config", head, test::layered_config_bytes(head, revision)), MonoClock::now());
  }
  /// A core that keeps the request and answers like this; when it obeys, it tells the next revision.
  FakeControl answer(ExitCode code, const std::string& words) {
    return FakeControl(run_dir, [this, code, words](const wire::ControlRequestT& request) {
      const std::lock_guard lock(mutex);
      asked.request_id = request.request_id;
      asked.verb = request.verb;
      asked.run_id = request.run_id;
      asked.revision = request.revision;
      asked.dry_run = request.dry_run;
      asked.changes.clear();
      for (const auto& change : request.changes)
        asked.changes.push_back(std::make_unique<wire::ConfigChangeT>(*change));
      if (code == ExitCode::kOk && !request.dry_run) tell(4);
      wire::ControlReplyT reply;
      reply.request_id = request.request_id;
      reply.ok = code == ExitCode::kOk;
      reply.code = static_cast<std::uint8_t>(code);
      (reply.ok ? reply.value : reply.error) = words;
      return reply;
    });
  }
  FakeControl obedient() { return answer(ExitCode::kOk, R"({"revision":4,"changed":["trigger.guard"],"restart":[]})"); }
  Response patch(std::string body, const char* tag = kTag, const char* target = "/api/v1/config") const {
    std::vector<HttpHeader> headers;
    if (tag != nullptr) headers.push_back({"If-Match", tag});
    return api.ask("PATCH", target, std::move(headers), std::move(body));
  }

  test::TempDir dir;
  RunDir run_dir{dir.path()};
  CoreView core{run_dir};
  CoreCommands control{run_dir};
  test::ApiCaller api{{config_routes("main", core, control)}};
  std::mutex mutex;
  wire::ControlRequestT asked;
};

TEST_F(ConfigResourceTest, SaysThatNoCoreHasToldYet) {
  const auto response = api.get("/api/v1/config");
  EXPECT_EQ(response.status, 503);
  EXPECT_NE(json_of(response)["remedy"].get<std::string>().find("start the core"), std::string::npos);
}

TEST_F(ConfigResourceTest, ShowsValuesWithTheirSources) {
  tell(3);
  const auto response = api.get("/api/v1/config");
  EXPECT_EQ(test::header_of(response, "ETag"), kTag);
  const auto document = json_of(response);
  EXPECT_EQ(document["etag"], kTag);
  EXPECT_EQ(document["values"][0],
            json::parse(R"({"path":"trigger.threshold","value":40,"source":"overrides","restart":false,
                            "layers":{"defaults":25,"profile":30,"overrides":40}})"));
}

TEST_F(ConfigResourceTest, SendsNothingThatTheCallerHas) {
  tell(3);
  const auto response = api.ask("GET", "/api/v1/config", {{"If-None-Match", kTag}});
  EXPECT_EQ(response.status, 304);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(test::header_of(response, "ETag"), kTag);
}

TEST_F(ConfigResourceTest, ShowsWhatDiffers) {
  tell(3);
  const auto document = json_of(api.get("/api/v1/config/diff"));
  EXPECT_EQ(document["from_defaults"].size(), 2U);
  EXPECT_EQ(document["from_defaults"][0]["default"], 25);
  ASSERT_EQ(document["from_profile"].size(), 2U);
  EXPECT_EQ(document["from_profile"][0], json::parse(R"({"path":"trigger.threshold","value":40,"profile":30,
                                                         "source":"overrides"})"));
  EXPECT_EQ(document["from_profile"][1]["source"], "calibration");
}

TEST_F(ConfigResourceTest, ExportsWhatImportTakes) {
  tell(3);
  const auto exported = api.get("/api/v1/config/export");
  EXPECT_EQ(test::header_of(exported, "Content-Disposition"), "attachment; filename=\"tripline-main-config.json\"");
  EXPECT_EQ(json_of(exported)["overrides"], json::parse(R"({"trigger":{"threshold":40}})"));
  EXPECT_EQ(json_of(exported)["calibration"], json::parse(R"({"trigger":{"guard":5}})"));
  const auto core_end = obedient();
  const auto imported = api.post("/api/v1/config/import", exported.body);
  EXPECT_EQ(imported.status, 200) << imported.body;
  EXPECT_EQ(json_of(imported)["calibration_left_alone"], true);
  EXPECT_EQ(asked.verb, wire::Verb::replace);
  ASSERT_EQ(asked.changes.size(), 1U);
  EXPECT_EQ(asked.changes[0]->path, "trigger.threshold");
}

TEST_F(ConfigResourceTest, DescribesEveryField) {
  const auto fields = json_of(api.get("/api/v1/config/schema"))["fields"];
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [](const json& field) { return field["path"] == "trigger.threshold"; });
  ASSERT_NE(found, fields.end());
  EXPECT_EQ((*found)["min"], 1);
  EXPECT_EQ((*found)["max"], 254);
  EXPECT_EQ((*found)["unit"], "grey levels");
  EXPECT_EQ((*found)["restart"], false);
}

TEST_F(ConfigResourceTest, PatchesTheRevisionThatTheCallerSaw) {
  tell(3);
  const auto core_end = obedient();
  const auto response = patch(R"({"trigger":{"guard":4}})");
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(asked.verb, wire::Verb::patch);
  EXPECT_EQ(asked.run_id, test::kRunId);
  EXPECT_EQ(asked.revision, 3U);
  EXPECT_EQ(json_of(response)["changed"], json({"trigger.guard"}));
  EXPECT_EQ(test::header_of(response, "ETag"), "\"1122334455667788-4\"");
  EXPECT_EQ(json_of(api.get("/api/v1/config"))["revision"], 4) << "who reads next sees the change";
}

TEST_F(ConfigResourceTest, ChecksWithoutChanging) {
  tell(3);
  const auto core_end = obedient();
  const auto response = patch(R"({"trigger":{"guard":4}})", kTag, "/api/v1/config?dry_run=true");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(asked.dry_run);
  EXPECT_EQ(json_of(response)["dry_run"], true);
}

TEST_F(ConfigResourceTest, RefusesAPatchWithoutACondition) {
  tell(3);
  const auto response = patch("{}", nullptr);
  EXPECT_EQ(response.status, 428);
  EXPECT_EQ(json_of(response)["field"], "header.If-Match");
}

TEST_F(ConfigResourceTest, RefusesAStaleCondition) {
  tell(3);
  const auto core_end = answer(ExitCode::kConflict, "the configuration has changed meanwhile: revision 5 is in force");
  const auto response = patch("{\"trigger.guard\":4}");
  EXPECT_EQ(response.status, 412);
  EXPECT_EQ(json_of(response)["field"], "header.If-Match");
  EXPECT_NE(response.body.find("revision 5"), std::string::npos);
  EXPECT_EQ(patch("{}", "\"other\"").status, 412);
}

TEST_F(ConfigResourceTest, NamesTheFieldThatTheCoreRefuses) {
  tell(3);
  const auto core_end = answer(ExitCode::kBadConfig, "trigger.guard: 900 is out of range, allowed 0..512 px");
  const auto response = patch("{\"trigger.guard\":900}", "*");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(json_of(response)["field"], "trigger.guard");
  EXPECT_EQ(json_of(response)["remedy"], "give a value that is allowed: 0..512 px");
  EXPECT_EQ(asked.revision, 0U) << "whichever is in force";
}

TEST_F(ConfigResourceTest, NamesTheTableWhereTheCoreNamesNoField) {
  tell(3);
  const auto core_end = answer(ExitCode::kBadConfig, "strobe refused: 3 pulses and 3 gaps");
  EXPECT_EQ(json_of(patch(R"({"strobe":{"pulse_us":[1],"gap_us":[1]}})"))["field"], "strobe");
}

TEST_F(ConfigResourceTest, RefusesWhatIsNoJsonObject) {
  EXPECT_EQ(patch("nonsense").status, 400);
  EXPECT_EQ(patch("[1]").status, 400);
  EXPECT_EQ(api.ask("PATCH", "/api/v1/config?all=1", {{"If-Match", kTag}}, "{}").status, 400);
  const Request form{"PATCH", "/api/v1/config", {}, {{"Content-Type", "text/plain"}}, "{}", Role::kConfigure};
  EXPECT_EQ(api.api().handle(form).status, 415);
}

TEST_F(ConfigResourceTest, TakesOverridesBack) {
  tell(3);
  const auto core_end = obedient();
  EXPECT_EQ(api.post("/api/v1/config/reset", R"({"paths":["trigger.guard"]})").status, 200);
  EXPECT_EQ(asked.verb, wire::Verb::patch);
  ASSERT_EQ(asked.changes.size(), 1U);
  EXPECT_EQ(asked.changes[0]->value, "");
  EXPECT_EQ(api.post("/api/v1/config/reset").status, 200);
  EXPECT_EQ(asked.verb, wire::Verb::replace);
  EXPECT_TRUE(asked.changes.empty()) << "all";
}

TEST_F(ConfigResourceTest, RefusesBodiesOfAnotherShape) {
  for (const auto* body : {R"({"paths":"trigger"})", R"({"paths":[1]})", R"({"other":1})"})
    EXPECT_EQ(api.post("/api/v1/config/reset", body).status, 400) << body;
  for (const auto* body : {"{}", R"({"overrides":[]})", R"({"overrides":{},"other":1})"})
    EXPECT_EQ(api.post("/api/v1/config/import", body).status, 400) << body;
}

TEST_F(ConfigResourceTest, SaysThatNoCoreAnswers) {
  tell(3);
  const auto response = patch("{\"trigger.guard\":4}");
  EXPECT_EQ(response.status, 503);
  EXPECT_NE(json_of(response)["remedy"].get<std::string>(), "");
}

}  // namespace
}  // namespace tripline
