// The sample profiles: each loads, fits the DBC it is for, and computes what a person would.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "hw/replay/can_log.hpp"
#include "hw/sim/car_model.hpp"
#include "hw/sim/demo_car_dbc.hpp"
#include "rt/config/config_store.hpp"
#include "rt/core/can/dbc_parser.hpp"
#include "rt/core/signals/signal_catalog.hpp"
#include "rt/core/signals/signal_pipeline.hpp"
#include "rt/settings/signals.hpp"

namespace tripline {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const fs::path kProfiles = TRIPLINE_PROFILES;
const fs::path kFordDbc = fs::path(TRIPLINE_SHARED_DATA) / "can/logs/ford_lincoln_base_pt.dbc";
const fs::path kFordLog = fs::path(TRIPLINE_SHARED_DATA) / "can/logs/normalsportcomfortengineon.log";

DecodePlan plan_of(std::vector<DbcFile> files) {
  auto plan = DecodePlan::compile(files);
  RT_CHECK(plan.has_value());
  return std::move(*plan);
}

DecodePlan plan_of_file(const fs::path& path) {
  auto file = load_dbc(path.string());
  RT_CHECK(file.has_value());
  return plan_of({std::move(*file)});
}

Result<SignalProfile> profile_from(const char* name, const DecodePlan& plan) {
  const auto store = ConfigStore::load({kProfiles / name, {}, {}}, {});
  if (!store) return store.error();
  return signal_profile_of(*store->config().signals, plan);
}

/// A profile at work on frames; the newest value of each signal by the name it is told by.
class Drive {
 public:
  Drive(const DecodePlan& plan, SignalProfile profile)
      : plan_(plan),
        room_(plan.make_room()),
        catalog_(make_catalog(plan, profile, {1, Provenance::kSimulated, [](auto) { return nanoseconds(1s); }})),
        pipeline_(std::move(profile), plan.signals().size()) {}

  void on_frame(const CanFrame& frame) {
    const DecodedFrame decoded = plan_.decode(frame, room_);
    std::vector<SignalSample> samples;
    for (std::uint32_t i = 0; i < decoded.count; ++i)
      samples.push_back({decoded.signal[i], false, frame.time, decoded.value[i]});
    const auto [values, told] = pipeline_.step(frame.time, samples);
    for (const auto& value : values) newest_[catalog_.signals[value.signal].name] = value.value;
    told_ += told.size();
  }
  double value(const std::string& name) const {
    const auto found = newest_.find(name);
    return found == newest_.end() ? NAN : found->second;
  }
  std::size_t told() const { return told_; }

 private:
  const DecodePlan& plan_;
  DecodeRoom room_;
  SignalCatalog catalog_;
  SignalPipeline pipeline_;
  std::map<std::string, double> newest_;
  std::size_t told_ = 0;
};

TEST(SampleProfiles, LoadAsConfiguration) {
  for (const auto& entry : fs::directory_iterator(kProfiles)) {
    if (entry.path().extension() != ".json") continue;
    const auto store = ConfigStore::load({entry.path(), {}, {}}, {});
    EXPECT_TRUE(store) << store.error().message;
  }
}

class DemoCar : public ::testing::Test {
 protected:
  Drive start() const {
    auto profile = profile_from("demo-car.json", plan_);
    RT_CHECK(profile.has_value());
    return {plan_, std::move(*profile)};
  }
  /// Calls `look(drive, frame)` after each frame of so long a drive.
  template <typename Look>
  void drive(Drive& drive, nanoseconds length, Look look) const {
    CarModel car(1);
    std::array<CanFrame, 1> frame;
    while (car.next_due() < length && car.take(length, frame) == 1) {
      drive.on_frame(frame[0]);
      look(drive, frame[0]);
    }
  }

