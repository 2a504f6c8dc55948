// The rules every schema keeps: no unions, no fixed arrays, every field explained, every number of the configuration
// bounded.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "flatbuffers/reflection.h"
#include "schemas/config_bfbs_generated.h"
#include "tests/schemas/golden_event.hpp"

namespace tripline::golden {
namespace {

/// Calls `visit(where, field)` for every field of every table and struct of one schema.
template <typename Visit>
void visit_fields(std::string_view name, const reflection::Schema& schema, Visit visit) {
  for (const reflection::Object* object : *schema.objects())
    for (const reflection::Field* field : *object->fields())
      visit(std::string(name) + ".fbs: " + object->name()->str() + "." + field->name()->str(), *field);
}

/// The same for every schema of the contract; config.fbs is part of config_in_force.fbs.
template <typename Visit>
void visit_every_field(Visit visit) {
  for (const GoldenEvent& event : golden_events())
    visit_fields(event.name, *reflection::GetSchema(event.binary_schema.data()), visit);
}

bool has_text(const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* lines) {
  if (lines == nullptr) return false;
  for (const flatbuffers::String* line : *lines)
    if (line->str().find_first_not_of(' ') != std::string::npos) return true;
  return false;
}

bool has_attribute(const reflection::Field& field, const char* name) {
  return field.attributes() != nullptr && field.attributes()->LookupByKey(name) != nullptr;
}

/// A number, or a list of them, that is neither bool nor enum.
bool is_bounded_kind(const reflection::Type& type) {
  const reflection::BaseType base =
      type.base_type() == reflection::BaseType::Vector ? type.element() : type.base_type();
  const bool number = base >= reflection::BaseType::Byte && base <= reflection::BaseType::Double;
  return number && type.index() < 0;
}

TEST(Contract, HasNoUnions) {
  visit_every_field([](const std::string& where, const reflection::Field& field) {
    EXPECT_NE(field.type()->base_type(), reflection::BaseType::Union) << where << " is a union";
    EXPECT_NE(field.type()->element(), reflection::BaseType::Union) << where << " is a list of unions";
  });
}

TEST(Contract, HasNoFixedArrays) {
  visit_every_field([](const std::string& where, const reflection::Field& field) {
    EXPECT_NE(field.type()->base_type(), reflection::BaseType::Array) << where << " is a fixed array";
  });
}

TEST(Contract, ExplainsEveryField) {
  visit_every_field([](const std::string& where, const reflection::Field& field) {
    EXPECT_TRUE(has_text(field.documentation())) << where << " has no /// comment";
  });
}

TEST(Contract, BoundsEveryNumberOfTheConfiguration) {
  const reflection::Schema& schema = *reflection::GetSchema(wire::ConfigBinarySchema::data());
  visit_fields("config", schema, [](const std::string& where, const reflection::Field& field) {
    if (!is_bounded_kind(*field.type())) return;
    EXPECT_TRUE(has_attribute(field, "min")) << where << " has no min";
    EXPECT_TRUE(has_attribute(field, "max")) << where << " has no max";
  });
}

}  // namespace
}  // namespace tripline::golden
