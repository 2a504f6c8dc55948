// The description of the API against its routes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "shim/api/openapi_resource.hpp"
#include "tests/shim/support/api_caller.hpp"
#include "tests/shim/support/every_route.hpp"

namespace tripline {
namespace {

using nlohmann::json;

const std::set<std::string> kMethods{"get", "post", "put", "patch", "delete"};

std::string lower(std::string_view text) {
  std::string result(text);
  for (auto& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

struct OpenApiTest : testing::Test {
  /// Calls `visit("get /path", operation)` for each.
  template <typename Visit>
  void each_operation(Visit visit) const {
    for (const auto& [path, item] : document["paths"].items())
      for (const auto& [method, operation] : item.items()) {
        ASSERT_TRUE(kMethods.contains(method)) << path << ": " << method;
        visit(fmt::format("{} {}", method, path), operation);
      }
  }

  const json document = json::parse(openapi_document());
  const test::EveryRoute every{};
};

TEST_F(OpenApiTest, IsServedAsItIsWritten) {
  const auto response = every.api().handle({"GET", "/api/v1/openapi.json", {}, {}, {}, Role::kNone});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json::parse(response.static_body.begin(), response.static_body.end()), document);
  EXPECT_EQ(document["openapi"], "3.1.0");
}

TEST_F(OpenApiTest, SaysNothingTwice) {
  std::vector<std::set<std::string>> open;  // the keys of the objects that are open
  const auto read = json::parse(openapi_document(), [&](int, json::parse_event_t event, const json& parsed) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end) open.pop_back();
    if (event == json::parse_event_t::key) {
      const auto key = parsed.get<std::string>();
      EXPECT_TRUE(open.back().insert(key).second) << key;
    }
    return true;
  });
  EXPECT_EQ(read, document);
}

TEST_F(OpenApiTest, HasEveryRouteWithItsRoleAndNoOther) {
  std::set<std::string> described;
  each_operation([&](const std::string& name, const json& operation) {
    described.insert(name + " " + operation["x-role"].get<std::string>());
  });
  std::set<std::string> routes;
  for (const auto& route : every.api().routes())
    routes.insert(lower(route.method) + " " + std::string(route.path) + " " + std::string(to_text(route.role)));
  EXPECT_EQ(described, routes);
}

TEST_F(OpenApiTest, GivesEachOperationANameAndAnswers) {
  std::set<std::string> ids;
  each_operation([&](const std::string& name, const json& operation) {
    EXPECT_TRUE(ids.insert(operation["operationId"]).second) << name << ": its operationId is taken";
    EXPECT_FALSE(operation["summary"].get<std::string>().empty()) << name;
    bool succeeds = false;
    for (const auto& [code, response] : operation["responses"].items()) succeeds |= code.starts_with('2');
    EXPECT_TRUE(succeeds) << name;
    const bool open = operation["x-role"] == "none";
    EXPECT_EQ(operation["responses"].contains("403"), !open) << name;
    EXPECT_EQ(operation["security"].empty(), open) << name;
  });
}

TEST_F(OpenApiTest, DeclaresTheVariablesOfEveryPath) {
  each_operation([&](const std::string& name, const json& operation) {
    std::set<std::string> declared;
    for (const auto& parameter : operation.value("parameters", json::array()))
      if (parameter["in"] == "path") declared.insert(parameter["name"]);
    std::set<std::string> used;
    for (auto at = name.find('{'); at != std::string::npos; at = name.find('{', at + 1))
      used.insert(name.substr(at + 1, name.find('}', at) - at - 1));
    EXPECT_EQ(declared, used) << name;
  });
}

/// Every `$ref` in a part of the document.
void collect_references(const json& part, std::set<std::string>& references) {
  if (part.is_object() && part.contains("$ref")) references.insert(part["$ref"]);
  if (part.is_structured())
    for (const auto& inner : part) collect_references(inner, references);
}

TEST_F(OpenApiTest, RefersOnlyToWhatIsThereAndHasNothingUnused) {
  std::set<std::string> references;
  collect_references(document, references);
  for (const auto& reference : references) {
    ASSERT_TRUE(reference.starts_with("#/")) << reference;
    EXPECT_TRUE(document.contains(json::json_pointer(reference.substr(1)))) << reference;
  }
  for (const auto* kind : {"schemas", "responses"})
    for (const auto& [name, component] : document["components"][kind].items())
      EXPECT_TRUE(references.contains("#/components/" + std::string(kind) + "/" + name)) << name << " is not used";
}

TEST_F(OpenApiTest, DescribesProblemsAsProblemDocuments) {
  each_operation([&](const std::string& name, const json& operation) {
    for (const auto& [code, response] : operation["responses"].items()) {
      if (code < "400" || name.ends_with("/readyz")) continue;
      const auto reference = response.value("$ref", "");
      ASSERT_TRUE(reference.starts_with("#/components/responses/")) << name << " " << code;
      EXPECT_TRUE(document[json::json_pointer(reference.substr(1))]["content"].contains("application/problem+json"))
          << name << " " << code;
    }
  });
}

}  // namespace
}  // namespace tripline