  const DecodePlan plan_ = plan_of({parse_dbc(demo_car_dbc(), "demo_car.dbc")});
};

// At a shift the engine's message and the gearbox's are up to 10 ms apart: for so long rpm and speed do not belong
// together. Two laps have 30 shifts or so, and 6,000 messages of the gearbox.
TEST_F(DemoCar, FindsTheGearThatTheGearboxTells) {
  auto profiled = start();
  int compared = 0, differs = 0, shifts = 0;
  double last = NAN;
  drive(profiled, 120s, [&](const Drive& now, const CanFrame& frame) {
    if (frame.id != 0x140 || frame.time < MonoTime(100ms)) return;
    ++compared;
    differs += now.value("gear") != now.value("gear_told") ? 1 : 0;
    shifts += !std::isnan(last) && now.value("gear_told") != last ? 1 : 0;
    last = now.value("gear_told");
  });
  RecordProperty("shifts", shifts);
  RecordProperty("differs", differs);
  EXPECT_GT(compared, 5'900);
  EXPECT_GT(shifts, 10);
  EXPECT_LE(differs, shifts) << "at most one message a shift, of " << compared;
}

TEST_F(DemoCar, ComputesWhatTheModelKnows) {
  auto profiled = start();
  double most_g = 0, most_slip = 0;
  drive(profiled, 60s, [&](const Drive& now, const CanFrame&) {
    most_g = std::fmax(most_g, now.value("accel_g"));
    most_slip = std::fmax(most_slip, now.value("slip"));
  });
  EXPECT_NEAR(most_g, 1.3, 0.15) << "it brakes by 12 m/s^2 at most, and bends of 9 m/s^2 are apart from that";
  EXPECT_NEAR(most_slip, 2.4, 1.5) << "the model slips by 0.4 % for each m/s^2";
  EXPECT_NEAR(profiled.value("power_kw"), profiled.value("EngineTorque") * profiled.value("rpm") / 9549.3, 1e-9);
  EXPECT_GE(profiled.value("grip"), profiled.value("accel_g"));
}

TEST_F(DemoCar, TellsLessThanItHears) {
  auto profiled = start();
  std::size_t frames = 0;
  drive(profiled, 10s, [&](const Drive&, const CanFrame&) { ++frames; });
  EXPECT_GT(frames, 4'800U);
  EXPECT_LT(profiled.told(), 22'000U) << "gear_told, BrakePedal, coolant and steering are thinned";
}

CanFrame obd(std::initializer_list<std::uint8_t> data) {
  CanFrame frame;
  frame.id = 0x7E8;
  frame.time = MonoTime(1s);
  frame.length = 8;
  std::copy(data.begin(), data.end(), frame.data.begin());
  return frame;
}

class Obd : public ::testing::Test {
 protected:
  Obd() : plan_(plan_of_file(kProfiles / "obd.dbc")) {}
  Drive start() const {
    auto profile = profile_from("obd.json", plan_);
    RT_CHECK(profile.has_value());
    return {plan_, std::move(*profile)};
  }
  const DecodePlan plan_;
};

TEST_F(Obd, HasADbcWithoutAnyOddity) {
  const auto file = load_dbc((kProfiles / "obd.dbc").string());
  ASSERT_TRUE(file);
  for (const auto& oddity : file->diagnostics) ADD_FAILURE() << to_string(*file, oddity);
}

TEST_F(Obd, ReadsThePublishedFormulas) {
  auto car = start();
  car.on_frame(obd({4, 0x41, 0x0C, 0x1A, 0xF8}));
  EXPECT_EQ(car.value("rpm"), 1726);
  car.on_frame(obd({3, 0x41, 0x0D, 0x32}));
  EXPECT_EQ(car.value("speed"), 50);
  car.on_frame(obd({3, 0x41, 0x05, 0x7B}));
  EXPECT_EQ(car.value("coolant"), 83);
  car.on_frame(obd({3, 0x41, 0x06, 0x80}));
  EXPECT_EQ(car.value("FuelTrimShort1"), 0);
  car.on_frame(obd({3, 0x41, 0x11, 0xFF}));
  EXPECT_NEAR(car.value("Throttle"), 100, 1e-9);
  car.on_frame(obd({4, 0x41, 0x42, 0x37, 0x14}));
  EXPECT_NEAR(car.value("ModuleVoltage"), 14.1, 1e-9);
  car.on_frame(obd({4, 0x41, 0x44, 0x80, 0x00}));
  EXPECT_EQ(car.value("CommandedRatio"), 1);
  car.on_frame(obd({4, 0x41, 0x5E, 0x00, 0x64}));
  EXPECT_EQ(car.value("FuelRate"), 5);
}

TEST_F(Obd, PassesOverAnswersToOtherServices) {
  auto car = start();
  car.on_frame(obd({4, 0x43, 0x0C, 0x1A, 0xF8}));
  EXPECT_TRUE(std::isnan(car.value("rpm"))) << "43 tells of trouble codes";
  car.on_frame(obd({3, 0x7F, 0x01, 0x12}));
  EXPECT_TRUE(std::isnan(car.value("rpm")));
}

TEST_F(Obd, DerivesGearBoostAndConsumption) {
  auto car = start();
  car.on_frame(obd({4, 0x41, 0x0C, 0x1F, 0x40}));
  car.on_frame(obd({3, 0x41, 0x0D, 50}));
  EXPECT_EQ(car.value("gear"), 3) << "2,000 rpm at 50 km/h";
  car.on_frame(obd({3, 0x41, 0x0B, 0x23}));
  car.on_frame(obd({3, 0x41, 0x33, 0x65}));
  EXPECT_EQ(car.value("boost_kpa"), 35 - 101);
  car.on_frame(obd({4, 0x41, 0x10, 0x03, 0xE8}));
  EXPECT_NEAR(car.value("fuel_l_h"), 3.287, 0.001) << "10 g/s of air";
  EXPECT_NEAR(car.value("fuel_l_100km"), 6.574, 0.002);
}

TEST(RealCar, IdlesAsTheLogOfTheFordHasIt) {
  if (!fs::exists(kFordDbc) || !fs::exists(kFordLog)) GTEST_SKIP() << kFordDbc << " or its log is not here";
  const auto plan = plan_of_file(kFordDbc);
  auto profile = profile_from("ford-lincoln.json", plan);
  ASSERT_TRUE(profile) << profile.error().message;
  Drive car(plan, std::move(*profile));
  auto log = CanLog::open(kFordLog.string());
  ASSERT_TRUE(log);
  LoggedFrame line;
  double lowest_rpm = HUGE_VAL, highest_rpm = 0;
  for (auto more = log->next(line); more && *more; more = log->next(line)) {
    CanFrame frame = line.frame;
    frame.time = MonoTime(line.time);
    car.on_frame(frame);
    if (std::isnan(car.value("rpm"))) continue;
    lowest_rpm = std::fmin(lowest_rpm, car.value("rpm"));
    highest_rpm = std::fmax(highest_rpm, car.value("rpm"));
  }
  EXPECT_EQ(lowest_rpm, 598);
  EXPECT_EQ(highest_rpm, 766);
  EXPECT_EQ(car.value("idling"), 1);
  EXPECT_EQ(car.value("speed"), 0);
  EXPECT_NEAR(car.value("battery"), 14.1, 0.3);
  EXPECT_NEAR(car.value("accel_g"), 0, 0.1);
}

}  // namespace
}  // namespace tripline
