// The sockets under CivetWeb, which the library does not tell: needed to end a connection from outside.
#pragma once

#include <cstdint>

struct mg_connection;

namespace tripline {

/// Ends everything on this local port: connections, and the listening socket too. Threads that wait there wake up.
void end_sockets(std::uint16_t port);

/// Descriptor of the connection's socket, found by the client's address and port; -1 when there is none.
/// Lifetime: CivetWeb's; it stays open until the close handler of the connection has returned.
int connection_socket(const mg_connection& connection);

}  // namespace tripline
