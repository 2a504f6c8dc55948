// DBC text as the wild writes it.
#include "rt/core/can/dbc_parser.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace tripline {
namespace {

using namespace std::chrono_literals;

DbcFile parse(const std::string& text) { return parse_dbc(text, "test.dbc"); }

std::size_t count(const DbcFile& file, DbcSeverity severity) {
  return static_cast<std::size_t>(std::count_if(file.diagnostics.begin(), file.diagnostics.end(),
                                                [&](const DbcDiagnostic& d) { return d.severity == severity; }));
}

bool has_warning(const DbcFile& file, const std::string& text) {
  return std::any_of(file.diagnostics.begin(), file.diagnostics.end(), [&](const DbcDiagnostic& d) {
    return d.severity == DbcSeverity::kWarning && d.text.find(text) != std::string::npos;
  });
}

const std::string kMessage = "BO_ 100 Engine: 8 ECU\n SG_ Speed : 0|16@1+ (0.25,-5) [0|8000] \"rpm\" Dash\n";

TEST(DbcParser, ReadsAMessageWithItsSignal) {
  const DbcFile file = parse(kMessage);
  ASSERT_EQ(file.messages.size(), 1U);
  EXPECT_TRUE(file.diagnostics.empty());
  const DbcMessage& message = file.messages[0];
  EXPECT_EQ(message.id, CanId(100));
  EXPECT_EQ(message.name, "Engine");
  EXPECT_EQ(message.length_bytes, 8U);
  EXPECT_EQ(message.sender, "ECU");
  ASSERT_EQ(message.signals.size(), 1U);
  const DbcSignal& signal = message.signals[0];
  EXPECT_EQ(signal.name, "Speed");
  EXPECT_EQ(signal.start_bit, 0U);
  EXPECT_EQ(signal.length_bits, 16U);
  EXPECT_FALSE(signal.big_endian);
  EXPECT_FALSE(signal.is_signed);
  EXPECT_EQ(signal.scale, 0.25);
  EXPECT_EQ(signal.offset, -5);
  EXPECT_EQ(signal.maximum, 8000);
  EXPECT_EQ(signal.unit, "rpm");
}

TEST(DbcParser, PassesOverTheListOfSymbols) {
  const DbcFile file =
      parse("VERSION \"1\"\nNS_ :\n\tCM_\n\tBA_DEF_\n\n\tSG_MUL_VAL_\n\nBS_:\nBU_: A B\n  C\n" + kMessage);
  EXPECT_TRUE(file.diagnostics.empty());
  EXPECT_EQ(file.messages.size(), 1U);
}

TEST(DbcParser, ReadsLineEndsOfWindowsTabsAndBlankLinesInsideAMessage) {
  const DbcFile file =
      parse("BO_\t100\tEngine\t:\t8\tECU\r\n\r\n\tSG_\tSpeed\t:\t7|16@0-\t(1E-2,0)\t[0|1E+3]\t\"\"\tDash\r\n");
  EXPECT_TRUE(file.diagnostics.empty());
  ASSERT_EQ(file.messages.at(0).signals.size(), 1U);
  const DbcSignal& signal = file.messages[0].signals[0];
  EXPECT_TRUE(signal.big_endian);
  EXPECT_TRUE(signal.is_signed);
  EXPECT_EQ(signal.scale, 0.01);
  EXPECT_EQ(signal.maximum, 1000);
}

TEST(DbcParser, NamesLineColumnAndWhatWasExpected) {
  const DbcFile file = parse("BO_ 100 Engine: 8 ECU\n SG_ Speed : 0|16@1+ (0.25;-5) [0|1] \"\" Dash\n");
  ASSERT_EQ(file.diagnostics.size(), 1U);
  EXPECT_EQ(to_string(file, file.diagnostics[0]), "test.dbc:2:27: error: expected ','; the statement is left out");
}

TEST(DbcParser, GoesOnBehindAMalformedLine) {
  const DbcFile file =
      parse("BO_ 1 A: 8 X\n SG_ Bad : 0|@1+ (1,0) [0|1] \"\" X\n SG_ Good : 0|8@1+ (1,0) [0|1] \"\" X\n");
  EXPECT_EQ(count(file, DbcSeverity::kError), 1U);
  ASSERT_EQ(file.messages.at(0).signals.size(), 1U);
  EXPECT_EQ(file.messages[0].signals[0].name, "Good");
}

TEST(DbcParser, LosesTheSignalsOfALostMessageWithOneError) {
  const DbcFile file =
      parse("BO_ x Lost: 8 X\n SG_ A : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ B : 0|8@1+ (1,0) [0|1] \"\" X\n" + kMessage);
  EXPECT_EQ(count(file, DbcSeverity::kError), 1U);
  ASSERT_EQ(file.messages.size(), 1U);
  EXPECT_EQ(file.messages[0].signals.size(), 1U);
}

TEST(DbcParser, DoesNotDropAnUnknownLineInSilence) {
  const DbcFile file = parse("HELLO 1 2\n" + kMessage);
  EXPECT_EQ(count(file, DbcSeverity::kError), 1U);
  EXPECT_EQ(file.messages.size(), 1U);
}

TEST(DbcParser, TakesBit31AsExtended) {
  const DbcFile file = parse("BO_ 2566844926 A: 8 X\n");
  EXPECT_EQ(file.messages.at(0).id, CanId(0x18FEF1FE, true));
  EXPECT_TRUE(file.diagnostics.empty());
}

TEST(DbcParser, TakesALongIdWithoutBit31AsExtendedWithAWarning) {
  const DbcFile file = parse("BO_ 272629760 A: 8 X\n");
  EXPECT_EQ(file.messages.at(0).id, CanId(272629760, true));
  EXPECT_TRUE(has_warning(file, "without bit 31"));
}

TEST(DbcParser, KnowsThePseudoMessage) {
  const DbcFile file =
      parse("BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX\n SG_ A : 0|8@1+ (1,0) [0|1] \"\" X\n");
  EXPECT_TRUE(file.messages.at(0).is_pseudo);
  EXPECT_TRUE(file.diagnostics.empty());
}

TEST(DbcParser, ReadsNamesThatStartWithADigit) {
  const DbcFile file =
      parse("BO_ 1 4WD: 8 X\n SG_ 4WD_State : 0|8@1+ (1,0) [0|1] \"\" X\nVAL_ 1 4WD_State 0 \"off\" ;\n");
  EXPECT_TRUE(file.diagnostics.empty());
  EXPECT_EQ(file.messages.at(0).signals.at(0).choices.size(), 1U);
}

TEST(DbcParser, ReadsCommentsOverLinesWithSemicolonsAndQuotes) {
  const DbcFile file = parse("CM_ BO_ 100 \"first;\nsecond \\\"quoted\\\" and \"bare\" words\";\n" + kMessage +
                             "CM_ SG_ 100 Speed \"of the crank\";\n");
  EXPECT_TRUE(file.diagnostics.empty());
  EXPECT_EQ(file.messages.at(0).comment, "first;\nsecond \"quoted\" and \"bare\" words");
  EXPECT_EQ(file.messages[0].signals.at(0).comment, "of the crank");
}

TEST(DbcParser, LosesOneCommentWhoseQuoteWasForgotten) {
  const DbcFile file = parse("CM_ \"no end;\nCM_ BO_ 100 \"kept\";\n" + kMessage);
  EXPECT_EQ(count(file, DbcSeverity::kError), 1U);
  EXPECT_EQ(file.messages.at(0).comment, "kept");
}

TEST(DbcParser, TakesACommentOfASignalWithoutNameAsTheMessages) {
  const DbcFile file = parse(kMessage + "CM_ SG_ 100 \"about it\";\n");
  EXPECT_EQ(file.messages.at(0).comment, "about it");
  EXPECT_TRUE(has_warning(file, "without a signal's name"));
}

TEST(DbcParser, MissesASemicolonWithAWarning) {
  const DbcFile file = parse("VAL_ 100 Speed 1 \"one\" -1 \"minus\"\n" + kMessage);
  EXPECT_TRUE(has_warning(file, "';'"));
  ASSERT_EQ(file.messages.at(0).signals.at(0).choices.size(), 2U);
  EXPECT_EQ(file.messages[0].signals[0].choices[1].raw, -1);
  EXPECT_EQ(file.messages[0].signals[0].choices[1].name, "minus");
}

TEST(DbcParser, ReadsATableOfValuesByItsName) {
  const DbcFile file = parse("VAL_TABLE_ OnOff 0 \"off\" 1 \"on\" ;\n" + kMessage + "VAL_ 100 Speed OnOff ;\n");
  EXPECT_TRUE(file.diagnostics.empty());
  EXPECT_EQ(file.messages.at(0).signals.at(0).choices.size(), 2U);
}

TEST(DbcParser, ReadsUnitsOfBothEncodings) {
  const DbcFile file = parse(
      "BO_ 1 A: 8 X\n SG_ Old : 0|8@1+ (1,0) [0|1] \"\xB0"
      "C\" X\n SG_ New : 8|8@1+ (1,0) [0|1] \"°C\" X\n");
  EXPECT_EQ(file.messages.at(0).signals.at(0).unit, "°C");
  EXPECT_EQ(file.messages[0].signals.at(1).unit, "°C");
}

TEST(DbcParser, ReadsAttributes) {
  const DbcFile file = parse(kMessage +
                             "BO_ 200 Other: 8 ECU\n"
                             "BA_DEF_ BO_ \"GenMsgCycleTime\" INT 0 1E5;\n"
                             "BA_DEF_ SG_ \"SPN\" INT 0 524287;\n"
                             "BA_DEF_DEF_ \"GenMsgCycleTime\" 100;\n"
                             "BA_ \"GenMsgCycleTime\" BO_ 100 20;\n"
                             "BA_ \"SPN\" SG_ 100 Speed 190;\n"
                             "BA_ \"GenSigStartValue\" SG_ 100 Speed 5;\n");
  EXPECT_TRUE(file.diagnostics.empty());
  EXPECT_EQ(file.messages.at(0).cycle_time, 20ms);
  EXPECT_EQ(file.messages.at(1).cycle_time, 100ms);
  EXPECT_EQ(file.messages[0].signals.at(0).spn, 190U);
  EXPECT_EQ(file.messages[0].signals[0].start_value, 5.0);
}

TEST(DbcParser, FindsJ1939InTheFrameFormat) {
  const std::string format =
      "BA_DEF_ BO_ \"VFrameFormat\" ENUM \"StandardCAN\",\"ExtendedCAN\",\"reserved\",\"J1939PG\";\n";
  const DbcFile file = parse("BO_ 2566844926 A: 8 X\nBO_ 2566844670 B: 8 X\nBO_ 5 C: 8 X\n" + format +
                             "BA_DEF_DEF_ \"VFrameFormat\" \"J1939PG\";\nBA_ \"VFrameFormat\" BO_ 2566844670 1;\n");
  EXPECT_TRUE(file.messages.at(0).is_j1939);
  EXPECT_FALSE(file.messages.at(1).is_j1939);
  EXPECT_FALSE(file.messages.at(2).is_j1939);
}

TEST(DbcParser, FindsJ1939InANumberedFrameFormatAndInTheProtocol) {
  const std::string message = "BO_ 2164195584 A: 8 X\n SG_ S : 0|8@1+ (1,0) [0|0] \"\" X\n";
  EXPECT_TRUE(parse(message + "BA_DEF_ BO_ \"VFrameFormat\" INT 0 3;\nBA_DEF_DEF_ \"VFrameFormat\" 3;\n")
                  .messages.at(0)
                  .is_j1939);
  EXPECT_TRUE(parse(message + "BA_DEF_ \"ProtocolType\" STRING ;\nBA_DEF_DEF_ \"ProtocolType\" \"J1939\";\n")
                  .messages.at(0)
                  .is_j1939);
  EXPECT_FALSE(parse(message + "BA_DEF_ BO_ \"VFrameFormat\" INT 0 3;\nBA_DEF_DEF_ \"VFrameFormat\" 3;\n"
                               "BA_ \"VFrameFormat\" BO_ 2164195584 1;\n")
                   .messages.at(0)
                   .is_j1939);
}

TEST(DbcParser, RenamesByTheLongSymbolsAfterEverythingElse) {
  const DbcFile file = parse(kMessage +
                             "BA_ \"SystemSignalLongSymbol\" SG_ 100 Speed \"SpeedOfTheEngine\";\n"
                             "BA_ \"SystemMessageLongSymbol\" BO_ 100 \"EngineOfTheCar\";\n"
                             "CM_ SG_ 100 Speed \"found\";\n");
  EXPECT_EQ(file.messages.at(0).name, "EngineOfTheCar");
  EXPECT_EQ(file.messages[0].signals.at(0).name, "SpeedOfTheEngine");
  EXPECT_EQ(file.messages[0].signals[0].comment, "found");
}

TEST(DbcParser, ReadsMultiplexing) {
  const DbcFile file = parse(
      "BO_ 1 A: 8 X\n SG_ Mode M : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ Inner m2M : 8|8@1+ (1,0) [0|1] \"\" X\n"
      " SG_ Leaf m3 : 16|8@1+ (1,0) [0|1] \"\" X\nSG_MUL_VAL_ 1 Leaf Inner 3-5, 7-7;\n");
  EXPECT_TRUE(file.diagnostics.empty());
  const std::vector<DbcSignal>& signals = file.messages.at(0).signals;
  EXPECT_EQ(signals.at(0).multiplexer, -1);
  EXPECT_TRUE(signals.at(1).is_multiplexer);
  EXPECT_EQ(signals.at(1).multiplexer, 0);
  EXPECT_EQ(signals.at(1).selectors.at(0).first, 2);
  EXPECT_EQ(signals.at(2).multiplexer, 1);
  ASSERT_EQ(signals.at(2).selectors.size(), 2U);
  EXPECT_EQ(signals.at(2).selectors[0].last, 5);
}

TEST(DbcParser, TakesWhatIsMultiplexedByNothingAsAlwaysThere) {
  const DbcFile file = parse("BO_ 1 A: 8 X\n SG_ Leaf m3 : 16|8@1+ (1,0) [0|1] \"\" X\n");
  EXPECT_TRUE(has_warning(file, "'A' has not one signal marked M; taken as always there"));
  EXPECT_TRUE(file.messages.at(0).signals.at(0).selectors.empty());
}

TEST(DbcParser, TakesWhatSeveralMultiplexersMaySelectAsAlwaysThere) {
  const DbcFile file = parse(
      "BO_ 1 A: 8 X\n SG_ One M : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ Two M : 8|8@1+ (1,0) [0|1] \"\" X\n"
      " SG_ Leaf m3 : 16|8@1+ (1,0) [0|1] \"\" X\n SG_ Told m3 : 24|8@1+ (1,0) [0|1] \"\" X\n"
      "SG_MUL_VAL_ 1 Told Two 3-3;\n");
  EXPECT_TRUE(has_warning(file, "'Leaf' is multiplexed"));
  EXPECT_EQ(file.messages.at(0).signals.at(2).multiplexer, -1);
  EXPECT_EQ(file.messages.at(0).signals.at(3).multiplexer, 1);
}

TEST(DbcParser, CountsTheMarkBesideTheRangesOfASingleMultiplexer) {
  const DbcFile file = parse(
      "BO_ 1 A: 8 X\n SG_ Mode M : 0|8@1+ (1,0) [0|1] \"\" X\n SG_ Leaf m9 : 8|8@1+ (1,0) [0|1] \"\" X\n"
      "SG_MUL_VAL_ 1 Leaf Mode 3-5;\n");
  const std::vector<DbcSelectorRange>& selectors = file.messages.at(0).signals.at(1).selectors;
  ASSERT_EQ(selectors.size(), 2U);
  EXPECT_EQ(selectors[0].first, 9);
  EXPECT_EQ(selectors[1].last, 5);
}

TEST(DbcParser, PassesOverRemarks) {
  const DbcFile file = parse(
      "/* of the\n BO_ 7 wild */\nVERSION \"a//b\" // really\nNS_ :\n CM_\n // between\n VAL_\n\nBS_: // none\n"
      "// BO_ 8 gone: 8 X\n" +
      kMessage + "CM_ SG_ 100 Speed \"see http://a /* b\"; // behind\nVAL_ 100 Speed 1 /* one */ \"one\" ;\n");
  EXPECT_TRUE(file.diagnostics.empty()) << to_string(file, file.diagnostics.at(0));
  ASSERT_EQ(file.messages.size(), 1U);
  EXPECT_EQ(file.messages[0].signals.at(0).comment, "see http://a /* b");
  EXPECT_EQ(file.messages[0].signals[0].choices.at(0).name, "one");
}

TEST(DbcParser, TakesTheIeeeFormatOfASignalsLength) {
  const DbcFile file = parse(
      "BO_ 1 A: 8 X\n SG_ H : 0|16@1- (1,0) [0|0] \"\" X\n SG_ F : 16|32@1- (1,0) [0|0] \"\" X\n"
      "BO_ 2 B: 8 X\n SG_ D : 0|64@1- (1,0) [0|0] \"\" X\n"
      "SIG_VALTYPE_ 1 H : 1;\nSIG_VALTYPE_ 1 F : 1;\nSIG_VALTYPE_ 2 D : 1;\n");
  EXPECT_EQ(file.messages.at(0).signals.at(0).value_type, DbcValueType::kHalf);
  EXPECT_EQ(file.messages.at(0).signals.at(1).value_type, DbcValueType::kFloat);
  EXPECT_EQ(file.messages.at(1).signals.at(0).value_type, DbcValueType::kDouble);
  EXPECT_TRUE(has_warning(file, "'D' has 64 bits, not those of the declared type"));
  EXPECT_FALSE(has_warning(file, "'F' has"));
}

TEST(DbcParser, WarnsOfOddLayouts) {
  const DbcFile file = parse(
      "BO_ 1 A: 2 X\n SG_ Past : 16|8@1+ (1,0) [0|1] \"\" X\n SG_ First : 0|8@1+ (1,0) [0|1] \"\" X\n"
      " SG_ Over : 4|8@1+ (1,0) [0|1] \"\" X\n SG_ Huge : 0|1600@1+ (1,0) [0|1] \"\" X\n"
      " SG_ None : 0|0@1+ (1,0) [0|1] \"\" X\nBO_ 1 B: 8 X\n SG_ First : 0|8@1+ (1,0) [0|1] \"\" X\n"
      " SG_ First : 8|8@1+ (1,0) [0|1] \"\" X\n");
  EXPECT_TRUE(has_warning(file, "'Past' ends in byte 3 of 'A', which has 2"));
  EXPECT_TRUE(has_warning(file, "'Over' shares bits"));
  EXPECT_TRUE(has_warning(file, "'Huge' is 1600 bits long"));
  EXPECT_TRUE(has_warning(file, "'None' is 0 bits long"));
  EXPECT_TRUE(has_warning(file, "'B' has the id of 'A'"));
  EXPECT_TRUE(has_warning(file, "this one becomes 'First#2'"));
  EXPECT_EQ(count(file, DbcSeverity::kError), 0U);
}

TEST(DbcParser, WarnsOfNotesAboutNothing) {
  const DbcFile file = parse(kMessage + "CM_ BO_ 7 \"who?\";\nVAL_ 100 Nobody 1 \"one\";\n");
  EXPECT_TRUE(has_warning(file, "no message has the id 7"));
  EXPECT_TRUE(has_warning(file, "has no signal 'Nobody'"));
}

TEST(DbcParser, EndsWithAnyCutOfAFile) {
  const std::string text =
      "VERSION \"\"\nNS_ :\n CM_\nBS_:\nBU_: A\n" + kMessage +
      "CM_ SG_ 100 Speed \"a \\\" b\";\nBA_DEF_ BO_ \"X\" ENUM \"a\",\"b\";\nVAL_ 100 Speed 1 \"one\" ;\n"
      "SG_MUL_VAL_ 100 Speed Speed 1-2, 3-4;\nSIG_VALTYPE_ 100 Speed : 1;\n";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const DbcFile file = parse(text.substr(0, length));
    EXPECT_LE(file.messages.size(), 1U) << length;
  }
}

TEST(LoadDbc, NamesAFileThatIsNotThere) {
  const Result<DbcFile> file = load_dbc("/nowhere/at/all.dbc");
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().code, ExitCode::kNoInput);
  EXPECT_NE(file.error().message.find("/nowhere/at/all.dbc"), std::string::npos);
}

}  // namespace
}  // namespace tripline
