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
  Result<DecodePlan> build(std::span<const DbcFile> files, const DecodeKernel& kernel);

 private:
  using Block = DecodePlan::Block;
  using Interval = DecodePlan::Interval;

  void choose(std::span<const DbcFile> files);
  void add_message(const DbcMessage& message);
  void add_signal(const DbcSignal& signal);
  std::vector<std::size_t> order_of(const DbcMessage& message) const;
  void name_signals();
  std::uint32_t add_block(const DbcMessage& message, std::span<const std::size_t> signals);
  void add_lane(const DbcSignal& signal, std::uint32_t lane, Block& block);
  void add_side(const DbcSignal& signal, std::uint32_t lane, Block& block);
  void add_multiplexers(const DbcMessage& message);
  void add_intervals(const DbcMessage& message, std::span<const std::size_t> selected);
  void make_direct(DecodePlan::Multiplexer& multiplexer);
  bool is_too_large() const;

  DecodePlan plan_;
  std::vector<const DbcMessage*> chosen_;
  // Of the message at hand:
  std::vector<std::size_t> order_;             ///< signals that are decoded, multiplexers first
  std::vector<std::uint32_t> number_of_;       ///< per signal: index in plan_.signals_
  std::vector<std::uint32_t> multiplexer_of_;  ///< per signal: which multiplexer of the message it is, or kNoBlock
};

namespace {

constexpr int kMostDepth = 31;  ///< multiplexers above a signal
constexpr std::uint32_t kStandardIds = 0x800;
constexpr std::uint32_t kWindow = 16;  ///< bytes

// x * 1 + 0 would turn -0.0 into 0.0; x * 1 + -0.0 leaves every x as it is.
double plan_offset(const DbcSignal& signal) { return signal.scale == 1 && signal.offset == 0 ? -0.0 : signal.offset; }

/// Multiplexers above a signal. A circle counts as endless.
int depth_of(const DbcMessage& message, std::size_t signal) {
  int depth = 0;
  for (int up = message.signals[signal].multiplexer; up >= 0 && depth <= kMostDepth; ++depth)
    up = message.signals[static_cast<std::size_t>(up)].multiplexer;
  return depth;
}

bool is_selected_by(const DbcSignal& signal, std::int64_t value) {
  return std::any_of(signal.selectors.begin(), signal.selectors.end(),
                     [value](const DbcSelectorRange& range) { return value >= range.first && value <= range.last; });
}

bool fits_lane(const DbcSignal& signal) {
  return signal.value_type == DbcValueType::kInteger && signal.length_bits <= kLaneBits;
}

bool fits_window(const DbcSignal& signal, std::uint32_t window) {
  const std::uint32_t load = signal_bits(signal).load_byte;
  return load >= window && load + 8 <= window + kWindow;
}

/// Where the 16 bytes begin that hold the first one or two of these signals.
std::uint8_t window_of(const DbcMessage& message, std::span<const std::size_t> signals) {
  std::uint32_t first = kPayloadBytes - kWindow;
  for (const std::size_t signal : signals.first(std::min<std::size_t>(signals.size(), 2)))
    if (fits_lane(message.signals[signal]))
      first = std::min<std::uint32_t>(first, signal_bits(message.signals[signal]).load_byte);
  return static_cast<std::uint8_t>(first);
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
    if (is_decodable(message.signals[i]) && depth <= kMostDepth) by_depth.emplace_back(depth, i);
  }
  std::sort(by_depth.begin(), by_depth.end());
  std::vector<std::size_t> order;
  order.reserve(by_depth.size());
  for (const auto& [depth, signal] : by_depth) order.push_back(signal);
  return order;
}

