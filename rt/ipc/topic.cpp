#include "rt/ipc/topic.hpp"

#include <flatbuffers/flatbuffers.h>

#include "rt/base/limits.hpp"
#include "schemas/alert_generated.h"
#include "schemas/can_raw_generated.h"
#include "schemas/can_signals_generated.h"
#include "schemas/catalog_generated.h"
#include "schemas/config_in_force_generated.h"
#include "schemas/frame_generated.h"
#include "schemas/log_generated.h"
#include "schemas/shot_generated.h"
#include "schemas/status_generated.h"

namespace tripline {
namespace {

bool verify_root(std::string_view identifier, flatbuffers::Verifier& verifier) {
  if (identifier == "TSTA") return wire::VerifyStatusBuffer(verifier);
  if (identifier == "TCIF") return wire::VerifyConfigInForceBuffer(verifier);
  if (identifier == "TCAT") return wire::VerifyCatalogBuffer(verifier);
  if (identifier == "TSHO") return wire::VerifyShotBuffer(verifier);
  if (identifier == "TFRM") return wire::VerifyFrameBuffer(verifier);
  if (identifier == "TCRW") return wire::VerifyCanRawBuffer(verifier);
  if (identifier == "TCSG") return wire::VerifyCanSignalsBuffer(verifier);
  if (identifier == "TALR") return wire::VerifyAlertBuffer(verifier);
  if (identifier == "TLOG") return wire::VerifyLogBuffer(verifier);
  return false;
}

constexpr std::size_t kSmallestBuffer = 12;  // root offset, identifier, an empty table
constexpr flatbuffers::uoffset_t kVerifyDepth = 16;
constexpr flatbuffers::uoffset_t kVerifyTables = 1'000'000;

}  // namespace

bool verify_event(const Topic& topic, const void* bytes, std::size_t size) noexcept {
  if (size < kSmallestBuffer || size > limits::kEventBytes) return false;
  flatbuffers::Verifier verifier(static_cast<const std::uint8_t*>(bytes), size, kVerifyDepth, kVerifyTables);
  return verify_root(topic.identifier, verifier);
}

}  // namespace tripline
