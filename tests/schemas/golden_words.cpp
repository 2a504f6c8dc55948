// The golden `alert`, `log`, control request and control reply.
#include "schemas/alert_bfbs_generated.h"
#include "schemas/alert_generated.h"
#include "schemas/control_reply_bfbs_generated.h"
#include "schemas/control_reply_generated.h"
#include "schemas/control_request_bfbs_generated.h"
#include "schemas/control_request_generated.h"
#include "schemas/log_bfbs_generated.h"
#include "schemas/log_generated.h"
#include "tests/schemas/golden_parts.hpp"

namespace tripline::golden {
namespace {

Offset<wire::Alert> alert(Builder& builder) {
  const auto source = text(builder, "camera");
  const auto message = text(builder, "no frame for 2 s");
  const auto remedy = text(builder, "check the cable");
  const wire::Header head = header();
  wire::AlertBuilder alert(builder);
  alert.add_header(&head);
  alert.add_severity(wire::Severity::warning);
  alert.add_kind(wire::AlertKind::camera_stalled);
  alert.add_source(source);
  alert.add_message(message);
  alert.add_remedy(remedy);
  alert.add_at_ns(999'000'000);
  return alert.Finish();
}

Offset<wire::Log> log(Builder& builder) {
  const auto source = text(builder, "trigger");
  const auto message = text(builder, "armed – größer als nötig");
  const wire::Header head = header();
  wire::LogBuilder log(builder);
  log.add_header(&head);
  log.add_level(wire::LogLevel::info);
  log.add_source(source);
  log.add_message(message);
  log.add_wall_ns(1'793'000'001'000'000'000);
  return log.Finish();
}

Offset<wire::ControlRequest> control_request(Builder& builder) {
  const auto path = text(builder, "trigger.threshold");
  const auto value = text(builder, "30");
  const auto change_path = text(builder, "strobe.pulse_us");
  const auto change_value = text(builder, "[100, 200]");
  wire::ConfigChangeBuilder change(builder);
  change.add_path(change_path);
  change.add_value(change_value);
  const auto changes = tables(builder, {change.Finish()});
  wire::ControlRequestBuilder request(builder);
  request.add_request_id(42);
  request.add_verb(wire::Verb::set);
  request.add_path(path);
  request.add_value(value);
  request.add_changes(changes);
  request.add_run_id(kRunId);
  request.add_revision(3);
  request.add_dry_run(true);
  return request.Finish();
}

Offset<wire::ControlReply> control_reply(Builder& builder) {
  const auto error = text(builder, "trigger.threshold: 300 is not in 1..254");
  const auto value = text(builder, "");
  wire::ControlReplyBuilder reply(builder);
  reply.add_request_id(42);
  reply.add_ok(false);
  reply.add_error(error);
  reply.add_value(value);
  reply.add_code(78);
  return reply.Finish();
}

}  // namespace

GoldenEvent golden_alert() {
  return {"alert", wire::AlertIdentifier(), binary_schema<wire::AlertBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyAlertBuffer(verifier); },
          build(wire::AlertIdentifier(), alert)};
}

GoldenEvent golden_log() {
  return {"log", wire::LogIdentifier(), binary_schema<wire::LogBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyLogBuffer(verifier); },
          build(wire::LogIdentifier(), log)};
}

GoldenEvent golden_control_request() {
  return {"control_request", wire::ControlRequestIdentifier(), binary_schema<wire::ControlRequestBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyControlRequestBuffer(verifier); },
          build(wire::ControlRequestIdentifier(), control_request)};
}

GoldenEvent golden_control_reply() {
  return {"control_reply", wire::ControlReplyIdentifier(), binary_schema<wire::ControlReplyBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyControlReplyBuffer(verifier); },
          build(wire::ControlReplyIdentifier(), control_reply)};
}

}  // namespace tripline::golden