void DecodePlanBuilder::add_signal(const DbcSignal& signal) {
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

void DecodePlanBuilder::add_lane(const DbcSignal& signal, std::uint32_t lane, Block& block) {
  const SignalBits bits = signal_bits(signal);
  LaneGroup& group = plan_.groups_[block.first_group + lane / LaneGroup::kLanes];
  const std::uint32_t at = lane % LaneGroup::kLanes;
  group.load[at] = bits.load_byte;
  group.big_endian[at] = bits.big_endian;
  group.left[at] = bits.left();
  group.right[at] = 64U - bits.length;
  group.sign[at] = signal.is_signed ? std::uint64_t{1} << (bits.length - 1U) : 0;
  group.scale[at] = signal.scale;
  group.offset[at] = plan_offset(signal);
  for (std::uint32_t i = 0; i < 8; ++i) {
    const std::uint32_t byte = bits.load_byte + (bits.big_endian ? 7 - i : i);
    group.permute[at * 8 + i] = static_cast<std::uint8_t>(byte);
    group.shuffle[at * 8 + i] = static_cast<std::uint8_t>(byte - group.window[at / 2]);
  }
}

void DecodePlanBuilder::add_side(const DbcSignal& signal, std::uint32_t lane, Block& block) {
  using Kind = DecodePlan::Kind;
  Kind kind = signal.is_signed ? Kind::kSigned : Kind::kUnsigned;
  if (signal.value_type == DbcValueType::kFloat) kind = Kind::kFloat;
  if (signal.value_type == DbcValueType::kDouble) kind = Kind::kDouble;
  plan_.sides_.push_back({signal_bits(signal), kind, lane, signal.scale, plan_offset(signal)});
  ++block.side_count;
}

/// Appends the groups and side steps of these signals of the message, and names the multiplexers among them.
std::uint32_t DecodePlanBuilder::add_block(const DbcMessage& message, std::span<const std::size_t> signals) {
  Block block;
  block.first_group = static_cast<std::uint32_t>(plan_.groups_.size());
  block.count = static_cast<std::uint32_t>(signals.size());
  block.first_side = static_cast<std::uint32_t>(plan_.sides_.size());
  plan_.groups_.resize(plan_.groups_.size() + (signals.size() + LaneGroup::kLanes - 1) / LaneGroup::kLanes);
  plan_.lane_signal_.resize(plan_.groups_.size() * LaneGroup::kLanes);
  plan_.lane_end_byte_.resize(plan_.lane_signal_.size());

  for (std::uint32_t lane = 0; lane < block.count; ++lane) {
    const DbcSignal& signal = message.signals[signals[lane]];
    LaneGroup& group = plan_.groups_[block.first_group + lane / LaneGroup::kLanes];
    std::uint8_t& window = group.window[lane % LaneGroup::kLanes / 2];
    if (lane % 2 == 0) window = window_of(message, signals.subspan(lane));
    if (fits_lane(signal) && fits_window(signal, window))
      add_lane(signal, lane, block);
    else
      add_side(signal, lane, block);

    const std::size_t row = std::size_t{block.first_group} * LaneGroup::kLanes + lane;
    const SignalBits bits = signal_bits(signal);
    plan_.lane_signal_[row] = number_of_[signals[lane]];
    plan_.lane_end_byte_[row] = bits.end_byte;
    block.end_byte = std::max<std::uint32_t>(block.end_byte, bits.end_byte);
    if (const std::uint32_t number = multiplexer_of_[signals[lane]]; number < DecodePlan::kMostMultiplexers)
      block.multiplexers |= std::uint64_t{1} << number;
  }
  plan_.blocks_.push_back(block);
  return static_cast<std::uint32_t>(plan_.blocks_.size() - 1);
}

/// Cuts the values of a multiplexer into intervals within which the same signals are selected, a block each.
void DecodePlanBuilder::add_intervals(const DbcMessage& message, std::span<const std::size_t> selected) {
  std::vector<std::int64_t> cuts;  // first values of the intervals; INT64_MAX itself never begins one
  for (const std::size_t signal : selected)
    for (const DbcSelectorRange& range : message.signals[signal].selectors) {
      cuts.push_back(range.first);
      if (range.last < INT64_MAX) cuts.push_back(range.last + 1);
    }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  for (std::size_t i = 0; i < cuts.size() && !is_too_large(); ++i) {
    std::vector<std::size_t> present;
    for (const std::size_t signal : selected)
      if (is_selected_by(message.signals[signal], cuts[i])) present.push_back(signal);
    if (present.empty()) continue;
    const std::int64_t last = i + 1 < cuts.size() ? cuts[i + 1] - 1 : INT64_MAX;
    plan_.intervals_.push_back({cuts[i], last, add_block(message, present)});
  }
}

/// Multiplexers of small values, as nearly all are, find their block by one load.
void DecodePlanBuilder::make_direct(DecodePlan::Multiplexer& multiplexer) {
  constexpr std::int64_t kMostDirect = 256;
  const std::span intervals(plan_.intervals_.data() + multiplexer.first_interval, multiplexer.interval_count);
  if (multiplexer.is_signed || multiplexer.bits.ninth_byte || intervals.empty()) return;
  if (intervals.front().first < 0 || intervals.back().last >= kMostDirect) return;
  multiplexer.direct_count = static_cast<std::uint32_t>(intervals.back().last) + 1;
  multiplexer.first_direct = static_cast<std::uint32_t>(plan_.direct_.size());
  plan_.direct_.resize(plan_.direct_.size() + multiplexer.direct_count, DecodePlan::kNoBlock);
  const auto block_of = plan_.direct_.begin() + multiplexer.first_direct;
  for (const Interval& interval : intervals)
    std::fill(block_of + interval.first, block_of + interval.last + 1, interval.block);
}

void DecodePlanBuilder::add_multiplexers(const DbcMessage& message) {
  std::vector<std::vector<std::size_t>> selected(message.signals.size());
  for (const std::size_t signal : order_)
    if (const int by = message.signals[signal].multiplexer; by >= 0)
      selected[static_cast<std::size_t>(by)].push_back(signal);
  const std::size_t first = plan_.multiplexers_.size();
  multiplexer_of_.assign(message.signals.size(), DecodePlan::kNoBlock);
  for (const std::size_t signal : order_) {
    if (selected[signal].empty()) continue;
    multiplexer_of_[signal] = static_cast<std::uint32_t>(plan_.multiplexers_.size() - first);
    plan_.multiplexers_.push_back({signal_bits(message.signals[signal]), message.signals[signal].is_signed});
  }
  for (const std::size_t signal : order_) {
    if (selected[signal].empty()) continue;
    DecodePlan::Multiplexer& multiplexer = plan_.multiplexers_[first + multiplexer_of_[signal]];
    multiplexer.first_interval = static_cast<std::uint32_t>(plan_.intervals_.size());
    add_intervals(message, selected[signal]);
    multiplexer.interval_count = static_cast<std::uint32_t>(plan_.intervals_.size()) - multiplexer.first_interval;
    make_direct(multiplexer);
  }
}

void DecodePlanBuilder::add_message(const DbcMessage& message) {
  const auto number = static_cast<std::uint32_t>(plan_.messages_.size());
  const auto first = static_cast<std::uint32_t>(plan_.signals_.size());
  order_ = order_of(message);
  number_of_.assign(message.signals.size(), 0);
  for (const std::size_t signal : order_) {
    number_of_[signal] = static_cast<std::uint32_t>(plan_.signals_.size());
    add_signal(message.signals[signal]);
  }
  DecodePlan::Layout layout;
  layout.first_multiplexer = static_cast<std::uint32_t>(plan_.multiplexers_.size());
  add_multiplexers(message);
  layout.multiplexer_count = static_cast<std::uint32_t>(plan_.multiplexers_.size()) - layout.first_multiplexer;
  std::vector<std::size_t> always;
  std::copy_if(order_.begin(), order_.end(), std::back_inserter(always),
               [&](std::size_t signal) { return message.signals[signal].multiplexer < 0; });
  layout.root = add_block(message, always);
  plan_.layouts_.push_back(layout);
  if (layout.multiplexer_count > DecodePlan::kMostMultiplexers)
    plan_.conflicts_.push_back("'" + message.name + "' has more than " + std::to_string(DecodePlan::kMostMultiplexers) +
                               " multiplexers; what the others select is not decoded");
  const auto count = static_cast<std::uint32_t>(plan_.signals_.size()) - first;
  plan_.messages_.push_back({message.name, message.id, message.cycle_time, first, count});
  plan_.most_values_ = std::max<std::size_t>(plan_.most_values_, count);
  plan_.by_id_.set(message.id.key(), number);
  if (!message.id.extended && message.id.value < kStandardIds) plan_.by_standard_id_[message.id.value] = number;
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

bool DecodePlanBuilder::is_too_large() const {
  return plan_.signals_.size() > limits::kSignals || plan_.lane_signal_.size() > limits::kDecodeLanes;
}

Result<DecodePlan> DecodePlanBuilder::build(std::span<const DbcFile> files, const DecodeKernel& kernel) {
  choose(files);
  plan_.kernel_ = kernel;
  plan_.by_id_ = IdIndex(chosen_.size());
  plan_.by_parameter_group_ = IdIndex(chosen_.size());
  plan_.by_standard_id_.assign(kStandardIds, DecodedFrame::kUnknown);
  for (const DbcMessage* message : chosen_) {
    add_message(*message);
    if (is_too_large())
      return Error{ExitCode::kBadData,
                   "the DBC files have more than " + std::to_string(limits::kSignals) +
                       " signals, or multiplexers with too many values; leave out files of buses that are not there"};
  }
  name_signals();
  return std::move(plan_);
}

Result<DecodePlan> DecodePlan::compile(std::span<const DbcFile> files, const DecodeKernel& kernel) {
  return DecodePlanBuilder().build(files, kernel);
}

Result<DecodePlan> DecodePlan::compile(std::span<const DbcFile> files) {
  return compile(files, decode_kernels().back());
}

}  // namespace tripline
