#include "shim/api/config_document.hpp"

#include "rt/config/field.hpp"

namespace tripline {
namespace {

const wire::ConfigInForce& in_force(const Event& config) { return *wire::GetConfigInForce(config.message.data()); }

// Numbers stay as the core wrote them, so that no digit changes on the way.
// A text with bytes that are no UTF-8 is no JSON; it is told as it stands.
Json value_of(const flatbuffers::String* json) {
  auto value = parse_json(json->string_view());
  return value.is_discarded() ? Json(json->str()) : value;
}

std::string_view name_of(wire::ConfigLayer layer) { return wire::EnumNameConfigLayer(layer); }

/// The value that the layers up to `last` give together; nullptr where none says anything.
const flatbuffers::String* value_up_to(const wire::ConfigValue& value, wire::ConfigLayer last) {
  const flatbuffers::String* found = nullptr;
  if (value.layers() == nullptr) return found;
  for (const auto* layer : *value.layers())
    if (layer->layer() <= last) found = layer->value();
  return found;
}

const flatbuffers::String* value_in(const wire::ConfigValue& value, wire::ConfigLayer wanted) {
  if (value.layers() == nullptr) return nullptr;
  for (const auto* layer : *value.layers())
    if (layer->layer() == wanted) return layer->value();
  return nullptr;
}

Json layers_json(const wire::ConfigValue& value) {
  auto layers = Json::object();
  if (value.layers() == nullptr) return layers;
  for (const auto* layer : *value.layers()) layers[std::string(name_of(layer->layer()))] = value_of(layer->value());
  return layers;
}

Json differences(const wire::ConfigInForce& config, wire::ConfigLayer from, const char* name) {
  auto list = Json::array();
  for (const auto* value : *config.values()) {
    const auto* was = value_up_to(*value, from);
    if (was == nullptr || was->string_view() == value->value()->string_view()) continue;
    list.push_back({{"path", value->path()->str()},
                    {"value", value_of(value->value())},
                    {name, value_of(was)},
                    {"source", name_of(value->layer())}});
  }
  return list;
}

Json layer_json(const wire::ConfigInForce& config, wire::ConfigLayer layer) {
  auto nested = Json::object();
  for (const auto* value : *config.values()) {
    const auto* json = value_in(*value, layer);
    if (json == nullptr) continue;
    const auto path = value->path()->str();
    const auto dot = path.find('.');
    nested[path.substr(0, dot)][path.substr(dot + 1)] = value_of(json);
  }
  return nested;
}

Json head_json(const Event& config) {
  const auto tag = to_text(tag_of(config));
  return {{"etag", tag}, {"revision", in_force(config).revision()}, {"profile", in_force(config).profile()->str()}};
}

}  // namespace

ConfigTag tag_of(const Event& config) { return {config.run_id, in_force(config).revision()}; }

Json config_json(const Event& config) {
  auto document = head_json(config);
  auto& values = document["values"] = Json::array();
  for (const auto* value : *in_force(config).values())
    values.push_back({{"path", value->path()->str()},
                      {"value", value_of(value->value())},
                      {"source", name_of(value->layer())},
                      {"restart", value->restart()},
                      {"layers", layers_json(*value)}});
  return document;
}

Json config_diff_json(const Event& config) {
  auto document = head_json(config);
  document["from_defaults"] = differences(in_force(config), wire::ConfigLayer::defaults, "default");
  document["from_profile"] = differences(in_force(config), wire::ConfigLayer::profile, "profile");
  return document;
}

Json config_export_json(const Event& config, std::string_view rig) {
  return {{"tripline", TRIPLINE_VERSION},
          {"rig", rig},
          {"profile", in_force(config).profile()->str()},
          {"overrides", layer_json(in_force(config), wire::ConfigLayer::overrides)},
          {"calibration", layer_json(in_force(config), wire::ConfigLayer::calibration)}};
}

Json config_schema_json() {
  auto fields = Json::array();
  for (const auto& field : config_fields()) {
    Json one{{"path", field.path}, {"type", field.type}, {"default", parse_json(field.default_json)},
             {"unit", field.unit}, {"help", field.help}, {"restart", field.restart}};
    if (field.min) one["min"] = *field.min;
    if (field.max) one["max"] = *field.max;
    if (field.max_items) one["max_items"] = *field.max_items;
    fields.push_back(std::move(one));
  }
  return Json::object({{"fields", std::move(fields)}});
}

}  // namespace tripline
