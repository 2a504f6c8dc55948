// libgpiod's objects with one owner each.
#pragma once

#include <gpiod.h>

#include <memory>

namespace tripline {

struct GpiodFree {
  void operator()(gpiod_chip* object) const noexcept { gpiod_chip_close(object); }
  void operator()(gpiod_chip_info* object) const noexcept { gpiod_chip_info_free(object); }
  void operator()(gpiod_line_info* object) const noexcept { gpiod_line_info_free(object); }
  void operator()(gpiod_line_settings* object) const noexcept { gpiod_line_settings_free(object); }
  void operator()(gpiod_line_config* object) const noexcept { gpiod_line_config_free(object); }
  void operator()(gpiod_request_config* object) const noexcept { gpiod_request_config_free(object); }
  void operator()(gpiod_line_request* object) const noexcept { gpiod_line_request_release(object); }
  void operator()(gpiod_edge_event_buffer* object) const noexcept { gpiod_edge_event_buffer_free(object); }
};

template <typename T>
using GpiodHandle = std::unique_ptr<T, GpiodFree>;

}  // namespace tripline
