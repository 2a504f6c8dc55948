// The text of demo_car.dbc, which names what the simulated car sends.
#pragma once

#include <string_view>

namespace tripline {

std::string_view demo_car_dbc() noexcept;

}  // namespace tripline
