#include "rt/config/json_value.hpp"

#include <flatbuffers/util.h>
#include <fmt/format.h>

#include "rt/config/field.hpp"

namespace tripline {
namespace {

using reflection::BaseType;

std::string number_json(const reflection::Schema& schema, const reflection::Type& type, BaseType base,
                        std::int64_t integer, double real) {
  if (base == reflection::Bool) return integer != 0 ? "true" : "false";
  if (flatbuffers::IsFloat(base)) return fmt::format("{}", real);
  if (type.index() >= 0) {
    const auto* names = schema.enums()->Get(static_cast<unsigned>(type.index()))->values();
    for (const auto* value : *names)
      if (value->value() == integer) return quoted(value->name()->str());
  }
  return fmt::format("{}", integer);
}

std::string object_json(const reflection::Schema& schema, const reflection::Object& type,
                        const flatbuffers::Table& table) {
  std::string text = "{";
  for (const auto* field : fields_by_id(type)) {
    const bool present = table.CheckField(field->offset());
    const auto value = present ? json_of(schema, *field, table) : default_json(schema, *field);
    text += fmt::format("{}{}: {}", text.size() > 1 ? ", " : "", quoted(field->name()->str()), value);
  }
  return text + "}";
}

std::string item_json(const reflection::Schema& schema, const reflection::Type& type,
                      const flatbuffers::VectorOfAny& items, std::size_t i) {
  const auto element = type.element();
  if (element == reflection::String) return quoted(flatbuffers::GetAnyVectorElemS(&items, element, i));
  if (element == reflection::Obj) {
    const auto* table = flatbuffers::GetAnyVectorElemPointer<const flatbuffers::Table>(&items, i);
    return object_json(schema, *schema.objects()->Get(static_cast<unsigned>(type.index())), *table);
  }
  return number_json(schema, type, element, flatbuffers::GetAnyVectorElemI(&items, element, i),
                     flatbuffers::GetAnyVectorElemF(&items, element, i));
}

std::string list_json(const reflection::Schema& schema, const reflection::Field& field,
                      const flatbuffers::Table& table) {
  const auto* items = flatbuffers::GetFieldAnyV(table, field);
  std::string text = "[";
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i)
    text += (i == 0 ? "" : ", ") + item_json(schema, *field.type(), *items, i);
  return text + "]";
}

}  // namespace

std::string json_of(const reflection::Schema& schema, const reflection::Field& field, const flatbuffers::Table& table) {
  const auto base = field.type()->base_type();
  if (base == reflection::Vector) return list_json(schema, field, table);
  if (base == reflection::String) return quoted(flatbuffers::GetFieldS(table, field)->str());
  return number_json(schema, *field.type(), base, flatbuffers::GetAnyFieldI(table, field),
                     flatbuffers::GetAnyFieldF(table, field));
}

std::string default_json(const reflection::Schema& schema, const reflection::Field& field) {
  if (const auto stated = attribute(field, "default_json")) return *stated;
  const auto base = field.type()->base_type();
  if (base == reflection::Vector) return "[]";
  if (base == reflection::String) return "\"\"";
  return number_json(schema, *field.type(), base, field.default_integer(), field.default_real());
}

std::string quoted(const std::string& text) {
  std::string result;
  flatbuffers::EscapeString(text.data(), text.size(), &result, true, true);
  return result;
}

}  // namespace tripline
