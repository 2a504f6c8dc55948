#include "hw/libcamera/libcamera_camera.hpp"

#include <libcamera/libcamera.h>

#include <array>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "hw/libcamera/camera_setup.hpp"
#include "hw/libcamera/frame_copies.hpp"
#include "hw/libcamera/pixel_mapping.hpp"
#include "hw/libcamera/sensor_clock.hpp"
#include "rt/base/limits.hpp"

namespace tripline {

/// The camera with its buffers and requests. Thread: start() and stop() the owner's, the slots libcamera's.
class LibcameraCamera::Session {
 public:
  explicit Session(CameraSetup setup)
      : setup_(std::move(setup)), stream_(setup_.stream.configuration->at(0).stream()), allocator_(setup_.camera) {}
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Result<void> allocate();
  bool copies() const noexcept { return copies_.has_value(); }
  std::size_t buffers() const noexcept { return mappings_.size(); }
  Result<void> start(FrameSink& sink);
  void stop() noexcept;

 private:
  void on_request_completed(libcamera::Request* request);
  void on_disconnected();
  void set_running(bool running);
  void deliver(libcamera::Request& request, const libcamera::FrameMetadata& metadata);
  void hold(libcamera::Request& request);
  void give_back(libcamera::Request& request);
  void queue_again(libcamera::Request& request);
  void make_copies();
  ImageView view_of(const libcamera::Request& request) const;
  static MonoTime sensor_time(libcamera::Request& request, const libcamera::FrameMetadata& metadata);

