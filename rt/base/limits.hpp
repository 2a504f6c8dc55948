// Every limit of Tripline (size, rate, count, time), in one place.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace tripline::limits {

using namespace std::chrono_literals;

// Input files
inline constexpr std::size_t kConfigFileBytes = 1U << 20;          ///< one configuration file
inline constexpr std::size_t kDbcFileBytes = 64U << 20;            ///< one DBC file
inline constexpr std::size_t kLogLineBytes = 16'384;               ///< one line of a CAN log: a whole J1939 transport
inline constexpr std::size_t kCaptureBlockBytes = 128U << 10;      ///< one CAN packet or interface of a capture file
inline constexpr std::size_t kCaptureInterfaces = 256;             ///< interfaces of one section of a pcapng file
inline constexpr std::size_t kLogBuses = 64;                       ///< buses of one log, for tools that tell them apart
inline constexpr std::uint32_t kFrameEdgePx = 4096;                ///< width or height of a frame
inline constexpr std::size_t kReplayFrames = 100'000;              ///< frames of one capture
inline constexpr std::size_t kReplayBytes = std::size_t{4} << 30;  ///< pixels of one capture held in memory

// The core
inline constexpr std::size_t kLines = 8;          ///< lines that a strobe drives
inline constexpr std::size_t kPulses = 64;        ///< pulses of one line's pattern
inline constexpr std::size_t kTrainPulses = 256;  ///< pulses of a pattern on all lines together
inline constexpr std::size_t kHeldFrames = 5;     ///< frames a camera keeps valid behind the newest one
inline constexpr std::size_t kFramesBefore = 6;   ///< frames of a shot before the trip frame
inline constexpr std::size_t kFramesAfter = 8;    ///< frames of a shot after the trip frame
inline constexpr std::size_t kShotFrames = kFramesBefore + 1 + kFramesAfter;
inline constexpr std::size_t kCanBuses = 8;          ///< buses of one rig
inline constexpr std::size_t kCanIds = 1024;         ///< ids cached per bus; further ones are counted only
inline constexpr std::size_t kUnknownIdsTold = 10;   ///< unknown ids of a bus that `status` names
inline constexpr std::size_t kInvalidTold = 64;      ///< invalid messages of a bus that `status` names
inline constexpr std::size_t kCanFilters = 512;      ///< receive filters of a socket (linux/can.h, CAN_RAW_FILTER_MAX)
inline constexpr std::size_t kSlcanLineBytes = 160;  ///< one line of a serial adapter; the longest valid one has 142
inline constexpr auto kSlcanAnswer = 100ms;          ///< a serial adapter's time to answer a command
inline constexpr std::size_t kSignals = 65'536;      ///< signals of the catalogue
inline constexpr std::size_t kDecodeLanes = 1U << 20;   ///< signals of all DBC files, once per way through multiplexers
inline constexpr std::size_t kSignalNameBytes = 128;    ///< a name in the signal profile
inline constexpr std::size_t kExpressionBytes = 1'024;  ///< the formula of a derived signal
inline constexpr std::size_t kExpressionInputs = 64;    ///< signals that a formula uses
inline constexpr auto kToldAgain = 1s;                  ///< an unchanged value is told to those who came later
inline constexpr std::size_t kThreads = 16;             ///< rows of the thread table
inline constexpr auto kCanSendWait = 1s;                ///< `tripline can send` waits for room in a bus's queue
inline constexpr auto kGuardPatience = 100ms;           ///< a guard's tries to take the lines of a dead core
inline constexpr auto kGuardStart = 2s;                 ///< a guard's time to get ready, and to end
inline constexpr auto kSpin = 2ms;                      ///< longest spin in a row
inline constexpr auto kCameraSilence = 5s;              ///< a camera silent this long is closed and opened again
inline constexpr std::array kRetryAfter{1s, 2s, 5s,
                                        10s};  ///< waits before a lost device is tried again; the last repeats

// The twins
inline constexpr std::size_t kSimEdges = 1024;  ///< newest edges a simulated line remembers; a power of two

// The sockets
inline constexpr int kEventHighWater = 1'000;            ///< messages kept for one slow subscriber
inline constexpr std::size_t kEventBytes = 24U << 20;    ///< one event
inline constexpr std::size_t kControlBytes = 64U << 10;  ///< one control request
inline constexpr auto kControlTimeout = 2s;              ///< a client's wait for a reply
inline constexpr auto kCanBatch = 20ms;                  ///< longest time frames wait for their batch

