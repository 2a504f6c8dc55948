#include "shim/bus/sequence_watch.hpp"

namespace tripline {

SequenceWatch::Verdict SequenceWatch::see(std::size_t topic, std::uint64_t sequence, std::uint64_t run_id) noexcept {
  Verdict verdict;
  if (run_id != run_id_) {
    run_id_ = run_id;
    last_.fill(0);
    verdict.run_began = true;
  }
  const auto last = last_[topic];
  verdict.repeated = last != 0 && sequence <= last;
  if (verdict.repeated) return verdict;
  if (last != 0) verdict.lost = sequence - last - 1;
  last_[topic] = sequence;
  return verdict;
}

}  // namespace tripline
