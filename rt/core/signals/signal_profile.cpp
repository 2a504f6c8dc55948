#include "rt/core/signals/signal_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "rt/base/limits.hpp"
#include "rt/core/signals/derivation_order.hpp"
#include "rt/core/signals/signal_names.hpp"

namespace tripline {
namespace {

Error bad(const std::string& path, const std::string& problem) {
  return {ExitCode::kBadConfig, fmt::format("{}: {}", path, problem)};
}

std::string in_list(const char* list, std::size_t i, const char* field) {
  return fmt::format("signals.{}[{}].{}", list, i, field);
}

Result<void> check_limits(const std::string& path, const std::vector<double>& limits) {
  if (limits.empty()) return {};
  if (limits.size() != 2) return bad(path, "give the lowest and the highest value, or nothing");
  if (!std::isfinite(limits[0]) || !std::isfinite(limits[1])) return bad(path, "both must be finite numbers");
  if (limits[0] >= limits[1]) return bad(path, fmt::format("{} is not below {}", limits[0], limits[1]));
  return {};
}

Result<void> check_name(const std::string& path, const std::string& name) {
  if (is_signal_name(name)) return {};
  return bad(path, fmt::format("'{}': use 1 to {} letters, digits, '_' and '.', beginning with a letter or '_'", name,
                               limits::kSignalNameBytes));
}

/// Text that is shown as it is, on one line.
Result<void> check_text(const std::string& path, const std::string& text) {
  const bool odd = std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
  return odd ? Result<void>(bad(path, "has a line break or another control character")) : Result<void>();
}

Result<void> check_numbers(const std::string& path, const SignalRule& rule) {
  if (!std::isfinite(rule.scale)) return bad(path + ".scale", "is not a finite number");
  if (!std::isfinite(rule.bias)) return bad(path + ".bias", "is not a finite number");
  if (rule.scale == 0) return bad(path + ".scale", "is 0: every value would be the same");
  return check_limits(path + ".clamp", rule.clamp);
}

/// Compiles the rules part by part, each part by what the ones before it found.
class ProfileCompiler {
 public:
  ProfileCompiler(const ProfileRules& rules, const DecodePlan& plan) : rules_(rules), plan_(plan), names_(plan) {}

  Result<SignalProfile> compile() {
    for (const auto part : {&ProfileCompiler::add_tables, &ProfileCompiler::add_rules, &ProfileCompiler::name_decoded,
                            &ProfileCompiler::name_derived, &ProfileCompiler::add_derived, &ProfileCompiler::sort})
      if (auto done = (this->*part)(); !done) return done.error();
    return std::move(profile_);
  }

 private:
  Result<void> add_tables() {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < rules_.tables.size(); ++i) {
      const TableRule& rule = rules_.tables[i];
      const auto path = in_list("tables", i, "name");
      if (auto checked = check_name(path, rule.name); !checked) return checked;
      if (is_known_function(rule.name)) return bad(path, fmt::format("'{}' is a function already", rule.name));
      if (!seen.insert(rule.name).second) return bad(path, fmt::format("'{}' is another table's name", rule.name));
      auto table = LookupTable::create(rule.x, rule.y, rule.is_stepped);
      if (!table) return Error{table.error().code, in_list("tables", i, "") + table.error().message};
      tables_.push_back({rule.name, std::make_shared<const LookupTable>(std::move(*table))});
    }
    return {};
  }

  Result<void> add_rules() {
    std::vector<bool> has_rule(plan_.signals().size());
    for (std::size_t i = 0; i < rules_.rules.size(); ++i) {
      const SignalRule& rule = rules_.rules[i];
      const auto path = in_list("rules", i, "signal");
      const auto signal = names_.find(rule.signal);
      if (!signal) return bad(path, signal.error().message);
      if (has_rule[*signal]) return bad(path, fmt::format("'{}' has another rule already", rule.signal));
      has_rule[*signal] = true;
      if (!rule.name.empty())
        if (auto checked = check_name(in_list("rules", i, "name"), rule.name); !checked) return checked;
      if (auto checked = check_text(in_list("rules", i, "unit"), rule.unit); !checked) return checked;
      if (auto checked = check_numbers(fmt::format("signals.rules[{}]", i), rule); !checked) return checked;
      profile_.ruled.push_back({*signal, rule});
    }
    return {};
  }

