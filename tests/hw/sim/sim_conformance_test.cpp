// The twins against the port conformance suites, and what only a twin can be asked.
#include <gtest/gtest.h>

#include "hw/sim/sim_camera.hpp"
#include "hw/sim/sim_car.hpp"
#include "hw/sim/sim_input.hpp"
#include "hw/sim/sim_strobe.hpp"
#include "tests/hw/conformance/camera_conformance.hpp"
#include "tests/hw/conformance/can_bus_conformance.hpp"
#include "tests/hw/conformance/digital_in_conformance.hpp"
#include "tests/hw/conformance/digital_out_conformance.hpp"

namespace tripline {
namespace {

using namespace std::chrono_literals;

// A device of its own type, as the port that the suites know.
template <typename Port, typename Device>
Result<std::unique_ptr<Port>> as_port(Result<std::unique_ptr<Device>> device) {
  if (!device) return device.error();
  return std::unique_ptr<Port>(std::move(*device));
}

CameraUnderTest sim_camera(const std::string& name, const SimCameraOptions& options) {
  return {name, [options] { return as_port<Camera>(SimCamera::create(options)); }};
}

INSTANTIATE_TEST_SUITE_P(SimCamera, CameraConformance,
                         testing::Values(sim_camera("crop", {.width = 96, .height = 88, .fps = 571}),
                                         sim_camera("vga", {.width = 640, .height = 480, .fps = 120}),
                                         sim_camera("striking", {.fps = 571, .strike_every = 10ms})),
                         camera_name);

class SimStrobeBench final : public DigitalOutBench {
 public:
  Result<std::unique_ptr<DigitalOut>> open() override {
    auto strobe = SimStrobe::create({.lines = {"lamp", "camera", "spare"}});
    if (!strobe) return strobe.error();
    edges_ = (*strobe)->edges();
    return as_port<DigitalOut>(std::move(strobe));
  }
  LineMask active() override {
    const std::vector<Edge> last = edges_->latest(1);
    return last.empty() ? 0 : last.front().levels;
  }

 private:
  std::shared_ptr<const EdgeLog> edges_;
};

INSTANTIATE_TEST_SUITE_P(SimStrobe, DigitalOutConformance,
                         testing::Values(DigitalOutUnderTest{"edges",
                                                             [] { return std::make_unique<SimStrobeBench>(); }}),
                         digital_out_name);

INSTANTIATE_TEST_SUITE_P(SimCar, CanBusConformance,
                         testing::Values(CanBusUnderTest{"lap", [] { return as_port<CanBus>(SimCar::create({})); }}),
                         can_bus_name);

class SimInputBench final : public DigitalInBench {
 public:
  Result<std::unique_ptr<DigitalIn>> open(EdgeChoice edges) override {
    auto input = SimInput::create({.edges = edges});
    if (!input) return input.error();
    input_ = input->get();
    return as_port<DigitalIn>(std::move(input));
  }
  void pull(bool active) override { input_->set(active); }

