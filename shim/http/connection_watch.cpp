#include "shim/http/connection_watch.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <string_view>

#include "rt/base/limits.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookAtEase = 100ms;
constexpr auto kLookPressed = limits::kHttpPatience / 2;

// The whole head still lies in the kernel: the client has done its part, only no worker has come yet.
bool has_whole_head(int fd, std::vector<char>& room) {
  room.resize(limits::kHttpHeaderBytes);
  const auto size = ::recv(fd, room.data(), room.size(), MSG_PEEK | MSG_DONTWAIT);
  if (size <= 0) return false;
  return std::string_view(room.data(), static_cast<std::size_t>(size)).find("\r\n\r\n") != std::string_view::npos;
}

}  // namespace

ConnectionWatch::~ConnectionWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ConnectionWatch::start(std::uint16_t port) {
  port_ = port;
  thread_ = std::thread([this] { run(); });
}

void ConnectionWatch::taken() {
  {
    const std::lock_guard lock(mutex_);
    ++busy_;
    if (busy_ > 1 && !is_pressed()) return;  // it looks already, and soon enough
  }
  changed_.notify_all();
}

void ConnectionWatch::begun(const mg_connection& connection) {
  const auto socket = connection_socket(connection);
  const std::lock_guard lock(mutex_);
  requests_[&connection] = {socket, WorkerWaitsFor::kNobody, MonoClock::now()};
}

void ConnectionWatch::waits_for(const mg_connection& connection, WorkerWaitsFor whom) {
  const std::lock_guard lock(mutex_);
  const auto found = requests_.find(&connection);
  if (found == requests_.end()) return;
  found->second.waits_for = whom;
  found->second.since = MonoClock::now();
}

void ConnectionWatch::released(const mg_connection& connection) {
  {
    const std::lock_guard lock(mutex_);
    --busy_;
    requests_.erase(&connection);
  }
  changed_.notify_all();
}

bool ConnectionWatch::drain(MonoTime deadline) {
  std::unique_lock lock(mutex_);
  draining_ = true;
  changed_.notify_all();
  return changed_.wait_until(lock, deadline, [this] { return requests_.empty(); });
}

std::uint64_t ConnectionWatch::cut() const {
  const std::lock_guard lock(mutex_);
  return cut_;
}

bool ConnectionWatch::is_pressed() const noexcept { return draining_ || workers_ - busy_ < limits::kHttpReserve; }

nanoseconds ConnectionWatch::allowed(nanoseconds at_ease, nanoseconds pressed) const noexcept {
  return is_pressed() ? pressed : at_ease;
}

void ConnectionWatch::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (busy_ == 0)
      changed_.wait(lock, [this] { return stopping_ || busy_ > 0; });
    else if (is_pressed())
      changed_.wait_for(lock, kLookPressed, [this] { return stopping_; });
    else
      changed_.wait_for(lock, kLookAtEase, [this] { return stopping_ || is_pressed(); });
    if (!stopping_) look(MonoClock::now());
  }
}

// Under the lock throughout: as long as released() has not returned, a request's descriptor is its own.
void ConnectionWatch::look(MonoTime now) {
  for (auto& [connection, request] : requests_) look_at_request(request, now);
  seen_.clear();
  for_each_connection(port_, [&](const ConnectionSocket& socket) { look_at_newcomer(socket, now); });
  newcomers_.swap(seen_);
}

void ConnectionWatch::look_at_request(Request& request, MonoTime now) {
  const auto waited = now - request.since;
  if (request.waits_for == WorkerWaitsFor::kBody && waited >= allowed(limits::kHttpBodyTime, limits::kHttpPatience))
    cut_off(request.socket, SHUT_RD);
  if (request.waits_for == WorkerWaitsFor::kReply &&
      waited >= allowed(limits::kHttpReplyTime, limits::kHttpReplyPatience))
    cut_off(request.socket, SHUT_RDWR);
}

void ConnectionWatch::look_at_newcomer(const ConnectionSocket& socket, MonoTime now) {
  const auto is_this = [&](const Requests::value_type& row) { return row.second.socket.inode == socket.inode; };
  if (std::any_of(requests_.begin(), requests_.end(), is_this)) return;
  const auto known = newcomers_.find(socket.inode);
  const auto since = known == newcomers_.end() ? now : known->second;
  seen_.emplace(socket.inode, since);
  // Only reading ends: should its head have come whole just now, the reply still goes out.
  if (now - since >= allowed(limits::kHttpHeadTime, limits::kHttpPatience) && !has_whole_head(socket.fd, head_))
    cut_off(socket, SHUT_RD);
}

void ConnectionWatch::cut_off(const ConnectionSocket& socket, int how) {
  if (::shutdown(socket.fd, how) == 0) ++cut_;
}

}  // namespace tripline
