// Small words for making the families of /metrics.
#pragma once

#include <prometheus/metric_family.h>

#include <string>
#include <utility>
#include <vector>

namespace tripline {

/// A row of labels and its value.
inline prometheus::ClientMetric labelled(std::vector<std::pair<std::string, std::string>> labels) {
  prometheus::ClientMetric metric;
  for (auto& [name, value] : labels) metric.label.push_back({std::move(name), std::move(value)});
  return metric;
}

inline prometheus::ClientMetric gauge(double value, std::vector<std::pair<std::string, std::string>> labels = {}) {
  auto metric = labelled(std::move(labels));
  metric.gauge.value = value;
  return metric;
}

inline prometheus::ClientMetric counter(double value, std::vector<std::pair<std::string, std::string>> labels = {}) {
  auto metric = labelled(std::move(labels));
  metric.counter.value = value;
  return metric;
}

inline prometheus::MetricFamily family(std::string name, std::string help, prometheus::MetricType type,
                                       std::vector<prometheus::ClientMetric> metrics) {
  return {std::move(name), std::move(help), type, std::move(metrics)};
}

}  // namespace tripline
