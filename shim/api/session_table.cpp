#include "shim/api/session_table.hpp"

#include <algorithm>

#include "rt/base/limits.hpp"

namespace tripline {

std::string SessionTable::open(Role role, MonoTime now) {
  end_old_ones(now);
  if (sessions_.size() >= limits::kSessions)
    sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(),
                                     [](const Session& a, const Session& b) { return a.used < b.used; }));
  auto secret = random_secret();
  sessions_.push_back({hash_of(secret), role, now, now});
  return secret;
}

Role SessionTable::use(std::string_view secret, MonoTime now) {
  end_old_ones(now);
  auto* session = find(secret);
  if (session == nullptr) return Role::kNone;
  session->used = now;
  return session->role;
}

void SessionTable::close(std::string_view secret) {
  if (const auto* session = find(secret); session != nullptr)
    sessions_.erase(sessions_.begin() + (session - sessions_.data()));
}

// All of them are looked at, so that the time does not say which one it was.
SessionTable::Session* SessionTable::find(std::string_view secret) {
  const auto hash = hash_of(secret);
  Session* found = nullptr;
  for (auto& session : sessions_)
    if (same_secret(session.hash, hash)) found = &session;
  return found;
}

void SessionTable::end_old_ones(MonoTime now) {
  std::erase_if(sessions_, [now](const Session& session) {
    return now - session.used >= limits::kSessionIdle || now - session.opened >= limits::kSessionLife;
  });
}

}  // namespace tripline
