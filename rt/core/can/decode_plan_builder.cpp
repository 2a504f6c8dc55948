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
  using Target = DecodePlan::Target;

  void choose(std::span<const DbcFile> files);
  void add_message(const DbcMessage& message);
  void add_signal(const DbcSignal& signal);
  std::vector<std::size_t> order_of(const DbcMessage& message) const;
  void name_signals();
  Block make_block(const DbcMessage& message, std::span<const std::size_t> signals);
  void add_lane(const DbcSignal& signal, std::uint32_t lane, Block& block);
  void add_side(const DbcSignal& signal, std::uint32_t lane, Block& block);
  void add_ways(const DbcMessage& message);
  Target add_block(const DbcMessage& message, std::vector<std::size_t> signals);
  Target add_choice(const DbcSignal& multiplexer, Target otherwise, std::span<const Interval> intervals);
  Target add_way(const DbcMessage& message, const std::vector<std::size_t>& present, std::size_t multiplexer);
  Target add_side_way(const DbcMessage& message, std::size_t multiplexer);
  std::vector<std::int64_t> cuts_of(const DbcMessage& message, std::size_t multiplexer) const;
  void make_direct(DecodePlan::Choice& choice);
  bool is_too_large() const;

  DecodePlan plan_;
  std::vector<const DbcMessage*> chosen_;
  // Of the message at hand:
  std::vector<std::size_t> order_;                  ///< signals that are decoded, multiplexers first
  std::vector<std::uint32_t> number_of_;            ///< per signal: index in plan_.signals_
  std::vector<std::size_t> rank_of_;                ///< per signal: index in order_
  std::vector<std::vector<std::size_t>> selected_;  ///< per signal: those it may select
  std::vector<std::size_t> first_below_;            ///< per multiplexer: the first multiplexer among those, or kNone
};

namespace {

constexpr std::size_t kNone = SIZE_MAX;
constexpr int kMostDepth = 31;         ///< multiplexers above a signal
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
  info.bits = signal_bits(signal);
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
  group.mask[at] = signal.is_signed ? ~std::uint64_t{0} : ~std::uint64_t{0} >> group.right[at];
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
  if (signal.value_type == DbcValueType::kHalf) kind = Kind::kHalf;
  if (signal.value_type == DbcValueType::kFloat) kind = Kind::kFloat;
  if (signal.value_type == DbcValueType::kDouble) kind = Kind::kDouble;
  plan_.sides_.push_back({signal_bits(signal), kind, lane, signal.scale, plan_offset(signal)});
  ++block.side_count;
}

/// Appends the groups and side steps of these signals of the message.
DecodePlanBuilder::Block DecodePlanBuilder::make_block(const DbcMessage& message,
                                                       std::span<const std::size_t> signals) {
  Block block;
  block.first_group = static_cast<std::uint32_t>(plan_.groups_.size());
  block.count = static_cast<std::uint32_t>(signals.size());
  block.first_side = static_cast<std::uint32_t>(plan_.sides_.size());
  const std::size_t groups = std::max<std::size_t>((signals.size() + LaneGroup::kLanes - 1) / LaneGroup::kLanes, 1);
  plan_.groups_.resize(plan_.groups_.size() + groups);  // kernels look at the first one unasked
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
  }
  return block;
}

/// The values of a multiplexer, cut where what it selects changes, in order: first values of the intervals.
std::vector<std::int64_t> DecodePlanBuilder::cuts_of(const DbcMessage& message, std::size_t multiplexer) const {
  std::vector<std::int64_t> cuts;
  for (const std::size_t signal : selected_[multiplexer])
    for (const DbcSelectorRange& range : message.signals[signal].selectors) {
      cuts.push_back(range.first);
      if (range.last < INT64_MAX) cuts.push_back(range.last + 1);
    }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  return cuts;
}

