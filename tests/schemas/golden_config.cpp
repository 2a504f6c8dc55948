// The golden `config`: every field of the configuration, none at its default where that can be told apart.
#include "schemas/config_in_force_bfbs_generated.h"
#include "schemas/config_in_force_generated.h"
#include "tests/schemas/golden_parts.hpp"

namespace tripline::golden {
namespace {

Offset<wire::Camera> camera(Builder& builder) {
  const auto name = text(builder, "imx296");
  const auto path = text(builder, "clip.y4m");
  wire::CameraBuilder camera(builder);
  camera.add_source(wire::CameraSource::replay);
  camera.add_name(name);
  camera.add_width(640);
  camera.add_height(480);
  camera.add_fps(120);
  camera.add_exposure_us(500);
  camera.add_gain(2.5);
  camera.add_path(path);
  camera.add_loop(true);
  camera.add_speed(wire::ReplaySpeed::max);
  camera.add_format(wire::CameraFormat::raw);
  return camera.Finish();
}

Offset<wire::Sim> sim(Builder& builder) {
  wire::SimBuilder sim(builder);
  sim.add_seed(7);
  sim.add_strike_every_s(5);
  sim.add_noise(1.5);
  sim.add_flicker(0.05);
  sim.add_lamp_every_s(30);
  sim.add_ball_m_s(45);
  sim.add_input_every_s(3);
  return sim.Finish();
}

Offset<wire::Trigger> trigger(Builder& builder) {
  wire::TriggerBuilder trigger(builder);
  trigger.add_threshold(30);
  trigger.add_trip_fraction(0.001);
  trigger.add_trip_pixels(50);
  trigger.add_roi_x(8);
  trigger.add_roi_y(9);
  trigger.add_roi_width(64);
  trigger.add_roi_height(60);
  trigger.add_guard(4);
  trigger.add_guard_fraction(0.5);
  trigger.add_lamp_residual(0.05);
  trigger.add_lamp_correlation(0.9);
  trigger.add_settle_ms(900);
  trigger.add_cooldown_ms(1'100);
  trigger.add_stall_ms(3'000);
  trigger.add_row_step(2);
  trigger.add_reference_back(3);
  trigger.add_arm_at_start(false);
  return trigger.Finish();
}

Offset<wire::StrobeLine> strobe_line(Builder& builder) {
  const auto name = text(builder, "GPIO27");
  const auto pulses = numbers<std::uint32_t>(builder, {200, 201});
  const auto gaps = numbers<std::uint32_t>(builder, {900});
  wire::StrobeLineBuilder line(builder);
  line.add_line(name);
  line.add_use(wire::LineUse::camera);
  line.add_active_low(true);
  line.add_pulse_us(pulses);
  line.add_gap_us(gaps);
  line.add_width_us(150);
  line.add_delay_us(40);
  line.add_max_on_us(300);
  line.add_max_duty(0.5);
  return line.Finish();
}

Offset<wire::Strobe> strobe(Builder& builder) {
  const auto chip = text(builder, "pinctrl-rp1");
  const auto line = text(builder, "GPIO17");
  const auto pulses = numbers<std::uint32_t>(builder, {17, 18});
  const auto gaps = numbers<std::uint32_t>(builder, {700});
  const auto lines = tables(builder, {strobe_line(builder)});
  const auto spi_device = text(builder, "/dev/spidev1.0");
  wire::StrobeBuilder strobe(builder);
  strobe.add_output(wire::StrobeOutput::gpiod);
  strobe.add_chip(chip);
  strobe.add_line(line);
  strobe.add_active_low(true);
  strobe.add_pulse_us(pulses);
  strobe.add_gap_us(gaps);
  strobe.add_max_on_us(100);
  strobe.add_max_duty(0.1);
  strobe.add_min_rest_ms(200);
  strobe.add_delay_us(30);
  strobe.add_lines(lines);
  strobe.add_prime_pulses(12);
  strobe.add_prime_hz(20);
  strobe.add_prime_width_us(500);
  strobe.add_spi_device(spi_device);
  strobe.add_spi_hz(2'000'000);
  strobe.add_spi_max_bytes(8'192);
  return strobe.Finish();
}

Offset<wire::CanMessageRule> can_rule(Builder& builder) {
  const auto message = text(builder, "Brake");
  const auto bus = text(builder, "can1");
  const auto counter = text(builder, "52|4@1");
  const auto checksum = text(builder, "Crc");
  const auto ids = numbers<std::uint8_t>(builder, {17});
  wire::CanMessageRuleBuilder rule(builder);
  rule.add_message(message);
  rule.add_bus(bus);
  rule.add_counter(counter);
  rule.add_counter_step_max(2);
  rule.add_checksum_kind(wire::CanChecksum::crc8_8h2f);
  rule.add_checksum(checksum);
  rule.add_covered_first(1);
  rule.add_covered_last(7);
  rule.add_start(0);
  rule.add_final_xor(255);
  rule.add_data_ids(ids);
  rule.add_cycle_ms(20);
  rule.add_timeout_cycles(3);
  return rule.Finish();
}

Offset<wire::Can> can(Builder& builder) {
  const auto name = text(builder, "can1");
  const auto log = text(builder, "drive.log");
  const auto device = text(builder, "/dev/ttyACM0");
  wire::CanBusBuilder bus(builder);
  bus.add_name(name);
  bus.add_source(wire::CanSource::replay);
  bus.add_log(log);
  bus.add_loop(true);
  bus.add_speed(wire::ReplaySpeed::max);
  bus.add_dbc_ids_only(true);
  bus.add_device(device);
  bus.add_mode(wire::SlcanMode::normal);
  bus.add_bitrate(250'000);
  bus.add_data_mbitrate(5);
  bus.add_baud(1'000'000);
  bus.add_adapter_time(true);
  const auto buses = tables(builder, {bus.Finish()});
  const auto file = text(builder, "car.dbc");
  const auto files = builder.CreateVector(&file, 1);
  const auto rules = tables(builder, {can_rule(builder)});
  wire::CanBuilder can(builder);
  can.add_buses(buses);
  can.add_dbc(files);
  can.add_stale_cycles(4);
  can.add_stale_ms(1'500);
  can.add_rules(rules);
  return can.Finish();
}

Offset<wire::Publish> publish(Builder& builder) {
  wire::PublishBuilder publish(builder);
  publish.add_preview_hz(10);
  publish.add_preview_px(160);
  return publish.Finish();
}

Offset<wire::Events> events(Builder& builder) {
  const auto endpoint = text(builder, "tcp://192.0.2.7:5557");
  const auto secret = text(builder, "core.key");
  const auto clients = text(builder, "clients.keys");
  wire::EventsBuilder events(builder);
  events.add_tcp_endpoint(endpoint);
  events.add_server_secret_key_file(secret);
  events.add_client_keys_file(clients);
  return events.Finish();
}

Offset<wire::Realtime> realtime(Builder& builder) {
  wire::RealtimeBuilder realtime(builder);
  realtime.add_camera_cpu(2);
  realtime.add_strobe_cpu(3);
  realtime.add_lock_memory(false);
  return realtime.Finish();
}

Offset<wire::Record> record(Builder& builder) {
  wire::RecordBuilder record(builder);
  record.add_enabled(false);
  record.add_max_file_mib(64);
  record.add_max_total_mib(512);
  return record.Finish();
}

Offset<wire::Input> input(Builder& builder) {
  const auto chip = text(builder, "pinctrl-rp1");
  const auto line = text(builder, "27");
  wire::InputBuilder input(builder);
  input.add_source(wire::InputSource::gpiod);
  input.add_chip(chip);
  input.add_line(line);
  input.add_active_low(true);
  input.add_edge(wire::InputEdges::both);
  input.add_bias(wire::InputBias::pull_up);
  input.add_debounce_us(1500);
  input.add_action(wire::InputAction::arm_disarm);
  return input.Finish();
}

Offset<wire::SignalRule> signal_rule(Builder& builder) {
  const auto signal = text(builder, "Engine.EngineSpeed");
  const auto name = text(builder, "rpm");
  const auto unit = text(builder, "1/min");
  const auto clamp = numbers<double>(builder, {0, 9'000});
  wire::SignalRuleBuilder rule(builder);
  rule.add_signal(signal);
  rule.add_name(name);
  rule.add_unit(unit);
  rule.add_invert(true);
  rule.add_scale(2.5);
  rule.add_bias(-40);
  rule.add_clamp(clamp);
  rule.add_lowpass_ms(150);
  rule.add_lowpass_hz(1.5);
  rule.add_max_hz(20);
  rule.add_changed_only(true);
  return rule.Finish();
}

Offset<wire::DerivedSignal> derived_signal(Builder& builder) {
  const auto name = text(builder, "gear");
  const auto expression = text(builder, "gear_at(rpm / speed)");
  const auto unit = text(builder, "1");
  const auto range = numbers<double>(builder, {0, 6});
  const auto comment = text(builder, "From rpm and speed");
  wire::DerivedSignalBuilder derived(builder);
  derived.add_name(name);
  derived.add_expression(expression);
  derived.add_unit(unit);
  derived.add_range(range);
  derived.add_max_hz(10);
  derived.add_changed_only(true);
  derived.add_comment(comment);
  return derived.Finish();
}

Offset<wire::Signals> signals(Builder& builder) {
  const auto rules = tables(builder, {signal_rule(builder)});
  const auto derived = tables(builder, {derived_signal(builder)});
  const auto name = text(builder, "gear_at");
  const auto x = numbers<double>(builder, {0, 34.3});
  const auto y = numbers<double>(builder, {6, 5});
  wire::LookupTableBuilder table(builder);
  table.add_name(name);
  table.add_x(x);
  table.add_y(y);
  table.add_interpolation(wire::Interpolation::step);
  const auto lookups = tables(builder, {table.Finish()});
  wire::SignalsBuilder signals(builder);
  signals.add_rules(rules);
  signals.add_derived(derived);
  signals.add_tables(lookups);
  return signals.Finish();
}

Offset<wire::Config> config(Builder& builder) {
  const auto camera_part = camera(builder);
  const auto sim_part = sim(builder);
  const auto trigger_part = trigger(builder);
  const auto strobe_part = strobe(builder);
  const auto can_part = can(builder);
  const auto publish_part = publish(builder);
  const auto realtime_part = realtime(builder);
  const auto record_part = record(builder);
  const auto input_part = input(builder);
  const auto signals_part = signals(builder);
  const auto events_part = events(builder);
  wire::ConfigBuilder config(builder);
  config.add_camera(camera_part);
  config.add_sim(sim_part);
  config.add_trigger(trigger_part);
  config.add_strobe(strobe_part);
  config.add_can(can_part);
  config.add_publish(publish_part);
  config.add_realtime(realtime_part);
  config.add_record(record_part);
  config.add_input(input_part);
  config.add_signals(signals_part);
  config.add_events(events_part);
  return config.Finish();
}

Offset<wire::ConfigValue> value(Builder& builder) {
  const auto path = text(builder, "trigger.threshold");
  const auto json = text(builder, "30");
  wire::LayerValueBuilder layer(builder);
  layer.add_layer(wire::ConfigLayer::overrides);
  layer.add_value(json);
  const auto layers = tables(builder, {layer.Finish()});
  wire::ConfigValueBuilder value(builder);
  value.add_path(path);
  value.add_value(json);
  value.add_layer(wire::ConfigLayer::overrides);
  value.add_restart(false);
  value.add_layers(layers);
  return value.Finish();
}

Offset<wire::ConfigInForce> config_in_force(Builder& builder) {
  const auto profile = text(builder, "demo");
  const auto whole = config(builder);
  const auto values = tables(builder, {value(builder)});
  const wire::Header head = header();
  wire::ConfigInForceBuilder in_force(builder);
  in_force.add_header(&head);
  in_force.add_revision(3);
  in_force.add_profile(profile);
  in_force.add_config(whole);
  in_force.add_values(values);
  return in_force.Finish();
}

}  // namespace

GoldenEvent golden_config_in_force() {
  return {"config_in_force", wire::ConfigInForceIdentifier(), binary_schema<wire::ConfigInForceBinarySchema>(),
          [](flatbuffers::Verifier& verifier) { return wire::VerifyConfigInForceBuffer(verifier); },
          build(wire::ConfigInForceIdentifier(), config_in_force)};
}

}  // namespace tripline::golden
