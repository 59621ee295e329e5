// The lesson plans that there are, and the one that is taught in place of the whole course. The first may be
// of a file, which may change while it is shown.
#pragma once

#include "viz/services.h"
#include "viz/view/file_stamp.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

class Plans {
public:
    // The services must outlive it. Their plans are all that there are at first.
    explicit Plans(const Services& services);

    const std::vector<PlanInfo>& all() const { return all_; }
    const PlanInfo* chosen() const { return chosen_; }  // null: the whole course
    // The scenarios of what is taught.
    const std::vector<ScenarioInfo>& scenarios() const {
        return chosen_ != nullptr ? chosen_->steps : services_.scenarios;
    }
    // The one of `scenarios()` that is called so; null: none is.
    const ScenarioInfo* scenario(const std::string& name) const;
    // The language, not English, in which a plan is called so; empty: in English or in none.
    std::string language_of(const std::string& name) const;
    const PlanInfo* named(const std::string& name) const;  // in any language; null: none is

    // By which named(), or a reader of files, finds the chosen one again; empty: the whole course.
    std::string chosen_name() const;
    // One of all(), or null.
    void choose(const PlanInfo* plan) { chosen_ = plan; }
    // After the last one comes the whole course.
    const PlanInfo* next() const;
    // In place of the one that came from another file: the first, and the chosen one. Who points to a
    // scenario of a plan does so no longer.
    void take(PlanInfo plan, const std::filesystem::path& path);

    // The first of them is of that file.
    void follow(const std::filesystem::path& path);
    const std::filesystem::path& file() const { return file_; }  // empty: all are the course's
    // Whether that file has changed, `seconds` after the last time it was asked.
    bool has_changed(double seconds) { return followed_ && followed_->has_changed(seconds); }
    bool is_followed() const { return followed_.has_value(); }
    double pause() const { return followed_ ? followed_->pause() : 0; }  // as FollowedFile's
    // As the file has it now.
    void renew(PlanInfo fresh) { all_.front() = std::move(fresh); }
    bool file_is_chosen() const { return !file_.empty() && chosen_ == all_.data(); }

private:
    const Services& services_;
    std::vector<PlanInfo> all_;
    const PlanInfo* chosen_ = nullptr;
    std::filesystem::path file_;
    std::optional<FollowedFile> followed_;
};

}  // namespace loopscope::viz
