// The sockets under CivetWeb, which the library does not tell: needed to look at a connection from outside, and to end
// it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>

struct mg_connection;

namespace tripline {

struct ConnectionSocket {
  int fd = -1;
  ino_t inode = 0;  ///< tells a socket from a later one under the same descriptor
};

/// Every accepted connection of this process on this local port.
void for_each_connection(std::uint16_t port, const std::function<void(const ConnectionSocket&)>& look);

/// The connection's socket, found by the client's address and port; fd -1 when there is none.
/// Lifetime: CivetWeb's; it stays open until the close handler of the connection has returned.
ConnectionSocket connection_socket(const mg_connection& connection);

/// Ends everything on this local port: connections, and the listening socket too. Threads that wait there wake up.
void end_sockets(std::uint16_t port);

}  // namespace tripline
