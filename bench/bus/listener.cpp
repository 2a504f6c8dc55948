#include "bench/bus/listener.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <csignal>

#include "rt/base/check.hpp"
#include "schemas/can_raw_generated.h"
#include "schemas/can_signals_generated.h"
#include "shim/bus/event_subscriber.hpp"

namespace tripline::bench {
namespace {

using namespace std::chrono_literals;

constexpr auto kQuiet = 1500ms;  // status comes every second while the core lives, and is not subscribed to

double cpu_of_this_process() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void count(const Event& event, Heard& heard) {
  if (event.topic.key == "can_raw") heard.frames += wire::GetCanRaw(event.bytes().data())->id()->size();
  if (event.topic.key == "can_signals") heard.values += wire::GetCanSignals(event.bytes().data())->value()->size();
}

[[noreturn]] void listen(const RunDir& run_dir, int answer) {
  EventSubscriber subscriber(run_dir);
  subscriber.subscribe("can_");
  Heard heard;
  while (heard.frames == 0)
    if (const auto event = subscriber.receive(100ms)) count(*event, heard);
  while (const auto event = subscriber.receive(kQuiet)) count(*event, heard);
  heard.lost = subscriber.counts().lost_total();
  heard.cpu_s = cpu_of_this_process();
  const bool told = ::write(answer, &heard, sizeof heard) == sizeof heard;
  ::_exit(told ? 0 : 1);
}

}  // namespace

Listener::Listener(const RunDir& run_dir) {
  std::array<int, 2> ends{};
  RT_CHECK(::pipe(ends.data()) == 0);
  const pid_t parent = ::getpid();
  child_ = ::fork();
  RT_CHECK(child_ >= 0);
  if (child_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(0);
    listen(run_dir, ends[1]);
  }
  ::close(ends[1]);
  answer_.reset(ends[0]);
}

Heard Listener::finish() {
  Heard heard;
  RT_CHECK(::read(answer_.get(), &heard, sizeof heard) == sizeof heard);
  return heard;
}

Listener::~Listener() {
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

}  // namespace tripline::bench
