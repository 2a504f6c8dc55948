#include "hw/socketcan/socket_can.hpp"

#include "hw/socketcan/can_socket.hpp"
#include "rt/base/limits.hpp"

namespace tripline {
namespace {

constexpr nanoseconds kLookEvery = std::chrono::milliseconds(200);

std::string detail_of(const CanSocket& socket, std::size_t filters) {
  std::string text = socket.has_fd_frames ? "SocketCAN, classic and FD frames" : "SocketCAN, classic frames";
  if (filters > limits::kCanFilters)
    return text + ", all of them: the kernel filters at most " + std::to_string(limits::kCanFilters) + " ids, not " +
           std::to_string(filters);
  return filters == 0 ? text : text + ", " + std::to_string(filters) + " ids of the DBC files alone";
}

}  // namespace

Result<std::unique_ptr<SocketCan>> SocketCan::create(const SocketCanOptions& options) {
  auto wake = WakeEvent::create();
  if (!wake) return wake.error();
  std::unique_ptr<SocketCan> bus(new SocketCan(options, std::move(*wake)));
  if (auto opened = bus->reopen(); !opened) return opened.error();
  return bus;
}

SocketCan::SocketCan(const SocketCanOptions& options, WakeEvent wake)
    : options_(options), info_{options.interface, "", Provenance::kMeasured}, wake_(std::move(wake)) {}

CanRead SocketCan::read(std::span<CanFrame> frames, nanoseconds wait) noexcept {
  wake_.wait(socket_.get(), wait);
  if (!socket_) return {.status = CanReadStatus::kLost};
  CanRead result = receiver_.receive(socket_.get(), frames);
  if (result.count == 0 && result.status == CanReadStatus::kOk) look_for_carrier(result);
  if (result.status == CanReadStatus::kLost) socket_.reset();
  return result;
}

/// A socket is not told when its bus loses the carrier, only when the interface goes down: a silent one is looked at.
void SocketCan::look_for_carrier(CanRead& result) noexcept {
  const MonoTime now = MonoClock::now();
  if (now < look_due_) return;
  look_due_ = now + kLookEvery;
  const auto loss = look_at_interface(socket_.get(), options_.interface);
  if (!loss) return;
  result.status = CanReadStatus::kLost;
  result.loss = *loss;
}

Result<void> SocketCan::reopen() {
  auto opened = open_can_socket({options_.interface, options_.receive_buffer_bytes, options_.filters});
  if (!opened) return opened.error();
  socket_ = std::move(opened->fd);
  receiver_.begin_anew();
  // Other threads read it once the bus runs, so only the first opening says what it is.
  if (info_.detail.empty()) info_.detail = detail_of(*opened, options_.filters.size());
  return {};
}

}  // namespace tripline
