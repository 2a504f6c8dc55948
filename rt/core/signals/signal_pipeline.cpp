#include "rt/core/signals/signal_pipeline.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tripline {
namespace {

bool equal(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool needs_gate(nanoseconds told_every_min, bool changed_only) { return told_every_min.count() > 0 || changed_only; }

}  // namespace

SignalPipeline::SignalPipeline(SignalProfile profile, std::size_t decoded_signals)
    : profile_(std::move(profile)),
      decoded_(decoded_signals),
      newest_(decoded_),
      states_(decoded_ + profile_.derived.size()),
      ruled_of_(decoded_, kNone),
      gate_of_(states_.size(), kNone),
      users_(states_.size()),
      news_(profile_.order.size()) {
  const auto add_gate = [this](std::size_t signal, nanoseconds told_every_min, bool changed_only) {
    if (!needs_gate(told_every_min, changed_only)) return;
    gate_of_[signal] = static_cast<std::uint32_t>(gates_.size());
    gates_.emplace_back(told_every_min, changed_only);
  };
  for (const auto& ruled : profile_.ruled) {
    ruled_of_[ruled.signal] = static_cast<std::uint32_t>(ruled_.size());
    ruled_.push_back({ruled, LowPass(ruled.rule.low_pass)});
    add_gate(ruled.signal, ruled.rule.told_every_min, ruled.rule.changed_only);
  }
  for (std::size_t i = 0; i < profile_.derived.size(); ++i)
    add_gate(decoded_ + i, profile_.derived[i].rule.told_every_min, profile_.derived[i].rule.changed_only);
  build_users();
}

void SignalPipeline::build_users() {
  for (std::uint32_t place = 0; place < profile_.order.size(); ++place)
    for (const auto input : profile_.derived[profile_.order[place]].inputs) users_[input].push_back(place);
}

ProfiledSamples SignalPipeline::step(MonoTime now, std::span<const SignalSample> samples) {
  if (states_.size() == decoded_ && ruled_.empty()) return pass(samples);
  values_.clear();
  told_.clear();
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (i > 0 && samples[i].time != samples[i - 1].time) derive();
    take(samples[i]);
  }
  derive();
  for (auto& gate : gates_) add_told(gate.release(now));
  return {values_, told_};
}

/// Without a profile nothing is copied: a full bus has more than a million samples a second.
ProfiledSamples SignalPipeline::pass(std::span<const SignalSample> samples) {
  for (const auto& sample : samples)
    if (sample.signal < decoded_) newest_[sample.signal] = sample;
  return {samples, samples};
}

void SignalPipeline::take(const SignalSample& sample) {
  if (sample.signal >= decoded_) return;
  newest_[sample.signal] = sample;
  SignalSample shaped = sample;
  if (const auto place = ruled_of_[sample.signal]; place != kNone) {
    auto& [rule, low_pass] = ruled_[place];
    if (sample.stale) {
      low_pass.reset();
      shaped.value = states_[sample.signal].value;
    } else {
      shaped.value = low_pass.step(sample.time, rule.shaped(sample.value));
    }
  }
  note(shaped);
}

/// A profiled sample becomes the state, is told, and is news to what is derived from it.
void SignalPipeline::note(const SignalSample& sample) {
  State& state = states_[sample.signal];
  const bool same = state.has_value && state.is_stale == sample.stale && equal(state.value, sample.value);
  state = {sample.value, sample.time, state.has_value || !sample.stale, sample.stale};
  for (const auto place : users_[sample.signal]) {
    news_[place] = std::max(news_[place], same ? News::kRenewed : News::kChanged);
    has_news_ = true;
  }
  values_.push_back(sample);
  tell(sample);
}

void SignalPipeline::tell(const SignalSample& sample) {
  const auto gate = gate_of_[sample.signal];
  if (gate == kNone) return told_.push_back(sample);
  if (!sample.stale) return add_told(gates_[gate].offer(sample));
  add_told(gates_[gate].end());
  told_.push_back(sample);
}

void SignalPipeline::add_told(std::optional<SignalSample> sample) {
  if (sample) told_.push_back(*sample);
}

/// In the order in which they use each other, so that news goes all the way in one pass.
void SignalPipeline::derive() {
  if (!std::exchange(has_news_, false)) return;
  for (std::size_t place = 0; place < news_.size(); ++place)
    if (news_[place] != News::kNone) derive(place);
  has_news_ = false;
}

void SignalPipeline::derive(std::size_t place) {
  const auto index = profile_.order[place];
  DerivedSignal& derived = profile_.derived[index];
  const bool changed = std::exchange(news_[place], News::kNone) == News::kChanged;
  SignalSample sample{static_cast<std::uint32_t>(decoded_ + index), false, MonoTime{}, 0};
  const State& state = states_[sample.signal];
  if (!gather_inputs(derived, sample.stale, sample.time)) return;
  if (sample.stale && (state.is_stale || !state.has_value)) return;
  sample.value = state.value;
  if (!sample.stale && (changed || !state.has_value || state.is_stale)) {
    sample.value = derived.expression.evaluate(inputs_);
    ++evaluations_;
  }
  note(sample);
}

/// False while one of them never had a value. Stale when one of them is; the time is the newest one's.
bool SignalPipeline::gather_inputs(const DerivedSignal& derived, bool& is_stale, MonoTime& time) {
  inputs_.clear();
  for (const auto input : derived.inputs) {
    const State& state = states_[input];
    if (!state.has_value) return false;
    is_stale = is_stale || state.is_stale;
    time = std::max(time, state.time);
    inputs_.push_back(state.value);
  }
  return true;
}

std::vector<SignalSample> SignalPipeline::newest_decoded() const {
  std::vector<SignalSample> samples;
  for (auto sample : newest_) {
    if (sample.time == MonoTime{}) continue;
    if (sample.stale) samples.push_back({sample.signal, false, sample.time, sample.value});
    samples.push_back(sample);
  }
  std::stable_sort(samples.begin(), samples.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  return samples;
}

}  // namespace tripline
