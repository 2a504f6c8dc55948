// ZeroMQ hands out small messages where they lie in its receive buffer; FlatBuffers reads in place and needs alignment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <zmq.hpp>

namespace tripline {

/// Moves the message's bytes into memory of their own unless they are aligned for the widest scalar of the contract.
inline void align(zmq::message_t& message) {
  constexpr std::size_t kAlignment = 8;
  const bool aligned = reinterpret_cast<std::uintptr_t>(message.data()) % kAlignment == 0;
  if (!aligned) message = zmq::message_t(message.data(), message.size());
}

}  // namespace tripline