/// Multiplexers of small values, as nearly all are, find their way by one load.
void DecodePlanBuilder::make_direct(DecodePlan::Choice& choice) {
  constexpr std::int64_t kMostDirect = 256;
  const std::span intervals(plan_.intervals_.data() + choice.first_interval, choice.interval_count);
  if (choice.is_signed || choice.bits.ninth_byte || intervals.empty()) return;
  if (intervals.front().first < 0 || intervals.back().last >= kMostDirect) return;
  choice.direct_count = static_cast<std::uint32_t>(intervals.back().last) + 1;
  choice.first_direct = static_cast<std::uint32_t>(plan_.direct_.size());
  plan_.direct_.resize(plan_.direct_.size() + choice.direct_count + 1, choice.otherwise.unlisted());
  const auto target_of = plan_.direct_.begin() + choice.first_direct;
  for (const Interval& interval : intervals)
    std::fill(target_of + interval.first, target_of + interval.last + 1, interval.target);
}

DecodePlanBuilder::Target DecodePlanBuilder::add_block(const DbcMessage& message, std::vector<std::size_t> signals) {
  std::sort(signals.begin(), signals.end(), [this](std::size_t a, std::size_t b) { return rank_of_[a] < rank_of_[b]; });
  plan_.blocks_.push_back(make_block(message, signals));
  return {static_cast<std::uint32_t>(plan_.blocks_.size() - 1)};
}

DecodePlanBuilder::Target DecodePlanBuilder::add_choice(const DbcSignal& multiplexer, Target otherwise,
                                                        std::span<const Interval> intervals) {
  DecodePlan::Choice choice;
  choice.bits = signal_bits(multiplexer);
  choice.left = static_cast<std::uint8_t>(choice.bits.left());
  choice.right = static_cast<std::uint8_t>(64U - choice.bits.length);
  choice.is_signed = multiplexer.is_signed;
  choice.usual = intervals.empty() ? otherwise : intervals.front().target;
  choice.otherwise = otherwise;
  choice.first_interval = static_cast<std::uint32_t>(plan_.intervals_.size());
  choice.interval_count = static_cast<std::uint32_t>(intervals.size());
  plan_.intervals_.insert(plan_.intervals_.end(), intervals.begin(), intervals.end());
  make_direct(choice);
  plan_.choices_.push_back(choice);
  return {static_cast<std::uint32_t>(plan_.choices_.size() - 1) | Target::kChoice};
}

/// The way on when the signals `present` are known to be in the payload and this multiplexer is still to be asked.
DecodePlanBuilder::Target DecodePlanBuilder::add_way(const DbcMessage& message, const std::vector<std::size_t>& present,
                                                     std::size_t multiplexer) {
  if (multiplexer == kNone) return add_block(message, present);
  const Target otherwise = add_block(message, present);
  const std::vector<std::int64_t> cuts = cuts_of(message, multiplexer);
  std::vector<Interval> intervals;
  for (std::size_t i = 0; i < cuts.size() && !is_too_large(); ++i) {
    std::vector<std::size_t> all = present;
    std::size_t next = kNone;
    for (const std::size_t signal : selected_[multiplexer]) {
      if (!is_selected_by(message.signals[signal], cuts[i])) continue;
      all.push_back(signal);
      if (signal == first_below_[multiplexer]) next = signal;
    }
    if (all.size() == present.size()) continue;
    const std::int64_t last = i + 1 < cuts.size() ? cuts[i + 1] - 1 : INT64_MAX;
    intervals.push_back({cuts[i], last, add_way(message, all, next)});
  }
  return add_choice(message.signals[multiplexer], otherwise, intervals);
}

/// A way of its own for a multiplexer that has another one beside it: down from the top, then what it selects. Values
/// on the way down that do not lead to it lead to an empty block: it is for the other ways to say whether they are odd.
DecodePlanBuilder::Target DecodePlanBuilder::add_side_way(const DbcMessage& message, std::size_t multiplexer) {
  Target way = add_way(message, {}, multiplexer);
  const Target nothing = add_block(message, {});
  std::size_t below = multiplexer;
  for (int up = message.signals[multiplexer].multiplexer; up >= 0; up = message.signals[below].multiplexer) {
    const auto above = static_cast<std::size_t>(up);
    std::vector<std::int64_t> cuts = cuts_of(message, above);
    if (cuts.empty() || cuts.front() != INT64_MIN) cuts.insert(cuts.begin(), INT64_MIN);
    std::vector<Interval> intervals;
    for (std::size_t i = 0; i < cuts.size(); ++i)
      intervals.push_back({cuts[i], i + 1 < cuts.size() ? cuts[i + 1] - 1 : INT64_MAX,
                           is_selected_by(message.signals[below], cuts[i]) ? way : nothing});
    way = add_choice(message.signals[above], nothing, intervals);
    below = above;
  }
  return way;
}

