#include "rt/core/can/message_rules.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace tripline {
namespace {

constexpr std::size_t kNamesTold = 8;
constexpr std::size_t kStandardIdDigits = 3;

/// One rule on its way from text to numbers.
class RuleCompiler {
 public:
  RuleCompiler(const MessageRuleText& text, std::size_t item, const DecodePlan& plan)
      : text_(text), item_(item), plan_(plan) {}

  Result<MessageRule> compile() {
    MessageRule rule;
    if (auto found = find_message(rule); !found) return found.error();
    if (auto counter = take_counter(rule); !counter) return counter.error();
    if (auto checksum = take_checksum(rule); !checksum) return checksum.error();
    rule.must_come = !text_.bus.empty();
    rule.cycle = text_.cycle.count() > 0 ? text_.cycle : message(rule).cycle_time;
    rule.timeout_cycles = text_.timeout_cycles;
    const bool checks = rule.has_counter || rule.checksum.kind != ChecksumKind::kNone || rule.cycle.count() > 0;
    if (!checks && !rule.must_come)
      return fault("message", message(rule).name + ": the rule checks nothing; name a counter, a checksum or cycle_ms");
    return rule;
  }

 private:
  Error fault(const char* field, const std::string& what) const {
    return {ExitCode::kBadConfig, "can.rules: item " + std::to_string(item_) + ": " + field + ": " + what};
  }
  const MessageInfo& message(const MessageRule& rule) const { return plan_.messages()[rule.message]; }

  std::optional<CanId> id_of_text() const {
    if (!text_.message.starts_with("0x") && !text_.message.starts_with("0X")) return std::nullopt;
    const char* first = text_.message.data() + 2;
    const char* last = text_.message.data() + text_.message.size();
    std::uint32_t id = 0;
    const auto [end, error] = std::from_chars(first, last, id, 16);
    if (error != std::errc() || end != last) return std::nullopt;
    return CanId(id, static_cast<std::size_t>(last - first) > kStandardIdDigits);
  }

  Result<void> find_message(MessageRule& rule) const {
    const auto id = id_of_text();
    const auto fits = [&](const MessageInfo& message) {
      return id ? message.id == *id : message.name == text_.message;
    };
    const auto messages = plan_.messages();
    const auto found = std::find_if(messages.begin(), messages.end(), fits);
    if (found == messages.end())
      return fault("message", "'" + text_.message + "' is in no DBC file; `tripline can lint` lists what is");
    if (std::find_if(found + 1, messages.end(), fits) != messages.end())
      return fault("message", "'" + text_.message + "' is the name of several messages; give the id, such as 0x1A5");
    rule.message = static_cast<std::uint32_t>(found - messages.begin());
    return {};
  }

  /// `start|length@order`, as behind SG_ in a DBC.
  static std::optional<SignalBits> bits_of_text(const std::string& text) {
    DbcSignal signal;
    int order = -1;
    const char* end = text.data() + text.size();
    auto at = std::from_chars(text.data(), end, signal.start_bit);
    if (at.ec != std::errc() || at.ptr == end || *at.ptr != '|') return std::nullopt;
    at = std::from_chars(at.ptr + 1, end, signal.length_bits);
    if (at.ec != std::errc() || at.ptr == end || *at.ptr != '@') return std::nullopt;
    at = std::from_chars(at.ptr + 1, end, order);
    signal.big_endian = order == 0;
    if (at.ec != std::errc() || at.ptr != end || (order != 0 && order != 1) || !is_decodable(signal))
      return std::nullopt;
    return signal_bits(signal);
  }

  Result<SignalBits> find_bits(const MessageRule& rule, const char* field, const std::string& text) const {
    if (text.find('|') != std::string::npos) {
      if (const auto bits = bits_of_text(text)) return *bits;
      return fault(field, "'" + text + "' are no bits; as a DBC writes them: 52|4@1, or 55|4@0 big endian");
    }
    const auto signals = plan_.signals().subspan(message(rule).first_signal, message(rule).signal_count);
    std::string names;
    for (std::size_t i = 0; i < signals.size(); ++i) {
      if (signals[i].signal_name != text) {
        if (i < kNamesTold) names += (names.empty() ? "" : ", ") + signals[i].signal_name;
        continue;
      }
      if (signals[i].is_multiplexed) return fault(field, text + " is multiplexed, so not in every frame");
      return signals[i].bits;
    }
    return fault(field, "message " + message(rule).name + " has no signal '" + text + "'; it has " + names +
                            (signals.size() > kNamesTold ? ", …" : ""));
  }

