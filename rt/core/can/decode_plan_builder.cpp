#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "rt/base/limits.hpp"
#include "rt/core/can/decode_plan.hpp"

namespace tripline {

/// Compiles files into one plan.
class DecodePlanBuilder {
 public:
  Result<DecodePlan> build(std::span<const DbcFile> files);

 private:
  using SignalStep = DecodePlan::SignalStep;

  void choose(std::span<const DbcFile> files);
  void add_message(const DbcMessage& message);
  void add_signal(const DbcMessage& message, const DbcSignal& signal);
  SignalStep make_step(const DbcSignal& signal) const;
  void number_selectors(const DbcMessage& message);
  std::vector<std::size_t> order_of(const DbcMessage& message) const;
  void name_signals();

  DecodePlan plan_;
  std::vector<const DbcMessage*> chosen_;
  std::vector<std::uint8_t> selector_of_;  ///< per signal of the message at hand
};

namespace {

constexpr std::uint8_t kMostSelectors = 32;

// x * 1 + 0 would turn -0.0 into 0.0; x * 1 + -0.0 leaves every x as it is.
double plan_offset(const DbcSignal& signal) { return signal.scale == 1 && signal.offset == 0 ? -0.0 : signal.offset; }

/// Multiplexers above a signal. A circle counts as endless.
int depth_of(const DbcMessage& message, std::size_t signal) {
  int depth = 0;
  for (int up = message.signals[signal].multiplexer; up >= 0 && depth <= kMostSelectors; ++depth)
    up = message.signals[static_cast<std::size_t>(up)].multiplexer;
  return depth;
}

}  // namespace

// The last message of an id wins, but stands where it stands in its file.
void DecodePlanBuilder::choose(std::span<const DbcFile> files) {
  std::unordered_map<std::uint32_t, std::pair<const DbcMessage*, const DbcFile*>> winners;
  for (const DbcFile& file : files) {
    for (const DbcMessage& message : file.messages) {
      if (message.is_pseudo) continue;
      const auto [it, is_new] = winners.try_emplace(message.id.key(), &message, &file);
      if (is_new) continue;
      plan_.conflicts_.push_back(file.path + ":" + std::to_string(message.line) + ": '" + message.name +
                                 "' replaces '" + it->second.first->name + "' of " + it->second.second->path + ":" +
                                 std::to_string(it->second.first->line) + ", which has the same id");
      it->second = {&message, &file};
    }
  }
  for (const DbcFile& file : files)
    for (const DbcMessage& message : file.messages) {
      const auto it = winners.find(message.id.key());
      if (it != winners.end() && it->second.first == &message) chosen_.push_back(&message);
    }
}

/// Decodable signals in an order in which every multiplexer comes before what it selects.
std::vector<std::size_t> DecodePlanBuilder::order_of(const DbcMessage& message) const {
  std::vector<std::pair<int, std::size_t>> by_depth;
  for (std::size_t i = 0; i < message.signals.size(); ++i) {
    const int depth = depth_of(message, i);
    if (is_decodable(message.signals[i]) && depth <= kMostSelectors) by_depth.emplace_back(depth, i);
  }
  std::sort(by_depth.begin(), by_depth.end());
  std::vector<std::size_t> order;
  order.reserve(by_depth.size());
  for (const auto& [depth, signal] : by_depth) order.push_back(signal);
  return order;
}

void DecodePlanBuilder::number_selectors(const DbcMessage& message) {
  selector_of_.assign(message.signals.size(), DecodePlan::kNoSelector);
  std::uint8_t next = 0;
  for (const DbcSignal& signal : message.signals) {
    if (signal.multiplexer < 0) continue;
    std::uint8_t& number = selector_of_[static_cast<std::size_t>(signal.multiplexer)];
    if (number == DecodePlan::kNoSelector && next < kMostSelectors) number = next++;
  }
}

DecodePlanBuilder::SignalStep DecodePlanBuilder::make_step(const DbcSignal& signal) const {
  using Kind = DecodePlan::Kind;
  SignalStep step;
  step.bits = signal_bits(signal);
  step.kind = signal.is_signed ? Kind::kSigned : Kind::kUnsigned;
  if (signal.value_type == DbcValueType::kFloat) step.kind = Kind::kFloat;
  if (signal.value_type == DbcValueType::kDouble) step.kind = Kind::kDouble;
  step.signal = static_cast<std::uint32_t>(plan_.signals_.size());
  step.scale = signal.scale;
  step.offset = plan_offset(signal);
  return step;
}

void DecodePlanBuilder::add_signal(const DbcMessage& message, const DbcSignal& signal) {
  SignalStep step = make_step(signal);
  step.is_selector = selector_of_[static_cast<std::size_t>(&signal - message.signals.data())];
  if (signal.multiplexer >= 0) {
    step.selected_by = selector_of_[static_cast<std::size_t>(signal.multiplexer)];
    step.first_range = static_cast<std::uint32_t>(plan_.ranges_.size());
    step.range_count = static_cast<std::uint32_t>(signal.selectors.size());
    plan_.ranges_.insert(plan_.ranges_.end(), signal.selectors.begin(), signal.selectors.end());
  }
  plan_.steps_.push_back(step);

  SignalInfo info;
  info.signal_name = signal.name;
  info.message = static_cast<std::uint32_t>(plan_.messages_.size());
  info.scale = signal.scale;
  info.offset = signal.offset;
  info.minimum = signal.minimum;
  info.maximum = signal.maximum;
  info.is_signed = signal.is_signed;
  info.is_multiplexed = signal.multiplexer >= 0;
  info.value_type = signal.value_type;
  info.unit = signal.unit;
  info.comment = signal.comment;
  info.choices = signal.choices;
  plan_.signals_.push_back(std::move(info));
}

void DecodePlanBuilder::add_message(const DbcMessage& message) {
  const auto number = static_cast<std::uint32_t>(plan_.messages_.size());
  const auto first = static_cast<std::uint32_t>(plan_.signals_.size());
  number_selectors(message);
  for (const std::size_t signal : order_of(message)) {
    const int multiplexer = message.signals[signal].multiplexer;
    if (multiplexer < 0 || selector_of_[static_cast<std::size_t>(multiplexer)] != DecodePlan::kNoSelector)
      add_signal(message, message.signals[signal]);
    else
      plan_.conflicts_.push_back("'" + message.name + "' has more than " + std::to_string(kMostSelectors) +
                                 " multiplexers; '" + message.signals[signal].name + "' is not decoded");
  }
  const auto count = static_cast<std::uint32_t>(plan_.signals_.size()) - first;
  plan_.messages_.push_back({message.name, message.id, message.cycle_time, first, count});
  plan_.most_values_ = std::max<std::size_t>(plan_.most_values_, count);
  plan_.by_id_.set(message.id.key(), number);
  if (!message.is_j1939) return;
  plan_.has_j1939_ = true;
  plan_.by_parameter_group_.set(parameter_group_key(message.id.value), number);
}

// A name that several messages have gets its message in front; one that still repeats, a number behind.
void DecodePlanBuilder::name_signals() {
  std::unordered_map<std::string, int> uses;
  for (const SignalInfo& signal : plan_.signals_) ++uses[signal.signal_name];
  std::unordered_set<std::string> taken;
  for (SignalInfo& signal : plan_.signals_) {
    const bool repeated = uses[signal.signal_name] > 1;
    const std::string base =
        repeated ? plan_.messages_[signal.message].name + "." + signal.signal_name : signal.signal_name;
    signal.name = base;
    for (int i = 2; !taken.insert(signal.name).second; ++i) signal.name = base + "#" + std::to_string(i);
  }
}

Result<DecodePlan> DecodePlanBuilder::build(std::span<const DbcFile> files) {
  choose(files);
  plan_.by_id_ = IdIndex(chosen_.size());
  plan_.by_parameter_group_ = IdIndex(chosen_.size());
  for (const DbcMessage* message : chosen_) {
    add_message(*message);
    if (plan_.signals_.size() > limits::kSignals)
      return Error{ExitCode::kBadData, "the DBC files have more than " + std::to_string(limits::kSignals) +
                                           " signals; leave out files of buses that are not there"};
  }
  name_signals();
  return std::move(plan_);
}

Result<DecodePlan> DecodePlan::compile(std::span<const DbcFile> files) { return DecodePlanBuilder().build(files); }

}  // namespace tripline