  CameraSetup setup_;
  libcamera::Stream* stream_;
  libcamera::FrameBufferAllocator allocator_;
  std::vector<PixelMapping> mappings_;  ///< of each request, by its cookie
  std::vector<std::unique_ptr<libcamera::Request>> requests_;
  std::array<libcamera::Request*, limits::kHeldFrames> held_{};  ///< delivered, not yet queued again; a ring
  std::size_t next_held_ = 0;
  std::optional<FrameCopies> copies_;  ///< instead of held buffers
  FrameCounter counter_;
  FrameSink* sink_ = nullptr;
  bool has_told_start_ = false;
  std::mutex end_mutex_;  ///< keeps on_disconnected() out of a stop(); no frame takes it
  bool is_running_ = false;
};

LibcameraCamera::Session::~Session() {
  stop();
  setup_.camera->requestCompleted.disconnect(this);
  setup_.camera->disconnected.disconnect(this);
}

Result<void> LibcameraCamera::Session::allocate() {
  const std::string what = "camera '" + setup_.camera->id() + "': ";
  if (const int count = allocator_.allocate(stream_); count < 2)
    return Error{ExitCode::kSystem, what + "too few frame buffers (" + (count < 0 ? std::strerror(-count) : "one") +
                                        "); give the kernel more CMA memory"};
  for (const auto& buffer : allocator_.buffers(stream_)) {
    const libcamera::FrameBuffer::Plane& luma = buffer->planes().front();
    auto mapping = PixelMapping::create(luma.fd.get(), luma.offset, luma.length);
    if (!mapping) return Error{mapping.error().code, what + mapping.error().message};
    auto request = setup_.camera->createRequest(mappings_.size());
    if (!request || request->addBuffer(stream_, buffer.get()) != 0)
      return Error{ExitCode::kSystem, what + "no capture request to be had"};
    mappings_.push_back(std::move(*mapping));
    requests_.push_back(std::move(request));
  }
  if (setup_.stream.format.gather != Gather::kNone || requests_.size() < limits::kHeldFrames + 3) make_copies();
  setup_.camera->requestCompleted.connect(this, &Session::on_request_completed);
  setup_.camera->disconnected.connect(this, &Session::on_disconnected);
  return {};
}

Result<void> LibcameraCamera::Session::start(FrameSink& sink) {
  RT_CHECK(!is_running_);
  sink_ = &sink;
  has_told_start_ = false;
  counter_ = FrameCounter();
  held_.fill(nullptr);
  if (const int refused = setup_.camera->start(&setup_.controls); refused != 0)
    return Error{ExitCode::kSystem, "camera '" + setup_.camera->id() + "' does not start: " + std::strerror(-refused)};
  set_running(true);
  for (const auto& request : requests_) {
    request->reuse(libcamera::Request::ReuseBuffers);
    if (const int refused = setup_.camera->queueRequest(request.get()); refused != 0) {
      stop();
      return Error{ExitCode::kSystem,
                   "camera '" + setup_.camera->id() + "' takes no request: " + std::strerror(-refused)};
    }
  }
  return {};
}

// libcamera cancels what is queued and calls the slot for each of those before its stop() returns.
void LibcameraCamera::Session::stop() noexcept {
  if (!is_running_) return;
  setup_.camera->stop();
  set_running(false);
}

void LibcameraCamera::Session::set_running(bool running) {
  const std::lock_guard lock(end_mutex_);
  is_running_ = running;
}

void LibcameraCamera::Session::on_disconnected() {
  const std::lock_guard lock(end_mutex_);
  if (is_running_) sink_->on_camera_end();
}

void LibcameraCamera::Session::on_request_completed(libcamera::Request* request) {
  if (request->status() == libcamera::Request::RequestCancelled) return;
  if (!has_told_start_) sink_->on_camera_thread_start();
  has_told_start_ = true;
  const libcamera::FrameMetadata& metadata = request->findBuffer(stream_)->metadata();
  if (metadata.status == libcamera::FrameMetadata::FrameSuccess) {
    deliver(*request, metadata);
    if (copies_)
      give_back(*request);
    else
      hold(*request);
  } else {
    queue_again(*request);  // a broken frame: the hole shows in the index
  }
}

void LibcameraCamera::Session::deliver(libcamera::Request& request, const libcamera::FrameMetadata& metadata) {
  const MonoTime time = sensor_time(request, metadata);
  mappings_[request.cookie()].begin_read();
  ImageView image = view_of(request);
  if (copies_) {
    image.format = setup_.stream.format.view;
    image = copies_->add(image);
  }
  sink_->on_frame({.image = image, .index = counter_.next(metadata.sequence), .sensor_time = time});
}

// The port keeps kHeldFrames frames valid behind the newest one, so the one that falls out of the ring goes back.
void LibcameraCamera::Session::hold(libcamera::Request& request) {
  libcamera::Request* oldest = std::exchange(held_[next_held_], &request);
  next_held_ = (next_held_ + 1) % held_.size();
  if (oldest != nullptr) give_back(*oldest);
}

void LibcameraCamera::Session::give_back(libcamera::Request& request) {
  mappings_[request.cookie()].end_read();
  queue_again(request);
}

// It fails only while the camera stops or after it was unplugged, and both are told elsewhere.
void LibcameraCamera::Session::queue_again(libcamera::Request& request) {
  request.reuse(libcamera::Request::ReuseBuffers);
  setup_.camera->queueRequest(&request);
}

void LibcameraCamera::Session::make_copies() {
  const StreamFormat& format = setup_.stream.format;
  const FrameSize& window = setup_.stream.window;
  const bool gathers = format.gather != Gather::kNone;
  copies_.emplace(format.view, window.width, window.height, gathers ? 2U : 1U,
                  format.gather == Gather::kSecondByte ? 1U : 0U);
}

/// The part of the frame that is looked at, as it lies in the camera's buffer.
ImageView LibcameraCamera::Session::view_of(const libcamera::Request& request) const {
  const libcamera::StreamConfiguration& stream = stream_->configuration();
  const bool has_two_bytes = setup_.stream.format.gather != Gather::kNone;
  return middle_of({mappings_[request.cookie()].pixels(), stream.size.width, stream.size.height, stream.stride,
                    has_two_bytes ? PixelFormat::kRaw10 : setup_.stream.format.view},
                   setup_.stream.window);
}

// libcamera's virtual camera stamps nothing in some versions: then the time of delivery is all there is.
MonoTime LibcameraCamera::Session::sensor_time(libcamera::Request& request, const libcamera::FrameMetadata& metadata) {
  const ClockReading now = read_clocks();
  const auto stamp = request.metadata().get(libcamera::controls::SensorTimestamp);
  const nanoseconds stamped(stamp ? *stamp : static_cast<std::int64_t>(metadata.timestamp));
  return stamped.count() > 0 ? from_sensor_timestamp(stamped, now).value_or(now.monotonic) : now.monotonic;
}

Result<std::unique_ptr<LibcameraCamera>> LibcameraCamera::create(const LibcameraOptions& options) {
  auto setup = set_up_camera(options);
  if (!setup) return setup.error();
  CameraInfo info{.name = setup->camera->id(),
                  .detail = setup->stream.configuration->at(0).toString(),
                  .width = options.width,
                  .height = options.height,
                  .fps = options.fps,
                  .provenance = Provenance::kMeasured};
  auto session = std::make_unique<Session>(std::move(*setup));
  if (auto allocated = session->allocate(); !allocated) return allocated.error();
  info.detail += ", " + std::to_string(session->buffers()) + (session->copies() ? " buffers, copied" : " buffers");
  return std::unique_ptr<LibcameraCamera>(new LibcameraCamera(std::move(info), std::move(session)));
}

LibcameraCamera::LibcameraCamera(CameraInfo info, std::unique_ptr<Session> session)
    : info_(std::move(info)), session_(std::move(session)) {}

LibcameraCamera::~LibcameraCamera() = default;

Result<void> LibcameraCamera::start(FrameSink& sink) { return session_->start(sink); }

void LibcameraCamera::stop() noexcept { session_->stop(); }

}  // namespace tripline
