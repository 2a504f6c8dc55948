#include "hw/sim/edge_log.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace tripline {
namespace {

Edge edge(std::uint64_t number) { return {mono_from_ns(number), static_cast<LineMask>(number % 256)}; }

TEST(EdgeLog, StartsEmpty) {
  const EdgeLog log;
  EXPECT_EQ(log.count(), 0U);
  EXPECT_TRUE(log.latest().empty());
}

TEST(EdgeLog, GivesEdgesOldestFirst) {
  EdgeLog log;
  for (std::uint64_t i = 1; i <= 3; ++i) log.record(edge(i));
  EXPECT_EQ(log.latest(), (std::vector<Edge>{edge(1), edge(2), edge(3)}));
  EXPECT_EQ(log.latest(2), (std::vector<Edge>{edge(2), edge(3)}));
}

TEST(EdgeLog, CountsOnBeyondWhatItKeeps) {
  EdgeLog log;
  const std::uint64_t total = 3 * limits::kSimEdges + 5;
  for (std::uint64_t i = 1; i <= total; ++i) log.record(edge(i));
  EXPECT_EQ(log.count(), total);
  const std::vector<Edge> kept = log.latest();
  ASSERT_EQ(kept.size(), limits::kSimEdges - 1);
  EXPECT_EQ(kept.back(), edge(total));
  EXPECT_EQ(kept.front(), edge(total - kept.size() + 1));
}

TEST(EdgeLog, NeverShowsATornOrMisplacedEdgeToAReaderOnAnotherThread) {
  EdgeLog log;
  std::atomic<bool> done{false};  // the writer sets it, the reader ends by it
  std::thread writer([&] {
    for (std::uint64_t i = 1; i <= 200'000; ++i) log.record(edge(i));
    done.store(true);
  });
  std::size_t wrong = 0;
  while (!done.load()) {
    const std::vector<Edge> edges = log.latest();
    for (std::size_t i = 0; i < edges.size(); ++i) wrong += edges[i] != edge(to_ns(edges.front().time) + i);
  }
  writer.join();
  EXPECT_EQ(wrong, 0U);
  EXPECT_EQ(log.latest(1), (std::vector<Edge>{edge(200'000)}));
}

}  // namespace
}  // namespace tripline