  Result<void> take_counter(MessageRule& rule) const {
    if (text_.counter.empty()) return {};
    const auto bits = find_bits(rule, "counter", text_.counter);
    if (!bits) return bits.error();
    if (bits->length < 2 || bits->length > 32) return fault("counter", text_.counter + " has not 2 to 32 bits");
    if (text_.counter_step_max >= std::uint64_t{1} << bits->length)
      return fault("counter_step_max", std::to_string(text_.counter_step_max) +
                                           " lets every value pass; the counter has " + std::to_string(bits->length) +
                                           " bits");
    rule.has_counter = true;
    rule.counter = *bits;
    rule.counter_step_max = text_.counter_step_max;
    return {};
  }

  Result<void> take_checksum(MessageRule& rule) const {
    const bool has_kind = text_.checksum_kind != ChecksumKind::kNone;
    if (!has_kind && text_.checksum.empty()) return {};
    if (!has_kind) return fault("checksum_kind", "none, but checksum names " + text_.checksum + "; say how it is made");
    if (text_.checksum.empty()) return fault("checksum", "empty; name the signal that carries it");
    const auto bits = find_bits(rule, "checksum", text_.checksum);
    if (!bits) return bits.error();
    if (bits->length != 8 || bits->bit(0) % 8 != 0)
      return fault("checksum", text_.checksum + " is not one whole byte of the payload");
    if (text_.covered_first > text_.covered_last)
      return fault("covered_first", "is beyond covered_last; the checksum would cover nothing");
    const auto ids = text_.data_ids.size();
    if (ids > 1 && ids != 16) return fault("data_ids", std::to_string(ids) + " of them; allowed are none, 1 or 16");
    if (ids == 16 && !rule.has_counter) return fault("data_ids", "16 of them, and no counter that chooses; name it");
    rule.checksum = checksum_rule(static_cast<std::uint8_t>(bits->bit(0) / 8));
    return {};
  }

  ChecksumRule checksum_rule(std::uint8_t own_byte) const {
    const int usual = usual_start(text_.checksum_kind);
    ChecksumRule rule;
    rule.kind = text_.checksum_kind;
    rule.own_byte = own_byte;
    rule.covered_first = text_.covered_first;
    rule.covered_last = text_.covered_last;
    rule.start = static_cast<std::uint8_t>(text_.start < 0 ? usual : text_.start);
    rule.final_xor = static_cast<std::uint8_t>(text_.final_xor < 0 ? usual : text_.final_xor);
    rule.data_id_count = static_cast<std::uint8_t>(text_.data_ids.size());
    std::copy(text_.data_ids.begin(), text_.data_ids.end(), rule.data_ids.begin());
    return rule;
  }

  const MessageRuleText& text_;
  std::size_t item_;
  const DecodePlan& plan_;
};

}  // namespace

Result<std::vector<MessageRule>> compile_rules(std::span<const MessageRuleText> rules, const DecodePlan& plan,
                                               const std::string& bus) {
  std::vector<MessageRule> compiled;
  for (std::size_t item = 0; item < rules.size(); ++item) {
    auto rule = RuleCompiler(rules[item], item, plan).compile();
    if (!rule) return rule.error();
    if (!rules[item].bus.empty() && rules[item].bus != bus) continue;
    const auto same = [&](const MessageRule& other) { return other.message == rule->message; };
    if (std::any_of(compiled.begin(), compiled.end(), same))
      return Error{ExitCode::kBadConfig, "can.rules: item " + std::to_string(item) + ": message: '" +
                                             rules[item].message + "' has a rule already; merge the two"};
    compiled.push_back(*rule);
  }
  return compiled;
}

}  // namespace tripline
