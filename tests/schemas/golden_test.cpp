// The contract's bytes: an accidental change of a schema shows as a changed golden file.
// A wanted change: run this test once with TRIPLINE_WRITE_GOLDEN=1, look at the difference, commit it with the schema.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "flatbuffers/reflection.h"
#include "tests/schemas/golden_event.hpp"

namespace tripline::golden {
namespace {

std::filesystem::path stored_path(const GoldenEvent& event) {
  return std::filesystem::path("tests/schemas/golden") / (std::string(event.name) + ".bin");
}

Bytes read_stored(const GoldenEvent& event) {
  std::ifstream file(stored_path(event), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_stored(const GoldenEvent& event) {
  std::ofstream file(stored_path(event), std::ios::binary);
  std::copy(event.bytes.begin(), event.bytes.end(), std::ostreambuf_iterator<char>(file));
}

TEST(GoldenEvents, EqualTheStoredBytes) {
  for (const GoldenEvent& event : golden_events()) {
    if (std::getenv("TRIPLINE_WRITE_GOLDEN") != nullptr) write_stored(event);
    EXPECT_EQ(event.bytes, read_stored(event)) << event.name << ": the bytes of this topic changed";
  }
}

TEST(GoldenEvents, VerifyAsTheirTopicAndAsNoOther) {
  const auto events = golden_events();
  for (const GoldenEvent& event : events) {
    for (const GoldenEvent& other : events) {
      flatbuffers::Verifier verifier(event.bytes.data(), event.bytes.size());
      EXPECT_EQ(other.verify(verifier), other.name == event.name) << event.name << " read as " << other.name;
    }
  }
}

TEST(GoldenEvents, StoredBytesCutShortDoNotVerify) {
  for (const GoldenEvent& event : golden_events()) {
    flatbuffers::Verifier verifier(event.bytes.data(), event.bytes.size() / 2);
    EXPECT_FALSE(event.verify(verifier)) << event.name;
  }
}

/// Walks a message beside its schema and collects the fields that are present.
class PresentFields {
 public:
  explicit PresentFields(const reflection::Schema& schema) : schema_(schema) {}

  void walk(const reflection::Object& object, const flatbuffers::Table& table) {
    for (const reflection::Field* field : *object.fields()) {
      if (!table.CheckField(field->offset())) continue;
      names_.insert(object.name()->str() + "." + field->name()->str());
      descend(*field, table);
    }
  }

  const std::set<std::string>& names() const { return names_; }

 private:
  void descend(const reflection::Field& field, const flatbuffers::Table& table) {
    const reflection::Type& type = *field.type();
    if (type.index() < 0) return;
    if (type.base_type() == reflection::BaseType::Obj && !object_of(type).is_struct()) {
      walk(object_of(type), *flatbuffers::GetFieldT(table, field));
    } else if (type.base_type() == reflection::BaseType::Vector && type.element() == reflection::BaseType::Obj) {
      const auto* items =
          table.GetPointer<const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::Table>>*>(field.offset());
      for (const flatbuffers::Table* item : *items) walk(object_of(type), *item);
    }
  }

  const reflection::Object& object_of(const reflection::Type& type) const {
    return *schema_.objects()->Get(static_cast<flatbuffers::uoffset_t>(type.index()));
  }

  const reflection::Schema& schema_;
  std::set<std::string> names_;
};

TEST(GoldenEvents, HoldEveryFieldOfTheirSchema) {
  for (const GoldenEvent& event : golden_events()) {
    const reflection::Schema& schema = *reflection::GetSchema(event.binary_schema.data());
    PresentFields present(schema);
    present.walk(*schema.root_table(), *flatbuffers::GetRoot<flatbuffers::Table>(event.bytes.data()));
    for (const reflection::Object* object : *schema.objects()) {
      if (object->is_struct()) continue;
      // common.fbs is part of every schema; a table of it that the topic does not use is not missed.
      if (object->name()->str() == "tripline.wire.Counter" && event.name != "status") continue;
      for (const reflection::Field* field : *object->fields()) {
        const std::string name = object->name()->str() + "." + field->name()->str();
        EXPECT_TRUE(present.names().contains(name)) << event.name << ": add " << name << " to its golden message";
      }
    }
  }
}

}  // namespace
}  // namespace tripline::golden