 private:
  SimInput* input_ = nullptr;
};

INSTANTIATE_TEST_SUITE_P(SimInput, DigitalInConformance,
                         testing::Values(DigitalInUnderTest{"poked", [] { return std::make_unique<SimInputBench>(); }}),
                         digital_in_name);

TEST(SimInput, PulsesByItselfAtItsPeriod) {
  auto input = SimInput::create({.edges = EdgeChoice::kBoth, .every = 20ms});
  ASSERT_TRUE(input);
  std::array<InputEdge, 8> edges;
  std::vector<InputEdge> all;
  while (all.size() < 4) {
    const InputRead read = (*input)->read(edges, 1s);
    all.insert(all.end(), edges.begin(), edges.begin() + static_cast<std::ptrdiff_t>(read.count));
  }
  EXPECT_EQ(all[0].slope, Slope::kRising);
  EXPECT_EQ(all[1].slope, Slope::kFalling);
  EXPECT_EQ(all[2].slope, Slope::kRising);
  EXPECT_GE(all[2].time - all[0].time, 20ms);
}

TEST(SimInput, IsMarkedSimulated) {
  auto input = SimInput::create({});
  ASSERT_TRUE(input);
  EXPECT_EQ((*input)->info().provenance, Provenance::kSimulated);
}

TEST(SimCamera, IsMarkedSimulated) {
  auto camera = SimCamera::create({.width = 640, .height = 480, .fps = 120});
  ASSERT_TRUE(camera);
  EXPECT_EQ((*camera)->info().provenance, Provenance::kSimulated);
  EXPECT_EQ((*camera)->info().width, 640U);
  EXPECT_EQ((*camera)->info().height, 480U);
  EXPECT_EQ((*camera)->info().fps, 120);
}

TEST(SimCamera, DimsWithItsLamp) {
  auto camera = SimCamera::create({.noise = 0});
  ASSERT_TRUE(camera);
  (*camera)->set_lamp(0);
  FrameCollector sink;
  ASSERT_TRUE((*camera)->start(sink));
  ASSERT_TRUE(sink.wait_for(1));
  const ImageView image = sink.frames().front().image;
  EXPECT_EQ(image.row(44)[48], 0);
  (*camera)->stop();
}

TEST(SimStrobe, RecordsChangesOnlyWithTheirTime) {
  auto strobe = SimStrobe::create({.name = "strobe", .lines = {"lamp", "camera"}});
  ASSERT_TRUE(strobe);
  const MonoTime before = MonoClock::now();
  for (const LineMask lamp : {0U, 1U, 1U, 0U, 0U}) ASSERT_TRUE((*strobe)->set(1, lamp));
  ASSERT_TRUE((*strobe)->set(3, 3));
  const std::vector<Edge> edges = (*strobe)->edges()->latest();
  ASSERT_EQ(edges.size(), 3U);
  EXPECT_EQ(edges[0].levels, 1U);
  EXPECT_EQ(edges[1].levels, 0U);
  EXPECT_EQ(edges[2].levels, 3U) << "two lines at one instant are one edge";
  EXPECT_LE(before, edges[0].time);
  EXPECT_LE(edges[0].time, edges[1].time);
  EXPECT_LE(edges[1].time, MonoClock::now());
}

TEST(SimStrobe, WantsAtLeastOneLineAndAtMostEight) {
  for (const std::size_t lines : {std::size_t{0}, limits::kLines + 1}) {
    const auto strobe = SimStrobe::create({.lines = std::vector<std::string>(lines, "line")});
    ASSERT_FALSE(strobe);
    EXPECT_EQ(strobe.error().code, ExitCode::kBadConfig);
  }
}

TEST(SimStrobe, IsMarkedSimulated) {
  auto strobe = SimStrobe::create({.name = "strobe"});
  ASSERT_TRUE(strobe);
  EXPECT_EQ((*strobe)->info().name, "strobe");
  EXPECT_EQ((*strobe)->info().provenance, Provenance::kSimulated);
}

TEST(SimCar, StampsFramesNotInTheFuture) {
  auto car = SimCar::create({});
  ASSERT_TRUE(car);
  std::array<CanFrame, 32> frames;
  for (int i = 0; i < 20; ++i) {
    const CanRead read = (*car)->read(frames, 1s);
    ASSERT_GT(read.count, 0U);
    EXPECT_EQ(read.dropped, 0U);
    EXPECT_LE(frames[read.count - 1].time, MonoClock::now());
  }
}

TEST(SimCar, IsMarkedSimulated) {
  auto car = SimCar::create({.name = "can3"});
  ASSERT_TRUE(car);
  EXPECT_EQ((*car)->info().name, "can3");
  EXPECT_EQ((*car)->info().provenance, Provenance::kSimulated);
}

}  // namespace
}  // namespace tripline
