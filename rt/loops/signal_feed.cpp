#include "rt/loops/signal_feed.hpp"

namespace tripline {

SignalFeed::SignalFeed(const DecodePlan& plan, CatalogFacts facts)
    : plan_(plan),
      facts_(std::move(facts)),
      catalog_(std::make_shared<const SignalCatalog>()),
      pipeline_(plan.signals().size()),
      snapshot_(catalog_) {}

void SignalFeed::change_profile(MonoTime now, SignalProfile profile) {
  const auto newest = pipeline_.newest_decoded();
  facts_.revision = catalog_->revision + 1;
  catalog_ = std::make_shared<const SignalCatalog>(make_catalog(plan_, profile, facts_));
  pipeline_ = SignalPipeline(std::move(profile), plan_.signals().size());
  snapshot_ = SignalSnapshot(catalog_);
  told_.clear();
  take(now, newest);
}

void SignalFeed::take(MonoTime now, std::span<const SignalSample> decoded) {
  const auto [values, told] = pipeline_.step(now, decoded);
  for (const auto& value : values) snapshot_.add(value);
  told_.insert(told_.end(), told.begin(), told.end());
}

}  // namespace tripline