  /// Renamed ones last, so that a clash is told of the field that made it.
  Result<void> name_decoded() {
    std::vector<bool> is_renamed(plan_.signals().size());
    for (const auto& ruled : profile_.ruled) is_renamed[ruled.signal] = !ruled.rule.name.empty();
    for (std::uint32_t i = 0; i < plan_.signals().size(); ++i)
      if (!is_renamed[i]) RT_CHECK(told_.add(plan_.signals()[i].name, i, "a decoded signal").has_value());
    for (std::size_t i = 0; i < profile_.ruled.size(); ++i) {
      const auto& [signal, rule] = profile_.ruled[i];
      if (rule.name.empty()) continue;
      if (auto added = told_.add(rule.name, signal, rule.signal); !added)
        return bad(in_list("rules", i, "name"), added.error().message);
    }
    return {};
  }

  Result<void> name_derived() {
    if (plan_.signals().size() + rules_.derived.size() > limits::kSignals)
      return bad("signals.derived", fmt::format("more than {} signals in all", limits::kSignals));
    for (std::size_t i = 0; i < rules_.derived.size(); ++i) {
      const auto& name = rules_.derived[i].name;
      const auto path = in_list("derived", i, "name");
      if (auto checked = check_name(path, name); !checked) return checked;
      const auto index = static_cast<std::uint32_t>(plan_.signals().size() + i);
      if (auto added = told_.add(name, index, "a derived signal"); !added) return bad(path, added.error().message);
    }
    return {};
  }

  Result<void> add_derived() {
    for (std::size_t i = 0; i < rules_.derived.size(); ++i) {
      const DerivedRule& rule = rules_.derived[i];
      if (auto checked = check_limits(in_list("derived", i, "range"), rule.range); !checked) return checked;
      if (auto checked = check_text(in_list("derived", i, "unit"), rule.unit); !checked) return checked;
      if (auto checked = check_text(in_list("derived", i, "comment"), rule.comment); !checked) return checked;
      const auto path = in_list("derived", i, "expression");
      auto expression = Expression::compile(rule.expression, tables_);
      if (!expression) return bad(path, expression.error().message);
      auto inputs = inputs_of(rule.expression, *expression);
      if (!inputs) return bad(path, inputs.error().message);
      profile_.derived.push_back({rule, std::move(*expression), std::move(*inputs)});
    }
    return {};
  }

  Result<std::vector<std::uint32_t>> inputs_of(const std::string& text, const Expression& expression) const {
    std::vector<std::uint32_t> inputs;
    for (const auto& [name, position] : expression.inputs()) {
      const auto told = told_.find(name);
      const auto signal = told ? told : names_.find_full(name);
      if (!signal)
        return Error{ExitCode::kBadConfig,
                     fmt::format("unknown signal '{}' {}{}", name, marked(text, position), hint(name))};
      inputs.push_back(*signal);
    }
    return inputs;
  }

  /// Somebody may still use the name that a rule has changed.
  std::string hint(const std::string& wanted) const {
    for (const auto& [signal, rule] : profile_.ruled)
      if (!rule.name.empty() && plan_.signals()[signal].name == wanted)
        return fmt::format("; a rule has named it '{}'", rule.name);
    return told_.suggestion(wanted);
  }

  Result<void> sort() {
    const auto decoded = plan_.signals().size();
    std::vector<std::vector<std::uint32_t>> uses(profile_.derived.size());
    for (std::size_t i = 0; i < uses.size(); ++i)
      for (const auto input : profile_.derived[i].inputs)
        if (input >= decoded) uses[i].push_back(static_cast<std::uint32_t>(input - decoded));
    auto [order, cycle] = derivation_order(uses);
    profile_.order = std::move(order);
    if (cycle.empty()) return {};
    std::string way;
    for (const auto i : cycle) way += profile_.derived[i].rule.name + " -> ";
    return bad(
        in_list("derived", cycle.front(), "expression"),
        fmt::format("a signal cannot be computed from itself: {}{}", way, profile_.derived[cycle.front()].rule.name));
  }

  const ProfileRules& rules_;
  const DecodePlan& plan_;
  const SignalNames names_;
  ToldNames told_;
  std::vector<NamedTable> tables_;
  SignalProfile profile_;
};

}  // namespace

double RuledSignal::shaped(double value) const noexcept {
  const double scaled = value * factor() + rule.bias;
  if (rule.clamp.empty() || std::isnan(scaled)) return scaled;
  return std::clamp(scaled, rule.clamp[0], rule.clamp[1]);
}

Result<SignalProfile> compile_profile(const ProfileRules& rules, const DecodePlan& plan) {
  if (rules.rules.empty() && rules.derived.empty() && rules.tables.empty()) return SignalProfile{};
  return ProfileCompiler(rules, plan).compile();
}

}  // namespace tripline
