// What becomes of decoded values on their way to those who are told: the rules of the profile, and derived signals.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rt/core/signals/low_pass.hpp"
#include "rt/core/signals/report_gate.hpp"
#include "rt/core/signals/signal_profile.hpp"
#include "rt/core/signals/signal_sample.hpp"

namespace tripline {

/// Lifetime: until the next step(), and as long as the samples that it was given.
struct ProfiledSamples {
  std::span<const SignalSample> values;  ///< every value, for those who ask for the newest one
  std::span<const SignalSample> told;    ///< what is published of them
};

/// Pure: it is told the time. Thread: one. RT-safe: no (allocates until its vectors have their size).
class SignalPipeline {
 public:
  /// Nothing has a rule, nothing is derived.
  explicit SignalPipeline(std::size_t decoded_signals) : SignalPipeline(SignalProfile{}, decoded_signals) {}
  SignalPipeline(SignalProfile profile, std::size_t decoded_signals);

  /// Takes decoded samples. Those of one frame have one time and follow each other: a derived signal is computed once
  /// they are all in. A stale mark comes through whatever the rules say, and makes what is derived from it stale.
  ProfiledSamples step(MonoTime now, std::span<const SignalSample> samples);

  /// The newest decoded sample of each signal that had one, oldest first, and its stale mark where it fell silent: what
  /// the pipeline that follows begins with.
  std::vector<SignalSample> newest_decoded() const;
  /// How often an expression was evaluated.
  std::uint64_t evaluations() const noexcept { return evaluations_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  struct Ruled {
    RuledSignal rule;
    LowPass low_pass;
  };
  struct State {
    double value = 0;
    MonoTime time{};
    bool has_value = false;
    bool is_stale = false;
  };
  enum class News : std::uint8_t { kNone, kRenewed, kChanged };

  void build_users();
  ProfiledSamples pass(std::span<const SignalSample> samples);
  void take(const SignalSample& sample);
  void note(const SignalSample& sample);
  void tell(const SignalSample& sample);
  void add_told(std::optional<SignalSample> sample);
  void derive();
  void derive(std::size_t place);
  bool gather_inputs(const DerivedSignal& derived, bool& is_stale, MonoTime& time);

  SignalProfile profile_;
  std::size_t decoded_;
  std::vector<SignalSample> newest_;  ///< as decoded; time 0: none
  std::vector<State> states_;         ///< profiled; of the whole catalogue
  std::vector<Ruled> ruled_;
  std::vector<std::uint32_t> ruled_of_;  ///< per decoded signal: in ruled_, or kNone
  std::vector<ReportGate> gates_;
  std::vector<std::uint32_t> gate_of_;             ///< per signal of the catalogue: in gates_, or kNone
  std::vector<std::vector<std::uint32_t>> users_;  ///< per signal of the catalogue: places in profile_.order
  std::vector<News> news_;                         ///< per place in profile_.order
  bool has_news_ = false;
  std::vector<double> inputs_;  ///< of the expression that is evaluated
  std::vector<SignalSample> values_;
  std::vector<SignalSample> told_;
  std::uint64_t evaluations_ = 0;
};

}  // namespace tripline
