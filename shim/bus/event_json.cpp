#include "shim/bus/event_json.hpp"

#include <flatbuffers/reflection.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "rt/base/check.hpp"
#include "schemas/alert_bfbs_generated.h"
#include "schemas/can_raw_bfbs_generated.h"
#include "schemas/can_signals_bfbs_generated.h"
#include "schemas/catalog_bfbs_generated.h"
#include "schemas/config_in_force_bfbs_generated.h"
#include "schemas/frame_bfbs_generated.h"
#include "schemas/log_bfbs_generated.h"
#include "schemas/shot_bfbs_generated.h"
#include "schemas/status_bfbs_generated.h"

namespace tripline {
namespace {

using BaseType = reflection::BaseType;

constexpr flatbuffers::uoffset_t kBytesShown = 64;

const std::uint8_t* binary_schema(std::string_view name) {
  if (name == "status") return wire::StatusBinarySchema::data();
  if (name == "config_in_force") return wire::ConfigInForceBinarySchema::data();
  if (name == "catalog") return wire::CatalogBinarySchema::data();
  if (name == "shot") return wire::ShotBinarySchema::data();
  if (name == "frame") return wire::FrameBinarySchema::data();
  if (name == "can_raw") return wire::CanRawBinarySchema::data();
  if (name == "can_signals") return wire::CanSignalsBinarySchema::data();
  if (name == "alert") return wire::AlertBinarySchema::data();
  if (name == "log") return wire::LogBinarySchema::data();
  return nullptr;
}

/// Walks one event and its schema together. The contract has no unions and no fixed-size arrays, so neither has this.
class Writer {
 public:
  explicit Writer(const reflection::Schema& schema) : schema_(schema) {}

  void root(const void* bytes) { table(*schema_.root_table(), *flatbuffers::GetRoot<flatbuffers::Table>(bytes)); }
  std::string take() { return std::move(out_); }

 private:
  static std::vector<const reflection::Field*> fields_by_id(const reflection::Object& object) {
    std::vector<const reflection::Field*> fields(object.fields()->begin(), object.fields()->end());
    std::sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->id() < b->id(); });
    return fields;
  }

  void table(const reflection::Object& object, const flatbuffers::Table& table) {
    out_ += '{';
    for (const auto* field : fields_by_id(object)) {
      if (!flatbuffers::IsScalar(field->type()->base_type()) && !table.CheckField(field->offset())) continue;
      name(*field);
      table_field(*field, table);
    }
    out_ += '}';
  }

  void table_field(const reflection::Field& field, const flatbuffers::Table& table) {
    const auto& type = *field.type();
    switch (type.base_type()) {
      case BaseType::String:
        return text(*flatbuffers::GetFieldS(table, field));
      case BaseType::Vector:
        return vector(type, *table.GetPointer<const flatbuffers::VectorOfAny*>(field.offset()));
      case BaseType::Obj: {
        const auto& object = *schema_.objects()->Get(static_cast<flatbuffers::uoffset_t>(type.index()));
        if (object.is_struct()) return structure(object, *table.GetStruct<const flatbuffers::Struct*>(field.offset()));
        return this->table(object, *table.GetPointer<const flatbuffers::Table*>(field.offset()));
      }
      case BaseType::Float:
      case BaseType::Double:
        return real(flatbuffers::GetAnyFieldF(table, field));
      default:
        return integer(type.base_type(), type.index(), flatbuffers::GetAnyFieldI(table, field));
    }
  }

  void structure(const reflection::Object& object, const flatbuffers::Struct& structure) {
    out_ += '{';
    for (const auto* field : fields_by_id(object)) {
      const auto& type = *field->type();
      name(*field);
      if (type.base_type() == BaseType::Obj)
        this->structure(*schema_.objects()->Get(static_cast<flatbuffers::uoffset_t>(type.index())),
                        *structure.GetStruct<const flatbuffers::Struct*>(field->offset()));
      else
        scalar(type.base_type(), type.index(), structure.GetAddressOf(field->offset()));
    }
    out_ += '}';
  }

  void vector(const reflection::Type& type, const flatbuffers::VectorOfAny& vector) {
    const bool is_bytes = type.element() == BaseType::UByte && type.index() < 0;
    if (is_bytes && vector.size() > kBytesShown) {
      out_ += fmt::format("\"{} bytes\"", vector.size());
      return;
    }
    out_ += '[';
    for (flatbuffers::uoffset_t i = 0; i < vector.size(); ++i) {
      if (i > 0) out_ += ',';
      element(type, vector, i);
    }
    out_ += ']';
  }

  void element(const reflection::Type& type, const flatbuffers::VectorOfAny& vector, flatbuffers::uoffset_t i) {
    if (type.element() == BaseType::String)
      return text(*flatbuffers::GetAnyVectorElemPointer<const flatbuffers::String>(&vector, i));
    if (type.element() != BaseType::Obj) {
      const auto size = flatbuffers::GetTypeSize(type.element());
      return scalar(type.element(), type.index(), vector.Data() + std::size_t{i} * size);
    }
    const auto& object = *schema_.objects()->Get(static_cast<flatbuffers::uoffset_t>(type.index()));
    if (!object.is_struct())
      return table(object, *flatbuffers::GetAnyVectorElemPointer<const flatbuffers::Table>(&vector, i));
    const auto size = static_cast<std::size_t>(object.bytesize());
    structure(object, *flatbuffers::GetAnyVectorElemAddressOf<const flatbuffers::Struct>(&vector, i, size));
  }

  void scalar(BaseType type, int enum_index, const std::uint8_t* value) {
    if (type == BaseType::Float || type == BaseType::Double) return real(flatbuffers::GetAnyValueF(type, value));
    integer(type, enum_index, flatbuffers::GetAnyValueI(type, value));
  }

  void integer(BaseType type, int enum_index, std::int64_t value) {
    if (type == BaseType::Bool) {
      out_ += value != 0 ? "true" : "false";
    } else if (const auto* choice = choice_of(enum_index, value); choice != nullptr) {
      text(*choice->name());
    } else if (type == BaseType::ULong) {
      out_ += fmt::format("{}", static_cast<std::uint64_t>(value));
    } else {
      out_ += fmt::format("{}", value);
    }
  }

  const reflection::EnumVal* choice_of(int enum_index, std::int64_t value) const {
    if (enum_index < 0) return nullptr;
    return schema_.enums()->Get(static_cast<flatbuffers::uoffset_t>(enum_index))->values()->LookupByKey(value);
  }

  void real(double value) { out_ += std::isfinite(value) ? fmt::format("{}", value) : "null"; }

  void text(const flatbuffers::String& text) {
    out_ += nlohmann::json(text.str()).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }

  void name(const reflection::Field& field) {
    if (out_.back() != '{') out_ += ',';
    text(*field.name());
    out_ += ':';
  }

  const reflection::Schema& schema_;
  std::string out_;
};

}  // namespace

std::string event_json(const Topic& topic, std::span<const std::uint8_t> bytes) {
  const auto* binary = binary_schema(topic.schema);
  RT_CHECK(binary != nullptr);
  Writer writer(*reflection::GetSchema(binary));
  writer.root(bytes.data());
  return writer.take();
}

}  // namespace tripline
