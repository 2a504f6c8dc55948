#include "rt/config/range_check.hpp"

#include <fmt/format.h>

#include <cmath>

#include "rt/config/field.hpp"

namespace tripline {
namespace {

const flatbuffers::Table* find(const flatbuffers::Table& root, const std::string& path,
                               const reflection::Field*& leaf) {
  const auto& schema = config_schema();
  const flatbuffers::Table* table = &root;
  const reflection::Object* type = schema.root_table();
  for (std::size_t start = 0;;) {
    const auto dot = path.find('.', start);
    leaf = type->fields()->LookupByKey(path.substr(start, dot - start).c_str());
    if (!table->CheckField(leaf->offset())) return nullptr;
    if (dot == std::string::npos) return table;
    table = flatbuffers::GetFieldT(*table, *leaf);
    type = schema.objects()->Get(static_cast<unsigned>(leaf->type()->index()));
    start = dot + 1;
  }
}

std::optional<std::string> number_problem(const ConfigField& field, double value) {
  if (!std::isfinite(value)) return fmt::format("{} is not a finite number", value);
  if ((field.min && value < *field.min) || (field.max && value > *field.max))
    return fmt::format("{} is out of range, {}", value, allowed_range(field));
  return std::nullopt;
}

std::optional<std::string> list_problem(const ConfigField&, const reflection::Field&, const flatbuffers::Table&);

std::optional<std::string> value_problem(const ConfigField& field, const reflection::Field& leaf,
                                         const flatbuffers::Table& table) {
  const auto type = leaf.type()->base_type();
  if (type == reflection::String || !table.CheckField(leaf.offset())) return std::nullopt;
  return type == reflection::Vector ? list_problem(field, leaf, table)
                                    : number_problem(field, flatbuffers::GetAnyFieldF(table, leaf));
}

/// Of the fields of each table in a list.
std::optional<std::string> tables_problem(const reflection::Field& leaf, const flatbuffers::VectorOfAny& items) {
  const auto* type = config_schema().objects()->Get(static_cast<unsigned>(leaf.type()->index()));
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto* item = flatbuffers::GetAnyVectorElemPointer<const flatbuffers::Table>(&items, i);
    for (const auto* field : fields_by_id(*type))
      if (auto problem = value_problem(describe_field(*field, field->name()->str()), *field, *item))
        return fmt::format("item {}: {}: {}", i, field->name()->str(), *problem);
  }
  return std::nullopt;
}

std::optional<std::string> list_problem(const ConfigField& field, const reflection::Field& leaf,
                                        const flatbuffers::Table& table) {
  const auto* items = flatbuffers::GetFieldAnyV(table, leaf);
  if (items == nullptr) return std::nullopt;
  if (field.max_items && items->size() > *field.max_items)
    return fmt::format("{} items, at most {} are allowed", items->size(), *field.max_items);
  const auto element = leaf.type()->element();
  if (element == reflection::String) return std::nullopt;
  if (element == reflection::Obj) return tables_problem(leaf, *items);
  for (std::size_t i = 0; i < items->size(); ++i)
    if (auto problem = number_problem(field, flatbuffers::GetAnyVectorElemF(items, element, i)))
      return fmt::format("item {}: {}", i, *problem);
  return std::nullopt;
}

}  // namespace

std::optional<OutOfRange> first_out_of_range(const flatbuffers::Table& config) {
  for (const auto& field : config_fields()) {
    const reflection::Field* leaf = nullptr;
    const auto* table = find(config, field.path, leaf);
    if (table == nullptr) continue;
    if (const auto problem = value_problem(field, *leaf, *table)) return OutOfRange{field.path, *problem};
  }
  return std::nullopt;
}

}  // namespace tripline