/// The main way, through the first multiplexer of every place, and side ways for the others.
void DecodePlanBuilder::add_ways(const DbcMessage& message) {
  selected_.assign(message.signals.size(), {});
  first_below_.assign(message.signals.size(), kNone);
  std::vector<std::size_t> always, multiplexers;
  for (const std::size_t signal : order_) {
    const int by = message.signals[signal].multiplexer;
    (by < 0 ? always : selected_[static_cast<std::size_t>(by)]).push_back(signal);
  }
  for (const std::size_t signal : order_)
    if (!selected_[signal].empty()) multiplexers.push_back(signal);

  std::size_t first = kNone;
  std::vector<std::size_t> others;
  for (const std::size_t multiplexer : multiplexers) {
    const int by = message.signals[multiplexer].multiplexer;
    std::size_t& place = by < 0 ? first : first_below_[static_cast<std::size_t>(by)];
    place == kNone ? void(place = multiplexer) : others.push_back(multiplexer);
  }
  DecodePlan::Route route;
  route.way = add_way(message, always, first);
  if (!route.way.is_choice()) route.block = plan_.blocks_[route.way.index()];
  route.first_side_way = static_cast<std::uint32_t>(plan_.side_ways_.size());
  for (const std::size_t multiplexer : others)
    if (!is_too_large()) plan_.side_ways_.push_back(add_side_way(message, multiplexer));
  route.side_way_count = static_cast<std::uint32_t>(plan_.side_ways_.size()) - route.first_side_way;
  plan_.routes_.push_back(route);
}

void DecodePlanBuilder::add_message(const DbcMessage& message) {
  const auto number = static_cast<std::uint32_t>(plan_.messages_.size());
  const auto first = static_cast<std::uint32_t>(plan_.signals_.size());
  order_ = order_of(message);
  number_of_.assign(message.signals.size(), 0);
  rank_of_.assign(message.signals.size(), 0);
  for (std::size_t rank = 0; rank < order_.size(); ++rank) {
    rank_of_[order_[rank]] = rank;
    number_of_[order_[rank]] = static_cast<std::uint32_t>(plan_.signals_.size());
    add_signal(message.signals[order_[rank]]);
  }
  add_ways(message);

  const auto count = static_cast<std::uint32_t>(plan_.signals_.size()) - first;
  plan_.messages_.push_back({message.name, message.id, message.cycle_time, first, count, message.is_j1939});
  plan_.most_values_ = std::max<std::size_t>(plan_.most_values_, count);
  plan_.by_id_.set(message.id.key(), number);
  if (!message.id.extended && message.id.value < DecodePlan::kStandardIds)
    plan_.by_standard_id_[message.id.value] = number;
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
  return plan_.signals_.size() > limits::kSignals || plan_.lane_signal_.size() > limits::kDecodeLanes ||
         plan_.intervals_.size() > limits::kDecodeLanes;
}

Result<DecodePlan> DecodePlanBuilder::build(std::span<const DbcFile> files, const DecodeKernel& kernel) {
  choose(files);
  plan_.kernel_ = kernel;
  plan_.by_id_ = IdIndex(chosen_.size());
  plan_.by_parameter_group_ = IdIndex(chosen_.size());
  for (const DbcMessage* message : chosen_) {
    add_message(*message);
    if (is_too_large())
      return Error{ExitCode::kBadData,
                   "the DBC files have more than " + std::to_string(limits::kSignals) +
                       " signals, or multiplexers with too many values; leave out files of buses that are not there"};
  }
  for (DecodePlan::Choice& choice : plan_.choices_) choice.direct = plan_.direct_.data() + choice.first_direct;
  for (DecodePlan::Route& route : plan_.routes_) {
    route.groups = plan_.groups_.data() + route.block.first_group;
    route.signal = plan_.lane_signal_.data() + std::size_t{route.block.first_group} * LaneGroup::kLanes;
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
