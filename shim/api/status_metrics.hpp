// The metrics of /metrics that come from the core's newest status.
#pragma once

#include <prometheus/metric_family.h>

#include <vector>

#include "schemas/status_generated.h"

namespace tripline {

using Metrics = std::vector<prometheus::MetricFamily>;

/// Counts since the run began, in base units. Labels are names of the configuration (bus, device, latency, thread),
/// never a CAN id: there may be thousands.
void add_status_metrics(const wire::Status& status, Metrics& metrics);

}  // namespace tripline
