// WebSocketPage: one connected page: what it chose, what waits for it, and the thread that writes to it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "shim/api/live_feed.hpp"
#include "shim/api/page_counts.hpp"
#include "shim/http/send_queue.hpp"

struct mg_connection;

namespace tripline {

/// Status codes of RFC 6455, section 7.4.1, and of the IANA registry.
enum class CloseCode : std::uint16_t {
  kNormal = 1000,
  kGoingAway = 1001,
  kBadData = 1003,
  kTooBig = 1009,
  kFull = 1013
};

/// A page that takes nothing delays only itself. Lifetime: from CivetWeb's ready handler to its close handler.
class WebSocketPage final : public LiveSink {
 public:
  WebSocketPage(mg_connection& connection, LiveFeed& feed, PageCounts& counts);
  /// Sends a close frame if the page still takes it within limits::kWebClose.
  ~WebSocketPage() override;
  WebSocketPage(const WebSocketPage&) = delete;
  WebSocketPage& operator=(const WebSocketPage&) = delete;

  /// Queues. Thread: any.
  void deliver(LiveMessage message) override;

  /// A frame from the page, as CivetWeb gives it. Thread: the connection's worker.
  void receive(int bits, std::string_view data);

  /// Sends a close frame instead of whatever waits, then ends the connection. Thread: any.
  void close(CloseCode code, std::string_view reason);
  /// Ends the connection at once; a blocked write fails. Thread: any.
  void cut() const noexcept;
  /// The writer has sent its last. Thread: any.
  bool wait_done(MonoTime deadline);

 private:
  void write_loop();
  /// Until a close is asked for; false: the page took nothing more.
  bool write_messages();
  bool write(int opcode, std::string_view bytes);
  std::optional<LiveMessage> next();
  void receive_text(std::string_view text);

  mg_connection& connection_;
  LiveFeed& feed_;
  PageCounts& counts_;
  const int socket_;

  std::mutex mutex_;
  std::condition_variable changed_;
  SendQueue queue_;
  std::string close_payload_;  ///< not empty: the last thing to send; then it stays as it is
  bool done_ = false;          ///< the writer has ended
  std::thread writer_;
};

}  // namespace tripline
