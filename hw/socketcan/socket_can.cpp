#include "hw/socketcan/socket_can.hpp"

#include "hw/socketcan/can_socket.hpp"

namespace tripline {

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
  const CanRead result = receiver_.receive(socket_.get(), frames);
  if (result.status == CanReadStatus::kLost) socket_.reset();
  return result;
}

Result<void> SocketCan::reopen() {
  auto opened = open_can_socket(options_.interface, options_.receive_buffer_bytes);
  if (!opened) return opened.error();
  socket_ = std::move(opened->fd);
  receiver_.forget_drops();
  info_.detail = opened->has_fd_frames ? "SocketCAN, classic and FD frames" : "SocketCAN, classic frames";
  return {};
}

}  // namespace tripline