// The web
inline constexpr int kHttpWorkers = 32;            ///< CivetWeb threads
inline constexpr int kHttpReserve = 8;             ///< workers that are kept free: below that nobody is waited for long
inline constexpr auto kHttpPatience = 10ms;        ///< a client's time while fewer workers than that are free
inline constexpr auto kHttpReplyPatience = 250ms;  ///< the same, for taking a reply
inline constexpr auto kHttpHeadTime = 2s;          ///< whole request line and headers
inline constexpr auto kHttpBodyTime = 3s;          ///< whole body
inline constexpr auto kHttpReplyTime = 10s;        ///< whole reply
inline constexpr auto kHttpStall = 2s;             ///< a client's silence while it sends or takes bytes
inline constexpr auto kHttpDrain = 2s;             ///< requests under way may take this long when the server stops
inline constexpr int kHttpQueue = 512;             ///< accepted connections that wait for a worker
inline constexpr int kHttpBacklog = 1024;          ///< connections that wait in the kernel
inline constexpr std::size_t kHttpHeaderBytes = 16U << 10;  ///< request line and headers
inline constexpr std::size_t kHttpBodyBytes = 64U << 10;    ///< request body
inline constexpr int kWebSockets = 16;                      ///< at most half the workers
inline constexpr std::size_t kWebSocketQueue = 64;          ///< messages kept for one slow page; the oldest go first
inline constexpr std::size_t kWebSocketQueueBytes = 32U << 20;   ///< room for one whole shot of the largest frames
inline constexpr std::size_t kWebSocketMessageBytes = 4U << 10;  ///< one message from a page
inline constexpr int kWebSocketMessagesPerSecond = 50;           ///< from a page; more closes it
inline constexpr std::size_t kWebSocketReadBytes = 64U << 10;    ///< taken from a page before it is written to again
inline constexpr std::size_t kWebSocketReplies = 8;  ///< pongs that wait; a page that takes none is not read from
inline constexpr auto kWebSocketPing = 5s;           ///< a page's silence before it is asked for a sign of life
inline constexpr auto kWebSocketSilence = 15s;       ///< a page silent this long is gone
inline constexpr auto kWebSocketStall = 5s;          ///< a page that takes nothing this long is let go
inline constexpr auto kWebClose = 300ms;             ///< for a page's answer to a close frame
inline constexpr double kPageRateLeast = 0.01;       ///< events per second of a topic that a page may ask for
inline constexpr double kPageRateMost = 1000;        ///< events per second of a topic that a page may ask for
inline constexpr std::size_t kCachedAlerts = 8;      ///< newest alerts that a new page gets
inline constexpr std::size_t kCachedLogs = 24;       ///< newest log lines that a new page gets
inline constexpr auto kLivenessEvery = 1s;           ///< the core's liveness goes to the pages at least this often
inline constexpr auto kHeartbeatLate = 1500ms;       ///< age of the last status beyond which the core is not alive

// Who is let in
inline constexpr std::size_t kTrustedFileBytes = 64U << 10;  ///< one file of tokens or keys
inline constexpr std::size_t kTokenBytesMin = 32;            ///< a token that nobody guesses
inline constexpr std::size_t kTokenBytesMax = 128;           ///< a token, and what is looked at of one that is offered
inline constexpr std::size_t kTokens = 256;                  ///< tokens of one file
inline constexpr std::size_t kSessions = 64;                 ///< pages that are logged in; the one idle longest goes
inline constexpr auto kSessionIdle = 12h;                    ///< a session that nobody uses ends
inline constexpr auto kSessionLife = 168h;                   ///< and so does one that is a week old
inline constexpr int kLoginFailures = 5;                     ///< wrong tokens in a row; then one try each kLoginAgain
inline constexpr auto kLoginAgain = 1s;
inline constexpr std::int64_t kSubscriptionBytes = 1'024;  ///< one message of a subscriber, or of its handshake
inline constexpr std::int64_t kEventWireBytes = kEventBytes + 1'024;  ///< one event, with what the wire adds
inline constexpr auto kHandshake = 5s;                                ///< a remote subscriber's time to say who it is
inline constexpr auto kRemoteBeat = 5s;          ///< a remote peer's silence before it is asked for a sign of life
inline constexpr auto kRemoteSilence = 15s;      ///< and before it is gone
inline constexpr std::size_t kRemoteKeys = 256;  ///< remote subscribers that may be let in

