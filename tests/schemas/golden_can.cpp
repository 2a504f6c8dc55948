// The golden `catalog`, `can_raw` and `can_signals`.
#include <limits>

#include "schemas/can_raw_bfbs_generated.h"
#include "schemas/can_raw_generated.h"
#include "schemas/can_signals_bfbs_generated.h"
#include "schemas/can_signals_generated.h"
#include "schemas/catalog_bfbs_generated.h"
#include "schemas/catalog_generated.h"
#include "tests/schemas/golden_parts.hpp"

namespace tripline::golden {
namespace {

Offset<wire::Choice> choice(Builder& builder, std::int64_t raw, std::string_view name) {
  const auto written = text(builder, name);
  wire::ChoiceBuilder choice(builder);
  choice.add_raw(raw);
  choice.add_name(written);
  return choice.Finish();
}

Offset<wire::Signal> signal(Builder& builder) {
  const auto name = text(builder, "Gear");
  const auto message = text(builder, "Gearbox");
  const auto bus = text(builder, "can0");
  const auto unit = text(builder, "°");
  const auto reverse = choice(builder, -1, "Reverse");
  const auto neutral = choice(builder, 0, "Neutral");
  const auto choices = tables(builder, {reverse, neutral});
  const auto comment = text(builder, "The gear that is in");
  const auto dbc_name = text(builder, "GbxGear");
  const auto expression = text(builder, "gear_at(rpm / speed)");
  wire::SignalBuilder signal(builder);
  signal.add_index(0);
  signal.add_name(name);
  signal.add_message(message);
  signal.add_can_id(0x18FEF100);
  signal.add_extended(true);
  signal.add_bus(bus);
  signal.add_unit(unit);
  signal.add_minimum(-1);
  signal.add_maximum(6);
  signal.add_choices(choices);
  signal.add_provenance(wire::Provenance::simulated);
  signal.add_timeout_ns(500'000'000);
  signal.add_comment(comment);
  signal.add_dbc_name(dbc_name);
  signal.add_expression(expression);
  return signal.Finish();
}

Offset<wire::Catalog> catalog(Builder& builder) {
  const auto signals = tables(builder, {signal(builder)});
  const wire::Header head = header();
  wire::CatalogBuilder catalog(builder);
  catalog.add_header(&head);
  catalog.add_revision(2);
  catalog.add_signals(signals);
  return catalog.Finish();
}

Offset<wire::CanRaw> can_raw(Builder& builder) {
  const auto bus = text(builder, "can0");
  const auto times = numbers<std::uint64_t>(builder, {1'000'000'001, 1'000'000'002});
  const auto ids = numbers<std::uint32_t>(builder, {0x123, 0x18FEF100});
  const auto flags = numbers<std::uint8_t>(builder, {0, 1});
  const auto lengths = numbers<std::uint8_t>(builder, {1, 2});
  const auto data = numbers<std::uint8_t>(builder, {0xAA, 0xBB, 0xCC});
  const wire::Header head = header();
  wire::CanRawBuilder raw(builder);
  raw.add_header(&head);
  raw.add_bus(bus);
  raw.add_provenance(wire::Provenance::replayed);
  raw.add_mono_ns(times);
  raw.add_id(ids);
  raw.add_flags(flags);
  raw.add_length(lengths);
  raw.add_data(data);
  return raw.Finish();
}

Offset<wire::CanSignals> can_signals(Builder& builder) {
  const auto signals = numbers<std::uint32_t>(builder, {0, 2, 1});
  const auto times = numbers<std::uint64_t>(builder, {1'000'000'001, 1'000'000'002, 1'000'000'003});
  const auto values = numbers<double>(builder, {-1.5, 3'250.25, std::numeric_limits<double>::infinity()});
  const auto stale = numbers<std::uint32_t>(builder, {3});
  const wire::Header head = header();
  wire::CanSignalsBuilder batch(builder);
  batch.add_header(&head);
  batch.add_catalog_revision(2);
  batch.add_signal(signals);
  batch.add_mono_ns(times);
  batch.add_value(values);
  batch.add_stale(stale);
  return batch.Finish();
}

}  // namespace

GoldenEvent golden_catalog() {
  return {"catalog", wire::CatalogIdentifier(), binary_schema<wire::CatalogBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyCatalogBuffer(verifier); },
          build(wire::CatalogIdentifier(), catalog)};
}

GoldenEvent golden_can_raw() {
  return {"can_raw", wire::CanRawIdentifier(), binary_schema<wire::CanRawBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyCanRawBuffer(verifier); },
          build(wire::CanRawIdentifier(), can_raw)};
}

GoldenEvent golden_can_signals() {
  return {"can_signals", wire::CanSignalsIdentifier(), binary_schema<wire::CanSignalsBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyCanSignalsBuffer(verifier); },
          build(wire::CanSignalsIdentifier(), can_signals)};
}

}  // namespace tripline::golden
