// ConnectionWatch: keeps CivetWeb's workers from waiting for clients that send or take nothing.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "rt/base/time.hpp"
#include "shim/http/connection_sockets.hpp"

struct mg_connection;

namespace tripline {

/// What a request's worker does.
enum class WorkerWaitsFor : std::uint8_t {
  kNobody,     ///< it works
  kBody,       ///< the client is to send
  kReply,      ///< the client is to take
  kWebSocket,  ///< a page; it has rules of its own
};

/// A worker serves one connection at a time and waits for its client. While limits::kHttpReserve workers are free, a
/// client has the time that limits.hpp gives it; below that, limits::kHttpPatience: a connection whose request is not
/// whole by then reads no more, so that its worker comes free. A whole request that waits for a worker is left alone.
/// Thread: any; the looking is done on a thread of its own.
class ConnectionWatch {
 public:
  explicit ConnectionWatch(int workers) : workers_(workers) {}
  ~ConnectionWatch();
  ConnectionWatch(const ConnectionWatch&) = delete;
  ConnectionWatch& operator=(const ConnectionWatch&) = delete;

  /// Begins to look after the connections on this local port.
  void start(std::uint16_t port);

  /// A worker took a connection; nothing is known of it yet.
  void taken();
  /// Its request line and headers are here.
  void begun(const mg_connection& connection);
  void waits_for(const mg_connection& connection, WorkerWaitsFor whom);
  /// The worker is about to close it.
  void released(const mg_connection& connection);

  /// From now on nobody is waited for; returns when no request is under way any more, or at the deadline.
  bool drain(MonoTime deadline);

  /// Connections that were cut off because they were too slow.
  std::uint64_t cut() const;

 private:
  struct Request {
    ConnectionSocket socket;
    WorkerWaitsFor waits_for = WorkerWaitsFor::kNobody;
    MonoTime since;
  };
  using Requests = std::map<const mg_connection*, Request>;

  void run();
  void look(MonoTime now);
  void look_at_request(Request& request, MonoTime now);
  void look_at_newcomer(const ConnectionSocket& socket, MonoTime now);
  void cut_off(const ConnectionSocket& socket, int how);
  bool is_pressed() const noexcept;
  nanoseconds allowed(nanoseconds at_ease, nanoseconds pressed) const noexcept;

  const int workers_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int busy_ = 0;
  bool draining_ = false;
  bool stopping_ = false;
  Requests requests_;
  std::map<ino_t, MonoTime> newcomers_;  ///< connections without a whole request yet, and when they were first seen
  std::map<ino_t, MonoTime> seen_;       ///< the same, while a look is under way
  std::vector<char> head_;               ///< room to look at what lies in a socket
  std::uint64_t cut_ = 0;
  std::thread thread_;
};

}  // namespace tripline
