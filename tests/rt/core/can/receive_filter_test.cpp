// What a device must let pass.
#include "rt/core/can/receive_filter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "rt/core/can/dbc_parser.hpp"

namespace tripline {
namespace {

const char kDbc[] =
    "BO_ 291 Short: 8 X\n SG_ A : 0|8@1+ (1,0) [0|1] \"\" X\n"
    "BO_ 2147483939 Long: 8 X\n SG_ B : 0|8@1+ (1,0) [0|1] \"\" X\n"
    "BO_ 2566844926 Group: 8 X\n SG_ C : 0|8@1+ (1,0) [0|1] \"\" X\n"
    "BO_ 2565799422 Addressed: 8 X\n SG_ D : 0|8@1+ (1,0) [0|1] \"\" X\n"
    "BA_DEF_ BO_ \"VFrameFormat\" ENUM \"StandardCAN\",\"ExtendedCAN\",\"reserved\",\"J1939PG\";\n"
    "BA_DEF_DEF_ \"VFrameFormat\" \"StandardCAN\";\n"
    "BA_ \"VFrameFormat\" BO_ 2566844926 3;\nBA_ \"VFrameFormat\" BO_ 2565799422 3;\n";

bool passes(const std::vector<CanFilter>& filters, CanId id) {
  return std::any_of(filters.begin(), filters.end(), [id](const CanFilter& filter) {
    return filter.id.extended == id.extended && (id.value & filter.mask) == (filter.id.value & filter.mask);
  });
}

TEST(ReceiveFilters, LetExactlyThePlanPass) {
  const auto file = parse_dbc(kDbc, "filter.dbc");
  const auto plan = DecodePlan::compile({&file, 1}).value();
  const auto filters = receive_filters(plan);
  ASSERT_EQ(filters.size(), 4U);
  auto room = plan.make_room();
  std::minstd_rand random(1);
  std::size_t passed = 0;
  for (int i = 0; i < 200'000; ++i) {
    CanFrame frame;
    frame.flags = random() % 2 == 0 ? kCanExtended : 0;
    frame.id = static_cast<std::uint32_t>(random()) & ((frame.flags & kCanExtended) != 0 ? 0x1FFFFFFFU : 0x7FFU);
    // Random ids of 29 bits hit none of four: half of them are those of the plan with some bits changed.
    if ((frame.flags & kCanExtended) != 0 && random() % 4 != 0)
      frame.id = plan.messages()[1 + random() % 3].id.value ^ (1U << random() % 29) ^
                 static_cast<std::uint32_t>(random() % 256);
    frame.length = 8;
    const bool known = plan.decode(frame, room).known();
    EXPECT_EQ(passes(filters, frame.can_id()), known) << std::hex << frame.id << " " << int{frame.flags};
    passed += known ? 1 : 0;
  }
  EXPECT_GT(passed, 1'000U);
}

TEST(ReceiveFilters, AreNoneWithoutMessages) { EXPECT_TRUE(receive_filters(DecodePlan()).empty()); }

}  // namespace
}  // namespace tripline
