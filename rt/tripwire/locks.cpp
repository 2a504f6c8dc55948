// Locks and waits, interposed: what libstdc++'s mutexes, condition variables, semaphores and threads end in.
#include <pthread.h>
#include <semaphore.h>
#include <time.h>
#include <unistd.h>

#include "rt/tripwire/alarm.hpp"

using tripline::tripwire::check;
using tripline::tripwire::check_when_asked;
using tripline::tripwire::next;

// Each definition takes the place of the C library's, which it finds behind itself and calls.
#define TRIPWIRE(when, result, name, parameters, arguments)                       \
  extern "C" result name parameters {                                             \
    static const auto real = reinterpret_cast<result(*) parameters>(next(#name)); \
    when(#name);                                                                  \
    return real arguments;                                                        \
  }

// NOLINTBEGIN(bugprone-macro-parentheses)
TRIPWIRE(check, int, pthread_mutex_lock, (pthread_mutex_t * mutex) noexcept, (mutex))
TRIPWIRE(check, int, pthread_mutex_trylock, (pthread_mutex_t * mutex) noexcept, (mutex))
TRIPWIRE(check, int, pthread_mutex_timedlock, (pthread_mutex_t * mutex, const timespec* end) noexcept, (mutex, end))
TRIPWIRE(check, int, pthread_mutex_clocklock, (pthread_mutex_t * mutex, clockid_t clock, const timespec* end) noexcept,
         (mutex, clock, end))
TRIPWIRE(check, int, pthread_rwlock_rdlock, (pthread_rwlock_t * lock) noexcept, (lock))
TRIPWIRE(check, int, pthread_rwlock_wrlock, (pthread_rwlock_t * lock) noexcept, (lock))
TRIPWIRE(check, int, pthread_spin_lock, (pthread_spinlock_t * lock) noexcept, (lock))
TRIPWIRE(check, int, pthread_cond_wait, (pthread_cond_t * condition, pthread_mutex_t* mutex), (condition, mutex))
TRIPWIRE(check, int, pthread_cond_timedwait, (pthread_cond_t * condition, pthread_mutex_t* mutex, const timespec* end),
         (condition, mutex, end))
TRIPWIRE(check, int, pthread_cond_clockwait,
         (pthread_cond_t * condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* end),
         (condition, mutex, clock, end))
TRIPWIRE(check, int, pthread_cond_signal, (pthread_cond_t * condition) noexcept, (condition))
TRIPWIRE(check, int, pthread_cond_broadcast, (pthread_cond_t * condition) noexcept, (condition))
TRIPWIRE(check, int, pthread_join, (pthread_t thread, void** result), (thread, result))
TRIPWIRE(check, int, pthread_once, (pthread_once_t * once, void (*routine)()), (once, routine))
TRIPWIRE(check, int, sem_wait, (sem_t * semaphore), (semaphore))
TRIPWIRE(check, int, nanosleep, (const timespec* time, timespec* rest), (time, rest))
TRIPWIRE(check, int, usleep, (useconds_t time), (time))
TRIPWIRE(check_when_asked, int, clock_nanosleep, (clockid_t clock, int flags, const timespec* time, timespec* rest),
         (clock, flags, time, rest))
TRIPWIRE(check_when_asked, ssize_t, write, (int file, const void* bytes, size_t size), (file, bytes, size))
// NOLINTEND(bugprone-macro-parentheses)
