// /api/v1/signals: every signal and what it is now; and one of them over time.
#pragma once

#include "shim/api/core_view.hpp"
#include "shim/api/route.hpp"
#include "shim/api/signal_history.hpp"

namespace tripline {

/// A window of more than limits::kSignalPoints points is refused with 413 and advice, unless it is to be decimated.
/// Lifetime: `signals` and `core` outlive the routes.
Routes signals_routes(const SignalHistory& signals, const CoreView& core);

}  // namespace tripline
