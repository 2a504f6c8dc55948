#include "shim/bus/topic_schema.hpp"

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

template <typename Schema>
TopicSchema describe(std::string_view root_table) {
  return {root_table, {Schema::data(), Schema::size()}};
}

}  // namespace

TopicSchema topic_schema(const Topic& topic) noexcept {
  const auto id = topic.identifier;
  if (id == "TSTA") return describe<wire::StatusBinarySchema>("tripline.wire.Status");
  if (id == "TCIF") return describe<wire::ConfigInForceBinarySchema>("tripline.wire.ConfigInForce");
  if (id == "TCAT") return describe<wire::CatalogBinarySchema>("tripline.wire.Catalog");
  if (id == "TSHO") return describe<wire::ShotBinarySchema>("tripline.wire.Shot");
  if (id == "TFRM") return describe<wire::FrameBinarySchema>("tripline.wire.Frame");
  if (id == "TCRW") return describe<wire::CanRawBinarySchema>("tripline.wire.CanRaw");
  if (id == "TCSG") return describe<wire::CanSignalsBinarySchema>("tripline.wire.CanSignals");
  if (id == "TALR") return describe<wire::AlertBinarySchema>("tripline.wire.Alert");
  RT_CHECK(id == "TLOG");
  return describe<wire::LogBinarySchema>("tripline.wire.Log");
}

}  // namespace tripline
