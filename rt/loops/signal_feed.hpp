// Decoded values in, what is told of them out: the signal profile in force, its catalogue and the newest values.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "rt/core/signals/signal_catalog.hpp"
#include "rt/core/signals/signal_pipeline.hpp"
#include "rt/loops/signal_snapshot.hpp"

namespace tripline {

/// Thread: the publisher's.
class SignalFeed {
 public:
  /// Without a profile, at revision 0. `plan` must outlive it; of `facts` the revision counts for nothing.
  SignalFeed(const DecodePlan& plan, CatalogFacts facts);

  /// Another profile from here on, under the next revision. What the former one had to tell must be taken before. The
  /// newest value of each signal is told anew, for the old ones may have another name, unit or scale.
  void change_profile(MonoTime now, SignalProfile profile);

  /// Samples as the CAN threads decoded them; also to be called without any, for values that were kept back.
  void take(MonoTime now, std::span<const SignalSample> decoded);

  /// What is to be published, since clear_told().
  std::span<const SignalSample> told() const noexcept { return told_; }
  void clear_told() noexcept { told_.clear(); }

  const SignalCatalog& catalog() const noexcept { return *catalog_; }
  const SignalSnapshot& snapshot() const noexcept { return snapshot_; }

 private:
  const DecodePlan& plan_;
  CatalogFacts facts_;
  std::shared_ptr<const SignalCatalog> catalog_;
  SignalPipeline pipeline_;
  SignalSnapshot snapshot_;
  std::vector<SignalSample> told_;
};

}  // namespace tripline
