#include "shim/http/send_queue.hpp"

#include <gtest/gtest.h>

#include <array>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr std::array<std::uint8_t, 10> kBytes{};

LiveMessage message(LiveWorth worth, std::size_t slot = 0) { return {false, worth, slot, kBytes, nullptr}; }

LiveMessage big(LiveWorth worth, std::size_t size) { return {false, worth, 0, {kBytes.data(), size}, nullptr}; }

void fill(SendQueue& queue, LiveWorth worth) {
  for (std::size_t i = queue.size(); i < limits::kWebSocketQueue; ++i) EXPECT_EQ(queue.push(message(worth)), 0U);
}

TEST(SendQueue, KeepsTheOrder) {
  SendQueue queue;
  for (std::size_t slot = 0; slot < 3; ++slot) queue.push(message(LiveWorth::kEvent, slot));
  for (std::size_t slot = 0; slot < 3; ++slot) EXPECT_EQ(queue.pop()->slot, slot);
  EXPECT_FALSE(queue.pop());
  EXPECT_EQ(queue.bytes(), 0U);
}

TEST(SendQueue, DropsTheOldestOfAStream) {
  SendQueue queue;
  queue.push(message(LiveWorth::kStream, 1));
  queue.push(message(LiveWorth::kStream, 2));
  fill(queue, LiveWorth::kStream);
  EXPECT_EQ(queue.push(message(LiveWorth::kStream)), 1U);
  EXPECT_EQ(queue.size(), limits::kWebSocketQueue);
  EXPECT_EQ(queue.pop()->slot, 2U);
}

TEST(SendQueue, DropsStreamsBeforeEvents) {
  SendQueue queue;
  queue.push(message(LiveWorth::kEvent, 7));
  fill(queue, LiveWorth::kStream);
  EXPECT_EQ(queue.push(message(LiveWorth::kEvent)), 1U);
  EXPECT_EQ(queue.pop()->slot, 7U);
}

TEST(SendQueue, NeverDropsTheNewestStatus) {
  SendQueue queue;
  queue.push(message(LiveWorth::kNewestOnly, 7));
  for (std::size_t i = 0; i < 2 * limits::kWebSocketQueue; ++i) queue.push(message(LiveWorth::kEvent));
  EXPECT_EQ(queue.pop()->slot, 7U);
}

TEST(SendQueue, ReplacesAnOlderStatusWithoutLoss) {
  SendQueue queue;
  queue.push(message(LiveWorth::kNewestOnly, 7));
  queue.push(message(LiveWorth::kEvent, 7));
  queue.push(message(LiveWorth::kNewestOnly, 8));
  EXPECT_EQ(queue.push(message(LiveWorth::kNewestOnly, 7)), 0U);
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(queue.bytes(), 3 * kBytes.size());
  EXPECT_EQ(queue.pop()->worth, LiveWorth::kEvent) << "an event of the same topic number is another thing";
}

TEST(SendQueue, BoundsBytesToo) {
  SendQueue queue;
  const auto third = limits::kWebSocketQueueBytes / 3;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(queue.push(big(LiveWorth::kStream, third)), 0U);
  EXPECT_EQ(queue.push(big(LiveWorth::kStream, third)), 1U);
  EXPECT_LE(queue.bytes(), limits::kWebSocketQueueBytes);
}

}  // namespace
}  // namespace tripline
