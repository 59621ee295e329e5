#include "viz/loading.h"

#include <chrono>
#include <exception>
#include <system_error>
#include <utility>

namespace loopscope::viz {

namespace {

// Of the time that opening takes, about so much is reading; the rest is working out what the window needs.
constexpr double kReading = 0.6;

}  // namespace

Loaded load(const Open& open, const Progress& progress) {
    bool wanted = true;
    const auto part = [&progress, &wanted](double begin, double end) {
        return [&progress, &wanted, begin, end](double share) {
            if (progress && !progress(begin + (end - begin) * share)) wanted = false;
            return wanted;
        };
    };
    try {
        Opened opened = open(part(0, kReading));
        Loaded loaded{.store = nullptr,
                      .error = std::move(opened.error),
                      .notes = std::move(opened.notes),
                      .saved = std::move(opened.saved),
                      .sound = opened.sound,
                      .failure = std::move(opened.failure),
                      .stopped = std::move(opened.stopped),
                      .mistake = std::move(opened.mistake)};
        if (!wanted) {
            loaded.error = Saying::of("why.cancelled");
        } else if (opened.recording) {
            loaded.store = std::make_unique<Store>(std::move(*opened.recording), part(kReading, 1));
        } else if (loaded.error.empty()) {
            loaded.error = Saying::of("why.no_recording");
        }
        if (!wanted) loaded.store.reset();
        return loaded;
    } catch (const std::exception& error) {
        return {.store = nullptr, .error = error.what(), .notes = {}};
    }
}

Loading::Loading(Open open, Saying what)
    : what_(std::move(what)), result_(std::async(std::launch::async, [this, open = std::move(open)] {
          return load(open, [this](double share) {
              share_ = share;
              return !cancelled_;
          });
      })) {}

bool Loading::ready() const { return result_.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }

}  // namespace loopscope::viz