// The API
inline constexpr auto kChangeTold = 1s;                   ///< a change's way back in the topic `config`
inline constexpr int kWaitingRequests = 4;                ///< HTTP workers that may wait for news at once
inline constexpr auto kRequestWait = 10s;                 ///< longest wait of one of them
inline constexpr std::size_t kShotsKept = 64;             ///< newest shots that can be asked for
inline constexpr std::size_t kShotFrameBytes = 2U << 20;  ///< frames of shots; the newest shot's stay in any case
inline constexpr std::size_t kLogsKept = 500;             ///< newest log lines that can be asked for
inline constexpr std::size_t kSignalSamples = 1U << 17;   ///< values of all signals together, 16 bytes each
inline constexpr auto kSignalAge = 15min;                 ///< and none is kept longer
inline constexpr auto kSignalWindow = 60s;                ///< of a signal, when a request does not say
inline constexpr std::size_t kSignalPoints = 10'000;      ///< points of one answer; beyond, they are to be decimated
inline constexpr std::size_t kSignalBuckets = 5'000;      ///< buckets of a decimated answer
inline constexpr auto kCanWatch = 30s;                    ///< ids are counted this long after somebody asked
inline constexpr std::uint64_t kDiskWarning =
    256ULL << 20;  ///< free bytes of the state directory below which the rig is not ready

// The recorder
inline constexpr std::size_t kRecordBuffer = 1U << 20;  ///< bytes written to a recording at once
inline constexpr auto kRecordFlush = 500ms;             ///< longest time an event stays out of the file
inline constexpr auto kRecordRetry = 10s;               ///< wait before a disk that refused is tried again

// Processes
inline constexpr auto kStopGrace = 1500ms;        ///< from SIGTERM to SIGKILL when all of `tripline rig run` ends
inline constexpr auto kUnitStopGrace = 5s;        ///< the same when one unit is stopped or started again
inline constexpr auto kRestartFirst = 200ms;      ///< wait before a dead child is started again; doubles up to …
inline constexpr auto kRestartLast = 5s;          ///< … this
inline constexpr auto kRestartSignalled = 500ms;  ///< longest such wait after a death by signal
inline constexpr auto kRestartHealthy = 10s;      ///< life after which the waits begin anew
inline constexpr auto kStartCheck = 3s;           ///< a child that lives this long runs, though it never said READY
inline constexpr auto kCoreHeadStart = 1s;        ///< recorder and web wait this long for the core to be ready
inline constexpr auto kCoreStopFirst = 700ms;     ///< recorder and web outlive the core by this at most when all stop
inline constexpr auto kRetainedWait = 2s;         ///< a command's wait for a retained event
inline constexpr std::size_t kUnitLogBytes = 2U << 20;   ///< one log file of a supervised unit
inline constexpr std::size_t kUnitLogFiles = 4;          ///< log files of a unit, the newest among them
inline constexpr std::size_t kReasonLines = 12;          ///< last lines of a log that are shown as the reason
inline constexpr std::size_t kReasonLineBytes = 400;     ///< one of them
inline constexpr std::size_t kLifecycleLineBytes = 512;  ///< a request to the supervisor, and its answer
inline constexpr auto kLifecycleAnswer = 1s;             ///< a supervisor's time to answer
inline constexpr auto kLifecycleWait = 4s;               ///< a request to start or stop the core waits for its end
inline constexpr auto kInhibitLook = 500ms;              ///< how often it is seen whether the machine may sleep
inline constexpr auto kInhibitRetry = 10s;               ///< wait before logind is asked again after a refusal
inline constexpr auto kLifecycleLook = 250ms;            ///< how often the web process looks at the core's process
inline constexpr auto kBusAnswer = 2s;                   ///< systemd's time to answer on D-Bus

// The rigs of a machine
inline constexpr std::uint16_t kRigPortFirst = 8080;  ///< the first port of a page that is tried
inline constexpr std::uint16_t kRigPortLast = 8179;   ///< and the last one
inline constexpr std::uint32_t kRigPortLeast = 1024;  ///< below, a process without capabilities binds none
inline constexpr std::uint32_t kRigPortMost = 65'535;
inline constexpr std::size_t kProfileNameBytes = 64;   ///< a profile's name in a rig's file
inline constexpr std::size_t kRigEnvBytes = 4U << 10;  ///< a rig's file, which is two lines
inline constexpr auto kRegistryWait = 60s;             ///< for another command that changes the rigs
inline constexpr auto kUnitFilesWait = 30s;            ///< systemd's time to enable units, and to read its files again
inline constexpr auto kRigStart = 20s;                 ///< each unit's time to start, and to stop

}  // namespace tripline::limits
