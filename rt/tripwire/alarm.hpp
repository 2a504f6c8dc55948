// The alarm of the tripwire: says which real-time thread called what, and aborts.
#pragma once

namespace tripline::tripwire {

/// Returns at once outside of a real-time turn. Inside of one: `tripwire: thread tl-camera called malloc in a real-time
/// turn`, and abort. RT-safe: yes, up to the abort.
void check(const char* called) noexcept;

/// The same for a call that a turn may make: it alarms only when it is named in $TRIPLINE_TRIPWIRE_ALSO, so that a test
/// sees that the wire of this very program works.
void check_when_asked(const char* called) noexcept;

/// The C library's own function behind an interposed one; aborts when there is none.
void* next(const char* function) noexcept;

}  // namespace tripline::tripwire
